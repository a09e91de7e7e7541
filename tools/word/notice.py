"""The text of the Word template of a notice."""

from __future__ import annotations

from tools.word.ooxml import choice, loop, paragraph, run, runs_of
from tools.word.styles import DEEPEST, PITCH, TEXT_WIDTH, spacing


def body() -> str:
    """Title, addressees, blocks, closing, attachments, signature, provenance."""
    return "".join(
        (
            paragraph("GwTitle", run("{{ title }}")),
            choice((("addressees", paragraph("GwTo", run("{{ addressees }}："))),)),
            blocks("flow"),
            loop("text in closing", paragraph("GwBody", run("{{ text }}"))),
            loop("line in contact", paragraph("GwContact", run("{{ line.label }}：{{ line.value }}"))),
            attachments(),
            paragraph("GwIssuer", run("{{ signature.issuer }}")),
            paragraph("GwDate", run("{{ signature.date }}")),
            paragraph(
                "GwProvenance",
                run("{% for row in provenance %}{% if not loop.first %}　{% endif %}{{ row.label }}：{{ row.value }}{% endfor %}"),
            ),
        )
    )  # fmt: skip


def attachments() -> str:
    """附件 with their numbers, after an empty line; a long title goes on below its beginning."""
    shown = "{{ attachment.number }}{{ attachment.title }}"
    first = paragraph("GwAttachments", run(f"附件：{shown}"), more=spacing(PITCH))
    return loop(
        "attachment in attachments",
        choice((("loop.first", first), ("true", paragraph("GwAttachments", run(f"　　　{shown}"))))),
    )


def blocks(name: str) -> str:
    """The blocks of a text, each in its style."""
    plain = [(f"block.kind == 'heading{level}'", f"GwHead{level}") for level in (1, 2, 3, 4)]
    plain += [(f"block.kind == 'point{depth}'", f"GwPoint{depth}") for depth in range(DEEPEST)]
    plain += [(f"block.kind == 'within{depth}'", f"GwWithin{depth}") for depth in range(DEEPEST)]
    cases = [("block.kind == 'paragraph'", paragraph("GwBody", runs_of("block.runs", "word")))]
    cases += [("block.kind == 'table'", table("block"))]
    cases += [(condition, paragraph(style, runs_of("block.runs", "word"))) for condition, style in plain]
    cases += [("block.kind == 'rule'", paragraph("GwRule", run("————————")))]
    return loop(f"block in {name}", choice(cases))


def table(name: str) -> str:
    """A table: its caption and unit, a head that is repeated on every page, rows that do not break."""
    head = (
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        + loop(f"cell in {name}.head", _cell(paragraph("GwCellHead", runs_of("cell.runs", "word"))), "tc")
        + "</w:tr>"
    )
    lines = choice(
        (
            ("cell.align == 'right'", paragraph("GwCellRight", runs_of("cell.runs", "word"))),
            ("cell.align == 'center'", paragraph("GwCellCenter", runs_of("cell.runs", "word"))),
            ("true", paragraph("GwCellLeft", runs_of("cell.runs", "word"))),
        )
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{loop('cell in row', _cell(lines), 'tc')}</w:tr>"
    properties = (
        f'<w:tblPr><w:tblStyle w:val="GwTable"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="1000"/></w:tblGrid>'
    )
    return "".join(
        (
            choice(((f"{name}.caption", paragraph("GwCaption", run(f"{{{{ {name}.caption }}}}"))),)),
            choice(((f"{name}.unit", paragraph("GwUnit", run(f"{{{{ {name}.unit }}}}"))),)),
            f"<w:tbl>{properties}{head}{loop(f'row in {name}.rows', row, 'tr')}</w:tbl>",
            paragraph("GwAfterTable"),
        )
    )


def _cell(content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'

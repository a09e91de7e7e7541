"""The text of the Word template of a notice."""

from __future__ import annotations

from tools.word.ooxml import choice, loop, paragraph, run, runs_of, tab
from tools.word.styles import DEEPEST, PITCH, TEXT_WIDTH, spacing


def body() -> str:
    """Title, addressees, blocks, closing, attachments, signature, provenance."""
    return "".join(
        (
            _red_head(),
            paragraph("GwTitle", run("{{ title_text }}")),
            choice((("addressees", paragraph("GwTo", run("{{ addressees }}："))),)),
            blocks("flow"),
            loop("text in closing", paragraph("GwBody", run("{{ text }}"))),
            loop("line in contact", paragraph("GwContact", run("{{ line.label }}：{{ line.value }}"))),
            attachments(),
            paragraph("GwIssuer", run("{{ signature.issuer }}")),
            paragraph("GwDate", run("{{ signature.date }}")),
            choice((("red_head", paragraph("GwNote", run("{{ red_head.note }}"))),)),
            paragraph(
                "GwProvenance",
                run("{% for row in provenance %}{% if not loop.first %}　{% endif %}{{ row.label }}：{{ row.value }}{% endfor %}"),
            ),
            _imprint(),
        )
    )  # fmt: skip


def _red_head() -> str:
    """发文机关标志, 发文字号 over the red line, and an empty line."""
    head = "".join(
        (
            paragraph("GwRedMark", run("{{ red_head.mark }}")),
            paragraph("GwRedNumber", run("{{ red_head.number }}")),
            paragraph("Normal"),
        )
    )
    return choice((("red_head", head),))


def _imprint() -> str:
    """版记 at the foot of its page: to whom copies go, who printed it and when."""
    copies = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(paragraph('GwImprint', run('{{ red_head.copies }}')), TEXT_WIDTH)}</w:tr>"
    said = paragraph("GwImprint", run("{{ red_head.printed_by }}"), tab(), run("{{ red_head.printed_on }}"))
    printed = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(said, TEXT_WIDTH)}</w:tr>"
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="GwImprintTable"/>'
        '<w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
        f'<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{choice((("red_head.copies", copies),), "tr")}{printed}</w:tbl>'
    )
    return choice((("red_head", table + paragraph("GwAfterTable")),))


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


def _cell(content: str, width: int = 1000) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'

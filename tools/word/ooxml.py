"""The pieces of a Word file: paragraphs, runs, fields and tables as text, with the tags of docxtpl where data goes."""

from __future__ import annotations

from collections.abc import Iterable

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Curly quotes, dashes and dots belong to both scripts; the hint has Word draw them in the Chinese face.
HINT = '<w:rFonts w:hint="eastAsia"/>'


def run(text: str, style: str = "") -> str:
    """A run of text, in a character style where one is named."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}{HINT}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tab() -> str:
    """A tab."""
    return "<w:r><w:tab/></w:r>"


def field(code: str, shown: str = "1") -> str:
    """A field that Word computes; `shown` stands until it does."""
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{begin}{instruction}{separate}{run(shown)}{end}"


def paragraph(style: str, *runs: str, more: str = "") -> str:
    """A paragraph of a style; `more` are further properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>'


def tag(statement: str, kind: str = "p") -> str:
    """A statement that stands for a whole paragraph (p), row (tr) or cell (tc) and leaves nothing of it."""
    inner = f"<w:p><w:r><w:t>{{%{kind} {statement} %}}</w:t></w:r></w:p>"
    if kind == "p":
        return inner
    cell = f"<w:tc><w:tcPr/>{inner}</w:tc>"
    return cell if kind == "tc" else f"<w:tr>{cell}</w:tr>"


def runs_of(name: str, each: str) -> str:
    """The runs of some text of the view, one after the other as `each`: breaks, strong ones, emphasized ones, plain ones."""
    text = f"{{{{ {each}.text }}}}{{% if {each}.address %}}（{{{{ {each}.address }}}}）{{% endif %}}"
    return "".join(
        (
            run(f"{{%r for {each} in {name} %}}"),
            run(f"{{%r if {each}.kind == 'break' %}}"),
            "<w:r><w:br/></w:r>",
            run(f"{{%r elif {each}.strong %}}"),
            run(text, "GwStrong"),
            run(f"{{%r elif {each}.emphasis %}}"),
            run(text, "GwEmphasis"),
            run("{%r else %}"),
            run(text),
            run("{%r endif %}"),
            run("{%r endfor %}"),
        )
    )


def choice(cases: Iterable[tuple[str, str]], kind: str = "p") -> str:
    """One of several pieces: the first whose condition holds."""
    parts = []
    for number, (condition, piece) in enumerate(cases):
        parts += [tag(f"{'elif' if number else 'if'} {condition}", kind), piece]
    return "".join((*parts, tag("endif", kind)))


def loop(head: str, piece: str, kind: str = "p") -> str:
    """A piece for each of something."""
    return f"{tag(f'for {head}', kind)}{piece}{tag('endfor', kind)}"


def part(root: str, *content: str) -> bytes:
    """A whole part of the file."""
    return f"{PROLOGUE}<w:{root} {NAMESPACES}>{''.join(content)}</w:{root}>".encode()

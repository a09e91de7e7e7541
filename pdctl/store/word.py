"""Word files as Markdown: every character of the text once, with its headings, emphasis and tables.

The XML is walked here, because what python-docx calls the runs of a paragraph leaves out links, insertions and
content controls: text that a reader sees in Word must not vanish on the way.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZipFile

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg

MAX_UNPACKED = 200 << 20
_MOST_COLUMNS = 63  # of a table in Word
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_SKIPPED = {_ALTERNATE, *(_W + name for name in ("del", "moveFrom", "drawing", "pict", "object", "pPr", "sectPr"))}
_BREAKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": " ", _W + "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")
_NUMBERS = msg("automatic numbers of paragraphs")
# What may stand in a Word file and is no text of its paragraphs: how to find it, and what to call it.
_LEFT_OUT = (
    ((_W + "drawing", _W + "pict", _W + "object"), msg("pictures and text boxes")),
    ((_W + "numPr",), _NUMBERS),
    ((_W + "footnoteReference", _W + "endnoteReference"), msg("footnotes")),
)


class WordFault(Exception):
    """A file that is no readable Word file; the text says why."""


@dataclass(frozen=True)
class Converted:
    """The text in Markdown, and what of the file is not in it."""

    text: str
    left_out: tuple[Msg, ...]


def markdown(data: bytes) -> Converted:
    """A Word file's text. Raises `WordFault`."""
    body, styles = _opened(data)
    blocks = [_table(block) if block.tag == _W + "tbl" else _paragraph(block, styles) for block in _blocks(body)]
    left_out = tuple(name for tags, name in _LEFT_OUT if next(body.iter(*tags), None) is not None)
    if _NUMBERS not in left_out and any(_style(p, styles).startswith("List") for p in body.iter(_W + "p")):
        left_out = (*left_out, _NUMBERS)
    return Converted("\n\n".join(block for block in blocks if block), left_out)


def _opened(data: bytes) -> tuple[Any, dict[str, str]]:
    import docx

    try:
        if sum(entry.file_size for entry in ZipFile(io.BytesIO(data)).infolist()) > MAX_UNPACKED:
            raise WordFault("too large")
        document = docx.Document(io.BytesIO(data))
        styles = {style.style_id: style.name or "" for style in document.styles}
        body = document.element.body
        if body is None:
            raise WordFault("empty")
        return body, styles
    except Exception as error:  # a damaged file makes zip and XML readers raise whatever they happen to stumble over
        raise WordFault(str(error)[:80] or type(error).__name__) from error


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in their order, those inside content controls included."""
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag not in _SKIPPED:
            yield from _blocks(child)


def _paragraph(element: Any, styles: dict[str, str]) -> str:
    level = re.fullmatch(r"(?i)heading ([1-9])", _style(element, styles))
    if level:
        return _hashes(int(level[1]), "".join(text for _, text in _pieces(element)))
    return "\\\n".join(filter(None, (_line(line) for line in _split(_pieces(element)))))


def _style(element: Any, styles: dict[str, str]) -> str:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return styles.get(style.get(_W + "val"), "") if style is not None else ""


def _hashes(level: int, text: str) -> str:
    text = " ".join(text.split())
    return f"{'#' * min(level, 6)} {_escaped(text)}" if text else ""


Piece = tuple[str, str]


def _pieces(element: Any) -> list[Piece]:
    """The runs of a paragraph as marks and text, neighbours with the same marks as one."""
    pieces: list[Piece] = []
    for run in _runs(element):
        text = "".join(child.text or "" if child.tag == _W + "t" else _BREAKS.get(child.tag, "") for child in run)
        mark = _mark(run)
        if pieces and pieces[-1][0] == mark:
            pieces[-1] = (mark, pieces[-1][1] + text)
        elif text:
            pieces.append((mark, text))
    return pieces


def _runs(element: Any) -> Iterator[Any]:
    for child in element:
        if child.tag == _W + "r":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _runs(child)


def _mark(run: Any) -> str:
    def is_on(name: str) -> bool:
        found = run.find(f"{_W}rPr/{_W}{name}")
        return found is not None and found.get(_W + "val") not in _OFF

    return "**" if is_on("b") else "*" if is_on("i") else ""


def _split(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each line, for emphasis ends with its line."""
    lines: list[list[Piece]] = [[]]
    for mark, text in pieces:
        first, *others = text.split("\n")
        lines[-1].append((mark, first))
        lines += [[(mark, other)] for other in others]
    return lines


def _line(pieces: list[Piece]) -> str:
    out = ""
    for number, (mark, text) in enumerate(pieces):
        core = text.strip()
        before, _, after = text.partition(core) if core else (text, "", "")
        behind = after + "".join(text for _, text in pieces[number + 1 :])[:1]
        # One letter alone, or marks that touch each other, would not be read back as emphasis.
        touching = (
            len(core) < 2
            or out.endswith("*")
            or _within_word(mark, out + before, core)
            or _within_word(mark, core, behind)
        )
        if not mark or touching:
            out += _escaped(text)
        else:
            out += f"{before}{mark}{_escaped(core)}{mark}{after}"
    return re.sub(r"^([-+#=~])", r"\\\1", out.strip())


def _within_word(mark: str, left: str, right: str) -> bool:
    """Whether a mark would stand within a word or a number, where it is read as a star that hides something."""
    before, after = left[-1:], right[:1]
    return before.isalnum() and after.isalnum() and (mark == "*" or (before.isascii() and after.isascii()))


def _escaped(text: str) -> str:
    """People's characters that Markdown would read as markup."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)


def _table(element: Any) -> str:
    rows = [
        [cell for tc in _cells(row) for cell in _cell(tc)] for row in element.iter(_W + "tr") if _owner(row) is element
    ]
    wide = max(map(len, rows), default=0)
    if not wide:
        return ""
    lines = ["| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * wide, *lines[1:]])


def _owner(row: Any) -> Any:
    return next(row.iterancestors(_W + "tbl"))


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == _W + "tc":
            yield child
        elif child.tag not in _SKIPPED:
            yield from _cells(child)


def _cell(element: Any) -> list[str]:
    """The text of a cell, tables within it included; the rest of a merged cell is empty."""
    span = element.find(f"{_W}tcPr/{_W}gridSpan")
    columns = str(span.get(_W + "val")) if span is not None else "1"
    empty = min(int(columns), _MOST_COLUMNS) - 1 if columns.isdecimal() else 0
    return [_escaped(" ".join(" ".join(_texts(element)).split())), *[""] * empty]


def _texts(parent: Any) -> Iterator[str]:
    for block in _blocks(parent):
        if block.tag == _W + "tbl":
            yield from _texts(block)
        else:
            yield "".join(text for _, text in _pieces(block))

"""Setting plain text: lines of a width by the rules of Chinese punctuation, tables drawn with ASCII lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pdctl.render.characters import clean, is_wide

LINE = 76  # cells of a line of a text notice: 38 Chinese characters
INDENT = "　　"

_NEVER_FIRST = "、。，．：；！？）〕】》〉」』”’…—·,.:;!?)]}%‰℃"
_NEVER_LAST = "（〔【《〈「『“‘([{"
_PIECES = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_COMBINING = re.compile("[\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def cells(text: str) -> int:
    """The width of a text on a terminal or in a fixed-width font."""
    return sum(2 if is_wide(char) else 0 if _COMBINING.match(char) else 1 for char in text)


def wrapped(text: str, first: str = INDENT, rest: str = "", width: int = LINE, hanging: int = 2) -> str:
    """Text in lines of a width, by the rules of Chinese punctuation; `first` and `rest` begin its lines.

    One mark of punctuation may hang out beyond the end of a line, by at most `hanging` cells.
    """
    lines: list[str] = []
    for part in clean(str(text)).split("\n"):
        lines += _fold(part, (rest if lines else first, rest), width, hanging)
    return "\n".join(line.rstrip() for line in lines)


def _fold(text: str, begin: tuple[str, str], width: int, hanging: int) -> Iterator[str]:
    line, rest = begin
    for piece in _pieces(text, width - max(map(cells, begin))):
        over = cells(line + piece) - width
        if over <= 0 or (over <= hanging and piece in _NEVER_FIRST):
            line += piece
            continue
        cut = _cut(line, piece)
        yield line[:cut]
        line = rest + line[cut:] + piece.lstrip(" ")
    yield line


def _pieces(text: str, width: int) -> Iterator[str]:
    """Words of other scripts whole where they fit a line, all else character by character."""
    for piece in _PIECES.findall(text):
        yield from (piece[n : n + width] for n in range(0, len(piece), width))


def _cut(line: str, piece: str) -> int:
    """Where to end a line, so that no line begins or ends with the wrong punctuation."""
    cut = len(line)
    if piece in _NEVER_FIRST:
        cut = len(line.rstrip(_NEVER_FIRST)) - 1
    cut = len(line[: max(cut, 0)].rstrip(_NEVER_LAST))
    return cut if line[:cut].strip() else len(line)


def centred(text: str, width: int = LINE) -> str:
    """Lines in the middle of the page."""
    lines = wrapped(text, "", "", width - 8).split("\n")
    return "\n".join(" " * ((width - cells(line)) // 2) + line for line in lines)


def signed(signature: Mapping[str, Any], width: int = LINE) -> str:
    """The issuer over the date, which ends four characters in from the right if the issuer allows it."""
    date, issuer = str(signature["date"]), clean(str(signature["issuer"]))
    middle = min(width - 8 - cells(date) // 2, width - (cells(issuer) + 1) // 2)
    if 2 * middle < width:
        return f"{wrapped(issuer, '', '', width)}\n{' ' * (width - 8 - cells(date))}{date}"
    return "\n".join(" " * (middle - cells(line) // 2) + line for line in (issuer, date))


def prefixed(text: str, first: str, rest: str) -> str:
    """A finished text with something before its first line and before its further ones."""
    lines = str(text).strip("\n").split("\n")
    return "\n".join((rest if n else first) + line if line else "" for n, line in enumerate(lines))


def run_text(runs: Iterable[Mapping[str, Any]]) -> str:
    """The text of some runs, links with their address."""
    return "".join(_run_text(run) for run in runs)


def _run_text(run: Mapping[str, Any]) -> str:
    if run["kind"] == "break":
        return "\n"
    return f"{run['text']}（{run['address']}）" if run["address"] else str(run["text"])


# --- tables in plain text -------------------------------------------------------------------------------

_NARROWEST = 4


def grid(table: Mapping[str, Any], width: int = LINE) -> str:
    """A table drawn with ASCII lines; one too wide for that is set as one line for each cell."""
    rows = [[run_text(cell["runs"]) for cell in row] for row in (table["head"], *table["rows"])]
    room = width - 3 * len(rows[0]) - 1
    if room < _NARROWEST * len(rows[0]):
        return "\n\n".join(_record(rows[0], row) for row in rows[1:])
    widths = _widths(rows, room)
    rule = "+" + "+".join("-" * (n + 2) for n in widths) + "+"
    right = [cell["align"] == "right" for cell in (table["rows"] or [table["head"]])[0]]
    drawn = [_drawn(row, widths, right) for row in rows]
    return "\n".join([rule, drawn[0], rule, *drawn[1:], rule])


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Column widths that fit the room: the widest column gives way first."""
    longest = (max(cells(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True))
    widths = [min(max(_NARROWEST, width), room) for width in longest]
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _drawn(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    columns = list(zip(row, widths, right, strict=True))
    folded = [_column(cell, width, to_right) for cell, width, to_right in columns]
    blank = [" " * width for width in widths]
    height = max(map(len, folded))
    lines = ([cell[n] if n < len(cell) else blank[c] for c, cell in enumerate(folded)] for n in range(height))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _column(cell: str, width: int, to_right: bool) -> list[str]:
    """One cell as lines of exactly a width."""
    padded = ((line, " " * (width - cells(line))) for line in wrapped(cell, "", "", width, 0).split("\n"))
    return [space + line if to_right else line + space for line, space in padded]


def _record(head: Sequence[str], row: Sequence[str]) -> str:
    return "\n".join(wrapped(f"{name}：{cell}", "", INDENT) for name, cell in zip(head, row, strict=True))

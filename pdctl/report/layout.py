"""Text on a terminal: how wide it is, where a line may break, and values in columns."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from pdctl.core.text import msg
from pdctl.report.lang import show
from pdctl.report.talk import fancy, out, visible

_GAP = "  "
_INDENT = "    "
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…—"
_CLOSING, _OPENING = r"，。、；：！？）】」》”’…,.;:!?)\]", r"（【「《“‘(\["


@cache
def _piece() -> re.Pattern[str]:
    """A line may break between these: blanks, words of Latin letters, and Chinese characters with their punctuation.

    Compiling it takes a quarter as long as Python takes to start, and most commands print no line that is too long.
    """
    return re.compile(rf"\s+|[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*")


def width(text: str) -> int:
    """How many cells a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def wrap(text: str, cells: int) -> list[str]:
    """A text in lines of at most so many cells; only a longer word makes a longer line."""
    lines = [""]
    for piece in _piece().findall(text):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > cells:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def out_wrapped(value: Any, indent: int) -> None:
    """One line of data; on a terminal it breaks where it may, and what follows stands `indent` cells in."""
    text = visible(show(value))
    if not sys.stdout.isatty():
        out(text)
        return
    first, *rest = wrap(text, _window() - indent) if width(text) > _window() else [text]
    for line in (first, *(" " * indent + line for line in rest)):
        out(line)


def _window() -> int:
    return shutil.get_terminal_size().columns - 1


def fields(pairs: Iterable[tuple[Any, Any]]) -> None:
    """Labels with their values, one a line and all values below one another; what is empty is left out."""
    shown = [(show(msg("{label}:", label=label)), show(value)) for label, value in pairs if show(value)]
    wide = max((width(label) for label, _ in shown), default=0)
    for label, value in shown:
        out_wrapped(f"{label}{' ' * (wide - width(label))} {value}", wide + 1)


def table(heads: Sequence[Any], rows: Iterable[Sequence[Any]], beneath: int | None = None) -> None:
    """A table with aligned columns; on a terminal it fits the window, elsewhere each row stays one line.

    On a terminal that is too narrow, the cells of the column `beneath` stand on lines of their own below their rows.
    """
    shown = [[visible(show(cell)) for cell in row] for row in (heads, *rows)]
    widths = [max(width(row[n]) for row in shown) for n in range(len(heads))]
    if not sys.stdout.isatty():
        for row in shown:
            _line(row, widths)
        return
    notes = [""] * len(shown)
    if beneath is not None and _whole(widths) > _window():
        notes = ["", *(row[beneath] for row in shown[1:])]
        shown, widths = (
            [[*row[:beneath], *row[beneath + 1 :]] for row in shown],
            widths[:beneath] + widths[beneath + 1 :],
        )
    widths = _fitted(shown, widths, _window())
    broken = sum(any(width(cell) > wide for cell, wide in zip(row, widths, strict=True)) for row in shown)
    loose = 3 * broken > len(shown)
    for number, row in enumerate(shown):
        if number == 1:
            out("-" * _whole(widths))
        elif number and loose:
            out()
        _row(row, widths, bold=number == 0 and fancy())
        if notes[number]:
            for line in wrap(notes[number], _window() - len(_INDENT)):
                out(_INDENT + line)


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def _fitted(rows: list[list[str]], widths: list[int], cells: int) -> list[int]:
    """Widths that fit: the widest columns give way first, none below its longest word."""
    least = [max(width(piece) for row in rows for piece in _pieces(row[n])) for n in range(len(widths))]
    widths = list(widths)
    while _whole(widths) > cells:
        able = [n for n in range(len(widths)) if widths[n] > max(least[n], 8)]
        if not able:
            break
        widths[max(able, key=lambda n: widths[n])] -= 1
    return widths


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _piece().findall(text)] or [""]


def _row(row: Sequence[str], widths: Sequence[int], bold: bool) -> None:
    """One row, in as many lines as its fullest cell needs."""
    cells = [wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    for number in range(max(len(lines) for lines in cells)):
        _line([lines[number] if number < len(lines) else "" for lines in cells], widths, bold)


def _line(cells: Sequence[str], widths: Sequence[int], bold: bool = False) -> None:
    text = _GAP.join(cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)).rstrip()
    out(text, bold)

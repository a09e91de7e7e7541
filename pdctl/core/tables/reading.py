"""Tables of Markdown as cells with their places, read as the renderer reads them: a head, a line of dashes, rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.frozen import dataclass

_DASHES = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_UNIT = re.compile(r"[（(]?\s*(?:金额)?单位\s*[:：]\s*([^\s）)，,。]+)")
_MARKS = re.compile(r"\*\*|__|(?<!\*)\*(?!\*)")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and where: line and column count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Table:
    """A table: its head, its rows, all of one width, and the unit that stands above it."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""


def read_tables(text: str) -> Iterator[Table]:
    """Every table of a text, from above."""
    lines = text.split("\n")
    number = 0
    while number + 1 < len(lines):
        head = _cells(lines[number], number + 1)
        if "|" not in lines[number] or not _dashes(lines[number + 1], len(head)):
            number += 1
            continue
        end = number + 2
        while end < len(lines) and lines[end].strip() and "|" in lines[end]:
            end += 1
        rows = tuple(_widened(_cells(lines[n], n + 1), len(head)) for n in range(number + 2, end))
        yield Table(head, rows, _unit_above(lines, number))
        number = end


def _dashes(line: str, width: int) -> bool:
    return "-" in line and _DASHES.fullmatch(line) is not None and len(_cells(line, 1)) == width


def _cells(line: str, number: int) -> tuple[Cell, ...]:
    """The cells of a line; a bar at either end belongs to none."""
    begin = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    if line[begin : begin + 1] == "|":
        begin += 1
    if end > begin and line[end - 1] == "|" and line[end - 2 : end - 1] != "\\":
        end -= 1
    bars = [bar.start() for bar in _BAR.finditer(line, begin, end)]
    edges = zip([begin, *(bar + 1 for bar in bars)], [*bars, end], strict=True)
    return tuple(_cell(line, left, right, number) for left, right in edges)


def _cell(line: str, left: int, right: int, number: int) -> Cell:
    raw = line[left:right]
    column = left + len(raw) - len(raw.lstrip()) + 1
    return Cell(_MARKS.sub("", raw.replace("\\|", "|")).strip(), number, column)


def _widened(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """A row with empty cells for those that are missing; more than the head has are left out."""
    missing = (Cell("", row[-1].line, row[-1].column) for _ in range(width - len(row)))
    return (*row, *missing)[:width]


def _unit_above(lines: list[str], number: int) -> str:
    """The unit of a line such as 单位：万元 right above a table."""
    above = [line for line in lines[max(0, number - 3) : number] if line.strip()]
    found = _UNIT.search(above[-1]) if above else None
    return found[1] if found else ""

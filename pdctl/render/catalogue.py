"""The table of a catalogue as plain data: every format of it, on screen, on paper or in a workbook, is set from this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypedDict

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import COLUMNS, PUBLIC, Column
from pdctl.core.sheet.write import Names, cell

Value = Mapping[str, Any]
# Public columns that are left out of a published table where no entry has anything in them.
_LEFT_OUT = ("category", "audience", "rhythm", "department", "note")


class Cell(TypedDict):
    """A cell: its text, the text in lines, and how many rows it takes (0: the cell above reaches down here)."""

    text: str
    lines: list[str]
    rows: int


class Head(TypedDict):
    """A cell of the head, with the columns and rows it takes."""

    text: str
    columns: int
    rows: int


class ColumnView(TypedDict):
    """A column: its key, its head, the head above it (or none), its width in characters, and whether it is published."""

    key: str
    label: str
    group: str
    width: int
    public: bool


class CatalogueView(TypedDict):
    """The table: its titles, its columns, its head in one or two rows, and its rows; `mark` says that it binds nobody."""

    title: str
    issuer: str
    edition: str
    mark: str
    count: int
    columns: list[ColumnView]
    heads: list[list[Head]]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Edition:
    """Which state of a catalogue is shown: a release with its date, or (both empty) the working copy."""

    release: str = ""
    on: str = ""

    @property
    def words(self) -> str:
        """As paper shows it."""
        if not self.release:
            return ""
        year, month, day = self.on.split("-")
        return f"第{int(self.release)}版　{year}年{int(month)}月{int(day)}日发布"


def catalogue_view(names: Names, edition: Edition, entries: Sequence[Value], published: bool) -> CatalogueView:
    """The view of some entries, as their file has them.

    `published`: the columns that offices publish, without those that are empty; else every column, so that the table
    carries all of each entry.
    """
    columns = _published(entries) if published else COLUMNS
    shown = Names(names.own, {}) if published else names
    texts = [[_text(entry, c, shown, names, n) for c in columns] for n, entry in enumerate(entries, 1)]
    return {
        "title": f"{names.own}党务公开目录",
        "issuer": names.own,
        "edition": edition.words,
        "mark": "" if edition.release else "编制中",
        "count": len(entries),
        "columns": [_column(c) for c in columns],
        "heads": heads(columns),
        "rows": _rows(texts, columns),
    }


def _published(entries: Sequence[Value]) -> tuple[Column, ...]:
    names = Names("", {})
    return tuple(c for c in PUBLIC if c.key not in _LEFT_OUT or any(cell(e, c.key, names) for e in entries))


def _text(entry: Value, column: Column, shown: Names, names: Names, number: int) -> str:
    responsible = entry.get("responsible")
    if column.key == "responsible" and shown is not names and responsible:
        return names.own if responsible == names.own else names.others.get(responsible, responsible)
    text = cell(entry, column.key, shown, number)
    return f"{text}（暂停公开）" if column.key == "title" and shown is not names and entry.get("suspended") else text


def _column(column: Column) -> ColumnView:
    return {
        "key": column.key, "label": column.label, "group": column.group, "width": column.width, "public": column.public,
    }  # fmt: skip


def heads(columns: Sequence[Column]) -> list[list[Head]]:
    """The head in two rows: groups over their columns, other heads over both; in one row where there is no group."""
    grouped = [list(same) for _, same in groupby(columns, key=lambda c: c.group or c.key)]
    if all(len(same) == 1 for same in grouped):
        return [[{"text": c.label, "columns": 1, "rows": 1} for c in columns]]
    top: list[Head] = []
    below: list[Head] = []
    for same in grouped:
        if len(same) == 1 and not same[0].group:
            top.append({"text": same[0].label, "columns": 1, "rows": 2})
        else:
            top.append({"text": same[0].group, "columns": len(same), "rows": 1})
            below += [{"text": c.label, "columns": 1, "rows": 1} for c in same]
    return [top, below]


def _rows(texts: list[list[str]], columns: Sequence[Column]) -> list[list[Cell]]:
    spans = [_spans(texts, number, column, columns) for number, column in enumerate(columns)]
    return [
        [{"text": text, "lines": text.split("\n"), "rows": spans[c][r]} for c, text in enumerate(row)]
        for r, row in enumerate(texts)
    ]


def _spans(texts: list[list[str]], number: int, column: Column, columns: Sequence[Column]) -> list[int]:
    """How many rows each cell of a column takes: equal cells of one first-level matter stand as one."""
    spans = [1] * len(texts)
    if not column.merges:
        return spans
    first = next((n for n, c in enumerate(columns) if c.key == "category"), None)
    for start, length in _runs([(row[first] if first is not None else "", row[number]) for row in texts]):
        if texts[start][number] and length > 1:
            spans[start : start + length] = [length] + [0] * (length - 1)
    return spans


def _runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for _, same in groupby(values):
        length = len(list(same))
        yield start, length
        start += length

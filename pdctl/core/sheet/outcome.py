"""What came of reading a table: entries, and word of every cell that could not be read, was taken over, or changed."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import letters
from pdctl.core.sheet.grid import Cell
from pdctl.core.text import Msg

Entry = dict[str, Any]
NEW, CHANGED, SAME, ABSENT, REMOVED = "new", "changed", "same", "absent", "removed"


@dataclass(frozen=True)
class Unread:
    """A cell that could not be read: where, under which head, what stands there, and why."""

    row: int
    column: int
    head: str
    text: str
    why: Msg
    entry: str = ""

    @property
    def letters(self) -> str:
        """The column as spreadsheets show it."""
        return letters(self.column)


def unread(cell: Cell, head: str, why: Msg) -> Unread:
    """A cell that could not be read."""
    return Unread(cell.row, cell.column, head, cell.text, why)


@dataclass(frozen=True)
class Assumed:
    """A value that the table does not say: the entry, the column's key, the words of the value, and where it is from."""

    entry: str
    key: str
    text: str
    source: Msg


@dataclass(frozen=True)
class Change:
    """What an import does to one entry: `fields` holds key, words before, words after."""

    entry: str
    title: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Draft:
    """A matter of the table: its rows, what could be read, what it must keep of the rest."""

    rows: list[int]
    values: Entry = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    assumed: list[tuple[str, Msg]] = field(default_factory=list)
    cells: list[tuple[Cell, str]] = field(default_factory=list)  # every cell with its head
    places: dict[str, tuple[Cell, str]] = field(default_factory=dict)  # where a value comes from
    blank: set[str] = field(default_factory=set)  # columns of an own table in which nothing stands

    def refuse(self, key: str, why: Msg) -> None:
        """Take a value out again that cannot stand; its cell counts as unread."""
        self.values.pop(key, None)
        if key in self.places:
            cell, head = self.places[key]
            self.unread.append(unread(cell, head, why))


@dataclass(frozen=True)
class Reading:
    """A table as it was read."""

    drafts: tuple[Draft, ...]
    unread: tuple[Unread, ...]
    remarks: tuple[Msg, ...]
    keys: frozenset[str]
    own: bool


@dataclass(frozen=True)
class Outcome:
    """The entries that would stand in the catalogue, and the report."""

    entries: tuple[Entry, ...]
    changes: tuple[Change, ...]
    unread: tuple[Unread, ...]
    assumed: tuple[Assumed, ...]
    remarks: tuple[Msg, ...]

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return any(change.kind in (NEW, CHANGED, REMOVED) for change in self.changes)

"""A sheet as it was read: cells with their text and kind, merged areas, what is hidden. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import letters

# What a cell was, where that matters: the text of all kinds is in `text`.
TEXT, NUMBER, DATE, FORMULA, UNCOMPUTED, ERROR = "text", "number", "date", "formula", "uncomputed", "error"
# A number so long that the spreadsheet kept only its beginning.
ROUNDED = "rounded"
# An area that is merged: first row, first column, last row, last column.
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cell:
    """One cell that holds something."""

    row: int
    column: int
    text: str
    kind: str = TEXT

    @property
    def name(self) -> str:
        """Its name in a spreadsheet: `C7`."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """One sheet."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False

    @cached_property
    def last_row(self) -> int:
        """The last row that holds something."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column that holds something."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merges:
            for row in range(top, min(bottom, self.last_row + 1) + 1):
                for column in range(left, min(right, self.last_column) + 1):
                    found.setdefault((row, column), (top, left))
        return found

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The place whose cell is seen here: another one inside a merged area."""
        return self._covered.get((row, column), (row, column))

    def at(self, row: int, column: int) -> Cell | None:
        """The cell seen at a place."""
        return self.cells.get(self.anchor(row, column))

    def text(self, row: int, column: int) -> str:
        """The text seen at a place."""
        cell = self.at(row, column)
        return cell.text if cell else ""

    def row(self, row: int) -> dict[int, Cell]:
        """What is seen in a row, by column."""
        found = ((column, self.at(row, column)) for column in range(1, self.last_column + 1))
        return {column: cell for column, cell in found if cell is not None and cell.text.strip()}

"""Where the head of a table stands, in one to three rows, and which column is which."""

from __future__ import annotations

from dataclasses import replace

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.aliases import CHANNEL, SCOPE
from pdctl.core.sheet.columns import BY_KEY, COLUMNS, LABELS, key_of, number_of, plain_head
from pdctl.core.sheet.grid import Grid
from pdctl.core.sheet.tidy import half
from pdctl.core.words import CHANNEL as CHANNELS

MOST_TITLE_ROWS = 40
_DEEPEST = 3
_MODES = {"主动", "主动公开", "依申请", "依申请公开"}
IGNORED = "ignore"


@dataclass(frozen=True)
class Field:
    """A column of a table: its key, or None for an unknown one.

    `tick` where its cells are ticked: what a tick says. `given` where a mapping says it: the name it has there.
    """

    key: str | None
    label: str
    tick: str = ""
    given: str = ""


@dataclass(frozen=True)
class Head:
    """The rows of a head, its columns, and whether pdctl wrote it."""

    top: int
    bottom: int
    fields: dict[int, Field]
    own: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all columns."""
        return frozenset(field.key for field in self.fields.values() if field.key)


def find_head(grid: Grid, given: dict[str, str] | None = None, row: int = 0, rows: int = 0) -> Head | None:
    """The head with the most known columns; None where no row looks like one.

    `given` names columns by head or letters; `row` and `rows` say where the head stands.
    """
    given = given or {}
    tops = [row] if row else range(1, min(grid.last_row, MOST_TITLE_ROWS) + 1)
    best: Head | None = None
    for top in tops:
        for depth in [rows] if rows else range(1, _DEEPEST + 1):
            head = _head(grid, top, top + depth - 1, given)
            if head and (best is None or _weight(head) > _weight(best)):
                best = head
    return best


def _weight(head: Head) -> tuple[int, int]:
    """Known columns; of equal heads the lower one in fewer rows."""
    return sum(1 for field in head.fields.values() if field.key not in (None, IGNORED)), head.top - head.bottom


def _head(grid: Grid, top: int, bottom: int, given: dict[str, str]) -> Head | None:
    paths = {column: _path(grid, top, bottom, column) for column in range(1, grid.last_column + 1)}
    if bottom > top and not _belongs(grid, top, bottom):
        return None
    fields: dict[int, Field] = {}
    taken: set[str] = set()
    for column, path in paths.items():
        if not path:
            continue
        field = _given(given, column, path) or _field(path)
        if field.key in taken and not field.tick and field.key not in ("category", "title"):
            field = replace(field, key=None)
        if field.key and not field.tick:
            taken.add(field.key)
        fields[column] = field
    own = _own(fields)
    fields = fields if own else _levels(fields)
    keys = {field.key for field in fields.values()}
    enough = len(keys - {None, "order", IGNORED}) >= 2 and keys & {"title", "category", "elements"}
    return Head(top, bottom, fields, own) if enough else None


def _path(grid: Grid, top: int, bottom: int, column: int) -> list[str]:
    """The heads over a column, from above; a merged head counts once."""
    path: list[str] = []
    seen: set[tuple[int, int]] = set()
    for row in range(top, bottom + 1):
        place = grid.anchor(row, column)
        text = plain_head(grid.text(row, column))
        if not text and row < bottom:
            place, text = _from_left(grid, row, bottom, column)
        if text and place not in seen:
            seen.add(place)
            path.append(text)
    return path


def _from_left(grid: Grid, row: int, bottom: int, column: int) -> tuple[tuple[int, int], str]:
    """In a table without merged cells a head reaches over the blank ones to its right, as far as heads stand below."""
    left = column
    while left > 1 and not grid.text(row, left) and grid.text(bottom, left):
        left -= 1
    text = plain_head(grid.text(row, left)) if grid.text(bottom, left) else ""
    return grid.anchor(row, left), text


def _belongs(grid: Grid, top: int, bottom: int) -> bool:
    """Whether the rows below the first hold heads only: known ones, or such as stand under a head over several columns."""
    for row in range(top + 1, bottom + 1):
        cells = {c: cell for c, cell in grid.row(row).items() if cell.row == row}
        known = [c for c, cell in cells.items() if _sub(plain_head(cell.text)) or key_of(cell.text)]
        others = [c for c in cells if c not in known]
        if not known or any(not _under(grid, top, c) for c in others):
            return False
        if any(len(cells[c].text) > 24 for c in others):
            return False
    return True


def _under(grid: Grid, top: int, column: int) -> bool:
    """Whether a column stands under a head that covers others too."""
    _, first = grid.anchor(top, column)
    return first != column or any(grid.anchor(top, c)[1] == column for c in (column + 1,)) or not grid.text(top, column)


def _sub(text: str) -> bool:
    return half(text) in SCOPE or half(text) in _CHANNELS or text in _MODES


_CHANNELS = {**{half(label): key for key, label in CHANNELS.labels.items()}, **CHANNEL}


def _field(path: list[str]) -> Field:
    """What a head with the heads above it means."""
    label, last = "/".join(path), path[-1]
    above = next((key for text in reversed(path[:-1]) if (key := key_of(text))), None)
    plain = half(last)
    if above in ("audience", "scope") and plain in SCOPE:
        return Field("scope", label, SCOPE[plain])
    if above == "channels" and last in _MODES:
        return Field("mode", label, last)
    if above == "channels" and plain in _CHANNELS:
        return Field("channels", label, _CHANNELS[plain]) if _CHANNELS[plain] else Field(None, label)
    own = LABELS.get(last) or key_of(last)
    if own is None and len(path) > 1:
        return Field("title" if above in ("title", "category") else None, label)
    return Field(own, last if own else label)


def _given(given: dict[str, str], column: int, path: list[str]) -> Field | None:
    """What a mapping file says of a column, by its letters or its head."""
    for name, key in given.items():
        wanted = plain_head(name)
        if wanted in (path[-1], "/".join(path)) or (
            wanted.isascii() and wanted.isalpha() and len(wanted) <= 3 and number_of(wanted) == column
        ):
            return Field(key, path[-1] if len(path) == 1 else "/".join(path), given=name)
    return None


def _own(fields: dict[int, Field]) -> bool:
    """Whether pdctl wrote the table: only its own heads, and the id among them."""
    labels = {plain_head(column.label) for column in COLUMNS}
    named = {plain_head(field.label) for field in fields.values()}
    return plain_head(BY_KEY["id"].label) in named and named <= labels


def _levels(fields: dict[int, Field]) -> dict[int, Field]:
    """Of the columns that name matters the last one holds the title, those before it the matters above."""
    levels = [column for column, field in fields.items() if field.key in ("category", "title")]
    titles = [column for column in levels if fields[column].key == "title"]
    if not titles and len(levels) < 2:
        return fields
    last = titles[-1] if titles else levels[-1]
    return {
        column: replace(field, key="title" if column == last else "category") if column in levels else field
        for column, field in fields.items()
    }

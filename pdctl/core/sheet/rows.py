"""The rows of a table as matters: what stands above counts on below by custom, and no cell goes unmentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pdctl.core.sheet.aliases import CHECKED, UNCHECKED
from pdctl.core.sheet.columns import BY_KEY, letters
from pdctl.core.sheet.grid import ERROR, FORMULA, ROUNDED, UNCOMPUTED, Cell, Grid
from pdctl.core.sheet.head import IGNORED, Field, Head
from pdctl.core.sheet.outcome import Draft, Reading, Unread, unread
from pdctl.core.sheet.read import CODED, Read, Reader
from pdctl.core.sheet.tidy import half, one_line, tidy, without_number
from pdctl.core.text import Msg, listing, msg

_ABOVE = frozenset(["同上", "〃", "″", "同前", "同上行", "同上栏", "〃〃", "''"])
_NO_ENTRY = re.compile(
    r"(?:注|说明|备注|附注|填表|制表|合计|总计|小计|共计|审核人|填报|联系人|盖章|单位盖章|附)[:：人说及]?|[※*]"
)
_SERIAL = re.compile(
    r"[（(]?(?:[1-9][0-9]{0,4}(?:[.．-][0-9]{1,3})*|[一二三四五六七八九十百]{1,4}|[①-⑳])[)）]?[、.．]?"
)
_TEXT_KEYS = frozenset(("category", "title", "elements", "basis", "audience", "department", "note", "import_notes"))
# These are read last: what a column of its own says goes before what they say by the way.
_LATE = {"responsible": 1, "audience": 2, "rhythm": 3, "due": 4}
_LISTED = ("elements", "basis", "audience", "channels")
_PAIRS = ("《》", "（）", "“”", "〔〕")
# Cells whose value is lost.
_BROKEN = {
    ERROR: msg("an error value"),
    UNCOMPUTED: msg("a formula whose value was never computed"),
    ROUNDED: msg("a number whose last figures are lost; write it as text"),
}


@dataclass
class _Notes:
    """What is said about the sheet as a whole."""

    formulas: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    filled: int = 0
    tidied: int = 0
    heads: int = 0
    ignored: int = 0
    joined: list[str] = field(default_factory=list)
    childless: list[str] = field(default_factory=list)

    def remarks(self) -> Iterator[Msg]:
        """In words."""
        if self.filled:
            yield msg("{count} blank cells were read as the cell above", count=self.filled)
        if self.tidied:
            yield msg("stray blanks were taken out of {count} cells", count=self.tidied)
        if self.heads:
            yield msg("{count} rows repeat the head", count=self.heads)
        if self.ignored:
            yield msg("{count} cells stand in columns that the mapping leaves out", count=self.ignored)
        if self.joined:
            yield msg("these rows go on with the matter above: {rows}", rows=listing(*self.joined))
        if self.childless:
            yield msg(
                "a first-level matter without one below it is an entry itself: rows {rows}",
                rows=listing(*self.childless),
            )
        if self.formulas:
            yield msg("of formulas the value was taken that was computed last: {cells}", cells=listing(*self.formulas))
        if self.cut:
            yield msg("the text seems to be cut off: {cells}", cells=listing(*self.cut))


class Table:
    """Goes down the rows of a sheet."""

    def __init__(self, grid: Grid, head: Head, reader: Reader, values: Mapping[str, Mapping[str, str]]) -> None:
        self.grid, self.head, self.reader = grid, head, reader
        self.replaced = {key: {half(old): new for old, new in table.items()} for key, table in values.items()}
        self.drafts: list[Draft] = []
        self.unread: list[Unread] = []
        self.broken: list[Unread] = []
        self.notes = _Notes()
        self.above: dict[int, Cell] = {}
        self.levels = [c for c, f in head.fields.items() if f.key == "category"]
        self.titles = [c for c, f in head.fields.items() if f.key == "title"]
        self.upper: dict[int, str] = {}
        self.section = ""
        self.coded = {c: f.key for c, f in head.fields.items() if f.key in CODED and not f.tick}

    def read(self) -> Reading:
        """Every row below the head, and what stands above it is a title."""
        for row in range(self.head.bottom + 1, self.grid.last_row + 1):
            self._row(row, self.grid.row(row))
        return Reading(
            tuple(self.drafts), tuple(self.unread), tuple(self.notes.remarks()), self.head.keys, self.head.own
        )

    def _row(self, row: int, seen: dict[int, Cell]) -> None:
        seen = {column: cell for column, cell in seen.items() if not self._broken(cell, column, row)}
        broken, self.broken = self.broken, []
        self._take_row(row, seen)
        if self.drafts and row in self.drafts[-1].rows:
            self.drafts[-1].unread += broken
        else:
            self.unread += broken

    def _take_row(self, row: int, seen: dict[int, Cell]) -> None:
        places = {(cell.row, cell.column) for cell in seen.values()}
        if not any(r == row for r, _ in places):
            return
        if self._is_head(seen):
            self.notes.heads += 1
        elif (why := self._no_entry(row, seen, places)) is not None:
            self.unread += [unread(cell, self._field(c).label, why) for c, cell in seen.items() if cell.row == row]
        elif len(places) == 1 and self._section(row, seen):
            return
        else:
            self._matter(row, seen)

    def _field(self, column: int) -> Field:
        return self.head.fields.get(column) or Field(None, letters(column))

    def _broken(self, cell: Cell, column: int, row: int) -> bool:
        if cell.kind == FORMULA and cell.row == row and cell.column == column:
            self.notes.formulas.append(cell.name)
        if cell.kind not in _BROKEN:
            return False
        if cell.row == row and cell.column == column:
            self.broken.append(unread(cell, self._field(column).label, _BROKEN[cell.kind]))
        return True

    def _is_head(self, seen: dict[int, Cell]) -> bool:
        named = [c for c in seen if c in self.head.fields]
        tops = range(self.head.top, self.head.bottom + 1)
        return len(named) > 1 and all(
            any(half(self.grid.text(r, c)) == half(cell.text) for r in tops) for c, cell in seen.items()
        )

    def _no_entry(self, row: int, seen: dict[int, Cell], places: set[tuple[int, int]]) -> Msg | None:
        first = next(iter(seen.values()))
        if not self.head.own and first.row == row and len(places) <= 3 and _NO_ENTRY.match(half(first.text)):
            return msg("this row is no entry but a note or a total")
        if self._slipped(seen):
            return msg("the cells of this row seem to have slipped by one column; put them right and import again")
        return None

    def _slipped(self, seen: dict[int, Cell]) -> bool:
        """Whether the row would make sense one column further, and does not as it stands."""

        def score(shift: int) -> int:
            cells = ((key, seen.get(column + shift)) for column, key in self.coded.items())
            return sum(1 for key, cell in cells if cell and self._understood(key or "", cell.text))

        here = score(0)
        title = seen.get(self.titles[0]) if self.titles else None
        odd = title is not None and bool(_SERIAL.fullmatch(half(title.text)))
        return any(score(shift) >= (1 if odd and not here else 2 + here) for shift in (1, -1))

    def _understood(self, key: str, text: str) -> bool:
        read = self.reader.read(key, text)
        return bool(read.values) and read.problem is None

    def _section(self, row: int, seen: dict[int, Cell]) -> bool:
        """A row with one text over several columns, or alone before its children, is the matter above them."""
        column, cell = next(iter(seen.items()))
        text = without_number(one_line(cell.text))
        if self.head.own or cell.row != row or len(text) > 60 or _SERIAL.fullmatch(half(text)):
            return False
        wide = len(seen) > 1
        alone = column in self.levels[:1] and self._children(row, column)
        if not wide and not alone:
            return False
        if alone or (self.levels and column == self.levels[0]):
            self.upper = {self.levels[0]: text}
        else:
            self.section, self.upper = text, {}
        return True

    def _children(self, row: int, column: int) -> bool:
        """Whether the next row names a matter without naming one above it."""
        for below in range(row + 1, self.grid.last_row + 1):
            seen = self.grid.row(below)
            if seen:
                return column not in seen and any(title in seen for title in self.titles)
        return False

    def _matter(self, row: int, seen: dict[int, Cell]) -> None:
        title, category, goes_on = self._named(row, seen)
        if goes_on and self.drafts:
            self._go_on(row, seen)
            return
        draft = Draft([row])
        if not self.titles and "elements" in self.head.keys:
            title = self._title_of_content(seen)
        for key, text in (("category", category), ("title", title)):
            if text:
                self._name(draft, key, text, seen)
        if self._repeats(draft):
            self._go_on(row, seen)
            return
        if "title" not in draft.values:
            why = {one.column: one.why for one in draft.unread}
            nameless = msg("this row names no matter")
            self.unread += [
                unread(cell, self._field(c).label, why.get(cell.column, nameless))
                for c, cell in seen.items()
                if cell.row == row
            ]
            return
        self._cells(draft, row, seen)
        self.drafts.append(draft)

    def _repeats(self, draft: Draft) -> bool:
        """Whether a row names the matter of the row above again: merged cells that were taken apart."""
        if self.head.own or "id" in self.head.keys or not self.drafts:
            return False
        last = self.drafts[-1].values
        return all(draft.values.get(key) == last.get(key) for key in ("category", "title"))

    def _name(self, draft: Draft, key: str, text: str, seen: dict[int, Cell]) -> None:
        columns = self.titles if key == "title" else self.levels
        column = next((c for c in reversed(columns) if c in seen), next(iter(seen)))
        cell, read = seen[column], self.reader.read(key, text)
        draft.places[key] = (cell, self._field(column).label)
        draft.values.update(read.values)
        if read.problem:
            draft.unread.append(unread(cell, self._field(column).label, read.problem))

    def _title_of_content(self, seen: dict[int, Cell]) -> str:
        column = next(c for c, f in self.head.fields.items() if f.key == "elements")
        return tidy(seen[column].text).split("\n")[0] if column in seen else ""

    def _named(self, row: int, seen: dict[int, Cell]) -> tuple[str, str, bool]:
        """Title, the matter above it, and whether the row only goes on with the matter before."""
        if self.head.own:
            texts = [seen[c].text if c in seen else "" for c in (*self.titles[:1], *self.levels[:1])]
            return texts[0], texts[1] if len(texts) > 1 else "", False
        fresh = False
        for column in self.levels:
            cell = seen.get(column)
            if cell is not None and cell.row == row and not _is_above(cell.text):
                text = without_number(one_line(cell.text))
                self.upper = {c: t for c, t in self.upper.items() if c < column} | {column: text}
                fresh = True
            elif cell is None and self.upper.get(column):
                self.notes.filled += 1
        names = [self.upper[c] for c in self.levels if self.upper.get(c)]
        names = [self.section, *names] if self.section else names
        cell = next((seen[c] for c in self.titles if c in seen), None)
        if cell is not None and cell.row == row and not _is_above(cell.text):
            return cell.text, "／".join(names), False
        if fresh:
            self.notes.childless.append(str(row))
            return names[-1], "／".join(names[:-1]), False
        return "", "", bool(self.titles)

    def _go_on(self, row: int, seen: dict[int, Cell]) -> None:
        """A row that names no matter of its own belongs to the one above."""
        draft = self.drafts[-1]
        draft.rows.append(row)
        self.notes.joined.append(str(row))
        fresh = {column: cell for column, cell in seen.items() if cell.row == row}
        self._cells(draft, row, fresh, going_on=True)

    def _cells(self, draft: Draft, row: int, seen: dict[int, Cell], going_on: bool = False) -> None:
        for column in sorted({*seen, *self.head.fields}, key=lambda c: (_LATE.get(self._field(c).key or "", 0), c)):
            known = self._field(column)
            cell = seen.get(column)
            if cell is not None and cell.row == row:
                draft.cells.append((cell, known.label))
            if known.key in ("category", "title"):
                continue
            cell = self._filled(column, known, cell, going_on)
            if cell is None:
                if self.head.own and known.key:
                    draft.blank.add(known.key)
                continue
            self._take(draft, known, cell, going_on)

    def _filled(self, column: int, known: Field, cell: Cell | None, going_on: bool) -> Cell | None:
        """The cell, or the one above it where a blank or 同上 means that."""
        literal = self.head.own and known.key in _TEXT_KEYS
        if cell is not None and _is_above(cell.text) and not literal:
            return self.above.get(column, cell)
        if cell is None:
            custom = known.key and known.key in BY_KEY and BY_KEY[known.key].fills and not known.tick
            if not custom or self.head.own or going_on or column not in self.above:
                return None
            self.notes.filled += 1
            return self.above[column]
        self.above[column] = cell
        return cell

    def _take(self, draft: Draft, known: Field, cell: Cell, going_on: bool) -> None:
        key = known.key
        if key == IGNORED:
            self.notes.ignored += 1
        elif key is None:
            draft.unread.append(unread(cell, known.label, msg("the catalogue has no such column")))
        elif known.tick or key == "mode":
            self._tick(draft, known, cell)
        elif key == "order":
            if not _SERIAL.fullmatch(half(cell.text)):
                draft.unread.append(unread(cell, known.label, msg("no plain serial number")))
        else:
            self._look_at(cell)
            read = self.reader.read(key, self.replaced.get(key, {}).get(half(cell.text), cell.text))
            if key == "channels" and half(cell.text) in ("主动", "主动公开"):
                read = Read()
            self._put(draft, known, cell, read, going_on)

    def _look_at(self, cell: Cell) -> None:
        if any(cell.text.count(pair[0]) != cell.text.count(pair[1]) for pair in _PAIRS) and not self.head.own:
            self.notes.cut.append(cell.name)
        if not self.head.own and tidy(cell.text) != cell.text.strip():
            self.notes.tidied += 1

    def _put(self, draft: Draft, known: Field, cell: Cell, read: Read, going_on: bool) -> None:
        if read.problem:
            draft.unread.append(unread(cell, known.label, read.problem))
        draft.assumed += read.assumed
        for key, value in read.values.items():
            old = draft.values.get(key)
            if key not in draft.values:
                draft.values[key], draft.places[key] = value, (cell, known.label)
            elif going_on and key in _LISTED:
                draft.values[key] = [*(old or ()), *(item for item in value if item not in (old or ()))]
            elif old != value:
                draft.unread.append(unread(cell, known.label, msg("another cell of this matter says otherwise")))

    def _tick(self, draft: Draft, known: Field, cell: Cell) -> None:
        """A column of ticks: what is ticked, under the head that says it."""
        text = half(cell.text)
        if text in UNCHECKED:
            return
        if text not in CHECKED and not (known.tick == "targeted" and text[:1] in CHECKED):
            draft.unread.append(unread(cell, known.label, msg("neither ticked nor left open")))
            return
        if known.key == "mode":
            if known.tick.startswith("依申请"):
                draft.unread.append(unread(cell, known.label, msg("a catalogue has no field for it")))
        elif known.key == "channels":
            found = draft.values.setdefault("channels", [])
            found.append({"channel": known.tick})
            draft.places["channels"] = (cell, known.label)
        else:
            value = {"scope": known.tick}
            if known.tick == "targeted" and text[1:].strip("()"):
                value["audience"] = [text[1:].strip("()")]  # type: ignore[assignment]
            self._put(draft, known, cell, Read(dict(value)), False)


def _is_above(text: str) -> bool:
    return half(text) in _ABOVE

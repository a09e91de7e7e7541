"""Matters of a table as entries of a catalogue: which entry each one is, and where what it lacks comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import BY_KEY, COLUMNS
from pdctl.core.sheet.outcome import (
    ABSENT,
    CHANGED,
    NEW,
    REMOVED,
    SAME,
    Assumed,
    Change,
    Draft,
    Entry,
    Outcome,
    Reading,
    Unread,
    unread,
)
from pdctl.core.sheet.tidy import FORBIDDEN, bare
from pdctl.core.sheet.write import Names, cell
from pdctl.core.text import Msg, listing, msg
from pdctl.core.words import PLACED_CHANNELS

ORDER = (
    "id", "clause", "category", "title", "wording_as_of", "elements", "basis", "responsible", "department", "scope",
    "audience", "importance", "matter", "frequency", "period", "stages", "recheck_months", "due", "duration",
    "channels", "approval", "superior_by", "reviews", "family", "retention", "note", "import_notes", "suspended",
)  # fmt: skip
NEEDED = (
    "wording_as_of", "elements", "basis", "scope", "importance", "frequency", "due", "duration", "channels", "approval",
    "reviews", "family", "retention",
)  # fmt: skip
_OF_RHYTHM = {"periodic": "period", "staged": "stages", "long-term": "recheck_months"}
_RHYTHM = tuple(_OF_RHYTHM.values())
_ALIKE = 0.6
_MOST_NOTE = 2000
_EXISTING = msg("the entry as it was")
_UNKNOWN_CLAUSE = msg(
    "it is not known which clause this matter answers: add a column 条款, or name the clause in a mapping"
)
Check = Callable[[Entry], "Msg | None"]


def _fine(_: Entry) -> Msg | None:
    return None


@dataclass(frozen=True)
class Base:
    """What a table is laid over: the entries there are, the starter catalogues (the own kind's first), ids ever used."""

    entries: Sequence[Entry]
    starters: Sequence[Entry]
    kind: str
    used: frozenset[str]
    names: Names
    defaults: Entry = field(default_factory=dict)
    by_category: dict[str, str] = field(default_factory=dict)
    check: Check = _fine


class Merge:
    """Lays the matters of a table over a catalogue."""

    def __init__(self, reading: Reading, base: Base, remove: bool = False) -> None:
        self.reading, self.base, self.remove = reading, base, remove
        self.old = {entry["id"]: entry for entry in base.entries}
        self.taken: set[str] = set()
        self.unread: list[Unread] = list(reading.unread)
        self.assumed: list[Assumed] = []
        self.placed: list[tuple[int, Entry, Change]] = []
        self.made: list[Entry] = []
        self.changes: list[Change] = []

    def outcome(self) -> Outcome:
        """The whole of it."""
        self._ids()
        waiting = [
            (number, draft) for number, draft in enumerate(self.reading.drafts) if not self._draft(number, draft)
        ]
        while waiting:  # what was placed may show where others belong, as it would at the next import
            left = [(number, draft) for number, draft in waiting if not self._draft(number, draft)]
            if len(left) == len(waiting):
                break
            waiting = left
        for _, draft in waiting:
            self._give_up(draft, _UNKNOWN_CLAUSE)
        self.placed.sort(key=lambda placed: placed[0])
        self.made = [entry for _, entry, _ in self.placed]
        self.changes = [change for _, _, change in self.placed]
        absent = [entry for entry in self.base.entries if entry["id"] not in self.taken]
        kind = REMOVED if self.remove else ABSENT
        self.changes += [Change(entry["id"], entry["title"], kind) for entry in absent]
        entries = self._ordered([] if self.remove else absent)
        unread_cells = sorted(self.unread, key=lambda u: (u.row, u.column))
        return Outcome(
            tuple(entries), tuple(self.changes), tuple(unread_cells), tuple(self.assumed), self.reading.remarks
        )

    def _ids(self) -> None:
        """An id that stands twice belongs to its first row."""
        seen: set[str] = set()
        for draft in self.reading.drafts:
            name = draft.values.get("id")
            if name in seen:
                draft.refuse("id", msg("this id stands in the table already"))
            elif name:
                seen.add(name)
        self.named = seen

    def _draft(self, number: int, draft: Draft) -> bool:
        """Make a matter an entry; False where it is not known yet which clause it answers."""
        for key, value in self.base.defaults.items():
            draft.values.setdefault(key, deepcopy(value))
        old = self._existing(draft)
        like, source = self._template(draft, old)
        if like is None:
            return False
        lacking = [BY_KEY[key].label for key in NEEDED if key not in like and key not in draft.values]
        entry_id = old["id"] if old else self._new_id(draft, like)
        if lacking:
            why = msg("no starter entry lends what the table lacks: {columns}", columns=listing(*lacking))
            self._give_up(draft, why)
        elif entry_id is None:
            self._give_up(draft, msg("the clause has no free number left"))
        else:
            self._make(number, draft, old, _Build(draft, old, like, source, entry_id, self.reading).entry())
        return True

    def _give_up(self, draft: Draft, why: Msg) -> None:
        """List every cell of a matter that makes no entry."""
        self.unread += [unread(found, head, why) for found, head in draft.cells]

    def _make(self, number: int, draft: Draft, old: Entry | None, built: _Built) -> None:
        problem = self.base.check(built.value)
        if problem is not None:
            self._give_up(draft, problem)
            return
        name = built.value["id"]
        self.taken.add(name)
        self.placed.append((number, built.value, self._change(old, built.value)))
        self.unread += built.unread
        self.assumed += [Assumed(name, k, cell(built.value, k, self.base.names), m) for k, m in built.assumed]

    def _change(self, old: Entry | None, new: Entry) -> Change:
        names = self.base.names
        keys = [column.key for column in COLUMNS if column.key != "order"]
        before = {key: cell(old, key, names) if old else "" for key in keys}
        after = {key: cell(new, key, names) for key in keys}
        fields = tuple((key, before[key], after[key]) for key in keys if before[key] != after[key])
        kind = NEW if old is None else SAME if old == new else CHANGED
        return Change(new["id"], new["title"], kind, fields if kind != SAME else ())

    # Which entry a matter is -----------------------------------------------------------------------------------

    def _existing(self, draft: Draft) -> Entry | None:
        name = draft.values.get("id")
        if name:
            return self.old.get(name)
        free = [e for e in self.base.entries if e["id"] not in self.taken and e["id"] not in self.named]
        title, clause = bare(draft.values["title"]), draft.values.get("clause")
        same = [e for e in free if bare(e["title"]) == title and clause in (None, e["clause"])]
        same.sort(key=lambda e: _sort(e["id"]))  # as they were numbered, so that the next import finds the same ones
        above = bare(draft.values.get("category", ""))
        near = [e for e in same if above and bare(e.get("category", "")) == above]
        return next(iter(near or same), None)

    def _template(self, draft: Draft, old: Entry | None) -> tuple[Entry | None, Msg]:
        """What lends an entry the values that the table lacks, and how that is said."""
        values = draft.values
        if old:
            return old, _EXISTING
        if "id" in values and "clause" not in values:
            part, number, _ = values["id"].split(".")
            values["clause"] = f"三({'一二三四'[int(part) - 1]}){number}"
        if "clause" not in values:
            self._guess_clause(draft)
        if "clause" not in values:
            return None, _EXISTING
        same = [e for e in (*self.base.starters, *self.base.entries) if e["clause"] == values["clause"]]
        if not same:
            return {"id": "", "clause": values["clause"], "title": ""}, _EXISTING
        like = max(same, key=lambda e: _alike(e["title"], values["title"]))
        return like, msg("the starter entry {entry}", entry=like["id"])

    def _guess_clause(self, draft: Draft) -> None:
        """The clause by the same title, by the matter above, or by the title that is most alike; never in silence."""
        title, above = draft.values["title"], draft.values.get("category", "")
        own = [e for e in self.base.starters if e["id"].startswith(self.base.kind)]
        known = [*self.base.entries, *own, *(entry for _, entry, _ in self.placed)]
        exact = {e["clause"] for e in known if bare(e["title"]) == bare(title)}
        near = {e["clause"] for e in known if above and bare(e.get("category", "")) == bare(above)}
        if len(exact) == 1:
            clause, why = exact.pop(), msg("by the same title in the starter catalogue")
        elif above in self.base.by_category:
            clause, why = self.base.by_category[above], msg("by the mapping")
        elif len(near) == 1:
            clause, why = near.pop(), msg("by the matter above it")
        else:
            best = max(known, key=lambda e: _alike(e["title"], title), default=None)
            if best is None or _alike(best["title"], title) < _ALIKE:
                return
            clause, why = best["clause"], msg("by the similar title of {entry}", entry=best["id"])
        draft.values["clause"] = clause
        draft.assumed.append(("clause", why))

    def _new_id(self, draft: Draft, like: Entry) -> str | None:
        given = draft.values.get("id")
        if given:
            return str(given)
        clause = draft.values["clause"]
        busy = {*self.base.used, *self.old, *self.taken, *self.named}
        if like["clause"] == clause and bare(like["title"]) == bare(draft.values["title"]) and like["id"] not in busy:
            return str(like["id"])
        start = f"{'一二三四'.index(clause[2]) + 1}.{clause[4:]}."
        known = {*busy, *(e["id"] for e in self.base.starters)}
        last = max((int(i.rpartition(".")[2]) for i in known if i.startswith(start)), default=0)
        return f"{start}{last + 1}" if last < 99 else None

    def _ordered(self, absent: list[Entry]) -> list[Entry]:
        """The order of the table; where it lacks entries, they stay where they are and new ones follow their neighbour."""
        if not absent:
            return self.made
        made = {entry["id"]: entry for entry in self.made}
        order = [entry["id"] for entry in self.base.entries]
        before = ""
        for entry in self.made:
            if entry["id"] not in order:
                order.insert(order.index(before) + 1 if before else self._place(order, entry["id"]), entry["id"])
            before = entry["id"]
        return [made.get(name) or self.old[name] for name in order]

    def _place(self, order: list[str], name: str) -> int:
        return next((n for n, other in enumerate(order) if _sort(other) > _sort(name)), len(order))


def _sort(entry_id: str) -> list[int]:
    return [int(part) for part in entry_id.split(".")]


@lru_cache(maxsize=1 << 17)
def _alike(first: str, second: str) -> float:
    """How alike two titles are: a short form of the other one is nearly the same."""
    first, second = sorted((bare(first), bare(second)), key=len)
    if len(first) >= 4 and first in second:
        return 0.9
    matcher = SequenceMatcher(None, first, second)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else matcher.quick_ratio() / 2


@dataclass
class _Built:
    value: Entry
    unread: list[Unread]
    assumed: list[tuple[str, Msg]]


class _Build:
    """One entry: what the table says, what it lacks, and what of it cannot stand together."""

    def __init__(
        self, draft: Draft, old: Entry | None, like: Entry, source: Msg, entry_id: str, reading: Reading
    ) -> None:
        self.draft, self.old, self.like, self.source, self.reading = draft, old or {}, like, source, reading
        self.values = draft.values
        self.values["id"] = entry_id
        self.assumed = list(draft.assumed)

    def entry(self) -> _Built:
        """The entry with its report."""
        self._clear_blank()
        self._rhythm()
        self._start()
        self._audience()
        value = {**self.old, **self.values}
        if value.get("responsible") is None:
            value.pop("responsible", None)
        for key in NEEDED:
            if key not in value:
                value[key] = deepcopy(self.like[key])
                if key == "due":
                    value[key]["from"] = _beginning(value[key]["from"], value["frequency"])
        self.assumed += [(key, self.source) for key in NEEDED if key not in self.values]
        value.setdefault("clause", self.like["clause"])
        self._fit(value)
        self._places(value)
        notes = list(self._notes())
        value["import_notes"] = list({(n["column"], n["text"]): n for n in notes}.values())
        if not value["import_notes"]:
            del value["import_notes"]
        named = [Unread(u.row, u.column, u.head, u.text, u.why, value["id"]) for u in self.draft.unread]
        return _Built({key: value[key] for key in ORDER if key in value}, named, list(dict.fromkeys(self.assumed)))

    def _clear_blank(self) -> None:
        """In a table of our own a blank cell means that nothing stands there."""
        gone = {
            "suspended",
            "category",
            "department",
            "audience",
            "matter",
            "superior_by",
            "note",
            "import_notes",
            "responsible",
        }
        columns = self.draft.blank & gone
        if self.reading.own and "category" in self.reading.keys and "category" not in self.values:
            columns.add("category")
        keys = columns | (set(_RHYTHM) if "rhythm" in self.draft.blank else set())
        self.old = {key: value for key, value in self.old.items() if key not in keys}

    def _rhythm(self) -> None:
        """The frequency with what goes with it."""
        frequency = self.values.get("frequency")
        if frequency is None:
            implied = next((f for f, key in _OF_RHYTHM.items() if key in self.values), None)
            frequency = (self.old or self.like).get("frequency")
            if implied in ("periodic", "staged") and not self.reading.own:
                self.values["frequency"] = frequency = implied
        key = _OF_RHYTHM.get(frequency or "", "")
        for other in _RHYTHM:
            if other in self.values and other != key:
                self.draft.refuse(other, msg("it does not go with this frequency"))
        if frequency not in ("periodic", "staged") or key in self.values:
            return
        lent = next((e[key] for e in (self.old, self.like) if key in e), None)
        if lent is None:
            self.draft.refuse("frequency", msg("it lacks its period or its stages"))
        else:
            self.values[key] = deepcopy(lent)
            self.assumed.append(("rhythm", self.source))

    def _start(self) -> None:
        due = self.values.get("due")
        if due is None or "from" in due:
            return
        start = (self.old or self.like).get("due", {}).get("from", "formed")
        start = _beginning("period-end" if start == "period" else start, self._frequency())
        self.values["due"] = {"from": start, **due}
        self.assumed.append(("due", msg("the beginning of the term: {source}", source=self.source)))

    def _frequency(self) -> str:
        return str(self.values.get("frequency") or (self.old or self.like).get("frequency"))

    def _audience(self) -> None:
        if self.values.get("scope") != "targeted" or "audience" in self.values or "audience" in self.old:
            return
        if "audience" in self.like:
            self.values["audience"] = deepcopy(self.like["audience"])
            self.assumed.append(("audience", self.source))
        else:
            self.draft.refuse("scope", msg("it does not say to whom"))

    def _fit(self, value: Entry) -> None:
        """What does not go with the rest is left out."""
        key = _OF_RHYTHM.get(value["frequency"], "")
        for other in _RHYTHM:
            if other != key:
                value.pop(other, None)
        if key in ("period", "stages") and key not in value:
            value[key] = deepcopy(self.like.get(key) or {"period": "year"}.get(key))
        if value["scope"] == "targeted" and "audience" not in value and "audience" in self.like:
            value["audience"] = deepcopy(self.like["audience"])
        if "superior" not in value["approval"]:
            value.pop("superior_by", None)

    def _places(self, value: Entry) -> None:
        """Boards whose place the table does not say stand where they stood, else outside for society only."""
        same = self.old.get("scope") == value["scope"]
        known = {c["channel"]: c["place"] for c in self.old.get("channels", ()) if same and "place" in c}
        placed: list[dict[str, Any]] = []
        for channel in value["channels"]:
            found = dict(channel)
            if found["channel"] in PLACED_CHANNELS and "place" not in found:
                found["place"] = known.get(found["channel"]) or ("outside" if value["scope"] == "society" else "inside")
                self.assumed.append(("channels", msg("the place of a board, by the scope or as it was")))
            if found not in placed:
                placed.append(found)
        value["channels"] = placed

    def _notes(self) -> Iterator[dict[str, str]]:
        """What stays with the entry of the cells that could not be read."""
        if self.reading.own:
            kept = self.values.get("import_notes") or (
                () if "import_notes" in self.reading.keys else self.old.get("import_notes", ())
            )
            yield from kept
        for found in self.draft.unread:
            yield from notes_of(found)


def _beginning(start: str, frequency: str) -> str:
    """The beginning of a term as it fits: only what is disclosed by periods counts from one."""
    if frequency == "periodic" or start not in ("period", "period-end"):
        return start
    return "stage-done" if frequency == "staged" else "formed"


def notes_of(found: Unread) -> Iterator[dict[str, str]]:
    """An unread cell as notes: its head and its text, in one line each, as often as its length asks."""
    head = _plain(found.head).replace("：", ":")[:120].strip() or found.letters
    text = _plain(found.text)
    for start in range(0, max(1, len(text)), _MOST_NOTE):
        part = text[start : start + _MOST_NOTE].strip()
        if part:
            yield {"column": head, "text": part}


def _plain(text: str) -> str:
    """A text in one line: ends of lines are shown, and characters that may not stand are written by their numbers."""
    text = text.replace("\r\n", "\n").strip().replace("\n", "↵")
    return FORBIDDEN.sub(lambda bad: f"\\u{ord(bad[0]):04x}", text).strip()

"""Which entries have no live item this period, and which clauses of part three are alive in an organization."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from pdctl.core.due.engine import obligations
from pdctl.core.due.obligation import Books, Obligation
from pdctl.core.due.periods import last_of_month
from pdctl.core.due.terms import Terms
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry

# How part three of the source numbers the clauses of each kind, and how many there are.
CLAUSES = {
    "work-committee": ("三(一)", 9),
    "basic": ("三(二)", 11),
    "discipline": ("三(三)", 9),
    "department": ("三(四)", 2),
}


@dataclass(frozen=True)
class Cover:
    """How an entry stands: `state` is a word of `words.COVER`; `obligation` is what it is read from, `item` what is live."""

    entry: Entry
    state: str
    obligation: Obligation | None = None

    @property
    def item(self) -> str | None:
        """The live item, or the one under way."""
        return self.obligation.item if self.obligation else None


@dataclass(frozen=True)
class Clause:
    """A clause of the kind, with how its entries stand."""

    clause: str
    covers: tuple[Cover, ...]

    @property
    def alive(self) -> bool:
        """Whether anything under it is live."""
        return any(cover.state == "live" for cover in self.covers)


def covers(books: Books, terms: Terms, now: datetime) -> tuple[Cover, ...]:
    """How each entry of an organization stands now."""
    until = last_of_month(now.year, 12)
    of_entry: dict[str, list[Obligation]] = {}
    for found in obligations(books, until, terms, now):
        if found.entry is not None and found.kind != "again":
            of_entry.setdefault(found.entry.id, []).append(found)
    return tuple(_cover(entry, of_entry.get(entry.id, []), now.date()) for entry, _ in books.in_force)


def _cover(entry: Entry, owed: list[Obligation], today: date) -> Cover:
    if entry.frequency == "periodic":
        return _of_periods(entry, owed, today)
    if entry.frequency == "long-term":
        present = next((o for o in owed if o.kind == "present"), None)
        return Cover(entry, "live" if present and present.done else "gap", present)
    waiting = next((o for o in owed if not o.settled), None)
    if waiting is not None:
        return Cover(entry, "gap", waiting)
    done = next((o for o in reversed(owed) if o.done_on and o.done_on.year == today.year), None)
    return Cover(entry, "live" if done else "idle", done)


def _of_periods(entry: Entry, owed: list[Obligation], today: date) -> Cover:
    """The newest period that may be disclosed by now counts; one disclosed ahead of time counts as well."""
    ready = [o for o in owed if o.trigger <= today]
    ahead = next((o for o in owed if o.trigger > today and o.done), None)
    if ahead is not None:
        return Cover(entry, "live", ahead)
    if not ready:
        return Cover(entry, "idle")
    newest = ready[-1]
    return Cover(entry, "live" if newest.done else "idle" if newest.settled else "gap", newest)


def by_clause(kind: str, found: Iterable[Cover]) -> Iterator[Clause]:
    """The clauses of a kind in their order, those without any entry too; then clauses that the kind does not have."""
    prefix, count = CLAUSES.get(kind, ("", 0))
    ordered = sorted(found, key=lambda cover: (cover.entry.clause, cover.entry.id))
    known = {clause: tuple(some) for clause, some in groupby(ordered, key=lambda cover: cover.entry.clause)}
    for number in range(1, count + 1):
        yield Clause(f"{prefix}{number}", known.pop(f"{prefix}{number}", ()))
    yield from (Clause(clause, some) for clause, some in known.items())

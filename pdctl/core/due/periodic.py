"""定期公开: one disclosure for each period.

An item that states its period, or whose title speaks of one of that kind, counts for it. One that replaces another counts for what that one counted for. Any other
counts for the period that ended last before it, if nothing was published for that one yet, else for the one under way;
where the term lies inside the period, for the period of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from pdctl.core.due.obligation import Disclosure, Obligation, state_of
from pdctl.core.due.periods import Period, parse, period_of
from pdctl.core.due.terms import Terms, in_period
from pdctl.core.model import Entry


def periodic(
    org: str, entry: Entry, since: date, until: date, found: Sequence[Disclosure], terms: Terms, now: datetime
) -> Iterator[Obligation]:
    """The obligation of every period that ends (or, with a term inside it, begins) while the entry is in force."""
    if entry.period is None:
        return
    given = assigned(entry, since, found, now.date()) if found else {}
    for slot in terms.schedule(entry.period, entry.due, since, until):
        done, under_way = given.get(slot.name, (None, None))
        yield Obligation(
            org,
            entry,
            "period",
            slot.name,
            slot.trigger,
            slot.deadline,
            state_of(slot.deadline, now, done),
            slot.start,
            done_on=done.on if done else None,
            item=done.item if done else under_way.item if under_way else None,
            period=slot.period,
        )


def assigned(
    entry: Entry, since: date, found: Iterable[Disclosure], today: date
) -> dict[str, tuple[Disclosure | None, Disclosure | None]]:
    """For each period the first disclosure that counts for it, and one that is under way."""
    done: dict[str, Disclosure] = {}
    under_way: dict[str, Disclosure] = {}
    of_item: dict[str, str] = {}
    for disclosure in sorted(found, key=lambda d: (d.on or date.max, d.item)):
        name = _period(entry, since, disclosure, disclosure.on or today, done, of_item)
        of_item[disclosure.item] = name
        if disclosure.on is None:
            under_way.setdefault(name, disclosure)
        else:
            done.setdefault(name, disclosure)
    return {name: (done.get(name), under_way.get(name)) for name in done.keys() | under_way.keys()}


def _period(
    entry: Entry, since: date, disclosure: Disclosure, day: date, done: dict[str, Disclosure], of_item: dict[str, str]
) -> str:
    stated = stated_period(entry, disclosure)
    if stated is not None:
        return stated
    if disclosure.supersedes in of_item:
        return of_item[disclosure.supersedes]
    current = period_of(entry.period or "year", day)
    if in_period(entry.due) or not _owed(current.before, since) or current.before.name in done:
        return current.name
    return current.before.name


def stated_period(entry: Entry, disclosure: Disclosure) -> str | None:
    """The period that the plan states, else the only one of that kind in the title."""
    named = [disclosure.period] if disclosure.period else disclosure.hints
    fitting = {name for name in named if (period := parse(name)) is not None and period.kind == entry.period}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _owed(period: Period, since: date) -> bool:
    return period.end >= since

"""长期公开: present from the beginning, brought up to date after each change, and looked at again by its review day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from pdctl.core.due.obligation import Books, Disclosure, Obligation, state_of
from pdctl.core.due.periods import months_later
from pdctl.core.due.terms import Deadline, Terms
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry


def lasting(
    books: Books, entry: Entry, since: date, found: Sequence[Disclosure], terms: Terms, now: datetime
) -> Iterator[Obligation]:
    """Presence, changes and reviews of a long-term matter."""
    posted = sorted((d for d in found if d.on), key=lambda d: (d.on or date.max, d.item))
    under_way = next((d.item for d in found if d.on is None), None)
    first = posted[0] if posted else None
    deadline = terms.after(since, entry.due)
    yield _obligation(books.org, entry, "present", since, deadline, now, first, under_way)
    for event in books.of("event", entry.id):
        start = date.fromisoformat(event.on or "")
        stated = [d for d in posted if d.event == event.id]
        done = next(iter(stated), None) or next((d for d in posted if d.on and d.on >= start), None)
        deadline = terms.after(start, entry.due, event.time)
        yield _obligation(books.org, entry, "change", start, deadline, now, done, under_way, event)
    if entry.recheck_months:
        yield from _rechecks(books, entry, posted, under_way, now)


def _rechecks(
    books: Books, entry: Entry, posted: Sequence[Disclosure], under_way: str | None, now: datetime
) -> Iterator[Obligation]:
    """Every publication and every look at it begins the time until the next look."""
    looks = [Disclosure(r.id, entry.id, _day(r), on=_day(r)) for r in books.of("recheck", entry.id)]
    if not posted:
        return
    first = posted[0].on or date.min
    every = sorted(
        [*posted, *(look for look in looks if look.on and look.on >= first)], key=lambda d: (d.on or date.max, d.item)
    )
    for number, look in enumerate(every):
        start = look.on or date.min
        deadline = Deadline(months_later(start, entry.recheck_months or 0))
        after = next((d for d in every[number + 1 :] if d.on and d.on > start), None)
        if number and start == every[number - 1].on:
            continue
        yield _obligation(books.org, entry, "recheck", start, deadline, now, after, under_way)


def _day(record: LedgerRecord) -> date:
    return date.fromisoformat(record.on or record.at[:10])


def _obligation(
    org: str, entry: Entry, kind: str, start: date, deadline: Deadline, now: datetime,
    done: Disclosure | None, under_way: str | None, event: LedgerRecord | None = None,
) -> Obligation:  # fmt: skip
    key = event.id if event else start.isoformat()
    return Obligation(
        org, entry, kind, key, start, deadline, state_of(deadline, now, done), start,
        done_on=done.on if done else None, item=done.item if done else under_way, event=event,
    )  # fmt: skip

"""All obligations of one organization, and which of its urges were answered. Pure: books in, obligations out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from pdctl.core.due.lasting import lasting
from pdctl.core.due.obligation import Books, Disclosure, Obligation
from pdctl.core.due.periodic import periodic, stated_period
from pdctl.core.due.terms import Terms
from pdctl.core.due.triggered import again, triggered
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry


def obligations(books: Books, until: date, terms: Terms, now: datetime) -> Iterator[Obligation]:
    """Every obligation of an organization whose period or trigger lies no later than `until`."""
    last = min(until, books.until) if books.until else until
    for entry, since in books.in_force:
        every = books.disclosures.get(entry.id, ())
        refused = [disclosure for disclosure in every if disclosure.refused]
        for found in _of_entry(books, entry, since, last, counting(every), terms, now):
            yield _excused(found, entry, refused) if refused and not found.done else found
    if any(record.again for record in books.ledger):
        all_of_them = counting(tuple(chain.from_iterable(books.disclosures.values())))
        yield from again(books, {entry.id: entry for entry, _ in books.entries}, all_of_them, terms, now)


def _excused(found: Obligation, entry: Entry, refused: list[Disclosure]) -> Obligation:
    """An obligation whose very period or event was decided not to be disclosed is asked for no more."""
    for disclosure in refused:
        same_event = found.event is not None and disclosure.event == found.event.id
        same_period = found.period is not None and stated_period(entry, disclosure) == found.period.name
        if same_event or same_period:
            return replace(found, state="exempt", item=disclosure.item)
    return found


def _of_entry(
    books: Books, entry: Entry, since: date, last: date, found: tuple[Disclosure, ...], terms: Terms, now: datetime
) -> Iterator[Obligation]:
    if entry.frequency == "periodic":
        return periodic(books.org, entry, since, last, found, terms, now)
    if entry.frequency == "long-term":
        return lasting(books, entry, since, found, terms, now)
    return triggered(books, entry, found, terms, now)


def counting(found: tuple[Disclosure, ...]) -> tuple[Disclosure, ...]:
    """The disclosures that count: not withdrawn, rejected or closed."""
    return tuple(disclosure for disclosure in found if not disclosure.gone)


@dataclass(frozen=True)
class Urged:
    """An urge, and the item that was proposed after it; `state` is a word of `words.URGE_STATE`."""

    record: LedgerRecord
    state: str
    item: str | None = None


def urges(books: Books, today: date) -> Iterator[Urged]:
    """Each urge: answered once an item of its entry was proposed on its day or later."""
    for record in books.ledger:
        if record.kind != "urge":
            continue
        asked = date.fromisoformat(record.at[:10])
        found = sorted(counting(books.disclosures.get(record.entry, ())), key=lambda d: (d.proposed, d.item))
        answer = next((d.item for d in found if d.proposed >= asked), None)
        late = record.due is not None and today > date.fromisoformat(record.due)
        yield Urged(record, "answered" if answer else "unanswered" if late else "open", answer)

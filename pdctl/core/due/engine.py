"""All obligations of one organization, and which of its urges were answered. Pure: books in, obligations out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from pdctl.core.due.lasting import lasting
from pdctl.core.due.obligation import Books, Disclosure, Obligation
from pdctl.core.due.periodic import periodic
from pdctl.core.due.terms import Terms
from pdctl.core.due.triggered import again, triggered
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry


def obligations(books: Books, until: date, terms: Terms, now: datetime) -> Iterator[Obligation]:
    """Every obligation of an organization whose period or trigger lies no later than `until`."""
    last = min(until, books.until) if books.until else until
    for entry, since in books.in_force:
        found = counting(books.disclosures.get(entry.id, ()))
        yield from _of_entry(books, entry, since, last, found, terms, now)
    if any(record.again for record in books.ledger):
        every = counting(tuple(chain.from_iterable(books.disclosures.values())))
        yield from again(books, {entry.id: entry for entry, _ in books.entries}, every, terms, now)


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

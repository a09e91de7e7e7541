"""分期公开, 即时公开 and 再次公开: each trigger asks for a disclosure of its own.

An item that names its event answers it. Any other item answers the earliest trigger on or before its day that no other
item answers; one that replaces another answers nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from pdctl.core.due.obligation import Books, Disclosure, Obligation, state_of
from pdctl.core.due.terms import AGAIN, Deadline, Terms
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry


def triggered(
    books: Books, entry: Entry, found: Sequence[Disclosure], terms: Terms, now: datetime
) -> Iterator[Obligation]:
    """One obligation for each event of an entry, in the order of their days."""
    events = books.of("event", entry.id)
    answers = _answers(events, found)
    for event in events:
        start = _day(event)
        deadline = terms.after(start, entry.due, event.time)
        answer = answers.get(event.id)
        done = answer if answer is not None and answer.on else None
        yield Obligation(
            books.org, entry, "stage" if event.stage else "event", event.id, start, deadline,
            state_of(deadline, now, done), start, done_on=done.on if done else None,
            item=answer.item if answer else None, event=event,
        )  # fmt: skip


def _answers(events: Sequence[LedgerRecord], found: Sequence[Disclosure]) -> dict[str, Disclosure]:
    """Which disclosure answers which event; those that are public come first."""
    known = {event.id for event in events}
    items = {d.item for d in found}
    answers: dict[str, Disclosure] = {}
    free: list[Disclosure] = []
    for disclosure in sorted(found, key=lambda d: (d.on is None, d.on or d.proposed, d.item)):
        if disclosure.event in known:
            answers.setdefault(disclosure.event, disclosure)
        elif disclosure.event is None and disclosure.supersedes not in items:
            free.append(disclosure)
    for event in events:
        if event.id in answers and answers[event.id].on:
            continue
        fitting = next((d for d in free if (d.on or d.proposed) >= _day(event)), None)
        if fitting is not None and (fitting.on or event.id not in answers):
            answers[event.id] = fitting
            free.remove(fitting)
    return answers


def again(
    books: Books, entries: Mapping[str, Entry], found: Sequence[Disclosure], terms: Terms, now: datetime
) -> Iterator[Obligation]:
    """One obligation for each feedback that asks for a disclosure again: a newer version of the item, or a new one."""
    for record in books.ledger:
        if record.kind != "feedback" or not record.again or record.answers:
            continue
        start = _day(record)
        deadline = Deadline(date.fromisoformat(record.due)) if record.due else terms.after(start, AGAIN)
        later = _newer(record, found)
        done = next((d for d in later if d.on and d.on >= start), None)
        under_way = next((d for d in later if d.on is None), None)
        answer = done or under_way
        yield Obligation(
            books.org, entries.get(record.entry or ""), "again", record.id, start, deadline,
            state_of(deadline, now, done), start, done_on=done.on if done else None,
            item=answer.item if answer else None, event=record,
        )  # fmt: skip


def _newer(record: LedgerRecord, found: Sequence[Disclosure]) -> list[Disclosure]:
    """What may answer a feedback: items that replace the one it is about, or else any of the entry."""
    ordered = sorted(found, key=lambda d: (d.on or date.max, d.item))
    if record.item is None:
        return [d for d in ordered if record.entry and d.entry == record.entry]
    line = {record.item}
    newer: list[Disclosure] = []
    for _ in range(len(ordered)):
        more = [d for d in ordered if d.supersedes in line and d.item not in line]
        if not more:
            break
        newer += more
        line |= {d.item for d in more}
    return sorted(newer, key=lambda d: (d.on or date.max, d.item))


def _day(record: LedgerRecord) -> date:
    return date.fromisoformat(record.on or record.at[:10])

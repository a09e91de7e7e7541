"""The urges that stand in the todo of those who propose, and the terms of open items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pdctl.actions import ledger
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.core.due.own import OwnTerm, own_term
from pdctl.core.due.terms import Terms
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord, in_force
from pdctl.core.model import Entry
from pdctl.core.numbers import ITEM

_DEAD = ("withdrawn", "rejected", "closed")


@dataclass(frozen=True)
class Standing:
    """An urge that waits, with the entry it asks for."""

    record: LedgerRecord
    entry: Entry


def mine(session: Session, open_items: Iterable[Item]) -> list[Standing]:
    """The urges that wait for the actor: for an entry that he proposes, until an item of it is proposed."""
    actor, known = session.actor.person.id, list(open_items)
    found = []
    for one in _standing(session):
        home = session.view.organizations.get(one.entry.responsible or one.record.org)
        if home is not None and home.holds(actor, "proposer") and not _answered(session, one.record, known):
            found.append(one)
    return sorted(found, key=lambda one: (one.record.due or "", one.record.id))


def _standing(session: Session) -> Iterator[Standing]:
    view = session.view
    for org in view.names("catalogs"):
        records = in_force(ledger.records(view, org, "urge")) if view.entries(f"catalogs/{org}/ledger") else ()
        release = view.cached_release(org, view.current_release(org)) if records else None
        for record in records:
            entry = release.entry(record.entry) if release and record.entry else None
            if entry is not None:
                yield Standing(record, entry)


def _answered(session: Session, record: LedgerRecord, open_items: Iterable[Item]) -> bool:
    """Whether an item of the entry was proposed on that day or later; those that are filed are looked up."""
    asked = record.at[:10].replace("-", "")
    seen: set[str] = set()
    for item in open_items:
        seen.add(item.id)
        same = item.plan.org == record.org and item.plan.entry == record.entry
        if same and item.course.state not in _DEAD and _day(item.id) >= asked:
            return True
    filed = (item for item in session.index.of(record.org) if item not in seen and _day(item) >= asked)
    for name in filed:
        plan = session.view.plan(name)
        if (
            plan is not None
            and plan.entry == record.entry
            and any(r.step == "publish" for r in session.view.records(name))
        ):
            return True
    return False


def _day(item: str) -> str:
    match = ITEM.fullmatch(item)
    return match["day"] if match else ""


def terms_of(session: Session) -> Terms:
    """Deadlines on the calendar of the repository, in its time zone."""
    zone = session.now.tzinfo
    if zone is None:
        raise ValueError(session.now)
    return Terms(session.view.calendar, zone)


def own(session: Session, item: Item, terms: Terms) -> OwnTerm | None:
    """By when an item is due by its period or event."""
    day = _day(item.id)
    proposed = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    event = session.view.ledger_record(item.plan.org, item.plan.event) if item.plan.event else None
    return own_term(item.plan, item.entry, proposed, event, terms)

"""Deadlines: the books of each organization, put together from the index, and what is due by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from pdctl.actions import items
from pdctl.actions.session import Session
from pdctl.core.days import day_of
from pdctl.core.due.engine import Urged, obligations, urges
from pdctl.core.due.fit import misfits
from pdctl.core.due.gaps import Clause, Cover, by_clause, covers
from pdctl.core.due.obligation import Books, Disclosure, Obligation
from pdctl.core.due.terms import Terms
from pdctl.core.duty import Duty, next_duties
from pdctl.core.findings import Finding, usage
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord, in_force
from pdctl.core.model import Entry, Organization
from pdctl.core.replay import replay
from pdctl.core.requirements import requirements
from pdctl.core.text import msg
from pdctl.store import codec
from pdctl.store.due_index import DueIndex

# The years that a calendar may speak of.
FIRST_YEAR, LAST_YEAR = 2000, 2199
# How far ahead a list looks where nobody says so.
AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Window:
    """The days whose deadlines are asked for. `early` takes what is overdue from before `first` too."""

    first: date
    last: date
    early: bool

    def holds(self, found: Obligation) -> bool:
        """Whether an obligation is asked for."""
        if found.deadline.day > self.last:
            return False
        return found.deadline.day >= self.first or (self.early and found.state == "overdue")


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation with who answers for it: the organization now (a successor's, perhaps), seat and persons."""

    obligation: Obligation
    org: str
    seat: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What is due: obligations, urges, findings against entries, and the organizations that were asked for."""

    now: datetime
    window: Window
    organizations: Mapping[str, Organization]
    owed: tuple[Owed, ...]
    urged: tuple[Urged, ...]
    findings: tuple[Finding, ...]


class Ledgers:
    """All that deadlines are computed from, at the tip, read once from the index."""

    def __init__(self, session: Session) -> None:
        session.require_repository()
        self.session = session
        self.index = DueIndex(session.git, session.tip)
        zone = session.now.tzinfo
        if zone is None:
            raise ValueError(session.now)
        self.terms = Terms(session.view.calendar, zone)

    @cached_property
    def _rows(self) -> dict[str, tuple[dict[str, Any], list[tuple[str, str]]]]:
        return self.index.organizations()

    @cached_property
    def organizations(self) -> dict[str, Organization]:
        """Every organization."""
        return {org: codec.organization_from(facts) for org, (facts, _) in self._rows.items()}

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {digest: codec.entry_from(value) for digest, value in self.index.entries().items()}

    def below(self, top: str) -> tuple[str, ...]:
        """An organization and all below it, each after its superior."""
        children: dict[str, list[str]] = {}
        for org in self.organizations.values():
            for above in {org.superior, org.superior_discipline} - {None}:
                children.setdefault(above or "", []).append(org.id)
        found: dict[str, None] = {}
        waiting = [top]
        while waiting:
            org_id = waiting.pop()
            if org_id not in found:
                found[org_id] = None
                waiting += reversed(children.get(org_id, []))
        return tuple(found)

    def carried(self, orgs: Iterable[str]) -> frozenset[str]:
        """The closed organizations whose open duties went to one of these."""
        wanted, today = set(orgs), self.session.now.date()
        closed = (org for org in self.organizations.values() if org.valid_to and org.id not in wanted)
        return frozenset(org.id for org in closed if successor(org, self.organizations, today).id in wanted)

    def books(self, orgs: Iterable[str]) -> Iterator[Books]:
        """The books of some organizations."""
        wanted = tuple(orgs)
        one = wanted[0] if len(wanted) == 1 else None
        disclosures: dict[str, dict[str | None, list[Disclosure]]] = {}
        for row in self.index.disclosures(one):
            disclosures.setdefault(row[1], {}).setdefault(row[2], []).append(_disclosure(row))
        self._amend(disclosures)
        ledger: dict[str, list[LedgerRecord]] = {}
        for org, value in self.index.ledger(one):
            ledger.setdefault(org, []).append(codec.ledger_from(value))
        for org in wanted:
            entries = self._rows[org][1]
            found = self.organizations[org]
            begins = day_of(found.valid_from) or date.min
            yield Books(
                org,
                tuple((self._entries[digest], max(date.fromisoformat(since), begins)) for digest, since in entries),
                {entry: tuple(some) for entry, some in disclosures.get(org, {}).items()},
                in_force(tuple(ledger.get(org, ()))),
                day_of(found.valid_to),
            )

    def _amend(self, disclosures: dict[str, dict[str | None, list[Disclosure]]]) -> None:
        """Items that rest on records which no longer count are taken as they stand without them."""
        for item in self.session.view.voided:
            found = items.load_at(self.session, item, self.session.view)
            days = sorted((r.on, r.at) for r in found.course.published.values() if r.on)
            for some in disclosures.get(found.plan.org, {}).values():
                for number, old in enumerate(some):
                    if old.item == item:
                        on, at = days[0] if days else (None, None)
                        gone = found.course.state in ("withdrawn", "rejected", "closed")
                        some[number] = replace(old, on=day_of(on), at=at, gone=gone)


def _disclosure(row: tuple[Any, ...]) -> Disclosure:
    item, _, entry, proposed, posted, at, period, event, supersedes, gone, live = row  # gone: 2 where it was refused
    on = date.fromisoformat(posted) if posted else None
    mark, _, hints = period.partition(" ")
    stated = None if mark == "~" else mark
    return Disclosure(
        item, entry, date.fromisoformat(proposed), on, at, stated, event, supersedes, bool(gone), bool(live),
        tuple(hints.split()), gone == 2,
    )  # fmt: skip


def asked(ledgers: Ledgers, org: str | None, tree: str | None) -> tuple[str, ...]:
    """The organizations that are asked for: one, one with all below it, or all. Raises `Stop` (usage)."""
    if org and tree:
        raise usage(msg("give either --org or --tree"))
    if org:
        return (items.organization(ledgers.session, org).id,)
    if tree:
        return ledgers.below(items.organization(ledgers.session, tree).id)
    return tuple(ledgers.organizations)


def window(session: Session, first: str | None, last: str | None) -> Window:
    """The days from and to; by default this year's and what comes in the next months, with all that is overdue."""
    today = session.now.date()
    start = day_of(first) or date(today.year, 1, 1)
    end = day_of(last) or max(today + AHEAD, start)
    if end < start:
        raise usage(msg("--to lies before --from"))
    if start.year < FIRST_YEAR or end.year > LAST_YEAR:
        raise usage(msg("deadlines are computed for the years {first} to {last}", first=FIRST_YEAR, last=LAST_YEAR))
    return Window(start, end, first is None)


def due(session: Session, org: str | None, tree: str | None, first: str | None, last: str | None) -> Report:
    """What is due, overdue, done and done late."""
    days = window(session, first, last)
    ledgers = Ledgers(session)
    owed: list[Owed] = []
    urged: list[Urged] = []
    findings: list[Finding] = []
    wanted = asked(ledgers, org, tree)
    carried = ledgers.carried(wanted)
    for books in ledgers.books((*wanted, *carried)):
        findings += [found for entry, _ in books.entries for found in misfits(books.org, entry)]
        every = obligations(books, days.last, ledgers.terms, session.now)
        answers = _Answers(books.org, ledgers)
        shown = (found for found in every if days.holds(found) and not (found.settled and books.org in carried))
        owed += [answers.of(found) for found in shown]
        urged += urges(books, session.now.date())
    owed.sort(key=lambda one: (one.obligation.deadline.day, one.org, one.obligation.id))
    organizations = {one: ledgers.organizations[one] for one in wanted}
    return Report(session.now, days, organizations, tuple(owed), tuple(urged), tuple(findings))


@dataclass(frozen=True)
class Gaps:
    """One organization: how its entries stand, and its clauses."""

    org: Organization
    covers: tuple[Cover, ...]
    clauses: tuple[Clause, ...]


def gaps(session: Session, org: str | None, tree: str | None) -> list[Gaps]:
    """The entries without a live item this period, and which clauses are alive, by organization."""
    ledgers = Ledgers(session)
    found = []
    for books in ledgers.books(asked(ledgers, org, tree)):
        one = ledgers.organizations[books.org]
        standing = covers(books, ledgers.terms, session.now)
        found.append(Gaps(one, standing, tuple(by_clause(one.kind, standing))))
    return found


class _Answers:
    """Who answers for the obligations of one organization: who proposes for the entry; of a closed one, the successor.

    Where an item is under way, it is whoever takes its next step.
    """

    def __init__(self, org: str, ledgers: Ledgers) -> None:
        self._session = ledgers.session
        self._organizations = ledgers.organizations
        self._own = ledgers.organizations[org]
        self._now = successor(self._own, ledgers.organizations, ledgers.session.now.date())

    def of(self, found: Obligation) -> Owed:
        """An obligation with who answers for it."""
        if found.item and not found.settled:
            waiting = waiting_for(self._session, found.item)
            if waiting is not None:
                return Owed(found, self._now.id, waiting.seats[0], waiting.who)
        org = self._own if found.done else self._now
        home = found.entry.responsible if found.entry else None
        holder = self._organizations.get(home, org) if home else org
        return Owed(found, org.id, "proposer", holder.seats.get("proposer", ()))


def waiting_for(session: Session, item: str) -> Duty | None:
    """The next step of an item that is under way."""
    view = session.view
    plan = view.plan(item)
    if plan is None:
        return None
    entry = items.entry_of(view, plan)
    needs = requirements(plan, entry, view.settings.policy)
    course = replay(plan, needs, view.records(item), void=view.void(item))
    duties = next_duties(plan, entry, needs, course, session.around)
    return next((duty for duty in duties if duty.seats), None)


def successor(org: Organization, organizations: Mapping[str, Organization], today: date) -> Organization:
    """Who carries on the duties of an organization that is closed: the first of its successors that is there."""
    seen: set[str] = set()
    while org.id not in seen and (end := day_of(org.valid_to)) and end <= today:
        seen.add(org.id)
        after = next((organizations[name] for name in org.succeeded_by if name in organizations), None)
        if after is None:
            break
        org = after
    return org

"""What is due, for people and machines. That something was not done (未完成) is said on inside pages only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pdctl.core.counting import provisional_words
from pdctl.core.due.engine import Urged
from pdctl.core.due.obligation import Obligation
from pdctl.core.findings import Finding
from pdctl.core.model import Organization
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import DUE_STATE, OBLIGATION, SEAT, URGE_STATE
from pdctl.report.duties import People, person_words
from pdctl.report.findings import finding_json, finding_lines
from pdctl.report.lang import show
from pdctl.report.layout import table
from pdctl.report.talk import out, out_json, say

# How many lines a list of several organizations shows; a list of one shows all of its own.
MOST = 60


class Owed(Protocol):
    """An obligation with who answers for it."""

    @property
    def obligation(self) -> Obligation:
        """The obligation."""
        ...

    @property
    def org(self) -> str:
        """The organization that answers for it now."""
        ...

    @property
    def seat(self) -> str:
        """The seat that answers for it."""
        ...

    @property
    def who(self) -> tuple[str, ...]:
        """The persons in that seat."""
        ...


class Due(Protocol):
    """A whole list of what is due."""

    @property
    def now(self) -> datetime:
        """The moment for which it holds."""
        ...

    @property
    def organizations(self) -> Mapping[str, Organization]:
        """The organizations that were asked for."""
        ...

    @property
    def owed(self) -> tuple[Any, ...]:
        """The obligations."""
        ...

    @property
    def urged(self) -> tuple[Urged, ...]:
        """The urges."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Entries whose timing does not fit."""
        ...


def title_of(found: Obligation) -> str:
    """The matter."""
    return found.entry.title if found.entry else show(msg("off-catalogue"))


def which(found: Obligation) -> Any:
    """What tells one obligation of an entry from the others: period, stage or day."""
    if found.period is not None:
        return found.period.label
    if found.event is not None and found.event.stage:
        return found.event.stage
    return found.trigger.isoformat()


def last_moment(found: Obligation) -> str:
    """The last day, or for hours the moment."""
    instant = found.deadline.instant
    return instant.isoformat(sep=" ", timespec="minutes")[:16] if instant else found.deadline.day.isoformat()


def owed_json(owed: Owed) -> dict[str, Any]:
    """An obligation as JSON."""
    found, entry = owed.obligation, owed.obligation.entry
    span, instant = found.deadline.span, found.deadline.instant
    return {
        "id": found.id,
        "org": owed.org,
        "from_org": found.org if found.org != owed.org else None,
        "entry": entry.id if entry else None,
        "title": title_of(found),
        "clause": entry.clause if entry else None,
        "kind": found.kind,
        "period": found.period.name if found.period else None,
        "stage": found.event.stage if found.event else None,
        "event": found.event.id if found.event else None,
        "trigger": found.trigger.isoformat(),
        "due": found.deadline.day.isoformat(),
        "due_at": instant.isoformat() if instant else None,
        "state": found.state,
        "done_on": found.done_on.isoformat() if found.done_on else None,
        "item": found.item,
        "seat": owed.seat,
        "who": list(owed.who),
        "department": entry.department if entry else None,
        "workdays": len(span.counted) if span else None,
        "made_up": [day.isoformat() for day in span.made_up] if span else [],
        "off": [day.isoformat() for day in span.off] if span else [],
        "provisional": bool(found.deadline.unknown),
        "explanation": show(found.why),
    }


def urge_json(urged: Urged) -> dict[str, Any]:
    """An urge as JSON."""
    record = urged.record
    return {
        "id": record.id, "org": record.org, "entry": record.entry, "by": record.by, "at": record.at, "due": record.due,
        "text": record.text, "state": urged.state, "item": urged.item,
    }  # fmt: skip


def counts(owed: Iterable[Owed]) -> Counter[str]:
    """How many there are of each state."""
    return Counter(one.obligation.state for one in owed)


def as_json(due: Due, window: tuple[str, str]) -> dict[str, Any]:
    """The whole list as JSON."""
    numbers = counts(due.owed)
    return {
        "now": due.now.isoformat(),
        "from": window[0],
        "to": window[1],
        "organizations": list(due.organizations),
        "counts": {state: numbers.get(state, 0) for state in DUE_STATE},
        "obligations": [owed_json(one) for one in due.owed],
        "urges": [urge_json(one) for one in due.urged],
        "findings": [finding_json(finding) for finding in due.findings],
    }


def tell(due: Due, window: tuple[str, str], people: People) -> None:
    """The list in the terminal: by organization where there are several, then one by one."""
    for finding in due.findings:
        for line in finding_lines(finding):
            say(line)
    if not due.owed:
        say(msg("Nothing is due from {start} to {end}.", start=window[0], end=window[1]))
    several = len(due.organizations) > 1
    if several and due.owed:
        _by_organization(due)
        out()
    shown = [one for one in due.owed if not several or not one.obligation.settled]
    shown.sort(
        key=lambda one: (
            DUE_STATE.keys.index(one.obligation.state),
            one.obligation.deadline.day,
            one.org,
            one.obligation.id,
        )
    )
    most = MOST if several else len(shown)
    if shown:
        _list(shown[:most], several, people)
    if len(shown) > most:
        say(
            msg("and {count} more; pdctl due --org ORG, or --format json|xlsx for all of them", count=len(shown) - most)
        )
    tell_urges(due.urged, people)


def _by_organization(due: Due) -> None:
    heads = (msg("Organization"), *(Word(DUE_STATE, state) for state in DUE_STATE), msg("Next"))
    by_org: dict[str, list[Any]] = {}
    for one in due.owed:
        by_org.setdefault(one.org, []).append(one)
    rows = []
    for org in dict.fromkeys([*due.organizations, *by_org]):
        owed = by_org.get(org, [])
        numbers = counts(owed)
        waiting = min((last_moment(o.obligation) for o in owed if o.obligation.state == "due"), default="")
        if owed:
            name = due.organizations[org].name if org in due.organizations else org
            rows.append((msg("{name} ({id})", name=name, id=org), *(numbers.get(s, 0) for s in DUE_STATE), waiting))
    table(heads, rows)


def _list(shown: Sequence[Any], several: bool, people: People) -> None:
    heads: list[Any] = [msg("Due"), msg("State"), msg("Code"), msg("Matter"), msg("Why then"), msg("Who"), msg("Item")]
    rows = [_row(one, several, people) for one in shown]
    table([msg("Organization"), *heads] if several else heads, rows, beneath=5 if several else 4)


def _row(one: Owed, several: bool, people: People) -> tuple[Any, ...]:
    found = one.obligation
    row = (
        last_moment(found),
        Word(DUE_STATE, found.state),
        found.entry.id if found.entry else "—",
        title_of(found),
        msg("{why}; done {day}", why=found.why, day=found.done_on) if found.done_on else found.why,
        who_words(one, people),
        found.item or "",
    )
    return (one.org, *row) if several else row


def who_words(one: Owed, people: People) -> Any:
    """Who answers for it: the seat, and the persons in it."""
    names = listing(*(people[p].name if p in people else p for p in one.who)) if one.who else msg("nobody yet")
    return msg("{seat} {names}", seat=Word(SEAT, one.seat), names=names)


def tell_urges(urged: Sequence[Urged], people: People) -> None:
    """The urges that stand, those that were not answered in time first."""
    standing = [one for one in urged if one.state != "answered"]
    if not standing:
        return
    out()
    heads = (msg("Urge"), msg("State"), msg("Organization"), msg("Entry"), msg("Until"), msg("Asked by"), msg("Text"))
    standing.sort(key=lambda one: (one.state != "unanswered", one.record.due or "", one.record.id))
    table(heads, [
        (o.record.id, Word(URGE_STATE, o.state), o.record.org, o.record.entry, o.record.due, person_words(o.record.by, people), o.record.text)
        for o in standing
    ])  # fmt: skip


def sheet_rows(due: Due, people: People) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of text, for a spreadsheet or a page; dates as YYYY-MM-DD."""
    heads = (
        msg("Organization"), msg("Code"), msg("Clause"), msg("Matter"), msg("Kind"), msg("Period, stage or day"), msg("Due"),
        msg("State"), msg("Done on"), msg("Who"), msg("Department"), msg("Item"), msg("Why then"), msg("Provisional"),
    )  # fmt: skip
    return [show(head) for head in heads], [[show(cell) for cell in _sheet_row(one, due, people)] for one in due.owed]


def _sheet_row(one: Owed, due: Due, people: People) -> tuple[Any, ...]:
    found, entry = one.obligation, one.obligation.entry
    org = due.organizations.get(one.org)
    return (
        org.name if org else one.org,
        entry.id if entry else "",
        entry.clause if entry else "",
        title_of(found),
        Word(OBLIGATION, found.kind),
        which(found),
        last_moment(found),
        Word(DUE_STATE, found.state),
        found.done_on.isoformat() if found.done_on else "",
        who_words(one, people),
        entry.department if entry else "",
        found.item or "",
        found.why,
        provisional_words(found.deadline.unknown) if found.deadline.unknown else "",
    )


def print_json(due: Due, window: tuple[str, str]) -> None:
    """The whole list as one JSON document."""
    out_json("due", as_json(due, window))


def json_bytes(due: Due, window: tuple[str, str]) -> bytes:
    """The same document, for a file."""
    document = {"schema": "pdctl/due/v1", **as_json(due, window)}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def said(text: Any) -> str:
    """A sentence as the reader sees it."""
    return show(text)

"""Lists of items: what is open, what waits for me, what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pdctl.core.due.own import OwnTerm
from pdctl.core.due.terms import Deadline
from pdctl.core.duty import Duty
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Due, Entry, Person, Plan, Record
from pdctl.core.replay import Course
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import DUE_FROM, STATE
from pdctl.report.duties import People, group_name, groups, next_command, person_words, waiting_words, who_words
from pdctl.report.items import item_json
from pdctl.report.layout import out_wrapped, table
from pdctl.report.ledger import ledger_json
from pdctl.report.records import record_words
from pdctl.report.scan import Result, reviewer_lines, summary_json
from pdctl.report.talk import out, out_json, say

_NONE: Mapping[str, Result] = {}
# An urge with the entry that it asks for.
Asked = tuple[LedgerRecord, Entry]
# What the registrar adds to a command to enter what somebody signed on paper.
_PAPER = " --on-behalf-of PERSON --signed-on DATE --evidence FILE"


@dataclass(frozen=True)
class Line:
    """An item in a list."""

    plan: Plan
    entry: Entry | None
    course: Course
    duties: tuple[Duty, ...]
    stricter: tuple[Msg, ...] = ()
    own: OwnTerm | None = None

    @property
    def who(self) -> tuple[str, ...]:
        """Everybody who may act next, each once."""
        return tuple(dict.fromkeys(person for duty in self.duties for person in duty.who))


def due_words(plan: Plan, entry: Entry | None, own: OwnTerm | None) -> Any:
    """When it is due: the planned day, else that of its period or event, else the term of its entry."""
    if plan.publish_on:
        return plan.publish_on
    if own is not None:
        return last_day(own.deadline)
    return _term(entry.due) if entry and not plan.reference else ""


def _term(due: Due) -> Msg:
    start = Word(DUE_FROM, due.start)
    if due.workdays is not None:
        return msg("within {count} working days of: {start}", count=due.workdays, start=start)
    if due.days is not None:
        return msg("within {count} days of: {start}", count=due.days, start=start)
    if due.hours is not None:
        return msg("within {count} hours of: {start}", count=due.hours, start=start)
    return msg("each period, month {month}, day {day}", month=due.month, day=due.day)


def last_day(deadline: Deadline) -> Any:
    """A last day or moment, and that it may move where it may."""
    day = deadline.instant.isoformat(sep=" ")[:16] if deadline.instant else deadline.day.isoformat()
    return msg("{day} (provisional)", day=day) if deadline.unknown else day


def due_json(plan: Plan, own: OwnTerm | None) -> dict[str, Any]:
    """When it is due, as JSON."""
    deadline = own.deadline if own else None
    day = deadline.day.isoformat() if deadline else None
    return {
        "due": plan.publish_on or day,
        "due_by": day,
        "due_at": deadline.instant.isoformat() if deadline and deadline.instant else None,
        "due_provisional": bool(deadline and deadline.unknown),
    }


def _json(line: Line) -> dict[str, Any]:
    return {**item_json(line.plan, line.course, line.duties, line.stricter), **due_json(line.plan, line.own)}


@dataclass(frozen=True)
class Unsettled:
    """A published off-catalogue item that waits for an entry or for the decision that it was one-off; `who` may do it."""

    plan: Plan
    who: tuple[str, ...]


def _waiting_json(unsettled: Sequence[Unsettled]) -> list[dict[str, Any]]:
    return [{"item": u.plan.id, "org": u.plan.org, "title": u.plan.title, "who": list(u.who)} for u in unsettled]


def status(lines: list[Line], people: People, as_json: bool, unsettled: Sequence[Unsettled] = ()) -> None:
    """Every open item: state, what is missing, who is next, when it is due; then what waits for the catalogue."""
    if as_json:
        out_json("status", {"items": [_json(line) for line in lines], "off_catalogue": _waiting_json(unsettled)})
        return
    if not lines:
        say(msg("No item is open."))
    else:
        heads = (msg("Item"), msg("Title"), msg("State"), msg("Waits for"), msg("Who"), msg("Due"))
        table(heads, [_row(line, people) for line in lines])
    tell_unsettled(unsettled, people)


def tell_unsettled(unsettled: Sequence[Unsettled], people: People) -> None:
    """The off-catalogue items that wait for an entry or a decision, each with what settles it."""
    for one in unsettled:
        org, item = one.plan.org, one.plan.id
        names = listing(*(person_words(person, people) for person in one.who)) if one.who else msg("nobody yet")
        out(msg("{item} {title}", item=item, title=one.plan.title or "—"))
        out(msg("  published outside the catalogue: an entry is made, or it is found one-off ({who})", who=names))
        out(msg("    pdctl catalog adjust {org} ENTRY --item {item} --reason TEXT --edit", org=org, item=item))
        out(msg("    pdctl ledger add {org} one-off --item {item} --text TEXT", org=org, item=item))


def _row(line: Line, people: People) -> tuple[Any, ...]:
    names = listing(*(people[p].name if p in people else p for p in line.who))
    return (
        line.plan.id,
        line.plan.title or "—",
        Word(STATE, line.course.state),
        waiting_words(line.duties),
        names if line.who else msg("nobody yet") if line.duties else "",
        due_words(line.plan, line.entry, line.own),
    )


def todo(
    lines: list[Line],
    urges: Sequence[Asked],
    person: Person,
    people: People,
    as_json: bool,
    scans: Mapping[str, Result] = _NONE,
    unsettled: Sequence[Unsettled] = (),
) -> None:
    """What waits for one person, each with the command: urges first; before a review of secrecy, what the scan found."""
    if as_json:
        rows = [_json(line) for line in lines]
        rows = [{**row, "scan": summary_json(scans[row["item"]])} if row["item"] in scans else row for row in rows]
        asked = [{**ledger_json(record), "title": entry.title} for record, entry in urges]
        waiting = _waiting_json(unsettled)
        out_json("todo", {"person": person.id, "items": rows, "urges": asked, "off_catalogue": waiting})
        return
    if not lines and not urges and not unsettled:
        say(msg("Nothing waits for {person}.", person=person_words(person.id, people)))
        return
    tell_urges(urges, people, out)
    for line in lines:
        out(msg("{item} {title}", item=line.plan.id, title=line.plan.title or "—"))
        if line.plan.id in scans:
            for words in reviewer_lines(scans[line.plan.id], people):
                out(msg("  {line}", line=words))
        own = [replace(duty, who=(person.id,)) for duty in line.duties if person.id in duty.who]
        for group in groups(own):
            out(msg("  {step}", step=group_name(group)))
            out(msg("    {command}", command=next_command(line.plan, group)))
        for group in groups(duty for duty in line.duties if person.id not in duty.who):
            out(msg("  {step} (from paper, for {who})", step=group_name(group), who=who_words(group[0], people)))
            out(msg("    {command}", command=next_command(line.plan, group) + _PAPER))
    tell_unsettled(unsettled, people)


def tell_urges(urges: Sequence[Asked], people: People, tell: Callable[[Any], None]) -> None:
    """Urges that wait: what is asked for, by whom and until when, and the command."""
    for record, entry in urges:
        tell(msg("Urged: {entry} {title}, until {day}", entry=entry.id, title=entry.title, day=record.due))
        tell(msg("  {person}: {text}", person=person_words(record.by, people), text=record.text))
        tell(
            msg(
                "    {command}",
                command=f"pdctl propose {record.org} {entry.id} --title TEXT --body FILE --secrecy clear",
            )
        )


def tell_history(record: Record, stale: bool, commit: str, people: People) -> None:
    """One record of a history; who signed is said where it is not who acted."""
    out_wrapped(msg("{seq} {what}", seq=f"{record.seq:04d}", what=record_words(record, stale, people)), 5)
    if record.by == record.actor:
        out(msg("     commit {commit}", commit=commit[:12]))
    else:
        out(msg("     commit {commit}, signed by {who}", who=person_words(record.by, people), commit=commit[:12]))


def tell_body_aside(body: bytes) -> None:
    """The text of an item, as talk: it is shown before a question."""
    for line in body.decode("utf-8", "replace").splitlines():
        say(msg("  | {line}", line=line))


def tell_body(body: bytes) -> None:
    """The text of an item."""
    if body:
        out(msg("Text:"))
        for line in body.decode("utf-8", "replace").splitlines():
            out(line)

"""What was registered from paper in a person's name in one month, for his countersignature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.actions import items
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Person, Record
from pdctl.core.numbers import item_folder
from pdctl.core.text import msg
from pdctl.render.recorded import Entered, RecordedFormat, recorded_view, render_recorded
from pdctl.render.templates import TemplateFault
from pdctl.render.typst import NoGlyph
from pdctl.store import codec
from pdctl.store.data import shipped

_DECIDED = ("review-", "approve-")
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Recorded:
    """All of a month, in the order in which it was registered."""

    person: Person
    month: str
    lines: tuple[Entered, ...]


def recorded_for(session: Session, person_id: str, month: str) -> Recorded:
    """The records of a month that name a person as the one who signed on paper. Raises `Stop` (usage)."""
    session.require_repository()
    if not _MONTH.fullmatch(month):
        raise usage(msg("{option}: there is no such month: {text}", option="--month", text=month), "--month 2026-11")
    person = session.view.people[items.person(session, person_id)]
    found = sorted(_lines(session, person.id, month), key=lambda line: (line.record.at, line.plan.id, line.record.seq))
    return Recorded(person, month, tuple(found))


def _lines(session: Session, person: str, month: str) -> Iterator[Entered]:
    live = {facts.item: facts for facts in session.index.live()}
    for item in session.index.all_ids():
        if _begun_after(item, month):
            continue
        facts = live.get(item)
        records = map(codec.record_from, facts.records) if facts else _naming(session, item, person)
        if any(_meant(record, person, month) for record in records):
            yield from _of_item(session, item, person, month)


def _naming(session: Session, item: str, person: str) -> Iterator[Record]:
    """The decisions on a filed item that name a person; there are many, so only these are read as YAML."""
    folder = f"{item_folder(item)}/record"
    for name in session.view.names(folder):
        path = f"{folder}/{name}"
        if name[5:].startswith(_DECIDED) and person.encode() in (session.view.read(path) or b""):
            yield codec.record_from(session.view.value(path, "record"))


def _of_item(session: Session, item: str, person: str, month: str) -> Iterator[Entered]:
    found = items.load_at(session, item, session.view)
    people = session.view.people
    for record in found.course.records:
        if _meant(record, person, month):
            registrar = people[record.by].name if record.by in people else record.by
            counts = not found.course.stale(record) and record.seq not in found.course.void
            yield Entered(found.plan, record, registrar, counts)


def _meant(record: Record, person: str, month: str) -> bool:
    return record.on_behalf_of == person and record.at[:7] == month


def _begun_after(item: str, month: str) -> bool:
    """Whether the day in an item's id lies behind the month: nothing of it can have been registered then."""
    return item[-13:-7] > month.replace("-", "")


def sheet(session: Session, recorded: Recorded, fmt: RecordedFormat) -> bytes:
    """The page for the countersignature. Raises `Refusal`."""
    day = session.now.date()
    view = recorded_view(recorded.person.name, recorded.month, day, recorded.lines)
    try:
        return render_recorded(view, fmt, shipped("templates"), day)
    except (NoGlyph, TemplateFault) as fault:
        text = msg("the list cannot be made: {problem}", problem=str(fault))
        raise Refusal(Finding(text, rule="E-RENDER", file="templates/recorded")) from fault

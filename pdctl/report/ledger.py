"""Records of the ledger for people and machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdctl.core.ledger import LedgerRecord
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import LEDGER_KIND, SEAT, VIA
from pdctl.report.duties import People, person_words
from pdctl.report.layout import fields, out_wrapped
from pdctl.report.talk import out, out_json, say


def ledger_json(record: LedgerRecord) -> dict[str, Any]:
    """A record as JSON."""
    value = {key: item for key, item in vars(record).items() if key not in ("reply", "evidence")}
    return {**value, "reply": vars(record.reply) if record.reply else None}


def noted_lines(record: LedgerRecord, under_way: Sequence[str] = ()) -> list[Msg]:
    """What is said after a record was written; `under_way` are items of its entry that were proposed before."""
    kind = Word(LEDGER_KIND, record.kind)
    lines = [msg("Recorded: {kind} {record}", kind=kind, record=record.id)]
    if record.kind == "urge":
        text = msg(
            "It stands in the todo of those who propose until an item of {entry} is proposed.", entry=record.entry
        )
        lines.append(text)
        lines += [msg("An item of this entry is under way already: {item}", item=item) for item in under_way]
    if record.kind == "event" and not record.revokes:
        lines.append(msg("pdctl due --org {org} shows by when it must be disclosed", org=record.org))
    return lines


def listed(records: Sequence[LedgerRecord], people: People, as_json: bool) -> None:
    """Records, each with what it says."""
    if as_json:
        out_json("ledger", {"records": [ledger_json(record) for record in records]})
        return
    if not records:
        say(msg("The ledger holds nothing of the kind."))
    for number, record in enumerate(records):
        if number:
            out()
        out(msg("{record} {kind}", record=record.id, kind=Word(LEDGER_KIND, record.kind)))
        fields((label, value) for label, value in _fields(record, people))


def _fields(record: LedgerRecord, people: People) -> list[tuple[Any, Any]]:
    happened = msg("{date} {time}", date=record.on, time=record.time) if record.time else record.on
    signed = msg("{person}, {seat}", person=person_words(record.by, people), seat=Word(SEAT, record.seat))
    return [
        (msg("Entry"), record.entry),
        (msg("Item"), record.item),
        (msg("Day"), happened),
        (msg("Stage"), record.stage),
        (msg("By"), record.due),
        (msg("Came by"), Word(VIA, record.via) if record.via else None),
        (msg("Title"), record.title),
        (msg("Text"), record.text),
        (msg("Result"), record.result),
        (msg("Answers"), record.answers),
        (msg("Takes back"), record.revokes),
        (msg("Answer"), record.reply.text if record.reply else None),
        (msg("Signed"), signed),
    ]


def questions(pairs: Sequence[tuple[LedgerRecord, LedgerRecord | None]], people: People, as_json: bool) -> None:
    """Questions on how the plan is to be read, each with its answer."""
    if as_json:
        rows = [{**ledger_json(asked), "answer": ledger_json(given) if given else None} for asked, given in pairs]
        out_json("questions", {"questions": rows})
        return
    if not pairs:
        say(msg("No question was asked."))
    for asked, given in pairs:
        out(msg("{record} {date} {person}", record=asked.id, date=asked.at[:10], person=person_words(asked.by, people)))
        out_wrapped(msg("  Question: {text}", text=asked.text), 4)
        if given is None or given.reply is None:
            out(msg("  Not answered yet: pdctl question answer {record} --text TEXT", record=asked.id))
            continue
        out_wrapped(msg("  Answer: {text}", text=given.reply.text), 4)
        number = given.reply.number or ""
        out(
            msg("  {date} {person} {number}", date=given.reply.on, person=person_words(given.by, people), number=number)
        )

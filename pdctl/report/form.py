"""What was registered from paper in somebody's name, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdctl.core.model import Plan, Record
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import ASPECT, DECISION, LEVEL
from pdctl.report.layout import table
from pdctl.report.talk import out_json, say

# A plan and a record of it, the registrar's name, and whether the record still counts.
Entry = tuple[Plan, Record, str, bool]


def recorded_json(person: str, month: str, entries: Iterable[Entry], file: str = "") -> None:
    """As one JSON document."""
    rows = [
        {
            "item": plan.id,
            "title": plan.title,
            "seq": record.seq,
            "step": record.step,
            "aspect": record.aspect,
            "level": record.level,
            "decision": record.decision,
            "opinion": record.opinion,
            "signed_on": record.signed_on,
            "at": record.at,
            "by": record.by,
            "form_code": record.form_code,
            "counts": counts,
        }
        for plan, record, _, counts in entries
    ]
    out_json("recorded-for", {"person": person, "month": month, "records": rows, "file": file or None})


def tell_recorded(name: str, month: str, entries: tuple[Entry, ...]) -> None:
    """As a table; that there is nothing is said too."""
    if not entries:
        say(msg("Nothing was registered in the name of {person} in {month}.", person=name, month=month))
        return
    heads = [
        msg("Item"),
        msg("Title"),
        msg("Box"),
        msg("Decision"),
        msg("Signed on"),
        msg("Registered on"),
        msg("Registered by"),
    ]
    table(heads, [_row(*entry) for entry in entries])


def _row(plan: Plan, record: Record, registrar: str, counts: bool) -> list[Any]:
    box = Word(ASPECT, record.aspect) if record.aspect else Word(LEVEL, record.level or "")
    decision: Any = Word(DECISION, record.decision or "")
    if not counts:
        decision = listing(decision, msg("no longer counts"))
    return [plan.id, plan.title or "", box, decision, record.signed_on or "", record.at[:10], registrar]

"""Tables that explain: the procedure, a catalogue."""

from __future__ import annotations

from typing import Any

from pdctl.core import procedure as table_of
from pdctl.core.model import Entry, Organization
from pdctl.core.procedure import BY_ASPECT, BY_LEVEL, FILING_STEPS, NEW, OF_SUPERIOR, RESUMED, SAME, Row
from pdctl.core.text import Listing, Word, listing, msg
from pdctl.core.words import (
    ANSWER,
    ASPECT,
    CATALOG_STATE,
    CATALOG_STEP,
    DECISION,
    FILING_STATE,
    FREQUENCY,
    LEVEL,
    SCOPE,
    SEAT,
    SECRECY,
    STATE,
    STEP,
)
from pdctl.report.lang import show
from pdctl.report.layout import table
from pdctl.report.talk import out, out_json


def procedure(as_json: bool) -> None:
    """The procedure table, with the seats of aspects."""
    if as_json:
        rows, catalog = ([_row_json(row) for row in rows] for rows in (table_of.TABLE, table_of.CATALOG_TABLE))
        seats = dict(table_of.ASPECT_SEAT)
        out_json("procedure", {"rows": rows, "aspect_seats": seats, "catalog_rows": catalog})
        return
    heads = (msg("Step"), msg("Choice"), msg("From"), msg("To"), msg("Seat"), msg("Provided that"), msg("Clause"))
    table(heads, [procedure_row(row) for row in table_of.TABLE])
    out()
    table(
        (msg("Aspect"), msg("Seat")),
        [(Word(ASPECT, aspect), Word(SEAT, seat)) for aspect, seat in table_of.ASPECT_SEAT.items()],
    )
    out()
    out(msg("The catalogue itself:"))
    table(heads, [catalog_row(row) for row in table_of.CATALOG_TABLE])


def _row_json(row: Row) -> dict[str, Any]:
    return {**vars(row), "sources": list(row.sources), "provided": show(row.provided)}


def catalog_row(row: Row) -> tuple[Any, ...]:
    """One row of a catalogue's procedure in words."""
    words = FILING_STATE if row.step in FILING_STEPS else CATALOG_STATE
    choice = Word(DECISION, row.choice) if row.choice else ""
    sources = listing(*(Word(words, state) for state in row.sources))
    step = Word(CATALOG_STEP, row.step)
    return step, choice, sources, Word(words, row.target), _seat(row.seat), row.provided, row.clause


def procedure_row(row: Row) -> tuple[Any, ...]:
    """One row in words."""
    return (
        Word(STEP, row.step),
        _choice(row),
        states(row.sources),
        _target(row.target),
        _seat(row.seat),
        row.provided,
        row.clause,
    )


def _choice(row: Row) -> Any:
    vocabulary = {"propose": SECRECY, "answer": ANSWER}.get(row.step, DECISION)
    return Word(vocabulary, row.choice) if row.choice else ""


def states(keys: tuple[str, ...]) -> Listing:
    """States in words."""
    return listing(*(Word(STATE, key) if key != NEW else msg("(new)") for key in keys))


def _target(key: str) -> Any:
    special = {SAME: msg("(as it was)"), RESUMED: msg("(where it was before)")}
    return special.get(key, Word(STATE, key))


def _seat(key: str) -> Any:
    special = {
        BY_ASPECT: msg("the reviewer of the aspect"),
        BY_LEVEL: listing(*(Word(LEVEL, level) for level in LEVEL)),
        "approver": msg("head or principal"),
        OF_SUPERIOR: msg("keeper, coordinator or principal of the superior"),
    }
    return special.get(key, Word(SEAT, key))


def catalogue(org: Organization, release: str, entries: tuple[Entry, ...], as_json: bool) -> None:
    """A catalogue as a list."""
    if as_json:
        rows = [
            {
                "id": e.id, "clause": e.clause, "title": e.title, "scope": e.scope, "frequency": e.frequency,
                "approval": list(e.approval), "reviews": list(e.reviews), "family": e.family, "retention": e.retention,
                "importance": e.importance, "channels": [c.name for c in e.channels],
            }
            for e in entries
        ]  # fmt: skip
        out_json("catalog", {"org": org.id, "release": release, "entries": rows})
        return
    heads = (msg("Entry"), msg("Clause"), msg("Matter"), msg("Scope"), msg("Frequency"), msg("Approval"))
    table(
        heads,
        [
            (e.id, e.clause, e.title, Word(SCOPE, e.scope), Word(FREQUENCY, e.frequency), listing(*(Word(LEVEL, a) for a in e.approval)))
            for e in entries
        ],
    )  # fmt: skip

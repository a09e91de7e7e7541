"""Gaps and the clauses that are alive, for people and machines; on inside pages only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pdctl.core.due.gaps import Clause, Cover
from pdctl.core.model import Organization
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import COVER, DUE_STATE, FREQUENCY
from pdctl.report.due import MOST, last_moment, which
from pdctl.report.layout import table
from pdctl.report.talk import out, out_json, say


class Gaps(Protocol):
    """One organization with its entries and clauses."""

    @property
    def org(self) -> Organization:
        """The organization."""
        ...

    @property
    def covers(self) -> tuple[Cover, ...]:
        """How each entry stands."""
        ...

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of its kind."""
        ...


def _cover_json(cover: Cover) -> dict[str, Any]:
    found = cover.obligation
    return {
        "entry": cover.entry.id,
        "title": cover.entry.title,
        "clause": cover.entry.clause,
        "frequency": cover.entry.frequency,
        "cover": cover.state,
        "period": found.period.name if found and found.period else None,
        "due": found.deadline.day.isoformat() if found else None,
        "provisional": bool(found and found.deadline.unknown),
        "state": found.state if found else None,
        "item": cover.item,
    }


def _clause_json(clause: Clause) -> dict[str, Any]:
    numbers = {state: sum(cover.state == state for cover in clause.covers) for state in COVER}
    return {"clause": clause.clause, "alive": clause.alive, "entries": len(clause.covers), **numbers}


def gaps(found: Sequence[Gaps], as_json: bool) -> None:
    """The entries without a live item, then which clauses are alive in each organization."""
    if as_json:
        rows = [
            {
                "org": one.org.id,
                "name": one.org.name,
                "kind": one.org.kind,
                "gaps": [_cover_json(cover) for cover in one.covers if cover.state == "gap"],
                "entries": [_cover_json(cover) for cover in one.covers],
                "clauses": [_clause_json(clause) for clause in one.clauses],
            }
            for one in found
        ]
        out_json("gaps", {"organizations": rows})
        return
    _gaps(found)
    _coverage(found)


def _gaps(found: Sequence[Gaps]) -> None:
    rows = [_row(one, cover) for one in found for cover in one.covers if cover.state == "gap"]
    if not rows:
        say(msg("Every entry that is due has a live item."))
        return
    heads = (msg("Organization"), msg("Code"), msg("Matter"), msg("Frequency"), msg("Period, stage or day"), msg("Due"), msg("State"), msg("Item"))  # fmt: skip
    most = MOST if len(found) > 1 else len(rows)
    table(heads, rows[:most])
    if len(rows) > most:
        say(msg("and {count} more; pdctl gaps --org ORG, or --json for all of them", count=len(rows) - most))
    out()


def _row(one: Gaps, cover: Cover) -> tuple[Any, ...]:
    found = cover.obligation
    return (
        one.org.id,
        cover.entry.id,
        cover.entry.title,
        Word(FREQUENCY, cover.entry.frequency),
        which(found) if found else "",
        last_moment(found) if found else "",
        Word(DUE_STATE, found.state) if found else "",
        cover.item or "",
    )


def _coverage(found: Sequence[Gaps]) -> None:
    heads = (msg("Organization"), msg("Clauses alive"), msg("Without a live item"), msg("Without an entry"))
    rows = []
    for one in found:
        alive = sum(clause.alive for clause in one.clauses)
        dead = [clause.clause for clause in one.clauses if clause.covers and not clause.alive]
        empty = [clause.clause for clause in one.clauses if not clause.covers]
        share = msg("{alive} of {all}", alive=alive, all=len(one.clauses))
        rows.append((msg("{name} ({id})", name=one.org.name, id=one.org.id), share, listing(*dead), listing(*empty)))
    table(heads, rows)

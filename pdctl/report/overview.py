"""The overview by organization: a table for people, rows for machines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pdctl.core.catalogue import CatalogCourse, Filing
from pdctl.core.model import Organization
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import CATALOG_STATE, FILING_STATE, STATE
from pdctl.report.catalogue import filing_json
from pdctl.report.layout import table
from pdctl.report.talk import out_json, say


class Standing(Protocol):
    """The catalogue of a line."""

    @property
    def course(self) -> CatalogCourse:
        """Where it stands."""
        ...

    @property
    def current(self) -> str:
        """The number of its current release."""
        ...


class Line(Protocol):
    """An organization in the overview."""

    @property
    def depth(self) -> int:
        """How far below the top."""
        ...

    @property
    def org(self) -> Organization:
        """The organization."""
        ...

    @property
    def states(self) -> Mapping[str, int]:
        """Its open items by state."""
        ...

    @property
    def unsettled(self) -> int:
        """Its off-catalogue items that wait for an entry or a decision."""
        ...

    @property
    def catalogue(self) -> Standing:
        """Its catalogue."""
        ...

    @property
    def months(self) -> int | None:
        """How old the current release is."""
        ...

    @property
    def filing(self) -> Filing | None:
        """The filing of the current release."""
        ...

    @property
    def old(self) -> bool:
        """Whether a reminder is due."""
        ...


def overview(lines: Iterable[Line], as_json: bool) -> None:
    """The tree of organizations with what is open in each, and how its catalogue stands."""
    lines = list(lines)
    if as_json:
        out_json("status-tree", {"organizations": [_json(line) for line in lines]})
        return
    heads = (msg("Organization"), msg("Open"), msg("By state"), msg("Release"), msg("Filing"), msg("Catalogue"))
    table(heads, [_row(line) for line in lines])
    for line in lines:
        if line.old:
            say(msg("The catalogue of {org} has not changed for {months} months.", org=line.org.id, months=line.months))
        if line.unsettled:
            say(msg("{org}: {count} items published outside the catalogue wait for an entry or a decision.", org=line.org.id, count=line.unsettled))  # fmt: skip


def _json(line: Line) -> dict[str, Any]:
    return {
        "org": line.org.id,
        "name": line.org.name,
        "depth": line.depth,
        "closed": line.org.valid_to,
        "open": sum(line.states.values()),
        "states": dict(line.states),
        "off_catalogue": line.unsettled,
        "release": line.catalogue.current,
        "months": line.months,
        "remind": line.old,
        "filing": filing_json(line.filing),
        "catalogue": line.catalogue.course.state,
    }


def _row(line: Line) -> tuple[Any, ...]:
    name = msg(
        "{indent}{name} ({id})", indent="  " * line.depth, name=line.org.short_name or line.org.name, id=line.org.id
    )
    if line.org.closed:
        name = msg("{name}, closed on {date}", name=name, date=line.org.valid_to)
    states = [
        msg("{state} {count}", state=Word(STATE, state), count=line.states[state])
        for state in STATE
        if state in line.states
    ]
    release = (
        msg("{release}, {months} months", release=line.catalogue.current, months=line.months)
        if line.months is not None
        else line.catalogue.current
    )
    filing = Word(FILING_STATE, line.filing.state if line.filing else "unfiled")
    return (
        name,
        sum(line.states.values()),
        listing(*states),
        release,
        filing,
        Word(CATALOG_STATE, line.catalogue.course.state),
    )

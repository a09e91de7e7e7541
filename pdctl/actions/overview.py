"""One line an organization: what is open in it, and how its catalogue stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from pdctl.actions import items, organizations, reading
from pdctl.actions.catalogue import reading as catalogues
from pdctl.actions.catalogue.step import Catalogue, load_at
from pdctl.actions.session import Session
from pdctl.core.catalogue import Filing
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.model import Organization

# A catalogue that nobody looked at for so many months is worth a reminder (part seven (二)).
REMIND_AFTER = 12


@dataclass(frozen=True)
class Line:
    """An organization in the overview: its depth below the top, its open items by state, its catalogue."""

    depth: int
    org: Organization
    states: Mapping[str, int]
    unsettled: int
    catalogue: Catalogue
    released: date | None
    months: int | None

    @property
    def filing(self) -> Filing | None:
        """The filing of the current release."""
        return self.catalogue.course.filing(self.catalogue.current)

    @property
    def old(self) -> bool:
        """Whether the catalogue has not changed for a long time."""
        return self.months is not None and self.months >= REMIND_AFTER and not self.org.closed


def overview(session: Session, top: str | None = None) -> list[Line]:
    """The tree of organizations, or the part below one of them."""
    rows = organizations.tree(session)
    if top is not None:
        rows = _below(rows, items.organization(session, top).id)
    states: dict[str, Counter[str]] = {}
    for row in reading.status(session):
        states.setdefault(row.item.plan.org, Counter())[row.item.course.state] += 1
    unsettled = Counter(one.org for one in catalogues.unsettled(session))
    return [_line(session, depth, org, states.get(org.id, Counter()), unsettled[org.id]) for depth, org in rows]


def _below(rows: list[tuple[int, Organization]], top: str) -> list[tuple[int, Organization]]:
    start = next(number for number, (_, org) in enumerate(rows) if org.id == top)
    base = rows[start][0]
    end = next((n for n in range(start + 1, len(rows)) if rows[n][0] <= base), len(rows))
    return [(depth - base, org) for depth, org in rows[start:end]]


def _line(session: Session, depth: int, org: Organization, states: Mapping[str, int], unsettled: int) -> Line:
    catalogue = load_at(org, session.view)
    release = session.view.cached_release(org.id, catalogue.current)
    released = day(release.on) if release else None
    months = _months(released, session.now.date()) if released else None
    return Line(depth, org, states, unsettled, catalogue, released, months)


def _months(since: date, today: date) -> int:
    """Whole months between two days."""
    return (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)

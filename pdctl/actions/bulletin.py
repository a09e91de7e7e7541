"""The bulletin of a period: which items stand on it, for whom, and which are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pdctl.actions import items, spans
from pdctl.actions.items import Item
from pdctl.actions.notice import faults_told, shown_state, source_of, was_approved
from pdctl.actions.organizations import below
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.model import Organization
from pdctl.core.text import msg
from pdctl.core.words import SCOPE
from pdctl.render.bulletin import BulletinSource, Posted, bulletin_view, render_bulletin
from pdctl.render.notice import NoticeFormat
from pdctl.store.data import shipped
from pdctl.store.postings import first_postings, read_ahead

# The scopes of the items that a bulletin for an audience shows; the unit's own items are those of one organization.
SHOWN = {"society": ("society",), "party": ("society", "party"), "unit": ("society", "unit")}
MAX_CHARACTERS = 2_000_000
_A_BATCH = 256


@dataclass(frozen=True)
class Bulletin:
    """A rendered bulletin, the items on it, and those of the period that were withdrawn or superseded since."""

    made: bytes
    shown: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]


def bulletin(
    session: Session, org: str, first: str | None, last: str | None, scope: str, with_below: bool, fmt: NoticeFormat
) -> Bulletin:
    """The items of an organization, or of its whole subtree, first posted in a period. Raises `Stop` or `Refusal`."""
    if scope not in SHOWN:
        raise usage(
            msg("items for particular persons are rendered only one by one: {scope}", scope=SCOPE.label(scope)),
            msg("pdctl notice ITEM"),
        )
    begin, end = spans.between(first, last)
    found = items.organization(session, org)
    members = (found, *(below(session, org) if with_below else ()))
    posted_in = [item for member in members for item in _posted_between(session, member, begin, end)]
    candidates = [item for item in _loaded(session, posted_in) if _for_audience(item, scope, org)]
    standing = [item for item in candidates if shown_state(item) in ("published", "archived") and was_approved(item)]
    _check_size(standing)
    posted = tuple(_entry(session, item) for item in standing)
    source = BulletinSource(found.name, with_below, scope, begin, end, session.now.date(), posted)
    with faults_told(*standing):
        made = render_bulletin(bulletin_view(source), fmt, shipped("templates"), session.now.date())
    left_out = tuple((item.id, shown_state(item)) for item in candidates if item not in standing)
    return Bulletin(made, tuple(item.id for item in standing), left_out)


def _posted_between(session: Session, org: Organization, begin: date, end: date) -> list[str]:
    """The items of one organization whose first posting falls in a period; most of a year's others are never loaded."""
    numbered = session.index.published_in(org.id, range(begin.year, end.year + 1))
    days = first_postings(session.git, session.tip or "", numbered)
    return [item for item, on in days if begin <= date.fromisoformat(on) <= end]


def _loaded(session: Session, ids: Sequence[str]) -> Iterator[Item]:
    for start in range(0, len(ids), _A_BATCH):
        batch = ids[start : start + _A_BATCH]
        read_ahead(session.view, batch)
        for item in batch:
            loaded = items.load_at(session, item, session.view)
            if loaded.course.published and not loaded.plan.reference:
                yield loaded


def _posted_on(item: Item) -> date:
    return min(on for record in item.course.published.values() if (on := day(record.on)))


def _for_audience(item: Item, scope: str, org: str) -> bool:
    """Each scope is an audience of its own; what is for a unit is for that one and for none above or below it."""
    own = item.plan.org == org or item.plan.scope != "unit"
    return item.plan.scope in SHOWN[scope] and own


def _entry(session: Session, item: Item) -> Posted:
    matter = (item.entry.category or item.entry.title) if item.entry else ""
    order = tuple(int(part) for part in re.findall("[0-9]+", item.entry.id)) if item.entry else ()
    with faults_told(item):
        source = source_of(session, item)
    return Posted(source, _posted_on(item), matter, order, not item.course.standing())


def _check_size(standing: list[Item]) -> None:
    size = sum(len(item.body()) for item in standing if item.course.standing()) // 3
    if size > MAX_CHARACTERS:
        raise Refusal(
            Finding(
                msg("the items of this period are too long for one sheet"), rule="E-LIMIT",
                expected=msg("at most {count} characters", count=MAX_CHARACTERS), found=str(size),
                fix=msg("take a shorter period, or one organization at a time"),
            )
        )  # fmt: skip

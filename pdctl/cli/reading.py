"""Reading commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import days as standing
from pdctl.actions import items, urging
from pdctl.actions import reading as actions
from pdctl.cli import scan
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.report import days as periods_of
from pdctl.report import items as report
from pdctl.report import lists, tables
from pdctl.report.lang import tr as _
from pdctl.report.talk import out_json

if TYPE_CHECKING:
    from pdctl.actions.reading import Row
    from pdctl.actions.session import Session
    from pdctl.actions.urging import Standing
    from pdctl.report.scan import Result

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help=_("Any unique part of the item's id."), autocompletion=complete_item)
]
Org = Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)]


def list_lines(opened: Session, rows: list[Row]) -> list[lists.Line]:
    """Rows as the reporter takes them."""
    terms = urging.terms_of(opened)
    return [
        lists.Line(
            r.item.plan, r.item.entry, r.item.course, r.duties, r.item.stricter, urging.own(opened, r.item, terms)
        )
        for r in rows
    ]


def status(
    below: Annotated[str | None, typer.Argument(metavar="[ORG]", help=_("Only this organization; with --tree: and those below it."), autocompletion=complete_org)] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("Only this organization."), autocompletion=complete_org)] = None,
    tree: Annotated[bool, typer.Option("--tree", help=_("One line an organization: what is open, how its catalogue stands."))] = False,
) -> None:  # fmt: skip
    """Open items."""
    with session() as opened:
        if tree:
            from pdctl.actions.overview import overview
            from pdctl.report import overview as shown

            shown.overview(overview(opened, below or org), COMMON.json)
            return
        rows = list_lines(opened, actions.status(opened, below or org))
        lists.status(rows, opened.view.people, COMMON.json, _waiting(opened, below or org))


def _waiting(opened: Session, org: str | None, person: str | None = None) -> list[lists.Unsettled]:
    """The off-catalogue items that wait for an entry or a decision, of everybody or of one person."""
    if not opened.index.off_catalogue(org):
        return []
    from pdctl.actions.catalogue.reading import unsettled

    found = unsettled(opened, org)
    return [lists.Unsettled(one.plan, one.who) for one in found if person is None or person in one.who]


def _waiting_item(opened: Session, org: str, item: str) -> list[lists.Unsettled]:
    return [one for one in _waiting(opened, org) if one.plan.id == item]


def tell_todo(opened: Session, rows: list[Row], urges: list[Standing]) -> None:
    """What waits for the actor: urges, steps of items, and off-catalogue items without a decision."""
    actor, people = opened.actor.person, opened.view.people
    asked = [(one.record, one.entry) for one in urges]
    scans, waiting = scans_of(opened, rows), _waiting(opened, None, actor.id)
    lists.todo(list_lines(opened, rows), asked, actor, people, COMMON.json, scans, waiting)


def todo() -> None:
    """What waits for me."""
    with session() as opened:
        tell_todo(opened, *actions.todo(opened))


def scans_of(opened: Session, rows: list[Row]) -> dict[str, Result]:
    """The scan of each item whose secrecy waits to be reviewed."""
    waiting = [row.item for row in rows if any(duty.aspect == "secrecy" for duty in row.duties)]
    return {item.id: scan.of_item(opened, item) for item in waiting}


def show(item: Item) -> None:
    """One item."""
    with session() as opened:
        found, lines = actions.history(opened, item)
        duties = items.duties(found)
        if COMMON.json:
            records = [report.record_json(line.record, line.stale, line.commit) for line in lines]
            periods = [periods_of.stand_json(stand) for stand in standing.stands(found)]
            own = urging.own(opened, found, urging.terms_of(opened))
            whole = {
                **lists.due_json(found.plan, own),
                **report.item_json(found.plan, found.course, duties, found.stricter),
            }
            out_json("item", {**whole, "periods": periods, "records": records})
            return
        org = items.organization_of(found)
        report.tell_item(found.plan, found.entry, org, found.course, duties, opened.view.people, found.stricter)
        periods_of.tell_own(urging.own(opened, found, urging.terms_of(opened)))
        periods_of.tell_stands(standing.stands(found))
        if found.plan.off_catalog:
            lists.tell_unsettled(_waiting_item(opened, found.plan.org, found.id), opened.view.people)
        lists.tell_body(found.body())


def log(item: Item) -> None:
    """History."""
    with session() as opened:
        found, lines = actions.history(opened, item)
        if COMMON.json:
            records = [report.record_json(line.record, line.stale, line.commit) for line in lines]
            out_json("log", {"item": found.id, "state": found.course.state, "records": records})
            return
        for line in lines:
            lists.tell_history(line.record, line.stale, line.commit, opened.view.people)


def mechanisms() -> None:
    """The ten mechanisms."""
    from pdctl.actions import mechanisms as reading
    from pdctl.report import mechanisms as shown

    with session() as opened:
        found = reading.mapped(opened)
        shown.mechanisms(found.mechanisms, found.organizations, COMMON.json)


def procedure() -> None:
    """The procedure table."""
    tables.procedure(COMMON.json)

"""Organizations and seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import items
from pdctl.actions import organizations as actions
from pdctl.cli import outcome
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON, Word, comma_list
from pdctl.cli.session import session
from pdctl.core import words
from pdctl.core.findings import REFUSED, usage
from pdctl.core.text import Word as Shown
from pdctl.core.text import listing, msg
from pdctl.report import staff
from pdctl.report.lang import tr as _

if TYPE_CHECKING:
    from pdctl.actions.organizations import OrganizationDone

Org = Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)]
Seat = Annotated[
    str, typer.Argument(metavar="SEAT", click_type=Word(words.SEAT), help=_("The seat; several with commas."))
]
Person = Annotated[str, typer.Argument(metavar="PERSON", help=_("The person."))]
Text = typer.Option


def _tell(done: OrganizationDone) -> None:
    org = done.org
    seats = [
        msg("  {seat}: {persons}", seat=Shown(words.SEAT, s), persons=listing(*p)) for s, p in org.seats.items() if p
    ]
    name = msg("{name} ({org})", name=org.name, org=org.id)
    outcome.tell_change("org", {"org": org.id, **staff.organization_json(org)}, [name, *seats], done.landed)


def add(
    org: Annotated[str, typer.Argument(metavar="ID", help=_("The id: lower-case letters, figures and -."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("The full name."))],
    kind: Annotated[str, typer.Option("--kind", click_type=Word(words.KIND), help=_("The kind."))],
    superior: Annotated[str, typer.Option("--superior", metavar="ORG", help=_("The superior organization."), autocompletion=complete_org)],
    superior_discipline: Annotated[str | None, typer.Option("--superior-discipline", metavar="ORG", help=_("The superior discipline body."))] = None,
    form: Annotated[str | None, typer.Option("--form", click_type=Word(words.FORM), help=_("The form."))] = None,
    responsible_person: Annotated[str | None, typer.Option("--responsible-person", metavar="PERSON", help=_("Who is responsible for disclosure here."))] = None,
) -> None:  # fmt: skip
    """Add."""
    with session() as opened:
        made = actions.add(
            opened, org, name, kind, superior, superior_discipline, form, COMMON.dry_run, responsible_person
        )
        _tell(made)


def change(
    org: Org,
    name: Annotated[str | None, Text("--name", metavar="NAME", help=_("The full name."))] = None,
    short_name: Annotated[str | None, Text("--short-name", metavar="NAME", help=_("The standard short name."))] = None,
    form: Annotated[str | None, Text("--form", click_type=Word(words.FORM), help=_("The form."))] = None,
    phone: Annotated[str | None, Text("--phone", metavar="P", help=_("The published telephone number."))] = None,
    address: Annotated[str | None, Text("--address", metavar="A", help=_("The published address."))] = None,
    postcode: Annotated[str | None, Text("--postcode", metavar="N", help=_("The postcode."))] = None,
    email: Annotated[str | None, Text("--email", metavar="E", help=_("The published e-mail address."))] = None,
    fonds: Annotated[str | None, Text("--fonds", metavar="N", help=_("The fonds number (全宗号)."))] = None,
    archive_code: Annotated[str | None, Text("--archive-code", metavar="CODE", help=_("The organization's code in archive numbers."))] = None,
    reviews_by: Annotated[str | None, Text("--reviews-by", click_type=Word(words.REVIEWS_BY), help=_("Whose reviewers review."))] = None,
    responsible_person: Annotated[str | None, Text("--responsible-person", metavar="PERSON", help=_("Who is responsible for disclosure here."))] = None,
    superior: Annotated[str | None, Text("--superior", metavar="ORG", help=_("The superior organization."))] = None,
    superior_discipline: Annotated[str | None, Text("--superior-discipline", metavar="ORG", help=_("The superior discipline body."))] = None,
    superior_outside: Annotated[str | None, Text("--superior-outside", metavar="NAME", help=_("A superior outside this repository."))] = None,
    maintained_by: Annotated[str | None, Text("--maintained-by", metavar="ORG", help=_("A superior whose keeper keeps this catalogue too."), autocompletion=complete_org)] = None,
    departments: Annotated[str | None, Text("--departments", metavar="D,D,…", help=_("Which departments of the ten mechanisms it stands for."))] = None,
    valid_from: Annotated[str | None, Text("--valid-from", metavar="DATE", help=_("From which day the new name counts; default: today."))] = None,
) -> None:  # fmt: skip
    """Set."""
    apart = ("org", "departments", "valid_from")
    wanted = {key: value for key, value in locals().items() if key not in (*apart, "apart")}
    found = None if departments is None else _departments(departments)
    with session() as opened:
        _tell(actions.change(opened, org, COMMON.dry_run, found, valid_from, **wanted))


def _departments(text: str) -> tuple[str, ...]:
    kind = Word(words.DEPARTMENT)
    return tuple(dict.fromkeys(kind.convert(name, None, None) for name in comma_list(text)))


def rename(
    org: Org,
    name: Annotated[str, Text("--name", metavar="NAME", help=_("The full name."))],
    short_name: Annotated[str | None, Text("--short-name", metavar="NAME", help=_("The standard short name."))] = None,
    on: Annotated[str | None, Text("--on", metavar="DATE", help=_("From which day the new name counts; default: today."))] = None,
) -> None:  # fmt: skip
    """Rename."""
    with session() as opened:
        if items.organization(opened, org).name == name.strip():
            raise usage(msg("the organization has this name already: {name}", name=name))
        _tell(actions.change(opened, org, COMMON.dry_run, valid_from=on, name=name, short_name=short_name))


def close(
    org: Org,
    successor: Annotated[str, Text("--successor", metavar="ORG[,ORG…]", help=_("Who finishes what is open in it."))],
    reason: Annotated[str, Text("--reason", metavar="TEXT", help=_("The reason."))],
    on: Annotated[str | None, Text("--on", metavar="DATE", help=_("The day of closing; default: today."))] = None,
) -> None:  # fmt: skip
    """Close."""
    with session() as opened:
        done = actions.close(opened, org, comma_list(successor), on, reason, COMMON.dry_run)
        open_items = actions.handed_over(opened, done.org)
        name = msg(
            "{name} ({org}) is closed; its successors: {orgs}",
            name=done.org.name,
            org=org,
            orgs=listing(*done.org.succeeded_by),
        )
        lines = [name, *(msg("  to be finished by them: {item}", item=item) for item in open_items)]
        data = {"org": org, **staff.organization_json(done.org), "open": list(open_items)}
        outcome.tell_change("org", data, lines, done.landed)


def show(org: Org) -> None:
    """Show."""
    with session() as opened:
        found = items.organization(opened, org)
        gaps = actions.check(opened, org)
        staff.organization(found, opened.view.current_release(org), gaps, opened.view.people, COMMON.json)


def tree() -> None:
    """Tree."""
    with session() as opened:
        staff.tree(actions.tree(opened), COMMON.json)


def check(
    org: Annotated[str | None, typer.Argument(metavar="[ORG]", help=_("The organization; default: all of them."), autocompletion=complete_org)] = None,
) -> int:  # fmt: skip
    """Check."""
    with session() as opened:
        if org is None:
            rows = actions.check_all(opened)
            staff.checked(rows, opened.view.people, COMMON.json)
            return REFUSED if any(gaps for _one, gaps in rows) else 0
        found = items.organization(opened, org)
        gaps = actions.check(opened, org)
        if COMMON.json:
            staff.organization(found, opened.view.current_release(org), gaps, opened.view.people, True)
        else:
            staff.tell_gaps(org, gaps)
            staff.tell_responsible(found)
        return REFUSED if gaps else 0


def assign(
    org: Org,
    seat: Annotated[str, typer.Argument(metavar="SEAT[,SEAT…]", help=_("The seat; several with commas."))],
    person: Person,
) -> None:  # fmt: skip
    """Assign."""
    kind = Word(words.SEAT)
    seats = [kind.convert(name, None, None) for name in comma_list(seat)]
    with session() as opened:
        _tell(actions.assign(opened, org, seats, person, COMMON.dry_run))


def revoke(org: Org, seat: Seat, person: Person) -> None:
    """Revoke."""
    with session() as opened:
        _tell(actions.revoke(opened, org, seat, person, COMMON.dry_run))

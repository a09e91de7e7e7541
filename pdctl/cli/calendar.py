"""The calendar of working days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import calendar as actions
from pdctl.cli import outcome
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.core.findings import OK, REFUSED
from pdctl.report import calendar as report
from pdctl.report.lang import tr as _

Year = Annotated[int, typer.Argument(metavar="YEAR", help=_("The year."))]
Days = "DATE[..DATE]"


def show(
    year: Annotated[int | None, typer.Argument(metavar="[YEAR]", help=_("The year; none: all years."))] = None,
) -> None:
    """Show."""
    with session() as opened:
        if year is None:
            report.overview(actions.years(opened), COMMON.json)
            return
        found = actions.one(opened, year)
        if found is None:
            report.unknown(year, COMMON.json)
        else:
            report.one(found, COMMON.json)


def check() -> int:
    """Check."""
    with session() as opened:
        found = actions.check(opened)
        report.checked(found, len(actions.years(opened)), COMMON.json)
        return REFUSED if any(finding.severity == "error" for finding in found) else OK


def add(
    year: Year,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help=_("A calendar file of that year."))] = None,
    holidays: Annotated[list[str] | None, typer.Option("--holidays", metavar=Days, help=_("Days off; may be repeated."))] = None,
    workdays: Annotated[list[str] | None, typer.Option("--workdays", metavar=Days, help=_("Weekend days on which people work; may be repeated."))] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help=_("The title of the notice."))] = None,
    number: Annotated[str | None, typer.Option("--number", metavar="N", help=_("The number of the notice."))] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help=_("The address of the notice."))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=_("Put it in the place of the one that is there."))] = False,
) -> None:  # fmt: skip
    """Add."""
    given = actions.Given(file, tuple(holidays or ()), tuple(workdays or ()), title, number, url)
    with session() as opened:
        done = actions.add(opened, year, given, replace, COMMON.dry_run)
        outcome.tell_change(
            "calendar-year", report.year_json(done.value), report.entered_lines(done.value), done.landed
        )

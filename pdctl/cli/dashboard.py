"""The overview of a year as pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import dashboard as actions
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.report import dashboard as report
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say


def dashboard(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help=_("A new folder, or that of an earlier overview."))],
    tree: Annotated[str | None, typer.Option("--tree", metavar="ORG", help=_("This organization and all below it."), autocompletion=complete_org)] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="YYYY", help=_("The year; default: this one."))] = None,
) -> None:  # fmt: skip
    """Dashboard."""
    with session() as opened:
        pages = actions.dashboard(opened, tree, year)
    actions.write(pages, output)
    if COMMON.json:
        out_json("dashboard", {"folder": str(output), "pages": sorted(pages)})
        return
    out(str(output / "index.html"))
    say(report.lies_in(str(output), len(pages)))

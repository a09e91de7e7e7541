"""Deadlines and gaps."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import due as actions
from pdctl.actions import output as files
from pdctl.actions import texts
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.core.findings import usage
from pdctl.core.text import Word, msg
from pdctl.core.words import DUE_STATE, Vocabulary
from pdctl.render import due as pages
from pdctl.report import due as report
from pdctl.report import gaps as reports
from pdctl.report import ical
from pdctl.report.lang import speaking
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_bytes, say

if TYPE_CHECKING:
    from pdctl.actions.due import Report
    from pdctl.actions.session import Session

FORMATS = Vocabulary("format", {"text": "文本", "json": "JSON", "ics": "日历", "xlsx": "表格", "html": "网页"})
OneOrg = Annotated[
    str | None, typer.Option("--org", metavar="ORG", help=_("Only this organization."), autocompletion=complete_org)
]
Below = Annotated[
    str | None,
    typer.Argument(
        metavar="[ORG]", help=_("Only this organization; with --tree: and those below it."), autocompletion=complete_org
    ),
]
Tree = Annotated[bool, typer.Option("--tree", help=_("With all below it; without ORG, the whole tree."))]


def due(
    below: Below = None,
    org: OneOrg = None,
    tree: Tree = False,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help=_("Deadlines from this day on; default: this year's, and all that is overdue."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help=_("Deadlines until this day; default: the next 90 days."))] = None,
    fmt: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=_("The format."))] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output."))] = None,
) -> None:  # fmt: skip
    """Due."""
    fmt = "json" if COMMON.json else fmt
    if fmt not in FORMATS:
        raise usage(msg("there is no format {format}", format=fmt), msg("one of: {values}", values=", ".join(FORMATS)))
    begins, ends = texts.day("--from", first), texts.day("--to", last)
    one, top = _asked(below, org, tree)
    with _all_kept(), session() as opened:
        found = actions.due(opened, one, top, begins, ends)
        days = (found.window.first.isoformat(), found.window.last.isoformat())
        if output is None and fmt in ("text", "json"):
            _print(found, days, fmt, opened)
            return
        made = _made(found, days, fmt, opened)
        _write(made, output, fmt)


@contextmanager
def _all_kept() -> Iterator[None]:
    """A whole tree makes many small values at once; to look through them for garbage would only cost time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _print(found: Report, days: tuple[str, str], fmt: str, opened: Session) -> None:
    if fmt == "json":
        report.print_json(found, days)
    else:
        report.tell(found, days, opened.view.people)


def _made(found: Report, days: tuple[str, str], fmt: str, opened: Session) -> bytes:
    """The list in a format; pages and sheets are Chinese, whatever the screen speaks."""
    people = opened.view.people
    if fmt == "json":
        return report.json_bytes(found, days)
    if fmt == "ics":
        return ical.feed(found.owed, opened.view.settings.title, opened.now, opened.view.settings.root)
    with speaking("zh"):
        heads, rows = report.sheet_rows(found, people)
        title, as_of = report.said(msg("What is due")), report.said(
            msg("As of {now}, from {start} to {end}", now=opened.now.isoformat(sep=" ")[:16], start=days[0], end=days[1])
        )  # fmt: skip
        numbers = report.counts(found.owed)
        tally = [(report.said(Word(DUE_STATE, state)), numbers.get(state, 0)) for state in DUE_STATE]
    if fmt == "xlsx":
        return pages.workbook(title, heads, rows, opened.now)
    if fmt == "html":
        return pages.page(title, as_of, heads, rows, tally).encode()
    return "\n".join("\t".join(row) for row in [heads, *rows]).encode() + b"\n"


def _write(made: bytes, output: Path | None, fmt: str) -> None:
    if output is None or str(output) == "-":
        if fmt == "xlsx" and (output is None or sys.stdout.isatty()):
            raise usage(msg("a spreadsheet is written to a file"), msg("name a file: -o FILE"))
        out_bytes(made)
        return
    files.write(made, output)
    out(str(output))
    say(msg("The list lies in {file}.", file=str(output)))


def gaps(below: Below = None, org: OneOrg = None, tree: Tree = False) -> None:
    """Gaps."""
    one, top = _asked(below, org, tree)
    with session() as opened:
        reports.gaps(actions.gaps(opened, one, top), COMMON.json)


def _asked(below: str | None, org: str | None, tree: bool) -> tuple[str | None, str | None]:
    """The organization that is asked for by itself, and the one with all below it."""
    if below and org:
        raise usage(msg("give either --org or --tree") if tree else msg("name the organization once"))
    named = below or org
    return (None, named) if tree else (named, None)

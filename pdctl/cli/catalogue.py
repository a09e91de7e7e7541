"""Catalogues as tables: shown, exported, imported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import catalogue_table as actions
from pdctl.actions import output as files
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.report import tables
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say

Org = Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)]
Release = Annotated[str | None, typer.Option("--release", metavar="N", help=_("The number of a release."))]
_SHOWN = ("text", "html", "pdf", "xlsx", "csv")
_EXPORTED = ("xlsx", "csv")


def show(
    org: Org,
    fmt: Annotated[str, typer.Option("--format", metavar="|".join(_SHOWN), help=_("The format."))] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output."))] = None,
    release: Release = None,
) -> None:  # fmt: skip
    """A catalogue, as it is published."""
    _known(fmt, _SHOWN)
    if fmt == "text" and output is not None:
        raise usage(msg("-o goes with a format of its own"), msg("--format html, xlsx or csv"))
    with session() as opened:
        found = actions.table(opened, org, release or "current")
        if fmt == "text":
            tables.catalogue(found.org, found.edition.release, found.typed, COMMON.json)
            return
        data = actions.FORMATS[fmt](found)
    if output is not None and str(output) == "-":
        sys.stdout.buffer.write(data) if hasattr(sys.stdout, "buffer") else out(data.decode())
        return
    _deliver(found, data, output or Path(f"{org}-catalogue.{fmt}"), fmt)


def export(
    org: Org,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.xlsx|FILE.csv", help=_("Where to write it."))],
    release: Release = None,
) -> None:  # fmt: skip
    """The working copy, or a release, with all of each entry."""
    fmt = output.suffix.lower().removeprefix(".")
    _known(fmt, _EXPORTED)
    with session() as opened:
        found = actions.table(opened, org, release, published=False)
        data = actions.FORMATS[fmt](found)
    _deliver(found, data, output, fmt)


def _known(fmt: str, formats: tuple[str, ...]) -> None:
    if fmt not in formats:
        raise usage(msg("there is no format {format}", format=fmt), msg("one of: {values}", values=", ".join(formats)))


def _deliver(found: actions.Table, data: bytes, target: Path, fmt: str) -> None:
    files.write(data, target)
    if COMMON.json:
        value = {"org": found.org.id, "release": found.edition.release or None, "entries": len(found.entries)}
        out_json("catalog-export", {**value, "format": fmt, "file": str(target)})
        return
    out(str(target))
    say(msg("The catalogue with {count} entries lies in {file}.", count=len(found.entries), file=str(target)))


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The table: .xlsx, .csv or .tsv."))],
    org: Annotated[str, typer.Option("--org", metavar="ORG", help=_("The organization."), autocompletion=complete_org)],
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="FILE", help=_("Which column and which word means what (YAML)."))] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=_("Which sheet to read."))] = None,
    remove: Annotated[bool, typer.Option("--remove-missing", help=_("Take out the entries that are not in the table."))] = False,
) -> None:  # fmt: skip
    """A table into the working copy."""
    from pdctl.actions import catalogue_import
    from pdctl.cli.outcome import written
    from pdctl.report.catalogue_import import Read, report_import

    with session() as opened:
        done = catalogue_import.import_table(opened, file, org, mapping, sheet, remove, COMMON.dry_run)
        read = Read(done.org.id, done.file, done.sheet, (done.head.top, done.head.bottom))
        report_import(read, done.outcome, written(done.landed) if done.landed else None, COMMON.json)

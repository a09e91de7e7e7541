"""Before anything is committed: validate, fmt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import fmt as forming
from pdctl.actions import validate as validating
from pdctl.cli.options import COMMON, FORMATS, Word, beside
from pdctl.core.findings import OK, REFUSED, Stop
from pdctl.core.text import msg
from pdctl.report import validation
from pdctl.report.lang import tr as _
from pdctl.report.progress import progress


def validate(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]…", help=_("Files and folders; default: the whole repository."), show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="REV", help=_("Only what changed since this revision, new files included."))] = None,
    commit: Annotated[str | None, typer.Option("--commit", metavar="REV", help=_("The files of this commit instead of those that lie here."))] = None,
    fmt: Annotated[str, typer.Option("--format", click_type=Word(FORMATS), help=_("The format."))] = "text",
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, max=64, help=_("Processes to work with; default: one for each core."))] = None,
) -> int:  # fmt: skip
    """Validate."""
    fmt = "json" if COMMON.json else fmt
    COMMON.json = fmt == "json"
    try:
        with progress(msg("Validating")) as told:
            done = validating.validate(COMMON.folder or Path.cwd(), _named(paths), since, commit, jobs, told)
    except Stop as stop:
        if fmt == "github":
            from pdctl.report.formats import github

            sys.stdout.write(github.unchecked(stop))
        raise
    validation.tell(done.findings, done.checked, done.lines, fmt)
    return OK if done.ok else REFUSED


def fmt(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]…", help=_("Files and folders; default: the whole repository."), show_default=False)] = None,
    check: Annotated[bool, typer.Option("--check", help=_("Change nothing; list what would change, and exit with 1 if anything would."))] = False,
    diff: Annotated[bool, typer.Option("--diff", help=_("Change nothing; print the difference."))] = False,
) -> int:  # fmt: skip
    """Bring files into the canonical form."""
    only_look = check or diff or COMMON.dry_run
    done = forming.fmt(COMMON.folder or Path.cwd(), _named(paths), write=not only_look)
    code = REFUSED if done.findings or (check and done.changed) else OK
    how = validation.How(done.files, only_look, diff, code == OK)
    validation.tell_forms(done.changed, done.left, done.findings, how, COMMON.json)
    return code


def _named(paths: list[str] | None) -> tuple[str, ...]:
    return tuple(beside(path, repository_first=True) for path in paths or ())

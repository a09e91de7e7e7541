"""Working with others: join, sync."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import join as joining
from pdctl.actions import sync as syncing
from pdctl.actions.session import Session
from pdctl.cli.options import COMMON
from pdctl.cli.session import now
from pdctl.core.findings import REFUSED
from pdctl.report import together
from pdctl.report.lang import tr as _
from pdctl.report.talk import say


def join(
    url: Annotated[str, typer.Argument(metavar="URL", help=_("Where the repository is."))],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("A new folder."))],
    introduction: Annotated[str, typer.Option("--introduction", metavar="I", help=_("The introduction (核验基准), got from a person."))],
) -> None:  # fmt: skip
    """Join."""
    target = (COMMON.folder or Path()) / folder
    joined = joining.join(url, target, introduction, now(), COMMON.key)
    person, verdict = joined.person, joined.verdict
    together.joined(
        str(joined.folder),
        verdict.commits,
        person.id if person else None,
        person.name if person else "",
        joined.problem,
        COMMON.json,
    )


def sync(
    remote: Annotated[str, typer.Option("--remote", metavar="NAME", help=_("Which remote."))] = "origin",
    introduction: Annotated[str | None, typer.Option("--introduction", metavar="I", help=_("The introduction (核验基准); default: the remembered one."))] = None,
) -> int:  # fmt: skip
    """Sync."""

    def opener() -> Session:
        return Session(COMMON.folder or Path.cwd(), now(), COMMON.key)

    done = syncing.sync(opener, introduction, remote)
    left = [together.Left(one.commit, one.line, one.findings) for one in done.left]
    together.synced(done.tip, done.received, done.replayed, left, done.pushed, COMMON.json)
    if done.note:
        say(done.note)
    return REFUSED if done.left else 0

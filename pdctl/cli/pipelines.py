"""Pipelines of forges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import pipelines as actions
from pdctl.cli.options import COMMON, Word
from pdctl.cli.outcome import tell_change
from pdctl.cli.session import session
from pdctl.core.findings import usage
from pdctl.core.text import Msg, msg
from pdctl.core.words import Vocabulary
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say

FORGES = Vocabulary("forge", {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"})


def init(
    forge: Annotated[str, typer.Argument(metavar="FORGE", click_type=Word(FORGES), help=_("The forge."))],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it, if not to its place in the repository; - for standard output."))] = None,
    introduction: Annotated[str | None, typer.Option("--introduction", metavar="I", help=_("Write this introduction into the file; default: the forge's variable PDCTL_INTRODUCTION."))] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Write over a file that is there."))] = False,
    commit: Annotated[bool, typer.Option("--commit", help=_("Put it into the repository by a signed commit (by an admin of the root)."))] = False,
) -> None:  # fmt: skip
    """CI init."""
    if commit and output is not None:
        raise usage(msg("--commit and -o do not go together"))
    with session() as opened:
        made = actions.pipeline(opened, forge, introduction)
        if output is not None and str(output) == "-":
            out(made.text.rstrip("\n"))
            return
        target = actions.place(opened, made, output, force)
        if commit:
            landed = actions.land(opened, made, COMMON.dry_run)
            tell_change("ci", {"forge": forge, "file": str(target)}, _lines(made, introduction), landed)
            return
        if not COMMON.dry_run:
            actions.write_file(made, target)
    _tell(made, target, introduction, output is None)


def _tell(made: actions.Pipeline, target: Path, introduction: str | None, at_home: bool) -> None:
    if COMMON.json:
        out_json("ci", {"ok": True, "forge": made.forge, "file": str(target), "dry_run": COMMON.dry_run})
        return
    out(str(target))
    if COMMON.dry_run:
        say(msg("Would write:"))
        say(msg("  {sign} {path}", sign="+", path=str(target)))
    for line in _lines(made, introduction):
        say(line)
    if at_home:
        say(
            msg(
                "It counts once it is in the protected branch: pdctl ci init {forge} --commit (by an admin of the root)",
                forge=made.forge,
            )
        )


def _lines(made: actions.Pipeline, introduction: str | None) -> list[Msg]:
    """What is left to do on the forge."""
    if introduction:
        return []
    return [
        msg("On the forge, set the variable PDCTL_INTRODUCTION to the introduction (核验基准), from the paper sheet.")
    ]

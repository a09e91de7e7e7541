"""What admins do in trouble."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions.admin import compromise as compromising
from pdctl.actions.admin import quarantine as quarantining
from pdctl.actions.admin import reseed as reseeding
from pdctl.cli.options import COMMON
from pdctl.cli.outcome import tell_change
from pdctl.cli.session import session
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import STATE
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say

Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why."))]
Introduction = Annotated[
    str | None,
    typer.Option("--introduction", metavar="I", help=_("The introduction (核验基准); default: the remembered one.")),
]


def compromise(
    person: Annotated[str, typer.Argument(metavar="ID", help=_("Whose key it is."))],
    since: Annotated[str, typer.Option("--since", metavar="COMMIT", help=_("The last commit that is surely his own."))],
    key_id: Annotated[str | None, typer.Option("--key-id", metavar="FINGERPRINT", help=_("Only this key (SHA256:… or its beginning)."))] = None,
) -> None:  # fmt: skip
    """Compromise."""
    with session() as opened:
        done = compromising.compromise(opened, person, since, key_id, COMMON.dry_run)
    lines = [msg("{count} records no longer count: {records}", count=len(done.void), records=listing(*done.void))]
    lines += [
        msg("  {item} falls back to: {state}", item=item, state=Word(STATE, state)) for item, state in done.states
    ]
    lines += [
        msg("  look at commit {commit} yourself, it is no step of an item: {line}", commit=oid[:12], line=line)
        for oid, line in done.others
    ]
    data = {
        "person": done.person.id,
        "void": list(done.void),
        "items": dict(done.states),
        "others": [oid for oid, _ in done.others],
    }
    tell_change("compromise", data, lines, done.landed)


def quarantine(
    commit: Annotated[str, typer.Argument(metavar="COMMIT", help=_("The commit that fails."))],
    reason: Reason,
    introduction: Introduction = None,
) -> None:  # fmt: skip
    """Quarantine."""
    with session() as opened:
        done = quarantining.quarantine(opened, commit, reason, introduction, COMMON.dry_run)
    if COMMON.json:
        value = {
            "ok": True,
            "dry_run": COMMON.dry_run,
            "commit": done.commit,
            "restored": list(done.restored),
            "landed": done.landed,
        }
        out_json("quarantine", value)
        return
    out(done.commit)
    for path in done.restored:
        say(msg("  put back: {path}", path=path))
    if done.landed:
        say(
            msg("Set aside by commit {commit}. Who made the step does it again, by the rules.", commit=done.landed[:12])
        )


def reseed(
    without: Annotated[list[str], typer.Option("--without", metavar="ITEM", help=_("The item to leave out; may be repeated."))],
    sealed_tip: Annotated[str, typer.Option("--sealed-tip", metavar="COMMIT", help=_("The last commit of the history that is sealed."))],
    reason: Reason,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help=_("A new folder; default: beside this one."))] = None,
) -> None:  # fmt: skip
    """Reseed."""
    with session() as opened:
        done = reseeding.reseed(opened, tuple(without), sealed_tip, reason, output, COMMON.dry_run)
    if COMMON.json:
        value = {
            "ok": True,
            "dry_run": COMMON.dry_run,
            "folder": str(done.folder),
            "introduction": done.introduction,
            "left_out": list(done.left_out),
        }
        out_json("reseed", value)
        return
    out(done.introduction)
    say(
        msg(
            "A new history begins in {folder}, without {items}.", folder=str(done.folder), items=listing(*done.left_out)
        )
    )
    say(msg("Its introduction stands above. The old repository stays as it is: seal it, and follow docs/leak.md."))

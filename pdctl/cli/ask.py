"""Questions on a terminal, each with an option that answers it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pdctl.actions import decide, items
from pdctl.cli.options import COMMON
from pdctl.cli.session import may_ask
from pdctl.core.findings import usage
from pdctl.core.text import Msg, msg
from pdctl.report.lang import show
from pdctl.report.talk import say, visible

if TYPE_CHECKING:
    from pdctl.actions.session import Session


def question(text: Msg, default: str | None = None) -> str:
    """One line of an answer."""
    return str(click.prompt(show(text), default=default, show_default=bool(default), err=True)).strip()


def confirm(text: Msg) -> bool:
    """Yes or no."""
    return click.confirm(show(text), err=True)


def secrecy() -> str:
    """The secrecy question, which comes first (part seven (三))."""
    if not may_ask():
        raise usage(msg("say whether the matter is clear of secrets"), msg("add --secrecy clear, or --secrecy doubt"))
    say(msg("Does the matter hold, or might it hold, secrets of party or state, or anything unfit to be made public?"))
    say(msg("In doubt only a reference enters, without title and text, until the secrecy authority has answered."))
    return "clear" if confirm(msg("Is it clear of secrets?")) else "doubt"


def entry(session: Session, org: str) -> str | None:
    """The entry of the catalogue, chosen by its number in a list."""
    if not may_ask():
        raise usage(
            msg("name the entry of the catalogue"),
            msg("pdctl catalog show {org} lists them; or --off-catalog", org=org),
        )
    items.organization(session, org)
    release = session.view.release(org, session.view.current_release(org))
    entries = release.entries if release else ()
    for number, one in enumerate(entries, 1):
        say(msg("{number}. {title} ({entry})", number=number, title=one.title, entry=one.id))
    while True:
        chosen = question(msg("Number of the matter"))
        if chosen.isdigit() and 1 <= int(chosen) <= len(entries):
            return entries[int(chosen) - 1].id
        if any(one.id == chosen for one in entries):
            return chosen
        say(msg("Please give a number from 1 to {count}.", count=len(entries)))


def title() -> str | None:
    """The title."""
    return question(msg("Title")) if may_ask() else None


def body() -> Path | None:
    """The file of the text."""
    while may_ask():
        path = Path(os.path.expanduser(question(msg("File of the text (Markdown, text or Word)"))))
        if path.is_file():
            return path
        say(msg("there is no file {file}", file=str(path)))
    return None


def confirm_changes(session: Session, part: str, aspects: Sequence[str]) -> None:
    """Show what changed since one's own earlier opinions; on a terminal, ask whether they are renewed."""
    item = items.load(session, part)
    for aspect in aspects:
        record = decide.earlier_opinion(session, item, aspect)
        for path, then, now in decide.changes_since(session, item, record):
            _show_difference(path, then or b"", now or b"")
    if COMMON.yes or COMMON.dry_run or not may_ask():
        return
    if not confirm(msg("Do you renew your consent to this version?")):
        raise click.Abort


def _show_difference(path: str, then: bytes, now: bytes) -> None:
    try:
        before, after = then.decode().splitlines(), now.decode().splitlines()
    except UnicodeDecodeError:
        say(msg("{file}: changed, not text", file=path))
        return
    for text in difflib.unified_diff(before, after, path, path, lineterm="", n=2):
        say(visible(text))

"""The session of a command, opened from the common options and the clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from pdctl.actions import landing, reasons
from pdctl.actions import session as sessions
from pdctl.cli.options import COMMON
from pdctl.core.findings import Finding, usage
from pdctl.core.text import msg
from pdctl.report.lang import show
from pdctl.report.talk import say
from pdctl.store.worktree import left_alone


def now() -> datetime:
    """The clock; `PDCTL_NOW` (an instant with its offset) sets it, for examples and tests."""
    text = os.environ.get("PDCTL_NOW")
    if not text:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise usage(msg("PDCTL_NOW is not an instant: {text}", text=text)) from error


@contextmanager
def session() -> Iterator[sessions.Session]:
    """The session on the repository that was named or that holds the current folder."""
    said = _reasons(COMMON.acknowledge)
    opened = sessions.Session(COMMON.folder or Path.cwd(), now(), COMMON.key)
    opened.reasons = reasons.Reasons(said, _ask_reason if may_ask() else None)
    try:
        yield opened
        if not opened.landed and (kept := left_alone(opened.work_tree.left)):
            say(kept)
    except (KeyboardInterrupt, click.Abort) as error:
        if opened.landed:
            raise landing.interrupted_after(opened.landed) from error
        raise
    except OSError as error:
        if opened.landed and not isinstance(error, BrokenPipeError):
            raise landing.unreported(opened.landed, error) from error
        raise
    finally:
        opened.close()


def _reasons(pairs: Sequence[str]) -> dict[str, str]:
    """The reasons given with `--acknowledge CODE=REASON`."""
    found: dict[str, str] = {}
    for pair in pairs:
        code, sign, reason = pair.replace("＝", "=", 1).partition("=")
        if not sign or not code.strip() or not reason.strip():
            raise usage(
                msg("--acknowledge is written CODE=REASON"),
                msg("CODE stands in the finding; REASON says why it stays in"),
            )
        found[code.strip().lower()] = reason.strip()
    return found


def _ask_reason(finding: Finding) -> str | None:
    """One finding of the scan, asked on the terminal: an answer lets it in, none stops the step."""
    from pdctl.report.findings import tell_finding

    tell_finding(finding)
    question = show(msg("Why may this stay in? (empty: stop)"))
    return str(click.prompt(question, default="", show_default=False, err=True)).strip() or None


def may_ask() -> bool:
    """Whether questions may be asked: on a terminal, unless they were forbidden."""
    return not COMMON.no_input and sys.stdin is not None and sys.stdin.isatty()

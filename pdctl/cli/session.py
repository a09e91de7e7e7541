"""The session of a command, opened from the common options and the clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from pdctl.actions import landing
from pdctl.actions import session as sessions
from pdctl.cli.options import COMMON
from pdctl.core.findings import usage
from pdctl.core.text import msg


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
    opened = sessions.Session(COMMON.folder or Path.cwd(), now(), COMMON.key)
    try:
        yield opened
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


def may_ask() -> bool:
    """Whether questions may be asked: on a terminal, unless they were forbidden."""
    return not COMMON.no_input and sys.stdin is not None and sys.stdin.isatty()

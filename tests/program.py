"""pdctl as a process of its own, as a shell runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.story import Ran, Story

COMMAND = (sys.executable, "-P", "-m", "pdctl")


def surroundings(
    story: Story | None, by: str | None = None, env: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """The environment of a process: that of the test, the person's key, and what `env` sets or (None) takes away.

    Output is buffered, as it is for everybody, whatever those who run the tests want of theirs.
    """
    key = str(story.keys / by) if story is not None and by else None
    wanted = {**os.environ, "PYTHONUNBUFFERED": None, "PDCTL_KEY": key, **(env or {})}
    return {name: value for name, value in wanted.items() if value is not None}


def start(
    *args: str, story: Story, by: str | None = None, env: Mapping[str, str | None] | None = None
) -> subprocess.Popen[bytes]:
    """Start pdctl on the repository of a story, in a process group of its own."""
    return subprocess.Popen(
        [*COMMAND, "-C", str(story.folder), *args],
        env=surroundings(story, by, env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
    )


def program(
    *args: str,
    story: Story | None = None,
    by: str | None = None,
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
    before: tuple[str, ...] = (),
) -> Ran:
    """Run pdctl to its end, on the repository of a story where one is given; `before` stands before the command."""
    where = ("-C", str(story.folder)) if story is not None and cwd is None else ()
    done = subprocess.run(
        [*before, *COMMAND, *where, *args],
        env=surroundings(story, by, env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

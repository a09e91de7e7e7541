"""Ending pdctl at a chosen instant: real processes, real signals, no help from the program."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.program import start
from tests.story import Ran, Story

DEADLINE = 60.0


def running(process: subprocess.Popen[bytes], what: Callable[[], bool]) -> bool:
    """Wait, with hardly a pause, until something is true of a process; False when the process ended before."""
    end = time.monotonic() + DEADLINE
    while not what():
        if process.poll() is not None:
            return what()
        assert time.monotonic() < end
        time.sleep(0.0003)  # or the loop would take the processor from what it waits for
    return True


def at_work(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has started a program of git: Python itself has been started long before."""
    try:
        return bool(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return False


def ended(process: subprocess.Popen[bytes]) -> Ran:
    """The end of a process and of everything that it left running in its group."""
    out, err = process.communicate(timeout=DEADLINE)
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.001)
    return Ran(process.returncode, out.decode(), err.decode())


def signalled(
    story: Story, sign: signal.Signals, after: float, *args: str, by: str, group: bool = False, when: Path | None = None
) -> Ran:
    """Run pdctl and send it a signal some seconds after it began to work, or after a file has appeared."""
    process = start(*args, story=story, by=by)
    seen = when.exists if when is not None else (lambda: at_work(process))
    if running(process, seen):
        time.sleep(after)
        if process.poll() is None:
            (os.killpg if group else os.kill)(process.pid, sign)
    return ended(process)


def duration(story: Story, *args: str, by: str) -> float:
    """How long a command works, from its first git program to its end."""
    process = start(*args, story=story, by=by)
    running(process, lambda: at_work(process))
    began = time.monotonic()
    assert ended(process).code == 0
    return time.monotonic() - began

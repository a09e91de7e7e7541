"""pdctl at a real terminal: what it asks is read, and answered, as a person would."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from types import TracebackType

from tests.program import COMMAND, surroundings
from tests.story import Story

PATIENCE = 60.0


class Terminal:
    """A running command whose standard streams are a terminal. Use it in a `with`."""

    def __init__(self, story: Story, *args: str, by: str | None = None, **env: str | None) -> None:
        self.seen = ""
        self._read_so_far = 0
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [*COMMAND, "-C", str(story.folder), *args],
            env=surroundings(story, by, {"TERM": "xterm", "COLUMNS": "200", **env}),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - the child must take the terminal; no thread runs yet
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def expect(self, pattern: str) -> str:
        """Wait until something is shown that was not waited for before; returns what matched."""
        end = time.monotonic() + PATIENCE
        while not (match := re.compile(pattern).search(self.seen, self._read_so_far)):
            assert self._more(), f"{pattern!r} was never shown:\n{self.seen}"
            assert time.monotonic() < end, f"{pattern!r} was not shown in time:\n{self.seen}"
        self._read_so_far = match.end()
        return match[0]

    def answer(self, pattern: str, text: str) -> None:
        """Wait for a question and answer it."""
        self.expect(pattern)
        self.type(text + "\n")

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._master, text.encode())

    def give_up(self, pressed: str) -> int:
        """Press keys until the program ends, for one pressed before it listens is lost; returns the exit code."""
        for _ in range(10):
            self.type(pressed)
            end = time.monotonic() + 2
            while self._process.poll() is None and time.monotonic() < end:
                if select.select([self._master], [], [], 0.05)[0] and not self._more():
                    break
            if self._process.poll() is not None:
                break
        return self.end()

    def end(self) -> int:
        """Wait for the end; returns the exit code."""
        while self._more():
            pass
        return self._process.wait(timeout=PATIENCE)

    def _more(self) -> bool:
        if not select.select([self._master], [], [], PATIENCE)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)


def _take_terminal() -> None:
    """Make the terminal the one that controls the new session, so that Ctrl-C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)

"""Objects of a stretch of history, streamed in the order in which a walk asks for them.

One pipe from `rev-list` into `cat-file` takes the place of a question and an answer for each object. The stream is only
quicker, never believed: who reads an object hashes it, and what does not come in its turn is asked for by name.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from pdctl.store.git import Git, Reader, clean_environment, safe_options

Found = tuple[str, str, bytes]
_CHUNK = 1 << 18


class Ahead:
    """Reads like `Objects`; ids of the stretch come from the stream while they are asked for commit by commit."""

    def __init__(self, git: Git, tip: str, old: str | None) -> None:
        self._plain: Reader = git.objects
        wanted = ["rev-list", "--objects", "--no-object-names", "--in-commit-order", "--reverse", "--first-parent", tip]
        self._names = _start(git, [*wanted, f"^{old}"] if old else wanted, None)
        self._objects = _start(git, ["cat-file", "--batch", "--buffer"], self._names.stdout)
        self._answers = _answers(self._objects.stdout)
        self._next = next(self._answers, None)
        self._kept: dict[str, Found] = {}

    def read(self, name: str) -> Found | None:
        """Id, type and bytes of an object, or None when there is none of that name."""
        found = self._next
        if found is None or found[0] != name:  # else it comes in its turn, as nearly all do
            found = self._kept.pop(name, None)
            if found is not None:
                return found
            found = self._sought(name)
            if found is None:
                return self._plain.read(name)
        if found[1] == "commit":
            self._kept.clear()
        self._next = next(self._answers, None)
        return found

    def read_many(self, names: Iterable[str]) -> Iterator[Found | None]:
        """As `read`, for many names."""
        return self._plain.read_many(names)

    def _sought(self, name: str) -> Found | None:
        """The object, if it comes before the next commit; what comes before it is kept until it is asked for."""
        while (found := self._next) is not None and found[0] != name:
            if found[1] == "commit" or len(name) != 40:
                return None
            self._kept[found[0]] = found
            self._next = next(self._answers, None)
        return found

    def close(self) -> None:
        """End both processes, read to the end or not."""
        for process in (self._objects, self._names):
            if process.stdout is not None:
                process.stdout.close()
            process.terminate()
            process.wait()


def _answers(stdout: IO[bytes] | None) -> Iterator[Found]:
    """The answers of `cat-file --batch`, cut out of large reads."""
    buffer, at = b"", 0
    while stdout is not None:
        end = buffer.find(b"\n", at)
        while end < 0:
            more = os.read(stdout.fileno(), _CHUNK)
            if not more:
                return
            buffer, at = buffer[at:] + more, 0
            end = buffer.find(b"\n")
        head = buffer[at:end].split()
        if len(head) != 3:
            return
        start, at = end + 1, end + 2 + int(head[2])
        if at > len(buffer):
            buffer = buffer[start:] + _read(stdout, at - len(buffer))
            start, at = 0, at - start
            if at > len(buffer):
                return
        yield head[0].decode(), head[1].decode(), buffer[start : at - 1]


def _read(stdout: IO[bytes], least: int) -> bytes:
    """So many bytes or more; fewer at the end."""
    parts: list[bytes] = []
    while least > 0 and (more := os.read(stdout.fileno(), _CHUNK)):
        parts.append(more)
        least -= len(more)
    return b"".join(parts)


def _start(git: Git, args: list[str], stdin: IO[bytes] | None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", *safe_options(), *args],
        cwd=git.folder,
        env=clean_environment(),
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def reading_ahead(git: Git, tip: str, old: str | None) -> Iterator[None]:
    """While a stretch of history is walked, its objects come from a stream."""
    plain, stream = git.objects, Ahead(git, tip, old)
    git.objects = stream
    try:
        yield
    finally:
        git.objects = plain
        stream.close()

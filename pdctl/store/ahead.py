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
        self._answers = _Answers(self._objects.stdout)
        self._next: Found | None = None
        self._kept: dict[str, Found] = {}
        self._advance()

    def read(self, name: str) -> Found | None:
        """Id, type and bytes of an object, or None when there is none of that name."""
        found = self._kept.pop(name, None)
        if found is None and len(name) == 40:
            found = self._from_stream(name)
        return found or self._plain.read(name)

    def read_many(self, names: Iterable[str]) -> Iterator[Found | None]:
        """As `read`, for many names."""
        return self._plain.read_many(names)

    def _from_stream(self, name: str) -> Found | None:
        """The object, if it comes before the next commit; what comes before it is kept until it is asked for."""
        while self._next is not None:
            found = self._next
            if found[0] == name:
                if found[1] == "commit":
                    self._kept.clear()
                self._advance()
                return found
            if found[1] == "commit":
                return None
            self._kept[found[0]] = found
            self._advance()
        return None

    def _advance(self) -> None:
        self._next = self._answers.next()

    def close(self) -> None:
        """End both processes, read to the end or not."""
        for process in (self._objects, self._names):
            if process.stdout is not None:
                process.stdout.close()
            process.terminate()
            process.wait()


class _Answers:
    """The answers of `cat-file --batch`, cut out of large reads."""

    def __init__(self, stdout: IO[bytes] | None) -> None:
        self._stdout = stdout
        self._buffer = b""
        self._position = 0

    def next(self) -> Found | None:
        """The next object, or None at the end."""
        end = self._find_line()
        if end < 0:
            return None
        head = self._buffer[self._position : end].split()
        if len(head) != 3:
            return None
        size = int(head[2])
        self._position = end + 1
        data = self._take(size + 1)
        return (head[0].decode(), head[1].decode(), data[:size]) if len(data) == size + 1 else None

    def _take(self, count: int) -> bytes:
        """So many bytes; fewer at the end."""
        data = self._buffer[self._position : self._position + count]
        self._position += len(data)
        if len(data) == count:
            return data
        parts, missing = [data], count - len(data)
        while missing and (more := self._read(missing)):
            parts.append(more)
            missing -= len(more)
        return b"".join(parts)

    def _find_line(self) -> int:
        while (end := self._buffer.find(b"\n", self._position)) < 0:
            if not self._fill():
                return -1
        return end

    def _read(self, most: int) -> bytes:
        return os.read(self._stdout.fileno(), min(most, _CHUNK)) if self._stdout is not None else b""

    def _fill(self) -> bool:
        """Read on; what was used up goes."""
        more = self._read(_CHUNK)
        self._buffer = self._buffer[self._position :] + more
        self._position = 0
        return bool(more)


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

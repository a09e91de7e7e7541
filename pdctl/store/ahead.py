"""Objects of a stretch of history, streamed in the order in which a walk asks for them.

One pipe from `rev-list` into `cat-file` takes the place of a question and an answer for each object. The stream is only
quicker, never believed: every object is hashed, and what does not come in its turn is asked for by name.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from pdctl.store.git import Git, Reader, clean_environment, safe_options

Found = tuple[str, str, bytes]
Answer = tuple[str, str, bytes, bool]
_CHUNK = 1 << 18
# So many commits are taken out of the stream at once, or fewer where they are large.
_COMMITS = 64
_MOST_BYTES = 8 << 20
_PIPE = 1 << 20


class Ahead:
    """Reads like `Objects`; the objects of the next commits of a stretch are at hand, each hashed."""

    def __init__(self, git: Git, tip: str, old: str | None) -> None:
        self._plain: Reader = git.objects
        wanted = ["rev-list", "--objects", "--no-object-names", "--in-commit-order", "--reverse", "--first-parent", tip]
        self._names = _start(git, [*wanted, f"^{old}"] if old else wanted, None)
        self._objects = _start(git, ["cat-file", "--batch", "--buffer"], self._names.stdout)
        _widen(self._objects.stdout)
        self._answers = _answers(self._objects.stdout)
        self._next: Answer | None = None
        self._at_hand: dict[str, tuple[str, bytes]] = {}
        self._commits: dict[str, bytes] = {}

    def commits(self, first: str) -> dict[str, bytes]:
        """A commit with those that follow in the stream, unless it came with others; their objects are at hand then."""
        if first in self._commits:
            return {}
        self._next = self._next or next(self._answers, None)
        while self._next is not None and self._next[0] != first:  # a stretch that somebody else walked
            self._next = next(self._answers, None)
        self._at_hand = at_hand = {}
        commits: dict[str, bytes] = {}
        self._commits = commits
        room = _MOST_BYTES
        while (found := self._next) is not None:
            oid, kind, data, proved = found
            if kind == "commit":
                if len(commits) == _COMMITS or room < 0:
                    break
                commits[oid] = data
            room -= len(data)
            # What is too large to be kept, or holds another thing than its name says, is asked for by name.
            if room >= 0 and proved:
                at_hand[oid] = (kind, data)
            self._next = next(self._answers, None)
        return {oid: data for oid, data in commits.items() if oid in at_hand}

    def proved(self, oid: str, kind: str) -> bytes | None:
        """The bytes of an object that was hashed already and is at hand, else None. It is given once."""
        found = self._at_hand.pop(oid, None)
        return found[1] if found and found[0] == kind else None

    def read(self, name: str) -> Found | None:
        """Id, type and bytes of an object, or None when there is none of that name."""
        return self._plain.read(name)

    def read_many(self, names: Iterable[str]) -> Iterator[Found | None]:
        """As `read`, for many names."""
        return self._plain.read_many(names)

    def close(self) -> None:
        """End both processes, read to the end or not."""
        for process in (self._objects, self._names):
            if process.stdout is not None:
                process.stdout.close()
            process.terminate()
            process.wait()


def _answers(stdout: IO[bytes] | None) -> Iterator[Answer]:
    """The answers of `cat-file --batch`, cut out of large reads: id, kind, bytes, and whether these hash to the id."""
    buffer, at = b"", 0
    while stdout is not None:
        end = buffer.find(b"\n", at)
        while end < 0:
            more = os.read(stdout.fileno(), _CHUNK)
            if not more:
                return
            buffer, at = buffer[at:] + more, 0
            end = buffer.find(b"\n")
        oid, head = buffer[at : at + 40].decode(), buffer[at + 41 : end]
        kind, _, size = head.partition(b" ")
        if not size.isdigit():
            return
        start, at = end + 1, end + 2 + int(size)
        if at > len(buffer):
            buffer = buffer[start:] + _read(stdout, at - len(buffer))
            start, at = 0, at - start
            if at > len(buffer):
                return
        data = buffer[start : at - 1]
        # What git says of an object is what its id is taken over, in front of the bytes.
        proved = hashlib.sha1(b"%b\0%b" % (head, data), usedforsecurity=False).hexdigest() == oid
        yield oid, kind.decode(), data, proved


def _read(stdout: IO[bytes], least: int) -> bytes:
    """So many bytes or more; fewer at the end."""
    parts: list[bytes] = []
    while least > 0 and (more := os.read(stdout.fileno(), _CHUNK)):
        parts.append(more)
        least -= len(more)
    return b"".join(parts)


def _widen(pipe: IO[bytes] | None) -> None:
    """Let the other side run ahead while what it gave is worked on; where that cannot be, it waits."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        if pipe is not None:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


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
def reading_ahead(git: Git, tip: str, old: str | None) -> Iterator[Ahead]:
    """While a stretch of history is walked, its objects come from a stream."""
    plain, stream = git.objects, Ahead(git, tip, old)
    git.objects = stream
    try:
        yield stream
    finally:
        git.objects = plain
        stream.close()

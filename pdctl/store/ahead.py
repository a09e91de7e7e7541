"""Objects that git reads ahead of a walk through history.

They are asked for before they are needed, many at once, and git reads them while others are worked on. That is only
quicker, never believed: every object is hashed, and what did not come is asked for by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from itertools import islice
from typing import IO

from pdctl.store.calls import end_of
from pdctl.store.git import Git
from pdctl.store.objects import Reader, answering, pass_over
from pdctl.store.patience import patient

Found = tuple[str, str, bytes]
Answer = tuple[str, str, bytes, bool]
_CHUNK = 1 << 18
# So many names fit into any pipe, so that git and pdctl never wait for each other, both with a full one.
_AT_ONCE = 256
_MOST_BYTES = 8 << 20
_PIPE = 1 << 20
# An answer begins with an id, a kind and a size.
_LONGEST_LINE = 100


class Ahead:
    """Reads like `Objects`; what was asked for in time is at hand, hashed."""

    def __init__(self, git: Git) -> None:
        self._plain: Reader = git.objects
        self._process = answering(git.folder)
        _widen(self._process.stdout)
        self._answers = _answers(patient(self._process))
        self._waiting: list[str] = []
        self._asked = 0
        self._at_hand: dict[str, tuple[str, bytes]] = {}
        self._room = _MOST_BYTES

    def ask(self, oids: Iterable[str]) -> None:
        """Let git read some objects, once those of before were taken."""
        self._waiting += oids
        self._send()

    def take(self) -> None:
        """Have at hand what was asked for; not what is too large to be kept, or holds another thing than its name says."""
        while self._asked:
            for oid, kind, data, proved in islice(self._answers, self._asked):
                self._asked -= 1
                self._room -= len(data)
                if proved and self._room >= 0:
                    self._at_hand[oid] = kind, data
            if self._asked:  # git has ended, or its answers cannot be told apart: nobody will read what it still says
                self._process.kill()
            if self._room < 0:
                self._waiting = []
            self._send()

    def forget(self) -> None:
        """Let go of what is at hand and was not used."""
        self._at_hand, self._room = {}, _MOST_BYTES

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

    def afresh(self) -> None:
        """Heed nothing more of what was asked for by name."""
        self._plain.afresh()

    def close(self) -> None:
        """End git, with all said or not."""
        self._process.terminate()
        end_of(self._process)

    def _send(self) -> None:
        oids, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self._asked = len(oids)
        stdin = self._process.stdin
        if oids and stdin is not None:
            with suppress(OSError, ValueError):  # git stopped: then nothing comes, and all is asked for by name
                stdin.write("".join(f"{oid}\n" for oid in oids).encode())
                stdin.flush()


def _answers(stdout: BufferedReader) -> Iterator[Answer]:
    """The answers of `cat-file --batch`, cut out of large reads: id, kind, bytes, and whether these hash to the id.

    They end where git does, or where it says what is no answer: the rest of a damaged object, say.
    """
    buffer, at = b"", 0
    while True:
        buffer, at, end = _line(stdout, buffer, at)
        if not at <= end <= at + _LONGEST_LINE:
            return
        oid, head = buffer[at : at + 40].decode("ascii", "replace"), buffer[at + 41 : end]
        kind, _, size = head.partition(b" ")
        if not size.isdigit():  # there is no such object
            at = end + 1
            yield oid, "", b"", False
            continue
        length = int(size)
        start, at = end + 1, end + 2 + length
        if length > _MOST_BYTES:
            if not pass_over(stdout, at - len(buffer)):
                return
            buffer, at = buffer[at:], 0
            yield oid, "", b"", False
            continue
        if at > len(buffer):
            buffer = buffer[start:] + _read(stdout, at - len(buffer))
            start, at = 0, at - start
        if buffer[at - 1 : at] != b"\n":
            return
        data = buffer[start : at - 1]
        # What git says of an object is what its id is taken over, in front of the bytes.
        proved = hashlib.sha1(b"%b\0%b" % (head, data), usedforsecurity=False).hexdigest() == oid
        yield oid, kind.decode("ascii", "replace"), data, proved


def _line(stdout: BufferedReader, buffer: bytes, at: int) -> tuple[bytes, int, int]:
    """The buffer with a whole line in it, where that begins and where it ends; it ends at -1 where there is none."""
    end = buffer.find(b"\n", at)
    while end < 0 and len(buffer) - at <= _LONGEST_LINE and (more := stdout.read1(_CHUNK)):
        buffer, at = buffer[at:] + more, 0
        end = buffer.find(b"\n")
    return buffer, at, end


def _read(stdout: BufferedReader, least: int) -> bytes:
    """So many bytes or more; fewer at the end."""
    parts: list[bytes] = []
    while least > 0 and (more := stdout.read1(_CHUNK)):
        parts.append(more)
        least -= len(more)
    return b"".join(parts)


def _widen(pipe: IO[bytes] | None) -> None:
    """Let the other side run ahead while what it gave is worked on; where that cannot be, it waits."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        if pipe is not None:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


@contextmanager
def reading_ahead(git: Git) -> Iterator[Ahead]:
    """While a stretch of history is walked, its objects may be read ahead."""
    plain, ahead = git.objects, Ahead(git)
    git.objects = ahead
    try:
        yield ahead
    finally:
        git.objects = plain
        ahead.close()

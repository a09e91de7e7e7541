"""Objects of git by name, as bytes: one process that is asked one thing after the other."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from pdctl.core.findings import ENVIRONMENT, Stop
from pdctl.core.text import msg
from pdctl.store.calls import NoGit, end_of, safe_options, started
from pdctl.store.patience import patient

# No file of a disclosure repository is larger.
MAX_OBJECT = 64 << 20
_CHUNK = 1 << 18
_OID = re.compile("[0-9a-f]{40}")
# An answer begins with a line of its own: an id, or the name that is missing.
_LONGEST_LINE = 1 << 18
# Exit codes of a git that nobody stopped: that was asked no more, could not read an object, or had nobody to tell it to.
_OF_ITSELF = (0, 128, -13)


class TooLarge(Stop):
    """An object that is larger than any of a disclosure repository; it was not taken into memory."""

    def __init__(self) -> None:
        super().__init__(ENVIRONMENT, msg("the file is larger than {limit} bytes", limit=MAX_OBJECT))


class Damaged(Stop):
    """An object that git cannot give whole: its file is cut short, or is none that git wrote."""

    def __init__(self) -> None:
        super().__init__(ENVIRONMENT, msg("an object in the repository is damaged"), "git fsck")


class Objects:
    """One `cat-file --batch` process: objects by name, as bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> tuple[str, str, bytes] | None:
        """Id, type and bytes of an object, or None when there is none of that name. Raises `TooLarge`, or `Damaged`."""
        try:
            line = name.encode() + b"\n"
        except UnicodeEncodeError:  # bytes of a command line that are no UTF-8
            return None
        if "\n" in name:
            return None
        self._ask(line)
        return self._answer(name)

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """As `read`, for many names: requests run ahead of the answers, a few at a time. What is too large is None."""
        for batch in _batches(names, 64):
            self._ask("".join(f"{name}\n" for name in batch).encode())
            for name in batch:
                try:
                    found = self._answer(name)
                except TooLarge:
                    found = None
                yield found

    def proved(self, oid: str, kind: str) -> None:
        """Nothing is kept at hand here."""

    def afresh(self) -> None:
        """Ask another process from now on: what this one said of a damaged object may go on in its next answers."""
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            end_of(self._process)
            self._process = None

    def _ask(self, lines: bytes) -> None:
        if self._process is not None and self._process.stdin and self._process.stdin.closed:
            self.close()
        stdin, _ = _pipes(self._process or self._start())
        try:
            stdin.write(lines)
            stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error

    def _start(self) -> subprocess.Popen[bytes]:
        # In a group of its own: Ctrl-C must not end it while a step that has begun is brought to its end.
        self._process = answering(self._folder, apart=True)
        patient(self._process)
        return self._process

    def _answer(self, name: str) -> tuple[str, str, bytes] | None:
        _, stdout = _pipes(self._process or self._start())
        line = stdout.readline(_LONGEST_LINE)
        header = line.split()
        if not line.endswith(b"\n"):
            raise self._ended()
        if header[-1:] == [b"missing"] or len(header) != 3:  # the name that is missing may hold blanks
            return None
        oid, kind = header[0].decode("ascii", "replace"), header[1].decode("ascii", "replace")
        if not header[2].isdigit() or (_OID.fullmatch(name) and oid != name):  # bytes of a damaged object before
            raise self._ended()
        size = int(header[2])
        if size > MAX_OBJECT:  # a few kilobytes of a pack can hold it
            pass_over(stdout, size + 1)
            raise TooLarge
        data = stdout.read(size)
        if stdout.read(1) != b"\n":
            raise self._ended()
        return oid, kind, data

    def _ended(self) -> Stop:
        """Why git gave no whole answer; the next question goes to another process."""
        process, self._process = self._process, None
        return Damaged() if process is not None and end_of(process) in _OF_ITSELF else _stopped()


def answering(folder: Path, apart: bool = False) -> subprocess.Popen[bytes]:
    """A git that answers with the objects whose names it is told, one a line."""
    return started(["git", *safe_options(), "cat-file", "--batch"], folder, stdin=subprocess.PIPE, apart=apart)


def pass_over(stdout: IO[bytes], count: int) -> bool:
    """Let so many bytes go by; whether they came."""
    while count > 0 and (piece := stdout.read(min(count, _CHUNK))):
        count -= len(piece)
    return count <= 0


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise _stopped()
    return process.stdin, process.stdout


def _stopped() -> Stop:
    return NoGit(ENVIRONMENT, msg("git stopped while objects were read"), msg("pdctl doctor"))


def _batches(names: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for name in names:
        batch.append(name)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Reader(Protocol):
    """Whatever gives objects by name."""

    def read(self, name: str) -> tuple[str, str, bytes] | None:
        """Id, type and bytes of an object, or None when there is none of that name."""
        ...

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """As `read`, for many names."""
        ...

    def proved(self, oid: str, kind: str) -> bytes | None:
        """The bytes of an object that was hashed already and is at hand, else None."""
        ...

    def afresh(self) -> None:
        """Heed nothing more of what was asked for so far."""
        ...

    def close(self) -> None:
        """End what still runs."""
        ...

"""The files of a disclosure repository as they lie in a folder, committed or not, with or without git."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdctl.core.findings import Finding
from pdctl.core.text import Msg, msg
from pdctl.core.trouble import plainly
from pdctl.store.git import TreeEntry
from pdctl.store.view import View

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class Unreadable(Exception):
    """A file that cannot be read; `finding` says why."""

    def __init__(self, message: Msg, fix: Msg, rule: str = "E-FILE", found: Msg | str = "") -> None:
        super().__init__(str(message))
        self.finding = Finding(
            message, rule=rule, clause="五(五)", expected=msg("a file that can be read"), found=found, fix=fix
        )


def read_plain(path: str, most: int, follow: bool = False) -> bytes:
    """The bytes of a plain file, one more than `most` where it is larger. Raises `Unreadable`; never waits for a pipe."""
    try:
        handle = os.open(path, _FLAGS | (0 if follow else _NO_FOLLOW))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise Unreadable(msg("this is no plain file"), msg("put a plain file in its place, or remove it"), "E-FILE")
        wanted = min(facts.st_size or most, most) + 1  # one more tells a file that grew, or one that is too large
        data = os.read(handle, wanted)
        while len(data) < min(facts.st_size, wanted) and (more := os.read(handle, wanted - len(data))):
            data += more
        return data
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        os.close(handle)


def _unreadable(path: str, error: OSError | ValueError) -> Unreadable:
    if os.path.islink(path) and os.path.exists(path):
        return Unreadable(msg("this is a link, not a file"), msg("put the file itself in its place"), "E-MODE")
    if isinstance(error, FileNotFoundError):
        return Unreadable(
            msg("there is no such file"), msg("check the name; a relative name counts from the current folder")
        )
    problem = plainly(str(getattr(error, "strerror", None) or error))
    return Unreadable(msg("the file cannot be read: {problem}", problem=problem), msg("check the rights to it"))


class WorkFiles(View):
    """As `View`, but of a folder: what is asked for is read from the disk, and kept in mind only where it is small."""

    def __init__(self, root: Path) -> None:
        super().__init__(_NO_GIT, None)
        self.root = str(root)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None."""
        try:
            return read_plain(f"{self.root}/{path}", _MOST)
        except Unreadable:
            return None

    def files(self, folder: str) -> Iterator[str]:
        """The paths of all files below a folder, relative to it; most folders hold a few files and no folder."""
        try:
            names = os.listdir(f"{self.root}/{folder}")
        except OSError:
            return
        for name in names:
            if "." in name or not os.path.isdir(f"{self.root}/{folder}/{name}"):
                yield name
            else:
                yield from (f"{name}/{path}" for path in self.files(f"{folder}/{name}"))

    def entries(self, folder: str) -> list[TreeEntry]:
        """What lies directly in a folder."""
        try:
            with os.scandir(f"{self.root}/{folder}" if folder else self.root) as found:
                return [
                    TreeEntry("40000" if e.is_dir(follow_symlinks=False) else "100644", os.fsencode(e.name), "")
                    for e in found
                ]
        except OSError:
            return []


_MOST = 1 << 20
_NO_GIT: Any = None


def walk(root: str) -> Iterator[str]:
    """The paths of all files below a folder, relative to it, in their order; hidden folders are left out."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}" if folder else root) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif not entry.name.startswith("."):
                waiting.append(path)

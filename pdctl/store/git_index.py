"""git's index of the work tree: it is told of the files that followed a commit.

A small index git reads and writes in no time. A large one is split, lest every step write all of it, and what only
adds files is put in without git (`store/split_index.py`); whatever else takes long is begun while commits are signed.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pdctl.core.findings import environment
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.store import split_index  # run only where an index is large
from pdctl.store.git import NO_OBJECT, Failure, Git, Started, Writer

if TYPE_CHECKING:
    from pdctl.store.split_index import NewFile, Piece, Top

PLAIN = "100644"


@dataclass(frozen=True)
class Version:
    """A file as a commit has it; its bytes are None where they are too many, or not a file's (a submodule's commit)."""

    mode: str
    oid: str
    data: bytes | None


@dataclass(frozen=True)
class Staged:
    """What the index holds of a file: its blob (nothing in a conflict), and what the user told git not to look at."""

    oid: str
    assumed: bool
    skipped: bool


Change = tuple[Version | None, Version | None]
"""A file before and after."""
_LARGE = 8 << 20
_MANY = 200
_ROOM = 8000
_PATIENCE = 2.0


class _Unlike(Exception):
    """A change that does more than add plain files."""


class GitIndex:
    """The index of a repository with a work tree. Whoever writes to it holds pdctl's own lock."""

    def __init__(self, git: Git, root: Path) -> None:
        self.git = git
        self._root = root
        self._file = git.git_dir / "index"
        self._lock = git.git_dir / "index.lock"
        self._whole = git.git_dir / "pdctl-index.tmp"
        self._read: tuple[os.stat_result, Top | None] | None = None
        self._ahead: Started | None = None

    def await_lock(self) -> None:
        """Wait a little for another git. Raises `Stop` where its lock stays."""
        end = time.monotonic() + _PATIENCE
        while self._lock.exists():
            if time.monotonic() > end:
                raise environment(
                    msg("another git program holds {file}, or was killed and left it behind", file=str(self._lock)),
                    msg("when no git program is running, remove that file and run the same command again"),
                )
            time.sleep(0.05)

    @property
    def locked(self) -> bool:
        """Whether another program holds the lock, or left it."""
        return self._lock.exists() and not self._is_ours()

    def clear(self) -> None:
        """Remove what a killed process of pdctl left. The caller holds pdctl's own lock, so none is at work."""
        if self._is_ours():
            self._lock.unlink()
        self._whole.unlink(missing_ok=True)

    def _is_ours(self) -> bool:
        try:
            return self._lock.samefile(self._whole)
        except OSError:
            return False

    def staged(self, paths: list[str]) -> dict[str, Staged]:
        """What the index holds of some paths, and maybe of others."""
        if not paths:
            return {}
        asked = ("--", *paths) if sum(map(len, paths)) < _ROOM else ()  # a command line is not endless
        found = {}
        for entry in self.git.stream("--literal-pathspecs", "ls-files", "-s", "-v", "-z", *asked):
            head, _, name = entry.partition(b"\t")
            tag, _, oid, stage = head.decode().split()
            found[os.fsdecode(name)] = Staged(oid if stage == "0" else "", tag.islower(), tag in "Ss")
        return found

    @contextmanager
    def reading_ahead(self, writer: Writer, old: str | None, paths: Iterable[str]) -> Iterator[None]:
        """While commits that touch some files are made and signed, git does with a large index what it will have to."""
        if old and self._is_large():
            self._begin(writer, old, all(self.git.objects.read(f"{old}:{path}") is None for path in paths))
        try:
            yield
        finally:
            if self._ahead:
                with suppress(Failure):
                    self._ahead.finish()  # nothing is to be told: git leaves the index as it was
                self._ahead = None

    def _begin(self, writer: Writer, old: str, only_new: bool) -> None:
        top = self._top()
        if not only_new or top is None or top.root not in (None, self._tree(old)):
            self._ahead = self._updater(writer)
        elif top.root is None:  # not known, since files changed: git finds it, and the next step is quick again
            self._ahead = writer.start("write-tree", "--missing-ok", apart=True)

    def follow(self, writer: Writer, old: str | None, new: str, changed: Mapping[str, Change], whole: bool) -> None:
        """Take in files that lie in the work tree as the new commit has them; `whole`: all that changed."""
        if self._ahead and self._ahead.command == "write-tree":
            ahead, self._ahead = self._ahead, None
            with suppress(Failure):
                ahead.finish()
        if self._ahead or not (whole and old and self._is_large() and self._added(old, new, changed)):
            self._tell(writer, sorted(changed))

    def _is_large(self) -> bool:
        try:
            sizes = [place.stat().st_size for place in (self._file, *self.git.git_dir.glob("sharedindex.*"))]
        except FileNotFoundError:
            return False
        return max(sizes) > _LARGE

    def _top(self) -> Top | None:
        """The top file of a split index, read again when it is another one; None where git has to do it all."""
        if os.name != "posix" or not stat.S_ISREG((now := self._file.lstat()).st_mode):
            return None
        if self._read is None or not _same(self._read[0], now):
            with self._file.open("rb") as file:
                self._read = os.fstat(file.fileno()), split_index.parse(file.read())
        return self._read[1]

    def _tree(self, commit: str, folder: bytes = b"") -> str | None:
        found = self.git.objects.read(f"{commit}:{os.fsdecode(folder)}")
        return found[0] if found and found[1] == "tree" else None

    def _added(self, old: str, new: str, changed: Mapping[str, Change]) -> bool:
        """Put new files into a split index that is the old commit. False: nothing was done, and git is to do it."""
        top = self._top()
        if top is None or self._read is None or top.root != self._tree(old) or not 0 < len(changed) <= _MANY:
            return False
        try:
            files = {os.fsencode(path): self._new_file(path, *pair) for path, pair in changed.items()}
            pieces = top.with_files(files, self._folders(old, new, files))
            if pieces is None:
                return False
            os.utime(self.git.git_dir / f"sharedindex.{top.shared}")  # as git does, lest it seem to be out of use
            return self._replace(self._read[0], pieces)
        except (OSError, _Unlike):
            return False
        finally:
            self.clear()

    def _folders(self, old: str, new: str, files: Iterable[bytes]) -> dict[bytes, tuple[str | None, str]]:
        """The folders above some files, with their trees before and after. Raises `_Unlike`."""
        above = {b"/".join(path.split(b"/")[:depth]) for path in files for depth in range(path.count(b"/") + 1)}
        found = {}
        for folder in above:
            after = self._tree(new, folder)
            if after is None:  # a name that cannot be asked for
                raise _Unlike
            found[folder] = self._tree(old, folder), after
        return found

    def _new_file(self, path: str, before: Version | None, after: Version | None) -> NewFile:
        """A file that is new in the index, as it lies in the work tree now. Raises `_Unlike`."""
        if before or not after or after.mode != PLAIN:
            raise _Unlike
        with self._root.joinpath(path).open("rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_mode & stat.S_IXUSR or file.read() != after.data:
                raise _Unlike
        return split_index.NewFile(after.oid, found)

    def _replace(self, read: os.stat_result, pieces: Iterable[Piece]) -> bool:
        """Put another index in the place of the one that was read, under git's own lock.

        The lock is a second name of the whole new file, so a lock that a killed process leaves is known for ours.
        The index keeps its time: whatever changed in the same instant as it is still looked at by git.
        """
        self.clear()
        with self._whole.open("xb") as file:
            file.writelines(pieces)
        self._whole.chmod(stat.S_IMODE(read.st_mode))
        os.utime(self._whole, ns=(read.st_atime_ns, read.st_mtime_ns))
        os.link(self._whole, self._lock)
        if not _same(read, self._file.lstat()):
            return False
        os.replace(self._lock, self._file)
        return True

    def _updater(self, writer: Writer) -> Started:
        """A git that reads its index and waits for names."""
        options: tuple[str, ...] = ()
        if self._is_large() and not self._is_sparse():
            with self._file.open("rb") as file:
                count = int.from_bytes(file.read(12)[8:])
            share = 0 if count > split_index.MOST else 100  # percent on top at which git makes a new shared file
            options = ("-c", "core.splitIndex=true", "-c", f"splitIndex.maxPercentChange={share}")
        return writer.start(*options, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", apart=True)

    def _is_sparse(self) -> bool:
        """Whether the index may be a sparse one, which git cannot split."""
        try:
            return self.git.run("config", "--type=bool", "--get", "index.sparse").strip() == b"true"
        except Failure:
            return False

    def _tell(self, writer: Writer, paths: list[str]) -> None:
        names = b"".join(os.fsencode(path) + b"\0" for path in paths)
        end = time.monotonic() + _PATIENCE
        ahead, self._ahead = self._ahead, None
        updater = ahead or self._updater(writer)
        while True:
            try:
                updater.finish(names)
                return
            except Failure as failure:
                if updater is not ahead and ("index.lock" not in failure.stderr or time.monotonic() > end):
                    raise
            time.sleep(0.05)
            updater = self._updater(writer)

    def follow_beneath(
        self, writer: Writer, paths: Iterable[str], changed: Mapping[str, Change], staged: Mapping[str, Staged]
    ) -> None:
        """Where git does not look at the files the index moves on, or the user's next commit would take the step back.

        Either a file of his own lies there, or he told git so; and then he need not tell it again.
        """
        lines: list[bytes] = []
        flagged: dict[str, list[bytes]] = {"--assume-unchanged": [], "--skip-worktree": []}
        for path in paths:
            (before, after), held, name = changed[path], staged.get(path), os.fsencode(path) + b"\0"
            if before and (held is None or held.oid != before.oid):
                continue  # he staged a version of his own
            entry = f"{after.mode} {after.oid}" if after else f"0 {NO_OBJECT}"
            lines.append(entry.encode() + b"\t" + name)
            if held and after:
                flagged["--assume-unchanged"] += [name] * held.assumed
                flagged["--skip-worktree"] += [name] * held.skipped
        if lines:
            writer.call("update-index", "-z", "--index-info", data=b"".join(lines))
        for flag, names in flagged.items():
            if names:
                writer.call("update-index", flag, "-z", "--stdin", data=b"".join(names))


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether a file is still the very one that was read."""
    return (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) == (
        other.st_ino,
        other.st_size,
        other.st_mtime_ns,
        other.st_ctime_ns,
    )

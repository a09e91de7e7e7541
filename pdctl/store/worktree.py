"""The work tree: it follows a new commit where the user has not touched it, and is never swept into one.

The branch moves first, in one compare-and-swap. What remains is written down in a note beside the repository before
it begins, so that a killed process is finished by the next command.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pdctl.core.findings import environment
from pdctl.core.text import Msg, msg
from pdctl.store.git import NO_OBJECT, Failure, Git, TreeEntry, Writer
from pdctl.store.git_index import PLAIN, Change, GitIndex, Staged, Version
from pdctl.store.objects import TooLarge

_BUSY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_HALF_WRITTEN = ".pdctl.tmp"
_PROGRAM, _LINK = "100755", "120000"
_FILES = (PLAIN, _PROGRAM)


class WorkTree:
    """The work tree of a repository, or nothing where it is bare."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self.root = git.work_tree
        self._note = git.git_dir / "pdctl-follow.json"
        self.index = GitIndex(git, self.root) if self.root else None
        self.left: list[str] = []  # what this run left alone; whoever ends it says so

    def check(self) -> str:
        """The branch to work on. Raises `Stop` where the repository is in a state that a step would confuse."""
        for name, what in _BUSY.items():
            if (self.git.git_dir / name).exists():
                raise environment(
                    msg("a {what} of git is not finished in this repository", what=what),
                    msg("finish it, or give it up with: git {what} --abort", what=what),
                )
        branch = self.git.branch()
        if branch is None:
            raise environment(
                msg("the folder shows an old state, not the branch that steps are added to (detached HEAD)"),
                msg("go back to it with: git switch main"),
            )
        if self.index:
            self.index.await_lock()
        return branch

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One pdctl at a time moves the branch of a clone; a killed one holds nothing."""
        with _opened(self.git.git_dir / "pdctl.lock") as file:
            _lock_file(file.fileno())
            yield

    def announce(self, old: str | None, new: str) -> None:
        """Write down which move the work tree will have to follow."""
        if self.root:
            _replace(self._note, json.dumps({"old": old, "new": new}).encode())

    def retract(self) -> None:
        """The announced move did not happen."""
        self._note.unlink(missing_ok=True)

    def follow(self, writer: Writer, old: str | None, new: str) -> tuple[str, ...]:
        """Bring the files that changed between two commits into the work tree; returns those that were left alone."""
        if self.index is None:
            return ()
        changed = self._changes(old, new)
        staged = self.index.staged([path for path, (before, _) in changed.items() if before])
        # What goes makes room for what comes: a folder where a file was, a file where a folder was, another case.
        order = sorted(changed, key=lambda path: changed[path][1] is not None)
        left = tuple(path for path in order if not self._brought(path, *changed[path], staged.get(path)))
        unseen = {path for path in order if not _is_seen(changed[path], staged.get(path))}.union(left)
        following = {path: changed[path] for path in changed.keys() - unseen}
        self.index.follow(writer, old, new, following, whole=not unseen)
        self.index.follow_beneath(writer, [path for path in order if path in unseen], changed, staged)
        self._note.unlink(missing_ok=True)
        self.left += left
        return left

    def reading_ahead(self, writer: Writer, old: str | None, paths: Iterable[str]) -> AbstractContextManager[None]:
        """While commits that touch some files are made, what `follow` will have to do with a large index is begun."""
        return self.index.reading_ahead(writer, old, paths) if self.index else nullcontext()

    def heal(self, writer_for: type[Writer]) -> None:
        """Finish what a killed process left undone, if it can be done now; else a later command will."""
        half = self._note.with_name(_HALF_WRITTEN)
        if not (self._note.exists() or half.exists()) or (self.index and self.index.locked):
            return
        with suppress(OSError, Failure), self.lock():
            if self.index:
                self.index.clear()
            half.unlink(missing_ok=True)  # killed before it had announced anything
            self.finish(writer_for(self.git.folder))

    def finish(self, writer: Writer) -> None:
        """Follow a move that was announced and made, but not followed. The caller holds the lock."""
        try:
            note = json.loads(self._note.read_bytes())
            old, new = note["old"], note["new"]
        except FileNotFoundError:
            return
        except (ValueError, LookupError, TypeError):
            old = new = None
        branch = self.git.branch()
        if new and branch and self.git.tip(branch) == new:
            self.follow(writer, old, new)
            self._sweep(old, new)
        self._note.unlink(missing_ok=True)

    def _sweep(self, old: str | None, new: str) -> None:
        """Remove what a killed process had half written."""
        for folder in {(self._top / path).parent for path, *_ in self.git.differences(old, new)}:
            with suppress(NotADirectoryError):
                (folder / _HALF_WRITTEN).unlink(missing_ok=True)

    @property
    def _top(self) -> Path:
        return self.root or Path()

    def _changes(self, old: str | None, new: str) -> dict[str, Change]:
        """The changed files, before and after."""
        entries = self.git.differences(old, new)
        return {path: (self._version(before), self._version(after)) for path, before, after in entries}

    def _version(self, entry: TreeEntry) -> Version | None:
        if entry.oid == NO_OBJECT:
            return None
        try:
            found = self.git.objects.read(entry.oid)
        except TooLarge:
            found = None
        return Version(entry.mode, entry.oid, found[2] if found and found[1] == "blob" else None)

    def _brought(self, path: str, before: Version | None, after: Version | None, staged: Staged | None) -> bool:
        """Bring a file to its new version, if nothing of the user's would be lost."""
        if before and (staged and staged.oid) not in (before.oid, after and after.oid):
            return False
        if staged and staged.skipped and not os.path.lexists(self._top / path):
            return True  # he wants no such file: only the index has it
        if (before and before.data is None) or (after and (after.data is None or after.mode not in _FILES)):
            return False
        if not self._untouched(path, before, after):
            return False
        self._write(path, after)
        return True

    def _untouched(self, path: str, before: Version | None, after: Version | None) -> bool:
        """Whether what lies in the work tree is as one of the two commits has it."""
        target = self._top / path
        above = tuple(islice(target.parents, path.count("/")))
        if any(folder.is_symlink() for folder in above):
            return False
        if any(folder.is_file() for folder in above):
            return after is None
        if target.is_symlink():
            return before is not None and before.mode == _LINK and os.fsencode(target.readlink()) == before.data
        if target.is_dir():
            return after is None or (before is None and _is_hollow(target))
        if target.exists() and not target.is_file():
            return False  # a pipe, which would be waited on
        return _holds_one_of(target, before, after)

    def _write(self, path: str, version: Version | None) -> None:
        target = self._top / path
        if version is None or version.data is None:
            self._remove(target, path.count("/"))
            return
        if target.is_dir():
            _remove_hollow(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, version.data, version.mode == _PROGRAM)

    def _remove(self, target: Path, depth: int) -> None:
        """Remove a file, and the folders that it leaves empty, as git does: but not where the user stands."""
        with suppress(FileNotFoundError, NotADirectoryError):
            if target.is_symlink() or not target.is_dir():
                target.unlink()
        with suppress(OSError):
            for folder in islice(target.parents, depth):
                if folder.samefile(Path.cwd()):
                    break
                folder.rmdir()


def _is_seen(change: Change, staged: Staged | None) -> bool:
    """Whether git has to look at a file in the work tree: not where he told it not to, nor at what is gone already."""
    return not (staged.assumed or staged.skipped) if staged else change[1] is not None


def _holds_one_of(target: Path, before: Version | None, after: Version | None) -> bool:
    known = [version.data for version in (before, after) if version and version.mode in _FILES]
    try:
        now = target.read_bytes()
    except FileNotFoundError:
        return before is None or after is None
    except OSError:
        return False
    return now in known or now.replace(b"\r\n", b"\n") in known


def _is_hollow(folder: Path) -> bool:
    """Whether there are only empty folders in a folder; git knows nothing of such a one."""
    return all(path.is_dir() and not path.is_symlink() for path in folder.rglob("*"))


def _remove_hollow(folder: Path) -> None:
    for inner in folder.iterdir():
        _remove_hollow(inner)
    folder.rmdir()


def left_alone(paths: Iterable[str]) -> Msg | None:
    """What to tell the user about files that were not brought up to date."""
    names = [os.fsencode(path).decode(errors="replace") for path in dict.fromkeys(paths)]
    return msg("your own changes to {files} were left as they are", files=", ".join(names)) if names else None


def _replace(target: Path, data: bytes, executable: bool = False) -> None:
    """Write a file so that it is there whole or not at all. The caller holds the lock, so one name does for all."""
    temporary = target.with_name(_HALF_WRITTEN)
    try:
        temporary.write_bytes(data)
        if executable:
            temporary.chmod(temporary.stat().st_mode | 0o111)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _opened(place: Path) -> BinaryIO:
    """The file to lock; in a repository that several accounts share another's, which may only be read, does as well."""
    try:
        return place.open("ab")
    except PermissionError:
        if not place.exists():
            raise
        return place.open("rb")


def _lock_file(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)

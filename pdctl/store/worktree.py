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

from pdctl.core.findings import environment
from pdctl.core.text import Msg, msg
from pdctl.store.git import Failure, Git, Writer
from pdctl.store.git_index import Change, GitIndex
from pdctl.store.pack import object_id

_BUSY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_HALF_WRITTEN = ".pdctl.tmp"


class WorkTree:
    """The work tree of a repository, or nothing where it is bare."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self.root = git.work_tree
        self._note = git.git_dir / "pdctl-follow.json"
        self.index = GitIndex(git, self.root) if self.root else None

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
        with (self.git.git_dir / "pdctl.lock").open("w") as file:
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
        staged = self.index.staged([path for path, (before, _) in changed.items() if before is not None])
        left = tuple(path for path, pair in changed.items() if not self._untouched(path, *pair, staged.get(path)))
        following = {path: pair for path, pair in changed.items() if path not in left}
        for path, (_, after) in following.items():
            self._write(path, after)
        self.index.follow(writer, old, new, following)
        self.index.follow_beneath(writer, left, changed, staged)
        self._note.unlink(missing_ok=True)
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
        for folder in {((self.root or Path()) / path).parent for path in self._changes(old, new)}:
            (folder / _HALF_WRITTEN).unlink(missing_ok=True)

    def _changes(self, old: str | None, new: str) -> dict[str, Change]:
        """The changed files: their bytes before and after."""
        names = self.git.changed(old, new) if old else self.git.stream("ls-tree", "-r", "-z", "--name-only", new)
        paths = [os.fsdecode(name) for name in names]
        return {path: (self._blob(old, path), self._blob(new, path)) for path in paths}

    def _blob(self, commit: str | None, path: str) -> bytes | None:
        found = self.git.objects.read(f"{commit}:{path}") if commit else None
        return found[2] if found else None

    def _untouched(self, path: str, before: bytes | None, after: bytes | None, staged: str | None) -> bool:
        """Whether a file is as one of the two commits has it: nothing of the user's would be lost."""
        known = [data for data in (before, after) if data is not None]
        if before is not None and staged not in [data and object_id("blob", data) for data in (before, after)]:
            return False
        target = (self.root or Path()) / path
        if any(place.is_symlink() for place in (target, *islice(target.parents, path.count("/")))):
            return False
        try:
            now = target.read_bytes()
        except FileNotFoundError:
            return before is None or after is None
        except OSError:
            return False
        return now in known or now.replace(b"\r\n", b"\n") in known

    def _write(self, path: str, data: bytes | None) -> None:
        target = (self.root or Path()) / path
        if data is None:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)


def left_alone(paths: tuple[str, ...]) -> Msg | None:
    """What to tell the user about files that were not brought up to date."""
    if not paths:
        return None
    return msg("your own changes to {files} were left as they are", files=", ".join(paths))


def _replace(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. The caller holds the lock, so one name does for all."""
    temporary = target.with_name(_HALF_WRITTEN)
    try:
        temporary.write_bytes(data)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _lock_file(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)

"""The work tree: it follows a new commit where the user has not touched it, and is never swept into one.

The branch moves first, in one compare-and-swap. What remains is written down in a note beside the repository before
it begins, so that a killed process is finished by the next command.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from pdctl.core.findings import environment
from pdctl.core.text import Msg, msg
from pdctl.store.git import NO_OBJECT, Failure, Git, Started, Writer
from pdctl.store.pack import object_id

_BUSY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_LARGE_INDEX = 8 << 20
_PATIENCE = 2.0
_HALF_WRITTEN = ".pdctl.tmp"


class WorkTree:
    """The work tree of a repository, or nothing where it is bare."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self.root = git.work_tree
        self._note = git.git_dir / "pdctl-follow.json"
        self._ahead: Started | None = None

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
        self._await_lock()
        return branch

    def _await_lock(self) -> None:
        lock = self.git.git_dir / "index.lock"
        end = time.monotonic() + _PATIENCE
        while self.root and lock.exists():
            if time.monotonic() > end:
                raise environment(
                    msg("another git program holds {file}, or was killed and left it behind", file=str(lock)),
                    msg("when no git program is running, remove that file and run the same command again"),
                )
            time.sleep(0.05)

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
        if self.root is None:
            return ()
        changed = self._changes(old, new)
        staged = self._staged([path for path, (before, _) in changed.items() if before is not None])
        left = tuple(path for path, pair in changed.items() if not self._untouched(path, *pair, staged.get(path)))
        for path in changed.keys() - set(left):
            self._write(path, changed[path][1])
        self._index(writer, sorted(changed.keys() - set(left)))
        self._index_beneath(writer, left, changed, staged)
        self._note.unlink(missing_ok=True)
        return left

    def heal(self, writer_for: type[Writer]) -> None:
        """Finish what a killed process left undone, if it can be done now; else a later command will."""
        half = self._note.with_name(_HALF_WRITTEN)
        if not (self._note.exists() or half.exists()) or (self.git.git_dir / "index.lock").exists():
            return
        with suppress(OSError, Failure), self.lock():
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

    def _changes(self, old: str | None, new: str) -> dict[str, tuple[bytes | None, bytes | None]]:
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

    def _staged(self, paths: list[str]) -> dict[str, str]:
        """The blobs that git's index holds for some paths."""
        if not paths:
            return {}
        out = self.git.run("--literal-pathspecs", "ls-files", "-s", "-z", "--", *paths)
        entries = (entry.partition(b"\t") for entry in out.split(b"\0") if entry)
        return {os.fsdecode(name): head.split()[1].decode() for head, _, name in entries}

    def _write(self, path: str, data: bytes | None) -> None:
        target = (self.root or Path()) / path
        if data is None:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)

    @contextmanager
    def reading_ahead(self, writer: Writer) -> Iterator[None]:
        """Let git read a large index while commits are made and signed; `follow` then only names the files."""
        if self.root and self._large():
            self._ahead = self._updater(writer)
        try:
            yield
        finally:
            if self._ahead:
                with suppress(Failure):
                    self._ahead.finish()  # nothing is to be told: git leaves the index as it was
                self._ahead = None

    def _large(self) -> bool:
        index = self.git.git_dir / "index"
        return index.exists() and index.stat().st_size > _LARGE_INDEX

    def _updater(self, writer: Writer) -> Started:
        """A git that reads its index and waits for names. A large one is split, lest every step rewrite all of it."""
        options = ("-c", "core.splitIndex=true") if self._large() else ()
        return writer.start(*options, "update-index", "--add", "--remove", "-z", "--stdin", apart=True)

    def _index(self, writer: Writer, paths: list[str]) -> None:
        """Tell git's index of the files."""
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

    def _index_beneath(
        self,
        writer: Writer,
        left: tuple[str, ...],
        changed: dict[str, tuple[bytes | None, bytes | None]],
        staged: dict[str, str],
    ) -> None:
        """Below a file of the user's own the index moves on, or his next `git commit` would take the step back."""
        lines = []
        for path in left:
            before, after = changed[path]
            if before is not None and staged.get(path) != object_id("blob", before):
                continue  # he staged a version of his own
            entry = f"100644 {object_id('blob', after)}" if after is not None else f"0 {NO_OBJECT}"
            lines.append(entry.encode() + b"\t" + os.fsencode(path) + b"\0")
        if lines:
            writer.call("update-index", "-z", "--index-info", data=b"".join(lines))


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

"""A plain git repository whose index is split, and commits that the work tree has not followed yet."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pdctl.store.git import Git, Writer
from pdctl.store.worktree import WorkTree

FILES = {
    "a": b"a\n",
    "catalogs/dzb/items/2026/dzb-1/content/item.yaml": b"1\n",
    "catalogs/dzb/items/2026/dzb-1/record/0001-propose.yaml": b"2\n",
    "catalogs/dzb/items/2026/dzb-2/content/item.yaml": b"3\n",
    "catalogs/dzb/items/2026/dzb-2/record/0001-propose.yaml": b"4\n",
    "catalogs/gw/organization.yaml": b"5\n",
    "people.yaml": b"6\n",
    "z/z": b"7\n",
}
RECORD = "catalogs/dzb/items/2026/dzb-1/record"
Trees = dict[str, tuple[int, int, str]]


@dataclass(eq=False)
class Yard:
    """A repository; `asked` are the files of which git's own index had to be told."""

    folder: Path
    asked: list[list[str]] = field(default_factory=list)

    @classmethod
    def made(cls, folder: Path, files: Mapping[str, bytes] = FILES) -> Yard:
        folder.mkdir()
        yard = cls(folder)
        yard.git("init", "-q", "-b", "main")
        for key, value in (("user.name", "x"), ("user.email", "x@x.invalid")):
            yard.git("config", key, value)
        for path, data in files.items():
            os.utime(yard.write(path, data), (10**9, 10**9))  # long before the index, as most files are
        yard.git("add", "-A")
        yard.git("update-index", "--split-index")
        yard.git("commit", "-q", "-m", "first")
        return yard

    def write(self, path: str, data: bytes) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def git(self, *args: str, index: str | None = None, data: bytes | None = None) -> str:
        variables = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
        if index:
            variables["GIT_INDEX_FILE"] = str(self.index.with_name(index))
        done = subprocess.run(
            ["git", *args], cwd=self.folder, env=variables, input=data, capture_output=True, check=True
        )
        return os.fsdecode(done.stdout).strip("\n")

    @property
    def index(self) -> Path:
        return self.folder / ".git/index"

    def commit(self, files: Mapping[str, bytes | None]) -> tuple[str, str]:
        """A commit on the branch, which work tree and index know nothing of; the old tip and the new."""
        old = self.git("rev-parse", "HEAD")
        self.git("read-tree", old, index="side")
        for path, data in sorted(files.items(), key=lambda item: item[1] is not None):
            blob = self.git("hash-object", "-w", "--stdin", data=data) if data is not None else "0" * 40
            line = f"{100644 if data is not None else 0} {blob}\t{path}\0"
            self.git("update-index", "-z", "--index-info", index="side", data=os.fsencode(line))
        tip = self.git("commit-tree", self.git("write-tree", index="side"), "-p", old, "-m", "next")
        self.index.with_name("side").unlink()
        self.git("update-ref", "refs/heads/main", tip)
        return old, tip

    def follow(self, files: Mapping[str, bytes | None]) -> tuple[str, ...]:
        """A commit, and the work tree follows it as it does after a step; returns what was left alone."""
        old, new = self.commit(files)
        tree = WorkTree(Git(self.folder))
        with tree.lock(), tree.reading_ahead(Writer(self.folder), old, files):
            left = tree.follow(Writer(self.folder), old, new)
        tree.git.close()
        return left

    def entries(self, index: str | None = None) -> str:
        """Everything that git knows of each entry: stage, blob, flags, times, numbers."""
        return self.git("ls-files", "--stage", "--debug", "-v", index=index)

    def trees(self, index: str | None = None) -> Trees:
        """TREE as it stands in the file: for each folder its entries, its folders, its tree."""
        data = (self.index.with_name(index) if index else self.index).read_bytes()
        at = data.index(b"TREE") + 8
        found: Trees = {}

        def node(at: int, above: str) -> int:
            end = data.index(b"\0", at)
            path = above + os.fsdecode(data[at:end])
            line = data.index(b"\n", end)
            entries, subtrees = map(int, data[end + 1 : line].split())
            at = line + 1 + (20 if entries >= 0 else 0)
            assert path not in found
            found[path] = entries, subtrees, data[line + 1 : at].hex()
            for _ in range(subtrees):
                at = node(at, path + "/")
            return at

        node(at, "")
        return found

"""Trees and packs written here are those that git would write."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from pdctl.store.git import Git, Writer
from pdctl.store.pack import NewObjects, object_id, write_tree

NAMES = ("a", "a.b", "a-b", "a0", "b", "ab", "党", "zz", "é")


def git(folder: Path, *args: str, data: bytes | None = None) -> bytes:
    return subprocess.run(["git", *args], cwd=folder, input=data, capture_output=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def by_git(folder: Path, files: Mapping[str, bytes]) -> str:
    """The tree that git itself writes for some files."""
    git(folder, "read-tree", "--empty")
    lines = [
        b"100644 %s\t%s\0" % (git(folder, "hash-object", "-w", "--stdin", data=data).strip(), path.encode())
        for path, data in files.items()
    ]
    git(folder, "update-index", "--add", "-z", "--index-info", data=b"".join(lines))
    return git(folder, "write-tree").decode().strip()


def conflicts(path: str, files: Iterable[str]) -> bool:
    return any(other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in files)


@pytest.mark.parametrize("seed", range(6))
def test_trees_after_random_changes(repository: Path, seed: int) -> None:
    """Put in, change, take out: each time the same tree as git's; names sort as git sorts them."""
    chance = random.Random(seed)
    gateway, writer = Git(repository), Writer(repository)
    files: dict[str, bytes] = {}
    tree: str | None = None
    for _ in range(8):
        changes: dict[str, bytes | None] = {}
        for _ in range(chance.randrange(1, 6)):
            path = "/".join(chance.choice(NAMES) for _ in range(chance.randrange(1, 4)))
            if conflicts(path, {*files, *changes}):
                continue
            changes[path] = None if path in files and chance.random() < 0.4 else chance.randbytes(chance.randrange(40))
        if chance.random() < 0.3 and files:
            changes[chance.choice(sorted(files))] = None
        new = NewObjects()
        tree = write_tree(tree, changes, lambda oid: found[2] if (found := gateway.objects.read(oid)) else None, new)
        writer.store(new.pack())
        files = {path: data for path, data in {**files, **changes}.items() if data is not None}
        assert tree == (by_git(repository, files) if files else None)
    gateway.close()
    git(repository, "fsck", "--strict")


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 2047, 2048, 2049, 262143, 262144, 1 << 20])
def test_packs_of_every_size(repository: Path, size: int) -> None:
    """The header of an object grows with its size."""
    data = random.Random(size).randbytes(size)
    new = NewObjects()
    oid = new.add("blob", data)
    assert oid == object_id("blob", data) == git(repository, "hash-object", "--stdin", data=data).decode().strip()
    Writer(repository).store(new.pack())
    assert git(repository, "cat-file", "blob", oid) == data


def test_the_same_object_is_packed_once(repository: Path) -> None:
    new = NewObjects()
    assert new.add("blob", b"x") == new.add("blob", b"x")
    assert new.pack()[8:12] == b"\0\0\0\1"
    Writer(repository).store(new.pack())


def test_a_pack_that_was_damaged_is_refused(repository: Path) -> None:
    from pdctl.store.git import Failure

    new = NewObjects()
    new.add("blob", b"x" * 100)
    packed = bytearray(new.pack())
    packed[20] ^= 1
    with pytest.raises(Failure):
        Writer(repository).store(bytes(packed))

"""A long history of signed steps: one commit a record, each signed by a real key, as pdctl would have made it.

The commits are built here, because making them one by one through the command line would take hours; `pdctl verify`
finds nothing wrong with them, which is checked before a history is used.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from items import Made, make_items
from make_repository import NOW, build_staff, git

from pdctl.core.numbers import item_folder
from pdctl.store.pack import NewObjects, write_tree
from pdctl.store.yaml_read import load

_KEPT_TREES = 20_000
_TYPE = {"commit": 1, "tree": 2, "blob": 3}


class PackFile:
    """A pack that grows: objects are written as they come, the count at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("wb")
        self.file.write(b"PACK" + struct.pack(">II", 2, 0))
        self.seen: set[bytes] = set()

    def add(self, kind: str, data: bytes, oid: str) -> None:
        """Write one object, once."""
        key = bytes.fromhex(oid)
        if key in self.seen:
            return
        self.seen.add(key)
        size, first = len(data) >> 4, (_TYPE[kind] << 4) | (len(data) & 15)
        head = bytearray()
        while size:
            head.append(first | 0x80)
            first, size = size & 0x7F, size >> 7
        head.append(first)
        self.file.write(bytes(head) + zlib.compress(data, 1))

    def finish(self) -> Path:
        """Write count and checksum."""
        self.file.close()
        digest = hashlib.sha1(usedforsecurity=False)
        with self.path.open("r+b") as file:
            file.seek(8)
            file.write(struct.pack(">I", len(self.seen)))
            file.seek(0)
            while chunk := file.read(1 << 20):
                digest.update(chunk)
            file.write(digest.digest())
        return self.path


class Signer:
    """Signs commits with the keys of the repository's persons, in OpenSSH's format."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys: dict[str, tuple[Ed25519PrivateKey, bytes]] = {}

    def sign(self, person: str, payload: bytes) -> bytes:
        """The armored signature of a person over a payload, as a commit header holds it."""
        key, blob = self._key(person)
        inner = b"SSHSIG" + b"".join(map(_sized, (b"git", b"", b"sha512", hashlib.sha512(payload).digest())))
        signature = _sized(_sized(b"ssh-ed25519") + _sized(key.sign(inner)))
        parts = b"".join(map(_sized, (blob, b"git", b"", b"sha512"))) + signature
        body = base64.b64encode(b"SSHSIG" + (1).to_bytes(4) + parts)
        lines = [body[n : n + 70] for n in range(0, len(body), 70)]
        return b"\n ".join([b"-----BEGIN SSH SIGNATURE-----", *lines, b"-----END SSH SIGNATURE-----"])

    def _key(self, person: str) -> tuple[Ed25519PrivateKey, bytes]:
        if person not in self.keys:
            key = load_ssh_private_key((self.folder / person).read_bytes(), None)
            assert isinstance(key, Ed25519PrivateKey)
            public = (self.folder / f"{person}.pub").read_text().split()[1]
            self.keys[person] = (key, base64.b64decode(public))
        return self.keys[person]


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def history(cache: Path, commits: int, say: Callable[[str], None]) -> Path:
    """The folder that holds `repository/`, `keys/` and `introduction`, made now or by an earlier run."""
    folder = cache / f"history-{commits}"
    if not (folder / "done").exists():
        if folder.exists():
            raise SystemExit(f"{folder} was begun and not finished; delete it and start again")
        say(f"making a history of {commits:,} signed commits in {folder}")
        (folder / "introduction").parent.mkdir(parents=True)
        introduction, places = build_staff(folder)
        (folder / "introduction").write_text(introduction)
        _write(folder, commits, places)
        (folder / "done").touch()
    return folder


def _write(folder: Path, commits: int, places: list[str]) -> None:
    target, signer = folder / "repository", Signer(folder / "keys")
    pack = PackFile(folder / "history.pack")
    tip = git(target, "rev-parse", "HEAD")
    tree = git(target, "rev-parse", "HEAD^{tree}")
    trees: dict[str, bytes] = {}

    def read(oid: str) -> bytes | None:
        if oid not in trees:
            trees[oid] = _object(target, oid)
        return trees[oid]

    for number, (item, files, person) in enumerate(_steps(commits, places)):
        new = NewObjects()
        tree = write_tree(tree, files, read, new) or ""
        for oid, (kind, data) in new.all().items():
            pack.add(kind, data, oid)
            if kind == "tree":
                trees[oid] = data
        if len(trees) > _KEPT_TREES:
            for oid in list(trees)[: _KEPT_TREES // 2]:
                del trees[oid]
        tip = _commit(pack, signer, tree, tip, person, item, int(NOW.timestamp()) - commits + number)
    path = pack.finish()
    with path.open("rb") as data:
        git(target, "index-pack", "--stdin", stdin=data)
    path.unlink()
    git(target, "update-ref", "refs/heads/main", tip)
    git(target, "reset", "--quiet", "--hard")


def _object(target: Path, oid: str) -> bytes:
    import subprocess

    return subprocess.run(["git", "cat-file", "tree", oid], cwd=target, capture_output=True, check=True).stdout


def _steps(commits: int, places: list[str]) -> Iterator[tuple[Made, dict[str, bytes | None], str]]:
    """One step after the other: the item, the files of its commit, and who signs."""
    done = 0
    for item in make_items(commits // 9 + 1, 0, places):
        prefix = f"{item_folder(item.id)}/record/"
        content = {path: data for path, data in item.files.items() if not path.startswith(prefix)}
        for path, data in item.files.items():
            if not path.startswith(prefix):
                continue
            if done == commits:
                return
            files: dict[str, bytes | None] = {path: data, **(content if path.endswith("0001-propose.yaml") else {})}
            yield item, files, str(load(data)["by"])
            done += 1


def _commit(pack: PackFile, signer: Signer, tree: str, parent: str, person: str, item: Made, seconds: int) -> str:
    who = f"{person} <{person}@pdctl.invalid> {seconds} +0800"
    head = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}".encode()
    message = f"\n\n办理 {item.id}\n".encode()
    data = head + b"\ngpgsig " + signer.sign(person, head + message) + message
    oid = hashlib.sha1(f"commit {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
    pack.add("commit", data, oid)
    return oid


def main() -> None:
    """Make a history from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "pdctl-benchmarks")
    given = parser.parse_args()
    print(history(given.cache, given.commits, print))


if __name__ == "__main__":
    main()

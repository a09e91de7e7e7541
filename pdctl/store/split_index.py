"""New files put into git's index without reading the part of it that is shared.

git reads its whole index to add one file, and that of 100,000 items takes longer than the rest of a step. A *split*
index keeps nearly all entries in a shared file. The file on top holds the few that came later, and TREE: for each
folder the number of its entries and the tree that they make. Where TREE says that the index is the old commit, what
the new commit adds can be put into the top file alone. Whatever is not exactly so is left to git.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
from collections.abc import Iterator, Mapping

from pdctl.core.frozen import dataclass

MOST = 10_000  # entries in the top file, before git is to make a new shared one
_VERSION_2 = b"DIRC\0\0\0\2"
_SHA1 = 20
_FIXED = 62  # bytes of an entry before its name
_NAME = 0x0FFF
_FILE = 0o100644
_HEADER = re.compile(rb"\0([0-9]{1,10}) ([0-9]{1,10})\n\Z")
_HEADER_ROOM = 23
Piece = bytes | memoryview


@dataclass(frozen=True)
class NewFile:
    """A file to be added: its blob, and what the work tree says of it."""

    oid: str
    stat: os.stat_result

    def entry(self, path: bytes) -> bytes:
        """As the index holds it: padded with one to eight NUL bytes to a multiple of eight."""
        stat = self.stat
        times = (*divmod(stat.st_ctime_ns, 10**9), *divmod(stat.st_mtime_ns, 10**9))
        numbers = (*times, stat.st_dev, stat.st_ino, _FILE, stat.st_uid, stat.st_gid, stat.st_size)
        fixed = struct.pack(">10I", *(number & 0xFFFFFFFF for number in numbers))
        data = fixed + bytes.fromhex(self.oid) + struct.pack(">H", len(path)) + path
        return data + bytes(8 - len(data) % 8)


@dataclass(frozen=True)
class Node:
    """A folder in TREE: where it stands there, and what it counts."""

    begin: int
    end: int
    entries: int
    subtrees: int


@dataclass(frozen=True)
class Top:
    """The top file of a split index: entries in place of shared ones, entries with a name, and the two extensions."""

    replacing: bytes
    named: tuple[bytes, ...]
    link: bytes
    tree: bytes

    @property
    def shared(self) -> str:
        """The id by which the shared file is called."""
        return self.link[:_SHA1].hex()

    @property
    def root(self) -> str | None:
        """The tree that all entries make together, where that is known."""
        found = _HEADER.search(self.tree[: self.tree.find(b"\n") + 1])
        return self.tree[found.end() : found.end() + _SHA1].hex() if found and found.start() == 0 else None

    def with_files(
        self, files: Mapping[bytes, NewFile], folders: Mapping[bytes, tuple[str | None, str]]
    ) -> Iterator[Piece] | None:
        """The bytes of the file with some more in it, or None where that cannot be told for certain.

        `folders` are those above the files, the root (an empty name) too: their trees before and after.
        """
        tree = _grown(self.tree, files, folders)
        if tree is None or max(map(len, files)) >= _NAME:
            return None
        named = sorted([*self.named, *(file.entry(path) for path, file in files.items())], key=_name)
        count = len(self.replacing) // _padded(0) + len(named)
        head = _VERSION_2 + struct.pack(">I", count)
        return _summed(head, self.replacing, *named, *_extension(b"link", self.link), *_extension(b"TREE", *tree))


def parse(data: bytes) -> Top | None:
    """The top file of a split index of version 2 with nothing but TREE, all of it sound; None for any other index."""
    body = memoryview(data)[:-_SHA1]
    if data[:8] != _VERSION_2 or hashlib.sha1(body, usedforsecurity=False).digest() != data[-_SHA1:]:
        return None
    try:
        count, at = struct.unpack_from(">I", body, 8)[0], 12
        if count > MOST:
            return None
        entries: list[bytes] = []
        for _ in range(count):
            size = _padded(struct.unpack_from(">H", body, at + _FIXED - 2)[0] & _NAME)
            entries.append(data[at : at + size])
            at += size
        extensions = list(_extensions(data, at, len(body)))
    except struct.error:
        return None
    found = dict(extensions)
    if len(extensions) != len(found) or found.keys() | {b"TREE"} != {b"link", b"TREE"} or any(map(_is_long, entries)):
        return None
    replacing = [entry for entry in entries if len(entry) == _padded(0) and not _name(entry)]
    named = tuple(entries[len(replacing) :])
    if not all(map(_name, named)):
        return None
    return Top(b"".join(replacing), named, found[b"link"], found.get(b"TREE", b""))


def _padded(length: int) -> int:
    return (_FIXED + length + 8) & ~7


def _name(entry: bytes) -> bytes:
    return entry[_FIXED:].rstrip(b"\0")


def _is_long(entry: bytes) -> bool:
    """Whether the length of its name is not in its flags, so that its end was guessed."""
    return entry[_FIXED - 2] & 0x0F == 0x0F and entry[_FIXED - 1] == 0xFF


def _extensions(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while at < end:
        name, size = struct.unpack_from(">4sI", data, at)
        if at + 8 + size > end:
            raise struct.error
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size


def _extension(name: bytes, *pieces: Piece) -> tuple[Piece, ...]:
    return name + struct.pack(">I", sum(map(len, pieces))), *pieces


def _summed(*pieces: Piece) -> Iterator[Piece]:
    total = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        total.update(piece)
        yield piece
    yield total.digest()


def _grown(
    tree: bytes, files: Mapping[bytes, NewFile], folders: Mapping[bytes, tuple[str | None, str]]
) -> list[Piece] | None:
    """TREE with more files: each folder above them must be in it, once, with its tree of before."""
    nodes: dict[bytes, Node] = {}
    for path in sorted(folders, key=lambda path: (path != b"", path.count(b"/"))):  # the root, and what is above, first
        before = folders[path][0]
        if before is None:
            continue
        above, _, name = path.rpartition(b"/")
        start = nodes[above].end if path and above in nodes else 0
        node = _node(tree, name, before, start)
        if node is None or (not path) != (node.begin == 0):
            return None
        nodes[path] = node
    if b"" not in nodes:
        return None
    pieces: list[Piece] = []
    whole, done = memoryview(tree), 0
    for path, node in sorted(nodes.items(), key=lambda item: item[1].begin):
        pieces += [whole[done : node.begin], _node_bytes(path, files, folders, node)]
        done = node.end
    return [*pieces, whole[done:]]


def _node(tree: bytes, name: bytes, oid: str, start: int) -> Node | None:
    """The one folder of that name and tree after some place. Two equal ones could be mistaken for each other."""
    at = tree.find(bytes.fromhex(oid), start)
    if at < 0 or tree.find(bytes.fromhex(oid), at + 1) >= 0:
        return None
    header = _HEADER.search(tree[max(0, at - _HEADER_ROOM) : at])
    if header is None:
        return None
    begin = at - len(header[0]) - len(name)
    if begin < 0 or tree[begin : begin + len(name)] != name or not _ends_a_node(tree, begin):
        return None
    return Node(begin, at + _SHA1, int(header[1]), int(header[2]))


def _ends_a_node(tree: bytes, end: int) -> bool:
    """Whether a folder with a tree stands right before some place, so that a name begins there."""
    return end == 0 or _HEADER.search(tree[max(0, end - _SHA1 - _HEADER_ROOM) : max(0, end - _SHA1)]) is not None


def _node_bytes(
    path: bytes,
    files: Mapping[bytes, NewFile],
    folders: Mapping[bytes, tuple[str | None, str]],
    node: Node | None = None,
) -> bytes:
    """A folder as it will be, with the new folders in it right behind it; git puts them in their places on reading."""
    inside = path + b"/" if path else b""
    new = [sub for sub, (before, _) in folders.items() if before is None and sub.rpartition(b"/")[0] == path]
    entries = (node.entries if node else 0) + sum(file.startswith(inside) for file in files)
    subtrees = (node.subtrees if node else 0) + len(new)
    head = path.rpartition(b"/")[2] + b"\0%d %d\n" % (entries, subtrees) + bytes.fromhex(folders[path][1])
    new.sort(key=lambda sub: (len(sub), sub))
    return head + b"".join(_node_bytes(sub, files, folders) for sub in new)

"""New objects of one change: trees written without an index, handed to git as one small pack.

An index of the whole repository would cost as much as all the files that lie there; a change costs only the folders
on the way to what it touches.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from pdctl.store.git import TreeEntry, parse_tree

_TYPE = {"tree": 2, "blob": 3}


class NewObjects:
    """Blobs and trees that a change adds, by id."""

    def __init__(self) -> None:
        self._objects: dict[str, tuple[str, bytes]] = {}

    def add(self, kind: str, data: bytes) -> str:
        """Add an object; returns its id."""
        oid = object_id(kind, data)
        self._objects[oid] = (kind, data)
        return oid

    def get(self, oid: str) -> bytes | None:
        """The bytes of an object that was added, or None."""
        found = self._objects.get(oid)
        return found[1] if found else None

    def all(self) -> dict[str, tuple[str, bytes]]:
        """All objects by id: kind and bytes."""
        return dict(self._objects)

    def pack(self) -> bytes:
        """All objects as a pack (version 2)."""
        body = b"PACK" + struct.pack(">II", 2, len(self._objects))
        body += b"".join(_header(kind, len(data)) + zlib.compress(data) for kind, data in self._objects.values())
        return body + hashlib.sha1(body, usedforsecurity=False).digest()


def object_id(kind: str, data: bytes) -> str:
    """The id git gives to an object."""
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()


def _header(kind: str, size: int) -> bytes:
    first = (_TYPE[kind] << 4) | (size & 15)
    size >>= 4
    out = bytearray()
    while size:
        out.append(first | 0x80)
        first, size = size & 0x7F, size >> 7
    out.append(first)
    return bytes(out)


def write_tree(
    base: str | None, files: Mapping[str, bytes | None], read: Callable[[str], bytes | None], new: NewObjects
) -> str | None:
    """The id of the tree `base` with some files put in (or taken out: None); None for an empty tree.

    `read` gives the bytes of a tree by its id.
    """
    nested: dict[str, Any] = {}
    for path, data in files.items():
        *folders, name = path.split("/")
        level = nested
        for folder in folders:
            level = level.setdefault(folder, {})
        level[name] = data
    return _tree(base, nested, read, new)


def _tree(
    base: str | None, changes: dict[str, Any], read: Callable[[str], bytes | None], new: NewObjects
) -> str | None:
    data = (new.get(base) or read(base)) if base else None
    entries = {entry.name: entry for entry in parse_tree(data)} if data else {}
    for name, change in changes.items():
        key = name.encode()
        old = entries.pop(key, None)
        if isinstance(change, dict):
            oid = _tree(old.oid if old and old.is_tree else None, change, read, new)
            if oid:
                entries[key] = TreeEntry("40000", key, oid)
        elif change is not None:
            entries[key] = TreeEntry("100644", key, new.add("blob", change))
    if not entries:
        return None
    ordered = sorted(entries.values(), key=lambda e: e.name + b"/" if e.is_tree else e.name)
    return new.add("tree", b"".join(f"{e.mode} ".encode() + e.name + b"\0" + bytes.fromhex(e.oid) for e in ordered))

"""A view for the verifier: every folder and file it reads is hashed again on the way from the commit down."""

from __future__ import annotations

from functools import cached_property

from pdctl.store.git import TreeEntry
from pdctl.store.history import parse_strict, read_object
from pdctl.store.trees import EMPTY, Folder, Trees
from pdctl.store.view import View


class Proven(View):
    """The files of one commit, each proved by its id. Reading raises `BadObject` where an object was tampered with."""

    def __init__(self, trees: Trees, commit: str | None, tree: str | None = None) -> None:
        """`tree` is that of the commit, where it was proved already."""
        super().__init__(trees.git, commit)
        self._trees = trees
        if tree:
            self._root = tree

    def at(self, commit: str, tree: str | None = None) -> Proven:
        """The same repository at another commit; releases, which never change, stay read."""
        moved = Proven(self._trees, commit, tree)
        moved._releases = self._releases
        return moved

    @cached_property
    def _root(self) -> str | None:
        return parse_strict(self.commit, read_object(self.git, self.commit, "commit")).tree if self.commit else None

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None."""
        if path not in self._blobs:
            folder, _, name = path.rpartition("/")
            entry = (self._folder(folder) or EMPTY).get(name.encode())
            plain = entry is not None and entry[0] in (b"100644", b"100755")
            self._blobs[path] = read_object(self.git, entry[1].hex(), "blob") if entry and plain else None
        return self._blobs[path]

    def entries(self, folder: str) -> list[TreeEntry]:
        """What lies directly in a folder."""
        found = (self._folder(folder) or EMPTY).entries()
        return [TreeEntry(mode.decode(), name, oid.hex()) for name, (mode, oid) in found.items()]

    def _folder(self, path: str) -> Folder | None:
        """A folder, or None where there is none."""
        tree = self._root
        for part in path.split("/") if path else ():
            entry = self._trees.folder(tree, path).get(part.encode())
            if entry is None or entry[0] != b"40000":
                return None
            tree = entry[1].hex()
        return self._trees.folder(tree, path)

"""Trees: each is hashed and taken apart strictly, and two of them give what a commit changed.

A step changes one entry in each folder on the way to its record, so a folder is most often read from the one before
it: what was checked there need not be checked again.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import accumulate, count
from typing import NamedTuple

from pdctl.core.frozen import dataclass
from pdctl.core.paths import Change
from pdctl.core.text import Msg, msg
from pdctl.store.git import Git
from pdctl.store.history import BadObject, read_object
from pdctl.store.yaml_read import BAD_CHARACTER

_FILE, _FOLDER = b"100644", b"40000"
_MODES = {_FILE, _FOLDER, b"100755", b"120000", b"160000"}
_ENTRY = re.compile(rb"([0-7]{5,6}) ([^\0/]+)\0([\s\S]{20})")
_RESERVED = re.compile(
    r"(?:^|/)(?i:\.git|git~[0-9]+|con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(?:\.[^/]*)?(?:/|\Z)|[ .](?:/|\Z)"
)
# What some systems read as a separator or a stream, and what nobody sees in a name.
_STRANGE = re.compile(r"[\\:*?\"<>|\t\n\r\u00ad\u200b-\u200d\u2060]")
_TREES_KEPT, _BYTES_KEPT = 4_000, 64 << 20
# A step touches a handful of files; more than this in one commit is meant to exhaust whoever reads it.
MAX_CHANGES = 20_000
MAX_DEPTH = 32
MAX_FOLDER = 8 << 20
MAX_TOGETHER = 1 << 30


Entry = tuple[bytes, bytes]
Steps = Iterator[str]


@dataclass(frozen=True)
class Names:
    """What the states of a folder have in common while only ids change: each name with its number, in their order.

    `modes` and `places` tell of each number the mode, and where the id stands in the bytes; `collides` counts names
    that differ only in capitals or normal form; `plain` says that all are in ASCII and small letters.
    """

    numbers: dict[bytes, int]
    modes: tuple[bytes, ...]
    places: tuple[int, ...]
    collides: int
    plain: bool = True


class Folder(NamedTuple):
    """A tree, checked: its names and its bytes, in which the ids stand.

    `one_of` are the bytes of an earlier state from which this one differs by the entry number `changed` alone: by its
    id, or, where it is `added`, by all of it.
    """

    names: Names
    data: bytes = b""
    one_of: bytes | None = None
    changed: int = 0
    added: bool = False

    def get(self, name: bytes) -> Entry | None:
        """The mode and the binary id of an entry."""
        number = self.names.numbers.get(name)
        return None if number is None else self.entry(number)

    def entries(self) -> dict[bytes, Entry]:
        """All entries in their order."""
        return {name: self.entry(number) for name, number in self.names.numbers.items()}

    def entry(self, number: int) -> Entry:
        """The mode and the binary id of an entry by its number."""
        place = self.names.places[number]
        return self.names.modes[number], self.data[place : place + 20]

    def name(self, number: int) -> bytes:
        """The name of an entry by its number."""
        begin = self.names.places[number - 1] + 20 if number else 0
        return self.data[begin + len(self.names.modes[number]) + 1 : self.names.places[number] - 1]


@dataclass(frozen=True)
class Diff:
    """What a commit changes: each path with its kind of change, the id of each new file, and faults of the names.

    A fault is a rule, a path and a message.
    """

    changes: tuple[Change, ...]
    blobs: dict[str, str]
    faults: tuple[tuple[str, str, Msg], ...]


EMPTY = Folder(Names({}, (), (), 0))


class Trees:
    """Trees by id, read and checked once, and the difference of two of them."""

    def __init__(self, git: Git) -> None:
        self.git = git
        self.kept: OrderedDict[str, Folder] = OrderedDict()
        self._bytes = 0

    def folder(self, oid: str | None, path: str, before: Folder | None = None) -> Folder:
        """A tree, hashed and checked; quicker where it differs little from one `before`. Raises `BadObject`."""
        if oid is None:
            return EMPTY
        kept = self.kept.get(oid)
        if kept is None:
            data = read_object(self.git, oid, "tree")
            if len(data) > MAX_FOLDER:
                raise _too_much(path)
            kept = (_one_differs(before, data) if before else None) or _strict_tree(data, path)
            self.kept[oid] = kept
            self._bytes += len(data)
            while len(self.kept) > _TREES_KEPT or self._bytes > _BYTES_KEPT:
                self._bytes -= len(self.kept.popitem(last=False)[1].data)
        return kept

    def forget(self, oids: Iterable[str]) -> None:
        """Let go of trees, such as those that later ones took the place of."""
        for oid in oids:
            self._bytes -= len(self.kept.pop(oid, EMPTY).data)

    def difference(self, old: str | None, new: str) -> Diff:
        """The difference of two trees, files only. Raises `BadObject`."""
        comparison = Comparison(self, old, new)
        for _ in comparison.steps:
            pass
        return comparison.diff


def changed_files(git: Git, diff: Diff) -> dict[str, bytes | None]:
    """The bytes of what a commit adds or changes, each hashed, and None for what it removes. Raises `BadObject`."""
    files: dict[str, bytes | None] = {}
    together = 0
    for change in diff.changes:
        oid = diff.blobs.get(change.path)
        if oid is None or change.mode != "100644":
            files[change.path] = None if oid is None else b""
            continue
        try:
            data = files[change.path] = read_object(git, oid, "blob")
        except BadObject as bad:
            raise BadObject(bad.rule, bad.message, change.path) from bad
        together += len(data)
        if together > MAX_TOGETHER:  # a small pack can hold it, with one file under many names
            raise BadObject("E-LIMIT", msg("the files are larger than {limit} bytes together", limit=MAX_TOGETHER))
    return files


class Comparison:
    """Two trees being compared.

    Each of its `steps` names a tree that it will read, so that many comparisons can have theirs read together. `changes`
    grows meanwhile; `replaced` are trees that others took the place of.
    """

    def __init__(self, trees: Trees, old: str | None, new: str | None) -> None:
        self._trees = trees
        self.changes: list[Change] = []
        self._blobs: dict[str, str] = {}
        self._faults: list[tuple[str, str, Msg]] = []
        self.replaced: list[str] = []
        self.steps = self._folders(old, new, "")

    @property
    def diff(self) -> Diff:
        """What was found, once there are no more steps."""
        return Diff(tuple(self.changes), self._blobs, tuple(self._faults))

    def _folders(self, old: str | None, new: str | None, prefix: str) -> Steps:
        """Go down from a folder, in a loop where only one entry of it differs."""
        while old != new:
            if prefix.count("/") > MAX_DEPTH:
                raise _too_much(prefix)
            if new is not None:
                yield new
            if old is not None and old not in self._trees.kept:
                yield old
            before = self._trees.folder(old, prefix)
            after = self._trees.folder(new, prefix, before)
            if old is not None:
                self.replaced.append(old)
            if after.one_of is not before.data or not before.data:
                yield from self._entries(before, after, prefix, removed=new is None)
                return
            number = after.changed
            mode, oid = after.entry(number)
            path = prefix + _text(after.name(number), prefix)
            was = None if after.added else before.entry(number)
            if mode != _FOLDER:
                yield from self._entry(was, (mode, oid), path)
                return
            old, new, prefix = was and was[1].hex(), oid.hex(), path + "/"

    def _entries(self, before: Folder, after: Folder, prefix: str, removed: bool) -> Steps:
        if not removed and prefix and not after.data:
            self._faults.append(("E-PATH", prefix, msg("a folder is empty")))
        if after.names.collides > before.names.collides:
            self._faults.append(("E-PATH", prefix, msg("two names differ only in capitals or in their normal form")))
        old_entries, new_entries = before.entries(), after.entries()
        for name in sorted({name for name, _ in old_entries.items() ^ new_entries.items()}):
            yield from self._entry(old_entries.get(name), new_entries.get(name), prefix + _text(name, prefix))

    def _entry(self, was: Entry | None, now: Entry | None, path: str) -> Steps:
        if len(self.changes) > MAX_CHANGES:
            raise _too_much(path)
        old_folder = was[1].hex() if was and was[0] == _FOLDER else None
        new_folder = now[1].hex() if now and now[0] == _FOLDER else None
        if old_folder or new_folder:
            yield from self._folders(old_folder, new_folder, path + "/")
        if now and not new_folder:
            self.changes.append(Change(path, "change" if was and not old_folder else "add", now[0].decode()))
            self._blobs[path] = now[1].hex()
            self._name(path, now[0])
        elif was and not old_folder:
            self.changes.append(Change(path, "delete"))

    def _name(self, path: str, mode: bytes) -> None:
        if mode != _FILE:
            text = msg("only plain files are allowed, not mode {mode}", mode=mode.decode())
            self._faults.append(("E-MODE", path, text))
        if not path.isascii() and unicodedata.normalize("NFC", path) != path:
            self._faults.append(("E-PATH", path, msg("a name is not in its normal form (NFC)")))
        if _RESERVED.search(path):
            self._faults.append(("E-PATH", path, msg("a name is reserved on some systems")))
        if _STRANGE.search(path) or BAD_CHARACTER.search(path):
            self._faults.append(("E-PATH", path, msg("a name holds a character that has no place in names")))


def _too_much(path: str) -> BadObject:
    return BadObject("E-LIMIT", msg("the commit holds too many files or too deep folders"), path[:200])


def _strict_tree(data: bytes, path: str) -> Folder:
    found = _ENTRY.findall(data)
    modes, names, _ = zip(*found, strict=True) if found else ((), (), ())
    numbers = dict(zip(names, count()))
    together = b"".join(names)
    if len(b"".join(modes)) + len(together) + 22 * len(found) != len(data):
        raise BadObject("E-OBJ", msg("a folder is malformed"), path)
    if len(numbers) != len(found):
        raise BadObject("E-OBJ", msg("a folder holds a name twice"), path)
    ordered = [_sorted_as(mode, name) for mode, name in zip(modes, names, strict=True)]
    if ordered != sorted(ordered):
        raise BadObject("E-OBJ", msg("a folder is not sorted"), path)
    if not _MODES.issuperset(modes):
        raise BadObject("E-OBJ", msg("a folder holds an entry of an unknown kind"), path)
    if not numbers.keys().isdisjoint((b".", b"..")):
        raise BadObject("E-PATH", msg("a name leads out of its folder"), path)
    plain = together.isascii() and together.lower() == together
    folded = numbers if plain else set(map(_folded, names))
    sizes = (len(mode) + len(name) + 22 for mode, name in zip(modes, names, strict=True))
    places = tuple(end - 20 for end in accumulate(sizes))
    return Folder(Names(numbers, modes, places, len(numbers) - len(folded), plain), data)


def _one_differs(before: Folder, data: bytes) -> Folder | None:
    """The folder of some bytes that differ from a checked one's by one entry only; None where more differs."""
    was = before.data
    if not was or len(data) != len(was):
        return _one_added(before, data) if was and len(data) > len(was) else None
    # Most often it is the entry that changed the last time: `items` of an organization, the present year, an item.
    number, places = before.changed, before.names.places
    place = places[number]
    if data[:place] != was[:place] or data[place + 20 :] != was[place + 20 :]:
        number = bisect_right(places, _first_difference(was, data)) - 1
        place = places[number]
        if number < 0 or data[:place] != was[:place] or data[place + 20 :] != was[place + 20 :]:
            return None
    return Folder(before.names, data, was, number)


def _one_added(before: Folder, data: bytes) -> Folder | None:
    names, was = before.names, before.data
    common = len(was) if data.startswith(was) else _first_difference(was, data[: len(was)])
    number = bisect_right(names.places, common - 20)
    start = names.places[number - 1] + 20 if number else 0
    end = start + len(data) - len(was)
    entry = _ENTRY.fullmatch(data, start, end)
    if entry is None or data[:start] != was[:start] or data[end:] != was[start:]:
        return None
    mode, name, _ = entry.groups()
    if not names.plain or not _fits(before, number, mode, name):
        return None
    known = list(names.numbers)
    known.insert(number, name)
    places = (*names.places[:number], end - 20, *(place + end - start for place in names.places[number:]))
    modes = (*names.modes[:number], mode, *names.modes[number:])
    return Folder(Names(dict(zip(known, count())), modes, places, names.collides), data, was, number, added=True)


def _fits(before: Folder, number: int, mode: bytes, name: bytes) -> bool:
    """Whether a new name is new in any writing, of a known kind, and stands where the order of a tree wants it."""
    names = before.names
    if mode not in _MODES or name in names.numbers or name in (b".", b".."):
        return False
    if not name.isascii() or name.lower() != name:
        return False
    key = _sorted_as(mode, name)
    left = number == 0 or _sorted_as(names.modes[number - 1], before.name(number - 1)) < key
    return left and (number == len(names.modes) or key < _sorted_as(names.modes[number], before.name(number)))


def _sorted_as(mode: bytes, name: bytes) -> bytes:
    return name + b"/" if mode == _FOLDER else name


def _first_difference(one: bytes, other: bytes) -> int:
    """Where two texts of the same length begin to differ, by halves: comparing is quicker than looking."""
    low, high = 0, len(one)
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def _folded(name: bytes) -> str:
    return unicodedata.normalize("NFC", name.decode("utf-8", "replace")).casefold()


def _text(name: bytes, prefix: str) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadObject("E-PATH", msg("a name is not UTF-8"), prefix) from error

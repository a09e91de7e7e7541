"""What can be found out of many commits in a row: all that needs nothing of the state before them.

The same work in a row is quicker than between other work, and what git is asked for together it reads while signatures
are checked. Nothing is told here: what is wrong with a commit is left out, and found when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pdctl.core.findings import Refusal, Stop
from pdctl.core.paths import classify
from pdctl.store.ahead import Ahead
from pdctl.store.history import BadObject, StrictCommit, checked_key, parse_strict, read_object
from pdctl.store.schema import read_checked
from pdctl.store.sshsig import BadSignature
from pdctl.store.trees import MAX_CHANGES, Comparison, Diff, Trees, changed_files

_COMMITS = 128
# They are checked while git reads: so many take about as long as it needs for a folder of each commit.
_SIGNATURES = 10
_MOST_BYTES = 8 << 20


@dataclass
class Foreseen:
    """A commit, and as much of it as was found out: the key that signed it, its `diff` from the tree `before`, its files.

    `values` are those of the records among its files.
    """

    commit: StrictCommit
    key: str | None = None
    before: str | None = None
    diff: Diff | None = None
    files: dict[str, bytes | None] | None = None
    values: dict[str, Any] = field(default_factory=dict)


class Foresight:
    """Finds out of a chain of commits what can be known early, some in a row each time that the walk comes to them."""

    def __init__(self, ahead: Ahead, trees: Trees, tree: str | None, chain: Sequence[str]) -> None:
        self._ahead = ahead
        self._trees = trees
        self._tree = tree
        self._stretches = iter([chain[start : start + _COMMITS] for start in range(0, len(chain), _COMMITS)])
        self._replaced: list[str] = []
        self._seen: dict[str, Foreseen] = {}
        self._next: Sequence[str] = ()
        self._ask_next()

    def of(self, oid: str) -> dict[str, Foreseen]:
        """What was found out of a commit and others near it. They are to be asked for in the order of the chain."""
        if self._next and oid == self._next[0]:
            # The walk has gone on: it has no more use for trees that later ones took the place of.
            self._trees.forget(self._replaced)
            self._seen, self._replaced = {}, []
            self._foresee()
            self._ask_next()
        return self._seen

    def _ask_next(self) -> None:
        self._next = next(self._stretches, ())
        self._ahead.forget()
        self._ahead.ask(self._next)

    def _foresee(self) -> None:
        self._ahead.take()
        for oid in self._next:
            with suppress(BadObject, Stop):
                self._seen[oid] = Foreseen(parse_strict(oid, read_object(self._trees.git, oid, "commit")))
        unsigned = iter(self._seen.values())
        for wanted in self._compared():
            self._ahead.ask(wanted)
            _check(islice(unsigned, _SIGNATURES))
            self._ahead.take()
        blobs = (oid for one in self._seen.values() if one.diff for oid in one.diff.blobs.values())
        self._ahead.ask(dict.fromkeys(blobs))
        _check(unsigned)
        self._ahead.take()
        _read(self._trees, self._seen.values())

    def _compared(self) -> Iterator[Iterable[str]]:
        """Compare the trees of all commits side by side, a folder further down each time; tells what must be read first."""
        under_way: list[tuple[Foreseen, Comparison]] = []
        for one in self._seen.values():
            one.before, self._tree = self._tree, one.commit.tree
            under_way.append((one, Comparison(self._trees, one.before, one.commit.tree)))
        changes = 0
        while under_way:
            wanted, still = [], []
            for pair in under_way:
                one, comparison = pair
                changes -= len(comparison.changes)
                try:
                    wanted.append(next(comparison.steps))
                    still.append(pair)
                except StopIteration:
                    one.diff = comparison.diff
                    self._replaced += comparison.replaced
                except (BadObject, Stop):  # it is compared again, and told of, in its turn
                    pass
                changes += len(comparison.changes)
                if changes > MAX_CHANGES:  # so that many large commits in a row are compared one by one
                    return
            under_way = still
            yield wanted


def _check(some: Iterable[Foreseen]) -> None:
    for one in some:
        with suppress(BadSignature):
            one.key = checked_key(one.commit)


def _read(trees: Trees, seen: Iterable[Foreseen]) -> None:
    room = _MOST_BYTES
    for one in seen:
        with suppress(BadObject, Stop):
            one.files = changed_files(trees.git, one.diff) if one.diff and room > 0 else None
        for path, data in (one.files or {}).items():
            room -= len(data or b"")
            place = classify(path)
            if data and place and place.kind == "record":
                with suppress(Refusal):
                    one.values[path] = read_checked(data, "record", path)

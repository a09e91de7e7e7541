"""What can be found out of many commits in a row: all that needs nothing of the state before them.

The same work in a row is quicker than between other work. Nothing is told here: what is wrong with a commit is left out,
and found when its turn comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pdctl.core.findings import Refusal, Stop
from pdctl.core.paths import classify
from pdctl.store.history import BadObject, StrictCommit, checked_key, parse_strict
from pdctl.store.schema import read_checked
from pdctl.store.sshsig import BadSignature
from pdctl.store.trees import MAX_CHANGES, Diff, Trees, changed_files

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


def foresee(trees: Trees, tree: str | None, commits: Mapping[str, bytes]) -> dict[str, Foreseen]:
    """What is to be found out of the commits that follow on a tree, by their ids."""
    seen: dict[str, Foreseen] = {}
    for oid, data in commits.items():
        with suppress(BadObject):
            seen[oid] = Foreseen(parse_strict(oid, data))
    for one in seen.values():
        with suppress(BadSignature):
            one.key = checked_key(one.commit)
    _compare(trees, tree, seen.values())
    _read(trees, seen.values())
    return seen


def _compare(trees: Trees, tree: str | None, seen: Iterable[Foreseen]) -> None:
    changes = 0
    for one in seen:
        with suppress(BadObject, Stop):
            one.before, one.diff = tree, trees.difference(tree, one.commit.tree)
            changes += len(one.diff.changes)
        if changes > MAX_CHANGES:
            return
        tree = one.commit.tree


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

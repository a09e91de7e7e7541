"""The case of a quarantine: what the named commit touched, and what counted before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdctl.actions.before import parent_of
from pdctl.actions.judging import Files
from pdctl.core.findings import Finding, Refusal
from pdctl.core.judge.cases import Signer
from pdctl.core.judge.quarantine import QuarantineCase
from pdctl.core.paths import Change, Shape, classify
from pdctl.core.text import msg
from pdctl.store.schema import read_checked
from pdctl.store.trees import Diff
from pdctl.store.view import View

if TYPE_CHECKING:
    from pdctl.actions.verify.walk import Walk
    from pdctl.actions.verify.world import World


def names(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """The quarantine files that a commit touches."""
    return tuple(c.path for c in changes if c.path.startswith("quarantine/") and _kind(c.path) == "quarantine")


def _kind(path: str) -> str:
    place = classify(path)
    return place.kind if place else ""


def touched(walk: Walk, oid: str) -> tuple[str, ...]:
    """The paths that a commit changed against its first parent."""
    parent = walk.git.commit(oid)
    before = walk.tree_of(parent.parents[0]) if parent and parent.parents else None
    return tuple(change.path for change in walk.trees.difference(before, walk.tree_of(oid)).changes)


def case_of(walk: Walk, before: World, diff: Diff, files: Files, signer: Signer) -> QuarantineCase:
    """The case of a quarantine commit. Raises `Refusal`."""
    path = names(diff.changes)[0]
    data = files[path]
    if data is None or len(names(diff.changes)) > 1 or any(c.path == path and c.kind != "add" for c in diff.changes):
        raise Refusal(Finding(msg("a quarantine is changed or removed"), rule="E-APPEND", clause="七(九)", file=path))
    value = read_checked(data, "quarantine", path)
    oid = str(value["commit"])
    known = any(f.commit == oid for f in walk.findings)
    bad = touched(walk, oid) if known else ()
    now = View(walk.git, before.commit)
    after = {p: files[p] if p in files else now.read(p) for p in bad}
    return QuarantineCase(
        parent_of(before),
        signer,
        Shape("quarantine"),
        diff.changes,
        commit=oid if path == f"quarantine/{oid}.yaml" else "",
        reason=str(value["reason"]),
        fails=known,
        unrestored=tuple(p for p in bad if after[p] != before.view.read(p)),
        extra=tuple(p for p in files if p not in bad and p != path),
    )

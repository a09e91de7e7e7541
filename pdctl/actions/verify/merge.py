"""Merges: accepted only where every path is one side's change, the sides touch different items, and all still stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pdctl.actions.tally import Tally
from pdctl.actions.verify.landing import Landing
from pdctl.actions.verify.world import World
from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import Case
from pdctl.core.paths import classify
from pdctl.core.text import msg
from pdctl.store.git import Failure, Git
from pdctl.store.history import StrictCommit, parse_strict, read_object, unreadable
from pdctl.store.index import Index
from pdctl.store.trees import Diff

if TYPE_CHECKING:
    from pdctl.actions.verify.walk import Walk


@dataclass(frozen=True)
class Side:
    """A side branch: its judged cases in order, and every finding against its commits."""

    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]


def judge_merge(walk: Walk, commit: StrictCommit, diff: Diff) -> tuple[tuple[Case, ...], list[Finding]]:
    """Every finding against a merge and the side branch that it brings in, and the cases that it carries."""
    if len(commit.parents) != 2:
        return (), [_refused(msg("a merge has two parents here"), "2", str(len(commit.parents)))]
    base = _base(walk, *commit.parents)
    if base is None:
        return (), [_refused(msg("the merge brings in an unrelated history"), msg("a common beginning"), msg("none"))]
    side = _side(walk, base, commit.parents[1])
    findings = [*side.findings, *_signed_for_both(walk, commit), *_paths(walk, commit, diff, base)]
    if not side.findings:
        landing = Landing(walk.world)
        findings += [found for case in side.cases for found in landing.still_stands(case)]
    return side.cases, list(dict.fromkeys(findings))


def _refused(message: object, expected: object, found: object) -> Finding:
    fix = msg("do not merge: run pdctl sync, which replays your steps on the newest state")
    return Finding(message, rule="E-MERGE", clause="五", expected=expected, found=found, fix=fix)  # type: ignore[arg-type]


def _base(walk: Walk, first: str, second: str) -> str | None:
    try:
        return walk.git.run("merge-base", first, second).decode().strip() or None
    except Failure as failure:
        if failure.code == 1:
            return None
        raise unreadable(failure.stderr) from failure


def _signed_for_both(walk: Walk, commit: StrictCommit) -> Iterator[Finding]:
    """The merge is signed by a key that is active in both parents."""
    for before in (walk.world, World(walk.trees, commit.parents[1], Tally())):
        yield from walk.signer(commit, before)[1]


def _paths(walk: Walk, commit: StrictCommit, diff: Diff, base: str) -> Iterator[Finding]:
    """The merged tree is the first parent's with exactly the side's changes, and both touch different things."""
    base_tree, ours, theirs = (walk.tree_of(oid) for oid in (base, *commit.parents))
    own, side = walk.trees.difference(base_tree, ours), walk.trees.difference(base_tree, theirs)
    brought = {change.path: (change.kind, diff.blobs.get(change.path)) for change in diff.changes}
    wanted = {change.path: (change.kind, side.blobs.get(change.path)) for change in side.changes}
    odd = sorted(path for path in brought.keys() | wanted.keys() if brought.get(path) != wanted.get(path))
    if odd:
        yield _refused(
            msg("the merge changes what neither side changed, or drops a change"), msg("the side's changes"), odd[0]
        )
    both = sorted({_matter(c.path) for c in own.changes} & {_matter(c.path) for c in side.changes})
    if both:
        yield _refused(msg("both sides touch the same matter"), msg("different items"), both[0])


def _matter(path: str) -> str:
    """What a path belongs to: an item, or a catalogue with all its records, or the file alone."""
    place = classify(path)
    if place is not None and place.kind in ("catalog", "release", "catalog-record", "catalog-evidence"):
        return f"catalogs/{place.org}/catalog.yaml"
    return (place.item if place else "") or path


def _side(walk: Walk, base: str, tip: str) -> Side:
    """The commits of the side branch, each judged by its own first parent."""
    cases: list[Case] = []
    findings: list[Finding] = []
    before, last = World(walk.trees, base, tally_at(walk.git, base)), base
    try:
        out = walk.git.run("rev-list", "--reverse", "--topo-order", tip, f"^{base}", f"^{walk.tip}")
    except Failure as failure:
        raise unreadable(failure.stderr) from failure
    for oid in out.decode().split():
        commit = parse_strict(oid, read_object(walk.git, oid, "commit"))
        if commit.parents != (last,):
            line = _refused(msg("a side branch is a line without merges"), last, ", ".join(commit.parents))
            return Side(tuple(cases), (*findings, replace(line, commit=oid)))
        diff = walk.trees.difference(walk.tree_of(last), commit.tree)
        case, found = walk.judged(commit, diff, before)
        found += [Finding(text, rule=rule, file=path) for rule, path, text in diff.faults]
        findings += [replace(f, commit=oid) for f in found]
        if case is not None:
            cases.append(case)
            before.tally.follow(case)
        before.move(oid, commit.tree, diff.changes, case, failed=bool(found))
        last = oid
    if last != tip or (not cases and not findings):
        findings.append(_refused(msg("the merge brings nothing in"), msg("steps of a side branch"), msg("none")))
    return Side(tuple(cases), tuple(findings))


def tally_at(git: Git, commit: str) -> Tally:
    """The numbers given up to a commit."""
    tally = Tally()
    for item, org, number, archive_no, supersedes in Index.aside(git, commit, numbered=True).given():
        tally.count(org, number, archive_no)
        if supersedes:
            tally.successors[supersedes] = item
    return tally

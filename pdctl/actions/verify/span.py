"""`pdctl verify --range A..B`: what a pull request brings, judged from the verified state of the base."""

from __future__ import annotations

from copy import deepcopy

from pdctl.actions.verify.merge import tally_at
from pdctl.actions.verify.resume import begin, save
from pdctl.actions.verify.run import Verdict, complete, trusted_for
from pdctl.actions.verify.share import Progress, advance
from pdctl.actions.verify.walk import Walk
from pdctl.core.findings import usage
from pdctl.core.judge.root import Introduction
from pdctl.core.text import msg
from pdctl.store.git import Git
from pdctl.store.history import first_parents, is_ancestor, unchecked


def verify_range(
    git: Git, given: str | None, text: str, full: bool = False, progress: Progress | None = None
) -> Verdict:
    """Verify the commits of `A..B`, each by its own first parent; nothing is remembered.

    Findings are those of the range only. Raises `Stop` (exit code 6) where the base itself does not verify.
    """
    base, tip = _ends(git, text)
    complete(git)
    introduction = trusted_for(git, base, given).introduction
    fresh = first_parents(git, tip, base)
    first = git.commit(fresh[0]) if fresh else None
    start = first.parents[0] if first and first.parents else base
    walk = _standing_at(git, introduction, base, start, full)
    if first and not first.parents:
        walk = Walk(git, introduction)  # another history altogether: its beginning is not the introduction's
    for number, oid in enumerate(fresh, 1):
        walk.step(oid)
        if progress and number % 200 == 0:
            progress(number, len(fresh))
    return Verdict(introduction, tip, len(fresh), len(fresh), tuple(walk.findings), tuple(walk.quarantined.items()))


def _ends(git: Git, text: str) -> tuple[str, str]:
    """The two commits of a range. Raises `Stop` (usage), or exit code 6 where a commit is not here."""
    left, dots, right = text.partition("..")
    if not (left and dots and right) or right.startswith("."):
        raise usage(msg("this is not a range of commits: {text}", text=text), msg("it looks like main..HEAD"))
    found = [git.tip(name) for name in (left, right)]
    for name, oid in zip((left, right), found, strict=True):
        if oid is None:
            raise unchecked(msg("the commit {name} is not here", name=name), msg("git fetch, with the whole history"))
    return found[0] or "", found[1] or ""


def _standing_at(git: Git, introduction: Introduction, base: str, start: str, full: bool) -> Walk:
    """A walk that stands at a commit of the base's history, once the base is verified."""
    walk = begin(git, introduction, base, full)
    landed = is_ancestor(git, start, base)
    kept = None
    if landed and (walk.tip is None or is_ancestor(git, walk.tip, start)):
        advance(walk, start)
        kept = _fresh_from(walk)
    advance(walk, base)
    save(git, walk)
    if walk.findings:
        raise unchecked(
            msg("the base does not verify itself: {count} findings", count=len(walk.findings)),
            msg("pdctl verify, on the branch of the base"),
        )
    if kept is not None:
        return kept
    if landed and (walk.world.pins or walk.quarantined):
        again = Walk(git, introduction)  # what is set aside depends on all that came before
        advance(again, start)
        return _fresh_from(again)
    return Walk(git, introduction, start, walk.tree_of(start), tally_at(git, start))


def _fresh_from(walk: Walk) -> Walk:
    """A walk from where another stands, without its findings."""
    return Walk(
        walk.git, walk.introduction, walk.tip, walk.tree, deepcopy(walk.tally), pins=dict(walk.world.pins)
    )  # fmt: skip

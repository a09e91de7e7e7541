"""What `pdctl explain` needs: which rule, commit or item is meant, and a commit taken apart and judged again."""

from __future__ import annotations

import difflib
import re

from pdctl.actions.session import Session
from pdctl.actions.verify import trust
from pdctl.actions.verify.merge import tally_at
from pdctl.actions.verify.walk import Walk
from pdctl.core import procedure
from pdctl.core.catalogue import addressee
from pdctl.core.findings import usage
from pdctl.core.judge.cases import Case, CatalogStepCase, StepCase
from pdctl.core.judge.root import Introduction, RootCase
from pdctl.core.paths import Shape, shape_of
from pdctl.core.procedure import Row
from pdctl.core.proof import CommitProof
from pdctl.core.replay import choice_of
from pdctl.core.rules import ALL, Explained, of
from pdctl.core.text import listing, msg
from pdctl.store.history import BadObject, StrictCommit, checked_key, parse_strict, read_object, unchecked
from pdctl.store.sshsig import BadSignature, fingerprint
from pdctl.store.trees import Diff

_RULE = re.compile(r"[EW]-[A-Z-]*", re.IGNORECASE)
_COMMIT = re.compile(r"[0-9a-f]{7,40}|HEAD([~^][0-9]*)*")


def rule(text: str) -> Explained | None:
    """The rule of an id, or None where the text is no id of a rule. Raises `Stop` (usage) with near misses."""
    if not _RULE.fullmatch(text):
        return None
    found = ALL.get(text.upper())
    if found is None:
        near = difflib.get_close_matches(text.upper(), ALL, 3)
        fix = (
            msg("did you mean {names}?", names=listing(*near))
            if near
            else msg("there are: {rules}", rules=listing(*ALL))
        )
        raise usage(msg("there is no rule {rule}", rule=text.upper()), fix)
    return found


def commit_of(session: Session, text: str) -> str | None:
    """The commit meant by an id or part of one, or None."""
    return session.git.tip(text) if _COMMIT.fullmatch(text) else None


def require_item(session: Session, text: str) -> None:
    """Raise `Stop` (usage) with near misses where a text names nothing at all."""
    session.require_repository()
    if text and text.isascii() and session.index.find(text, 1):
        return
    known = [*ALL, *session.index.all_ids()]
    near = difflib.get_close_matches(text, known, 3) or difflib.get_close_matches(f"E-{text.upper()}", ALL, 3)
    fix = msg("did you mean {names}?", names=listing(*near)) if near else msg("pdctl status lists the open items")
    raise usage(msg("there is no rule, item or commit {text}", text=text), fix)


def explain_commit(session: Session, oid: str) -> CommitProof:
    """A commit, taken apart and judged again by its first parent's files. Raises `Stop` (exit code 6)."""
    try:
        commit = parse_strict(oid, read_object(session.git, oid, "commit"))
        return _explained(session, commit)
    except BadObject as bad:
        raise unchecked(bad.message, "pdctl verify") from bad


def _explained(session: Session, commit: StrictCommit) -> CommitProof:
    before = commit.parents[0] if commit.parents else None
    known = None if before else trust.known(commit.oid)
    walk = _walk_at(session, before, known.introduction if known else Introduction("", "", ""))
    diff = walk.trees.difference(walk.tree, commit.tree)
    shape = shape_of(diff.changes)
    case = _case(walk, commit, diff)
    if before or known:
        walk.step(commit.oid)
    return CommitProof(
        commit.oid,
        commit.parents,
        commit.message.partition("\n")[0],
        shape if isinstance(shape, Shape) else None,
        diff.changes,
        *_signed(session, commit),
        of(type(case) if case else RootCase) if case or not before else (),
        tuple(walk.findings),
        _row(case),
        bool(before or known),
    )


def _walk_at(session: Session, before: str | None, introduction: Introduction) -> Walk:
    """A walk that stands at the first parent."""
    walk = Walk(session.git, introduction)
    return (
        Walk(session.git, introduction, before, walk.tree_of(before), tally_at(session.git, before)) if before else walk
    )


def _case(walk: Walk, commit: StrictCommit, diff: Diff) -> Case | None:
    """The case of a commit with one parent."""
    return walk.judged(commit, diff, walk.world)[0] if len(commit.parents) == 1 else None


def _row(case: Case | None) -> Row | None:
    """The row of the procedure table by which a step is allowed."""
    if isinstance(case, CatalogStepCase):
        record, course = case.record, case.course
        filing = record.step in procedure.FILING_STEPS
        state = course.filing_state(record.release or "", addressee(record)) if filing else course.state
        return procedure.find_catalog_row(record.step, record.decision or "", state)
    if not isinstance(case, StepCase):
        return None
    return procedure.find_row(case.record.step, choice_of(case.record), case.course.state)


def _signed(session: Session, commit: StrictCommit) -> tuple[str, str, int]:
    """The person, the fingerprint of the key, and the number of the rules in the parent's files."""
    view = session.view.at(commit.parents[0] if commit.parents else commit.oid)
    try:
        blob = checked_key(commit)
    except BadSignature:
        return "", "", view.settings.rules
    person = next((p.id for p in view.people.values() if any(k.blob == blob for k in p.keys)), "")
    return person, fingerprint(blob), view.settings.rules

"""Certificates: each step of an item with what vouches for it, read from the commits themselves."""

from __future__ import annotations

from collections.abc import Mapping

from pdctl.actions import items, reading
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.actions.verify.run import Verdict
from pdctl.core import procedure
from pdctl.core.findings import Stop
from pdctl.core.model import Record
from pdctl.core.procedure import Row
from pdctl.core.proof import Ending, ItemProof, Step
from pdctl.core.replay import Course, advance, choice_of
from pdctl.store.history import BadObject, checked_key, parse_strict, read_object
from pdctl.store.proven import Proven
from pdctl.store.sshsig import BadSignature, fingerprint
from pdctl.store.trees import Trees


def ending(verdict: Verdict | Stop) -> Ending:
    """How a verification ended, as reports take it."""
    if isinstance(verdict, Stop):
        return Ending(stop=verdict)
    return Ending(
        str(verdict.introduction),
        verdict.tip,
        verdict.commits,
        verdict.fresh,
        verdict.findings,
        verdict.quarantined,
        verdict.sealed.tip if verdict.sealed else "",
    )


def certificate(session: Session, part: str, ended: Ending) -> ItemProof:
    """The proof of the item meant by a part of its id. Raises `Stop` (usage)."""
    item, lines = reading.history(session, part)
    steps = steps_of(session, item, {line.record.seq: line.commit for line in lines})
    commits = {step.commit for step in steps if step.commit}
    findings = tuple(f for f in ended.findings if f.item == item.id or f.commit in commits)
    return ItemProof(item.plan, item.course, items.organization_of(item), steps, findings)


def steps_of(session: Session, item: Item, commits: Mapping[int, str]) -> tuple[Step, ...]:
    """Every step of an item; `commits` maps the number of a record to the commit that brought it."""
    trees = Trees(session.git)
    found: list[Step] = []
    course = Course()
    for record in item.course.records:
        oid = commits.get(record.seq, "")
        key, holder, rules = _vouched(trees, oid)
        same = _same(trees, item, record, oid)
        stale, void = item.course.stale(record), record.seq in item.course.void
        found.append(Step(record, _row(record, course.state), rules, oid, key, holder, same, stale, void))
        course = advance(course, item.plan, item.needs, record)
    return tuple(found)


def _row(record: Record, state: str) -> Row | None:
    """The row of the procedure table that a step went by; by its name alone where the state tells no row."""
    choice = choice_of(record)
    return procedure.find_row(record.step, choice, state) or next(iter(procedure.rows(record.step, choice)), None)


def _vouched(trees: Trees, oid: str) -> tuple[str, str, int]:
    """The fingerprint of the key that signed a commit, whose it was in the parent's files, and the parent's rules."""
    if not oid:
        return "", "", 0
    try:
        commit = parse_strict(oid, read_object(trees.git, oid, "commit"))
        blob = checked_key(commit)
        before = Proven(trees, commit.parents[0] if commit.parents else oid)
        holder = next((p.id for p in before.people.values() if any(k.blob == blob for k in p.keys)), "")
        return fingerprint(blob), holder, before.settings.rules
    except (BadObject, BadSignature):
        return "", "", 0


def _same(trees: Trees, item: Item, record: Record, oid: str) -> bool:
    """Whether a record lies here as the commit has it that brought it."""
    path = f"{item.folder}/record/{record.file_name}"
    try:
        return bool(oid) and Proven(trees, oid).read(path) == Proven(trees, item.view.commit).read(path)
    except BadObject:
        return False

"""隔离: a landed commit that fails is neutralised by a signed, visible commit of an admin; history stays as it is."""

from __future__ import annotations

from pdctl.actions.landing import Draft, commit_all, identity_of, move, scanned
from pdctl.actions.session import Session
from pdctl.actions.texts import prose, schema_for
from pdctl.actions.verify import run as verifying
from pdctl.actions.verify.quarantine import case_of, touched
from pdctl.actions.verify.walk import Walk
from pdctl.core.findings import Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.judge import judge
from pdctl.core.paths import Change
from pdctl.core.text import listing, msg
from pdctl.store.codec import FORMAT
from pdctl.store.git import Writer
from pdctl.store.trees import Diff
from pdctl.store.view import View
from pdctl.store.yaml_write import dump


@dataclass(frozen=True)
class Quarantined:
    """What was set aside, and by which commit (empty with `dry_run`)."""

    commit: str
    restored: tuple[str, ...]
    draft: Draft
    landed: str


def quarantine(
    session: Session, name: str, reason: str, introduction: str | None, dry_run: bool = False
) -> Quarantined:
    """Set a failing commit aside. Raises `Stop` or `Refusal`."""
    branch, tip = session.work_tree.check(), session.tip or ""
    walk = verifying.walk_to(session.git, introduction, tip)
    session.counted = walk.world.view
    oid = _failing(session, walk, name)
    files = _restored(session, walk, oid)
    path = f"quarantine/{oid}.yaml"
    value = {
        "format": FORMAT,
        "commit": oid,
        "reason": prose("--reason", reason),
        "by": session.actor.person.id,
        "at": session.now.isoformat(),
    }
    files[path] = dump(value, schema_for(path, "quarantine"))
    changes = tuple(_change(session.view, p, data) for p, data in sorted(files.items()))
    findings = judge(case_of(walk, walk.world, Diff(changes, {}, ()), files, session.actor.signer))
    if findings:
        raise Refusal(*findings)
    draft = Draft(
        files, f"隔离 {oid[:12]}（{session.actor.person.name}）", (("Quarantine", oid), ("By", session.actor.person.id))
    )
    draft = scanned(draft, path)
    return Quarantined(oid, tuple(sorted(set(files) - {path})), draft, "" if dry_run else _land(session, branch, draft))


def _land(session: Session, branch: str, draft: Draft) -> str:
    person, writer = session.actor.person, Writer(session.git.folder)
    who = identity_of(person.id, person.name, session)
    commit = commit_all(session.git, writer, session.tip, (draft,), who, session.actor.key)[0]
    move(session, writer, branch, session.tip, commit, draft.line)
    return commit


def _failing(session: Session, walk: Walk, name: str) -> str:
    failing = tuple(dict.fromkeys(f.commit for f in walk.findings if f.commit))
    oid = session.git.tip(name) if not name.startswith("-") else None
    if oid in failing:
        return oid
    short = listing(*(commit[:12] for commit in failing)) if failing else msg("none")
    raise usage(msg("the commit {commit} does not fail", commit=name), msg("failing commits: {commits}", commits=short))


def _restored(session: Session, walk: Walk, oid: str) -> dict[str, bytes | None]:
    """The paths of the commit that are not as they were, with what counted before it."""
    good = {path: walk.world.view.read(path) for path in touched(walk, oid)}
    return {path: data for path, data in good.items() if session.view.read(path) != data}


def _change(now: View, path: str, data: bytes | None) -> Change:
    if data is None:
        return Change(path, "delete")
    return Change(path, "add" if now.read(path) is None else "change")

"""Steps meet: fetch, judge what came, replay one's own unpushed steps on it, push; again when somebody was first."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

from pdctl.actions import items
from pdctl.actions.catalogue.step import draft as catalogue_draft
from pdctl.actions.landing import Chain, Draft, forward
from pdctl.actions.session import Session
from pdctl.actions.step import record_file, summary, trailers
from pdctl.actions.verify import run as verifying
from pdctl.actions.verify import trust
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.findings import CONFLICT, Finding, Refusal, Stop, environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.model import Evidence, Record
from pdctl.core.numbers import archive_class, archive_number, item_folder, publication_number
from pdctl.core.paths import Shape, shape_of
from pdctl.core.text import Msg, listing, msg
from pdctl.store import codec
from pdctl.store.git import Failure, Git, Writer
from pdctl.store.history import parse_strict, read_object
from pdctl.store.remote import Overtaken, Remote
from pdctl.store.schema import read_checked
from pdctl.store.sshsig import BadSignature, verify
from pdctl.store.trees import Diff, Trees
from pdctl.store.view import View
from pdctl.store.worktree import left_alone

_TRIES = 40


@dataclass(frozen=True)
class Left:
    """A step that could not be carried over: its old commit, which stays findable, and why."""

    commit: str
    line: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Synced:
    """What a sync did: how many commits came, which steps were replayed and which left, how many were pushed."""

    tip: str
    received: int
    replayed: tuple[str, ...]
    left: tuple[Left, ...]
    pushed: int
    note: Msg | None = None


def sync(opener: Callable[[], Session], introduction: str | None, remote: str = "origin") -> Synced:
    """Bring a clone and its remote together. Raises `Stop` or `Refusal`; own steps are never lost."""
    kept: list[str] = []
    for attempt in range(_TRIES):
        session = opener()
        try:
            done = _once(session, introduction, Remote(session.git.folder, remote))
            return replace(done, note=left_alone([*kept, *session.work_tree.left]))
        except Overtaken:
            time.sleep(random.uniform(0, 0.05 * (attempt + 1)))
        except Stop as stop:
            if stop.exit_code != CONFLICT:
                raise
        finally:
            kept += session.work_tree.left
            session.close()
    raise Stop(CONFLICT, msg("others were first each time"), msg("run pdctl sync again; your own steps are kept"))


def _once(session: Session, introduction: str | None, remote: Remote) -> Synced:
    branch, local = _branch(session), session.tip or ""
    _allowed(session, remote)
    published = session.git.tip(f"refs/remotes/{remote.name}/{branch}")
    theirs = remote.fetch(branch)
    if theirs is None:
        return _first(session, introduction, remote, branch, published)
    _own_is_no_fork(session, introduction, published, local)
    verdict = verifying.verify(session.git, introduction, tip=theirs)
    if not verdict.ok:
        raise Refusal(*verdict.findings)
    own = _between(session.git, theirs, local)
    received = len(_between(session.git, local, theirs))
    replayed: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()
    tip = local
    if received:
        tip, replayed, left = _replay(session, theirs, own)
    pushed = len(_between(session.git, theirs, tip))
    if pushed:
        ours = verifying.verify(session.git, introduction, tip=tip)
        if not ours.ok:
            raise Refusal(*ours.findings)
        _push(remote, tip, branch)
    return Synced(tip, received, replayed, left, pushed)


def _first(session: Session, introduction: str | None, remote: Remote, branch: str, published: str | None) -> Synced:
    """Fill a server that holds nothing yet. One that held the branch before has lost it: nobody mends that in silence."""
    if published:
        raise environment(
            msg("the branch {branch} is gone from {remote}", branch=branch, remote=remote.name),
            msg("ask who keeps the server; every clone holds what was there"),
        )
    tip = session.tip or ""
    verdict = verifying.verify(session.git, introduction, tip=tip)
    if not verdict.ok:
        raise Refusal(*verdict.findings)
    _push(remote, tip, branch)
    return Synced(tip, 0, (), (), len(session.git.run("rev-list", "--first-parent", tip).split()))


def _own_is_no_fork(session: Session, introduction: str | None, published: str | None, local: str) -> None:
    """Own steps that were verified here but never pushed will be made anew: remember only what others have seen."""
    trusted = verifying.trusted_for(session.git, local, introduction)
    if published and trusted.tip and trusted.tip in _between(session.git, published, local):
        trust.remember(replace(trusted, tip=published))


def _branch(session: Session) -> str:
    branch = session.view.settings.branch
    if session.work_tree.check() != f"refs/heads/{branch}":
        raise usage(
            msg("only the branch {branch} is brought together with others", branch=branch), f"git switch {branch}"
        )
    return branch


def _allowed(session: Session, remote: Remote) -> None:
    """The remote is one that the policy names, where it names any."""
    urls, policy = remote.urls(), session.view.settings.policy
    if not urls:
        raise environment(
            msg("this repository has no remote {name}", name=remote.name),
            msg("git remote add {name} URL", name=remote.name),
        )
    for url in urls if policy.remotes else ():
        if url in policy.remotes:
            continue
        raise Refusal(
            Finding(
                msg("the remote {url} is not on the list of the policy", url=url), rule="E-POLICY", clause="七(三)",
                file="disclosure.yaml", expected=listing(*policy.remotes), found=url,
                fix=msg("an admin adds it to policy.remotes in disclosure.yaml"),
            )
        )  # fmt: skip


def _push(remote: Remote, tip: str, branch: str) -> None:
    try:
        remote.push(tip, branch)
    except Failure as failure:
        raise environment(
            msg("the server refused: {problem}", problem=failure.stderr),
            msg("your steps are kept here; mend what it names"),
        ) from failure


def _between(git: Git, old: str, new: str) -> list[str]:
    return git.run("rev-list", "--first-parent", "--reverse", new, f"^{old}").decode().split() if old != new else []


def _replay(session: Session, theirs: str, own: list[str]) -> tuple[str, tuple[str, ...], tuple[Left, ...]]:
    """Own steps once more on the remote's tip; the branch moves once, whatever happens to single steps."""
    if not own:
        return forward(session, theirs), (), ()
    chain = Chain(session, onto=theirs)
    trees, left = Trees(session.git), list[Left]()
    done: list[str] = []
    for oid in own:
        try:
            chain.add(_again(session, chain, trees, oid))
            done.append(oid)
        except Refusal as refusal:
            left.append(Left(oid, _line(session.git, oid), refusal.findings))
    for one in left:
        Writer(session.git.folder).keep(one.commit, f"refs/pdctl/left/{one.commit[:12]}")
    tip = chain.land().commits[-1] if chain.drafts else forward(session, theirs)
    return tip, tuple(done), tuple(left)


def _line(git: Git, oid: str) -> str:
    commit = git.commit(oid)
    return commit.message.partition("\n")[0] if commit else oid


def _again(session: Session, chain: Chain, trees: Trees, oid: str) -> Draft:
    """The draft of an own commit on the present end of the chain. Raises `Refusal`."""
    commit = parse_strict(oid, read_object(session.git, oid, "commit"))
    _own(session, commit.signature, commit.payload, oid)
    parent = session.git.commit(commit.parents[0]) if commit.parents else None
    diff = trees.difference(parent.tree if parent else None, commit.tree)
    shape = shape_of(diff.changes)
    if isinstance(shape, Shape) and shape.kind == "step":
        return _step_again(session, chain, shape, diff, View(session.git, oid))
    files = _same_files(session, chain, diff, commit.parents[0], oid)
    if isinstance(shape, Shape) and shape.kind == "catalog-step":
        return _catalog_step_again(session, chain, shape, files)
    line, _, rest = commit.message.partition("\n")
    return Draft(files, line, _trailers(rest))


def _trailers(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.removeprefix("Pdctl-").partition(": ") for line in text.splitlines() if line.startswith("Pdctl-"))
    return tuple((key, value) for key, _, value in pairs)


def _own(session: Session, signature: str | None, payload: bytes, oid: str) -> None:
    """The commit is signed by whoever syncs: nobody signs again for somebody else."""
    try:
        key = verify(signature or "", payload).key_text
    except BadSignature as bad:
        raise Refusal(Finding(bad.message, rule=bad.rule, commit=oid)) from bad
    person = session.actor.person
    if key not in {k.blob for k in person.keys}:
        raise Refusal(_not_carried(msg("another person signed this unpushed step"), person.id, oid))


def _not_carried(message: Msg, expected: str, oid: str) -> Finding:
    fix = msg("it is kept as {ref}; whoever made it does it again", ref=f"refs/pdctl/left/{oid[:12]}")
    return Finding(message, rule="E-MERGE", clause="五", expected=expected, commit=oid, fix=fix)


def _same_files(session: Session, chain: Chain, diff: Diff, parent: str, oid: str) -> dict[str, bytes | None]:
    """The files of a commit that is no step: carried over only where nobody else changed them meanwhile."""
    before, after = View(session.git, parent), View(session.git, oid)
    for change in diff.changes:
        if before.read(change.path) != chain.view.read(change.path):
            raise Refusal(
                _not_carried(msg("somebody else changed {file} meanwhile", file=change.path), change.path, oid)
            )
    return {change.path: after.read(change.path) if change.kind != "delete" else None for change in diff.changes}


def _step_again(session: Session, chain: Chain, shape: Shape, diff: Diff, then: View) -> Draft:
    """A step on an item: its record numbered anew, its content and evidence as they were."""
    folder = item_folder(shape.item)
    old = codec.record_from(
        read_checked(then.read(f"{folder}/record/{shape.records[0]}.yaml") or b"", "record", folder)
    )
    files: dict[str, bytes | None] = {
        change.path: then.read(change.path) if change.kind != "delete" else None
        for change in diff.changes
        if "/content/" in change.path
    }
    record = _renumbered(session, chain, old, files)
    for piece, new in zip(old.evidence, record.evidence, strict=True):
        files[f"{folder}/record/{new.file}"] = then.read(f"{folder}/record/{piece.file}")
    return Draft({**files, **record_file(record)}, summary(record, session), trailers(record))


def _catalog_step_again(session: Session, chain: Chain, shape: Shape, files: dict[str, bytes | None]) -> Draft:
    """A step of a catalogue, its record numbered anew; what it decides on stays as it was."""
    folder = f"catalogs/{shape.org}/catalog-record"
    name = f"{folder}/{shape.records[0]}.yaml"
    old = codec.catalog_record_from(read_checked(files.pop(name) or b"", "catalog-record", name))
    seq = len(chain.view.catalog_records(shape.org)) + 1
    evidence = tuple(replace(piece, file=_evidence_name(seq, piece.file)) for piece in old.evidence)
    for piece, new in zip(old.evidence, evidence, strict=True):
        files[f"{folder}/{new.file}"] = files.pop(f"{folder}/{piece.file}")
    record = replace(old, seq=seq, evidence=evidence, at=session.now.isoformat())
    return catalogue_draft(session, record, files)


def _evidence_name(seq: int, file: str) -> str:
    """The name of an evidence file under the new number of its record."""
    return f"evidence/{seq:04d}-{file[len('evidence/0000-') :]}"


def _renumbered(session: Session, chain: Chain, old: Record, files: dict[str, bytes | None]) -> Record:
    standing = chain.view.standing(old.item)
    seq = len(standing.course.records) + 1 if standing else 1
    content = dict(standing.content) if standing else {}
    prefix = f"{item_folder(old.item)}/content/"
    for path, data in files.items():
        content.pop(path[len(prefix) :], None)
        if data is not None:
            content[path[len(prefix) :]] = file_digest(data)
    evidence = tuple(Evidence(_evidence_name(seq, piece.file), piece.sha256) for piece in old.evidence)
    record = replace(old, seq=seq, evidence=evidence, at=session.now.isoformat())
    if old.step in ("propose", "revise"):
        record = replace(record, subject=subject_digest(content))
    return _numbered(chain, record)


def _numbered(chain: Chain, record: Record) -> Record:
    """Numbers depend on the tip: they are given anew."""
    item = items.load_at(chain.session, record.item, chain.view) if chain.view.plan(record.item) else None
    if item is None:
        return record
    when, filed = day(record.on), day(record.at)
    if record.step == "publish" and when:
        first = not item.course.published
        number = chain.numbers.highest_number(item.plan.org, when.year) + 1
        return replace(record, number=publication_number(when.year, number) if first else None)
    if record.step == "archive" and filed:
        klass = archive_class(
            chain.view.organizations[item.plan.org], chain.view.organizations, filed.year, record.retention or ""
        )
        return replace(
            record, archive_no=archive_number(klass, chain.numbers.highest_archive(item.plan.org, klass) + 1)
        )
    return record

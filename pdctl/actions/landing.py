"""From a judged change to a signed commit: one change, one commit, and one compare-and-swap of the branch for all.

Nothing of the user's is touched before the branch has moved; a process killed at any instant leaves the old state or
the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING

from pdctl.actions import gate, scan
from pdctl.actions.judging import build_case
from pdctl.actions.reasons import Reasons
from pdctl.actions.session import Actor, Session
from pdctl.actions.tally import Tally
from pdctl.core.findings import ENVIRONMENT, INTERRUPTED, NO_SEAT, Finding, Refusal, Stop, environment
from pdctl.core.frozen import dataclass
from pdctl.core.judge import judge
from pdctl.core.text import Msg, listing, msg
from pdctl.core.trouble import plainly
from pdctl.store.git import Failure, Git, Identity, Writer
from pdctl.store.index import Index
from pdctl.store.interrupts import Pressed, deferred
from pdctl.store.keys import SigningKey, missing_program
from pdctl.store.pack import NewObjects, write_tree
from pdctl.store.scan_key import scan_key
from pdctl.store.sshsig import BadSignature, fingerprint, verify
from pdctl.store.view import Overlay, View
from pdctl.store.worktree import left_alone

if TYPE_CHECKING:
    from pdctl.core.judge.cases import Case

# By which git says that it could not write, whatever it was doing.
_DISK_WORDS = (
    "No space left",
    "insufficient permission",
    "Read-only file system",
    "unable to create",
    "File too large",
)
_FULL = 64 << 10  # bytes


@dataclass(frozen=True)
class Draft:
    """A commit to be: the files it puts in (or takes out: None), one plain line, and trailers.

    `scanned` says that its files went through the gate, or came from the history itself.
    """

    files: Mapping[str, bytes | None]
    line: str
    trailers: tuple[tuple[str, str], ...] = ()
    scanned: bool = False

    @property
    def message(self) -> str:
        """The whole text of the commit."""
        body = "".join(f"Pdctl-{key}: {value}\n" for key, value in self.trailers)
        return f"{self.line}\n\n{body}" if body else f"{self.line}\n"


@dataclass(frozen=True)
class Landed:
    """What was done, or with `dry_run` what would be: the files and text of each commit, and the new view."""

    drafts: tuple[Draft, ...]
    commits: tuple[str, ...]
    view: View
    dry_run: bool
    note: Msg | None = None
    hints: tuple[Finding, ...] = ()


class Chain:
    """Changes that land together or not at all, each judged on what the ones before it leave."""

    def __init__(self, session: Session, actor: Actor | None = None, onto: str | None = None) -> None:
        self.session = session
        self.branch = session.work_tree.check()
        self.actor = actor or session.actor
        self.onto = onto or session.tip
        self.view: View = View(session.git, onto or session.tip)  # read anew: the judge trusts no cache
        self.numbers = Tally(base=Index.aside(session.git, onto) if onto else session.numbers)
        self.drafts: list[Draft] = []
        self.hints: list[Finding] = []

    def add(self, draft: Draft) -> None:
        """Scan and judge one more change. Raises `Refusal` with every finding."""
        if self.session.reasons.ask is not None:
            self._judged(draft)  # whoever may not take the step is not asked for reasons
        passed = gate.passed(draft.files, self.view, lambda: scan.key_of(self.session), self.session.reasons)
        draft = replace(draft, files=passed.files, scanned=True)
        self.hints += passed.hints
        self.numbers.follow(self._judged(draft))
        self.view = Overlay(self.view, draft.files)
        self.drafts.append(draft)

    def _judged(self, draft: Draft) -> Case:
        """The case of a change that is allowed. Raises `Refusal`."""
        case = build_case(self.view, draft.files, self.actor.signer, self.numbers)
        findings = judge(case)
        if findings:
            raise Refusal(*findings)
        return case

    def land(self, dry_run: bool = False) -> Landed:
        """Sign and commit all changes, move the branch, and let the work tree follow."""
        self.session.reasons.unused()
        drafts, hints = tuple(self.drafts), tuple(self.hints)
        if dry_run:
            return Landed(drafts, (), self.view, True, hints=hints)
        session, old = self.session, self.session.tip
        writer = Writer(session.git.folder)
        identity = identity_of(self.actor.person.id, self.actor.person.name, session)
        paths = [path for draft in drafts for path in draft.files]
        with session.work_tree.reading_ahead(writer, old, paths):
            commits = commit_all(session.git, writer, self.onto, drafts, identity, self.actor.key)
            move(session, writer, self.branch, old, commits[-1], drafts[-1].line)
        session.landed = commits
        note = left_alone(session.work_tree.left)
        return Landed(drafts, commits, View(session.git, commits[-1]), False, note, hints)


def scanned(draft: Draft, *only: str) -> Draft:
    """A commit that does not come through a chain, scanned; nothing in it can be acknowledged. Raises `Refusal`.

    `only` names what is written now, where the rest lay in the history before.
    """
    files = {path: data for path, data in draft.files.items() if path in only} if only else draft.files
    gate.passed(files, None, scan_key, Reasons())
    return replace(draft, scanned=True)


def forward(session: Session, commit: str) -> str:
    """Move the branch on to a commit that holds its tip, and let the work tree follow."""
    move(session, Writer(session.git.folder), session.work_tree.check(), session.tip, commit, "sync")
    return commit


def identity_of(person: str, name: str, session: Session) -> Identity:
    """How a commit names a person; the address leads nowhere, for it would be published with every clone."""
    seconds = int(session.now.timestamp())
    return Identity(name, f"{person}@pdctl.invalid", seconds, session.now.strftime("%z"))


def commit_all(
    git: Git, writer: Writer, old: str | None, drafts: tuple[Draft, ...], who: Identity, key: SigningKey
) -> tuple[str, ...]:
    """Sign and write a chain of commits on `old`; no ref moves. Raises `Stop` or `Refusal` (exit code 4 or 5)."""
    if key.locked:
        raise _locked(key)
    drafts = tuple(draft if draft.scanned else scanned(draft) for draft in drafts)
    new = NewObjects()
    trees: list[str] = []
    base = git.commit(old) if old else None
    tree = base.tree if base else None
    for draft in drafts:
        tree = write_tree(tree, draft.files, lambda oid: _tree_bytes(git, oid), new)
        trees.append(tree or "")
    commits: list[str] = []
    try:
        writer.store(new.pack())
        for tree, draft in zip(trees, drafts, strict=True):
            commits.append(writer.commit(tree, commits[-1] if commits else old, draft.message, who, key.argument))
            _check_signature(git, commits[-1], key)
    except Failure as failure:
        raise _explained(failure, key) from failure
    return tuple(commits)


def _tree_bytes(git: Git, oid: str) -> bytes | None:
    found = git.objects.read(oid)
    return found[2] if found else None


def _check_signature(git: Git, oid: str, key: SigningKey) -> None:
    """The new commit is signed, by the key that was meant: checked before anything depends on it."""
    commit = git.commit(oid)
    try:
        signature = verify(commit.signature or "", commit.payload) if commit else None
    except BadSignature as bad:
        raise Refusal(Finding(bad.message, rule=bad.rule, commit=oid, exit_code=NO_SEAT)) from bad
    if signature is None or signature.key_text != key.blob:
        raise Refusal(
            Finding(
                msg("the commit was signed by another key"),
                rule="E-KEY-UNKNOWN",
                expected=fingerprint(key.blob),
                found=fingerprint(signature.key_text) if signature else "",
                exit_code=NO_SEAT,
            )
        )


def _locked(key: SigningKey) -> Stop:
    return Stop(
        NO_SEAT,
        msg("the key is protected by a passphrase and is not in the ssh-agent"),
        msg("unlock it for this session with: ssh-add {file}", file=key.argument),
    )


def _explained(failure: Failure, key: SigningKey) -> Stop:
    text = failure.stderr
    if "cannot run ssh-keygen" in text:
        return missing_program("ssh-keygen")
    if "UNPROTECTED PRIVATE KEY" in text:
        return Stop(
            NO_SEAT,
            msg(
                "other users of this machine can read the key file {file}, so OpenSSH does not use it",
                file=key.argument,
            ),
            f"chmod 600 {key.argument}",
        )
    if failure.command == "commit-tree" and not any(words in text for words in _DISK_WORDS):
        return Stop(NO_SEAT, msg("OpenSSH could not sign: {problem}", problem=text), msg("pdctl doctor"))
    return environment(
        msg("git could not write: {problem}; nothing was changed", problem=plainly(text)), msg("pdctl doctor")
    )


def move(session: Session, writer: Writer, branch: str, old: str | None, new: str, line: str) -> None:
    """Move the branch, then let the work tree follow; Ctrl-C waits for the end of it."""
    tree, pressed = session.work_tree, Pressed()
    try:
        with tree.lock(), deferred() as pressed:
            tree.finish(writer)
            tree.announce(old, new)
            try:
                writer.swap(branch, new, old, f"pdctl: {line}")
            except Stop:  # somebody else moved it, even if to the very same commit
                tree.retract()
                raise
            except Failure:
                if session.git.tip(branch) != new:
                    tree.retract()
                raise
            tree.follow(writer, old, new)
    except (Failure, OSError) as failure:
        problem = _reason(failure, session.git.git_dir)
        if session.git.tip(branch) == new:
            raise Stop(
                INTERRUPTED if pressed.yes else ENVIRONMENT,
                msg(
                    "the step is done ({commit}), but the files in the folder could not be brought up to date: {problem}",
                    commit=new[:12],
                    problem=problem,
                ),
                msg("the next pdctl command brings them up to date"),
            ) from failure
        if pressed.yes:
            raise KeyboardInterrupt from failure
        raise environment(
            msg("git could not write: {problem}; nothing was changed", problem=problem), msg("pdctl doctor")
        ) from failure
    if pressed.yes:
        raise interrupted_after((new,))


def _reason(failure: Failure | OSError, folder: Path) -> Msg | str:
    """Why something could not be written; git does not always say that the disk is full."""
    if disk_usage(folder).free < _FULL:
        return plainly("No space left on device")
    return plainly(failure.stderr if isinstance(failure, Failure) else str(failure))


def interrupted_after(commits: tuple[str, ...]) -> Stop:
    """Ctrl-C came too late: the step is done."""
    names = listing(*(commit[:12] for commit in commits))
    return Stop(INTERRUPTED, msg("Interrupted, but the step was done already: {commits}", commits=names))


def unreported(commits: tuple[str, ...], error: OSError) -> Stop:
    """The step is done, but nobody could be told."""
    names = listing(*(commit[:12] for commit in commits))
    problem = plainly(error.strerror or str(error))
    return environment(
        msg("the step is done ({commits}), but it could not be reported: {problem}", commits=names, problem=problem),
        msg("pdctl status shows what is recorded"),
    )

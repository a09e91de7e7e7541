"""The walk over a history: one commit after the other, each judged by what its first parent says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from pdctl.actions.before import parent_of
from pdctl.actions.judging import Files, case_of
from pdctl.actions.tally import Tally
from pdctl.actions.verify import quarantine
from pdctl.actions.verify.foresight import Foreseen, Foresight
from pdctl.actions.verify.merge import judge_merge, tally_at
from pdctl.actions.verify.world import World
from pdctl.core.digest import seats_digest
from pdctl.core.findings import REFUSED, UNCHECKED, Finding, Refusal, Stop
from pdctl.core.judge import judge
from pdctl.core.judge.cases import Case, OrganizationCase, PeopleCase, SettingsCase, Signer
from pdctl.core.judge.quarantine import QuarantineCase
from pdctl.core.judge.root import Introduction, RootCase
from pdctl.core.model import Person
from pdctl.core.paths import Shape, classify
from pdctl.core.text import msg
from pdctl.store.ahead import reading_ahead
from pdctl.store.calls import NoGit
from pdctl.store.git import Failure, Git
from pdctl.store.history import BadObject, StrictCommit, checked_key, parse_strict, read_object, unreadable
from pdctl.store.objects import Damaged, TooLarge
from pdctl.store.proven import Proven
from pdctl.store.schema import read_checked, schema_of
from pdctl.store.sshsig import BadSignature, fingerprint
from pdctl.store.trees import Diff, Trees, changed_files
from pdctl.store.view import View
from pdctl.store.yaml_read import YamlFault, load_marked


@dataclass
class Walk:
    """A verification under way: where it stands, what it found, how much it saw."""

    git: Git
    introduction: Introduction
    tip: str | None = None
    tree: str | None = None
    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)
    commits: int = 0
    pins: dict[str, str] = field(default_factory=dict)
    quarantined: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.trees = Trees(self.git)
        self._foresight: Foresight | None = None
        self._foreseen: dict[str, Foreseen] = {}
        self._elsewhere: frozenset[str] | None = None
        self.world = World(self.trees, self.tip, self.tally, self.pins)

    @contextmanager
    def looking_ahead(self, chain: Sequence[str]) -> Iterator[None]:
        """While these commits are walked, find out early what needs nothing of the state before them."""
        with reading_ahead(self.git) as ahead:
            self._foresight = Foresight(ahead, self.trees, self.tree, chain)
            try:
                yield
            finally:
                self._foresight, self._foreseen = None, {}

    def step(self, oid: str) -> None:
        """Verify the next commit of the first-parent chain."""
        found: list[Finding] = []
        cases: tuple[Case, ...] = ()
        if self._foresight:
            self._foreseen = self._foresight.of(oid)
        try:
            seen = self._foreseen.get(oid) or Foreseen(parse_strict(oid, read_object(self.git, oid, "commit")))
            commit = seen.commit
            foreseen = seen.diff if seen.before == self.tree else None
            diff = foreseen or self.trees.difference(self.tree, commit.tree)
        except BadObject as bad:
            # Nothing more can be said of it; what follows is judged by what git makes of its files.
            self._collect([Finding(bad.message, rule=bad.rule, file=bad.path)], oid, ())
            self._restart(oid)
            return
        if self.tip is not None and commit.parents[:1] != (self.tip,):
            found.append(
                Finding(
                    msg("the commit does not follow the one before it"),
                    rule="E-BOOT",
                    expected=self.tip,
                    found=", ".join(commit.parents),
                )
            )
        found += [Finding(text, rule=rule, file=path) for rule, path, text in diff.faults]
        if self.tip is None:
            found += self._root(commit, diff)
            if not found:
                self._count_sealed(oid)
        else:
            cases, more = self._judged(commit, diff)
            found += more
        self._collect(found, oid, cases)
        for case in cases:
            self.tally.follow(case)
            if isinstance(case, QuarantineCase) and not found:
                self._set_aside(case)
        only = cases[0] if len(cases) == 1 else None
        self.world.move(oid, commit.tree, diff.changes, only, failed=bool(found))
        self.tip, self.tree = oid, commit.tree
        self.commits += 1

    def _restart(self, oid: str) -> None:
        try:
            raw = self.git.commit(oid)
        except (TooLarge, Damaged):
            raw = None
        self.tip, self.tree = oid, raw.tree if raw and len(raw.tree) == 40 else None
        self.world = World(self.trees, oid, self.tally, self.world.pins)
        self.commits += 1

    def _set_aside(self, case: QuarantineCase) -> None:
        """What is quarantined is no finding any more, but stays named."""
        self.findings = [f for f in self.findings if f.commit != case.commit]
        self.quarantined[case.commit] = case.reason

    def take_over(self, other: Walk) -> None:
        """Stand where another walk came to that began where this one stood."""
        self.tip, self.tree, self.tally, self.world = other.tip, other.tree, other.tally, other.world
        self.findings += other.findings
        self.commits += other.commits
        self.quarantined |= other.quarantined

    def tree_of(self, oid: str) -> str:
        """The tree of a commit. Raises `BadObject`."""
        return tree_of(self.git, oid)

    def _judged(self, commit: StrictCommit, diff: Diff) -> tuple[tuple[Case, ...], list[Finding]]:
        if len(commit.parents) > 1:
            try:
                cases, found = judge_merge(self, commit, diff)
                return cases, [self._placed(f, self.world.view) for f in found]
            except FAULTS as fault:
                return (), findings_of(fault)
        case, findings = self.judged(commit, diff, self.world)
        return (case,) if case else (), findings

    def judged(self, commit: StrictCommit, diff: Diff, before: World) -> tuple[Case | None, list[Finding]]:
        """The case of a commit and every finding against it, authority and procedure both."""
        findings: list[Finding] = []
        try:
            signer, findings = self.signer(commit, before)
            seen = self._seen(commit)
            if seen.files is None or seen.diff is not diff:
                seen = Foreseen(commit, files=changed_files(self.git, diff))
            files = seen.files or {}
            if quarantine.names(diff.changes):
                case: Case = quarantine.case_of(self, before, diff, files, signer)
            else:
                case = case_of(before, diff.changes, files, signer, before.tally, seen.values)
            if not _unknown(findings):
                findings += [more for f in judge(case) for more in _policy_too(case, f)]
            return case, [self._placed(f, before.view) for f in findings]
        except FAULTS as fault:
            return None, [*findings, *findings_of(fault)]

    def _seen(self, commit: StrictCommit) -> Foreseen:
        return self._foreseen.get(commit.oid) or Foreseen(commit)

    def signer(self, commit: StrictCommit, before: World) -> tuple[Signer, list[Finding]]:
        """Who signed, by the first parent's people."""
        nobody = Signer("", "")
        try:
            key = self._seen(commit).key or checked_key(commit)
        except BadSignature as bad:
            return nobody, [replace(self._unsigned(commit), message=bad.message, rule=bad.rule)]
        person, active = before.keys.get(key, (None, False))
        if person is None:
            return nobody, [
                Finding(
                    msg("the key belongs to nobody in the files of the parent"), rule="E-KEY-UNKNOWN", file="people.yaml",
                    expected=msg("a key of people.yaml"), found=fingerprint(key),
                    fix=msg("an admin adds the key first; it works from the next commit on"),
                )
            ]  # fmt: skip
        if not active:
            return Signer(person.id, key), [
                Finding(msg("the key of {person} is retired", person=person.id), rule="E-KEY-RETIRED", file="people.yaml",
                        pointer=_key_at(person, key), expected=msg("an active key"), found=fingerprint(key))
            ]  # fmt: skip
        return Signer(person.id, key), []

    def _unsigned(self, commit: StrictCommit) -> Finding:
        """Where a signed commit elsewhere holds the very same files, a forge has squashed or rebased it."""
        squashed = commit.signature is None and commit.tree != self.tree and commit.tree in self._signed_elsewhere()
        fix = (
            msg("this looks like a squash or rebase by the forge: merge by fast-forward, or run pdctl sync")
            if squashed
            else ""
        )
        return Finding(msg("the commit is not signed"), fix=fix)

    def _signed_elsewhere(self) -> frozenset[str]:
        """The trees of the signed commits that any ref leads to."""
        if self._elsewhere is None:
            oids = self.git.run("rev-list", "--all").decode().split()
            commits = (self.git.commit(oid) for oid in oids)
            self._elsewhere = frozenset(c.tree for c in commits if c and c.signature)
        return self._elsewhere

    def _count_sealed(self, oid: str) -> None:
        """After a sealed history, numbers go on from those that the first commit brings."""
        tally = tally_at(self.git, oid)
        self.tally.publication |= tally.publication
        self.tally.archive |= tally.archive
        self.tally.successors |= tally.successors

    def _root(self, commit: StrictCommit, diff: Diff) -> list[Finding]:
        """The root commit against the introduction."""
        try:
            key = checked_key(commit)
            files = changed_files(self.git, diff)
            for path, data in files.items():
                place = classify(path)
                schema = schema_of(path, place.kind) if place else None
                if schema and data is not None:
                    read_checked(data, schema, path)
            case = _root_case(Proven(self.trees, commit.oid), commit, diff, files, key, self.introduction)
            return judge(case)
        except BadSignature as bad:
            found = [Finding(bad.message, rule=bad.rule)]
        except FAULTS as fault:
            found = findings_of(fault, "E-BOOT")
        if commit.oid != self.introduction.commit:
            text = msg("the history begins with another commit than the introduction says")
            found.append(Finding(text, rule="E-BOOT", expected=self.introduction.commit, found=commit.oid))
        return found

    def _collect(self, found: list[Finding], oid: str, cases: tuple[Case, ...]) -> None:
        item = cases[0].shape.item if len(cases) == 1 else ""
        # Whoever verifies is not the one who lacks a seat or a key.
        self.findings += [replace(f, commit=f.commit or oid, item=f.item or item, exit_code=REFUSED) for f in found]

    @staticmethod
    def _placed(finding: Finding, parent: View) -> Finding:
        """The line of the parent's file on which a finding rests."""
        data = parent.read(finding.file) if finding.file and finding.pointer else None
        if data is None:
            return finding
        try:
            line, column = load_marked(data).where(finding.pointer)
        except YamlFault:
            return finding
        return replace(finding, line=line, column=column)


# A history is written by others: what pdctl did not foresee in it is a finding too, never "ok".
FAULTS = (Refusal, BadObject, Failure, Stop, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def findings_of(fault: Exception, rule: str = "E-POLICY") -> list[Finding]:
    """What a fault says against the commit that was judged; raises it again where it says nothing of it."""
    if isinstance(fault, NoGit) or (isinstance(fault, Stop) and fault.exit_code == UNCHECKED):
        raise fault
    if isinstance(fault, Refusal):
        return list(fault.findings)
    if isinstance(fault, BadObject):
        return [Finding(fault.message, rule=fault.rule, file=fault.path)]
    if isinstance(fault, Failure):
        return [Finding(unreadable(fault.stderr).message, rule="E-OBJ")]
    if isinstance(fault, Stop):
        return [Finding(fault.message, rule=rule, fix=fault.fix)]
    return [Finding(msg("the commit cannot be judged ({problem})", problem=type(fault).__name__), rule="E-SCHEMA")]


def tree_of(git: Git, oid: str) -> str:
    """The tree of a commit, from its own bytes. Raises `BadObject`."""
    return parse_strict(oid, read_object(git, oid, "commit")).tree


def _key_at(person: Person, key: str) -> tuple[str | int, ...]:
    """The place in `people.yaml` that says whether a key of a person is active."""
    number = next(n for n, own in enumerate(person.keys) if own.blob == key)
    return ("people", person.id, "state") if not person.active else ("people", person.id, "keys", number, "state")


def _policy_too(case: Case, finding: Finding) -> tuple[Finding, ...]:
    """Who touches people, seats or settings without the seat breaks the policy as well."""
    if finding.rule != "E-SEAT" or not isinstance(case, (PeopleCase, SettingsCase, OrganizationCase)):
        return (finding,)
    return finding, replace(finding, message=msg("people, seats and settings change only by an admin"), rule="E-POLICY")


def _unknown(findings: list[Finding]) -> bool:
    """Whether nobody is known to have signed: then who might do what is no question any more."""
    return any(f.rule.startswith("E-SIG") or f.rule == "E-KEY-UNKNOWN" for f in findings)


def _root_case(
    view: View, commit: StrictCommit, diff: Diff, files: Files, key: str, introduction: Introduction
) -> RootCase:
    present = {path: data for path, data in files.items() if data is not None}
    signer = next((p.id for p in view.people.values() if any(k.blob == key for k in p.keys)), "")
    return RootCase(
        parent_of(view), Signer(signer, key), Shape("root", view.settings.root), diff.changes, introduction, commit.oid,
        seats_digest(present), fingerprint(key), len(commit.parents), view.settings.sealed is not None,
    )  # fmt: skip

"""`pdctl verify`: from the introduction to the tip, whole or from where the last run ended."""

from __future__ import annotations

from dataclasses import replace

from pdctl.actions.verify import trust
from pdctl.actions.verify.resume import begin, save
from pdctl.actions.verify.share import Progress, advance
from pdctl.actions.verify.trust import Trusted
from pdctl.actions.verify.walk import Walk
from pdctl.core.findings import OK, REFUSED, UNCHECKED, Finding, Refusal, Stop
from pdctl.core.frozen import dataclass
from pdctl.core.judge.root import Introduction
from pdctl.core.model import Sealed
from pdctl.core.text import Msg, msg
from pdctl.store.git import Failure, Git
from pdctl.store.history import BadObject, is_ancestor, unchecked, unreadable
from pdctl.store.proven import Proven
from pdctl.store.trees import Trees


@dataclass(frozen=True)
class Verdict:
    """The result of a verification: `commits` were seen in all, `fresh` of them now.

    `quarantined` are commits that failed and were set aside, each with the reason.
    """

    introduction: Introduction
    tip: str
    commits: int
    fresh: int
    findings: tuple[Finding, ...]
    quarantined: tuple[tuple[str, str], ...] = ()
    sealed: Sealed | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def exit_code(self) -> int:
        """0, 1, or 6 where an earlier history is sealed; what could not be checked at all is raised as `Stop`."""
        if self.ok and self.sealed:
            return UNCHECKED
        return OK if self.ok else REFUSED


def verify(
    git: Git,
    given: str | None,
    full: bool = False,
    progress: Progress | None = None,
    tip: str | None = None,
    remember: bool = True,
    jobs: int = 1,
) -> Verdict:
    """Verify the checked-out branch, or what came for it (`tip`), by so many processes at most.

    Raises `Stop` (exit code 6) where something cannot be checked.
    """
    complete(git)
    ref = git.branch() or "HEAD"
    tip = tip or git.tip(ref)
    if tip is None:
        raise _nothing(git, ref)
    trusted = trusted_for(git, tip, given)
    walk = begin(git, trusted.introduction, tip, full)
    before = walk.commits
    advance(walk, tip, progress, jobs)
    save(git, walk)
    findings = (*walk.findings, *(_branch_findings(git, ref, tip, trusted) if remember else ()))
    verdict = Verdict(
        trusted.introduction,
        tip,
        walk.commits,
        walk.commits - before,
        findings,
        tuple(walk.quarantined.items()),
        walk.world.settings.sealed if not findings else None,
    )
    if remember and verdict.ok and protected(git, trusted.introduction) in (ref, None):
        trust.remember(replace(trusted, tip=tip))
    return verdict


def walk_to(git: Git, given: str | None, tip: str) -> Walk:
    """A walk that has come to a tip, for those who need more of it than its verdict. Raises `Stop` (exit code 6)."""
    complete(git)
    walk = begin(git, trusted_for(git, tip, given).introduction, tip, full=False)
    advance(walk, tip)
    return walk


def complete(git: Git) -> None:
    """Refuse to say anything about a clone that does not hold the whole history as it is."""
    if git.shallow or (git.common_dir / "shallow").exists():
        raise unchecked(msg("this clone is shallow: its history is cut off"), "git fetch --unshallow")
    if (git.common_dir / "info" / "grafts").exists():
        raise unchecked(msg("grafts change what this clone shows"), msg("remove the file .git/info/grafts"))
    if _partial(git):
        raise unchecked(msg("this clone is partial: objects of its history are left out"), "git clone URL DIR")
    if git.run("for-each-ref", "--count=1", "refs/replace"):
        raise unchecked(msg("replace refs change what this clone shows"), "git replace --list; git replace -d ID")


def trusted_for(git: Git, tip: str, given: str | None) -> Trusted:
    """The introduction to verify from: the one given, else the remembered one. Raises `Stop` (exit code 6)."""
    if given:
        found = trust.introduction(given)
        known = trust.known(found.commit)
        return Trusted(found, known.tip if known else None)
    # What was verified once begins where its introduction says; only a history that is new here is walked to its root.
    met = next((t for t in trust.all_known() if t.tip and is_ancestor(git, t.tip, tip)), None)
    known = met or trust.known(root_of(git, tip))
    if known is None:
        raise unchecked(
            msg("there is no introduction (核验基准) for this repository"),
            msg("get it from a person or the paper sheet, never from the repository: pdctl trust pdctl1:…"),
        )
    return known


def root_of(git: Git, tip: str) -> str:
    """The commit in which the first-parent chain begins."""
    try:
        return git.run("rev-list", "--first-parent", "--max-parents=0", tip).decode().split()[-1]
    except (Failure, IndexError) as failure:
        raise unreadable(str(failure)) from failure


def _partial(git: Git) -> bool:
    """Whether git would fetch missing objects from elsewhere while it reads."""
    try:
        return bool(git.run("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"))
    except Failure:
        return any((git.common_dir / "objects" / "pack").glob("*.promisor"))


def _nothing(git: Git, ref: str) -> Stop | Refusal:
    """Why there is nothing to verify: an empty repository, or a branch that was there when it was verified last."""
    gone = next((t.tip for t in trust.all_known() if t.tip and git.tip(t.tip) == t.tip), None)
    if gone is None:
        return unchecked(
            msg("there is no commit to verify"),
            msg("whoever founds a repository runs pdctl init, and pdctl sync to fill a new server"),
        )
    return Refusal(
        _lost("E-ROLLBACK", msg("the branch {name} is gone", name=ref.removeprefix("refs/heads/")), gone, "")
    )


def protected(git: Git, introduction: Introduction) -> str | None:
    """The full name of the protected branch: it never changes, so the first commit says it."""
    try:
        return f"refs/heads/{Proven(Trees(git), introduction.commit).settings.branch}"
    except (BadObject, Refusal, Stop):
        return None


def _branch_findings(git: Git, ref: str, tip: str, trusted: Trusted) -> tuple[Finding, ...]:
    """What the branch says against the tip that was verified last."""
    found: list[Finding] = []
    guarded = protected(git, trusted.introduction)
    for branch in dict.fromkeys(b for b in (ref, guarded) if b and b != "HEAD"):
        name = branch.removeprefix("refs/heads/")
        if git.tip(f"refs/tags/{name}") or git.tip(f"refs/{name}"):
            found.append(_lost("E-FORK", msg("a tag shadows the branch {name}", name=name), tip, name))
    if (
        guarded
        and ref not in ("HEAD", guarded)
        and not git.run("for-each-ref", "--count=1", guarded, f"refs/remotes/*/{guarded[11:]}")
    ):
        found.append(_lost("E-ROLLBACK", msg("the branch {name} is gone", name=guarded[11:]), guarded[11:], ref))
    last = trusted.tip
    if last is None or last == tip or is_ancestor(git, last, tip):
        return tuple(found)
    if git.tip(last) is None or is_ancestor(git, tip, last):
        found.append(_lost("E-ROLLBACK", msg("the branch is shorter than when it was verified last"), last, tip))
    else:
        found.append(_lost("E-FORK", msg("the branch has left the line that was verified last"), last, tip))
    return tuple(found)


def _lost(rule: str, message: Msg, expected: str, found: str) -> Finding:
    fix = msg("ask who keeps the repository what happened before you go on")
    return Finding(message, rule=rule, clause="五(五)", expected=expected[:12], found=found[:12], fix=fix)

"""Rules of a quarantine: a landed commit that fails is neutralised in the open, instead of rewriting history."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import Case, Rule
from pdctl.core.text import msg

Findings = Iterator[Finding]


@dataclass(frozen=True)
class QuarantineCase(Case):
    """A commit that sets another one aside.

    `commit` is the one it names and `fails` whether that has findings; `unrestored` are paths of it that are not put
    back to what counted before it, `extra` are paths that it did not touch.
    """

    commit: str
    reason: str
    fails: bool
    unrestored: tuple[str, ...]
    extra: tuple[str, ...]


def check_admin(case: QuarantineCase) -> Findings:
    """The signer is an admin of the root organization, by the files that count."""
    root = case.parent.organizations.get(case.parent.settings.root)
    if root is None or not root.holds(case.signer.person, "admin"):
        yield Finding(
            msg("{person} is not an admin of the root organization", person=case.signer.person),
            expected=msg("admin of {org}", org=case.parent.settings.root),
            found=case.signer.person,
            who=root.seats.get("admin", ()) if root else (),
            exit_code=NO_SEAT,
        )


def check_fails(case: QuarantineCase) -> Findings:
    """Only a commit that fails is quarantined."""
    if not case.fails:
        yield Finding(
            msg("the commit {commit} does not fail, or is quarantined already", commit=case.commit[:12]),
            expected=msg("a commit with findings"),
            found=case.commit,
            fix="pdctl verify",
        )


def check_restored(case: QuarantineCase) -> Findings:
    """Exactly the paths of the commit are put back, and nothing else changes."""
    for path in case.unrestored:
        yield Finding(msg("a path is not as it was before the commit"), file=path, expected=msg("as it was"))
    for path in case.extra:
        yield Finding(msg("a path changes that the commit did not touch"), file=path, expected=msg("unchanged"))


QUARANTINE_RULES: tuple[Rule[QuarantineCase], ...] = (
    Rule("E-SEAT", "七(九)", msg("A failing commit is quarantined by an admin of the root organization."), check_admin),
    Rule("E-POLICY", "七(九)", msg("Only a commit that fails is quarantined."), check_fails),
    Rule("E-SHAPE", "七(九)", msg("A quarantine puts back what counted before, and nothing else."), check_restored),
)  # fmt: skip

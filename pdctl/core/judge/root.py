"""Rules of the root commit: the only one without a parent, bound by the introduction that came from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import Case, Rule
from pdctl.core.text import msg

Findings = Iterator[Finding]
_FORM = re.compile(
    r"pdctl1:(?P<commit>[0-9a-f]{40}):(?P<digest>[0-9a-f]{64}):(?P<fingerprint>SHA256:[A-Za-z0-9+/]{43})"
)


@dataclass(frozen=True)
class Introduction:
    """核验基准: the root commit, the SHA-256 of its people and seats, and the fingerprint of its key."""

    commit: str
    digest: str
    fingerprint: str

    def __str__(self) -> str:
        return f"pdctl1:{self.commit}:{self.digest}:{self.fingerprint}"


def parse_introduction(text: str) -> Introduction | None:
    """An introduction from its written form, or None."""
    match = _FORM.fullmatch(text.strip())
    return Introduction(**match.groupdict()) if match else None


@dataclass(frozen=True)
class RootCase(Case):
    """The root commit; `parent` is what the commit itself says, for nothing is before it.

    `oid` is its id, `digest` the SHA-256 of its people file and organization file, `fingerprint` that of the key that
    signed it; `parents` counts its parents.
    """

    introduction: Introduction
    oid: str
    digest: str
    fingerprint: str
    parents: int
    sealed: bool = False


def check_introduction(case: RootCase) -> Findings:
    """Commit, people and key are those of the introduction."""
    wanted = case.introduction
    pairs = (
        (msg("the history begins with another commit than the introduction says"), wanted.commit, case.oid),
        (msg("people and seats of the first commit are not those of the introduction"), wanted.digest, case.digest),
        (
            msg("the first commit is signed by another key than the introduction says"),
            wanted.fingerprint,
            case.fingerprint,
        ),
    )
    for message, expected, found in pairs:
        if expected != found:
            yield Finding(message, expected=expected, found=found, fix=msg("get the introduction anew, from a person"))
    if case.parents:
        yield Finding(msg("the first commit has a parent"), expected="0", found=str(case.parents))


def check_grant(case: RootCase) -> Findings:
    """The root commit names one person, who signed it, and gives him `admin` and nothing else."""
    people, organizations = case.parent.people, case.parent.organizations
    if case.sealed:
        yield from _check_sealed(case)
        return
    if list(people) != [case.signer.person]:
        yield Finding(
            msg("the first commit names more than its signer"), expected=case.signer.person, found=", ".join(people)
        )
    for org in organizations.values():
        granted = {seat: persons for seat, persons in org.seats.items() if persons}
        if org.id != case.parent.settings.root or granted != {"admin": (case.signer.person,)}:
            yield Finding(
                msg("the first commit gives more than the seat admin of the root organization"),
                expected="admin",
                found=", ".join(granted),
            )


def _check_sealed(case: RootCase) -> Findings:
    """A root that follows a sealed history keeps people and seats; an admin among them signs it."""
    root = case.parent.organizations.get(case.parent.settings.root)
    if root is None or not root.holds(case.signer.person, "admin"):
        yield Finding(
            msg("the first commit after a sealed history is not signed by an admin"),
            expected=msg("admin of {org}", org=case.parent.settings.root),
            found=case.signer.person or msg("none"),
        )


ROOT_RULES: tuple[Rule[RootCase], ...] = (
    Rule("E-BOOT", "七(一)", msg("Trust starts from an introduction obtained outside the repository."), check_introduction),
    Rule("E-BOOT", "七(一)", msg("The root commit gives its signer the seat admin and nothing else."), check_grant),
)  # fmt: skip

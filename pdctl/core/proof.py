"""What a verification proves, as data that reports are made from: steps with what vouches for them, and how it ended."""

from __future__ import annotations

from pdctl.core.findings import OK, REFUSED, UNCHECKED, Finding, Stop
from pdctl.core.frozen import dataclass
from pdctl.core.model import Organization, Plan, Record
from pdctl.core.paths import Change, Shape
from pdctl.core.procedure import Row
from pdctl.core.replay import Course
from pdctl.core.text import Msg


@dataclass(frozen=True)
class Step:
    """A record with the row of the procedure table and the number of the rules by which it was judged.

    `commit` brought it and `key` (a fingerprint) signed that, empty where none is seen; `holder` had the key in the
    parent's files. `same`: the record is still what was signed; `stale`: the content has changed since; `void`: the
    key was declared compromised.
    """

    record: Record
    row: Row | None
    rules: int
    commit: str
    key: str
    holder: str
    same: bool
    stale: bool
    void: bool


@dataclass(frozen=True)
class ItemProof:
    """An item with its steps, and the findings that concern it."""

    plan: Plan
    course: Course
    org: Organization
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class PeriodProof:
    """What one organization recorded between two days, both counted, by the dates that signers gave."""

    org: Organization
    first: str
    last: str
    items: tuple[ItemProof, ...]


@dataclass(frozen=True)
class Ending:
    """How a verification ended: what was found up to which commit, or (`stop`) why it could not be made.

    `quarantined` are commits that were set aside, with the reason; `sealed` is the tip of an earlier history.
    """

    introduction: str = ""
    tip: str = ""
    commits: int = 0
    fresh: int = 0
    findings: tuple[Finding, ...] = ()
    quarantined: tuple[tuple[str, str], ...] = ()
    sealed: str = ""
    stop: Stop | None = None

    @property
    def exit_code(self) -> int:
        """0, 1, or 6 where anything could not be checked."""
        if self.findings:
            return REFUSED
        return UNCHECKED if self.stop or self.sealed else OK


@dataclass(frozen=True)
class CommitProof:
    """A commit judged again: what it changes, as which shape, who signed it, which rules looked at it.

    `line` is what it says of itself, `number` that of the parent's rules, and `row` of the procedure table allows it where it is a step. The first commit is compared only where
    its introduction is known (`compared`).
    """

    commit: str
    parents: tuple[str, ...]
    line: str
    shape: Shape | None
    changes: tuple[Change, ...]
    signer: str
    key: str
    number: int
    rules: tuple[tuple[str, str, Msg], ...]
    findings: tuple[Finding, ...]
    row: Row | None = None
    compared: bool = True

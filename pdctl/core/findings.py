"""What was found wrong, as data: findings are collected, exceptions stop the program."""

from __future__ import annotations

from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.text import Listing, Msg, Word

# What a finding may show as expected, found or remedy.
Shown = Msg | Word | Listing | str

# Exit codes that scripts rely on; the one table of them.
OK, REFUSED, USAGE, CONFLICT, NO_SEAT, ENVIRONMENT, UNCHECKED, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 5, 6, 70, 130


@dataclass(frozen=True)
class Finding:
    """One thing found wrong.

    `rule` names the rule and `clause` where the source or a standard asks for it; `file`, `line`, `column` say where (line and column count from 1);
    `pointer` names the value inside the file until its line is known, and `offset` the character inside a text. `expected` and `found` hold values for people; `who` could have done it; `names` gives persons' names by their ids;
    `fix` is what mends it; `field` names the value, cell or part of the file for people, and `code` is by which a finding of the scan may be acknowledged.
    """

    message: Msg
    rule: str = ""
    clause: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    expected: Shown = ""
    found: Shown = ""
    fix: Shown = ""
    who: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    item: str = ""
    commit: str = ""
    pointer: tuple[str | int, ...] = ()
    offset: int = 0
    field: Shown = ""
    code: str = ""
    exit_code: int = REFUSED

    @property
    def severity(self) -> str:
        """`error` or `warning`, as the rule id says."""
        return "warning" if self.rule.startswith("W-") else "error"


class Refusal(Exception):
    """The request is refused; `findings` say why. Nothing was changed."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f"{f.rule}: {f.message}" for f in findings))
        self.findings = findings

    @property
    def exit_code(self) -> int:
        """The exit code: a missing key or seat outweighs a broken rule, for it must be mended first."""
        return max((f.exit_code for f in self.findings), default=REFUSED)


class Stop(Exception):
    """Something outside the rules stops the program: usage, conflict, environment."""

    def __init__(self, exit_code: int, message: Msg, fix: Shown = "", **data: Any) -> None:
        super().__init__(str(message))
        self.exit_code = exit_code
        self.message = message
        self.fix = fix
        self.data = data


def usage(message: Msg, fix: Shown = "") -> Stop:
    """Wrong usage: the request itself cannot be understood."""
    return Stop(USAGE, message, fix)


def environment(message: Msg, fix: Shown = "") -> Stop:
    """The surroundings are not as they must be: repository, programs, disk."""
    return Stop(ENVIRONMENT, message, fix)

"""What every format shows: the findings of one check, with its counts; and what forges ask of each finding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.numbers import is_item, item_folder
from pdctl.core.text import msg, plain
from pdctl.report.findings import finding_lines
from pdctl.report.lang import show
from pdctl.report.talk import visible

# Where a finding is shown that concerns no file: forges ask for one.
_WHOLE = "disclosure.yaml"


@dataclass(frozen=True)
class Report:
    """A finished check: `name` is its command, `checked` its counts, `tip` the commit up to which it went.

    `more` is what only JSON says. `by_file`: findings belong to files, not to commits.
    """

    name: str
    checked: Mapping[str, int]
    findings: tuple[Finding, ...]
    tip: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    by_file: bool = False

    @property
    def ok(self) -> bool:
        """Whether no error was found; warnings alone are none."""
        return all(finding.severity != "error" for finding in self.findings)


def shown_at(finding: Finding) -> str:
    """The file to which a forge attaches a finding: its own, else the plan of its item, else the settings."""
    if finding.file:
        return finding.file
    return f"{item_folder(finding.item)}/content/item.yaml" if is_item(finding.item) else _WHOLE


def full_text(finding: Finding) -> str:
    """A finding in several lines, with what was expected and what mends it."""
    where = msg("commit {commit} {item}", commit=finding.commit[:12], item=finding.item)
    lines = (*finding_lines(finding), *([where] if finding.commit else ()))
    return "\n".join(visible(show(line)).rstrip() for line in lines)


def fingerprints(findings: tuple[Finding, ...]) -> Iterator[str]:
    """A name for each finding that stays from run to run, in any language; equal ones are counted."""
    seen: dict[str, int] = {}
    for finding in findings:
        parts = (finding.rule, finding.file, finding.commit, finding.item, str(finding.message), plain(finding.found))
        key = "\0".join(parts)
        seen[key] = seen.get(key, 0) + 1
        yield hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest()

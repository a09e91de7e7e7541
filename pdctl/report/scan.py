"""What a scan found, for people and for machines; values stay hidden everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from pdctl.core.findings import OK, REFUSED, UNCHECKED, Finding
from pdctl.core.frozen import dataclass
from pdctl.core.model import Acknowledgement, Record
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import EXEMPTION
from pdctl.report.duties import People, person_words
from pdctl.report.findings import finding_json, finding_lines, place, tell_finding
from pdctl.report.talk import out, say

_UNSEEN = ("gitlab", "sarif", "junit")
_UNSCANNABLE = "E-UNSCANNABLE"


@dataclass(frozen=True)
class Result:
    """A finished scan: findings that stand open, those that were acknowledged with the record that says why, an exemption."""

    files: int
    open: tuple[Finding, ...]
    known: tuple[tuple[Finding, Record, Acknowledgement], ...] = ()
    exemption: str | None = None
    item: str = ""

    @property
    def exit_code(self) -> int:
        """1 where something was found, 6 where something could not be scanned: that is never clean. Hints stop nothing."""
        rules = {finding.rule for finding in self.open if finding.severity == "error"}
        if rules - {_UNSCANNABLE}:
            return REFUSED
        return UNCHECKED if rules else OK

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.open or self.known or self.exemption)


def tell(result: Result, fmt: str, people: People) -> None:
    """The result in a format."""
    if fmt == "text":
        _tell_text(result, people)
        return
    from pdctl.report.formats import RENDERERS, Report

    blind = sum(finding.rule == _UNSCANNABLE for finding in result.open)
    more: dict[str, Any] = {"ok": result.exit_code == OK}
    if result.item:
        known = [{**finding_json(f), **known_json(r, a)} for f, r, a in result.known]
        more |= {"item": result.item, "exemption": result.exemption, "acknowledged": known}
    report = Report("scan", {"files": result.files, "unscannable": blind}, result.open, more=more)
    sys.stdout.write(RENDERERS[fmt](report))
    sys.stdout.flush()
    if fmt in _UNSEEN:
        for finding in result.open:
            tell_finding(finding)


def known_json(record: Record, given: Acknowledgement) -> dict[str, Any]:
    """Who acknowledged something, where, and why."""
    return {"record": record.seq, "by": record.actor, "at": record.at, "reason": given.reason}


def summary_json(result: Result) -> dict[str, Any]:
    """The result in short, for lists."""
    return {
        "ok": result.exit_code == OK,
        "exemption": result.exemption,
        "findings": [finding_json(finding) for finding in result.open],
        "acknowledged": [{**finding_json(f), **known_json(r, a)} for f, r, a in result.known],
    }


def _tell_text(result: Result, people: People) -> None:
    for finding in result.open:
        for line in finding_lines(finding):
            out(line)
    for line in _known_lines(result, people):
        out(line)
    blind = sum(finding.rule == _UNSCANNABLE for finding in result.open)
    errors = sum(finding.severity == "error" for finding in result.open) - blind
    hints = len(result.open) - errors - blind
    if not result.open:
        out(msg("{files} files scanned: nothing stands open.", files=result.files))
        return
    out(msg("{files} files scanned: {errors} findings, {hints} hints, {blind} not scannable.", files=result.files, errors=errors,
            hints=hints, blind=blind))  # fmt: skip


def _known_lines(result: Result, people: People) -> list[Msg]:
    lines = [
        msg("{rule} {found} ({place}): left in by {who} on {date}, because: {reason}", rule=finding.rule, found=finding.found,
            place=place(finding), who=person_words(record.actor, people), date=record.at[:10], reason=given.reason)
        for finding, record, given in result.known
    ]  # fmt: skip
    return lines + ([exemption_words(result.exemption)] if result.exemption else [])


def exemption_words(key: str) -> Msg:
    """What a lawful exemption covers, and what it does not."""
    return msg("Lawful exemption: {matter}; names and posts are published by law, ID numbers and private telephones are not.",
               matter=Word(EXEMPTION, key))  # fmt: skip


def reviewer_lines(result: Result, people: People) -> list[Msg]:
    """The scan as the secrecy reviewer sees it: everything, a line each."""
    if result.quiet:
        return [msg("Scan: nothing was found.")]
    lines = [
        msg(
            "Scan: {rule} {text}: {found} ({place})",
            rule=finding.rule,
            text=finding.message,
            found=finding.found,
            place=place(finding),
        )
        for finding in result.open
    ]
    return [*lines, *_known_lines(result, people)]


def tell_reviewer(result: Result, people: People, write: Callable[[Any], None] = say) -> None:
    """The scan before an opinion on secrecy."""
    for line in reviewer_lines(result, people):
        write(line)

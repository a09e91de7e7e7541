"""Findings and refusals as people and machines read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pdctl.core.findings import Finding, Refusal, Stop
from pdctl.core.text import Listing, Msg, listing, msg
from pdctl.report.lang import show
from pdctl.report.talk import say

# The values of a sentence that are ids of persons.
_PERSONS = ("person", "by", "signer", "first", "second")


def message_words(finding: Finding) -> Msg:
    """What was found wrong, with the names of the persons it speaks of."""
    text = finding.message
    return Msg(text.template, tuple((k, named(finding, v) if k in _PERSONS else v) for k, v in text.values))


def named(finding: Finding, value: Any) -> Any:
    """A person's id with his name, where the finding knows it; any other value as it is."""
    name = dict(finding.names).get(value) if isinstance(value, str) else None
    return msg("{name} ({id})", name=name, id=value) if name else value


def who_words(finding: Finding) -> Listing:
    """Who could have done it, by name and id."""
    return listing(*(named(finding, person) for person in finding.who))


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON; keys and rule ids stay English. `field` and `code` stand only where a scan gives them."""
    of_scan = {"field": show(finding.field), "code": finding.code}
    return {
        **{key: value for key, value in of_scan.items() if value},
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "commit": finding.commit,
        "item": finding.item,
        "message": show(message_words(finding)),
        "expected": show(finding.expected),
        "found": show(finding.found),
        "who": list(finding.who),
        "fix": show(finding.fix),
    }


def place(finding: Finding) -> str:
    """`file:line:column` as far as they are known."""
    if not finding.file:
        return ""
    where = ":".join([finding.file, *(str(n) for n in (finding.line, finding.column) if n)])
    return f"{where} ({show(finding.field)})" if finding.field else where


def finding_lines(finding: Finding) -> Iterator[Msg]:
    """A finding in a few lines: rule, clause, place, expected, found, who, remedy."""
    text: Any = message_words(finding)
    if finding.clause:
        text = msg("(clause {clause}) {text}", clause=finding.clause, text=text)
    yield msg("{rule} {text}", rule=finding.rule, text=text) if finding.rule else text
    pairs = (
        (msg("where"), place(finding)),
        (msg("expected"), finding.expected),
        (msg("found"), named(finding, finding.found)),
        (msg("who may"), who_words(finding)),
        (msg("remedy"), finding.fix),
    )
    for label, value in pairs:
        if show(value):
            yield msg("  {label}: {value}", label=label, value=value)


def hint_words(finding: Finding) -> Msg:
    """A hint of the scan in one line: it stops nothing."""
    return msg(
        "{rule} {text}: {found} ({place})",
        rule=finding.rule,
        text=finding.message,
        found=finding.found,
        place=place(finding),
    )


def tell_finding(finding: Finding) -> None:
    """A finding in a few lines, as talk."""
    for line in finding_lines(finding):
        say(line)


def tell(problem: Refusal | Stop) -> None:
    """Why nothing was done."""
    if isinstance(problem, Refusal):
        say(msg("Refused; nothing was changed."))
        for finding in problem.findings:
            tell_finding(finding)
        return
    say(problem.message)
    if problem.fix:
        say(msg("  {label}: {value}", label=msg("remedy"), value=problem.fix))


def problem_json(problem: Refusal | Stop) -> str:
    """Why nothing was done, as one JSON document."""
    value: dict[str, Any] = {"schema": "pdctl/error/v1", "ok": False, "exit": problem.exit_code}
    if isinstance(problem, Refusal):
        value["findings"] = [finding_json(f) for f in problem.findings]
    else:
        value["findings"] = []
        value["message"], value["fix"] = show(problem.message), show(problem.fix)
    return json.dumps(value, ensure_ascii=False, indent=2)

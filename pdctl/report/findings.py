"""Findings and refusals as people and machines read them."""

from __future__ import annotations

import json
import re
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
    """Why nothing was done. What people typed is repeated with private values masked."""
    if isinstance(problem, Refusal):
        say(msg("Refused; nothing was changed."))
        for finding in problem.findings:
            for line in finding_lines(finding):
                say(discreet(line))
        return
    say(discreet(problem.message))
    if problem.fix:
        say(discreet(msg("  {label}: {value}", label=msg("remedy"), value=problem.fix)))


# Fewer figures are no number of anybody.
_LONG = re.compile(r"\d(?:\D{0,3}\d){6}|[@＠]")


def discreet(text: Any) -> str:
    """A text that may repeat what somebody typed, without private values in it."""
    shown = show(text)
    if not _LONG.search(shown):
        return shown
    from pdctl.core.privacy.registry import hidden

    return hidden(shown)


def _discreet_json(finding: Finding) -> dict[str, Any]:
    """A finding of a refusal as JSON: its texts may repeat what somebody typed."""
    texts = ("message", "expected", "found", "fix", "file", "field")
    return {key: discreet(value) if key in texts else value for key, value in finding_json(finding).items()}


def problem_json(problem: Refusal | Stop) -> str:
    """Why nothing was done, as one JSON document."""
    value: dict[str, Any] = {"schema": "pdctl/error/v1", "ok": False, "exit": problem.exit_code}
    if isinstance(problem, Refusal):
        value["findings"] = [_discreet_json(f) for f in problem.findings]
    else:
        value["findings"] = []
        value["message"], value["fix"] = discreet(problem.message), discreet(problem.fix)
    return json.dumps(value, ensure_ascii=False, indent=2)

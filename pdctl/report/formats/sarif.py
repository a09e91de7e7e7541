"""SARIF 2.1.0, which code scanning of many forges reads: the rules with their help, and the findings."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from pdctl import __version__
from pdctl.core.findings import OK, REFUSED, Finding
from pdctl.core.rules import ALL, Explained
from pdctl.report.findings import finding_json
from pdctl.report.formats.report import Report, fingerprints, full_text, shown_at
from pdctl.report.lang import current, show

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_KEPT = ("commit", "item", "clause", "expected", "found", "fix", "who")
_POSITIONS = {rule: number for number, rule in enumerate(ALL)}


def render(report: Report) -> str:
    """One SARIF log with one run."""
    driver = {"name": "pdctl", "version": __version__, "rules": [_rule(rule) for rule in ALL.values()]}
    pairs = zip(report.findings, fingerprints(report.findings), strict=True)
    run = {
        "tool": {"driver": {**driver, "language": current()}},
        "automationDetails": {"id": f"pdctl/{report.name}/"},
        "invocations": [{"executionSuccessful": True, "exitCode": OK if report.ok else REFUSED}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(*pair) for pair in pairs],
        "properties": {"tip": report.tip, "checked": dict(report.checked)},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Explained) -> dict[str, Any]:
    sentences = [f"{show(sentence)} ({clause})" for clause, sentence in rule.sentences]
    help_text = "\n".join([*sentences, show(rule.catches), show(rule.mend)])
    help_marked = "\n".join([*(f"- {line}" for line in sentences), "", show(rule.catches), "", show(rule.mend)])
    return {
        "id": rule.id,
        "shortDescription": {"text": show(rule.sentences[0][1])},
        "fullDescription": {"text": show(rule.catches)},
        "help": {"text": help_text, "markdown": help_marked},
        "defaultConfiguration": {"level": "warning" if rule.id.startswith("W-") else "error"},
    }


def _result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    known = {"ruleIndex": _POSITIONS[finding.rule]} if finding.rule in _POSITIONS else {}
    shown = finding_json(finding)
    return {
        "ruleId": finding.rule or "pdctl",
        **known,
        "level": finding.severity,
        "message": {"text": full_text(finding)},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"pdctl/v1": fingerprint},
        "properties": {key: shown[key] for key in _KEPT if shown[key]},
    }


def _location(finding: Finding) -> dict[str, Any]:
    artifact = {"uri": quote(shown_at(finding)), "uriBaseId": "%SRCROOT%"}
    if not finding.line:
        return {"artifactLocation": artifact}
    column = {"startColumn": finding.column} if finding.column else {}
    return {"artifactLocation": artifact, "region": {"startLine": finding.line, **column}}

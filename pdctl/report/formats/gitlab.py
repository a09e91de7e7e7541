"""The code quality report of GitLab, which annotates merge requests."""

from __future__ import annotations

import json
from typing import Any

from pdctl.core.findings import Finding
from pdctl.report.formats.report import Report, fingerprints, full_text, shown_at

_SEVERITIES = {"error": "critical", "warning": "minor"}


def render(report: Report) -> str:
    """One JSON list."""
    pairs = zip(report.findings, fingerprints(report.findings), strict=True)
    return json.dumps([_issue(*pair) for pair in pairs], ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": full_text(finding),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": shown_at(finding), "lines": {"begin": max(finding.line, 1)}},
    }

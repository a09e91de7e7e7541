"""Workflow commands of GitHub Actions, which annotate files; what people wrote can become no command of its own."""

from __future__ import annotations

from pdctl.core.findings import Finding, Stop
from pdctl.core.text import msg
from pdctl.report.formats.report import Report, full_text, shown_at
from pdctl.report.lang import show
from pdctl.report.talk import visible

_LEVELS = {"error": "error", "warning": "warning"}


def render(report: Report) -> str:
    """One command for each finding."""
    return "".join(_command(finding) for finding in report.findings)


def _command(finding: Finding) -> str:
    values = {
        "file": shown_at(finding),
        "line": str(finding.line) if finding.line else "",
        "col": str(finding.column) if finding.line and finding.column else "",
        "title": f"{finding.rule} {finding.item or finding.commit[:12]}".strip(),
    }
    given = ",".join(f"{key}={_property(visible(value))}" for key, value in values.items() if value)
    return f"::{_LEVELS[finding.severity]} {given}::{_data(full_text(finding))}\n"


def unchecked(stop: Stop) -> str:
    """That something could not be checked, as an annotation of the whole run."""
    text = show(stop.message) + (f"\n{show(stop.fix)}" if show(stop.fix) else "")
    return f"::error title={_property(show(msg('could not check')))}::{_data(visible(text))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

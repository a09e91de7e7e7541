"""JSON, as scripts read it: `ok`, `checked`, `findings`."""

from __future__ import annotations

import json

from pdctl.report.findings import finding_json
from pdctl.report.formats.report import Report


def render(report: Report) -> str:
    """One JSON document."""
    head = {"schema": f"pdctl/{report.name}/v1", "ok": report.ok, "tip": report.tip, "checked": dict(report.checked)}
    value = {**head, "findings": [finding_json(finding) for finding in report.findings], **report.more}
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

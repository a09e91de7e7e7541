"""JUnit XML: one test case for the whole, and one for each commit, or file of no commit, with findings."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pdctl.core.findings import Finding
from pdctl.core.text import listing, msg
from pdctl.report.formats.report import Report, full_text
from pdctl.report.lang import show
from pdctl.report.talk import visible


def render(report: Report) -> str:
    """One XML document. What is found against no commit or file in particular belongs to the first test case."""
    commits: dict[str, list[Finding]] = {"": []}
    for finding in report.findings:
        commits.setdefault(finding.commit or (finding.file if report.by_file else ""), []).append(finding)
    failed = str(sum(1 for found in commits.values() if found))
    totals = {"tests": str(len(commits)), "failures": failed, "errors": "0", "skipped": "0"}
    root = Element("testsuites", {"name": "pdctl", **totals})
    suite = SubElement(root, "testsuite", {"name": f"pdctl {report.name}", **totals})
    _properties(suite, report)
    for commit, found in commits.items():
        _case(suite, report, commit, found)
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data.decode() + "\n"


def _properties(suite: Element, report: Report) -> None:
    values = {"tip": report.tip, **report.checked, "findings": len(report.findings)}
    properties = SubElement(suite, "properties")
    for name, value in values.items():
        SubElement(properties, "property", {"name": name, "value": str(value)})


def _case(suite: Element, report: Report, commit: str, found: list[Finding]) -> None:
    items = _each(finding.item for finding in found)
    name = f"{commit[:12]} {' '.join(items)}".strip() if commit else show(msg("the history as a whole"))
    if report.by_file:
        name = commit or show(msg("all files"))
    case = SubElement(suite, "testcase", {"classname": f"pdctl.{report.name}", "name": visible(name)})
    if found:
        rules = show(listing(*_each(finding.rule for finding in found)))
        failure = SubElement(case, "failure", {"message": visible(rules), "type": found[0].rule})
        failure.text = "\n\n".join(full_text(finding) for finding in found)


def _each(values: Iterable[str]) -> list[str]:
    """The values that are not empty, each once."""
    return [value for value in dict.fromkeys(values) if value]

"""What a validation found: for people with the line that is meant and a mark below it, for machines in their formats."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.report.findings import finding_json, finding_lines, message_words, place
from pdctl.report.lang import show
from pdctl.report.layout import width
from pdctl.report.talk import out, out_json, say, visible

# Formats whose readers see nothing of them in the log of a pipeline: there, the findings are talk as well.
_UNSEEN = ("gitlab", "sarif", "junit")
_WINDOW = 96
Lines = Mapping[tuple[str, int], str]


def tell(findings: Sequence[Finding], checked: Mapping[str, int], lines: Lines, fmt: str) -> None:
    """The findings in a format."""
    if fmt == "text":
        for finding in findings:
            for text in finding_text(finding, lines):
                out(text)
        out(summary(findings, checked))
        return
    from pdctl.report.formats import RENDERERS, Report

    sys.stdout.write(RENDERERS[fmt](Report("validate", checked, tuple(findings), by_file=True)))
    sys.stdout.flush()
    if fmt in _UNSEEN:
        for finding in findings:
            for text in finding_text(finding, lines):
                say(text)


def summary(findings: Sequence[Finding], checked: Mapping[str, int]) -> Msg:
    """The result in one line."""
    errors = sum(1 for finding in findings if finding.severity == "error")
    if not findings:
        return msg("{files} files looked at: nothing found.", files=checked["files"])
    return msg(
        "{files} files looked at: {errors} errors, {warnings} warnings.",
        files=checked["files"], errors=errors, warnings=len(findings) - errors,
    )  # fmt: skip


def finding_text(finding: Finding, lines: Lines) -> Iterator[str]:
    """A finding: its place and what is wrong, the line with a mark, what was expected and found, the remedy."""
    text = show(message_words(finding))
    clause = f" ({finding.clause})" if finding.clause else ""
    where = f"{place(finding)}: " if finding.file else ""
    yield visible(f"{where}{finding.rule}{clause} {text}")
    line = lines.get((finding.file, finding.line))
    if line is not None:
        yield from marked(line, finding.line, finding.column)
    labels = tuple(show(msg("  {label}: {value}", label=label, value="")) for label in (msg("where"),))
    for detail in list(finding_lines(finding))[1:]:
        shown = show(detail)
        if not shown.startswith(labels):
            yield visible(shown).replace("\n", " ")


def marked(line: str, number: int, column: int) -> Iterator[str]:
    """A line with its number, and a mark under the column; long lines are cut around it."""
    # A blank for each tab keeps the mark under its character; a character that hides is shown as an escape.
    head, tail = (re.sub(r"\t", " ", part) for part in (line[: column - 1], line[column - 1 :]))
    head, tail = visible(head), visible(tail)
    cut = ""
    while width(head) > _WINDOW - 24:
        head, cut = head[16:], "…"
    shown = head + tail
    while width(shown) > _WINDOW:
        shown = shown[:-1]
    end = "…" if len(shown) < len(head + tail) else ""
    margin = f"{number:>6} | "
    yield f"{margin}{cut}{shown}{end}".rstrip()
    yield f"{' ' * 6} | {' ' * (width(cut) + width(head))}^"


@dataclass(frozen=True)
class How:
    """How files were formatted: how many were read, whether they were only looked at, whether to show the difference."""

    files: int
    only_look: bool
    diff: bool
    ok: bool


def tell_forms(
    changed: Mapping[str, str],
    left: Mapping[str, Msg],
    findings: Sequence[Finding],
    how: How,
    as_json: bool,
) -> None:
    """What was or would be brought into the canonical form."""
    files, only_look, diff = how.files, how.only_look, how.diff
    if as_json:
        value = {
            "ok": how.ok, "written": not only_look, "checked": {"files": files}, "changed": list(changed),
            "left": [{"file": path, "reason": show(why)} for path, why in left.items()],
            "findings": [finding_json(finding) for finding in findings],
        }  # fmt: skip
        out_json("fmt", {**value, "diff": "".join(changed.values())} if diff else value)
        return
    for path, text in changed.items():
        out(text.removesuffix("\n") if diff else path)
    for path, why in left.items():
        say(msg("{file} stays as it is: {reason}", file=path, reason=why))
    for finding in findings:
        for line in finding_text(finding, {}):
            say(line)
    if only_look:
        say(msg("{count} of {files} files would change.", count=len(changed), files=files))
    else:
        say(msg("{count} of {files} files were changed.", count=len(changed), files=files))

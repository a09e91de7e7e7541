"""What a sync did, and what a new user finds."""

from __future__ import annotations

from collections.abc import Sequence

from pdctl.core.findings import Finding, Refusal, Stop
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.report.findings import finding_json, tell, tell_finding
from pdctl.report.talk import out, out_json, say


@dataclass(frozen=True)
class Left:
    """A step that could not be carried over."""

    commit: str
    line: str
    findings: tuple[Finding, ...]


def synced(tip: str, received: int, replayed: Sequence[str], left: Sequence[Left], pushed: int, as_json: bool) -> None:
    """What a sync did."""
    if as_json:
        rows = [
            {"commit": one.commit, "line": one.line, "findings": [finding_json(f) for f in one.findings]}
            for one in left
        ]
        value = {
            "ok": not left,
            "tip": tip,
            "received": received,
            "replayed": list(replayed),
            "left": rows,
            "pushed": pushed,
        }
        out_json("sync", value)
        return
    out(
        msg(
            "received {received}, replayed {replayed}, pushed {pushed}; now at {tip}",
            received=received,
            replayed=len(replayed),
            pushed=pushed,
            tip=tip[:12],
        )
    )
    for one in left:
        say(msg("Left behind: {line} ({commit})", line=one.line, commit=one.commit[:12]))
        for finding in one.findings:
            tell_finding(finding)


def joined(
    folder: str, commits: int, person: str | None, name: str, problem: Stop | Refusal | None, as_json: bool
) -> None:
    """What a new user finds."""
    if as_json:
        out_json("join", {"ok": True, "folder": folder, "commits": commits, "person": person})
        return
    out(folder)
    say(msg("Cloned and verified: {commits} commits kept the procedure.", commits=commits))
    if person:
        say(msg("You are {name} ({person}). Now: pdctl -C {folder} todo", name=name, person=person, folder=folder))
        return
    say(msg("Your key is not known there yet:"))
    if problem is not None:
        tell(problem)

"""The result of a verification: a 程序核验记录 in a few lines, or in a format for machines."""

from __future__ import annotations

import sys
from typing import Any

from pdctl.core.findings import OK
from pdctl.core.proof import Ending, ItemProof
from pdctl.core.text import Msg, msg
from pdctl.report.certificate import certificate_json
from pdctl.report.findings import tell_finding
from pdctl.report.formats import RENDERERS, Report
from pdctl.report.talk import out, say

# Formats whose readers see nothing of them in the log of a pipeline: there, the findings are talk as well.
_UNSEEN = ("gitlab", "sarif", "junit")


def tell(ended: Ending, fmt: str, proof: ItemProof | None = None) -> None:
    """The verdict in a format."""
    if fmt != "text":
        checked = {"commits": ended.commits, "fresh": ended.fresh}
        report = Report("verify", checked, ended.findings, ended.tip, _more(ended, proof))
        sys.stdout.write(RENDERERS[fmt](report))
        sys.stdout.flush()
        if fmt in _UNSEEN:
            _tell_findings(ended)
        if ended.sealed and fmt != "json":
            say(_sealed(ended))
        return
    _tell_findings(ended)
    for commit, reason in ended.quarantined:
        out(msg("Set aside: commit {commit}, because: {reason}", commit=commit[:12], reason=reason))
    if ended.sealed:
        out(_sealed(ended))
    counts = {"commits": ended.commits, "fresh": ended.fresh, "tip": ended.tip[:12]}
    if ended.findings:
        count = len(ended.findings)
        out(msg("{count} findings in {commits} commits ({fresh} checked now), up to {tip}.", count=count, **counts))
    else:
        out(msg("Every one of {commits} commits ({fresh} checked now), up to {tip}, kept the procedure.", **counts))


def _sealed(ended: Ending) -> Msg:
    return msg("The history before this one is sealed (up to {tip}) and must be verified apart.", tip=ended.sealed[:12])


def _tell_findings(ended: Ending) -> None:
    for finding in ended.findings:
        say(msg("commit {commit} {item}", commit=finding.commit[:12], item=finding.item))
        tell_finding(finding)


def _more(ended: Ending, proof: ItemProof | None) -> dict[str, Any]:
    """What JSON says besides the findings."""
    aside = [{"commit": commit, "reason": reason} for commit, reason in ended.quarantined]
    # What could not be checked, such as a sealed history, is never "ok".
    more: dict[str, Any] = {"ok": ended.exit_code == OK, "quarantined": aside, "sealed": ended.sealed or None}
    return {**more, "certificate": certificate_json(proof)} if proof else more

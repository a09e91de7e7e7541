"""The hook of a git server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import hook
from pdctl.cli.options import COMMON
from pdctl.cli.session import now
from pdctl.core.findings import REFUSED
from pdctl.core.text import msg
from pdctl.report.findings import tell_finding
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say

_MOST = 5
Introduction = Annotated[str, typer.Option("--introduction", metavar="I", help=_("The introduction (核验基准)."))]


def install(
    server: Annotated[Path, typer.Option("--server", metavar="BARE_REPO", help=_("The bare repository on the server."))],
    introduction: Introduction,
) -> None:  # fmt: skip
    """Install."""
    path = hook.install(server, introduction)
    if COMMON.json:
        out_json("hook", {"ok": True, "hook": str(path)})
        return
    out(str(path))
    say(msg("From now on nothing unverified enters the protected branch of {folder}.", folder=str(server)))


def pre_receive(introduction: Introduction) -> int:
    """Pre-receive."""
    received = hook.receive(hook.read_pushes(sys.stdin), introduction, now())
    findings = received.findings
    if not findings:
        say(msg("pdctl verified {count} new commits.", count=received.fresh))
        return 0
    say(msg("pdctl refuses this push: {count} findings", count=len(findings)))
    for finding in findings[:_MOST]:
        say(msg("commit {commit} {item}", commit=finding.commit[:12], item=finding.item))
        tell_finding(finding)
    return REFUSED

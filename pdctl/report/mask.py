"""What was masked, told by masks alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pdctl.core.findings import Finding
from pdctl.core.text import Word, msg
from pdctl.core.words import MASKING, SCAN_KIND
from pdctl.report.findings import finding_json, hint_words
from pdctl.report.lang import show
from pdctl.report.talk import out, out_json, say
from pdctl.store.masking.copies import Change


def masked(
    source: Path,
    target: Path,
    preset: str,
    changes: Sequence[Change],
    left: Sequence[Finding],
    dry_run: bool,
    as_json: bool,
) -> None:
    """The copy's name as data; what was hidden, and what still stands in it, as talk."""
    if as_json:
        rows = [{"kind": change.kind, "shown": change.shown, "place": show(change.place)} for change in changes]
        value = {
            "ok": True,
            "dry_run": dry_run,
            "file": str(source),
            "output": str(target),
            "preset": preset,
            "changes": rows,
        }
        out_json("mask", {**value, "left": [finding_json(finding) for finding in left]})
        return
    out(str(target))
    for change in changes:
        say(
            msg("{kind} at {place}: {shown}", kind=Word(SCAN_KIND, change.kind), place=change.place, shown=change.shown)
        )
    count = {"count": len(changes), "preset": Word(MASKING, preset)}
    say(msg("{count} values would be hidden, by the preset {preset}.", **count) if dry_run
        else msg("{count} values were hidden, by the preset {preset}.", **count))  # fmt: skip
    for finding in left:
        say(msg("Still there: {finding}", finding=hint_words(finding)))

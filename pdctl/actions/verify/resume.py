"""Where the last verification ended, kept outside the repository: ignored when anything about it is odd."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import Any

from pdctl.actions.output import write
from pdctl.actions.tally import Tally, tally_from
from pdctl.actions.verify.notes import finding_from, finding_plain
from pdctl.actions.verify.walk import Walk
from pdctl.core.findings import Stop
from pdctl.core.judge.root import Introduction
from pdctl.store.git import Git
from pdctl.store.history import is_ancestor
from pdctl.store.places import cache_home

# Raise it whenever a verifier of today would judge otherwise than one before.
LAYOUT = 2


def begin(git: Git, introduction: Introduction, tip: str, full: bool) -> Walk:
    """A walk from the root, or from the end of the last one where nothing about its note is odd."""
    if not full:
        try:
            note = json.loads(_note(git).read_bytes())
            walk = restored(git, introduction, note["walk"]) if note["seal"] == _seal(note["walk"]) else None
            walk = walk if walk is not None and is_ancestor(git, walk.tip or "", tip) else None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            walk = None
        if walk is not None:
            return walk
    return Walk(git, introduction)


def restored(git: Git, introduction: Introduction, saved: dict[str, Any]) -> Walk | None:
    """A walk from its plain form; None where it belongs to something else. Raises where it is odd."""
    if saved["layout"] != LAYOUT or saved["introduction"] != str(introduction):
        return None
    commit = git.commit(saved["tip"])
    if commit is None or type(saved["commits"]) is not int or saved["commits"] < 1:
        return None
    findings = [finding_from(value) for value in saved["findings"]]
    tally: Tally = tally_from(saved["tally"])
    pins, aside = texts_of(saved["pins"]), texts_of(saved["quarantined"])
    return Walk(git, introduction, saved["tip"], commit.tree, tally, findings, saved["commits"], pins, aside)


def texts_of(value: Any) -> dict[str, str]:
    """A mapping of text to text. Raises `ValueError` where it is odd."""
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise ValueError
    return dict(value)


def _seal(value: Any) -> str:
    """What shows that a note was cut short or touched."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _note(git: Git) -> Any:
    name = hashlib.sha256(os.fsencode(git.common_dir)).hexdigest()[:24]
    return cache_home() / name / "verified.json"


def plain(walk: Walk) -> dict[str, Any]:
    """Where a walk stands, as plain JSON."""
    return {
        "layout": LAYOUT,
        "introduction": str(walk.introduction),
        "tip": walk.tip,
        "commits": walk.commits,
        "tally": walk.tally.saved(),
        "pins": walk.world.pins,
        "quarantined": walk.quarantined,
        "findings": [finding_plain(f) for f in walk.findings],
    }


def save(git: Git, walk: Walk) -> None:
    """Keep where the walk ended; losing it costs time only."""
    value, path = plain(walk), _note(git)
    with suppress(OSError, Stop):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(json.dumps({"seal": _seal(value), "walk": value}, ensure_ascii=False), path)

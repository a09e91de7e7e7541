"""Introductions and last verified tips, kept for one user, outside every repository."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pdctl.actions.output import write
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.judge.root import Introduction, parse_introduction
from pdctl.core.text import msg
from pdctl.store.places import config_home


@dataclass(frozen=True)
class Trusted:
    """What this user knows of one repository: its introduction, and the last tip that was verified."""

    introduction: Introduction
    tip: str | None = None


def introduction(text: str) -> Introduction:
    """An introduction as people type it. Raises `Stop` (usage)."""
    found = parse_introduction(text)
    if found is None:
        raise usage(
            msg("this is not an introduction: {text}", text=text[:60]),
            msg("it looks like pdctl1:<commit>:<sha256>:SHA256:<fingerprint>; pdctl init printed it"),
        )
    return found


def _path() -> Path:
    return config_home() / "trust.json"


def _load() -> dict[str, Any]:
    try:
        value = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def known(root: str) -> Trusted | None:
    """What is known of the repository that begins with a root commit."""
    entry = _load().get(root)
    if not isinstance(entry, dict):
        return None
    found = parse_introduction(str(entry.get("introduction", "")))
    tip = entry.get("tip")
    plain = isinstance(tip, str) and re.fullmatch(r"[0-9a-f]{40}", tip)
    return Trusted(found, tip if plain else None) if found and found.commit == root else None


def all_known() -> tuple[Trusted, ...]:
    """What is known of every repository."""
    return tuple(found for root in _load() if (found := known(root)) is not None)


def remember(trusted: Trusted) -> None:
    """Keep an introduction and a tip."""
    value = _load()
    value[trusted.introduction.commit] = {"introduction": str(trusted.introduction), "tip": trusted.tip}
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write(json.dumps(value, indent=2) + "\n", path)


def check_known(found: Introduction) -> Trusted | None:
    """What is known of the same repository. Raises `Stop` where another introduction is remembered for it."""
    before = known(found.commit)
    if before and before.introduction != found:
        raise usage(
            msg("another introduction is remembered for the same repository"),
            msg("compare both with the paper sheet; the remembered ones lie in {file}", file=str(_path())),
        )
    return before


def trust(text: str) -> Trusted:
    """Remember an introduction for this user. A known root with another introduction is refused."""
    found = introduction(text)
    trusted = check_known(found) or Trusted(found)
    remember(trusted)
    return trusted

"""Of which kind a YAML file is that lies outside any repository: by its name, its `$schema` comment, or its keys."""

from __future__ import annotations

import re
from typing import Any

from pdctl.core import words
from pdctl.store.schema import SCHEMAS

_COMMENT = re.compile(r"^#.*\$schema[=:] *\S*?([a-z-]+)\.schema\.json", re.MULTILINE)
_NAMES = {name: name for name in ("disclosure", "people", "organization", "catalog", "item")}
# Files that are called by a number: what the folders above are called tells.
_NUMBERED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:^|/){pattern}\.ya?ml$"), schema)
    for pattern, schema in (
        ("releases/[0-9]{4}", "release"),
        ("calendar/[0-9]{4}", "calendar"),
        ("catalog-record/[0-9]{4}-[a-z]+", "catalog-record"),
        ("record/[0-9]{4}-[a-z-]+", "record"),
        ("ledger/[0-9]{4}/[a-z-]+/[^/]+", "ledger"),
        ("quarantine/[0-9a-f]{40}", "quarantine"),
    )
)
_FOLDERS = ("releases/", "calendar/", "record/", "ledger/", "quarantine/")
# The keys that tell a kind from the others; the first row that fits counts.
_KEYS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"entries", "source"}), "starter"),
    (frozenset({"entries", "release"}), "release"),
    (frozenset({"entries"}), "catalog"),
    (frozenset({"people"}), "people"),
    (frozenset({"policy"}), "disclosure"),
    (frozenset({"root", "branch"}), "disclosure"),
    (frozenset({"year"}), "calendar"),
    (frozenset({"step", "item"}), "record"),
    (frozenset({"step"}), "catalog-record"),
    (frozenset({"secrecy"}), "item"),
    (frozenset({"channels", "title"}), "item"),
    (frozenset({"commit", "reason"}), "quarantine"),
)


def schema_of_lone(path: str, text: str, value: Any) -> str | None:
    """The name of the schema of a lone file, or None where nothing tells."""
    named = _by_name(path)
    if named in (None, "catalog"):
        comment = _COMMENT.search(text[:2000]) if text.startswith("#") else None
        if comment and comment[1] in SCHEMAS:
            return comment[1]
    return named or _by_keys(value)


def _by_name(path: str) -> str | None:
    found = _NAMES.get(path.rpartition("/")[2].rpartition(".")[0])
    if found is None and any(folder in path for folder in _FOLDERS):
        return next((schema for pattern, schema in _NUMBERED if pattern.search(path)), None)
    return found


def _by_keys(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    found = next((schema for keys, schema in _KEYS if keys <= value.keys()), None)
    if found is None and "kind" in value:
        kind = value["kind"]
        return "ledger" if isinstance(kind, str) and kind in words.LEDGER_KIND else "organization"
    return found

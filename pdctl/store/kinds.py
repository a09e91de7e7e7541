"""Of which kind a YAML file is that lies outside any repository: by its name, its `$schema` comment, or its keys."""

from __future__ import annotations

import re
from typing import Any

from pdctl.core import words
from pdctl.store.schema import SCHEMAS

_COMMENT = re.compile(r"^#.*\$schema[=:] *\S*?([a-z-]+)\.schema\.json", re.MULTILINE)
_NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:^|/){pattern}$"), schema)
    for pattern, schema in (
        (r"disclosure\.ya?ml", "disclosure"),
        (r"people\.ya?ml", "people"),
        (r"organization\.ya?ml", "organization"),
        (r"catalog\.ya?ml", "catalog"),
        (r"releases/[0-9]{4}\.ya?ml", "release"),
        (r"item\.ya?ml", "item"),
        (r"calendar/[0-9]{4}\.ya?ml", "calendar"),
        (r"catalog-record/[0-9]{4}-[a-z]+\.ya?ml", "catalog-record"),
        (r"record/[0-9]{4}-[a-z-]+\.ya?ml", "record"),
        (r"ledger/[0-9]{4}/[a-z-]+/[^/]+\.ya?ml", "ledger"),
        (r"quarantine/[0-9a-f]{40}\.ya?ml", "quarantine"),
    )
)
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
    named = next((schema for pattern, schema in _NAMES if pattern.search(path)), None)
    comment = _COMMENT.search(text[:2000])
    if comment and comment[1] in SCHEMAS and named in (None, "catalog"):
        return comment[1]
    return named or _by_keys(value)


def _by_keys(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    found = next((schema for keys, schema in _KEYS if keys <= value.keys()), None)
    if found is None and "kind" in value:
        kind = value["kind"]
        return "ledger" if isinstance(kind, str) and kind in words.LEDGER_KIND else "organization"
    return found

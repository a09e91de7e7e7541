"""Entries as people give them: a file, options, or a text from their editor; each with a finding where it is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pdctl.actions.planning import channel_from
from pdctl.actions.texts import line, prose
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.text import listing, msg
from pdctl.core.words import (
    ASPECT,
    FAMILY,
    FREQUENCY,
    IMPORTANCE,
    LEVEL,
    MATTER,
    PERIOD,
    RETENTION,
    SCOPE,
    SUPERIOR_BY,
    Vocabulary,
)
from pdctl.store.schema import find, read_checked, schema_text
from pdctl.store.yaml_write import dump

Raw = dict[str, Any]
_WORDS: Mapping[str, Vocabulary] = {
    "scope": SCOPE, "importance": IMPORTANCE, "matter": MATTER, "frequency": FREQUENCY, "period": PERIOD,
    "approval": LEVEL, "superior_by": SUPERIOR_BY, "reviews": ASPECT, "family": FAMILY, "retention": RETENTION,
}  # fmt: skip
_LISTS = ("elements", "basis", "audience", "stages", "approval", "reviews", "channels")
_HEAD = "format: 1\norg: x\nentries:\n"


@cache
def _shapes() -> dict[str, Any]:
    """The keys of an entry with what the schema says of each."""
    shapes: dict[str, Any] = json.loads(schema_text("catalog"))["$defs"]["entry"]["properties"]
    return shapes


def with_options(entry: Raw, options: Sequence[str]) -> Raw:
    """An entry with `KEY=VALUE` options laid over it; an empty value takes the key away. Raises `Stop` or `Refusal`."""
    changed = dict(entry)
    for option in options:
        key, equals, text = option.partition("=")
        key = key.strip()
        if not equals or key not in _shapes() or key in ("id", "suspended"):
            known = listing(*(name for name in _shapes() if name not in ("id", "suspended")))
            raise usage(msg("--set {option} is not understood", option=option), msg("KEY=VALUE, KEY being one of: {keys}", keys=known))  # fmt: skip
        changed.pop(key, None)
        if text.strip():
            changed[key] = _value(key, text.strip())
    order = [key for key in _shapes() if key in changed]
    return {key: changed[key] for key in order}


def _value(key: str, text: str) -> Any:
    if key in ("due", "duration"):
        pairs = (part.partition(":") for part in re.split(r"[,，]", text))
        return {name.strip(): _number(value.strip()) for name, _, value in pairs}
    if key == "recheck_months":
        return _number(text)
    if key == "note":
        return prose(f"--set {key}", text)
    if key not in _LISTS:
        return _word(key, line(f"--set {key}", text) or "")
    parts = [part.strip() for part in re.split(r"[,，;；]", text) if part.strip()]
    if key == "channels":
        found = (channel_from(part) for part in parts)
        return [{k: v for k, v in vars(channel).items() if v} for channel in found]
    return [_word(key, line(f"--set {key}", part) or "") for part in parts]


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() else text


def _word(key: str, text: str) -> str:
    """The key of a word, by itself or by its Chinese label; anything else is left to the schema."""
    vocabulary = _WORDS.get(key)
    return (vocabulary.find(text) if vocabulary else None) or text


def from_file(path: Path) -> Raw:
    """The entry in a YAML file. Raises `Stop` or `Refusal`."""
    try:
        return from_text(path.read_bytes(), str(path))
    except OSError as error:
        raise usage(msg("{file} cannot be read: {problem}", file=str(path), problem=error.strerror or "")) from error


def from_text(text: bytes, name: str) -> Raw:
    """The entry in a YAML text. Raises `Refusal`, each finding with its line in this text."""
    lines = text.decode("utf-8", "replace").splitlines()
    body = [f"  {'- ' if number == _first(lines) else '  '}{one}" if one.strip() else "" for number, one in enumerate(lines)]  # fmt: skip
    data = (_HEAD + "\n".join(body) + "\n").encode()
    findings = find(data, "catalog", name)
    if findings:
        raise Refusal(*(_moved(finding) for finding in findings))
    entry: Raw = read_checked(data, "catalog", name)["entries"][0]
    return entry


def _first(lines: Sequence[str]) -> int:
    """The first line that is neither empty nor a comment."""
    return next((n for n, one in enumerate(lines) if one.strip() and not one.lstrip().startswith("#")), 0)


def _moved(finding: Finding) -> Finding:
    head = _HEAD.count("\n")
    return replace(finding, line=max(finding.line - head, 1), column=max(finding.column - 4, 1))


def as_text(entry: Raw, skeleton: bool) -> str:
    """An entry for an editor: each key under what the schema says of it; `skeleton` shows keys that are not there."""
    parts = []
    for key, shape in _shapes().items():
        if key not in entry and not skeleton:
            continue
        said = " ".join(text for text in (shape.get("title"), shape.get("description")) if text)
        parts.append(f"# {said}" if said else f"# {key}")
        if key in entry:
            parts.append(dump({key: entry[key]}).decode().rstrip("\n"))
        else:
            parts.append(f"# {key}:")
    return "\n".join(parts) + "\n"


def check(entries: Sequence[Raw], org: str) -> None:
    """Raise `Refusal` where the entries are no lawful catalogue."""
    path = f"catalogs/{org}/catalog.yaml"
    read_checked(dump({"format": 1, "org": org, "entries": list(entries)}), "catalog", path)

"""One file taken apart and judged by its schema: quickly where nothing is wrong, with every place where something is."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from pdctl.core.findings import Finding
from pdctl.core.text import msg
from pdctl.store.kinds import schema_of_lone
from pdctl.store.schema import against_schema, as_text, bare_dates, faults, is_valid
from pdctl.store.yaml_place import Document, Path, line_column
from pdctl.store.yaml_read import YamlFault, decode_text, load_marked, load_text
from pdctl.store.yaml_traps import doubtful, worded

_BY_ENTRY = ("catalog", "release", "starter")


@dataclass
class Examined:
    """What a file holds and what is wrong with its form.

    `value` is what the rules of content may look at: of a catalogue with faults, its sound entries; None where nothing
    can be used. `texts` is the value for the rules of text. `whole`: the schema accepts all of it.
    """

    data: bytes
    text: str = ""
    schema: str | None = None
    value: Any = None
    texts: Any = None
    whole: bool = False
    findings: Sequence[Finding] = ()
    document: Document | None = None

    def placed(self, found: Finding) -> Finding:
        """A finding with the line and column of what it points to."""
        if found.line:
            return found
        if self.document is None:
            self.document = load_marked(self.data)
        line, column = self.document.where(found.pointer, found.offset)
        return replace(found, line=line, column=column)


def examine(data: bytes, schema: str | None, path: str) -> Examined:
    """The form of a YAML file: characters, YAML, schema. Without a schema, its kind is found out."""
    try:
        text = decode_text(data)
        value, odd = load_text(text)
    except YamlFault as fault:
        return Examined(data, schema=schema, findings=[worded(fault.finding, data)])
    name = schema or schema_of_lone(path, text, value)
    if name is None:
        return Examined(data, text, texts=as_text(value), findings=[_no_kind()])
    if not odd and is_valid(value, name):
        return Examined(data, text, name, value, value, whole=True)
    return _closely(data, text, name)


def _closely(data: bytes, text: str, name: str) -> Examined:
    document = load_marked(data)
    slips = list(doubtful(document))
    against = against_schema(document, name)
    told = {(slip.line, slip.column) for slip in slips} | {document.where(slip.pointer) for slip in slips}
    against = [found for found in against if found.rule != "E-SCHEMA" or (found.line, found.column) not in told]
    findings = [*bare_dates(document), *slips, *against]
    value = as_text(document.value)
    sound = value if not against and is_valid(value, name) else _sound(value, name)
    return Examined(data, text, name, sound, value, sound is value, findings, document)


def _sound(value: Any, name: str) -> Any:
    """A catalogue with only those entries that its schema accepts, each in its place; an organization with its sound keys."""
    if name == "organization":
        return _without_faults(value, name)
    entries = value.get("entries") if isinstance(value, dict) else None
    if name not in _BY_ENTRY or not isinstance(entries, list):
        return None
    bad = {fault.path[1] for fault in faults(value, name) if fault.path[:1] == ("entries",) and len(fault.path) > 1}
    return {**value, "entries": [None if number in bad else entry for number, entry in enumerate(entries)]}


def _without_faults(value: Any, name: str) -> Any:
    """A mapping without the keys that its schema refuses, so that the others are looked at; None where they cannot stand alone."""
    kept = deepcopy(value)
    for fault in faults(value, name):
        unknown = fault.found if fault.word == "additionalProperties" and isinstance(fault.found, dict) else ()
        known = fault.schema.get("properties", {}) if isinstance(fault.schema, dict) else {}
        for path in [(*fault.path, key) for key in unknown if key not in known] or [fault.path]:
            _remove(kept, path)
    return kept if is_valid(kept, name) else None


def _remove(value: Any, path: Path) -> None:
    """Take out a value; of a list all goes, for what is left would stand in other places."""
    while path and not isinstance(path[-1], str):
        path = path[:-1]
    for part in path[:-1]:
        value = value.get(part) if isinstance(value, dict) else None
    if path and isinstance(value, dict):
        value.pop(path[-1], None)


def _no_kind() -> Finding:
    return Finding(
        msg("nothing tells which kind of file this is"), rule="E-FILE", clause="五(五)", line=1, column=1,
        expected=msg("a file of a disclosure repository"), found=msg("another file"),
        fix=msg("give it its usual name, such as catalog.yaml, or a first line: # yaml-language-server: $schema=schemas/catalog.schema.json"),
    )  # fmt: skip


def examine_text(data: bytes, most: int) -> tuple[str | None, list[Finding]]:
    """A text that is no YAML: whether it can be read, and what it says."""
    try:
        text = decode_text(data, most)
    except YamlFault as fault:
        return None, [worded(fault.finding, data)]
    if not text.strip():
        return None, [Finding(msg("the text is empty"), rule="E-TEXT", line=1, column=1, fix=msg("write the text, or name another file with --body"))]  # fmt: skip
    return text, []


def placed_in_text(found: Finding, text: str) -> Finding:
    """A finding of the rules of text with its line and column."""
    line, column = line_column(text, found.offset)
    return replace(found, line=line, column=column)

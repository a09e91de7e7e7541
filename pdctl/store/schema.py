"""Validation against the shipped schemas. A fast engine where it is installed, the plain one else: same verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pdctl.core.findings import Finding, Refusal
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.store.data import shipped
from pdctl.store.yaml_place import Document, Path
from pdctl.store.yaml_read import BareDate, YamlFault, decode_text, load_marked, load_text

# Which schema judges a file, by the class of its path (`core.paths`).
SCHEMA_OF_KIND = {
    "people": "people",
    "organization": "organization",
    "catalog": "catalog",
    "release": "release",
    "catalog-record": "catalog-record",
    "record": "record",
    "ledger": "ledger",
    "quarantine": "quarantine",
}
# Every kind of file that pdctl knows, by the name of its schema.
SCHEMAS = (*SCHEMA_OF_KIND.values(), "disclosure", "calendar", "item", "starter")


@dataclass(frozen=True)
class Fault:
    """What a schema refuses: the place in the value, the schema's word, what it wanted, and the schema there."""

    path: Path
    word: str
    wanted: Any
    found: Any
    schema: Any = None


def schema_of(path: str, kind: str) -> str | None:
    """The name of the schema for a file, or None for files without one (text, attachments, templates)."""
    if path == "disclosure.yaml":
        return "disclosure"
    if kind == "settings" and path.startswith("calendar/") and path.endswith(".yaml"):
        return "calendar"
    if kind == "content" and path.endswith("/content/item.yaml"):
        return "item"
    return SCHEMA_OF_KIND.get(kind)


@cache
def schema_text(name: str) -> str:
    """The text of a shipped schema."""
    return (shipped("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")


@cache
def _engine(name: str) -> Any:
    import decimal  # noqa: F401 - the engine imports it itself, and would turn a Ctrl-C there into a fault

    schema = json.loads(schema_text(name))
    try:
        import jsonschema_rs
    except ImportError:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(schema)
    return jsonschema_rs.Draft202012Validator(schema)


def accepts(value: Any, name: str) -> bool:
    """Whether a schema takes a plain value."""
    return bool(_engine(name).is_valid(value))


def read_checked(data: bytes, name: str, file: str) -> Any:
    """The value of a file that its schema accepts. Raises `Refusal` with every fault, each with its line."""
    try:
        value, odd = load_text(decode_text(data))
    except YamlFault as fault:
        raise Refusal(replace(fault.finding, file=file)) from fault
    if (odd and _has_bare_date(value)) or not is_valid(value, name):
        raise Refusal(*find(data, name, file))
    return value


def is_valid(value: Any, name: str) -> bool:
    """Whether a schema accepts a plain value. What its engine cannot take at all, such as half a character, it refuses."""
    try:
        return bool(_engine(name).is_valid(value))
    except (ValueError, TypeError):
        return False


def find(data: bytes, name: str, file: str) -> list[Finding]:
    """Every finding against a file: YAML first, then its schema."""
    try:
        document = load_marked(data)
    except YamlFault as fault:
        return [replace(fault.finding, file=file)]
    against = sorted(against_schema(document, name), key=lambda f: (f.line, f.column))
    return [replace(finding, file=file) for finding in (*bare_dates(document), *against)]


def against_schema(document: Document, name: str) -> list[Finding]:
    """What a schema refuses in a document, each at its place; bare dates are taken as the texts they should be."""
    from pdctl.store.schema_words import worded

    found = faults(as_text(document.value), name)
    lines = {fault.path for fault in found if fault.word == "not"}  # a line break breaks the pattern of a line as well
    told = [fault for fault in found if fault.word != "pattern" or fault.path not in lines]
    findings = [(fault, finding) for fault in told for finding in worded(fault, name, document)]
    # A mistyped key is both unknown and missing: it is told once, with the key that was meant.
    unknown = {(f.line, f.column) for fault, f in findings if fault.word == "additionalProperties"}
    return [
        f
        for fault, f in findings
        if not (fault.word == "required" and isinstance(f.found, str) and (f.line, f.column) in unknown)
    ]


def faults(value: Any, name: str) -> list[Fault]:
    """What a schema refuses in a plain value, innermost causes first."""
    leaves = [_leaf(error) for error in _explainer(name).iter_errors(value)]
    unique = {(tuple(e.absolute_path), e.validator, str(e.validator_value)[:80]): e for e in leaves}
    return [
        Fault(tuple(e.absolute_path), str(e.validator), e.validator_value, e.instance, e.schema)
        for e in unique.values()
    ]


def _leaf(error: Any) -> Any:
    """The innermost cause; where one of several sets of keys is asked for, the choice itself is."""
    from jsonschema.exceptions import best_match

    return error if error.context and _asks_for_keys(error) else best_match([error]) or error


def _asks_for_keys(error: Any) -> bool:
    inner = error.context
    return all(map(_asks_for_keys, inner)) if inner else error.validator in ("required", "oneOf", "anyOf")


@cache
def _explainer(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema_text(name)))


def _dates(value: Any, path: Path) -> Iterator[tuple[Path, BareDate]]:
    if isinstance(value, BareDate):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _dates(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _dates(item, (*path, number))


def _has_bare_date(value: Any) -> bool:
    return next(_dates(value, ()), None) is not None


def as_text(value: Any) -> Any:
    """A value with each bare date as the text that it should be."""
    if isinstance(value, BareDate):
        return value.text
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    return [as_text(item) for item in value] if isinstance(value, list) else value


def bare_dates(document: Document) -> Iterator[Finding]:
    """Dates that stand without quotes."""
    for path, value in _dates(document.value, ()):
        line, column = document.where(path)
        yield Finding(
            msg("{place}: the date stands without quotes", place=pointer(path)),
            rule="E-YAML",
            line=line,
            column=column,
            expected=f'"{value.text}"',
            found=value.text,
            fix=msg("put it in quotes; pdctl fmt does it"),
        )


def pointer(path: Path) -> str:
    """A path inside a document as people read it."""
    return "/" + "/".join(str(part) for part in path)

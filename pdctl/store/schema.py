"""Validation against the shipped schemas. A fast engine where it is installed, the plain one else: same verdicts."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pdctl.core.findings import Finding, Refusal, Shown
from pdctl.core.text import Msg, listing, msg
from pdctl.store.data import shipped
from pdctl.store.yaml_read import BareDate, YamlFault, load_dated, load_marked

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


@dataclass(frozen=True)
class Fault:
    """What a schema refuses: the place in the value, the schema's word, what it wanted, and the schema there."""

    path: tuple[str | int, ...]
    word: str
    wanted: Any
    found: Any


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


def read_checked(data: bytes, name: str, file: str) -> Any:
    """The value of a file that its schema accepts. Raises `Refusal` with every fault, each with its line."""
    try:
        value, dated = load_dated(data)
    except YamlFault as fault:
        raise Refusal(replace(fault.finding, file=file)) from fault
    if dated or not _engine(name).is_valid(value):
        raise Refusal(*find(data, name, file))
    return value


def find(data: bytes, name: str, file: str) -> list[Finding]:
    """Every finding against a file: YAML first, then its schema."""
    try:
        document = load_marked(data)
    except YamlFault as fault:
        return [replace(fault.finding, file=file)]
    bare = [_bare(path, value, file, document.where(path)) for path, value in _dates(document.value, ())]
    if bare:
        return bare
    findings = [_finding(fault, name, file, document.where(fault.path)) for fault in faults(document.value, name)]
    return sorted(findings, key=lambda f: (f.line, f.column))


def faults(value: Any, name: str) -> list[Fault]:
    """What a schema refuses in a plain value, innermost causes first."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    errors = list(Draft202012Validator(json.loads(schema_text(name))).iter_errors(value))
    leaves = [best_match([error]) or error for error in errors]
    unique = {(tuple(e.absolute_path), e.validator, str(e.validator_value)[:80]): e for e in leaves}
    return [Fault(tuple(e.absolute_path), str(e.validator), e.validator_value, e.instance) for e in unique.values()]


def _dates(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], BareDate]]:
    if isinstance(value, BareDate):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _dates(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _dates(item, (*path, number))


def _bare(path: tuple[str | int, ...], value: BareDate, file: str, where: tuple[int, int]) -> Finding:
    return Finding(
        msg("{place}: the date stands without quotes", place=_pointer(path)),
        rule="E-YAML",
        file=file,
        line=where[0],
        column=where[1],
        expected=f'"{value.text}"',
        found=value.text,
        fix=msg("put it in quotes"),
    )


def _pointer(path: tuple[str | int, ...]) -> str:
    return "/" + "/".join(str(part) for part in path)


def _finding(fault: Fault, schema: str, file: str, where: tuple[int, int]) -> Finding:
    message, expected, found, fix = _explain(fault, schema)
    return Finding(
        msg("{place}: {problem}", place=_pointer(fault.path), problem=message),
        rule="E-SCHEMA",
        file=file,
        line=where[0],
        column=where[1],
        expected=expected,
        found=found,
        fix=fix,
    )


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


# What is said about a fault: message, expected, found, remedy.
Said = tuple[Msg, Shown, Shown, Shown]


def _explain(fault: Fault, schema: str) -> Said:
    """A fault in words, by the schema's word for it."""
    if fault.word in ("additionalProperties", "unevaluatedProperties") and isinstance(fault.found, dict):
        return _unknown_key(fault, schema)
    explain = _EXPLAIN.get(fault.word)
    if explain is not None:
        return explain(fault)
    text = msg("the schema refuses this ({word})", word=fault.word)
    return text, _shown(fault.wanted), _shown(fault.found), ""


def _missing_key(fault: Fault) -> Said:
    missing = [key for key in fault.wanted if key not in fault.found]
    return msg("a key is missing"), listing(*missing), listing(*fault.found), msg("add the key")


def _other_value(fault: Fault) -> Said:
    near = difflib.get_close_matches(str(fault.found), [str(w) for w in fault.wanted], 1)
    fix = msg("did you mean {near}?", near=near[0]) if near else ""
    return msg("this value is not one of those allowed"), listing(*fault.wanted), _shown(fault.found), fix


def _other_type(fault: Fault) -> Said:
    fix = msg("put text, dates and numbers that are names in quotes")
    return msg("this is of another type"), _shown(fault.wanted), _shown(fault.found), fix


def _size(fault: Fault) -> Said:
    text = msg("this is too long") if fault.word.startswith("max") else msg("this is too short")
    return text, f"{fault.word} {fault.wanted}", str(len(fault.found)), ""


def _pattern(fault: Fault) -> Said:
    return msg("this is not written as it must be"), str(fault.wanted), _shown(fault.found), ""


_EXPLAIN: dict[str, Callable[[Fault], Said]] = {
    "required": _missing_key,
    "enum": _other_value,
    "type": _other_type,
    "maxLength": _size,
    "minLength": _size,
    "maxItems": _size,
    "minItems": _size,
    "pattern": _pattern,
}


def _unknown_key(fault: Fault, schema: str) -> Said:
    known = sorted(_property_names(json.loads(schema_text(schema))))
    unknown = [key for key in fault.found if key not in known] or list(fault.found)
    near = difflib.get_close_matches(unknown[0], known, 1)
    fix = msg("did you mean {near}?", near=near[0]) if near else msg("remove the key")
    return msg("there is a key that has no place here"), msg("only known keys"), listing(*unknown), fix


def _property_names(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        names = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return names.union(*(_property_names(item) for item in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_property_names(item) for item in schema))
    return set()

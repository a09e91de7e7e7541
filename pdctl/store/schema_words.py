"""What a schema refuses, in words: at its place, with what was expected and a guess at what was meant."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from pdctl.core import words
from pdctl.core.findings import Finding, Shown
from pdctl.core.text import Msg, listing, msg
from pdctl.store.schema import Fault, pointer, schema_text
from pdctl.store.yaml_place import Document
from pdctl.store.yaml_read import is_date

# What is said about a fault: message, expected, found, remedy.
Said = tuple[Msg, Shown, Shown, Shown]
_QUOTES = "“”‘’\"'「」『』＂＇"
_DATE_PARTS = re.compile(r"([12][0-9]{3})[-/.年 ]+([0-9]{1,2})[-/.月 ]+([0-9]{1,2})日?")
_DATE_RUN = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})")
_LABELS = {
    label: key for v in vars(words).values() if isinstance(v, words.Vocabulary) for key, label in v.labels.items()
}


def worded(fault: Fault, schema: str, document: Document) -> Iterator[Finding]:
    """The findings of one fault: one for each unknown key, else one."""
    if fault.word == "additionalProperties" and isinstance(fault.found, dict) and isinstance(fault.schema, dict):
        yield from _unknown_keys(fault, document)
        return
    said = _EXPLAIN.get(fault.word, _refused)(fault)
    if fault.word == "required":
        said = _missing_keys(fault, schema)
        near = _mistyped(fault, schema)
        where = document.where_key((*fault.path, near)) if near else document.where(fault.path)
    elif fault.word == "not" and fault.wanted == {}:
        where = document.where_key(fault.path)
    else:
        where = document.where(*_within(fault))
    yield _finding(fault, said, where)


def _finding(fault: Fault, said: Said, where: tuple[int, int]) -> Finding:
    text, expected, found, fix = said
    message = msg("{place}: {problem}", place=pointer(fault.path), problem=text)
    line, column = where
    return Finding(message, rule="E-SCHEMA", line=line, column=column, expected=expected, found=found, fix=fix)


def _within(fault: Fault) -> tuple[Any, int]:
    """Where inside a value the offending part stands: the second of two equal things, the first forbidden character."""
    if fault.word == "uniqueItems":
        seen: list[Any] = []
        for number, item in enumerate(fault.found):
            if item in seen:
                return (*fault.path, number), 0
            seen.append(item)
    if fault.word == "not" and isinstance(fault.found, str) and isinstance(fault.wanted, dict):
        bad = re.search(fault.wanted.get("pattern", "$^"), fault.found)
        return fault.path, bad.start() if bad else 0
    if fault.word == "maxLength":
        return fault.path, fault.wanted
    return fault.path, 0


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _refused(fault: Fault) -> Said:
    text = msg("the schema refuses this ({word})", word=fault.word)
    return text, _shown(fault.wanted), _shown(fault.found), msg("docs/files.md shows this kind of file")


# Keys ---------------------------------------------------------------------------------------------------------------


def _unknown_keys(fault: Fault, document: Document) -> Iterator[Finding]:
    known = list(fault.schema.get("properties", {}))
    for key in fault.found:
        if key in known:
            continue
        near = _near(key, [name for name in known if name not in fault.found] or known)
        fix = msg("did you mean {near}?", near=near) if near else msg("remove the key")
        said = msg("the key {key} has no place here", key=key), listing(*known), key, fix
        yield _finding(fault, said, document.where_key((*fault.path, key)))


def _missing_keys(fault: Fault, schema: str) -> Said:
    missing = [key for key in fault.wanted if key not in fault.found]
    near = _mistyped(fault, schema)
    fix = msg("did you mean {near}?", near=missing[0]) if near else msg("add the key {key}", key=listing(*missing))
    return msg("the key {key} is missing", key=listing(*missing)), listing(*missing), near or listing(*fault.found), fix


def _mistyped(fault: Fault, schema: str) -> str | None:
    """The key that was perhaps meant to be the missing one: near to it, and known to nobody."""
    missing = [key for key in fault.wanted if key not in fault.found]
    unknown = [key for key in fault.found if key not in _known_keys(schema)]
    return next((near for key in missing if (near := _near(key, unknown))), None)


@cache
def _known_keys(schema: str) -> frozenset[str]:
    return frozenset(_property_names(json.loads(schema_text(schema))))


def _property_names(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        names = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return names.union(*(_property_names(item) for item in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_property_names(item) for item in schema))
    return set()


def _near(word: str, known: Iterable[str]) -> str | None:
    """The nearest of the known words, whatever its case, width and hyphens."""
    plain = {_plain(name): name for name in known}
    found = difflib.get_close_matches(_plain(word), plain, 1, 0.6)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip(_QUOTES + " ").casefold().replace("_", "-").replace(" ", "-")


# Values -------------------------------------------------------------------------------------------------------------


def _other_value(fault: Fault) -> Said:
    wanted = [fault.wanted] if fault.word == "const" else list(fault.wanted)
    fix: Shown = msg("write one of them")
    if isinstance(fault.found, str):
        label = _LABELS.get(fault.found.strip(_QUOTES + " "))
        near = label if label in wanted else _near(fault.found, [str(word) for word in wanted])
        fix = msg("did you mean {near}?", near=near) if near else fix
    return msg("this value is not one of those allowed"), listing(*(str(w) for w in wanted)), _shown(fault.found), fix


def _other_type(fault: Fault) -> Said:
    wanted, found = str(fault.wanted), fault.found
    kind = _KINDS.get(wanted, wanted)
    if found is None:
        return msg("there is no value"), kind, msg("nothing"), msg("write the value, or remove the key")
    if wanted == "string" and isinstance(found, (bool, int)):
        kind, fix = f'"{_shown(found)}"', msg("put it in quotes: it is a name, not a quantity")
    elif wanted == "boolean" and isinstance(found, str):
        kind, fix = "true, false", msg("write true or false")
    elif wanted in ("array", "object") and isinstance(found, str):
        fix = _lost_list(found, wanted)
    elif wanted == "array":
        fix = msg("write each value on a line of its own, behind a hyphen and a blank")
    elif wanted == "integer" and isinstance(found, str):
        fix = msg("write figures, without quotes")
    else:
        fix = msg("docs/files.md shows this kind of file")
    return msg("this is of another type"), kind, _shown(found), fix


_KINDS: dict[str, Shown] = {
    "array": msg("a list"),
    "object": msg("keys with values"),
    "string": msg("text"),
    "integer": msg("a whole number"),
}


def _lost_list(found: str, wanted: str) -> Msg:
    """What became of a list or of keys that turned into one text."""
    if "：" in found:
        return msg("the colon is full-width (：): write a half-width one and a blank")
    if re.match(r"-\S", found):
        return msg("a blank is missing behind the hyphen")
    if re.match(r"[A-Za-z_]+:\S", found):
        return msg("a blank is missing behind the colon")
    if wanted == "array":
        return msg("write each value on a line of its own, behind a hyphen and a blank")
    return msg("write each key on a line of its own: key, colon, blank, value")


def _size(fault: Fault) -> Said:
    count = len(fault.found)
    if fault.word in ("maxLength", "maxItems", "maxProperties"):
        fix = msg("shorten it") if fault.word == "maxLength" else msg("keep only {most} of them", most=fault.wanted)
        return msg("this is too long"), msg("at most {most}", most=fault.wanted), str(count), fix
    text = msg("this is empty") if not count else msg("this is too short")
    fix = msg("add what is missing") if count else msg("write the value, or remove the key")
    return text, msg("at least {least}", least=fault.wanted), str(count), fix


def _number(fault: Fault) -> Said:
    least = fault.word == "minimum"
    expected = msg("at least {least}", least=fault.wanted) if least else msg("at most {most}", most=fault.wanted)
    text = msg("this number is too small") if least else msg("this number is too large")
    return text, expected, _shown(fault.found), msg("write a number within the limits")


def _pattern(fault: Fault) -> Said:
    text, found = msg("this is not written as it must be"), str(fault.found)
    shape = json.dumps(fault.schema, ensure_ascii=False)
    if "[12][0-9]{3}-" in str(fault.wanted) and "T(" not in str(fault.wanted):
        return msg("this is not a date"), "YYYY-MM-DD", _shown(found), _date_fix(found)
    if found != found.strip():
        return msg("blanks stand at an end"), found.strip(), _shown(f"“{found}”"), msg("remove the blanks")
    plain = unicodedata.normalize("NFKC", found).strip(_QUOTES + " ")
    if plain != found and re.search(str(fault.wanted), plain):
        return text, plain, _shown(found), msg("did you mean {near}?", near=plain)
    padded = found.zfill(4)
    if padded != found and re.search(str(fault.wanted), padded):
        return text, f'"{padded}"', _shown(found), msg("did you mean {near}?", near=f'"{padded}"')
    example = re.search(r'"examples": \["([^"]*)"', shape)
    return text, example[1] if example else str(fault.wanted), _shown(found), msg("write it as in the example")


def _date_fix(found: str) -> Msg:
    plain = unicodedata.normalize("NFKC", found).strip(_QUOTES + " ")
    parts = _DATE_PARTS.fullmatch(plain) or _DATE_RUN.fullmatch(plain)
    if parts:
        near = f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}"
        if is_date(near):
            return msg("did you mean {near}?", near=f'"{near}"')
    return msg('write year, month and day with figures and hyphens: "2026-11-23"')


def _forbidden(fault: Fault) -> Said:
    if fault.wanted == {}:
        key = str(fault.path[-1]) if fault.path else ""
        return msg("the key {key} must not stand here", key=key), msg("no such key"), key, msg("remove the key")
    bad = re.search(fault.wanted.get("pattern", "$^"), fault.found) if isinstance(fault.found, str) else None
    name = f"U+{ord(bad.group()):04X}" if bad else _shown(fault.found)
    return (
        msg("the character {character} is not allowed", character=name),
        msg("visible characters"),
        name,
        msg("delete it"),
    )


def _twice(fault: Fault) -> Said:
    path, _ = _within(fault)
    again = fault.found[path[-1]]
    return msg("this stands twice"), msg("each once"), _shown(again), msg("remove one of the two")


def _not_among(fault: Fault) -> Said:
    wanted = fault.wanted.get("const", fault.wanted) if isinstance(fault.wanted, dict) else fault.wanted
    missing = msg("{value} is missing in this list", value=_shown(wanted))
    return missing, _shown(wanted), _shown(fault.found), msg("add it to the list")


def _one_of(fault: Fault) -> Said:
    keys = sorted({key for option in fault.wanted for key in _asked(option)})
    here = [key for key in keys if isinstance(fault.found, dict) and key in fault.found]
    if not keys:
        return _refused(fault)
    text = msg("only one of these keys may stand here") if here else msg("one of these keys is missing")
    return text, listing(*keys), listing(*here) if here else msg("none"), msg("keep or add exactly one of them")


def _asked(option: Any) -> Iterator[str]:
    if isinstance(option, dict):
        yield from option.get("required", ())
        for inner in option.get("anyOf", ()):
            yield from _asked(inner)


def _goes_with(fault: Fault) -> Said:
    missing = [m for key, others in fault.wanted.items() if key in fault.found for m in others if m not in fault.found]
    keys = listing(*dict.fromkeys(missing))
    return msg("the key {key} is missing", key=keys), keys, listing(*fault.found), msg("add the key {key}", key=keys)


_EXPLAIN: dict[str, Callable[[Fault], Said]] = {
    "enum": _other_value,
    "const": _other_value,
    "type": _other_type,
    "maxLength": _size,
    "minLength": _size,
    "maxItems": _size,
    "minItems": _size,
    "maxProperties": _size,
    "minProperties": _size,
    "minimum": _number,
    "maximum": _number,
    "pattern": _pattern,
    "not": _forbidden,
    "uniqueItems": _twice,
    "contains": _not_among,
    "oneOf": _one_of,
    "anyOf": _one_of,
    "dependentRequired": _goes_with,
}

"""The schemas judged by examples: every file in `tests/examples` is a test, and two engines must agree on it.

An invalid example makes one mistake; its first line says where it is found and why: `# expect: /a/0/b — 原因`
(`""` is the whole file).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import jsonschema_rs
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "tests" / "examples"
SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
VALID = sorted(EXAMPLES.glob("valid/*/*.yaml"))
INVALID = sorted(EXAMPLES.glob("invalid/*/*.yaml"))
EXPECT = re.compile(r'# expect: (""|/\S*) — \S.*')
CHINESE = re.compile("[\u4e00-\u9fff]")


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _schema_name(path: Path) -> str:
    return path.name.removesuffix(".schema.json")


@cache
def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def _load(path: Path) -> Any:
    return _as_json(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def _as_json(value: Any) -> Any:
    """A loaded value with null in place of dates and times, which JSON does not have."""
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    return None if isinstance(value, date) else value


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _errors(schema: dict[str, Any], value: Any) -> set[str]:
    """Where a value fails, as JSON pointers, after both engines said the same."""
    rust = {_pointer(list(e.instance_path)) for e in jsonschema_rs.Draft202012Validator(schema).iter_errors(value)}
    python = {_pointer(list(e.absolute_path)) for e in jsonschema.Draft202012Validator(schema).iter_errors(value)}
    assert rust == python
    return rust


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes something, the whole first."""
    if isinstance(schema, dict):
        yield schema
        for keyword in ("properties", "$defs"):
            for part in schema.get(keyword, {}).values():
                yield from _parts(part)
        for keyword in ("items", "additionalProperties", "propertyNames"):
            yield from _parts(schema.get(keyword))


def _objects(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all mappings in a value."""
    if isinstance(value, dict):
        yield path
        for key, part in value.items():
            yield from _objects(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _objects(part, (*path, index))


def _with_key(value: Any, path: tuple[str | int, ...]) -> Any:
    """A copy of a value with a key that no schema knows, in the mapping at a path."""
    if not path:
        return {**value, "Unknown": "x"}
    copy = value.copy()
    copy[path[0]] = _with_key(value[path[0]], path[1:])
    return copy


@pytest.mark.parametrize("path", VALID, ids=_named)
def test_valid_example_passes(path: Path) -> None:
    assert _errors(_schema(path.parent.name), _load(path)) == set()


@pytest.mark.parametrize("path", INVALID, ids=_named)
def test_invalid_example_fails_at_its_one_mistake(path: Path) -> None:
    expected = EXPECT.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
    assert expected, 'the first line must read: # expect: POINTER — 原因 (POINTER "" is the whole file)'
    assert _errors(_schema(path.parent.name), _load(path)) == {expected[1].replace('""', "")}


@pytest.mark.parametrize("path", VALID, ids=_named)
def test_unknown_key_is_refused_everywhere(path: Path) -> None:
    schema, value = _schema(path.parent.name), _load(path)
    for place in _objects(value):
        words_of_a_table = path.parent.name == "import-mapping" and len(place) == 2
        if place[-1:] != ("detail",) and not words_of_a_table:  # free names: partial opinions, the words of a table
            assert _errors(schema, _with_key(value, place)), place


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_schema_is_valid_and_has_examples(path: Path) -> None:
    name = _schema_name(path)
    jsonschema.Draft202012Validator.check_schema(_schema(name))
    assert jsonschema_rs.meta.is_valid(_schema(name))
    assert _schema(name)["$id"] == f"https://pdctl.invalid/schemas/1/{path.name}"
    for folder in ("valid", "invalid"):
        assert any((EXAMPLES / folder / name).glob("*.yaml")), folder


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_schema_is_described_in_chinese(path: Path) -> None:
    schema = _schema(_schema_name(path))
    assert all(schema[key] for key in ("title", "description", "examples"))
    for part in _parts(schema):
        for key, value in part.get("properties", {}).items():
            text = value is True or value.get("title", "") + value.get("description", "")
            assert text is True or CHINESE.search(text), key


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_schema_stands_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r'"\$ref": "([^"]*)"', text))
    assert names == {f"#/$defs/{name}" for name in _schema(_schema_name(path))["$defs"]}


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_examples_in_schema_hold(path: Path) -> None:
    schema = _schema(_schema_name(path))
    for part in _parts(schema):
        for example in part.get("examples", ()):
            assert _errors({**part, "$defs": schema["$defs"]}, example) == set(), example


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_final_line_break_is_refused(path: Path) -> None:
    schema = _schema(_schema_name(path))
    for part in _parts(schema):
        texts = [example for example in part.get("examples", ()) if isinstance(example, str)]
        if part.get("$ref") != "#/$defs/passage":
            for text in texts:
                assert _errors({**part, "$defs": schema["$defs"]}, text + "\n"), text


@pytest.mark.parametrize("path", SCHEMAS, ids=_schema_name)
def test_patterns_are_portable(path: Path) -> None:
    for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', path.read_text(encoding="utf-8")):
        assert not re.search(r"\\[dwbAZz]|\(\?", json.loads(pattern)), pattern


def test_schemas_are_what_the_generator_writes() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_schemas.py"), "--check"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")

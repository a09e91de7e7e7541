"""Changes to a file that people also edit by hand: what they wrote beside the values, comments above all, stays."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pdctl.store.yaml_form import form
from pdctl.store.yaml_read import YamlFault, load
from pdctl.store.yaml_write import dump

_WIDE = 100_000


def edit(old: bytes | None, value: Mapping[str, Any], schema: str) -> bytes:
    """The bytes of a file whose value becomes `value`, keeping the comments of `old`.

    Where the two cannot be had together, the canonical form wins: the value is never at risk.
    """
    wanted = dump(value, schema)
    if old is None or b"#" not in old.partition(b"\n")[2]:
        return wanted  # no comment but the editor's line: nothing to keep
    try:
        kept = form(_merged(old, load(wanted)))
        return kept if load(kept) == load(wanted) else wanted
    except YamlFault:
        return wanted


def _merged(old: bytes, value: dict[str, Any]) -> bytes:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()  # round trip
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        document = yaml.load(old)
        _update(document, value)
        out = BytesIO()
        yaml.dump(document, out)
    except (YAMLError, TypeError, AttributeError):
        return b""
    return out.getvalue()


def _update(document: Any, value: dict[str, Any]) -> None:
    """Change only what differs, so that everything else keeps its place, quotes and comments."""
    for key in [key for key in document if key not in value]:
        del document[key]
    for key, item in value.items():
        if isinstance(item, dict) and isinstance(document.get(key), dict):
            _update(document[key], item)
        elif isinstance(item, list) and isinstance(document.get(key), list):
            _update_list(document[key], item)
        elif document.get(key) != item or key not in document:
            document[key] = _quoted(item)


def _update_list(document: Any, value: list[Any]) -> None:
    """Entries that stay keep their comments; the rest is taken out or added at the end."""
    if _update_named(document, value):
        return
    for number in range(len(document) - 1, -1, -1):
        if document[number] not in value:
            del document[number]
    if list(document) == value[: len(document)]:
        document.extend(_quoted(item) for item in value[len(document) :])
    else:
        document[:] = [_quoted(item) for item in value]


def _update_named(document: Any, value: list[Any]) -> bool:
    """Change the entries of a list that are known by their ids, each in its place; False where that cannot be."""
    if not all(isinstance(item, dict) and "id" in item for item in (*document, *value)):
        return False
    wanted = {item["id"]: item for item in value}
    staying = [item["id"] for item in document if item["id"] in wanted]
    if staying != [item["id"] for item in value if item["id"] in staying] or len(wanted) < len(value):
        return False
    for number in range(len(document) - 1, -1, -1):
        if document[number]["id"] not in wanted:
            del document[number]
    for number, item in enumerate(value):
        if number < len(document) and document[number]["id"] == item["id"]:
            _update(document[number], item)
        else:
            document.insert(number, _quoted(item))
    return True


def _quoted(item: Any) -> Any:
    """Text that a reader could take for something else is written in quotes, as the canonical form has it."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(item, str) and b'"' in dump({"k": item}):
        return DoubleQuotedScalarString(item)
    if isinstance(item, dict):
        return {key: _quoted(part) for key, part in item.items()}
    return [_quoted(part) for part in item] if isinstance(item, list) else item

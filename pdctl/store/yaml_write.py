"""The canonical YAML that pdctl writes: one key a line, two blanks of indent, text quoted where a reader could err."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

# Plain text is safe when it begins with a letter or a Chinese character, holds nothing that YAML reads, and is no
# word of another type.
PLAIN = r"[A-Za-z_\u4e00-\u9fff《（“][^\n\r\t:#\[\]{},&*!|>'\"%@`\\]*(?<! )"
_PLAIN = re.compile(PLAIN)
WORDS = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n|nan|inf|~)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def dump(value: Mapping[str, Any], schema: str | None = None) -> bytes:
    """The canonical bytes of a document.

    `schema` is the path of its schema, for editors. Empty and missing values (None, empty text, list or mapping) are
    left out.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += _mapping(value, 0)
    return ("\n".join(lines) + "\n").encode()


def _mapping(value: Mapping[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        if item is None or item == "" or (isinstance(item, (list, tuple, dict)) and not item):
            continue
        lines += _pair(_text(key), item, indent)
    return lines


def _pair(key: str, item: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(item, Mapping):
        return [f"{pad}{key}:", *_mapping(item, indent + 2)]
    if isinstance(item, Sequence) and not isinstance(item, str):
        return [f"{pad}{key}:", *_sequence(item, indent + 2)]
    if isinstance(item, str) and "\n" in item and _blocky(item):
        return [f"{pad}{key}: |-", *(f"{pad}  {line}" if line else "" for line in item.split("\n"))]
    return [f"{pad}{key}: {_scalar(item)}"]


def _sequence(items: Sequence[Any], indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    for item in items:
        if isinstance(item, Mapping):
            first, *rest = _mapping(item, indent + 2)
            lines += [f"{pad}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{pad}- {_scalar(item)}")
    return lines


def _blocky(text: str) -> bool:
    """Whether a block scalar keeps the text exactly: no blanks at line ends, no first line that is indented."""
    lines = text.split("\n")
    return all(line == line.rstrip() and "\r" not in line and "\t" not in line for line in lines) and (
        bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1])
    )


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _text(str(value))


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and not WORDS.fullmatch(text):
        return text
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'

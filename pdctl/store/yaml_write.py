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
        lines += _pair(text_of(key), item, indent)
    return lines


def _pair(key: str, item: Any, indent: int) -> list[str]:
    pad = " " * indent
    if isinstance(item, Mapping):
        return [f"{pad}{key}:", *_mapping(item, indent + 2)]
    if isinstance(item, Sequence) and not isinstance(item, str):
        return [f"{pad}{key}:", *_sequence(item, indent + 2)]
    if isinstance(item, str) and (lines := block(item, indent)) is not None:
        return [f"{pad}{key}: {lines[0]}", *lines[1:]]
    return [f"{pad}{key}: {scalar(item)}"]


def block(text: str, indent: int) -> list[str] | None:
    """A text of several lines as a block below a key at an indent, its header first; None where it is better in quotes."""
    kept = text.removesuffix("\n")
    if "\n" not in kept or not _blocky(kept):
        return None
    pad = " " * (indent + 2)
    return ["|" if kept != text else "|-", *(f"{pad}{line}" if line else "" for line in kept.split("\n"))]


def _sequence(items: Sequence[Any], indent: int) -> list[str]:
    pad = " " * indent
    lines: list[str] = []
    for item in items:
        if isinstance(item, Mapping):
            first, *rest = _mapping(item, indent + 2)
            lines += [f"{pad}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{pad}- {scalar(item)}")
    return lines


def _blocky(text: str) -> bool:
    """Whether a block scalar keeps the text exactly: no blanks at line ends, no first line that is indented."""
    lines = text.split("\n")
    return all(line == line.rstrip() and "\r" not in line and "\t" not in line for line in lines) and (
        bool(lines[0]) and not lines[0].startswith(" ") and bool(lines[-1])
    )


def scalar(value: Any) -> str:
    """A value in one line: text in quotes where a reader could err."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else text_of(str(value))


def text_of(text: str) -> str:
    """A text or key in one line."""
    if _PLAIN.fullmatch(text) and not WORDS.fullmatch(text):
        return text
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'

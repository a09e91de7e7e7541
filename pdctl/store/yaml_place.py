"""Where things stand in a YAML document: every value, every key, and every character inside a text."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from pdctl.core.frozen import dataclass

Path = tuple[str | int, ...]
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n|.)", re.DOTALL)
_BREAK = re.compile(r"\r\n|\r|\n")
_BLANK = frozenset(" \t\r\n")
# Escapes that stand for a blank or a line break, and so for no character that is counted.
_BLANK_ESCAPES = frozenset({"\\ ", "\\t", "\\n", "\\r", "\\\t", "\\x20", "\\x09", "\\x0a", "\\x0d", "\\x0A", "\\x0D"})


@dataclass(frozen=True)
class Node:
    """Where a value begins: line and column from 1, offset in the text, and the style of a text (`'`, `"`, `|`, `>`)."""

    line: int
    column: int
    index: int
    style: str


@dataclass
class Document:
    """A loaded document: plain values, and where each of them stands.

    `odd` are the paths of plain texts that may be meant otherwise: a date or number to other readers, several lines.
    """

    value: Any
    nodes: dict[Path, Node] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    odd: list[Path] = field(default_factory=list)
    text: str = ""

    def where(self, path: Path, offset: int = 0) -> tuple[int, int]:
        """Line and column (from 1) of the node at a path, or of the nearest one above it; `offset` counts into its text."""
        while path and path not in self.nodes:
            path, offset = path[:-1], 0
        node = self.nodes.get(path)
        if node is None:
            return 1, 1
        return self._inside(node, path, offset) if offset else (node.line, node.column)

    def where_key(self, path: Path) -> tuple[int, int]:
        """Line and column of the key that names the value at a path."""
        return self.keys.get(path) or self.where(path)

    def _inside(self, node: Node, path: Path, offset: int) -> tuple[int, int]:
        value: Any = self.value
        for part in path:
            value = value[part]
        if not isinstance(value, str):
            return node.line, node.column
        return line_column(self.text, _locate(self.text, node, value, offset))


def line_column(text: str, index: int) -> tuple[int, int]:
    """Line and column (from 1) of a character."""
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, index):
        line, start = line + 1, found.end()
    return line, index - start + 1


def _locate(text: str, node: Node, value: str, offset: int) -> int:
    """The index of a text's character in the source.

    Folding, indentation and the blanks at line ends change only blanks; so the others are counted on both sides.
    """
    wanted = sum(1 for c in value[:offset] if c not in _BLANK)
    index = node.index
    if node.style in ("|", ">"):
        index = text.index("\n", index)
    elif node.style:
        index += 1
    while index < len(text):
        width, counts = _step(text, index, node.style)
        if counts and wanted == 0:
            return index
        wanted -= counts
        index += width
    return node.index


def _step(text: str, index: int, style: str) -> tuple[int, int]:
    """How many characters of the source the next thing takes, and whether it is a character that counts."""
    char = text[index]
    if style == '"' and char == "\\":
        escape = _ESCAPE.match(text, index)
        whole = escape.group() if escape else char
        return len(whole), 0 if whole in _BLANK_ESCAPES or whole[-1] == "\n" else 1
    if style == "'" and char == "'":
        return 2, 1
    return 1, 0 if char in _BLANK else 1

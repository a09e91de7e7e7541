"""A short cut for documents in the form that pdctl itself writes: block mappings and sequences, one line a value.

It takes only lines whose meaning is the same for every YAML reader: a plain key, then nothing, a quoted text without
escapes, an integer, true, false, or a plain text that begins with a letter and holds no character that YAML reads.
What is nested stands two blanks further in. Whatever else a document holds goes to the full reader; the two are tested
against each other.
"""

from __future__ import annotations

import re
from typing import Any

from pdctl.store.yaml_write import PLAIN, WORDS

MOST_CHARACTERS = 1 << 18
_MOST_LINES = 40_000
_DEEPEST = 30
_KEY = "[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]{0,60}"
_SCALAR = r'"([^"\\\n\t]*)"|(0|-?[1-9][0-9]{0,17})|(' + PLAIN + ")"
_LINE = re.compile(rf'( *)(- )?(?:(?:({_KEY})|"({_KEY})"):(?: (?:{_SCALAR}))?|(?<=- )(?:{_SCALAR}))\n')
# The groups of a line: what follows a key, then what stands alone in a sequence.
_KEYED, _QUOTED, _NUMBER, _PLAIN = (5, 6, 7), (5, 8), (6, 9), (7, 10)
_COMMENT = re.compile(r"# yaml-language-server: [ -~]*\n")
_AMBIGUOUS = WORDS.fullmatch
_BOOLEANS = ("true", "false")


def read(text: str) -> dict[str, Any] | None:
    """The value of a canonical document without forbidden characters, or None where the full reader must look."""
    head = _COMMENT.match(text)
    document = _Document(head.end() if head else 0)
    for line in _LINE.finditer(text, document.position):
        if not document.take(line):
            return None
    return document.root if document.position == len(text) and document.whole() else None


class _Document:
    """A document under way: `open_at` says where the values of each column go, `waiting` is a key without its value."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.lines = 0
        self.root: dict[str, Any] = {}
        self.open_at: list[tuple[int, Any]] = [(0, self.root)]
        self.waiting: tuple[dict[str, Any], str, int] | None = None

    def whole(self) -> bool:
        """Whether nothing is missing, and nothing too much."""
        return bool(self.root) and self.waiting is None and self.lines <= _MOST_LINES

    def take(self, line: re.Match[str]) -> bool:
        """Take one line; False where the full reader must look."""
        if line.start() != self.position:
            return False
        self.position, self.lines = line.end(), self.lines + 1
        what = line.lastindex or 0
        value: str | int = line[what]
        if what in _NUMBER:
            value = int(value)
        elif what in _PLAIN and _AMBIGUOUS(line[what]):
            if value not in _BOOLEANS:
                return False
            value = value == "true"
        blanks, dash, bare, quoted = line.group(1, 2, 3, 4)
        target = self._target(len(blanks), bool(dash))
        if target is None:
            return False
        if what > _KEYED[-1]:
            target.append(value)
            return True
        return self._pair(target, bare or quoted, value if what in _KEYED else None, bare, len(blanks), dash)

    def _target(self, column: int, dash: bool) -> Any:
        """The mapping or sequence that a line in this column belongs to; None where there is none."""
        if self.waiting is not None:
            mapping, key, at = self.waiting
            if column != at + 2 or len(self.open_at) > _DEEPEST:
                return None
            nested: Any = [] if dash else {}
            mapping[key] = nested
            self.open_at.append((column, nested))
            self.waiting = None
            return nested
        while self.open_at[-1][0] > column:
            self.open_at.pop()
        at, target = self.open_at[-1]
        return target if at == column and isinstance(target, list) is dash else None

    def _pair(self, target: Any, key: str, value: str | int | None, bare: str | None, column: int, dash: str) -> bool:
        if dash:
            column += 2
            item: dict[str, Any] = {}
            target.append(item)
            self.open_at.append((column, item))
            target = item
        if key in target or (bare and _AMBIGUOUS(bare)):
            return False
        target[key] = value
        if value is None:
            self.waiting = (target, key, column)
        return True

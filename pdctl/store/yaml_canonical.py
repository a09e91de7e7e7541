"""A short cut for nested documents in the block style that people and pdctl write most: one line, one thing.

It takes only lines whose meaning is the same for every YAML reader: a plain or quoted key, then nothing, a text in quotes
without escapes, an integer, true, false, a plain text that begins with a letter and holds no character that YAML reads, or a
literal block. Whatever else a document holds goes to the full reader; the two are tested against each other.
"""

from __future__ import annotations

import re
from typing import Any

from pdctl.store.yaml_write import PLAIN, WORDS

MOST_CHARACTERS = 1 << 18
_MOST_LINES = 40_000
_MOST_DEPTH = 30
_KEY = r'(?:([A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*)|"([^"\\\n\t]*)")'
_FIGURES = r"[0-9]{1,6}[\u4e00-\u9fff][^\n\r\t:#\[\]{},&*!|>'\"%@`\\]*(?<! )"
_VALUE = rf"(?:\"([^\"\\\n\t]*)\"|'([^'\n\t]*)'|(0|-?[1-9][0-9]{{0,17}})|({PLAIN}|{_FIGURES})|(\|-?))"
# indent, dash, key (bare or quoted), then one of: quoted, single-quoted, integer, plain, block.
_LINE = re.compile(rf"( *)(- )?(?:{_KEY}:(?: (?=[^ \n])|(?=\n)))?(?:{_VALUE})?\n")
_SKIP = re.compile(r"(?: *(?:#[^\n]*)?\n)+")
_BOOLEANS = ("true", "false")

# A container with the column of its lines; a list is told from a mapping by its type.
Level = tuple[int, dict[str, Any] | list[Any]]


class _Odd(Exception):
    """The full reader must look."""


def read(text: str) -> Any:
    """The value of a block document without forbidden characters, or None where the full reader must look."""
    if "\t" in text or "\r" in text or not text.endswith("\n"):
        return None
    try:
        return _read(text)
    except _Odd:
        return None


def _read(text: str) -> Any:  # noqa: C901, PLR0912, PLR0915 - one loop without calls: it runs for every line of every file
    levels: list[Level] = []
    waiting: tuple[dict[str, Any], str, int] | None = None  # a key whose value may follow on the next lines
    position, end = 0, len(text)
    words = WORDS.fullmatch
    while position < end:
        line = _LINE.match(text, position)
        if line is None or line.end() == line.end(1) + 1:  # no line of ours, or an empty one
            position = _skipped(text, position)
            continue
        blanks, dash, bare, quoted_key, quoted, single, number, plain, block = line.groups()
        column = len(blanks)
        position = line.end()
        key = bare if bare is not None else quoted_key
        boolean = plain in _BOOLEANS
        if (bare and words(bare)) or (plain and not boolean and words(plain)) or key == "<<":
            raise _Odd
        if waiting is not None:
            holder, name, above = waiting
            waiting = None
            if column > above or (dash and column == above):
                new: dict[str, Any] | list[Any] = [] if dash else {}
                holder[name] = new
                levels.append((column, new))
        elif not levels:
            if column:
                raise _Odd
            levels.append((0, [] if dash else {}))
        while levels and (
            levels[-1][0] > column or (not dash and levels[-1][0] == column and type(levels[-1][1]) is list)
        ):
            levels.pop()
        if not levels or levels[-1][0] != column or len(levels) > _MOST_DEPTH:
            raise _Odd
        top = levels[-1][1]
        if dash:
            if type(top) is not list:
                raise _Odd
            if key is not None:
                inner: dict[str, Any] = {}
                top.append(inner)
                column += 2
                levels.append((column, inner))
                top = inner
        elif type(top) is not dict or key is None:
            raise _Odd
        value: Any
        if quoted is not None:
            value = quoted
        elif plain is not None:
            value = plain == "true" if boolean else plain
        elif number is not None:
            value = int(number)
        elif single is not None:
            value = single
        elif block is not None:
            value, position = _literal(text, position, column, block)
        elif key is None:
            raise _Odd  # a dash alone
        else:
            value = None
        if key is None:
            top.append(value)  # type: ignore[union-attr]
            continue
        if key in top:
            raise _Odd
        top[key] = value  # type: ignore[index]
        if value is None:
            waiting = (top, key, column)  # type: ignore[assignment]
    if not levels or text.count("\n") > _MOST_LINES:
        raise _Odd
    return levels[0][1]


def _skipped(text: str, position: int) -> int:
    """Behind blank lines and comments."""
    found = _SKIP.match(text, position)
    if found is None:
        raise _Odd
    return found.end()


def _literal(text: str, position: int, above: int, header: str) -> tuple[str, int]:
    """A literal block: its text, and where the document goes on."""
    lines: list[str] = []
    indent = 0
    end = len(text)
    while position < end:
        stop = text.index("\n", position)
        line = text[position:stop]
        blanks = len(line) - len(line.lstrip(" "))
        if blanks == len(line):
            if not indent or blanks > indent:
                raise _Odd
            lines.append("")
        else:
            if not indent:
                indent = blanks
                if indent <= above:
                    raise _Odd
            elif blanks < indent:
                if blanks > above:
                    raise _Odd
                break
            lines.append(line[indent:])
        position = stop + 1
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        raise _Odd
    return "\n".join(lines) + ("\n" if header == "|" else ""), position

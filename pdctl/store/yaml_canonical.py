"""A short cut for nested documents in the block style that people and pdctl write most: one line, one thing.

It takes only lines whose meaning is the same for every YAML reader: a plain or quoted key, then nothing, a text in quotes
without escapes, an integer, true, false, a plain text that begins with a letter and holds no character that YAML reads,
or a literal block. Whatever else a document holds goes to the full reader; the two are tested against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pdctl.store.yaml_write import PLAIN, WORDS

MOST_CHARACTERS = 1 << 18
_MOST_LINES = 40_000
_MOST_DEPTH = 30
_KEY = r'[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*|"[^"\\\n\t]*"'
_FIGURES = r"[0-9]{1,6}[\u4e00-\u9fff][^\n\r\t:#\[\]{},&*!|>'\"%@`\\]*(?<! )"
_VALUE = rf"\"[^\"\\\n\t]*\"|{PLAIN}|0|-?[1-9][0-9]{{0,17}}|{_FIGURES}|'[^'\n\t]*'|\|-?"
# Every line gives one row: indent, dash, key, value; or a comment; or what is none of ours.
_LINES = re.compile(rf"^( *)(- )?(?:({_KEY}):(?: (?=.)|$))?({_VALUE})?$|^( *#.*)$|^(.*)$", re.MULTILINE)
Row = tuple[str, str, str, str, str, str]
# The longest word that is no text for every reader has five letters.
_LONGEST = 5
_QUOTES = frozenset("\"'")
_NAMES: dict[str, str] = {}
_BOOLEANS = {"true": True, "false": False}


class _Odd(Exception):
    """The full reader must look."""


def read(text: str) -> Any:
    """The value of a block document without forbidden characters, or None where the full reader must look."""
    if "\t" in text or "\r" in text or not text.endswith("\n") or text.count("\n") > _MOST_LINES:
        return None
    try:
        return _read(text)
    except _Odd:
        return None


def _read(text: str) -> Any:  # noqa: C901, PLR0912, PLR0915 - one loop with few calls: it runs for every line of every file
    rows: list[Row] = _LINES.findall(text[:-1])
    lines: list[str] = []
    # The open mappings and lists with their columns, the innermost last; `top` is that one, in the column `at`.
    levels: list[tuple[int, Any]] = []
    at = 0
    top: Any = None
    waiting: tuple[dict[str, Any], str, int] | None = None  # a key whose value may follow on the next lines
    number, count = 0, len(rows)
    while number < count:
        blanks, dash, key, value, _, odd = rows[number]
        number += 1
        if odd:
            raise _Odd
        if not (key or value):
            if dash:
                raise _Odd
            continue
        column = len(blanks)
        if waiting is not None:
            holder, name, above = waiting
            waiting = None
            if column > above or (dash and column == above):
                at, top = column, [] if dash else {}
                holder[name] = top
                levels.append((at, top))
                if len(levels) > _MOST_DEPTH:
                    raise _Odd
        elif not levels:
            top = [] if dash else {}
            levels.append((0, top))
        while at > column or (at == column and not dash and type(top) is list):
            levels.pop()
            if not levels:
                raise _Odd
            at, top = levels[-1]
        if at != column or (type(top) is not list if dash else type(top) is list or not key):
            raise _Odd
        found: Any = None
        if value:
            first = value[0]
            if first == "|":
                lines = lines or text.split("\n")
                found, number = _literal(lines, number, column + len(dash), value)
            elif first in _QUOTES:
                found = value[1:-1]
            elif len(value) <= _LONGEST or first.isdecimal() or first == "-":
                found = _short(first, value)
            else:
                found = value
        if not key:
            top.append(found)
            continue
        if dash:
            inner: dict[str, Any] = {}
            top.append(inner)
            at = column = column + len(dash)
            top = inner
            levels.append((at, inner))
        if key[0] == '"' or len(key) <= _LONGEST:
            key = _NAMES.get(key) or _name(key)
        if key in top:
            raise _Odd
        top[key] = found
        if found is None:
            waiting = (top, key, column)
    return levels[0][1] if levels else None


def _name(key: str) -> str:
    if key[0] == '"':
        key = key[1:-1]
        if key == "<<":
            raise _Odd
    elif WORDS.fullmatch(key):
        raise _Odd
    elif len(_NAMES) < 1000:
        _NAMES[key] = key
    return key


def _short(first: str, value: str) -> Any:
    if first in "-0123456789":
        return int(value) if value.isascii() else value
    if len(value) <= _LONGEST:
        if value in _BOOLEANS:
            return _BOOLEANS[value]
        if WORDS.fullmatch(value):
            raise _Odd
    return value


def _literal(lines: Sequence[str], number: int, above: int, header: str) -> tuple[str, int]:
    """A literal block: its text, and the line with which the document goes on."""
    found: list[str] = []
    indent = 0
    while number < len(lines) - 1:
        line = lines[number]
        blanks = len(line) - len(line.lstrip(" "))
        if blanks == len(line):
            if not indent or blanks > indent:
                raise _Odd
            found.append("")
        else:
            if not indent:
                indent = blanks
                if indent <= above:
                    raise _Odd
            elif blanks < indent:
                if blanks > above:
                    raise _Odd
                break
            found.append(line[indent:])
        number += 1
    while found and not found[-1]:
        found.pop()
    if not found:
        raise _Odd
    return "\n".join(found) + ("\n" if header == "|" else ""), number

"""Several texts in one cell, written one a line and numbered wherever a reader could take them otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[0-9]+\. ")


def joined(items: Sequence[str]) -> str:
    """A list as the text of a cell."""
    if len(items) == 1 and not _NUMBER.match(items[0]):
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def taken_apart(text: str) -> tuple[str, ...]:
    """The list that `joined` wrote, to the letter; lines that people added, numbered or not, stand for themselves."""
    lines = (line.strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(item for line in lines if (item := _without_number(line))))


def _without_number(line: str) -> str:
    found = _NUMBER.match(line)
    return line[found.end() :].strip() if found else line

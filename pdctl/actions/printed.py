"""Lines of a Markdown text as people read them, where stars split what a detector would know: `机**密**★`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Two equal runs of stars that hide no figure of a number. Four stars or more are a mask.
_IN_NUMBER = re.compile(r"(?<=[0-9０-９])(\*{1,3})([0-9０-９]+)\1(?=[0-9０-９])")
_SPLIT = re.compile(rf"{_IN_NUMBER.pattern}|[绝絕机機秘内內]\*{{1,3}}[密部]|密\*{{1,3}} ?[★☆]")


def printed(text: str) -> str:
    """The lines in which stars split something, as they are read; the others are empty."""
    if not _SPLIT.search(text):
        return ""
    return "\n".join(_line(line) if _SPLIT.search(line) else "" for line in text.split("\n"))


def _line(line: str) -> str:
    from pdctl.render.blocks import BodyFault
    from pdctl.render.body import parse_body

    try:
        return "|".join(_texts(parse_body(_IN_NUMBER.sub(r"\2", line))))
    except BodyFault:
        return ""


def _texts(blocks: Iterable[object]) -> Iterator[str]:
    from pdctl.render.blocks import Heading, ListBlock, Paragraph, Table, plain

    for block in blocks:
        match block:
            case Heading(_, runs) | Paragraph(runs):
                yield plain(runs)
            case ListBlock(_, items):
                for item in items:
                    yield from _texts(item)
            case Table():
                yield from (plain(cell) for row in (block.head, *block.rows) for cell in row)

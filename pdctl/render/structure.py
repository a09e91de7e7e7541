"""Official structure of a text: numbered headings, captions and units of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pdctl.render.blocks import Block, Heading, ListBlock, Paragraph, Runs, Table, plain

MAX_HEADING = 30  # characters of a numbered line that can be a heading
MAX_CAPTION = 40

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_NUMBERS = (
    re.compile(f"{_CHINESE}、"),
    re.compile(f"[（(]{_CHINESE}[）)]"),
    re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
# 一、公示时间： may head what follows; 1.联系电话： does not.
_NO_HEADING_ENDS = (
    "",
    "。；;，,、！!？?…",
    "。；;，,、！!？?…",
    "。；;，,、！!？?…：:",
    "。；;，,、！!？?…：:",
)
_CAPTION = re.compile(rf"附?表(?:\s*(?:\d+|{_CHINESE})|[：:])")
_UNIT = re.compile(r"[（(]?(?:计量)?单位[：:]")


def number_level(text: str) -> int:
    """The official level of the number that a text begins with, or 0."""
    return next((level for level, number in enumerate(_NUMBERS, 1) if number.match(text)), 0)


def heading_level(text: str) -> int:
    """The level of a line that has the shape of a heading: numbered, short, one line, no sentence; or 0."""
    level = number_level(text)
    number = _NUMBERS[level - 1].match(text) if level else None
    if not number or len(text) > MAX_HEADING or "\n" in text:
        return 0
    return level if text[number.end() :].strip() and text[-1] not in _NO_HEADING_ENDS[level] else 0


def with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Numbered lines made headings where they head something: a plain enumeration stays one."""
    shapes = [_shape(block) for block in blocks]
    levels = [level for level, _ in shapes]
    for index, (level, runs) in enumerate(shapes):
        sibling = index > 0 and levels[index - 1] == level
        heads = index + 1 < len(blocks) and not 0 < levels[index + 1] <= level
        yield Heading(level, runs) if level and heads and not sibling else blocks[index]


def _shape(block: Block) -> tuple[int, Runs]:
    if isinstance(block, Heading):
        return 0, block.runs
    if isinstance(block, ListBlock) and block.numbered and len(block.items) == len(block.items[0]) == 1:
        block = block.items[0][0]
    return (heading_level(plain(block.runs)), block.runs) if isinstance(block, Paragraph) else (0, ())


def with_captions(blocks: Iterable[Block]) -> list[Block]:
    """Tables with the caption and the unit that stood right above them."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            unit = _taken(out, _UNIT)
            out.append(replace(block, unit=unit, caption=_taken(out, _CAPTION)))
        else:
            out.append(block)
    return out


def _taken(blocks: list[Block], pattern: re.Pattern[str]) -> str:
    last = blocks[-1] if blocks else None
    text = plain(last.runs) if isinstance(last, Paragraph) else ""
    if not pattern.match(text) or len(text) > MAX_CAPTION or "\n" in text:
        return ""
    blocks.pop()
    return text

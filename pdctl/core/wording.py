"""Two texts compared word for word, whatever their lines, pages and blanks; each difference with what stands around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from pdctl.core.frozen import dataclass

Kind = Literal["changed", "missing", "added", "joined"]
_Block = tuple[int, int, int, int]
# What stands between two characters: nothing, a blank on a line, or the end of a line, paragraph or cell.
NONE, BLANK, END = 0, 1, 2
END_MARK = "\n"
_AROUND = 10
_LONGEST = 120
_TOO_MANY = 400_000  # words of a text
_MANY = 4000  # from so many on, what stands everywhere is no landmark any more
_WORD_BY_WORD = 4_000_000  # the words of both texts, multiplied
_CLAUSE_ENDS = frozenset("，。；：！？,;:!?、|")
# Characters that look like a blank or like nothing.
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# Radicals that PDF readers give for the characters of the same glyph; NFKC folds only some of them.
_RADICALS = str.maketrans(
    "〜⺟⺠⻁⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "～母民虎见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,:/%-][A-Za-z0-9]+)*|.", re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """A text without its blanks: `chars`, and for each of them what stood before it."""

    chars: str
    gaps: bytes


@dataclass(frozen=True)
class Difference:
    """One place where two texts differ, with some characters before and after it."""

    kind: Kind
    expected: str
    found: str
    before: str
    after: str


def wording(text: str, folded: bool = False) -> Wording:
    """A text taken apart; `folded` takes characters that a PDF reader cannot tell apart for one."""
    text = unicodedata.normalize("NFC", _NOTHING.sub("", text))
    if folded:
        text = unicodedata.normalize("NFKC", text.translate(_RADICALS))
    chars: list[str] = []
    gaps = bytearray()
    gap = END
    for char in text:
        if char in "\n\r\x0b\x0c\u2028\u2029\x85":
            gap = END
        elif char.isspace():
            gap = max(gap, BLANK)
        else:
            chars.append(char)
            gaps.append(gap)
            gap = NONE
    return Wording("".join(chars), bytes(gaps))


def differences(expected: Wording, found: Wording, strict: bool, blanks: bool = True) -> tuple[Difference, ...]:
    """Where two texts differ, in order.

    `strict`: ends of paragraphs and cells count, as in a page; else lines may be broken anywhere. `blanks`: a blank
    within figures or words counts.
    """
    if expected.chars == found.chars:
        return tuple(_joins(expected, found, strict)) if blanks else ()
    return tuple(_changes(_TOKEN.findall(expected.chars), _TOKEN.findall(found.chars)))


def _joins(expected: Wording, found: Wording, strict: bool) -> Iterator[Difference]:
    """Places with the same characters but another division: 12 and 0 are not 120."""
    chars = expected.chars
    for n in range(1, len(chars)):
        one, other = expected.gaps[n], found.gaps[n]
        if one == other:
            continue
        word = _latin(chars[n - 1]) and _latin(chars[n])
        if (strict and (word or END in (one, other))) or (word and END not in (one, other)):
            yield Difference(
                "joined",
                _divided(chars, n, one),
                _divided(chars, n, other),
                _left(chars[: n - 1]),
                _right(chars[n + 1 :]),
            )


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _divided(chars: str, at: int, gap: int) -> str:
    return chars[at - 1] + ("", " ", "｜")[gap] + chars[at]


def _changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[Difference]:
    start = _common(expected, found)
    end = _common(expected[start:][::-1], found[start:][::-1])
    one, other = expected[start : len(expected) - end], found[start : len(found) - end]
    blocks = _together(list(_blocks(one, other)))
    for a, b, c, d in blocks:
        gone, new = "".join(one[a:b]), "".join(other[c:d])
        kind: Kind = "changed" if gone and new else "missing" if gone else "added"
        before = _left("".join(expected[max(0, start + a - _AROUND) : start + a]))
        after = _right("".join(expected[start + b : start + b + _AROUND]))
        yield Difference(kind, _short(gone), _short(new), before, after)


def _blocks(one: Sequence[str], other: Sequence[str]) -> Iterator[_Block]:
    """The stretches that differ: word by word, in long texts clause by clause first and then word by word within."""
    if len(one) * len(other) <= _WORD_BY_WORD:
        yield from _unequal(one, other)
        return
    if max(len(one), len(other)) > _TOO_MANY:
        yield 0, len(one), 0, len(other)
        return
    ends, other_ends = _clauses(one), _clauses(other)
    clauses = ["".join(one[start:end]) for start, end in pairwise(ends)]
    other_clauses = ["".join(other[start:end]) for start, end in pairwise(other_ends)]
    for a, b, c, d in _unequal(clauses, other_clauses):
        (start, end), (first, last) = (ends[a], ends[b]), (other_ends[c], other_ends[d])
        if (end - start) * (last - first) > _WORD_BY_WORD:
            yield start, end, first, last
            continue
        for e, f, g, h in _unequal(one[start:end], other[first:last]):
            yield start + e, start + f, first + g, first + h


def _clauses(words: Sequence[str]) -> list[int]:
    """Where the clauses of a text begin, and its end."""
    return sorted({0, len(words), *(n for n, word in enumerate(words, 1) if word in _CLAUSE_ENDS)})


def _unequal(one: Sequence[str], other: Sequence[str]) -> Iterator[_Block]:
    matcher = SequenceMatcher(None, one, other, autojunk=max(len(one), len(other)) > _MANY)
    yield from (block[1:] for block in matcher.get_opcodes() if block[0] != "equal")


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _together(blocks: list[_Block]) -> list[_Block]:
    """Changes with no more than one word between them are one."""
    merged: list[_Block] = []
    for a, b, c, d in blocks:
        if merged and a - merged[-1][1] <= 1:
            first, _, third, _ = merged.pop()
            merged.append((first, b, third, d))
        else:
            merged.append((a, b, c, d))
    return merged


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}……{text[-_LONGEST // 2 :]}"


def _left(text: str) -> str:
    return text[-_AROUND:]


def _right(text: str) -> str:
    return text[:_AROUND]

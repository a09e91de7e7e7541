"""A text as the detectors read it, and the way back to the text as it was written."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

# What no eye sees falls away; figures in circles and raised ones count something and are no part of a number.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_MARKERS = "①-⓿❶-➓㊀-㊉㈠-㈩㉈-㉟㊱-㊿²³¹⁰-⁹₀-₉"
_ODD = re.compile(f"[{_INVISIBLE}{_MARKERS}]")
_ONLY_MARKERS = re.compile(f"[{_MARKERS}]")
# The full-width marks that every Chinese text is full of: replacing them first spares most texts the rest of NFKC.
_USUAL = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，（）：；！？％　")
# Lines of nothing else keep every place; all of these become one character.
_EVEN = re.compile("[\x00-\x7f\u00b7\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e“”‘’—]*")
_HANGUL = range(0x1160, 0x1200)


def normalized(text: str) -> str:
    """NFKC without what no eye sees; full-width figures are figures then."""
    if _ODD.search(text):
        text = _ODD.sub(lambda found: " " if _ONLY_MARKERS.match(found[0]) else "", text)
    for mark, plain in _USUAL:
        text = text.replace(mark, plain)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


class Plain:
    """A normalized text that knows where each of its places stood in the original."""

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = normalized(original)
        self._lines: tuple[list[int], list[int]] | None = None
        self._known: tuple[int, Sequence[int], Sequence[int]] = (-1, (), ())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the normalized text stands in the original."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def line_column(self, start: int) -> tuple[int, int]:
        """Line and column, from 1, of a place of the original."""
        lines = self._starts()[1]
        number = bisect_right(lines, start)
        return number, start - lines[number - 1] + 1

    def _starts(self) -> tuple[list[int], list[int]]:
        if self._lines is None:
            self._lines = _line_starts(self.text), _line_starts(self.original)
        return self._lines

    def _origin(self, place: int) -> tuple[int, int]:
        """First place and end, in the original, of what became one normalized character. Lines stay lines."""
        plain, original = self._starts()
        number = bisect_right(plain, place) - 1
        if self._known[0] != number:
            begin = original[number]
            end = original[number + 1] if number + 1 < len(original) else len(self.original)
            self._known = (number, *_offsets(self.original[begin:end], begin))
        _, starts, ends = self._known
        at = min(place - plain[number], len(starts) - 1)
        return (starts[at], ends[at]) if at >= 0 else (original[number], original[number])


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _offsets(line: str, begin: int) -> tuple[Sequence[int], Sequence[int]]:
    """For each character that a line becomes: where its origin begins and ends."""
    if _EVEN.fullmatch(line):
        end = begin + len(line)
        return range(begin, end), range(begin + 1, end + 1)
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(line):
        end = at + 1
        while end < len(line) and (unicodedata.combining(line[end]) or ord(line[end]) in _HANGUL):
            end += 1
        count = len(normalized(line[at:end]))
        starts += [begin + at] * count
        ends += [begin + end] * count
        at = end
    return starts, ends

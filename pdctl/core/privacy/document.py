"""Passports, travel permits, and identity cards of Hong Kong, Macau and Taiwan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy.hits import Hit, before, names_thing

_SHAPE = re.compile(r"[A-Z]{1,2} ?[0-9]{6,10}(?:\([0-9A]\))?")
# Passports of the mainland, and permits to travel between its parts; the letter says which.
_SURE = re.compile(
    r"E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[GDSPHMC][0-9]{8}|[DSP]E[0-9]{7}|[HM][0-9]{10}|MA[0-9]{7}|C[A-HJ-NP-Z][0-9]{7}|K[0-9]{8}|KJ[0-9]{7}"
)
_LABELLED = re.compile(r"[A-Z]{1,2}[0-9]{7,10}")
_HONG_KONG = re.compile(r"([A-Z]{1,2})([0-9]{6})\(([0-9A])\)")
_TAIWAN = re.compile(r"[A-Z][1289][0-9]{8}")
_LABEL = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居住证|证件|(?i:passport))[^0-9A-Za-z\n]{0,8}(?:(?i:no)\.?)?[:： ]*$"
)
_FIGURES = re.compile(r"(?:台胞证|台湾居民来往大陆通行证|护照)(?:号码?)?[:：为 ]{0,3}([0-9]{8,10})(?![0-9A-Za-z*])")
_DATED = re.compile(r"[A-Z]+20[0-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_TAIWAN_LETTERS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))


def find(text: str) -> Iterator[Hit]:
    """Every number of such a document."""
    for found in _SHAPE.finditer(text):
        value = found[0].replace(" ", "")
        start, end = found.span()
        if _alone(text, start, end) and _is_document(text, start, value):
            yield Hit("document", start, end, value)
    if "台" in text or "护照" in text:
        yield from (Hit("document", *found.span(1), found[1]) for found in _FIGURES.finditer(text))


def _alone(text: str, start: int, end: int) -> bool:
    last = text[start - 1 : start]
    after = text[end : end + 1]
    return not any(c and (c in "*_-/#.+" or (c.isascii() and c.isalnum())) for c in (last, after.strip(".")))


def _is_document(text: str, start: int, value: str) -> bool:
    labelled = bool(_LABEL.search(before(text, start)))
    if labelled and _LABELLED.fullmatch(value):
        return True
    hong_kong = _HONG_KONG.fullmatch(value)
    if hong_kong:
        return _hong_kong(*hong_kong.groups())
    if names_thing(text, start) or (_DATED.match(value) and not labelled):
        return False
    return bool(_SURE.fullmatch(value)) or (_TAIWAN.fullmatch(value) is not None and _taiwan(value))


def _hong_kong(letters: str, figures: str, check: str) -> bool:
    numbers = [36 if len(letters) == 1 else ord(letters[0]) - 55, ord(letters[-1]) - 55, *map(int, figures)]
    total = sum(n * w for n, w in zip(numbers, range(9, 1, -1), strict=True)) + int(check, 16)
    return total % 11 == 0


def _taiwan(value: str) -> bool:
    letter = _TAIWAN_LETTERS[value[0]]
    numbers = [letter // 10, letter % 10, *map(int, value[1:])]
    return sum(n * w for n, w in zip(numbers, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0

"""Text of cells as people type it, tidied: stray blanks, invisible characters, Chinese numerals and dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3001-\u3020“”‘’…—·"
_STRAY = re.compile(rf"(?<=[{_WIDE}])[ \t\u00a0\u2000-\u200a\u3000]+(?=[{_WIDE}])")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
# What a value may not hold: controls, separators of lines, marks that turn writing around, what is no character.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0, "Ｏ": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "零一二三四五六七八九〇两○十百千"
_COUNTED = re.compile(rf"[{_NUMERAL}]+(?=个?(?:工作日|日|天|小时|月|季|年|周))")
_DATE = re.compile(r"([12][0-9]{3})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?(?:[ T]00:00(?::00)?)?")
_CHINESE_DATE = re.compile(rf"([{_NUMERAL}]{{4}})年([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})[日号]")


def tidy(text: str) -> str:
    """A text without stray blanks inside Chinese words, without what no eye sees; its lines stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
    text = _INVISIBLE.sub("", text).replace("\t", " ").replace("\u00a0", " ")
    lines = (_STRAY.sub("", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """A tidy text in one line: lines that break inside a Chinese text are joined."""
    return re.sub(rf"(?<=[{_WIDE}])\n|\n(?=[{_WIDE}])", "", tidy(text)).replace("\n", " ")


def half(text: str) -> str:
    """A text for recognition: half-width, without any blank."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


@lru_cache(maxsize=1 << 14)
def bare(text: str) -> str:
    """A text for comparison: only its letters, figures and Chinese characters, where it has any."""
    plain = half(text).lower()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN") or plain


def number(text: str) -> int | None:
    """The number that Chinese numerals or figures mean."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if not text or any(c not in _NUMERAL for c in text):
        return None
    if not any(c in _TENS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _TENS:
            total += (1 if digit is None else digit) * _TENS[c]
            digit = None
        else:
            digit = _DIGITS[c]
    return total + (digit or 0)


def counted(text: str) -> str:
    """A half-width text in which counted numerals are figures: 二十个工作日 is 20个工作日."""
    return _COUNTED.sub(lambda found: str(number(found.group())), text)


def day(text: str) -> str | None:
    """A date, however written (2018-8-17, 2018年08月17日, 二〇一八年八月十七日), as 2018-08-17; None for no date."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(plain) or _DATE.fullmatch(half(text))
    if found:
        parts = [int(part) for part in found.groups()]
    else:
        chinese = _CHINESE_DATE.fullmatch(half(text))
        parts = [number(part) or 0 for part in chinese.groups()] if chinese else []
    try:
        return date(*parts).isoformat() if parts else None
    except ValueError:
        return None


def without_number(text: str) -> str:
    """A title without the number before it: 一、 （一） 1. 1．1 ①."""
    found = re.match(
        r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）][、.．]?"
        r"|[0-9]{1,3}(?:[.．][0-9]{1,3})*[、.．](?![0-9])\s*|[0-9]{1,3}(?:[.．][0-9]{1,3})+\s+|[①-⑳]\s*)(?=\S)",
        text,
    )
    return text[found.end() :].strip() if found else text


def trimmed(text: str) -> str:
    """A text without the separators that were left at its ends."""
    return text.strip().strip("、，,;；").strip()

"""Figures as offices write them, read strictly: what is not surely one number is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_FIGURE = re.compile(
    r"(?P<sign>[+\-−]?)[¥$]?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?(?P<unit>万元|亿元|千元|百元|元|万|亿|人次|人|名|票|件|份|次|个|本|册|户)?整?"
)
_TIMES = {"百元": 100, "千元": 1000, "万元": 10_000, "万": 10_000, "亿元": 100_000_000, "亿": 100_000_000}
_BLANK = re.compile(r"[\s\-—–－/／\\.。无]*")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥", 0x3000: " "}
_LIKE_A_FIGURE = re.compile(r"[\s约+\-－−¥￥$]*[0-9０-９][\s0-9０-９,.，．、'’]*(?:[百千万亿]?元|人|名|票)?整?")
_ROUNDED = ("万元", "万", "亿元", "亿")
LONGEST = 40


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, a stroke or 无."""
    return _BLANK.fullmatch(text) is not None


def read_figure(text: str, unit: str = "") -> Decimal | None:
    """The number of a cell, counted in the unit of its column; None where it is not surely one."""
    plain = re.sub(r"\s", "", text[:LONGEST].translate(_NARROW))
    found = _FIGURE.fullmatch(plain) if len(text) < LONGEST else None
    if found is None:
        return None
    number = Decimal(found["whole"].replace(",", "") + (found["part"] or ""))
    times = Decimal(_TIMES.get(found["unit"] or unit, 1)) / _TIMES.get(unit, 1)
    value: Decimal = number * times
    return -value if found["sign"] in ("-", "−") else value


def rounding(texts: Iterable[str], unit: str) -> Decimal:
    """How far a sum of rounded figures may be off: not at all, but where a column counts in 万元 or more."""
    if unit not in _ROUNDED:
        return Decimal(0)
    parts = [text.rpartition(".")[2] if "." in text else "" for text in texts]
    return Decimal(len(parts)) / 2 / Decimal(10) ** max(map(len, parts), default=0)


def looks_like_a_figure(text: str) -> bool:
    """Whether a cell was meant as a number, though it cannot be read as one."""
    return _LIKE_A_FIGURE.fullmatch(text) is not None


def shown(value: Decimal, like: str = "") -> str:
    """A number as an office writes it: thousands apart, with as many decimals as it needs and a like figure has."""
    exponent = value.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    _, _, decimals = like.translate(_NARROW).partition(".")
    return f"{value:,.{max(needed, len(re.match('[0-9]*', decimals)[0]))}f}"  # type: ignore[index]

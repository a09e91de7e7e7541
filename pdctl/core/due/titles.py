"""The period that a title speaks of, for items that do not state theirs: 2026年第三季度, 2026年上半年, 2026年9月, 2026年度."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.due.periods import Period

_FIGURES = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?<![0-9])(?P<year>[12][0-9]{3})年"
_QUARTER = re.compile(_YEAR + r"第?(?P<part>[一二三四1-4])季度")
_HALF = re.compile(_YEAR + r"(?P<part>[上下])半年")
_MONTH = re.compile(_YEAR + r"(?P<part>1[0-2]|0?[1-9])月(?!份?[0-9]{1,2}日)")
_WHOLE = re.compile(_YEAR + r"(?!第?[一二三四1-4]季度|[上下]半年|[0-9]{1,2}月)")


def spoken(title: str) -> tuple[str, ...]:
    """The names of the periods in a title, each once."""
    return tuple(dict.fromkeys(period.name for period in _spoken(title)))


def _spoken(title: str) -> Iterator[Period]:
    for match in _QUARTER.finditer(title):
        yield Period("quarter", int(match["year"]), _FIGURES[match["part"]])
    for match in _HALF.finditer(title):
        yield Period("half-year", int(match["year"]), 1 if match["part"] == "上" else 2)
    for match in _MONTH.finditer(title):
        yield Period("month", int(match["year"]), int(match["part"]))
    for match in _WHOLE.finditer(title):
        yield Period("year", int(match["year"]), 1)

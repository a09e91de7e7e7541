"""Periods of the year: years, half-years, quarters and months, by names such as 2026, 2026-H1, 2026-Q3 and 2026-09."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg

# How many months each kind has, and how its number in the year is written.
MONTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}
_MARK = {"half-year": "H", "quarter": "Q"}
_NAME = re.compile(r"(?P<year>[0-9]{4})(-(?P<mark>[HQ])(?P<part>[1-4])|-(?P<month>[0-9]{2}))?")
_LAST_YEAR = 9999


@dataclass(frozen=True)
class Period:
    """One period: its kind (a word of `words.PERIOD`), its year, and its number in that year from 1 on."""

    kind: str
    year: int
    number: int

    @property
    def name(self) -> str:
        """How files and options call it."""
        if self.kind == "year":
            return f"{self.year:04d}"
        if self.kind == "month":
            return f"{self.year:04d}-{self.number:02d}"
        return f"{self.year:04d}-{_MARK[self.kind]}{self.number}"

    @property
    def label(self) -> Msg:
        """How people call it."""
        if self.kind == "year":
            return msg("the year {year}", year=self.year)
        if self.kind == "month":
            return msg("{year}, month {number}", year=self.year, number=self.number)
        if self.kind == "quarter":
            return msg("{year}, quarter {number}", year=self.year, number=self.number)
        return (
            msg("{year}, first half", year=self.year)
            if self.number == 1
            else msg("{year}, second half", year=self.year)
        )

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return last_of_month(self.year, self.number * MONTHS[self.kind])

    @property
    def next(self) -> Period:
        """The one after it."""
        last = self.number * MONTHS[self.kind] == 12
        return Period(self.kind, self.year + 1, 1) if last else Period(self.kind, self.year, self.number + 1)

    @property
    def before(self) -> Period:
        """The one before it."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return Period(self.kind, self.year - 1, 12 // MONTHS[self.kind])

    def month(self, number: int) -> tuple[int, int]:
        """Year and month of its n-th month; beyond its length it runs on into the next one."""
        count = (self.number - 1) * MONTHS[self.kind] + number - 1
        return self.year + count // 12, count % 12 + 1


def period_of(kind: str, day: date) -> Period:
    """The period that holds a day."""
    return Period(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


def parse(name: str) -> Period | None:
    """The period of a name, or None where it is none."""
    match = _NAME.fullmatch(name)
    if match is None or match["year"] == "0000":
        return None
    year = int(match["year"])
    if match["month"]:
        return Period("month", year, int(match["month"])) if 1 <= int(match["month"]) <= 12 else None
    if match["mark"] is None:
        return Period("year", year, 1)
    kind = "half-year" if match["mark"] == "H" else "quarter"
    part = int(match["part"])
    return Period(kind, year, part) if part <= 12 // MONTHS[kind] else None


def periods(kind: str, first: date, last: date) -> Iterator[Period]:
    """The periods that hold any day from `first` to `last`."""
    period = period_of(kind, first)
    while period.start <= last:
        yield period
        if period.year >= _LAST_YEAR:
            return
        period = period.next


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month; where the month is shorter, its last day."""
    return min(date(year, month, min(day, 28)) + timedelta(days=max(day - 28, 0)), last_of_month(year, month))


def months_later(day: date, months: int) -> date:
    """The same day some months later; where that month is shorter, its last day."""
    count = day.month - 1 + months
    return day_of_month(day.year + count // 12, count % 12 + 1, day.day)

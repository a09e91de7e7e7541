"""Working days: counted from tables of holidays and make-up days, with every counted day named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pdctl.core.model import Duration

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The known holidays and make-up working days; in a year outside `years` only weekends are known."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day; beyond the known years, by its weekday alone."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def workdays_from(self, start: date) -> Iterator[date]:
        """The working days from `start` on, itself included."""
        day = start
        while True:
            if self.is_workday(day):
                yield day
            day += ONE_DAY


@dataclass(frozen=True)
class Span:
    """A counted period: both ends included; `counted` are the days that count; `provisional` where a year is unknown."""

    start: date
    end: date
    counted: tuple[date, ...]
    provisional: bool


def span(posted: date, duration: Duration, calendar: Calendar, count_from: str) -> Span | None:
    """The period of a posting, counted from the day of posting or the next one (`count_from`); None without an end."""
    start = posted if count_from == "same-day" else posted + ONE_DAY
    if duration.workdays is not None:
        days = calendar.workdays_from(start)
        counted = tuple(next(days) for _ in range(duration.workdays))
    elif duration.days is not None:
        counted = tuple(start + timedelta(days=n) for n in range(duration.days))
    else:
        return None
    provisional = duration.workdays is not None and any(
        year not in calendar.years for year in range(start.year, counted[-1].year + 1)
    )
    return Span(start, counted[-1], counted, provisional)

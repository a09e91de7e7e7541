"""Working days: counted from tables of holidays and make-up days, with every counted day named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from itertools import islice

from pdctl.core.frozen import dataclass
from pdctl.core.model import Duration

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Statutory days off with a fixed date: all that is known of a year whose arrangement was not announced yet.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def day(text: str | None) -> date | None:
    """A date from its text; None where there is none or it is no day of the calendar."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Year:
    """What was announced for one year: days off, and weekend days on which people work instead."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Calendar:
    """The years that are known; in any other year only weekends and the fixed statutory days are, and it is provisional.

    `years` may read a year when it is first asked for.
    """

    years: Mapping[int, Year] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the arrangement of a year is known."""
        return year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether people work on a day; beyond the known years, by its weekday and the fixed statutory days."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED
        if day in year.workdays:
            return True
        return day.weekday() < SATURDAY and day not in year.holidays

    def workdays_from(self, start: date) -> Iterator[date]:
        """The working days from `start` on, itself included."""
        return (day for day in days_from(start) if self.is_workday(day))


def day_of(text: str | None) -> date | None:
    """A day from its text; None where there is none or it is no day of the calendar."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def days_from(start: date) -> Iterator[date]:
    """Every day from `start` on, to the end of time."""
    day = start
    while True:
        yield day
        if day == date.max:
            return
        day += ONE_DAY


@dataclass(frozen=True)
class Span:
    """A counted period: both ends included; `counted` are the days that count.

    `made_up` are those of them that fall on a weekend, `off` the weekdays in between on which nobody works, and
    `unknown` the years whose arrangement is not known: then it is provisional.
    """

    start: date
    end: date
    counted: tuple[date, ...]
    made_up: tuple[date, ...] = ()
    off: tuple[date, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the end may move once the arrangement of a year is announced."""
        return bool(self.unknown)


def span(posted: date, duration: Duration, calendar: Calendar, count_from: str) -> Span | None:
    """The period of a posting, counted from the day of posting or the next one (`count_from`); None without an end."""
    start = posted if count_from == "same-day" else posted + ONE_DAY
    if duration.workdays is not None:
        return workdays(start, duration.workdays, calendar)
    if duration.days is not None:
        counted = tuple(islice(days_from(start), duration.days))
        return Span(start, counted[-1], counted)
    return None


def workdays(start: date, number: int, calendar: Calendar) -> Span:
    """The first so many working days from `start` on, itself included."""
    counted = tuple(islice(calendar.workdays_from(start), number))
    end = counted[-1] if counted else start
    between = tuple(islice(days_from(start), (end - start).days + 1))
    return Span(
        start,
        end,
        counted,
        made_up=tuple(day for day in counted if day.weekday() >= SATURDAY),
        off=tuple(day for day in between if day.weekday() < SATURDAY and not calendar.is_workday(day)),
        unknown=tuple(year for year in range(start.year, end.year + 1) if not calendar.knows(year)),
    )


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in their order as runs of days that follow one another, weekends in between included."""
    found: list[tuple[date, date]] = []
    for day in days:
        gap = (day - found[-1][1]).days if found else 0
        weekend = gap == 3 and day.weekday() == 0
        if found and (gap == 1 or weekend):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found

"""From a start and a term to a deadline, with the count that leads there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from pdctl.core.counting import joined, remark_words
from pdctl.core.days import ONE_DAY, Calendar, Span, workdays
from pdctl.core.due.periods import Period, day_of_month, periods
from pdctl.core.frozen import dataclass
from pdctl.core.model import Due
from pdctl.core.text import Msg, msg

# By when people get an answer that asks for a disclosure again, where no day was set.
AGAIN = Due("event", workdays=15)


@dataclass(frozen=True)
class Deadline:
    """The last day; for a term of hours the very `instant`; `span` is the count of working days."""

    day: date
    instant: datetime | None = None
    span: Span | None = None
    days: int | None = None
    hours: int | None = None

    @property
    def unknown(self) -> tuple[int, ...]:
        """The years of the count whose days off are not announced: then the day is provisional."""
        return self.span.unknown if self.span else ()

    def passed(self, now: datetime) -> bool:
        """Whether it is over at a moment in the repository's time zone."""
        return now > self.instant if self.instant else now.date() > self.day

    def kept(self, day: date, at: datetime | None) -> bool:
        """Whether what was done on a day was in time; `at` is when it was recorded, and tells hours of that same day."""
        if self.instant is None or day != self.day or at is None:
            return day <= self.day
        return at <= self.instant or at.astimezone(self.instant.tzinfo).date() != day

    @property
    def words(self) -> tuple[Msg, ...]:
        """The count in words, without its beginning."""
        return (*self._count(), msg("until {day}", day=self._end()))

    def _count(self) -> tuple[Msg, ...]:
        if self.hours is not None:
            return (msg("{count} hours", count=self.hours),)
        if self.span is not None:
            return (msg("{count} working days", count=len(self.span.counted)), *remark_words(self.span))
        return (msg("{count} days", count=self.days),) if self.days is not None else ()

    def _end(self) -> str:
        return self.instant.isoformat(sep=" ", timespec="minutes")[:16] if self.instant else self.day.isoformat()


class Slot(NamedTuple):
    """A period with its name, its first day, the day from which its term counts, and its deadline."""

    period: Period
    name: str
    start: date
    trigger: date
    deadline: Deadline


class Terms:
    """Deadlines on one calendar and in one time zone, each counted once."""

    def __init__(self, calendar: Calendar, zone: tzinfo) -> None:
        self.calendar = calendar
        self.zone = zone
        self._known: dict[tuple[date, str | None, Due], Deadline] = {}
        self._schedules: dict[tuple[str, Due, date, date], tuple[Slot, ...]] = {}

    def after(self, start: date, due: Due, at: str | None = None) -> Deadline:
        """The end of a term that begins with a day (and, for hours, a time HH:MM of it): the next day counts first."""
        key = (start, at, due)
        if key not in self._known:
            self._known[key] = self._after(start, due, at)
        return self._known[key]

    def _after(self, start: date, due: Due, at: str | None) -> Deadline:
        if due.hours is not None:
            # An event without a time is taken at the end of its day, so that nobody is late by a guess.
            begin = datetime.combine(start, time.fromisoformat(at) if at else time(), self.zone)
            begin = begin if at else begin + ONE_DAY
            # Hours are counted as they pass, whatever the clocks of the zone do in between.
            end = (begin.astimezone(UTC) + timedelta(hours=due.hours)).astimezone(self.zone)
            return Deadline(end.date(), end, hours=due.hours)
        if due.workdays:
            span = workdays(start + ONE_DAY, due.workdays, self.calendar)
            return Deadline(span.end, span=span)
        if due.days:
            return Deadline(start + timedelta(days=due.days), days=due.days)
        return Deadline(start)

    def schedule(self, kind: str, due: Due, since: date, until: date) -> tuple[Slot, ...]:
        """What is owed for the periods of a kind from one day to another: the same for all entries alike."""
        key = (kind, due, since, until)
        if key not in self._schedules:
            self._schedules[key] = tuple(self._slots(kind, due, since, until))
        return self._schedules[key]

    def _slots(self, kind: str, due: Due, since: date, until: date) -> Iterator[Slot]:
        inside = in_period(due)
        for period in periods(kind, since, until):
            deadline = self.of_period(period, due)
            owed = deadline.day >= since if inside else period.end <= until
            if owed:
                yield Slot(period, period.name, period.start, period.start if inside else period.end, deadline)

    def of_period(self, period: Period, due: Due) -> Deadline:
        """By when the disclosure of a period is due."""
        key = (period.start, period.kind, due)
        if key not in self._known:
            self._known[key] = self._of_period(period, due)
        return self._known[key]

    def _of_period(self, period: Period, due: Due) -> Deadline:
        if due.month is not None or due.day is not None:
            base = period if due.start == "period" else period.next
            return Deadline(day_of_month(*base.month(due.month or 1), due.day or 31))
        # A term that begins with the period counts its first day; one that begins with its end, the day after.
        return self.after((period.start - ONE_DAY) if due.start == "period" else period.end, due)


def in_period(due: Due) -> bool:
    """Whether the disclosure of a period is made while it lasts, and not after it."""
    return due.start == "period"


def explained(head: Msg, deadline: Deadline) -> Msg:
    """A deadline with its beginning, its count and its end, in one sentence."""
    return joined((head, *deadline.words))

"""How a count of days is said, so that everybody can count along."""

from __future__ import annotations

from datetime import date

from pdctl.core.days import SATURDAY, Span, runs
from pdctl.core.text import Listing, Msg, listing, msg


def day_words(day: date) -> Msg:
    """A day without its year."""
    return msg("{month}/{day}", month=day.month, day=day.day)


def run_words(days: tuple[date, ...]) -> Listing:
    """Days, those that follow one another as a run."""
    found = [
        day_words(a) if a == b else msg("{start} to {end}", start=day_words(a), end=day_words(b)) for a, b in runs(days)
    ]
    return listing(*found)


def remark_words(span: Span) -> tuple[Msg, ...]:
    """What is out of the ordinary in a count: make-up days in it, weekdays off left out, years not announced."""
    found: list[Msg] = []
    if span.made_up:
        found.append(msg("with the make-up working day {days}", days=run_words(span.made_up)))
    if span.off:
        found.append(msg("without the days off {days}", days=run_words(span.off)))
    if span.unknown:
        found.append(provisional_words(span.unknown))
    return tuple(found)


def provisional_words(years: tuple[int, ...]) -> Msg:
    """That a date may move."""
    return msg("provisional: the days off of {years} are not announced", years=listing(*years))


def joined(parts: tuple[Msg, ...]) -> Msg:
    """Parts of one sentence."""
    text = parts[0]
    for part in parts[1:]:
        text = msg("{text}, {more}", text=text, more=part)
    return text


def counted_words(span: Span, as_workdays: bool) -> Msg:
    """How many days a count has, and what is out of the ordinary in it."""
    number = len(span.counted)
    count = msg("{count} working days", count=number) if as_workdays else msg("{count} days", count=number)
    return joined((count, *remark_words(span)))


def weekday_words(day: date) -> Msg:
    """The name of a weekday."""
    return _WEEKDAYS[day.weekday()]


def why_counted(day: date, span: Span) -> Msg:
    """Why a day counts."""
    if day in span.made_up:
        return msg("make-up working day")
    return msg("weekday") if day.weekday() < SATURDAY else msg("weekend")


_WEEKDAYS = (
    msg("Monday"), msg("Tuesday"), msg("Wednesday"), msg("Thursday"), msg("Friday"), msg("Saturday"), msg("Sunday"),
)  # fmt: skip

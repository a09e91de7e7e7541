"""Counted periods for people and machines: both ends, and every day that counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from pdctl.core.counting import counted_words, day_words, weekday_words, why_counted
from pdctl.core.days import Span
from pdctl.core.due.own import OwnTerm
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import COUNT_FROM
from pdctl.report.duties import channel_words
from pdctl.report.layout import out_wrapped, table
from pdctl.report.talk import out


class Stands(Protocol):
    """A posting (or a plan) that stands for a counted period."""

    @property
    def channel(self) -> str | None:
        """The channel, or None for a plan."""
        ...

    @property
    def span(self) -> Span:
        """The count."""
        ...

    @property
    def in_workdays(self) -> bool:
        """Whether working days were counted."""
        ...

    @property
    def count_from(self) -> str:
        """A word of `words.COUNT_FROM`."""
        ...


def stand_json(stand: Stands) -> dict[str, Any]:
    """A counted period as JSON."""
    counted = stand.span
    return {
        "channel": stand.channel,
        "start": counted.start.isoformat(),
        "end": counted.end.isoformat(),
        "unit": "workdays" if stand.in_workdays else "days",
        "count_from": stand.count_from,
        "days": _texts(counted.counted),
        "made_up": _texts(counted.made_up),
        "off": _texts(counted.off),
        "provisional": counted.provisional,
        "unknown_years": list(counted.unknown),
    }


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def stand_words(stand: Stands) -> Msg:
    """A counted period in one line."""
    where = channel_words(stand.channel) if stand.channel else msg("as planned")
    return msg(
        "{where}: {start} to {end} ({count}; {count_from})",
        where=where,
        start=stand.span.start.isoformat(),
        end=stand.span.end.isoformat(),
        count=counted_words(stand.span, stand.in_workdays),
        count_from=Word(COUNT_FROM, stand.count_from),
    )


def tell_own(own: OwnTerm | None) -> None:
    """By when the item itself is due, and how that was counted."""
    if own is not None:
        out_wrapped(msg("Due: {why}", why=own.why), 2)


def tell_stands(stands: Iterable[Stands]) -> None:
    """Each counted period with the days that count."""
    for stand in stands:
        out_wrapped(msg("Stands, {words}", words=stand_words(stand)), 2)
        days = stand.span.counted
        if stand.in_workdays and len(days) <= 31:
            out_wrapped(msg("  Counted: {days}", days=listing(*(day_words(day) for day in days))), 4)


def explain_stands(stands: Iterable[Stands]) -> None:
    """Each counted period, day by day."""
    for stand in stands:
        out_wrapped(msg("Stands, {words}", words=stand_words(stand)), 2)
        if not stand.in_workdays:
            continue
        heads = (msg("No."), msg("Day"), msg("Weekday"), msg("Why it counts"))
        rows = [
            (number, day.isoformat(), weekday_words(day), why_counted(day, stand.span))
            for number, day in enumerate(stand.span.counted, 1)
        ]
        out()
        table(heads, rows)

"""The periods for which an item stands: one for each posting, or for the planned day."""

from __future__ import annotations

from pdctl.actions.items import Item
from pdctl.core.days import Span, day_of, span
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import COUNT_FROM


@dataclass(frozen=True)
class Stand:
    """A posting that stands for a counted period: the channel (none for a plan), and the count."""

    channel: str | None
    span: Span
    in_workdays: bool
    count_from: str


def stands(item: Item) -> tuple[Stand, ...]:
    """The counted period of each posting; before the first one, that of the planned day."""
    duration = item.plan.duration
    if duration is None:
        return ()
    policy = item.view.settings.policy.notice_days_from
    starts = [(name, record.on) for name, record in item.course.published.items()]
    found = []
    for channel, text in starts or [("", item.plan.publish_on)]:
        start = day_of(text)
        counted = span(start, duration, item.view.calendar, policy) if start else None
        if counted:
            found.append(Stand(channel or None, counted, duration.workdays is not None, policy))
    return tuple(found)


def stand_note(item: Item, channel: str) -> tuple[Msg, ...]:
    """What is said when a posting is made or taken down: its period, as it was counted."""
    from pdctl.core.counting import counted_words

    found = next((stand for stand in stands(item) if stand.channel == channel), None)
    if found is None:
        return ()
    count = counted_words(found.span, found.in_workdays)
    text = msg("it stands from {start} to {end} ({count}; {count_from})", start=found.span.start.isoformat(),
               end=found.span.end.isoformat(), count=count, count_from=Word(COUNT_FROM, found.count_from))  # fmt: skip
    return (text,)

"""A period that people give by its first and its last day."""

from __future__ import annotations

from datetime import date

from pdctl.core.findings import usage
from pdctl.core.judge.cases import day
from pdctl.core.text import msg


def between(first: str | None, last: str | None) -> tuple[date, date]:
    """The days of `--from` and `--to`, both included. Raises `Stop` (usage)."""
    begin, end = _day("--from", first), _day("--to", last)
    if end < begin:
        raise usage(
            msg("the period ends before it begins: {first}, {last}", first=begin.isoformat(), last=end.isoformat())
        )
    return begin, end


def _day(option: str, text: str | None) -> date:
    found = day(text)
    if found is None or text is None or len(text) != 10:
        raise usage(msg("{option} is a day: {text}", option=option, text=text or msg("none")), "YYYY-MM-DD")
    return found

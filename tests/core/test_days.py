"""Working days on the calendars that a new repository holds."""

from __future__ import annotations

from datetime import date

import pytest

from pdctl.actions.calendar_seed import calendar_files
from pdctl.core.days import Calendar, runs, span
from pdctl.core.model import Duration
from pdctl.store.codec import calendar_from
from pdctl.store.schema import read_checked

FIVE = Duration(workdays=5)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return calendar_from([read_checked(data, "calendar", path) for path, data in calendar_files().items()])


@pytest.mark.parametrize(
    ("posted", "end"),
    [
        ("2026-09-30", "2026-10-13"),  # the National Day week, and a make-up Saturday
        ("2026-09-18", "2026-09-24"),  # a make-up Sunday
        ("2026-04-30", "2026-05-11"),
        ("2026-02-13", "2026-02-27"),
        ("2026-11-23", "2026-11-30"),
    ],
)
def test_five_working_days_from_the_next_day(calendar, posted, end):
    counted = span(date.fromisoformat(posted), FIVE, calendar, "next-day")
    assert counted.end.isoformat() == end
    assert len(counted.counted) == 5
    assert all(calendar.is_workday(day) for day in counted.counted)
    assert not counted.provisional


@pytest.mark.parametrize(("posted", "end"), [("2015-11-23", "2015-11-27"), ("2026-11-23", "2026-11-27")])
def test_five_working_days_from_the_same_day(calendar, posted, end):
    assert span(date.fromisoformat(posted), FIVE, calendar, "same-day").end.isoformat() == end


def test_the_next_day_counts_as_in_the_notice_of_2014():
    """Posted on Thursday 2014-12-18, it ran from 12-19 to 12-25."""
    counted = span(date(2014, 12, 18), FIVE, Calendar(), "next-day")
    assert (counted.start, counted.end) == (date(2014, 12, 19), date(2014, 12, 25))


def test_plain_days_count_weekends(calendar):
    assert span(date(2026, 9, 30), Duration(days=7), calendar, "next-day").end == date(2026, 10, 7)
    assert span(date(2026, 9, 30), Duration(days=1), calendar, "same-day").end == date(2026, 9, 30)


@pytest.mark.parametrize("until", ["superseded", "term-end", "stage-end"])
def test_what_ends_with_an_event_has_no_last_day(calendar, until):
    assert span(date(2026, 9, 30), Duration(until=until), calendar, "next-day") is None


def test_a_period_that_touches_an_unknown_year_is_provisional(calendar):
    counted = span(date(2026, 12, 29), FIVE, calendar, "next-day")
    assert counted.provisional
    assert not span(date(2026, 12, 24), FIVE, calendar, "next-day").provisional


def test_an_unknown_year_has_the_fixed_statutory_days():
    unknown = Calendar()
    for text in ("2027-01-01", "2027-05-03", "2027-10-04"):
        assert unknown.is_workday(date.fromisoformat(text)) == (text != "2027-01-01")
    for text in ("2027-05-01", "2027-10-01", "2027-01-02"):
        assert not unknown.is_workday(date.fromisoformat(text))


def test_every_year_that_was_announced_is_seeded(calendar):
    assert set(calendar.years) == set(range(2004, 2027))


def test_a_count_names_what_is_out_of_the_ordinary(calendar):
    counted = span(date(2026, 9, 18), FIVE, calendar, "next-day")
    assert counted.made_up == (date(2026, 9, 20),)
    week = span(date(2026, 9, 30), FIVE, calendar, "next-day")
    assert (week.off[0], week.off[-1], week.made_up) == (date(2026, 10, 1), date(2026, 10, 7), (date(2026, 10, 10),))
    assert span(date(2026, 12, 29), FIVE, calendar, "next-day").unknown == (2027,)


def test_runs_of_days():
    days = [date(2026, 10, d) for d in (1, 2, 5, 6, 7)]  # a weekend in between
    assert runs(days) == [(date(2026, 10, 1), date(2026, 10, 7))]
    assert runs([date(2026, 9, 20), date(2026, 10, 10)]) == [(d, d) for d in (date(2026, 9, 20), date(2026, 10, 10))]


def test_make_up_days_are_working_days(calendar):
    for text in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"):
        assert calendar.is_workday(date.fromisoformat(text))
    for text in ("2026-10-01", "2026-10-03", "2026-11-22"):
        assert not calendar.is_workday(date.fromisoformat(text))

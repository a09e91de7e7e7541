"""The dated cases of `tests/cases/working_days.csv`, which a person can read: counted twice, by a small counter here and by pdctl.

The counter knows nothing of pdctl: it reads the tables of days off and goes from day to day.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from chinese_calendar import constants

from pdctl.actions.calendar_seed import calendar_files
from pdctl.core.days import Calendar, span
from pdctl.core.due.periods import months_later, parse
from pdctl.core.due.terms import Terms
from pdctl.core.model import Due, Duration
from pdctl.store.codec import calendar_from
from pdctl.store.schema import read_checked

FILE = Path(__file__).parents[2] / "cases" / "working_days.csv"
with FILE.open(encoding="utf-8", newline="") as opened:
    ROWS = [tuple(row.values()) for row in csv.DictReader(opened)]
ZONE = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
KNOWN = range(2004, 2027)
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
MONTHS = {"年": 12, "半年": 6, "季度": 3, "月": 1}
PERIODS = {"年": "year", "半年": "half-year", "季度": "quarter", "月": "month"}


# The counter ------------------------------------------------------------------------------------------------------


def works(day: date) -> bool:
    """Whether people work on a day, by the announced tables; later, by weekday and fixed days off."""
    if day.year not in KNOWN:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED
    return day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)


def nth(day: date, number: int) -> date:
    """The n-th working day, beginning with `day` itself."""
    while True:
        number -= works(day)
        if number == 0:
            return day
        day += DAY


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def period_months(name: str) -> tuple[int, int]:
    """The year and the first month of a period's name."""
    year, _, part = name.partition("-")
    if not part:
        return int(year), 1
    step = {"H": 6, "Q": 3}.get(part[0])
    return int(year), (int(part[1]) - 1) * step + 1 if step else int(part)


def by_hand(start: str, rule: str) -> str:
    """The last day of a rule, counted from day to day."""
    numbers = [int(n) for n in re.findall("[0-9]+", rule)]
    if rule.startswith("公示"):
        return nth(date.fromisoformat(start) + (DAY if "次日" in rule else 0 * DAY), numbers[0]).isoformat()
    if "小时" in rule:
        return (datetime.fromisoformat(start) + timedelta(hours=numbers[0])).isoformat(sep=" ")[:16]
    if rule.startswith("触发后"):
        day = date.fromisoformat(start)
        return (nth(day + DAY, numbers[0]) if "工作日" in rule else day + numbers[0] * DAY).isoformat()
    if "复核" in rule:
        day, months = date.fromisoformat(start), numbers[0]
        year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
        return min(day.replace(day=1, year=year, month=month) + (day.day - 1) * DAY, month_end(year, month)).isoformat()
    year, first = period_months(start)
    length = MONTHS[rule[1 : rule.index("，")]]
    if "届满" in rule:
        return nth(month_end(year, first + length - 1) + DAY, numbers[0]).isoformat()
    month, day_number = numbers
    return min(
        date(year, first + month - 1, 1) + (day_number - 1) * DAY, month_end(year, first + month - 1)
    ).isoformat()


# pdctl ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return calendar_from([read_checked(data, "calendar", path) for path, data in calendar_files().items()])


def by_pdctl(start: str, rule: str, calendar: Calendar) -> str:
    numbers = [int(n) for n in re.findall("[0-9]+", rule)]
    terms = Terms(calendar, ZONE)
    if rule.startswith("公示"):
        count_from = "next-day" if "次日" in rule else "same-day"
        return span(date.fromisoformat(start), Duration(workdays=numbers[0]), calendar, count_from).end.isoformat()
    if "小时" in rule:
        day, _, time = start.partition(" ")
        ends = terms.after(date.fromisoformat(day), Due("event", hours=numbers[0]), time)
        return ends.instant.isoformat(sep=" ")[:16]
    if rule.startswith("触发后"):
        due = Due("decided", workdays=numbers[0]) if "工作日" in rule else Due("decided", days=numbers[0])
        return terms.after(date.fromisoformat(start), due).day.isoformat()
    if "复核" in rule:
        return months_later(date.fromisoformat(start), numbers[0]).isoformat()
    period = parse(start)
    assert period.kind == PERIODS[rule[1 : rule.index("，")]]
    if "届满" in rule:
        return terms.of_period(period, Due("period-end", workdays=numbers[0])).day.isoformat()
    return terms.of_period(period, Due("period", month=numbers[0], day=numbers[1])).day.isoformat()


def test_there_are_enough_of_them_and_each_says_why():
    assert len(ROWS) >= 300
    assert len({row[:2] for row in ROWS}) == len(ROWS)
    assert all(row[3] for row in ROWS)


@pytest.mark.parametrize(("start", "rule", "end", "why"), ROWS)
def test_a_case(calendar, start, rule, end, why):
    assert by_hand(start, rule) == end, why
    assert by_pdctl(start, rule, calendar) == end, why


@pytest.mark.parametrize(("start", "rule", "end", "why"), [row for row in ROWS if "暂定" in row[3]])
def test_a_provisional_day_says_so(calendar, start, rule, end, why):
    if rule.startswith("公示"):
        counted = span(date.fromisoformat(start), Duration(workdays=5), calendar, "next-day")
        assert counted.provisional
    elif parse(start):
        number = int(re.findall("[0-9]+", rule)[0])
        assert Terms(calendar, ZONE).of_period(parse(start), Due("period-end", workdays=number)).unknown

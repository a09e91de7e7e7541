"""Which item answers which obligation: on time, late, missing; by period, event, stage and feedback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pdctl.core.days import Calendar, Year
from pdctl.core.due.engine import obligations, urges
from pdctl.core.due.fit import misfits
from pdctl.core.due.obligation import Books, Disclosure
from pdctl.core.due.periods import Period, parse, period_of, periods
from pdctl.core.due.terms import Terms
from pdctl.core.due.titles import spoken
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Due
from tests.core.scene import ENTRY

ZONE = timezone(timedelta(hours=8))
MAKE_UP = Year(
    frozenset({date(2026, 10, d) for d in (1, 2, 5, 6, 7)}), frozenset({date(2026, 9, 20), date(2026, 10, 10)})
)
TERMS = Terms(Calendar({2025: Year(), 2026: MAKE_UP}), ZONE)
QUARTER = replace(ENTRY, due=Due("period-end", workdays=10))
INSIDE = replace(ENTRY, due=Due("period", month=1, day=20))
DECIDED = replace(ENTRY, frequency="immediate", period=None, due=Due("decided", workdays=3))
HOURS = replace(DECIDED, due=Due("event", hours=24))
STAGED = replace(DECIDED, frequency="staged", stages=("进驻", "反馈"), due=Due("stage-done", workdays=5))
LONG = replace(ENTRY, frequency="long-term", period=None, due=Due("changed", workdays=5), recheck_months=12)
SINCE = date(2026, 1, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def item(name: str, on: str | None = None, proposed: str | None = None, **more: object) -> Disclosure:
    day = date.fromisoformat(on) if on else None
    first = date.fromisoformat(proposed) if proposed else day
    assert first is not None
    return Disclosure(name, ENTRY.id, first, day, f"{on}T10:00:00+08:00" if on else None, **more)  # type: ignore[arg-type]


def event(name: str, on: str, **more: object) -> LedgerRecord:
    return LedgerRecord(f"event-20261101-{name}", "dzb", "event", "chen", "proposer", f"{on}T12:00:00+08:00", entry=ENTRY.id, on=on, **more)  # type: ignore[arg-type]  # fmt: skip


def found(entry=QUARTER, *items: Disclosure, now: str = "2026-11-25T10:00", since: date = SINCE, ledger=(), until="2026-12-31", closed=None):  # fmt: skip
    """The obligations of one entry: key, last day, state, and the item."""
    books = Books("dzb", ((entry, since),), {ENTRY.id: items}, tuple(ledger), closed)
    every = obligations(books, date.fromisoformat(until), TERMS, at(now))
    return [(o.key, o.deadline.day.isoformat(), o.state, o.item) for o in every]


# Periods ------------------------------------------------------------------------------------------------------------


def test_each_period_is_owed_from_the_one_in_which_the_entry_came():
    assert [row[0] for row in found(since=date(2026, 5, 20))] == ["2026-Q2", "2026-Q3", "2026-Q4"]
    assert found(since=date(2026, 9, 30))[0][:3] == ("2026-Q3", "2026-10-20", "overdue")
    assert found(since=date(2026, 10, 1))[0][:3] == ("2026-Q4", "2027-01-15", "due")


def test_on_time_late_and_missing():
    rows = found(QUARTER, item("a", "2026-04-10"), item("b", "2026-08-01"))
    assert [row[2:] for row in rows] == [("done", "a"), ("done-late", "b"), ("overdue", None), ("due", None)]


def test_the_last_day_counts():
    assert found(QUARTER, item("a", "2026-04-14"))[0][1:3] == ("2026-04-14", "done")
    assert found(QUARTER, item("a", "2026-04-15"))[0][2] == "done-late"
    assert found(now="2026-04-14T23:59")[0][2] == "due"
    assert found(now="2026-04-15T00:00")[0][2] == "overdue"


def test_a_second_item_counts_for_the_period_under_way():
    rows = found(QUARTER, item("a", "2026-04-10"), item("b", "2026-06-20"))
    assert [row[3] for row in rows] == ["a", "b", None, None]


def test_an_item_that_states_its_period_counts_for_that_one():
    assert [r[3] for r in found(QUARTER, item("a", "2026-08-01", period="2026-Q1"))] == ["a", None, None, None]
    assert [r[3] for r in found(QUARTER, item("a", "2026-08-01", period="2026"))] == [
        None,
        "a",
        None,
        None,
    ]  # another kind


def test_a_title_that_speaks_of_one_period_is_believed():
    assert [r[3] for r in found(QUARTER, item("a", "2026-08-01", hints=("2026-Q1", "2026-02")))] == [
        "a",
        None,
        None,
        None,
    ]
    assert [r[3] for r in found(QUARTER, item("a", "2026-08-01", hints=("2026-Q1", "2026-Q2")))] == [
        None,
        "a",
        None,
        None,
    ]


def test_what_replaces_an_item_counts_for_the_same_period():
    rows = found(QUARTER, item("a", "2026-04-10"), item("b", "2026-05-10", supersedes="a"))
    assert [row[3] for row in rows] == ["a", None, None, None]


def test_what_was_withdrawn_does_not_count():
    assert [r[3] for r in found(QUARTER, item("a", "2026-04-10", gone=True))] == [None] * 4


def test_an_item_under_way_is_named():
    rows = found(QUARTER, item("a", None, "2026-11-20"))
    assert rows[2][2:] == ("overdue", "a")


def test_a_term_inside_the_period():
    rows = found(INSIDE, item("a", "2026-01-20"), item("b", "2026-05-30"))
    assert [row[1:] for row in rows] == [
        ("2026-01-20", "done", "a"), ("2026-04-20", "done-late", "b"), ("2026-07-20", "overdue", None), ("2026-10-20", "overdue", None),
    ]  # fmt: skip


def test_an_organization_that_closed_owes_no_further_period():
    assert [row[0] for row in found(closed=date(2026, 7, 15))] == ["2026-Q1", "2026-Q2"]


def test_a_suspended_entry_owes_nothing():
    assert found(replace(QUARTER, suspended=True)) == []


# Triggers -----------------------------------------------------------------------------------------------------------


def test_a_trigger_with_working_days_is_explained():
    books = Books("dzb", ((DECIDED, SINCE),), {}, (event("aaaa", "2026-09-18"),))
    (one,) = obligations(books, date(2026, 12, 31), TERMS, at("2026-09-19T10:00"))
    assert one.deadline.day == date(2026, 9, 22)
    assert (
        str(one.why)
        == "triggered 2026-09-18, decided, 3 working days, with the make-up working day 9/20, until 2026-09-22"
    )


def test_hours_run_to_the_minute():
    trigger = event("aaaa", "2026-11-26", time="09:30")
    assert found(HOURS, now="2026-11-27T09:30", ledger=[trigger])[0][2] == "due"
    assert found(HOURS, now="2026-11-27T09:31", ledger=[trigger])[0][2] == "overdue"
    late = replace(item("a", "2026-11-27"), at="2026-11-27T09:31:00+08:00")
    assert found(HOURS, late, ledger=[trigger])[0][2] == "done-late"
    assert found(HOURS, replace(late, at="2026-11-27T01:30:00+00:00"), ledger=[trigger])[0][2] == "done"
    assert (
        found(HOURS, replace(late, at="2026-11-30T09:00:00+08:00"), ledger=[trigger])[0][2] == "done"
    )  # only the day is known


def test_hours_pass_whatever_the_clocks_do():
    berlin = Terms(Calendar(), ZoneInfo("Europe/Berlin"))  # on 2026-10-25 an hour comes twice
    ends = berlin.after(date(2026, 10, 24), Due("event", hours=24), "12:00").instant
    assert ends.isoformat() == "2026-10-25T11:00:00+01:00"
    assert berlin.after(date(2026, 11, 2), Due("event", hours=24)).instant.isoformat() == "2026-11-04T00:00:00+01:00"


def test_each_event_asks_for_an_item_of_its_own():
    events = [event("aaaa", "2026-11-02"), event("bbbb", "2026-11-03")]
    rows = found(DECIDED, item("a", "2026-11-04"), ledger=events)
    assert [row[2:] for row in rows] == [("done", "a"), ("overdue", None)]
    rows = found(DECIDED, item("a", "2026-11-04", event=events[1].id), ledger=events)
    assert [row[2:] for row in rows] == [("overdue", None), ("done", "a")]


def test_what_was_published_before_an_event_does_not_answer_it():
    assert found(DECIDED, item("a", "2026-11-01"), ledger=[event("aaaa", "2026-11-02")])[0][3] is None


def test_a_correction_answers_no_further_event():
    events = [event("aaaa", "2026-11-02"), event("bbbb", "2026-11-03")]
    rows = found(DECIDED, item("a", "2026-11-04"), item("b", "2026-11-05", supersedes="a"), ledger=events)
    assert [row[3] for row in rows] == ["a", None]


def test_stages():
    events = [
        event("aaaa", "2026-11-02", stage="进驻"),
        event("bbbb", "2026-11-16", stage="反馈", follows="event-20261101-aaaa"),
    ]
    rows = found(STAGED, item("a", "2026-11-09"), item("b", "2026-11-24"), ledger=events)
    assert [row[1:] for row in rows] == [("2026-11-09", "done", "a"), ("2026-11-23", "done-late", "b")]


def test_what_was_decided_not_to_be_disclosed_is_asked_for_no_more():
    trigger = event("aaaa", "2026-11-02")
    refused = item("a", None, "2026-11-03", event=trigger.id, gone=True, refused=True)
    assert found(DECIDED, refused, ledger=[trigger])[0][2:] == ("exempt", "a")
    assert found(DECIDED, replace(refused, event=None), ledger=[trigger])[0][2] == "overdue"  # it does not say so
    rows = found(QUARTER, item("a", None, "2026-10-03", period="2026-Q3", gone=True, refused=True))
    assert [row[2] for row in rows] == ["overdue", "overdue", "exempt", "due"]


def test_stages_of_one_day_are_answered_in_their_order():
    first = event("zzzz", "2026-11-02", stage="进驻")
    second = event("aaaa", "2026-11-02", stage="反馈", follows=first.id)
    assert [row[3] for row in found(STAGED, item("a", "2026-11-03"), ledger=[second, first])] == ["a", None]


# Long-term ----------------------------------------------------------------------------------------------------------


def test_present_and_looked_at_again():
    rows = found(LONG, item("a", "2026-01-08"), since=date(2026, 1, 1))
    assert rows == [("2026-01-01", "2026-01-08", "done", "a"), ("2026-01-08", "2027-01-08", "due", None)]


def test_absent():
    assert found(LONG)[0][2:] == ("overdue", None)


def test_a_look_begins_the_time_anew():
    look = replace(event("aaaa", "2026-06-01"), id="recheck-20260601-aaaa", kind="recheck")
    rows = found(replace(LONG, recheck_months=6), item("a", "2026-01-02"), ledger=[look], now="2026-11-25T10:00")
    assert [row[1:3] for row in rows] == [("2026-01-08", "done"), ("2026-07-02", "done"), ("2026-12-01", "due")]


def test_a_leap_day_comes_back_at_the_end_of_february():
    rows = found(LONG, item("a", "2024-02-29"), since=date(2024, 2, 27), now="2025-03-01T10:00")
    assert rows[1][:3] == ("2024-02-29", "2025-02-28", "overdue")


def test_a_change_asks_for_the_text_anew():
    rows = found(LONG, item("a", "2026-01-08"), ledger=[event("aaaa", "2026-11-02")])
    assert rows[1][1:3] == ("2026-11-09", "overdue")
    rows = found(
        LONG, item("a", "2026-01-08"), item("b", "2026-11-05", supersedes="a"), ledger=[event("aaaa", "2026-11-02")]
    )
    assert rows[1][2:] == ("done", "b")


# Feedback and urges -------------------------------------------------------------------------------------------------


def heard(**more: object) -> LedgerRecord:
    return replace(event("aaaa", "2026-11-02"), id="feedback-20261102-aaaa", kind="feedback", again=True, **more)


def test_feedback_asks_for_a_newer_version():
    rows = [r for r in found(QUARTER, item("a", "2026-10-15"), ledger=[heard(item="a")]) if r[0].startswith("feedback")]
    assert rows == [("feedback-20261102-aaaa", "2026-11-23", "overdue", None)]
    later = item("b", "2026-11-20", supersedes="a")
    rows = [
        r
        for r in found(QUARTER, item("a", "2026-10-15"), later, ledger=[heard(item="a")])
        if r[0].startswith("feedback")
    ]
    assert rows == [("feedback-20261102-aaaa", "2026-11-23", "done", "b")]


def test_feedback_with_a_day_of_its_own_and_none_that_asks_for_nothing():
    assert found(DECIDED, ledger=[heard(due="2026-12-01")])[0][1] == "2026-12-01"
    assert found(DECIDED, ledger=[replace(heard(), again=False)]) == []


@pytest.mark.parametrize(
    ("items", "today", "state"),
    [
        ((), "2026-11-30", "open"),
        ((), "2026-12-01", "unanswered"),
        ((item("a", None, "2026-11-23"),), "2026-12-01", "answered"),
        ((item("a", None, "2026-11-22"),), "2026-12-01", "unanswered"),
        ((item("a", None, "2026-11-24", gone=True),), "2026-12-01", "unanswered"),
    ],
)
def test_urges(items, today, state):
    urge = replace(event("aaaa", "2026-11-23"), id="urge-20261123-aaaa", kind="urge", on=None, due="2026-11-30")
    books = Books("dzb", ((QUARTER, SINCE),), {ENTRY.id: items}, (urge,))
    assert [one.state for one in urges(books, date.fromisoformat(today))] == [state]


# Names and faults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2026", "2026-H1", "2026-H2", "2026-Q4", "2026-01", "2026-12"])
def test_names_of_periods(name):
    period = parse(name)
    assert period.name == name
    assert period.next.before == period
    assert period_of(period.kind, period.start) == period_of(period.kind, period.end) == period


@pytest.mark.parametrize("name", ["2026-H3", "2026-Q5", "2026-13", "2026-00", "2026-Q0", "26", "2026-1", "", "0000"])
def test_no_periods(name):
    assert parse(name) is None


def test_periods_follow_one_another_over_the_end_of_the_year():
    assert [p.name for p in periods("half-year", date(2026, 7, 1), date(2027, 1, 1))] == ["2026-H2", "2027-H1"]
    assert Period("quarter", 2024, 1).end == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("2026年第三季度党费收缴情况", ("2026-Q3",)),
        ("2026年3季度情况", ("2026-Q3",)),
        ("2026年上半年工作", ("2026-H1",)),
        ("2026年9月“三会一课”情况", ("2026-09",)),
        ("2026年度通报", ("2026",)),
        ("2025年工作总结和2026年打算", ("2025", "2026")),
        ("2026年11月23日会议", ()),
        ("关于任前公示", ()),
    ],
)
def test_what_a_title_speaks_of(title, names):
    assert spoken(title) == names


@pytest.mark.parametrize(
    "entry",
    [
        replace(INSIDE, due=Due("period", month=4, day=20)),  # a quarter has three months
        replace(DECIDED, due=Due("period-end", workdays=3)),
        replace(STAGED, stages=("进驻", "进驻")),
        replace(DECIDED, due=Due("period", month=1, day=1)),
    ],
)
def test_entries_that_do_not_fit(entry):
    assert {f.rule for f in misfits("dzb", entry)} == {"E-FREQUENCY"}
    assert isinstance(found(entry), list)  # and nothing breaks by them


@pytest.mark.parametrize("entry", [QUARTER, INSIDE, DECIDED, HOURS, STAGED, LONG])
def test_entries_that_fit(entry):
    assert list(misfits("dzb", entry)) == []

"""The period and the trigger that an item speaks of, and notices that run into a year not announced yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.days import Calendar, Year
from pdctl.core.judge import judge, timing
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Duration
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, NOW, PLAN, TODAY, Scene, parent

NOTICE = replace(PLAN, family="notice")
KNOWN = replace(parent(), calendar=Calendar({2026: Year()}))
EVENT = LedgerRecord("event-20261123-abcd", "dzb", "event", "chen", "proposer", NOW, entry=ENTRY.id, on=TODAY)
IMMEDIATE = replace(ENTRY, frequency="immediate", period=None)


def _proposed(entry=ENTRY, trigger=None, **plan):
    return replace(Scene(plan=replace(PLAN, **plan), entry=entry).case("propose", "chen"), trigger=trigger)


def _published(around=KNOWN, plan=NOTICE, **record):
    return Scene(plan=plan, parent=around).to("approved").case("publish", "chen", channel="meeting", **record)


@pytest.mark.parametrize(("kind", "name"), [("quarter", "2026-Q3"), ("year", "2026"), ("half-year", "2026-H2"), ("month", "2026-02")])  # fmt: skip
def test_a_period_of_its_entry(kind, name):
    assert judge(_proposed(replace(ENTRY, period=kind), period=name)) == []


@refuses(timing.check_period, "E-PLAN")
@pytest.mark.parametrize(
    ("entry", "name"),
    [(ENTRY, "2026"), (ENTRY, "2026-H1"), (ENTRY, "2026-07"), (IMMEDIATE, "2026-Q3"), (replace(ENTRY, period="year"), "2026-Q1")],
)  # fmt: skip
def test_another_period(entry, name):
    return _proposed(entry, period=name)


def test_an_event_of_its_entry():
    assert judge(_proposed(IMMEDIATE, trigger=EVENT, event=EVENT.id)) == []


@refuses(timing.check_trigger, "E-PLAN")
@pytest.mark.parametrize(
    "trigger", [None, replace(EVENT, entry="2.6.5"), replace(EVENT, kind="urge"), replace(EVENT, revokes="event-20261122-abcd")]
)  # fmt: skip
def test_another_event(trigger):
    return _proposed(IMMEDIATE, trigger=trigger, event=EVENT.id)


def test_a_notice_within_a_known_year():
    assert judge(_published()) == []


@refuses(timing.check_known_years, "E-CALENDAR")
@pytest.mark.parametrize(
    "case",
    [
        _published(around=replace(KNOWN, calendar=Calendar())),
        _published(plan=replace(NOTICE, duration=Duration(workdays=40))),  # ends in January
    ],
)
def test_a_notice_into_an_unknown_year(case):
    return case


def test_a_reason_lets_it_pass():
    around = replace(KNOWN, calendar=Calendar())
    assert judge(_published(around, provisional_reason="换届时间已定")) == []


@pytest.mark.parametrize("plan", [PLAN, replace(NOTICE, duration=Duration(days=60)), replace(NOTICE, duration=Duration(until="superseded"))])  # fmt: skip
def test_what_is_not_counted_in_working_days_may_run_on(plan):
    assert judge(_published(replace(KNOWN, calendar=Calendar()), plan)) == []

"""The calendar feed against RFC 5545: lines, folding, escaping, ids, days and moments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from pdctl.core.due.obligation import Obligation
from pdctl.core.due.terms import Deadline
from pdctl.report.ical import escaped, feed, folded
from tests.core.scene import ENTRY

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZONE)
ALL_DAY = Obligation(
    "dzb", ENTRY, "period", "2026-Q3", date(2026, 9, 30), Deadline(date(2026, 12, 31)), "due", date(2026, 7, 1)
)
MOMENT = replace(
    ALL_DAY,
    kind="event",
    key="e",
    deadline=Deadline(date(2026, 11, 26), datetime(2026, 11, 26, 9, 30, tzinfo=ZONE), hours=24),
)


@dataclass(frozen=True)
class One:
    obligation: Obligation
    org: str = "dzb"
    seat: str = "proposer"
    who: tuple[str, ...] = ()


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def made(*obligations: Obligation, now: datetime = NOW, seed: str = "gw") -> bytes:
    return feed([One(o) for o in obligations], "新区；党务,公开", now, seed)


def test_lines_end_in_crlf_and_hold_75_octets():
    long = replace(ALL_DAY, entry=replace(ENTRY, title="执行“三会一课”制度情况，" * 9))
    data = made(long)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert all(line.decode() for line in data.split(b"\r\n")[:-1])  # no character was cut in two


@pytest.mark.parametrize("text", ["a" * 200, "公" * 80, "a" * 74 + "公", "公a" * 60, "\U0001f600" * 40, ""])
def test_folding_is_undone_by_unfolding(text):
    assert folded("SUMMARY:" + text).decode().replace("\r\n ", "") == f"SUMMARY:{text}\r\n"


def test_text_is_escaped():
    assert escaped("a,b;c\\d\ne\r\nf\x07") == "a\\,b\\;c\\\\d\\ne\\nf"
    assert "X-WR-CALNAME:新区；党务\\,公开" in unfolded(made())


def test_a_day_is_a_day_and_a_moment_a_moment():
    lines = unfolded(made(ALL_DAY, MOMENT))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines  # the end is not included
    assert "DTSTART:20261126T013000Z" in lines
    assert sum(line.startswith("DTEND") for line in lines) == 1  # an end must be later than the start
    assert lines.count("DTSTAMP:20261125T020000Z") == 2


def test_each_event_is_whole():
    text = made(ALL_DAY, MOMENT).decode()
    events = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL)
    assert len(events) == 2
    for one in events:
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
            assert len(re.findall(rf"^{name}[:;]", one, re.MULTILINE)) == 1
        assert one.count("BEGIN:VALARM") == one.count("END:VALARM") == 1
    head = text.split("\r\n")[:3]
    assert head == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pdctl//due//ZH"]


def ids(data: bytes) -> list[str]:
    return [line for line in unfolded(data) if line.startswith("UID:")]


def test_ids_stay_the_same_and_tell_obligations_and_repositories_apart():
    first = ids(made(ALL_DAY, MOMENT))
    assert len(set(first)) == 2
    assert ids(made(replace(ALL_DAY, state="overdue"), MOMENT, now=NOW + timedelta(days=9))) == first
    assert set(ids(made(ALL_DAY, MOMENT, seed="other"))).isdisjoint(first)


def test_what_is_done_is_left_out():
    assert ids(made(replace(ALL_DAY, state="done"), replace(MOMENT, state="done-late"))) == []

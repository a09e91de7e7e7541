"""The calendar by its commands: seeded, shown, checked, and one more year entered; provisional days are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.history import History
from tests.story import Story

NEW_YEAR = ("--holidays", "2027-01-01..2027-01-03", "--number", "国办发明电〔2026〕9号")
NOTICE = ("--family", "notice", "--days", "5", "--publish-on", "2026-12-28")


def rules(story: Story, *more: str, now: str | None = None, code: int = 0) -> list[str]:
    found = story.run("calendar", "check", *more, "--json", now=now, code=code).json["findings"]
    return [finding["rule"] for finding in found]


def test_every_known_year_is_there(story: Story) -> None:
    found = story.run("calendar", "show", "--json").json["years"]
    assert [row["year"] for row in found] == list(range(2004, 2027))
    assert found[-1]["source"]["number"] == "国办发明电〔2025〕7号"
    assert story.run("calendar", "show", "2026", "--json").json["years"][0]["total"] == 248
    assert "not known" in story.run("calendar", "show", "2027").out


def test_the_next_year_is_missed_from_november_on(story: Story) -> None:
    assert rules(story, now="2026-10-31T10:00:00+08:00") == []
    assert rules(story, now="2026-11-01T10:00:00+08:00") == ["W-CALENDAR"]
    assert rules(story, now="2028-02-01T10:00:00+08:00") == ["W-CALENDAR"]


def test_a_year_is_entered(story: Story) -> None:
    story.run("calendar", "add", "2027", by="lin", code=2)  # not announced when this pdctl was made
    story.refused("E-SEAT", "calendar", "add", "2027", *NEW_YEAR, by="chen", code=4)
    ran = story.run("calendar", "add", "2027", *NEW_YEAR, "--json", by="lin")
    assert (ran.json["schema"], ran.json["files"]) == ("pdctl/calendar-year/v1", ["calendar/2027.yaml"])
    assert rules(story) == []
    story.run("calendar", "add", "2027", *NEW_YEAR, by="lin", code=2)
    story.run("calendar", "add", "2027", *NEW_YEAR, "--workdays", "2027-01-09", "--replace", by="lin")
    History(story.folder, story.keys, story.now).clean()


@pytest.mark.parametrize(
    ("rule", "options", "code"),
    [
        ("E-CALENDAR", ("--holidays", "2027-01-01", "--workdays", "2027-01-04"), 1),  # a Monday
        ("E-CALENDAR", ("--holidays", "2027-01-02", "--workdays", "2027-01-02"), 1),
        ("2027-01-03..2027-01-01", ("--holidays", "2027-01-03..2027-01-01"), 2),
        ("2026-12-31..2027-01-01", ("--holidays", "2026-12-31..2027-01-01"), 2),
        ("2027-02-29", ("--holidays", "2027-02-29"), 2),
    ],
)
def test_days_that_cannot_be(story: Story, rule: str, options: tuple[str, ...], code: int) -> None:
    story.refused(rule, "calendar", "add", "2027", *options, by="lin", code=code)


def test_a_year_from_a_file(story: Story) -> None:
    text = "format: 1\nyear: 2027\nsource:\n  title: 通知\nholidays: ['2027-01-01']\nworkdays: []\n"
    story.run("calendar", "add", "2027", "--from", story.file("2027.yaml", text), by="lin")
    assert rules(story) == ["W-CALENDAR"]  # the notice has no number
    story.refused("E-CALENDAR", "calendar", "add", "2028", "--from", story.file("2027.yaml", text), by="lin")
    story.refused("E-SCHEMA", "calendar", "add", "2028", "--from", story.file("b.yaml", "format: 1\n"), by="lin")
    story.run("calendar", "add", "2028", "--from", str(Path(story.file("x")).with_name("none")), by="lin", code=5)


def _forged(change: Callable[[dict[str, list[str]]], object]) -> Callable[[History], None]:
    def forge(history: History) -> None:
        value = history.value("calendar/2026.yaml")
        change(value)
        history.forge(files=history.changed("calendar/2026.yaml", **value), by="lin")

    return forge


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda value: value["holidays"].remove("2026-10-07"), "E-CALENDAR"),
        (lambda value: value["workdays"].append("2026-11-24"), "E-CALENDAR"),
        (lambda value: value["workdays"].append("2026-10-01"), "E-CALENDAR"),
    ],
)
def test_days_that_contradict_what_was_announced(
    story: Story, change: Callable[[dict[str, list[str]]], object], rule: str
) -> None:
    _forged(change)(History(story.folder, story.keys, story.now))
    assert rule in rules(story, code=1)
    finding = next(f for f in story.run("calendar", "check", "--json", code=1).json["findings"] if f["rule"] == rule)
    assert finding["file"] == "calendar/2026.yaml"
    assert finding["line"] > 0


def test_the_verifier_refuses_a_day_of_another_year(story: Story) -> None:
    history = History(story.folder, story.keys, story.now)
    value = history.value("calendar/2026.yaml")
    bad = history.changed("calendar/2026.yaml", holidays=[*value["holidays"], "2025-12-31"])
    history.caught("E-CALENDAR", history.forge(files=bad, by="lin"))


def test_a_notice_into_the_new_year(story: Story) -> None:
    item = story.approved(*NOTICE)
    late = {"now": "2026-12-28T15:00:00+08:00"}
    publish = ("publish", item, "--channel", "meeting", "--on", "2026-12-28", "--where", "会议室")
    story.refused("E-CALENDAR", *publish, by="chen", **late)
    ran = story.run(*publish, "--accept-provisional", "换届时间已定", by="chen", **late)
    assert "2026-12-29 to 2027-01-05" in ran.err
    assert "2027" in ran.err
    period = story.show(item)["periods"][0]
    assert (period["start"], period["end"], period["provisional"]) == ("2026-12-29", "2027-01-05", True)
    assert period["days"] == ["2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"]
    paper = story.folder.parent / "notice.txt"
    story.run("notice", item, "--format", "txt", "-o", str(paper))
    assert "2027年放假安排尚未公布" in "".join(paper.read_text(encoding="utf-8").split())
    assert "provisional" in story.run("explain", item).out
    early = ("takedown", item, "--channel", "meeting", "--on", "2026-12-31")
    assert "provisional" in story.refused("E-PLAN", *early, by="chen", now="2026-12-31T15:00:00+08:00").err
    History(story.folder, story.keys, story.now).clean()


def test_every_counted_day_is_named(story: Story) -> None:
    story.now = "2026-11-27T15:00:00+08:00"
    item = story.approved("--family", "notice", "--days", "5", "--publish-on", "2026-12-07")
    assert "12/8, 12/9, 12/10, 12/11, 12/14" in story.run("show", item).out
    assert "Monday" in story.run("explain", item).out

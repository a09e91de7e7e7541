"""撤下: a posting stays until its period ends, and is taken down once."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story

BOARD = ("--channel", "bulletin-board")


def _day(day: str) -> str:
    return f"{day}T17:00:00+08:00"


def _posted(story: Story, *more: str) -> str:
    """An item on the board since Monday, 23 November 2026."""
    item = story.approved(*more)
    story.publish(item, "bulletin-board")
    return item


@pytest.mark.parametrize(
    ("days", "early", "end"), [("5", "2026-11-27", "2026-11-30"), ("1", "2026-11-23", "2026-11-24")]
)
def test_not_before_the_period_ends(story: Story, days: str, early: str, end: str) -> None:
    item = _posted(story, "--days", days)
    story.refused("E-PLAN", "takedown", item, *BOARD, "--on", early, by="chen", now=_day(early))
    story.run("takedown", item, *BOARD, "--on", end, by="chen", now=_day(end))
    shown = story.show(item)
    assert (shown["state"], shown["taken_down"]) == ("published", ["bulletin-board:inside"])


def test_working_days_follow_the_calendar_of_the_repository(story: Story) -> None:
    """Posted before the National Day of 2026, five working days end on 13 October."""
    before = {"now": _day("2026-09-30")}
    item = story.propose("--days", "5", **before)
    story.review(item, "necessity", "accuracy", by="wu", **before)
    story.review(item, "legal", "secrecy", by="zhao", **before)
    story.approve(item, **before)
    story.publish(item, "bulletin-board", on="2026-09-30", **before)
    story.refused("2026-10-13", "takedown", item, *BOARD, "--on", "2026-10-12", by="chen")
    story.run("takedown", item, *BOARD, "--on", "2026-10-13", by="chen")


def test_what_holds_until_superseded_stays(at: At) -> None:
    story, item = at("published")
    later = "2027-11-23"
    story.refused("E-PLAN", "takedown", item, "--channel", "meeting", "--on", later, by="chen", now=_day(later))


def test_only_what_is_posted_and_only_once(story: Story) -> None:
    item = _posted(story, "--days", "1")
    on = ("--on", "2026-11-24")
    story.refused("E-PLAN", "takedown", item, "--channel", "meeting", *on, by="chen", now=_day("2026-11-24"))
    story.run("takedown", item, *BOARD, *on, by="chen", now=_day("2026-11-24"))
    story.refused("E-PLAN", "takedown", item, *BOARD, *on, by="chen", now=_day("2026-11-24"))


def test_nothing_is_taken_down_tomorrow_or_before_it_was_posted(at: At) -> None:
    story, item = at("published")
    story.run("withdraw", item, "--reason", "有误", by="sun")
    story.refused("E-DATE", "takedown", item, "--channel", "meeting", "--on", "2026-11-24", by="chen")
    story.refused("E-PLAN", "takedown", item, "--channel", "meeting", "--on", "2026-11-22", by="chen")


def test_only_the_publisher(at: At) -> None:
    story, item = at("published")
    story.run("withdraw", item, "--reason", "有误", by="sun")
    story.refused("E-SEAT", "takedown", item, "--channel", "meeting", "--on", "2026-11-23", by="xu", code=4)


def test_a_filed_item_may_still_be_taken_down_when_its_time_comes(story: Story) -> None:
    item = _posted(story, "--days", "5")
    story.run("drop", item, "--channel", "meeting", "--reason", "会议取消", by="chen")
    story.run("archive", item, by="xu")
    photo = story.file("photo.txt", "撤下后的公开栏")
    story.run("takedown", item, *BOARD, "--on", "2026-11-30", "--evidence", photo, by="chen", now=_day("2026-11-30"))
    shown = story.show(item)
    assert (shown["state"], shown["taken_down"]) == ("archived", ["bulletin-board:inside"])

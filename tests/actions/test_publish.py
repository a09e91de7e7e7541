"""实施: channel by channel, exactly as approved."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def test_published_means_the_first_channel_is_done(at: At) -> None:
    story, item = at("approved")
    story.publish(item, "meeting")
    shown = story.show(item)
    assert (shown["state"], shown["published"]) == ("published", ["meeting"])
    assert [(n["step"], n["channel"]) for n in shown["next"]] == [("publish", "bulletin-board:inside")]
    story.publish(item, "bulletin-board")
    assert [n["step"] for n in story.show(item)["next"]] == ["archive"]


def test_not_before_approval(at: At) -> None:
    story, item = at("reviewed")
    options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    story.refused("E-STEP", "publish", item, *options, by="chen")


@pytest.mark.parametrize("channel", ["document", "intranet", "platform"])
def test_no_other_channel_than_planned(at: At, channel: str) -> None:
    story, item = at("approved")
    options = ("--channel", channel, "--on", "2026-11-23", "--where", "会议室")
    story.refused("E-PLAN", "publish", item, *options, by="chen")


@pytest.mark.parametrize("channel", ["website", "bulletin-board:outside", "newspaper"])
def test_no_society_channel_for_a_narrower_scope(at: At, channel: str) -> None:
    story, item = at("approved")
    options = ("--channel", channel, "--on", "2026-11-23", "--where", "https://example.cn")
    story.refused("E-SCOPE-LEAK", "publish", item, *options, by="chen")


def test_a_channel_is_used_once(at: At) -> None:
    story, item = at("published")
    options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    story.refused("E-PLAN", "publish", item, *options, by="chen")


def test_only_the_publisher(at: At) -> None:
    story, item = at("approved")
    options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    story.refused("E-SEAT", "publish", item, *options, by="xu", code=4)


@pytest.mark.parametrize(("on", "rule"), [("2026-11-24", "E-DATE"), ("2026-11-22", "E-PLAN")], ids=["future", "before"])
def test_not_in_the_future_nor_before_the_approval(at: At, on: str, rule: str) -> None:
    story, item = at("approved")
    story.refused(rule, "publish", item, "--channel", "meeting", "--on", on, "--where", "会议室", by="chen")


def test_where_and_evidence_are_kept(at: At) -> None:
    story, item = at("approved")
    photo = story.file("公开栏照片.pdf", b"%PDF-1.4 photo")
    story.publish(item, "bulletin-board:inside", "--evidence", photo, "--evidence", story.file("b.txt", "x"))
    (record,) = [r for r in story.show(item)["records"] if r["step"] == "publish"]
    assert (record["channel"], record["place"], record["where"]) == ("bulletin-board", "inside", "一楼公开栏")
    evidence = story.git("ls-files", "-z", f"*/{item}/record/evidence/*").split("\0")[:-1]
    assert [name.rpartition("/")[2] for name in evidence] == ["0007-b.txt", "0007-公开栏照片.pdf"]


def test_numbers_follow_within_the_year(at: At) -> None:
    story, first = at("approved")
    items = [first, story.approved(), story.approved()]
    for item in items:
        story.publish(item, "meeting")
        story.publish(item, "bulletin-board")
    assert [story.show(item)["number"] for item in items] == ["2026-001", "2026-002", "2026-003"]
    records = [r for r in story.run("show", first, "--json").json["records"] if r["step"] == "publish"]
    assert len(records) == 2


def test_each_organization_and_year_counts_for_itself(at: At) -> None:
    story, item = at("published")
    assert story.show(item)["number"] == "2026-001"
    for seats, person in (
        ("proposer,publisher", "chen"),
        ("reviewer-necessity,reviewer-accuracy,reviewer-legal,reviewer-secrecy", "wu"),
        ("head", "sun"),
    ):
        story.run("seat", "assign", "zzb", seats, person, by="lin")
    other = story.propose(org="zzb", entry="4.2.2")
    story.review(other, "necessity", "accuracy", "legal", "secrecy", by="wu")
    story.approve(other)
    story.publish(other, "meeting")
    assert story.show(other)["number"] == "2026-001"
    next_year = story.approved()
    story.publish(next_year, "meeting", on="2027-01-04", now="2027-01-04T09:00:00+08:00")
    assert story.show(next_year)["number"] == "2027-001"


def test_numbers_of_filed_items_are_not_given_again(at: At) -> None:
    story, item = at("published")
    story.run("drop", item, "--channel", "bulletin-board", "--reason", "维修", by="chen")
    story.run("archive", item, by="xu")
    other = story.approved()
    story.publish(other, "meeting")
    assert story.show(other)["number"] == "2026-002"


class TestPlannedDay:
    """`--publish-on`: the plan was approved for a day."""

    @pytest.fixture
    def planned(self, story: Story) -> tuple[Story, str]:
        return story, story.approved("--publish-on", "2026-11-25")

    def test_on_the_day(self, planned: tuple[Story, str]) -> None:
        story, item = planned
        story.publish(item, "meeting", on="2026-11-25", now="2026-11-25T17:00:00+08:00")
        assert story.state(item) == "published"

    def test_not_earlier_whatever_the_reason(self, planned: tuple[Story, str]) -> None:
        story, item = planned
        options = ("--channel", "meeting", "--on", "2026-11-24", "--where", "会议室", "--late-reason", "提前")
        story.refused("E-PLAN", "publish", item, *options, by="chen", now="2026-11-25T17:00:00+08:00")

    def test_later_only_for_a_reason_that_is_kept(self, planned: tuple[Story, str]) -> None:
        story, item = planned
        later = "2026-11-26T09:00:00+08:00"
        options = ("--channel", "meeting", "--on", "2026-11-26", "--where", "会议室")
        story.refused("E-PLAN", "publish", item, *options, by="chen", now=later)
        story.run("publish", item, *options, "--late-reason", "会议改期", by="chen", now=later)
        assert "会议改期" in story.run("log", item).out

    def test_a_plan_is_not_approved_after_its_day(self, story: Story) -> None:
        item = story.propose("--publish-on", "2026-11-24")
        story.reviewed(item)
        later = "2026-11-25T09:00:00+08:00"
        story.refused("E-PLAN", "approve", item, "--level", "head", "--pass", by="sun", now=later)
        story.approve(item, "head", "--return", now=later)
        story.run("revise", item, "--publish-on", "2026-11-26", by="chen", now=later)
        assert story.show(item)["publish_on"] == "2026-11-26"


class TestInsideBeforeOutside:
    """二(三): members learn of it before or with society."""

    @pytest.fixture
    def society(self, story: Story) -> tuple[Story, str]:
        return story, story.approved(entry="2.7.2")

    WEBSITE = ("--channel", "website", "--on", "2026-11-23", "--where", "https://example.cn/1")

    def test_society_waits_for_the_members(self, society: tuple[Story, str]) -> None:
        story, item = society
        assert [n["channel"] for n in story.show(item)["next"]] == ["meeting", "bulletin-board:inside", "website"]
        story.refused("E-INSIDE-FIRST", "publish", item, *self.WEBSITE, by="chen")

    def test_the_same_day_is_enough(self, society: tuple[Story, str]) -> None:
        story, item = society
        story.publish(item, "meeting")
        story.run("publish", item, *self.WEBSITE, by="chen")
        assert story.show(item)["published"] == ["meeting", "website"]

    def test_a_dropped_inside_channel_does_not_count(self, society: tuple[Story, str]) -> None:
        story, item = society
        for channel in ("meeting", "bulletin-board"):
            story.run("drop", item, "--channel", channel, "--reason", "来不及", by="chen")
        story.refused("E-INSIDE-FIRST", "publish", item, *self.WEBSITE, by="chen")

    def test_a_reason_is_recorded(self, society: tuple[Story, str]) -> None:
        story, item = society
        story.run("publish", item, *self.WEBSITE, "--direct-reason", "突发事件须即时公开", by="chen")
        assert "突发事件须即时公开" in story.run("log", item).out

    def test_a_board_inside_and_one_outside(self, story: Story) -> None:
        item = story.approved(
            "--channel", "bulletin-board:inside", "--channel", "bulletin-board:outside", entry="2.7.2"
        )
        story.refused("inside", "publish", item, "--channel", "bulletin-board", *self.WEBSITE[2:], by="chen", code=2)
        outside = ("--channel", "bulletin-board:outside", *self.WEBSITE[2:])
        story.refused("E-INSIDE-FIRST", "publish", item, *outside, by="chen")
        story.publish(item, "bulletin-board:inside")
        story.publish(item, "bulletin-board:outside")
        assert story.show(item)["next"][0]["step"] == "archive"


class TestDrop:
    """A planned channel is given up with a reason."""

    def test_a_dropped_channel_waits_no_longer(self, at: At) -> None:
        story, item = at("approved")
        story.run("drop", item, "--channel", "meeting", "--reason", "会议取消", by="chen")
        shown = story.show(item)
        assert (shown["state"], shown["dropped"]) == ("approved", ["meeting"])
        assert [n["channel"] for n in shown["next"]] == ["bulletin-board:inside"]
        assert "会议取消" in story.run("log", item).out

    def test_what_was_used_is_not_dropped(self, at: At) -> None:
        story, item = at("published")
        story.refused("E-PLAN", "drop", item, "--channel", "meeting", "--reason", "会议取消", by="chen")

    def test_what_was_dropped_is_not_used(self, at: At) -> None:
        story, item = at("approved")
        story.run("drop", item, "--channel", "meeting", "--reason", "会议取消", by="chen")
        options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
        story.refused("E-PLAN", "publish", item, *options, by="chen")

    @pytest.mark.parametrize("options", [("--channel", "meeting"), ("--channel", "meeting", "--reason", "")])
    def test_a_reason_is_given(self, at: At, options: tuple[str, ...]) -> None:
        story, item = at("approved")
        story.refused("", "drop", item, *options, by="chen", code=2)

    def test_all_dropped_leads_to_the_archive(self, at: At) -> None:
        story, item = at("approved")
        for channel in ("meeting", "bulletin-board"):
            story.run("drop", item, "--channel", channel, "--reason", "另行公开", by="chen")
        story.run("archive", item, by="xu")
        assert story.state(item) == "archived"

"""A correction or a new round is a new item that supersedes the old, once it is published."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _newer(story: Story, old: str) -> str:
    """An approved item that supersedes another."""
    return story.approved("--supersedes", old)


def test_superseded_once_the_newer_one_is_published(at: At) -> None:
    story, old = at("published")
    new = _newer(story, old)
    assert story.state(old) == "published"
    story.publish(new, "meeting")
    assert (story.state(old), story.state(new)) == ("superseded", "published")
    rows = {row["item"]: row["state"] for row in story.run("status", "--json").json["items"]}
    assert rows == {old: "superseded", new: "published"}


def test_the_round_is_counted(at: At) -> None:
    story, old = at("published")
    new = _newer(story, old)
    story.publish(new, "meeting")
    third = story.propose("--supersedes", new)
    plans = [(story.folder / f"catalogs/dzb/items/2026/{i}/content/item.yaml").read_text("utf-8") for i in (new, third)]
    assert "round: 2" in plans[0]
    assert "round: 3" in plans[1]


def test_what_was_superseded_is_not_published_further(at: At) -> None:
    story, old = at("published")
    story.publish(_newer(story, old), "meeting")
    options = ("--channel", "bulletin-board", "--on", "2026-11-23", "--where", "一楼")
    story.refused("E-STEP", "publish", old, *options, by="chen")
    story.refused("E-STEP", "withdraw", old, "--reason", "有误", by="sun")


def test_its_channels_are_dropped_before_it_is_filed(at: At) -> None:
    story, old = at("published")
    story.publish(_newer(story, old), "meeting")
    story.refused("E-STEP", "archive", old, by="xu")
    assert [(n["step"], n["channel"]) for n in story.show(old)["next"]] == [("drop", "bulletin-board:inside")]
    story.run("drop", old, "--channel", "bulletin-board", "--reason", "已有新公示", by="chen")
    story.run("archive", old, by="xu")
    assert story.state(old) == "archived"


def test_what_holds_until_superseded_is_then_taken_down(at: At) -> None:
    story, old = at("published")
    down = ("takedown", old, "--channel", "meeting", "--on", "2026-11-23")
    err = story.refused("E-PLAN", *down, by="chen").err
    assert f"--supersedes {old}" in err
    story.publish(_newer(story, old), "meeting")
    story.run(*down, by="chen")
    assert story.show(old)["taken_down"] == ["meeting"]


def test_an_approved_item_that_was_never_published(at: At) -> None:
    story, old = at("approved")
    new = _newer(story, old)
    story.publish(new, "meeting")
    assert story.state(old) == "superseded"
    options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    story.refused("E-STEP", "publish", old, *options, by="chen")


def test_a_filed_item_stays_filed(at: At) -> None:
    story, old = at("published")
    story.run("drop", old, "--channel", "bulletin-board", "--reason", "维修", by="chen")
    story.run("archive", old, by="xu")
    story.publish(_newer(story, old), "meeting")
    assert story.state(old) == "archived"
    story.run("takedown", old, "--channel", "meeting", "--on", "2026-11-23", by="chen")


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_only_what_was_approved(at: At, stage: str) -> None:
    story, old = at(stage)
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused("E-PLAN", "propose", "dzb", "2.5.4", *body, "--supersedes", old, by="chen")


def test_only_an_item_of_the_same_organization(at: At) -> None:
    story, old = at("approved")
    story.run("seat", "assign", "zzb", "proposer", "chen", by="lin")
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused("E-PLAN", "propose", "zzb", "4.2.2", *body, "--supersedes", old, by="chen")


def test_a_part_of_the_id_is_enough(at: At) -> None:
    story, old = at("approved")
    assert story.show(story.propose("--supersedes", old[-4:]))["supersedes"] == old

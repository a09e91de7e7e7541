"""归档: when every channel is done or dropped, with a number of its class."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _filed(story: Story, item: str, *more: str) -> str:
    story.run("archive", item, *more, by="xu")
    return str(story.show(item)["archive_no"])


def _done(story: Story, item: str) -> str:
    story.publish(item, "meeting")
    story.publish(item, "bulletin-board")
    return item


def test_filed_with_the_retention_of_the_entry(at: At) -> None:
    story, item = at("approved")
    assert _filed(story, _done(story, item)) == "WS·2026-D10-DZB-0001"
    assert story.state(item) == "archived"
    assert story.show(item)["records"][-1]["retention"] == "y10"
    assert story.show(item)["next"] == []


@pytest.mark.parametrize(
    ("retention", "code"), [("permanent", "Y"), ("y30", "D30"), ("y10", "D10"), ("永久", "Y"), ("30年", "D30")]
)
def test_another_retention_may_be_named(at: At, retention: str, code: str) -> None:
    story, item = at("approved")
    assert _filed(story, _done(story, item), "--retention", retention) == f"WS·2026-{code}-DZB-0001"


def test_numbers_follow_in_their_class(at: At) -> None:
    story, first = at("approved")
    story.run("org", "set", "gw", "--fonds", "J001", by="lin")
    numbers = [_filed(story, _done(story, first))]
    retentions = ("y10", "permanent", "y10")
    numbers += [_filed(story, _done(story, story.approved()), "--retention", name) for name in retentions]
    head = "J001-WS·2026"
    assert numbers == [f"{head}-D10-DZB-0001", f"{head}-D10-DZB-0002", f"{head}-Y-DZB-0001", f"{head}-D10-DZB-0003"]


@pytest.mark.parametrize("stage", ["approved", "published"])
def test_every_planned_channel_comes_first(at: At, stage: str) -> None:
    story, item = at(stage)
    err = story.refused("E-STEP", "archive", item, by="xu").err
    assert "bulletin-board:inside" in err


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_nothing_undecided_is_filed(at: At, stage: str) -> None:
    story, item = at(stage)
    story.refused("E-STEP", "archive", item, by="xu")


def test_rejected_and_withdrawn_items_are_filed_too(at: At) -> None:
    story, item = at("reviewed")
    story.approve(item, "head", "--reject")
    assert _filed(story, item).endswith("0001")
    other = story.propose()
    story.run("withdraw", other, "--reason", "重复", by="chen")
    assert _filed(story, other).endswith("0002")


def test_what_was_withdrawn_is_taken_down_first(at: At) -> None:
    story, item = at("published")
    story.run("withdraw", item, "--reason", "有误", by="sun")
    story.refused("E-STEP", "archive", item, by="xu")
    story.run("takedown", item, "--channel", "meeting", "--on", "2026-11-23", by="chen")
    assert _filed(story, item)


def test_only_the_archivist_and_only_once(at: At) -> None:
    story, item = at("approved")
    _done(story, item)
    story.refused("E-SEAT", "archive", item, by="chen", code=4)
    story.run("archive", item, by="xu")
    story.refused("E-STEP", "archive", item, by="xu")


def test_a_filed_item_is_open_no_longer(at: At) -> None:
    story, item = at("approved")
    _done(story, item)
    ran = story.run("archive", item, by="xu")
    assert "WS·2026-D10-DZB-0001" in ran.err
    assert story.run("status", "--json").json["items"] == []
    for step in (("revise", item, "--title", "改题"), ("withdraw", item, "--reason", "撤")):
        assert story.run(*step, by="chen", code=None).code == 1

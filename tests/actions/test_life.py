"""The life of an item, told as stories."""

from __future__ import annotations

from tests.story import Story


def test_whole_life(story: Story) -> None:
    item = story.propose()
    assert story.state(item) == "proposed"
    story.review(item, "necessity", by="wu")
    assert story.state(item) == "reviewing"
    story.review(item, "accuracy", by="wu")
    story.review(item, "legal", "secrecy", by="zhao")
    assert story.state(item) == "reviewed"
    story.approve(item)
    assert story.state(item) == "approved"
    for channel in story.show(item)["channels"]:
        story.publish(item, channel)
    assert story.show(item)["number"] == "2026-001"
    story.run("archive", item, by="xu")
    assert story.state(item) == "archived"
    assert story.git("status", "--porcelain") == ""

"""撤回: by the proposer before approval, by an approver after it; what was posted must be taken down."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_by_the_proposer_before_approval(at: At, stage: str) -> None:
    story, item = at(stage)
    story.refused("E-SEAT", "withdraw", item, "--reason", "有误", by="sun", code=4)
    story.run("withdraw", item, "--reason", "内容重复", by="chen")
    assert story.state(item) == "withdrawn"
    assert "内容重复" in story.run("log", item).out


@pytest.mark.parametrize("stage", ["approved", "published"])
@pytest.mark.parametrize("by", ["sun", "he"])
def test_by_an_approver_after_it(at: At, stage: str, by: str) -> None:
    story, item = at(stage)
    story.refused("E-SEAT", "withdraw", item, "--reason", "有误", by="chen", code=4)
    story.run("withdraw", item, "--reason", "有误", by=by)
    assert story.state(item) == "withdrawn"


def test_after_a_return_and_while_referred(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "secrecy", by="zhao", more=("--refer",))
    story.run("withdraw", item, "--reason", "不再公开", by="chen")
    other = story.propose()
    story.review(other, "legal", by="zhao", more=("--return",))
    story.run("withdraw", other, "--reason", "不再公开", by="chen")
    assert [story.state(i) for i in (item, other)] == ["withdrawn", "withdrawn"]


def test_what_was_posted_must_be_taken_down_at_once(at: At) -> None:
    story, item = at("published")
    story.run("withdraw", item, "--reason", "有误", by="he")
    assert [(n["step"], n["channel"]) for n in story.show(item)["next"]] == [("takedown", "meeting")]
    story.run("takedown", item, "--channel", "meeting", "--on", "2026-11-23", by="chen")
    assert [n["step"] for n in story.show(item)["next"]] == ["archive"]


def test_nothing_goes_on_after_it(at: At) -> None:
    story, item = at("proposed")
    story.run("withdraw", item, "--reason", "有误", by="chen")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--pass", by="zhao")
    story.refused("E-FROZEN", "revise", item, "--title", "改题", by="chen")
    story.refused("E-STEP", "withdraw", item, "--reason", "有误", by="chen")


def test_a_rejected_item_is_not_withdrawn(at: At) -> None:
    story, item = at("reviewed")
    story.approve(item, "head", "--reject")
    story.refused("E-STEP", "withdraw", item, "--reason", "有误", by="chen")


@pytest.mark.parametrize("options", [(), ("--reason", " ")])
def test_a_reason_is_given(at: At, options: tuple[str, ...]) -> None:
    story, item = at("proposed")
    story.refused("", "withdraw", item, *options, by="chen", code=2)

"""审批: at the right level, after every review of this very content."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def test_the_head_approves(at: At) -> None:
    story, item = at("reviewed")
    story.approve(item, "head", "--pass", "--opinion", "同意公开")
    record = story.show(item)["records"][-1]
    assert (record["level"], record["decision"], record["seat"], record["opinion"]) == (
        "head",
        "pass",
        "head",
        "同意公开",
    )
    assert story.state(item) == "approved"


@pytest.mark.parametrize("level", ["principal", "主要负责人"])
def test_a_higher_level_satisfies_a_lower_one(at: At, level: str) -> None:
    story, item = at("reviewed")
    story.approve(item, level, by="he")
    assert story.state(item) == "approved"


@pytest.mark.parametrize(
    ("decision", "state", "following"), [("return", "returned", "revise"), ("reject", "rejected", "archive")]
)
def test_return_and_reject(at: At, decision: str, state: str, following: str) -> None:
    story, item = at("reviewed")
    story.approve(item, "head", f"--{decision}", "--opinion", "请重新核实")
    assert story.state(item) == state
    assert [n["step"] for n in story.show(item)["next"]] == [following]


def test_reviews_come_first(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "necessity", "accuracy", by="wu")
    err = story.refused("E-STEP", "approve", item, "--level", "head", "--pass", by="sun").err
    assert "legal" in err
    assert "secrecy" in err
    assert "zhao" in err


def test_a_rejection_needs_the_reviews_too(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-STEP", "approve", item, "--level", "head", "--reject", by="sun")


def test_a_level_too_low_is_refused_with_the_right_one(story: Story) -> None:
    item = story.propose(entry="2.6.1")
    story.reviewed(item)
    err = story.refused("E-SEAT", "approve", item, "--level", "head", "--pass", by="sun").err
    assert f"pdctl approve {item} --level principal" in err
    story.approve(item, "principal", by="he")
    assert story.state(item) == "approved"


def test_an_important_matter_goes_to_the_principal(story: Story) -> None:
    item = story.propose("--importance", "important")
    story.reviewed(item)
    assert story.show(item)["next"][0]["level"] == "principal"
    story.refused("E-SEAT", "approve", item, "--level", "head", "--pass", by="sun")
    story.approve(item, "principal", by="he")
    assert story.state(item) == "approved"


def test_who_reviewed_does_not_approve(at: At) -> None:
    story, item = at("reviewed")
    story.run("seat", "assign", "dzb", "head", "wu", by="lin")
    story.refused("E-SOD", "approve", item, "--level", "head", "--pass", by="wu")


def test_who_proposed_does_not_approve(at: At) -> None:
    story, item = at("reviewed")
    story.run("seat", "assign", "dzb", "head", "chen", by="lin")
    story.refused("E-SOD", "approve", item, "--level", "head", "--pass", by="chen")


def test_who_revised_does_not_approve(at: At) -> None:
    story, item = at("proposed")
    story.run("seat", "assign", "dzb", "proposer", "sun", by="lin")
    story.run("revise", item, "--title", "改题", by="sun")
    story.reviewed(item)
    story.refused("E-SOD", "approve", item, "--level", "head", "--pass", by="sun")
    assert story.show(item)["next"][0]["who"] == ["he", "gao"]


def test_an_approved_item_is_not_decided_again(at: At) -> None:
    story, item = at("approved")
    for step in (
        ("approve", item, "--level", "principal", "--pass"),
        ("approve", item, "--level", "principal", "--reject"),
    ):
        story.refused("E-STEP", *step, by="he")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--return", by="zhao")


@pytest.mark.parametrize(
    "options",
    [
        ("--level", "head"),
        ("--pass",),
        ("--level", "head", "--pass", "--reject"),
        ("--level", "chairman", "--pass"),
        ("--level", "head", "--pass", "--meeting", "2026-7"),
        ("--level", "head", "--pass", "--on-behalf-of", "gao"),
        ("--level", "head", "--pass", "--refer"),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(at: At, options: tuple[str, ...]) -> None:
    story, item = at("reviewed")
    story.refused("", "approve", item, *options, by="sun", code=2)

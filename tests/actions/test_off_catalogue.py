"""Matters outside the catalogue: a reason, and at least the principal."""

from __future__ import annotations

import pytest

from tests.story import Story

OFF = ("--off-catalog", "--reason", "上级临时部署", "--scope", "party")


def test_a_reason_is_kept_and_shown(story: Story) -> None:
    item = story.propose(*OFF, entry=None)
    shown = story.show(item)
    assert (shown["entry"], shown["off_catalog"], shown["release"]) == (None, "上级临时部署", "0001")
    assert "上级临时部署" in story.run("show", item).out


def test_the_principal_decides(story: Story) -> None:
    item = story.propose(*OFF, entry=None)
    story.reviewed(item)
    assert story.show(item)["next"][0]["level"] == "principal"
    story.refused("E-SEAT", "approve", item, "--level", "head", "--pass", by="sun")
    story.approve(item, "principal", by="he")
    assert story.state(item) == "approved"


def test_all_four_reviews_are_needed(story: Story) -> None:
    item = story.propose(*OFF, entry=None)
    assert [n["aspect"] for n in story.show(item)["next"]] == ["necessity", "accuracy", "legal", "secrecy"]


def test_it_is_carried_to_the_archive(story: Story) -> None:
    item = story.propose(*OFF, "--channel", "meeting", entry=None)
    story.reviewed(item)
    story.approve(item, "principal", by="he")
    story.publish(item, "meeting")
    story.run("archive", item, by="xu")
    assert story.show(item)["archive_no"] == "WS·2026-D10-DZB-0001"


@pytest.mark.parametrize(
    "options",
    [
        ("--off-catalog", "--scope", "party"),
        ("--off-catalog", "--reason", "上级临时部署"),
        ("--off-catalog", "--reason", " ", "--scope", "party"),
    ],
    ids=["no reason", "no scope", "empty reason"],
)
def test_reason_and_scope_are_named(story: Story, options: tuple[str, ...]) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused("", "propose", "dzb", *body, *options, by="chen", code=2)


def test_a_revision_stays_outside_the_catalogue(story: Story) -> None:
    item = story.propose(*OFF, entry=None)
    story.run("revise", item, "--title", "改题", by="chen")
    assert story.show(item)["off_catalog"] == "上级临时部署"
    story.refused("E-PLAN", "revise", item, "--entry", "2.5.4", by="chen")

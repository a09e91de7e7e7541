"""修改: a new version after a return, or before a decision."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At


def _file(story, item, name="body.md"):
    return (story.folder / f"catalogs/dzb/items/2026/{item}/content/{name}").read_text(encoding="utf-8")


def test_what_is_not_said_stays(at: At) -> None:
    story, item = at("proposed")
    before, old = story.show(item), _file(story, item)
    story.run("revise", item, "--title", "第三季度情况", "--reason", "题目不准", by="chen")
    after = story.show(item)
    assert after["title"] == "第三季度情况"
    assert {k: after[k] for k in ("scope", "family", "channels", "entry", "release")} == {
        k: before[k] for k in ("scope", "family", "channels", "entry", "release")
    }
    assert after["subject"] != before["subject"]
    assert _file(story, item) == old
    assert "题目不准" in story.run("log", item).out


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_before_a_decision(at: At, stage: str) -> None:
    story, item = at(stage)
    story.run("revise", item, "--body", story.file("new.md", "新的正文。\n"), by="chen")
    assert story.state(item) == "proposed"
    assert _file(story, item) == "新的正文。\n"


def test_after_a_return_of_a_review_and_of_an_approval(at: At) -> None:
    story, item = at("reviewed")
    story.approve(item, "head", "--return", "--opinion", "请补充")
    story.run("revise", item, "--body", story.file("new.md", "补充后的正文。\n"), by="chen")
    story.review(item, "accuracy", by="wu", more=("--return",))
    story.run("revise", item, "--body", story.file("new.md", "再次补充。\n"), by="chen")
    story.reviewed(item)
    story.approve(item)
    assert story.state(item) == "approved"


@pytest.mark.parametrize("stage", ["approved", "published"])
def test_after_approval_it_is_an_error(at: At, stage: str) -> None:
    story, item = at(stage)
    err = story.refused("E-FROZEN", "revise", item, "--title", "改题", by="chen").err
    assert f"--supersedes {item}" in err


def test_attachments_come_and_go(at: At) -> None:
    story, item = at("proposed")
    story.run("revise", item, "--attach", story.file("a.txt", "甲"), "--attach", story.file("b.txt", "乙"), by="chen")
    story.run("revise", item, "--attach", story.file("a.txt", "丙"), "--detach", "b.txt", by="chen")
    assert _file(story, item, "attachments/a.txt") == "丙"
    assert "attachments/b.txt" not in story.git("ls-files")
    story.refused("", "revise", item, "--detach", "b.txt", by="chen", code=2)


def test_a_revision_changes_something(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-STEP", "revise", item, by="chen")
    story.refused("E-STEP", "revise", item, "--title", "“三会一课”制度执行情况", by="chen")


def test_only_a_proposer(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SEAT", "revise", item, "--title", "改题", by="wu", code=4)


def test_channels_scope_and_day_are_part_of_the_plan(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SCOPE-LEAK", "revise", item, "--channel", "website", by="chen")
    options = ("--scope", "society", "--scope-reason", "群众关心", "--channel", "meeting", "--channel", "website")
    story.run("revise", item, *options, "--publish-on", "2026-12-01", by="chen")
    shown = story.show(item)
    assert (shown["scope"], shown["channels"], shown["publish_on"]) == ("society", ["meeting", "website"], "2026-12-01")
    story.run("revise", item, "--title", "改题", by="chen")
    assert story.show(item)["publish_on"] == "2026-12-01"

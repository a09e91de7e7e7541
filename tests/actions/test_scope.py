"""Scope and importance: each scope is an audience of its own; another one than the entry's has a reason."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _body(story: Story) -> tuple[str, ...]:
    return "--title", "题", "--body", story.file("b.md"), "--secrecy", "clear"


@pytest.mark.parametrize("scope", ["society", "unit", "targeted", "向社会公开"])
def test_another_scope_needs_a_reason_that_the_reviewers_see(story: Story, scope: str) -> None:
    more = ("--scope", scope, *(("--audience", "第一小组") if scope == "targeted" else ()))
    story.refused("E-PLAN", "propose", "dzb", "2.5.4", *_body(story), *more, by="chen")
    item = story.propose(*more, "--scope-reason", "群众反映集中")
    assert "群众反映集中" in story.run("show", item).out


def test_a_lower_importance_needs_a_reason_that_the_reviewers_see(story: Story) -> None:
    more = ("--importance", "ordinary")
    story.refused("E-PLAN", "propose", "dzb", "2.6.1", *_body(story), *more, by="chen")
    item = story.propose(*more, "--importance-reason", "例行换届通报", entry="2.6.1")
    assert "例行换届通报" in story.run("show", item).out


def test_a_lower_importance_does_not_lower_the_level(story: Story) -> None:
    item = story.propose("--importance", "ordinary", "--importance-reason", "例行", entry="2.6.1")
    story.reviewed(item)
    story.refused("E-SEAT", "approve", item, "--level", "head", "--pass", by="sun")


def test_a_higher_importance_is_simply_said(story: Story) -> None:
    assert story.show(story.propose("--importance", "重要事项"))["importance"] == "important"


@pytest.mark.parametrize("scope", ["unit", "party"])
def test_a_narrower_scope_takes_only_the_channels_that_fit(story: Story, scope: str) -> None:
    item = story.propose("--scope", scope, "--scope-reason", "涉及内部安排", entry="2.7.2")
    assert story.show(item)["channels"] == ["meeting", "bulletin-board:inside"]


def test_a_wider_scope_does_not_widen_channels_by_itself(story: Story) -> None:
    item = story.propose("--scope", "society", "--scope-reason", "群众关心")
    assert story.show(item)["channels"] == ["meeting", "bulletin-board:inside"]


def test_scope_is_judged_again_in_every_version(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-PLAN", "revise", item, "--scope", "society", by="chen")
    story.run("revise", item, "--scope", "society", "--scope-reason", "群众关心", "--channel", "meeting", by="chen")
    story.refused("E-SCOPE-LEAK", "revise", item, "--scope", "party", "--channel", "website", by="chen")

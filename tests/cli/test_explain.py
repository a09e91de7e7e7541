"""`pdctl explain`: rules anywhere, items and commits in a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.core.rules import ALL
from tests.conftest import NOW
from tests.history import History
from tests.story import Story


@pytest.mark.parametrize("rule", ALL)
def test_every_rule_is_explained_outside_any_repository(story: Story, tmp_path: Path, rule: str) -> None:
    nowhere = Story(tmp_path, story.keys, story.now)
    said = nowhere.run("explain", rule.lower()).out
    assert said.startswith(rule)
    assert "It catches: " in said
    assert f"For example: {rule} " in said


def test_a_rule_as_json(story: Story) -> None:
    rule = story.run("explain", "E-SOD", "--json").json["rule"]
    assert rule["id"] == "E-SOD"
    assert {sentence["clause"] for sentence in rule["sentences"]} == {"五(二)、五(三)", "七(一)", "七(二)"}


@pytest.mark.parametrize(("typed", "meant"), [("E-SOO", "E-SOD"), ("E-SIG-NOME", "E-SIG-NONE"), ("SEAT", "E-SEAT")])
def test_what_is_unknown_is_wrong_usage_with_near_misses(story: Story, typed: str, meant: str) -> None:
    ran = story.run("explain", typed, code=2)
    assert meant in ran.err
    assert ran.out == ""


def test_a_mistyped_item_is_suggested(story: Story) -> None:
    item = story.propose()
    ran = story.run("explain", item.replace("dzb", "dzv"), code=2)
    assert item in ran.err


def test_an_item_in_short_with_what_comes_next(story: Story) -> None:
    item = story.propose()
    ran = story.run("explain", item[-4:])
    assert f"To prove it: pdctl verify --item {item}" in ran.out
    assert "signature: key SHA256:" in ran.out
    assert f"pdctl review {item} --aspect necessity" in ran.err
    value = story.run("explain", item, "--json").json["item"]
    assert value["state"] == "proposed"
    assert {duty["aspect"] for duty in value["next"]} == {"necessity", "accuracy", "legal", "secrecy"}


def test_a_step_says_which_row_and_rules_allowed_it(story: Story) -> None:
    item = story.propose()
    said = story.run("explain", story.tip()[:10]).out
    assert "one step of one item" in said
    assert item in said
    assert "陈思敏 (chen)" in said
    assert "The procedure table allows it: clause 五(一), propose" in said
    assert "E-SOD" in said
    assert "it holds" in said


def test_the_first_commit_without_and_with_its_introduction(story: Story) -> None:
    introduction = History(story.folder, story.keys, NOW).introduction
    first = story.git("rev-list", "--max-parents=0", "HEAD")
    said = story.run("explain", first).out
    assert "no introduction here" in said
    assert "it holds" not in said
    story.run("trust", introduction)
    assert "it holds" in story.run("explain", first).out


def test_a_commit_that_fails_says_why(story: Story) -> None:
    story.git("-c", "user.name=x", "-c", "user.email=x@y", "commit", "--quiet", "--allow-empty", "-m", "by hand")
    ran = story.run("explain", "HEAD", "--json")
    value = ran.json["commit"]
    assert value["ok"] is False
    assert "E-SIG-NONE" in {found["rule"] for found in value["findings"]}
    assert value["key"] is None
    assert "it does not hold" in story.run("explain", "HEAD").out


def test_settings_name_their_rules(story: Story) -> None:
    story.run("ci", "init", "github", "--commit", by="lin")
    value = story.run("explain", "HEAD", "--json").json["commit"]
    assert value["shape"] == "settings"
    assert {rule["id"] for rule in value["rules"]} == {"E-SEAT", "E-POLICY"}
    assert value["signer"] == "lin"

"""Wrong totals are found before anybody decides on them, and the texts to begin with are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pdctl.actions.bodies import BODIES
from pdctl.core.tables import check_tables
from pdctl.render.blocks import Table
from pdctl.render.body import parse_body
from tests.story import Story

RIGHT = "现将党费收缴情况公布如下：\n\n| 小组 | 金额（元） |\n| --- | ---: |\n| 一组 | 1,200.00 |\n| 二组 | 800.00 |\n| 合计 | 2,000.00 |\n"
WRONG = RIGHT.replace("2,000.00", "2,100.00")


def proposed(story: Story, text: str, *more: str, code: int = 0, data: bytes = b""):
    body = story.file("党费.md", data or text)
    options = ("--title", "党费收缴情况", "--body", body, "--secrecy", "clear", *more)
    return story.run("propose", "dzb", "2.5.4", *options, by="chen", code=code)


def test_a_right_table_says_nothing(story: Story) -> None:
    assert "E-SUM" not in proposed(story, RIGHT).err


@pytest.mark.parametrize("before", ["", "\n\n", "\r\n"])
def test_a_wrong_total_is_refused_with_its_place(story: Story, before: str) -> None:
    tip = story.tip()
    ran = proposed(story, before + WRONG, code=1)
    line = 7 + before.count("\n")
    assert re.search(rf"党费\.md:{line}:8\b", ran.err)
    assert "E-SUM" in ran.err
    assert "2,000.00" in ran.err
    assert "--totals-as-written" in ran.err
    assert story.tip() == tip


def test_in_gb18030_too(story: Story) -> None:
    assert "E-SUM" in proposed(story, "", code=1, data=WRONG.encode("gb18030")).err


def test_what_is_meant_so_enters_and_is_shown_to_those_who_decide(story: Story) -> None:
    ran = proposed(story, WRONG, "--totals-as-written")
    assert "E-SUM" in ran.err
    item = ran.out.strip()
    story.review(item, "necessity", by="wu")
    assert "W-SUM" in story.review(item, "accuracy", by="wu").err
    assert "-SUM" not in story.review(item, "legal", "secrecy", by="zhao").err
    notes = story.approve(item, "head", "--pass", "--json").json["notes"]
    assert any("W-SUM" in note for note in notes)
    assert story.state(item) == "approved"
    assert "与各项之和2,000.00不一致" in story.run("form", item, "-o", "-").out


def test_validation_finds_it_in_a_draft_and_says_it_of_what_entered(story: Story) -> None:
    draft = story.file("草稿.md", WRONG)
    found = story.run("validate", draft, "--format", "json", code=1).json["findings"]
    assert [(one["rule"], one["line"], one["column"]) for one in found] == [("E-SUM", 7, 8)]
    proposed(story, WRONG, "--totals-as-written")
    found = story.run("validate", "--format", "json").json["findings"]
    assert [one["rule"] for one in found if one["file"].endswith("body.md")] == ["W-SUM"]


def test_a_revision_is_checked_too(story: Story) -> None:
    item = proposed(story, RIGHT).out.strip()
    story.refused("E-SUM", "revise", item, "--body", story.file("neu.md", WRONG), by="chen")
    story.run("revise", item, "--title", "改题", by="chen")


def test_a_figure_that_cannot_be_read_is_a_note(story: Story) -> None:
    assert "W-FIGURE" in proposed(story, RIGHT.replace("800.00", "8,00.00")).err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_rules_are_explained(story: Story, lang: str) -> None:
    for rule in ("E-SUM", "W-SUM", "W-FIGURE"):
        assert rule in story.run("--lang", lang, "explain", rule).out


# --- texts to begin with --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BODIES.keys)
def test_a_text_to_begin_with_holds_tables_and_right_figures(story: Story, name: str) -> None:
    text = story.run("body", name).out
    assert any(isinstance(block, Table) for block in parse_body(text))
    assert list(check_tables(text)) == []
    assert story.run("body", BODIES.label(name)).out == text


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("dues", "| 期末结余 | 0.00 |", "| 期末结余 | 5.00 |"), ("election", "| 收回选票 | 0 |", "| 收回选票 | 3 |"),
     ("appraisal", "| 0 | ×× |", "| 9 | ×× |"), ("election", "| 0 | × |", "| 4 | × |"), ("dues", "| 合计 | 0 |", "| 合计 | 7 |")],
)  # fmt: skip
def test_its_tables_are_those_that_are_checked(story: Story, name: str, old: str, new: str) -> None:
    text = story.run("body", name).out
    assert old in text
    assert [one.rule for one in check_tables(text.replace(old, new))] == ["E-SUM"]


def test_they_are_listed_and_written(story: Story, tmp_path: Path) -> None:
    assert [row["name"] for row in story.run("body", "--json").json["bodies"]] == list(BODIES)
    assert "dues" in story.run("body").out
    target = tmp_path / "dues.md"
    story.run("body", "dues", "-o", str(target))
    assert "上缴上级党组织" in target.read_text(encoding="utf-8")
    assert "dues" in story.run("body", "due", code=2).err

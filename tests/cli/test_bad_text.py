"""Titles, reasons and days that cannot be kept."""

from __future__ import annotations

import pytest

from tests.cli.refusals import broken_rule, refused
from tests.story import Story


def titled(story: Story, title: str) -> tuple[str, ...]:
    return ("propose", "dzb", "2.5.4", "--title", title, "--body", story.file("body.md"), "--secrecy", "clear")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("题\x1b[31m目", "U+001B"),
        ("题\x00目", "U+0000"),
        ("题\n目", "U+000A"),
        ("题\t目", "U+0009"),
        ("题\x85目", "U+0085"),
        ("题\u202e目", "U+202E"),
        ("题\u2066目", "U+2066"),
        ("题\u200f目", "U+200F"),
        ("题\u2028目", "U+2028"),
        ("题\ufeff目", "U+FEFF"),
        ("题\udcff目", "U+DCFF"),
    ],
)
def test_title_with_hidden_characters(story: Story, title: str, found: str) -> None:
    finding = broken_rule(story, "E-YAML-CHAR", *titled(story, title), by="chen", says=("--title", found))
    assert finding["found"] == found
    assert finding["fix"]


@pytest.mark.parametrize("title", [" ", "\u3000\u00a0", "\u200d", "\ufe0f\u200c"])
def test_title_that_nobody_sees(story: Story, title: str) -> None:
    refused(story, 2, *titled(story, title), by="chen", says=("--title is empty",))


def test_title_of_500_letters(story: Story) -> None:
    finding = broken_rule(story, "E-SCHEMA", *titled(story, "题" * 500), by="chen", says=("--title", "500", "120"))
    assert finding["found"] == "500"


def test_title_of_120_letters(story: Story) -> None:
    item = story.run(*titled(story, "题" * 120), by="chen").out.strip()
    assert story.show(item)["title"] == "题" * 120


@pytest.mark.parametrize("title", ["", "   ", "\u3000", "\n"])
def test_empty_title(story: Story, title: str) -> None:
    refused(story, 2, *titled(story, title), says=("--title",))


def test_title_is_composed_and_trimmed(story: Story) -> None:
    item = story.run(*titled(story, "  Cafe\u0301 \u3000"), by="chen").out.strip()
    assert story.show(item)["title"] == "Caf\u00e9"


@pytest.mark.parametrize(
    "day",
    ["2026-02-30", "2026-W48-1", "20261123", "2026-13-01", "30.11.2026", "2026-1-1", "tomorrow", "", "２０２６-11-23"],
)
def test_no_such_day(story: Story, day: str) -> None:
    item = story.approved()
    refused(story, 2, "publish", item, "--channel", "meeting", "--on", day, "--where", "会议室", says=("--on",))
    refused(story, 2, "revise", item, "--publish-on", day or "x", says=("--publish-on",))


def test_publication_in_the_future(story: Story) -> None:
    item = story.approved()
    publication = ("publish", item, "--channel", "meeting", "--on", "2026-11-24", "--where", "会议室")
    finding = broken_rule(story, "E-DATE", *publication, by="chen", says=("2026-11-24", "2026-11-23"))
    assert finding["clause"]
    assert finding["fix"]


def test_paper_from_the_future(story: Story) -> None:
    item = story.propose()
    scan = story.file("scan.png", b"scan")
    paper = ("--on-behalf-of", "wu", "--signed-on", "2026-12-01", "--evidence", scan)
    broken_rule(story, "E-DATE", "review", item, "--aspect", "accuracy", "--pass", *paper, by="tang")


@pytest.mark.parametrize(
    "paper",
    [("--signed-on", "2026-11-23"), ("--on-behalf-of", "wu"), ("--on-behalf-of", "wu", "--signed-on", "2026-11-23")],
)
def test_half_a_paper(story: Story, paper: tuple[str, ...]) -> None:
    item = story.propose()
    refused(story, 2, "review", item, "--aspect", "accuracy", "--pass", *paper, by="tang")


def test_reason_that_is_too_long(story: Story) -> None:
    item = story.propose()
    broken_rule(story, "E-SCHEMA", "withdraw", item, "--reason", "由" * 2001, by="chen", says=("--reason", "2001"))


@pytest.mark.parametrize("detail", ["可行性", "=可行", "可行性=", "="])
def test_detail_without_key_or_value(story: Story, detail: str) -> None:
    item = story.propose()
    refused(story, 2, "review", item, "--aspect", "legal", "--pass", "--detail", detail, by="zhao", says=("KEY=VALUE",))


@pytest.mark.parametrize("days", ["0", "-3", "x", "1.5"])
def test_days_that_are_no_number_of_days(story: Story, days: str) -> None:
    refused(story, 2, *titled(story, "题目"), "--days", days, says=("--days",))

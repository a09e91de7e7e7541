"""Marks on paper: every page of every format carries them, and no option takes one away."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from pdctl.actions.check_notice.compare import MARKS
from pdctl.store.paper import read_paper
from pdctl.store.paper.sheet import without_furniture
from tests.story import Story

FORMATS = ("html", "txt", "md", "pdf", "docx")
REVIEW = "送审稿（未经审批不得外传）"
SCOPES = {"society": (), "party": ("党内公开",), "unit": ("本单位公开",), "targeted": ("向特定对象公开",)}
LONG = "经支部大会讨论，现将有关情况公布如下。\n\n" + "本季度召开支部党员大会一次，到会党员二十一名。\n\n" * 60


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def proposed(story: Story, scope: str) -> str:
    reason = () if scope == "party" else ("--scope-reason", "经研究")
    audience = ("--audience", "第一小组") if scope == "targeted" else ()
    return story.propose("--scope", scope, *reason, *audience, "--body", story.file("long.md", LONG))


def marks(story: Story, item: str, fmt: str, *options: str) -> list[set[str]]:
    """The marks of each page; those of a Word file stand in its headers."""
    target = Path(story.folder.parent / f"marked.{fmt}")
    story.run("notice", item, "--format", fmt, "-o", str(target), *options)
    pages = read_paper(target.read_bytes()).pages
    shown = pages[:-1] if fmt == "docx" and len(pages) > 1 else pages
    return [set(without_furniture(page, MARKS)[1]) for page in shown]


@pytest.mark.parametrize("scope", SCOPES)
def test_every_page_of_every_format_carries_its_marks(story: Story, scope: str) -> None:
    item = proposed(story, scope)
    for fmt in FORMATS:
        found = marks(story, item, fmt)
        assert found == [{REVIEW, *SCOPES[scope]}] * len(found)
        assert len(found) > 2 or fmt != "pdf"
    story.reviewed(item)
    story.review(item, "accuracy", by="wu", more=("--return", "--opinion", "请补充"))
    for fmt in FORMATS:
        found = marks(story, item, fmt)
        assert found == [{"草稿", *SCOPES[scope]}] * len(found)
    story.run("revise", item, "--title", "改过的题目", by="chen")
    story.reviewed(item)
    story.approve(item)
    for fmt, code in product(FORMATS, ((), ("--no-qr",), ("--qr",))):
        found = marks(story, item, fmt, *code)
        assert found == [set(SCOPES[scope])] * len(found)

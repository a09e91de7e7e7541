"""`pdctl dashboard` by its command: a folder of pages, whole or not at all, and nothing of anybody's is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "overview"


def test_the_year_with_what_is_done_and_what_is_late(story: Story, target: Path) -> None:
    story.published()
    told = story.run("dashboard", "-o", str(target), "--json").json
    assert told["pages"] == sorted(path.name for path in target.iterdir())
    late = "2027-03-01T10:00:00+08:00"
    story.run("dashboard", "-o", str(target), "--year", "2027", now=late)
    text = (target / "org-dzb.html").read_text(encoding="utf-8")
    assert "未完成" in text
    assert "已完成" in text
    assert "2027年1月" in (target / "index.html").read_text(encoding="utf-8")
    assert not (target / "month-2026-01.html").exists()


def test_only_the_tree_that_is_asked_for(story: Story, target: Path) -> None:
    pages = story.run("dashboard", "-o", str(target), "--tree", "dzb", "--json").json["pages"]
    assert [name for name in pages if name.startswith("org-")] == ["org-dzb.html"]


def test_a_folder_with_something_else_in_it_stays(story: Story, target: Path) -> None:
    target.mkdir()
    (target / "mine.html").write_text("mine", encoding="utf-8")
    story.run("dashboard", "-o", str(target), code=5)
    assert [path.name for path in target.iterdir()] == ["mine.html"]
    story.run("dashboard", "-o", str(target / "mine.html"), code=5)
    assert (target / "mine.html").read_text(encoding="utf-8") == "mine"


def test_nothing_half_made_is_left(story: Story, target: Path) -> None:
    story.run("dashboard", "-o", str(target / "a" / "b"))
    assert sorted(path.name for path in (target / "a").iterdir()) == ["b"]
    story.run("dashboard", "-o", str(target / "a" / "b"))
    assert sorted(path.name for path in (target / "a").iterdir()) == ["b"]


@pytest.mark.parametrize("year", ["1999", "2101", "x"])
def test_years_that_are_none(story: Story, target: Path, year: str) -> None:
    story.run("dashboard", "-o", str(target), "--year", year, code=2)
    assert not target.exists()


def test_an_unknown_organization(story: Story, target: Path) -> None:
    story.run("dashboard", "-o", str(target), "--tree", "nobody", code=2)
    assert not target.exists()

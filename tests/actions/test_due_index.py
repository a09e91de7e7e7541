"""What deadlines are computed from is a cache as well: followed, spoilt or fresh, it says the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pdctl.store.due_index import DueIndex
from pdctl.store.git import Git
from tests.actions.conftest import At
from tests.story import Story


def answers(index: DueIndex) -> dict[str, Any]:
    """Everything that can be asked."""
    return {
        "disclosures": index.disclosures(),
        "of one": index.disclosures("dzb"),
        "ledger": index.ledger(),
        "organizations": index.organizations(),
        "entries": {
            digest: index.entries()[digest] for _, some in index.organizations().values() for digest, _ in some
        },
    }


def now(story: Story, kept: bool = True) -> dict[str, Any]:
    git = Git(story.folder)
    index = DueIndex(git, git.tip("HEAD"), kept)
    found = answers(index)
    index.close()
    git.close()
    return found


def same(story: Story) -> dict[str, Any]:
    """The answers of the kept file, which must be those of a fresh one."""
    found = now(story)
    assert found == now(story, kept=False)
    return found


def test_it_follows_step_by_step(story: Story) -> None:
    same(story)
    item = story.propose("--period", "2026-Q4")
    assert same(story)["disclosures"][0][:7] == (item, "dzb", "2.5.4", "2026-11-23", None, None, "2026-Q4")
    story.reviewed(item)
    story.approve(item)
    story.publish(item, "meeting")
    assert same(story)["disclosures"][0][4] == "2026-11-23"
    story.publish(item, "bulletin-board")
    story.run("archive", item, by="xu")
    assert same(story)["disclosures"][0][-2:] == (0, 0)
    story.run("event", "dzb", "2.6.5", "--on", "2026-11-23", by="chen")
    assert [org for org, _ in same(story)["ledger"]] == ["dzb"]
    story.run("org", "add", "xz1", "--name", "第一小组", "--kind", "basic", "--superior", "dzb", by="lin")
    assert "xz1" in same(story)["organizations"]
    story.run("org", "set", "xz1", "--name", "第一党小组", by="lin")
    assert same(story)["organizations"]["xz1"][0]["name"] == "第一党小组"


def test_another_branch(story: Story) -> None:
    same(story)
    story.git("checkout", "-q", "-b", "aside")
    story.propose()
    first = same(story)
    story.git("checkout", "-q", "main")
    assert same(story)["disclosures"] == []
    story.git("checkout", "-q", "aside")
    assert same(story) == first


@pytest.mark.parametrize(("stage", "command"), [("proposed", ("withdraw",)), ("reviewed", ("approve", "--reject"))])
def test_what_comes_to_nothing_counts_for_nothing(at: At, stage: str, command: tuple[str, ...]) -> None:
    story, item = at(stage)
    if command[0] == "withdraw":
        story.run("withdraw", item, "--reason", "不再需要", by="chen")
    else:
        story.approve(item, "head", "--reject")
    gone = 2 if stage == "reviewed" else 1
    assert same(story)["disclosures"][0][-2:] == (gone, 1)
    story.run("archive", item, by="xu")
    assert same(story)["disclosures"][0][-2:] == (gone, 0)


def file() -> Path:
    (found,) = (Path.home() / ".cache/pdctl").glob("*/due.sqlite")
    return found


def _sql(statement: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    return spoil


SPOILT: dict[str, Callable[[Path], None]] = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "no database": lambda path: path.write_bytes(b"something else\n" * 500),
    "rows taken out": _sql("DELETE FROM disclosures"),
    "a day changed": _sql("UPDATE disclosures SET posted = '2020-01-01'"),
    "another layout": _sql("UPDATE meta SET value = '0 ' || substr(value, 3)"),
    "seal lost": lambda path: path.with_name("due.sqlite.seal").unlink(),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_file_is_not_believed(at: At, how: str) -> None:
    story, _ = at("published")
    right = same(story)
    SPOILT[how](file())
    assert same(story) == right


def test_the_list_is_the_same_without_the_file(at: At, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    story, _ = at("published")
    story.run("event", "dzb", "2.6.5", "--on", "2026-11-23", by="chen")
    first = story.run("due", "--json").json
    assert story.run("due", "--json").json == first
    (tmp_path / "no-folder").write_text("x")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no-folder"))
    assert story.run("due", "--json").json == first

"""A large git index is read ahead while a commit is signed: steps, refusals and conflicts leave it as they must."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.store.git import Git, Writer
from pdctl.store.git_index import GitIndex
from pdctl.store.worktree import WorkTree
from tests.story import Story

pytestmark = pytest.mark.usefixtures("every_index_is_large")


def test_a_whole_life_leaves_a_clean_work_tree(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[str]] = []
    tell = GitIndex._tell

    def telling(self: GitIndex, writer: Writer, paths: list[str]) -> None:
        told.append(paths)
        tell(self, writer, paths)

    monkeypatch.setattr(GitIndex, "_tell", telling)
    item = story.published()
    assert story.state(item) == "published"
    assert len(told) == 1, "to split the index; every later step only adds files"
    assert story.git("status", "--porcelain") == ""
    assert list((story.folder / ".git").glob("sharedindex.*"))


def test_what_fails_while_git_reads_ahead_leaves_the_index_alone(story: Story) -> None:
    git = Git(story.folder)
    before = story.git("ls-files", "--stage")
    with pytest.raises(RuntimeError), WorkTree(git).reading_ahead(Writer(story.folder), story.tip(), ["people.yaml"]):
        raise RuntimeError
    git.close()
    assert story.git("ls-files", "--stage") == before
    assert not (story.folder / ".git/index.lock").exists()


def test_a_reader_that_was_ended_is_started_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    def ended(self: GitIndex, writer: Writer, real: object = GitIndex._updater) -> object:
        updater = real(self, writer)  # type: ignore[operator]
        if not started:
            updater.process.proc.terminate()
            updater.process.proc.wait()
        started.append(updater)
        return updater

    monkeypatch.setattr(GitIndex, "_updater", ended)
    item = story.propose()
    assert len(started) == 2
    assert Path(story.folder, "catalogs/dzb/items/2026", item, "record/0001-propose.yaml").exists()
    assert story.git("status", "--porcelain") == ""

"""Repositories with one item at a known state, each built once a run and copied for every test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.story import Story

# A function that gives a fresh repository whose only item stands in a state, and the item's id.
At = Callable[[str], tuple[Story, str]]
STAGES = ("proposed", "reviewed", "approved", "published")


def copied(source: Path, target: Path) -> Path:
    """A repository, copied whole."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
    return target


@pytest.fixture(scope="session")
def _stages(tmp_path_factory: pytest.TempPathFactory, keys: Path, _founded: Path) -> dict[str, tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("stages")
    stages: dict[str, tuple[Path, str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PDCTL_LANG", "en")
        patch.delenv("XDG_CACHE_HOME", raising=False)
        story = Story(copied(_founded, folder / "working"), keys, NOW)
        item = story.propose()
        for stage in STAGES:
            if stage == "reviewed":
                story.reviewed(item)
            elif stage == "approved":
                story.approve(item)
            elif stage == "published":
                story.publish(item, "meeting")
            story.git("repack", "-adq")  # few files, quick to copy
            stages[stage] = copied(story.folder, folder / stage), item
    return stages


@pytest.fixture
def at(tmp_path: Path, keys: Path, _stages: dict[str, tuple[Path, str]]) -> At:
    """A fresh repository at a stage of its only item: proposed, reviewed, approved, or published by one channel."""

    def fresh(stage: str) -> tuple[Story, str]:
        source, item = _stages[stage]
        return Story(copied(source, tmp_path / "repository"), keys, NOW), item

    return fresh

"""Where pdctl keeps things of its own; a user without a home folder can still work."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.store import places
from tests.story import Story


def _homeless() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_the_folders_follow_the_variables_of_the_desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert places.config_home() == tmp_path / "config" / "pdctl"
    assert places.cache_home() == tmp_path / "cache" / "pdctl"


def test_without_them_the_home_folder_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert places.config_home() == tmp_path / ".config" / "pdctl"
    assert places.cache_home() == tmp_path / ".cache" / "pdctl"


def test_a_user_without_a_home_folder_can_work(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", staticmethod(_homeless))
    item = story.propose()
    assert item in story.run("status").out
    story.refused("key", "todo", by="", code=4)


@pytest.mark.parametrize("home", ["", ".", "rel", "./x/../y"])
def test_a_home_folder_where_one_stands_is_none(story: Story, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """It would lie in a repository perhaps, and what is trusted would be read from there."""
    monkeypatch.setenv("HOME", home)
    monkeypatch.chdir(story.folder)
    assert places.config_home().is_absolute()
    assert places.cache_home().is_absolute()
    story.run("status")
    assert story.git("status", "--porcelain", "--ignored") == ""

"""Every test is sealed off: its own home, no user configuration, a fixed clock, real keys made once a run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.story import PEOPLE, Story

NOW = "2026-11-23T15:00:00+08:00"


FOREIGN = ("GIT_", "PDCTL_", "SSH_", "XDG_", "LC_", "LANG")


def pytest_configure() -> None:
    """What a whole run builds once is sealed off too: from this machine's configuration, and from a hook that runs it."""
    for name in foreign():
        del os.environ[name]
    os.environ.update(GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL=os.devnull)


def foreign() -> list[str]:
    """Variables of whoever runs the tests that would change what they see."""
    return [name for name in os.environ if name.startswith(FOREIGN) and name != "PDCTL_BLESS"]


@pytest.fixture(autouse=True)
def _sealed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in foreign():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PDCTL_LANG", "en")
    monkeypatch.setenv("PDCTL_NOW", NOW)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real ed25519 key for each person, made once a run, and one for a stranger."""
    folder = tmp_path_factory.mktemp("keys")
    for person in (*PEOPLE, "stranger"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(folder / person)], check=True
        )
    return folder


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Path:
    """A staffed repository, built once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("founded")
    os.environ["PDCTL_NOW"] = NOW
    os.environ["PDCTL_LANG"] = "en"
    story = Story(folder / "repository", keys, NOW)
    story.found()
    story.git("repack", "-adq")  # few files, quick to copy
    return story.folder


@pytest.fixture
def story(tmp_path: Path, keys: Path, _founded: Path) -> Story:
    """A staffed repository with four organizations, ready for items."""
    folder = tmp_path / "repository"
    subprocess.run(["cp", "-a", str(_founded), str(folder)], check=True)
    return Story(folder, keys, NOW)

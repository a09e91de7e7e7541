"""One repository with items at every stage, built once a run; each test gets a copy."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.history import History
from tests.story import Story


@pytest.fixture(scope="session")
def _ready(tmp_path_factory: pytest.TempPathFactory, keys: Path, _founded: Path) -> Path:
    folder = tmp_path_factory.mktemp("ready")
    os.environ.update(PDCTL_NOW=NOW, PDCTL_LANG="en", XDG_CACHE_HOME=str(folder / "cache"))
    subprocess.run(["cp", "-a", str(_founded), str(folder / "repository")], check=True)
    story = Story(folder / "repository", keys, NOW)
    items = {
        "proposed": story.propose(),
        "reviewed": story.propose(),
        "approved": story.approved(),
        "published": story.published(),
    }
    story.reviewed(items["reviewed"])
    facts = {"items": items, "introduction": History(story.folder, keys, NOW).introduction}
    (folder / "facts.json").write_text(json.dumps(facts))
    del os.environ["XDG_CACHE_HOME"]
    return story.folder


@pytest.fixture
def history(tmp_path: Path, keys: Path, _ready: Path) -> History:
    """A lawful history with an item proposed, one reviewed, one approved and one published."""
    folder = tmp_path / "repository"
    subprocess.run(["cp", "-a", str(_ready), str(folder)], check=True)
    facts = json.loads((_ready.parent / "facts.json").read_text())
    return History(folder, keys, NOW, facts["introduction"], facts["items"])

"""What the tests of the index share."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.store import git_index
from pdctl.store.git import Writer
from pdctl.store.git_index import GitIndex
from tests.store.yard import Yard


@pytest.fixture
def every_index_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_index, "_LARGE", 0)


@pytest.fixture
def yard(tmp_path: Path, every_index_is_large: None, monkeypatch: pytest.MonkeyPatch) -> Yard:
    """A repository with a split index that counts as large."""
    yard = Yard.made(tmp_path / "yard")
    tell = GitIndex._tell

    def told(self: GitIndex, writer: Writer, paths: list[str]) -> None:
        yard.asked.append(paths)
        tell(self, writer, paths)

    monkeypatch.setattr(GitIndex, "_tell", told)
    return yard

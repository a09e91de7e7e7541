"""What is found out of a stretch of commits early: the verdict is the same with stretches of any length, and with none."""

from __future__ import annotations

import pytest

from pdctl.actions.verify import foresight, share
from pdctl.actions.verify.run import Verdict
from pdctl.store import trees
from pdctl.store.objects import Objects
from tests.history import History


def verdicts(history: History, monkeypatch: pytest.MonkeyPatch) -> list[Verdict]:
    """Without foresight, and in stretches of one commit, of a few, and of all."""
    found = []
    for few, length in ((10**6, 128), (0, 1), (0, 2), (0, 7), (0, 128)):
        monkeypatch.setattr(share, "_FEW", few)
        monkeypatch.setattr(foresight, "_COMMITS", length)
        found.append(history.verify(remember=False))
    return found


def test_a_lawful_history(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        history.published()
    first, *others = verdicts(history, monkeypatch)
    assert first.ok
    assert others == [first] * len(others)


def test_a_history_that_fails(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files nobody has a place for, an unsigned commit, and lawful steps behind them."""
    history.forge(files={"README.md": "x"}, by="chen")
    history.published()
    history.forge(files={"more.md": "x"}, sign=False)
    history.reviewed(history.items["proposed"])
    first, *others = verdicts(history, monkeypatch)
    assert not first.ok
    assert [other.findings for other in others] == [first.findings] * len(others)


def test_files_that_come_and_go(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is there again as it was before, and two that are the same."""
    for _ in range(2):
        history.forge(files={"odd/one/a.md": "x", "odd/two/a.md": "x"}, by="chen")
        history.forge(files={"odd/one/a.md": None, "odd/two/a.md": None}, by="chen")
    first, *others = verdicts(history, monkeypatch)
    assert not first.ok
    assert [other.findings for other in others] == [first.findings] * len(others)


def test_too_much_at_once(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the commits of a stretch change very much together, they are compared one by one, and none is refused."""
    history.published()
    monkeypatch.setattr(foresight, "MAX_CHANGES", 20)
    assert trees.MAX_CHANGES > 20
    first, *others = verdicts(history, monkeypatch)
    assert first.ok
    assert others == [first] * len(others)


def test_objects_come_ahead(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the commits bring, hardly anything is asked for by name: only what the first commit and the state say."""
    names: list[str] = []
    read = Objects.read

    def noted(objects: Objects, name: str) -> tuple[str, str, bytes] | None:
        names.append(name)
        return read(objects, name)

    for _ in range(3):
        history.published()
    monkeypatch.setattr(Objects, "read", noted)
    asked = []
    for few in (10**6, 0):
        monkeypatch.setattr(share, "_FEW", few)
        names.clear()
        assert history.verify(remember=False).ok
        asked.append(len(names))
    assert asked[1] < asked[0] / 5, asked

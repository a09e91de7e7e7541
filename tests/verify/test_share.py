"""Several processes at one history: the same verdict as one, wherever it fails, and whatever becomes of a helper."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pdctl.actions.verify import share
from pdctl.actions.verify.run import Verdict
from tests.history import History


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "_LEAST", 4)


def by(history: History, jobs: int) -> Verdict:
    return history.verify(jobs=jobs, remember=False)


def adopted(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What became of the helpers' parts."""
    outcomes: list[bool] = []
    adopt = share._Helper.adopt

    def noted(helper: share._Helper, walk: object) -> bool:
        outcomes.append(adopt(helper, walk))  # type: ignore[arg-type]
        return outcomes[-1]

    monkeypatch.setattr(share._Helper, "adopt", noted)
    return outcomes


@pytest.mark.parametrize("jobs", [2, 3, 5])
def test_a_lawful_history(history: History, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    outcomes = adopted(monkeypatch)
    assert by(history, jobs) == by(history, 1)
    assert outcomes == [True] * (jobs - 1)


def test_numbers_and_successors_go_over(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier part counted, a later one relies on: publication numbers follow each other."""
    for _ in range(3):
        history.published()
    outcomes = adopted(monkeypatch)
    assert by(history, 4).ok
    assert all(outcomes)


@pytest.mark.parametrize("late", [False, True])
def test_a_history_that_fails(history: History, late: bool) -> None:
    """A failing commit in an early part makes the later ones be walked again, for it grants nothing."""
    if late:
        history.reviewed(history.items["proposed"])
    history.forge(files={"README.md": "x"}, by="chen")
    if not late:
        for _ in range(2):
            history.published()
    history.forge(files={"more.md": "x"}, sign=False)
    one = by(history, 1)
    assert not one.ok
    for jobs in (2, 3, 6):
        assert by(history, jobs).findings == one.findings


def test_a_key_that_was_never_granted(history: History) -> None:
    """Seats that only a failing commit gave are none for the parts behind it either."""
    seats = history.raw("show", "HEAD:catalogs/dzb/organization.yaml").replace(b"- sun", b"- sun\n    - chen")
    history.forge(files={"catalogs/dzb/organization.yaml": seats}, by="chen")
    history.approves(history.items["reviewed"], "chen")
    for _ in range(2):
        history.published()
    assert by(history, 4).findings == by(history, 1).findings


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"start": 1}', b'{"start": "", "began": {}, "walk": {}}'])
def test_a_helper_that_dies_or_raves(history: History, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    def raving(*_: object) -> share._Helper:
        command = [sys.executable, "-c", f"import sys; sys.stdout.buffer.write({answer!r})"]
        return share._Helper(subprocess.Popen(command, stdout=subprocess.PIPE))

    monkeypatch.setattr(share, "_started", raving)
    assert by(history, 3) == by(history, 1)


def test_a_helper_that_began_elsewhere(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its part counts only if it began with the very numbers at which this process arrived."""
    monkeypatch.setattr(share.json, "loads", lambda text: {**json.JSONDecoder().decode(text.decode()), "began": {}})
    assert by(history, 3).ok


def test_no_process_can_be_started(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert by(history, 3).ok


def test_a_module_in_the_folder_is_not_run(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository may hold a file named as a module of Python."""
    monkeypatch.chdir(history.folder)
    for name in ("json.py", "pdctl.py"):
        (history.folder / name).write_text("open('run', 'w').close()\n", encoding="utf-8")
    assert by(history, 3).ok
    assert not (history.folder / "run").exists()

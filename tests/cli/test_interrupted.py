"""Ctrl-C: exit 130, and what is said about the step is true."""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from pdctl.cli import main, options
from pdctl.core.findings import INTERRUPTED
from pdctl.store.git import Writer
from pdctl.store.worktree import WorkTree
from tests.cli.refusals import error_document
from tests.story import Ran, Story
from tests.timing import duration, signalled


def truthful(ran: Ran, story: Story, before: str) -> None:
    """Exit 130 (or 0 where it came too late for anything), and the words fit what happened."""
    assert "Traceback" not in ran.err
    moved = story.tip() != before
    assert ran.code in (0, INTERRUPTED), ran.err
    if ran.code == INTERRUPTED:
        assert "Interrupted" in ran.err or "the step is done" in ran.err
        assert (story.tip()[:12] in ran.err) == moved, ran.err
    else:
        assert moved
    story.run("status")
    assert story.git("status", "--porcelain") == ""


@pytest.mark.parametrize("group", [False, True], ids=["pdctl alone", "the whole terminal"])
def test_at_random_instants(story: Story, group: bool) -> None:
    item = story.propose()
    args = ("review", item, "--aspect", "legal", "--aspect", "secrecy", "--pass")
    whole = duration(story, *args, by="zhao")
    instants = random.Random(3)
    for number in range(10):
        before = story.tip()
        title = f"题目{number}"
        ran = signalled(
            story, signal.SIGINT, instants.uniform(0, whole), "revise", item, "--title", title, by="chen", group=group
        )
        truthful(ran, story, before)


def test_while_the_branch_moves(story: Story) -> None:
    item = story.propose()
    note = story.folder / ".git/pdctl-follow.json"
    for milliseconds in (0, 2, 5, 9):
        before = story.tip()
        args = ("revise", item, "--title", f"题目{milliseconds}")
        ran = signalled(story, signal.SIGINT, milliseconds / 1000, *args, by="chen", when=note, group=True)
        truthful(ran, story, before)


def pressed_at(
    story: Story, monkeypatch: pytest.MonkeyPatch, where: type, name: str, *, after: bool, json: bool = False
) -> Ran:
    """Withdraw an item, with Ctrl-C pressed (a real signal) right before or after one of the inner actions."""
    item = story.propose()
    inner = getattr(where, name)

    def pressed(*args: object, **more: object) -> object:
        if not after:
            signal.raise_signal(signal.SIGINT)
        result = inner(*args, **more)
        if after:
            signal.raise_signal(signal.SIGINT)
        return result

    monkeypatch.setattr(where, name, pressed)
    return story.run("withdraw", item, "--reason", "误发", *(["--json"] if json else []), by="chen", code=130)


def test_before_anything_is_written(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = pressed_at(story, monkeypatch, Writer, "store", after=False)
    assert "did not happen" in ran.err
    assert [r["step"] for r in story.show("2026")["records"]] == ["propose"]


def test_signed_but_not_moved(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = pressed_at(story, monkeypatch, Writer, "commit", after=True)
    assert "did not happen" in ran.err
    assert [r["step"] for r in story.show("2026")["records"]] == ["propose"]


@pytest.mark.parametrize(("where", "name"), [(WorkTree, "announce"), (Writer, "swap"), (WorkTree, "follow")])
def test_once_the_move_has_begun_it_is_finished(
    story: Story, monkeypatch: pytest.MonkeyPatch, where: type, name: str
) -> None:
    ran = pressed_at(story, monkeypatch, where, name, after=True)
    assert story.tip()[:12] in ran.err
    assert "did not happen" not in ran.err
    assert story.git("status", "--porcelain") == ""
    assert [r["step"] for r in story.show("2026")["records"]] == ["propose", "withdraw"]


def test_done_but_not_yet_reported(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    from pdctl.report import steps

    item = story.propose()
    monkeypatch.setattr(steps, "out", lambda *_: signal.raise_signal(signal.SIGINT))
    ran = story.run("withdraw", item, "--reason", "误发", by="chen", code=130)
    assert story.tip()[:12] in ran.err
    assert "did not happen" not in ran.err


def test_as_json(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    error_document(pressed_at(story, monkeypatch, Writer, "store", after=False, json=True))


def test_ctrl_c_works_again_afterwards(story: Story) -> None:
    before = signal.getsignal(signal.SIGINT)
    story.propose()
    assert signal.getsignal(signal.SIGINT) is before


def test_while_pdctl_starts() -> None:
    """Before there is anything to interrupt, and without a traceback."""
    script = """
import sys
from pdctl.cli import main
def run(args):
    raise KeyboardInterrupt
main.run = run
sys.argv[1:] = ["status"]
from pdctl.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == INTERRUPTED
    assert "interrupted" in done.stderr
    assert "Traceback" not in done.stderr


def test_init_leaves_no_half_repository(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command works when it is given again."""
    store = Writer.store

    def pressed(self: Writer, packed: bytes) -> None:
        signal.raise_signal(signal.SIGINT)
        store(self, packed)

    options.COMMON.__init__()  # type: ignore[misc]
    who = ("--person", "lin", "--person-name", "林知远", "--key", str(keys / "lin"))
    args = ["init", str(tmp_path / "new"), "--org", "gw", "--name", "党工委", "--kind", "work-committee", *who]
    with monkeypatch.context() as patch, redirect_stderr(io.StringIO()):
        patch.setattr(Writer, "store", pressed)
        assert main.run(args) == INTERRUPTED
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as err:
        assert main.run(args) == 0, err.getvalue()

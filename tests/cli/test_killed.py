"""kill -9 at any instant leaves the old state or the new one, and the next command finds its feet."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pdctl.store import git_index
from tests import program
from tests.story import Story
from tests.timing import duration, signalled

COPY = "copy-of-the-repository"
WITH_A_LARGE_INDEX = """
from pdctl.__main__ import main
from pdctl.store import git_index
git_index._LARGE = 0
main()
"""


class Scene:
    """A repository with one item, copied anew for every kill."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.item = story.propose()
        self.body = story.file("text.md")

    def copy(self) -> Story:
        folder = self.story.folder.parent / COPY
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self.story.folder), str(folder)], check=True)
        return Story(folder, self.story.keys, self.story.now)

    def command(self, name: str) -> tuple[tuple[str, ...], str, int]:
        """The command, who gives it, and how many commits it makes."""
        several = ("review", self.item, "--aspect", "necessity", "--aspect", "accuracy", "--pass")
        return {
            "review": (("review", self.item, "--aspect", "necessity", "--pass"), "wu", 1),
            "several": (several, "wu", 2),
            "propose": (
                ("propose", "dzb", "2.5.4", "--title", "题目", "--body", self.body, "--secrecy", "clear"),
                "chen",
                1,
            ),
            "revise": (("revise", self.item, "--title", "改过的题目"), "chen", 1),
        }[name]


@pytest.fixture
def scene(story: Story) -> Scene:
    return Scene(story)


def check(copy: Story, before: str, commits: int) -> bool:
    """Old or new and nothing between; returns whether it is the new state."""
    subprocess.run(["git", "fsck", "--strict", "--no-dangling"], cwd=copy.folder, check=True, capture_output=True)
    new = copy.git("rev-list", f"{before}..HEAD").split()
    assert len(new) in (0, commits)
    assert copy.git("merge-base", "HEAD", before) == before
    copy.run("status")
    assert copy.git("status", "--porcelain", "--ignored") == ""
    assert stray_files(copy.folder) == []
    return bool(new)


def stray_files(folder: Path) -> list[Path]:
    def search(here: Path) -> Iterator[Path]:
        for path in here.iterdir():
            if path.is_dir() and path.name != "objects":
                yield from search(path)
            elif (path.suffix in (".tmp", ".lock") and path.name != "pdctl.lock") or path.name == "pdctl-follow.json":
                yield path

    return list(search(folder))


@pytest.mark.parametrize(("name", "kills"), [("review", 24), ("several", 14), ("propose", 12), ("revise", 10)])
def test_killed_at_random_instants(scene: Scene, name: str, kills: int) -> None:
    args, by, commits = scene.command(name)
    whole = duration(scene.copy(), *args, by=by)
    instants = random.Random(20261123)
    outcomes = set()
    for _ in range(kills):
        copy = scene.copy()
        before = copy.tip()
        signalled(copy, signal.SIGKILL, instants.uniform(0, whole * 1.1), *args, by=by)
        outcomes.add(check(copy, before, commits))
    assert outcomes, name


@pytest.mark.parametrize("name", ["review", "several", "revise"])
def test_killed_while_the_branch_moves(scene: Scene, name: str) -> None:
    """From the moment in which the move is announced, a millisecond later each time."""
    args, by, commits = scene.command(name)
    for milliseconds in (0, 1, 2, 3, 5, 7, 10, 14):
        copy = scene.copy()
        before = copy.tip()
        note = copy.folder / ".git/pdctl-follow.json"
        signalled(copy, signal.SIGKILL, milliseconds / 1000, *args, by=by, when=note)
        check(copy, before, commits)


def test_killed_with_everything_it_started(scene: Scene) -> None:
    """As when the machine goes down: a lock of git may stay, and then its remedy is what pdctl says."""
    args, by, commits = scene.command("review")
    whole = duration(scene.copy(), *args, by=by)
    instants = random.Random(7)
    for _ in range(8):
        copy = scene.copy()
        before = copy.tip()
        signalled(copy, signal.SIGKILL, instants.uniform(0, whole), *args, by=by, group=True)
        for lock in (copy.folder / ".git").rglob("*.lock"):
            if lock.name != "pdctl.lock":
                assert str(lock) in copy.run("doctor", code=5).out
                lock.unlink()
        check(copy, before, commits)


@pytest.mark.parametrize(("name", "kills"), [("review", 14), ("several", 8), ("revise", 8)])
def test_killed_with_a_large_index(story: Story, monkeypatch: pytest.MonkeyPatch, name: str, kills: int) -> None:
    """The same where each index counts as large: it is split, and files that are added are put into it without git."""
    monkeypatch.setattr(git_index, "_LARGE", 0)
    monkeypatch.setattr(program, "COMMAND", (sys.executable, "-P", "-c", WITH_A_LARGE_INDEX))
    scene = Scene(story)
    assert list((story.folder / ".git").glob("sharedindex.*"))
    args, by, commits = scene.command(name)
    whole = duration(scene.copy(), *args, by=by)
    instants = random.Random(20261125)
    for kill in range(kills):
        copy = scene.copy()
        before = copy.tip()
        # Half of them at any instant; half when the commit is there, and the index is not yet.
        note = copy.folder / ".git/pdctl-follow.json" if kill % 2 else None
        after = instants.uniform(0, 0.012 if note else whole * 1.1)
        signalled(copy, signal.SIGKILL, after, *args, by=by, when=note)
        check(copy, before, commits)


class TestHealing:
    """A process that was killed between the move of the branch and the last file, put together by hand."""

    def moved_only(self, scene: Scene) -> tuple[Story, str, str]:
        """A repository whose branch has moved and whose work tree has not, with the note of the move."""
        copy = scene.copy()
        old = copy.tip()
        copy.run("revise", scene.item, "--title", "改过的题目", by="chen")
        new = copy.tip()
        copy.git("reset", "-q", "--hard", old)
        copy.git("update-ref", "refs/heads/main", new)
        (copy.folder / ".git/pdctl-follow.json").write_text(f'{{"old": "{old}", "new": "{new}"}}', encoding="utf-8")
        assert copy.git("status", "--porcelain") != ""
        return copy, old, new

    def test_nothing_was_written(self, scene: Scene) -> None:
        copy, old, _ = self.moved_only(scene)
        assert check(copy, old, 1)

    def test_half_was_written(self, scene: Scene) -> None:
        copy, old, new = self.moved_only(scene)
        record = f"catalogs/dzb/items/2026/{scene.item}/record/0002-revise.yaml"
        (copy.folder / record).write_bytes(copy.git("show", f"{new}:{record}").encode() + b"\n")
        (copy.folder / record).with_name(".pdctl.tmp").write_bytes(b"half")
        assert check(copy, old, 1)

    def test_the_user_wrote_meanwhile(self, scene: Scene) -> None:
        copy, _, _ = self.moved_only(scene)
        plan = copy.folder / f"catalogs/dzb/items/2026/{scene.item}/content/item.yaml"
        plan.write_text("mine: true\n", encoding="utf-8")
        plan.with_name(".pdctl.tmp").write_bytes(b"half")
        assert "content/item.yaml" in copy.run("status").err
        assert plan.read_text(encoding="utf-8") == "mine: true\n"
        assert stray_files(copy.folder) == []

    def test_by_another_step(self, scene: Scene) -> None:
        """The next writer finishes what was left before it announces its own move."""
        copy, old, _ = self.moved_only(scene)
        copy.run("review", scene.item, "--aspect", "necessity", "--pass", by="wu")
        assert check(copy, old, 2)

    def test_the_move_never_happened(self, scene: Scene) -> None:
        copy, old, new = self.moved_only(scene)
        copy.git("update-ref", "refs/heads/main", old)
        assert not check(copy, old, 1)
        assert new != old

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"old": 1, "new": 2}', '{"old": null, "new": "x"}'])
    def test_a_note_that_says_nothing(self, scene: Scene, text: str) -> None:
        copy = scene.copy()
        (copy.folder / ".git/pdctl-follow.json").write_text(text, encoding="utf-8")
        assert not check(copy, copy.tip(), 1)

    def test_before_anything_was_announced(self, scene: Scene) -> None:
        """The note itself was half written: no move followed, and nothing is left of it."""
        copy = scene.copy()
        (copy.folder / ".git/.pdctl.tmp").write_bytes(b'{"old": "')
        assert not check(copy, copy.tip(), 1)

    def test_while_git_holds_the_index(self, scene: Scene) -> None:
        """Reading goes on; the work tree follows later."""
        copy, old, _ = self.moved_only(scene)
        lock = copy.folder / ".git/index.lock"
        lock.write_bytes(b"")
        copy.run("status")
        lock.unlink()
        assert check(copy, old, 1)

"""Several processes on one repository: one wins, the others are told, and everything that succeeded has landed."""

from __future__ import annotations

import subprocess

import pytest

from tests.program import start
from tests.story import Ran, Story


def at_once(story: Story, *commands: tuple[str, tuple[str, ...]]) -> list[Ran]:
    """Start all commands before waiting for any."""
    processes = [start(*args, story=story, by=by) for by, args in commands]
    ended = [(process.communicate(timeout=120), process) for process in processes]
    return [Ran(process.returncode, out.decode(), err.decode()) for (out, err), process in ended]


def check(story: Story, before: str, outcomes: list[Ran]) -> int:
    """One commit for each success, in one line, each with its own record; nothing left over."""
    for ran in outcomes:
        assert ran.code in (0, 1, 3), ran.err
        assert "Traceback" not in ran.err
    landed = story.git("rev-list", "--first-parent", f"{before}..HEAD").split()
    assert story.git("rev-list", "--merges", "HEAD") == ""
    assert len(landed) == sum(ran.code == 0 for ran in outcomes)
    subprocess.run(["git", "fsck", "--strict", "--no-dangling"], cwd=story.folder, check=True, capture_output=True)
    assert story.git("status", "--porcelain") == ""
    assert not (story.folder / ".git/pdctl-follow.json").exists()
    return len(landed)


def review(item: str, aspect: str) -> tuple[str, ...]:
    return ("review", item, "--aspect", aspect, "--pass")


@pytest.mark.parametrize("round_", range(3))
def test_two_take_the_same_step(story: Story, round_: int) -> None:
    item = story.propose()
    before = story.tip()
    command = ("wu", review(item, "necessity"))
    assert check(story, before, at_once(story, command, command)) == 1
    assert [record["step"] for record in story.show(item)["records"]] == ["propose", "review"]


@pytest.mark.parametrize("round_", range(2))
def test_four_review_one_item(story: Story, round_: int) -> None:
    """Whoever lost gives the same command again, as he is told, and then everything is there."""
    item = story.propose()
    before = story.tip()
    wanted = [("wu", "necessity"), ("wu", "accuracy"), ("zhao", "legal"), ("zhao", "secrecy")]
    outcomes = at_once(story, *[(by, review(item, aspect)) for by, aspect in wanted])
    assert check(story, before, outcomes) >= 1
    for (by, aspect), ran in zip(wanted, outcomes, strict=True):
        assert ran.code in (0, 3)
        if ran.code == 3:
            story.review(item, aspect, by=by)
    assert story.state(item) == "reviewed"
    assert [record["seq"] for record in story.show(item)["records"]] == [1, 2, 3, 4, 5]


def test_four_propose(story: Story) -> None:
    before = story.tip()
    propose = ("propose", "dzb", "2.5.4", "--title", "题目", "--body", story.file("body.md"), "--secrecy", "clear")
    outcomes = at_once(story, *[("chen", propose)] * 4)
    landed = check(story, before, outcomes)
    items = [row["item"] for row in story.run("status", "--json").json["items"]]
    assert sorted(items) == sorted(ran.out.strip() for ran in outcomes if ran.code == 0)
    assert len(items) == landed >= 1


def test_a_step_and_a_change_of_its_seat(story: Story) -> None:
    """Either the review came first, or the reviewer had lost the seat, or he was told to look again."""
    item = story.propose()
    before = story.tip()
    first, second = at_once(
        story, ("zhao", review(item, "legal")), ("lin", ("seat", "revoke", "dzb", "reviewer-legal", "zhao"))
    )
    assert first.code in (0, 3, 4)
    assert second.code in (0, 3)
    landed = story.git("rev-list", f"{before}..HEAD").split()
    assert len(landed) == (first.code == 0) + (second.code == 0) >= 1
    assert story.git("status", "--porcelain") == ""


def test_readers_beside_a_writer(story: Story) -> None:
    """A reader sees the old state or the new one."""
    item = story.propose()
    read = ("wu", ("show", item, "--json"))
    outcomes = at_once(story, read, ("wu", review(item, "necessity")), read, ("wu", ("status", "--json")))
    assert all(ran.code == 0 for ran in outcomes), [ran.err for ran in outcomes]
    assert {outcomes[0].json["state"], outcomes[2].json["state"]} <= {"proposed", "reviewing"}

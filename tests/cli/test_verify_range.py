"""`pdctl verify --range A..B`: what a pull request brings, from the verified state of the base."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW
from tests.history import History
from tests.story import Story


@pytest.fixture
def history(story: Story) -> History:
    """A history whose introduction is known, with one item proposed."""
    found = History(story.folder, story.keys, NOW)
    found.run("trust", found.introduction)
    found.items["first"] = found.propose()
    return found


def ranged(history: History, text: str, code: int = 0) -> dict[str, Any]:
    value: dict[str, Any] = history.run("verify", "--range", text, "--json", code=code).json
    return value


def rules(value: dict[str, Any]) -> set[str]:
    return {found["rule"] for found in value["findings"]}


def test_a_lawful_range(history: History) -> None:
    base = history.tip()
    history.review(history.items["first"], "necessity", "accuracy", by="wu")
    value = ranged(history, f"{base}..HEAD")
    assert (value["ok"], value["checked"]["commits"], value["tip"]) == (True, 2, history.tip())


def test_findings_are_those_of_the_range(history: History) -> None:
    base = history.tip()
    bad = history.forge(sign=False, files={"notes.txt": "x"})
    value = ranged(history, f"{base}..HEAD", code=1)
    assert {found["commit"] for found in value["findings"]} == {bad}
    assert "E-SIG-NONE" in rules(value)
    assert ranged(history, f"{base}..{base}")["checked"]["commits"] == 0


def test_a_branch_that_was_begun_earlier(history: History) -> None:
    """The base went on meanwhile: the branch is judged from where it left."""
    start = history.tip()
    history.review(history.items["first"], "necessity", by="wu")
    branch = history.tip()
    history.move(start)
    history.run("person", "retire", "xu", by="lin")
    base = history.tip()
    value = ranged(history, f"{base}..{branch}")
    assert (value["ok"], value["checked"]["commits"]) == (True, 1)
    history.run("verify")
    assert ranged(history, f"{base}..{branch}")["ok"], "also where the base was verified before"


def test_each_commit_is_judged_by_its_own_first_parent(history: History) -> None:
    """A seat that only the base has does not help a branch that was begun before it."""
    start = history.tip()
    history.run("seat", "assign", "dzb", "reviewer-legal", "ding", by="lin")
    base = history.tip()
    history.move(start)
    history.passes(history.items["first"], "legal", "ding")
    assert rules(ranged(history, f"{base}..HEAD", code=1)) == {"E-SEAT"}


def test_rules_of_the_pull_request_do_not_count(history: History) -> None:
    """Who seats himself in the same pull request gains nothing by it."""
    base = history.tip()
    path = "catalogs/dzb/organization.yaml"
    seats = {**history.value(path)["seats"], "head": ["chen"]}
    history.forge("给自己岗位", history.changed(path, seats=seats), by="chen")
    assert "E-SEAT" in rules(ranged(history, f"{base}..HEAD", code=1))


def test_a_base_in_which_a_commit_was_set_aside(history: History) -> None:
    """The bad commit is no finding of the range, and what it did does not count, wherever the branch began."""
    path = "catalogs/dzb/organization.yaml"
    seats = {**history.value(path)["seats"], "reviewer-legal": ["chen", "zhao"]}
    bad = history.forge("给自己岗位", history.changed(path, seats=seats), by="chen")
    history.run("quarantine", bad, "--reason", "未经授权", by="lin")
    start = history.tip()
    history.review(history.items["first"], "necessity", by="wu")
    lawful = history.tip()
    history.move(start)
    history.run("person", "retire", "xu", by="lin")
    base = history.tip()
    history.run("verify")
    assert ranged(history, f"{base}..{lawful}")["ok"]
    history.move(start)
    history.passes(history.items["first"], "legal", "chen")
    assert "E-SEAT" in rules(ranged(history, f"{base}..HEAD", code=1))


def test_a_base_that_does_not_verify_is_exit_code_6(history: History) -> None:
    history.forge(sign=False, files={"notes.txt": "x"})
    base = history.tip()
    history.review(history.items["first"], "necessity", by="wu")
    ran = history.run("verify", "--range", f"{base}..HEAD", code=6)
    assert "does not verify itself" in ran.err
    assert ran.out == ""


def test_a_base_without_introduction_is_exit_code_6(history: History) -> None:
    (Path(os.environ["HOME"]) / ".config" / "pdctl" / "trust.json").unlink()
    history.run("verify", "--range", "HEAD~1..HEAD", code=6)
    assert history.run("verify", "--range", "HEAD~1..HEAD", "--introduction", history.introduction).code == 0


def test_another_history_altogether(history: History) -> None:
    other = history.forge(parents=[], tree=history.git("rev-parse", "HEAD^{tree}"), by="lin", move=False)
    assert "E-BOOT" in rules(ranged(history, f"HEAD..{other}", code=1))


def test_the_checked_out_state_and_the_memory_of_the_tip_play_no_part(history: History) -> None:
    base = history.tip()
    history.run("verify")
    remembered = (Path(os.environ["HOME"]) / ".config" / "pdctl" / "trust.json").read_text()
    history.review(history.items["first"], "necessity", by="wu")
    head = history.tip()
    history.move(base)
    assert ranged(history, f"{base}..{head}")["ok"]
    assert (Path(os.environ["HOME"]) / ".config" / "pdctl" / "trust.json").read_text() == remembered


@pytest.mark.parametrize("text", ["HEAD", "HEAD..", "..HEAD", "HEAD...HEAD", ".."])
def test_what_is_no_range(history: History, text: str) -> None:
    history.run("verify", "--range", text, code=2)


@pytest.mark.parametrize("text", ["nowhere..HEAD", "HEAD..nowhere", "-x..HEAD"])
def test_a_commit_that_is_not_here_is_exit_code_6(history: History, text: str) -> None:
    history.run("verify", f"--range={text}", code=6)


@pytest.mark.parametrize("fmt", ["json", "github", "gitlab", "sarif", "junit"])
def test_formats_keep_the_exit_code_and_stdout_is_data_only(history: History, fmt: str) -> None:
    base = history.tip()
    assert history.run("verify", "--range", f"{base}..HEAD", "--format", fmt).err == ""
    history.forge(sign=False, files={"notes.txt": "x"})
    out = history.run("verify", "--range", f"{base}..HEAD", "--format", fmt, code=1).out
    assert "E-SIG-NONE" in out
    if fmt in ("json", "gitlab", "sarif"):
        json.loads(out)


def test_github_annotates_what_could_not_be_checked(history: History) -> None:
    ran = history.run("verify", "--range", "nowhere..HEAD", "--format", "github", code=6)
    assert ran.out.startswith("::error title=could not check::")
    assert ran.out.count("\n") == 1


def test_json_says_why_nothing_could_be_checked(history: History) -> None:
    value = history.run("verify", "--range", "nowhere..HEAD", "--format", "json", code=6).json
    assert (value["ok"], value["exit"]) == (False, 6)

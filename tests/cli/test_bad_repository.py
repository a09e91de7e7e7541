"""Repositories in a state that a step would confuse, and folders that are none."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.cli.refusals import error_document, refused, told
from tests.program import program
from tests.story import Story


def git(folder: Path, *args: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@x.invalid", *args], cwd=folder, check=True, capture_output=True
    )


def outside(folder: Path, *args: str, says: tuple[str, ...] = (), code: int = 5) -> None:
    told(program(*args, cwd=folder), *says)
    ran = program(*args, "--json", cwd=folder)
    assert ran.code == code, ran.err
    error_document(ran)


@pytest.mark.parametrize("command", ["status", "todo", "do", "doctor"])
def test_no_repository(tmp_path: Path, command: str) -> None:
    if command == "doctor":
        assert "pdctl init" in program(command, cwd=tmp_path).out
        return
    outside(tmp_path, command, says=(str(tmp_path), "pdctl init"))


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    outside(tmp_path, "status", "-C", "nosuch", says=("nosuch",))


def test_file_as_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    outside(tmp_path, "status", "-C", "file")


def test_git_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    outside(tmp_path, "status", says=("disclosure.yaml", "pdctl init"))
    outside(tmp_path, "propose", "dzb", "--secrecy", "doubt")


def test_git_repository_of_something_else(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "x")
    outside(tmp_path, "status", says=("disclosure.yaml", "pdctl init"))
    outside(tmp_path, "show", "x")


def test_inside_of_the_git_folder(story: Story) -> None:
    outside(story.folder / ".git", "status")


def test_from_a_folder_below(story: Story) -> None:
    item = story.propose()
    below = story.folder / "catalogs/dzb/items"
    assert program("show", item, "--json", cwd=below).json["item"] == item
    ran = program("withdraw", item, "--reason", "误发", cwd=below, env={"PDCTL_KEY": str(story.keys / "chen")})
    assert ran.code == 0, ran.err
    assert story.git("status", "--porcelain") == ""


def test_bare_repository(story: Story, tmp_path: Path) -> None:
    """It can be read, and a step lands without a work tree."""
    item = story.propose()
    git(tmp_path, "clone", "-q", "--bare", str(story.folder), "bare.git")
    bare = tmp_path / "bare.git"
    assert program("show", item, "--json", cwd=bare).json["state"] == "proposed"
    key = {"PDCTL_KEY": str(story.keys / "chen")}
    assert program("withdraw", item, "--reason", "误发", cwd=bare, env=key).code == 0
    assert program("show", item, "--json", cwd=bare).json["state"] == "withdrawn"


@pytest.mark.parametrize("name", ["党务 公开", "a\tb", "gbk-\udcb9\udcab", "quote\"'$(x)", "\u202eevil"])
def test_folder_with_an_unusual_name(story: Story, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    story.folder.rename(folder)
    moved = Story(folder, story.keys, story.now)
    item = moved.propose()
    assert moved.state(item) == "proposed"
    assert moved.git("status", "--porcelain") == ""


def withdrawal(story: Story) -> tuple[str, ...]:
    return ("withdraw", story.propose(), "--reason", "不再公开")


def test_detached_head(story: Story) -> None:
    args = withdrawal(story)
    story.git("switch", "-q", "--detach")
    refused(story, 5, *args, says=("HEAD", "git switch main"))
    assert story.run("status", "--json").json["items"], "reading goes on"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("rebase-merge", "git rebase --abort"),
        ("rebase-apply", "git rebase --abort"),
        ("MERGE_HEAD", "git merge --abort"),
        ("CHERRY_PICK_HEAD", "git cherry-pick --abort"),
        ("REVERT_HEAD", "git revert --abort"),
    ],
)
def test_something_of_git_under_way(story: Story, name: str, remedy: str) -> None:
    args = withdrawal(story)
    (story.folder / ".git" / name).mkdir()
    refused(story, 5, *args, says=(remedy,))


def test_a_real_rebase_under_way(story: Story) -> None:
    args = withdrawal(story)
    tip = story.tip()
    (story.folder / "note.txt").write_text("a", encoding="utf-8")
    git(story.folder, "add", "note.txt")
    git(story.folder, "commit", "-q", "-m", "a")
    git(story.folder, "switch", "-q", "-c", "other", tip)
    (story.folder / "note.txt").write_text("b", encoding="utf-8")
    git(story.folder, "add", "note.txt")
    git(story.folder, "commit", "-q", "-m", "b")
    with pytest.raises(subprocess.CalledProcessError):
        git(story.folder, "rebase", "main")
    before = story.git("status", "--porcelain")
    assert story.run(*args, by="chen", code=5).out == ""
    assert story.git("status", "--porcelain") == before


def test_index_lock_left_behind(story: Story) -> None:
    args = withdrawal(story)
    lock = story.folder / ".git/index.lock"
    lock.write_bytes(b"")
    before = story.tip()
    told(story.run(*args, by="chen", code=5), str(lock), "remove")
    assert story.tip() == before
    assert lock.exists(), "it is the user's to remove"
    assert story.run("status", "--json").json["items"], "reading goes on"


def test_short_lock_is_waited_for(story: Story) -> None:
    args = withdrawal(story)
    lock = story.folder / ".git/index.lock"
    lock.write_bytes(b"")

    def let_go() -> None:
        time.sleep(0.6)
        lock.unlink()

    other = threading.Thread(target=let_go)
    other.start()
    story.run(*args, by="chen")
    other.join()
    assert story.git("status", "--porcelain") == ""


def test_lock_of_the_branch_left_behind(story: Story) -> None:
    """No conflict that goes away by trying again: the file is named."""
    args = withdrawal(story)
    lock = story.folder / ".git/refs/heads/main.lock"
    lock.write_bytes(b"")
    before = story.tip()
    told(story.run(*args, by="chen", code=5), "main.lock")
    assert story.tip() == before
    lock.unlink()
    assert story.git("status", "--porcelain") == ""
    story.run(*args, by="chen")


def test_another_branch_is_worked_on_as_well(story: Story) -> None:
    args = withdrawal(story)
    main = story.tip()
    story.git("switch", "-q", "-c", "work")
    story.run(*args, by="chen")
    assert story.git("rev-parse", "main") == main
    assert story.git("rev-parse", "work") != main


def test_linked_work_tree(story: Story, tmp_path: Path) -> None:
    args = withdrawal(story)
    story.git("worktree", "add", "-q", "-b", "work", str(tmp_path / "linked"))
    linked = Story(tmp_path / "linked", story.keys, story.now)
    linked.run(*args, by="chen")
    assert linked.git("status", "--porcelain") == story.git("status", "--porcelain") == ""


def test_old_record_is_gone_from_a_shallow_clone(story: Story, tmp_path: Path) -> None:
    """Reading works without the history; what needs it says so."""
    item = story.propose()
    story.review(item, "necessity", by="wu")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{story.folder}", "shallow")
    shallow = Story(tmp_path / "shallow", story.keys, story.now)
    assert shallow.state(item) == "reviewing"
    checks = {check["check"]: check for check in shallow.run("doctor", "--json", code=5).json["checks"]}
    assert checks["history"]["state"] == "error"

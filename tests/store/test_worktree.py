"""The work tree follows the branch: links, folders and names that want to be something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.store.git import Git, Writer
from pdctl.store.worktree import WorkTree, left_alone
from tests.story import Story


def commit(story: Story, files: dict[str, bytes | None]) -> tuple[str, str]:
    """A commit made by git alone in a second work tree: the first one has not followed it yet."""
    old = story.tip()
    other = story.folder.parent / "other"
    story.git("worktree", "add", "-q", "--detach", str(other))
    for path, data in files.items():
        target = other / path
        if data is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    side = Story(other, story.keys, story.now)
    side.git("add", "-A", ".")
    side.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "x")
    new = side.tip()
    story.git("worktree", "remove", "--force", str(other))
    story.git("update-ref", "refs/heads/main", new)
    return old, new


def follow(story: Story, files: dict[str, bytes | None]) -> tuple[str, ...]:
    old, new = commit(story, files)
    return WorkTree(Git(story.folder)).follow(Writer(story.folder), old, new)


CHANGES: dict[str, bytes | None] = {
    "people.yaml": b"a: 1\n",
    "new/deep/er/file.txt": b"new\n",
    "党务/公开 [1].txt": "内容\n".encode(),
    "calendar/2026.yaml": None,
    "-option": b"x\n",
    "empty": b"",
}


def test_everything_follows(story: Story) -> None:
    assert follow(story, CHANGES) == ()
    assert story.git("status", "--porcelain") == ""
    for path, data in CHANGES.items():
        assert (story.folder / path).read_bytes() == data if data is not None else not (story.folder / path).exists()


def test_twice_is_once(story: Story) -> None:
    old, new = commit(story, CHANGES)
    for _ in range(2):
        assert WorkTree(Git(story.folder)).follow(Writer(story.folder), old, new) in ((), ("calendar/2026.yaml",))
        assert story.git("status", "--porcelain") == ""


def test_a_link_out_of_the_repository_is_not_followed(story: Story, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes((story.folder / "people.yaml").read_bytes())
    (story.folder / "people.yaml").unlink()
    (story.folder / "people.yaml").symlink_to(secret)
    (story.folder / "new").symlink_to(tmp_path)
    before = secret.read_bytes()
    left = follow(story, CHANGES)
    assert set(left) == {"people.yaml", "new/deep/er/file.txt"}
    assert secret.read_bytes() == before
    assert not (tmp_path / "deep").exists()


def test_a_repository_reached_through_a_link(story: Story, tmp_path: Path) -> None:
    """A link above the work tree is nobody's change."""
    link = tmp_path / "link"
    link.symlink_to(story.folder)
    linked = Story(link, story.keys, story.now)
    assert follow(linked, CHANGES) == ()
    assert story.git("status", "--porcelain") == ""


def test_untracked_file_where_a_new_one_belongs(story: Story) -> None:
    (story.folder / "empty").write_bytes(b"mine")
    assert follow(story, CHANGES) == ("empty",)
    assert (story.folder / "empty").read_bytes() == b"mine"
    assert story.git("status", "--porcelain") == "M empty", "an unstaged change (blank stripped)"


def test_untracked_file_that_is_the_new_one(story: Story) -> None:
    (story.folder / "empty").write_bytes(b"")
    assert follow(story, CHANGES) == ()
    assert story.git("status", "--porcelain") == ""


@pytest.mark.parametrize("paths", [(), ("a",), ("a", "b")])
def test_what_was_left_alone_is_said(paths: tuple[str, ...]) -> None:
    said = left_alone(paths)
    assert (said is None) == (not paths)
    for path in paths:
        assert path in str(said)

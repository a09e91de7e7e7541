"""What the user has in his folder is his: no step touches it, none takes it along."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story


def review(story: Story, item: str) -> None:
    story.review(item, "necessity", by="wu")


def committed(story: Story) -> list[str]:
    """The paths that the newest commit changes."""
    return story.git("diff-tree", "--no-commit-id", "--name-only", "-r", "HEAD").splitlines()


def note(story: Story, name: str, text: str) -> Path:
    path = story.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_untracked_unstaged_and_staged_changes(story: Story) -> None:
    item = story.propose()
    untracked = note(story, "notes/untracked.txt", "草稿")
    unstaged = note(story, "disclosure.yaml", "changed: true\n")
    staged = note(story, "calendar/2026.yaml", "staged: true\n")
    story.git("add", "calendar/2026.yaml")
    added = note(story, "added.txt", "新文件")
    story.git("add", "added.txt")
    before = story.git("status", "--porcelain"), story.git("diff"), story.git("diff", "--cached")
    assert len(before[0].splitlines()) == 4
    review(story, item)
    assert (story.git("status", "--porcelain"), story.git("diff"), story.git("diff", "--cached")) == before
    assert [path.read_text(encoding="utf-8") for path in (untracked, unstaged, staged, added)] == [
        "草稿", "changed: true\n", "staged: true\n", "新文件",
    ]  # fmt: skip
    assert committed(story) == [f"catalogs/dzb/items/2026/{item}/record/0002-review-necessity.yaml"]


def test_staged_removal_and_renaming(story: Story) -> None:
    item = story.propose()
    story.git("rm", "-q", "calendar/2026.yaml")
    story.git("mv", ".gitattributes", "attributes")
    before = story.git("status", "--porcelain")
    review(story, item)
    assert story.git("status", "--porcelain") == before


def test_partly_staged_file(story: Story) -> None:
    item = story.propose()
    note(story, "disclosure.yaml", "staged: 1\n")
    story.git("add", "disclosure.yaml")
    note(story, "disclosure.yaml", "staged: 1\nmore: 2\n")
    before = story.git("status", "--porcelain"), story.git("show", ":disclosure.yaml")
    review(story, item)
    assert (story.git("status", "--porcelain"), story.git("show", ":disclosure.yaml")) == before


def test_intent_to_add_and_assume_unchanged(story: Story) -> None:
    item = story.propose()
    note(story, "later.txt", "x")
    story.git("add", "-N", "later.txt")
    story.git("update-index", "--assume-unchanged", "disclosure.yaml")
    note(story, "disclosure.yaml", "mine: true\n")
    before = story.git("status", "--porcelain"), story.git("ls-files", "-v")
    review(story, item)
    after = story.git("ls-files", "-v").splitlines()
    assert story.git("status", "--porcelain") == before[0]
    assert set(before[1].splitlines()) <= set(after)


class TestOwnEditsOfAFileThatTheStepChanges:
    """`seat assign` changes organization.yaml; the user has changes of his own there."""

    PATH = "catalogs/dzb/organization.yaml"

    def assign(self, story: Story) -> str:
        return story.run("seat", "assign", "dzb", "coordinator", "gao", by="lin").err

    def test_unstaged(self, story: Story) -> None:
        mine = note(story, self.PATH, "mine: true\n")
        assert self.PATH in self.assign(story), "it is said that the file was left alone"
        assert mine.read_text(encoding="utf-8") == "mine: true\n"
        assert "coordinator" in story.git("show", f"HEAD:{self.PATH}")
        assert story.git("status", "--porcelain") == f"M {self.PATH}", "an unstaged change, as before (blank stripped)"
        assert story.git("diff", "--cached") == "", "a later `git commit` of the user does not undo the step"

    def test_staged(self, story: Story) -> None:
        note(story, self.PATH, "mine: true\n")
        story.git("add", self.PATH)
        assert self.PATH in self.assign(story)
        assert story.git("show", f":{self.PATH}") == "mine: true"
        assert (story.folder / self.PATH).read_text(encoding="utf-8") == "mine: true\n"

    def test_staged_and_put_back_in_the_folder(self, story: Story) -> None:
        original = (story.folder / self.PATH).read_bytes()
        note(story, self.PATH, "mine: true\n")
        story.git("add", self.PATH)
        (story.folder / self.PATH).write_bytes(original)
        self.assign(story)
        assert story.git("show", f":{self.PATH}") == "mine: true", "what was staged stays staged"

    def test_deleted(self, story: Story) -> None:
        (story.folder / self.PATH).unlink()
        assert self.PATH in self.assign(story)
        assert not (story.folder / self.PATH).exists()
        assert story.git("diff", "--cached") == ""

    def test_replaced_by_a_folder(self, story: Story) -> None:
        (story.folder / self.PATH).unlink()
        mine = note(story, f"{self.PATH}/mine.txt", "x")
        assert self.PATH in self.assign(story)
        assert mine.exists()

    def test_folder_replaced_by_a_link(self, story: Story, tmp_path: Path) -> None:
        """Nothing is written outside the repository."""
        elsewhere = tmp_path / "elsewhere"
        (story.folder / "catalogs/dzb").rename(elsewhere)
        (story.folder / "catalogs/dzb").symlink_to(elsewhere)
        before = (elsewhere / "organization.yaml").read_bytes()
        assert self.PATH in self.assign(story)
        assert (elsewhere / "organization.yaml").read_bytes() == before

    def test_the_next_step_builds_on_the_commit(self, story: Story) -> None:
        """The user's file is no input: the step before is not undone."""
        note(story, self.PATH, "mine: true\n")
        self.assign(story)
        story.run("seat", "assign", "dzb", "supervisor", "gao", by="lin")
        landed = story.git("show", f"HEAD:{self.PATH}")
        assert "coordinator" in landed
        assert "supervisor" in landed


def test_file_in_the_way_of_a_new_folder(story: Story) -> None:
    note(story, "catalogs/jw/items", "mine")
    story.run("propose", "jw", "--secrecy", "doubt", by="lin", code=4)
    story.run("seat", "assign", "jw", "proposer", "chen", by="lin")
    ran = story.run("propose", "jw", "2.1.1", "--secrecy", "doubt", by="chen", code=None)
    if ran.code == 2:  # that entry is not in the catalogue of a discipline body: take its first one
        entry = story.run("catalog", "show", "jw", "--json").json["entries"][0]["id"]
        ran = story.run("propose", "jw", entry, "--secrecy", "doubt", by="chen")
    assert "catalogs/jw/items" in ran.err
    assert (story.folder / "catalogs/jw/items").read_text(encoding="utf-8") == "mine"
    assert story.run("status", "--json").json["items"][0]["item"] == ran.out.strip()


@pytest.mark.parametrize("ending", ["\r\n"])
def test_file_that_only_has_other_line_ends(story: Story, ending: str) -> None:
    """An editor on Windows is no change of the text."""
    path = story.folder / "catalogs/dzb/organization.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    story.run("seat", "assign", "dzb", "coordinator", "gao", by="lin")
    assert story.git("status", "--porcelain") == ""


def test_dry_run_writes_nothing(story: Story) -> None:
    item = story.propose()
    objects = story.git("count-objects")
    ran = story.run("review", item, "--aspect", "necessity", "--pass", "--dry-run", by="wu")
    assert f"catalogs/dzb/items/2026/{item}/record/0002-review-necessity.yaml" in ran.err
    assert "审核" in ran.err, "the text of the commit"
    assert story.git("count-objects") == objects
    assert story.state(item) == "proposed"
    document = story.run("review", item, "--aspect", "necessity", "--pass", "--dry-run", "--json", by="wu").json
    assert (document["dry_run"], document["commits"], document["state"]) == (True, [], "reviewing")

"""Each step is one signed commit of one shape, with one plain line and trailers, on an untouched work tree."""

from __future__ import annotations

import subprocess

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _whole_life(story: Story, item: str) -> None:
    story.reviewed(item)
    story.approve(item)
    for channel in story.show(item)["channels"]:
        story.publish(item, channel)
    story.run("archive", item, by="xu")


def test_every_commit_is_signed_by_the_person_it_names(at: At, tmp_path) -> None:
    story, item = at("proposed")
    _whole_life(story, item)
    allowed = tmp_path / "allowed"
    allowed.write_text(
        "".join(f'{key.stem} namespaces="git" {key.read_text()}' for key in sorted(story.keys.glob("*.pub")))
    )
    for commit in story.git("rev-list", "HEAD", "-12").splitlines():
        verified = subprocess.run(
            ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "verify-commit", commit],
            cwd=story.folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        by = story.git("show", "-s", "--format=%(trailers:key=Pdctl-By,valueonly)", commit).strip()
        assert f'Good "git" signature for {by} ' in verified.stderr


def test_one_line_and_trailers(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", by="zhao", more=("--pass", "--opinion", "不得写入提交说明"))
    text = story.git("log", "-1", "--format=%B")
    first, _, rest = text.partition("\n\n")
    assert first == f"审核 {item} 法规审查 同意（赵明理）"
    assert [line.split(":")[0] for line in rest.splitlines()] == [
        "Pdctl-Item", "Pdctl-Record", "Pdctl-Subject", "Pdctl-By",
    ]  # fmt: skip
    assert f"Pdctl-Subject: {story.show(item)['subject']}" in rest
    assert "不得写入提交说明" not in text


def test_history_is_linear_and_each_commit_touches_one_item(at: At) -> None:
    story, item = at("published")
    assert story.git("rev-list", "--min-parents=2", "--count", "HEAD") == "0"
    for commit in story.git("rev-list", "HEAD", "-7").splitlines():
        names = story.git("show", "--name-only", "--format=", commit).splitlines()
        assert {name.split("/")[4] for name in names} == {item}
        assert sum("/record/" in name for name in names) == 1


def test_the_work_tree_follows(at: At) -> None:
    story, item = at("published")
    assert story.git("status", "--porcelain") == ""
    records = sorted(path.name for path in (story.folder / f"catalogs/dzb/items/2026/{item}/record").iterdir())
    assert records[-1] == "0007-publish-meeting.yaml"


def test_records_are_only_ever_added(at: At) -> None:
    story, item = at("published")
    changes = story.git(
        "log", "--format=", "--name-status", "--", f"catalogs/dzb/items/2026/{item}/record"
    ).splitlines()
    assert {line[0] for line in changes if line} == {"A"}


@pytest.mark.parametrize("path", ["catalogs/dzb/organization.yaml", "notes.txt"])
def test_what_the_user_changed_is_never_swept_in(at: At, path: str) -> None:
    story, item = at("proposed")
    file = story.folder / path
    file.write_text("# mine\n" + (file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")
    mine = file.read_bytes()
    story.review(item, "legal", by="zhao")
    assert file.read_bytes() == mine
    assert path in story.git("status", "--porcelain")
    assert path not in story.git("show", "--name-only", "--format=", "HEAD")


def test_nothing_is_judged_by_the_work_tree(at: At) -> None:
    """Who may act is what the parent commit says, not what lies in the folder."""
    story, item = at("proposed")
    file = story.folder / "catalogs/dzb/organization.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("- zhao", "- xu"), encoding="utf-8")
    story.run("review", item, "--aspect", "legal", "--pass", by="xu", code=4)
    story.review(item, "legal", by="zhao")

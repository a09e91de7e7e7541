"""`--dry-run` of every command that writes: the files, the commit text, the state that would follow, and no change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.conftest import At
from tests.story import Story

ON = ("--on", "2026-11-23")
ANSWER = ("--result", "closed", "--authority", "保密局", "--number", "3号", *ON)
# Where the item stands, who runs what on it (ITEM stands for its id), a file it would write, the state to follow.
STEPS = [
    (
        "proposed",
        "chen",
        ("propose", "dzb", "2.5.4", "--secrecy", "clear", "--from", "ITEM"),
        "0001-propose",
        "proposed",
    ),
    ("proposed", "chen", ("propose", "dzb", "2.5.4", "--secrecy", "doubt"), "content/item.yaml", "referred"),
    ("proposed", "chen", ("revise", "ITEM", "--title", "改题"), "0002-revise", "proposed"),
    ("proposed", "wu", ("review", "ITEM", "--aspect", "accuracy", "--pass"), "0002-review-accuracy", "reviewing"),
    ("proposed", "zhao", ("review", "ITEM", "--aspect", "secrecy", "--refer"), "0002-review-secrecy", "referred"),
    ("proposed", "chen", ("withdraw", "ITEM", "--reason", "重复"), "0002-withdraw", "withdrawn"),
    ("reviewed", "sun", ("approve", "ITEM", "--level", "head", "--pass"), "0006-approve-head", "approved"),
    ("reviewed", "sun", ("approve", "ITEM", "--level", "head", "--reject"), "0006-approve-head", "rejected"),
    (
        "approved",
        "chen",
        ("publish", "ITEM", "--channel", "meeting", "--where", "室", *ON),
        "0007-publish",
        "published",
    ),
    ("approved", "chen", ("drop", "ITEM", "--channel", "meeting", "--reason", "改"), "0007-drop-meeting", "approved"),
    ("withdrawn", "chen", ("takedown", "ITEM", "--channel", "meeting", *ON), "0009-takedown", "withdrawn"),
    ("rejected", "xu", ("archive", "ITEM"), "0007-archive", "archived"),
    ("referred", "zhao", ("answer", "ITEM", *ANSWER), "0003-answer", "closed"),
]
CHANGES = [
    ("person", "add", "bai", "--name", "白一凡"),
    ("person", "retire", "wu"),
    ("org", "add", "xin", "--name", "新组织", "--kind", "basic", "--superior", "gw"),
    ("org", "set", "dzb", "--phone", "023-60000000"),
    ("seat", "assign", "dzb", "head", "xu"),
    ("seat", "revoke", "dzb", "head", "sun"),
]


def _standing(at: At, state: str) -> tuple[Story, str]:
    """An item in one of the stages, or a step or two further."""
    story, item = at({"withdrawn": "published", "rejected": "reviewed", "referred": "proposed"}.get(state, state))
    if state == "withdrawn":
        story.run("withdraw", item, "--reason", "有误", by="sun")
    elif state == "rejected":
        story.approve(item, "head", "--reject")
    elif state == "referred":
        story.review(item, "secrecy", by="zhao", more=("--refer",))
    return story, item


def _everything(story: Story) -> dict[str, bytes]:
    """Every file of the repository, git's own included, but for what git touches by reading."""
    files = (path for path in story.folder.rglob("*") if path.is_file())
    return {str(path.relative_to(story.folder)): path.read_bytes() for path in files if path.name != "pdctl.lock"}


@pytest.mark.parametrize(
    ("state", "by", "command", "file", "after"),
    STEPS,
    ids=lambda v: "-".join(v[:1] + v[2:5:2]) if isinstance(v, tuple) else None,
)
def test_a_step(at: At, state: str, by: str, command: tuple[str, ...], file: str, after: str) -> None:
    story, item = _standing(at, state)
    command = tuple(item if part == "ITEM" else part for part in command)
    before = _everything(story)
    ran = story.run(*command, "--dry-run", by=by)
    assert file in ran.err
    assert "Pdctl-Item: dzb-" in ran.err
    assert f"State: {after}" in ran.err
    value = story.run(*command, "--dry-run", "--json", by=by).json
    assert (value["dry_run"], value["commits"], value["state"]) == (True, [], after)
    assert any(file in path for path in value["files"])
    assert value["messages"]
    assert _everything(story) == before


@pytest.mark.parametrize("command", CHANGES, ids=" ".join)
def test_a_change(story: Story, command: tuple[str, ...]) -> None:
    before = _everything(story)
    ran = story.run(*command, "--dry-run", by="lin")
    assert "Would write:" in ran.err
    assert "Pdctl-By: lin" in ran.err
    value = story.run(*command, "--dry-run", "--json", by="lin").json
    assert (value["dry_run"], value["commits"]) == (True, [])
    assert value["files"]
    assert value["messages"]
    assert _everything(story) == before


def test_what_would_be_refused_is_refused(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SEAT", "review", item, "--aspect", "legal", "--pass", "--dry-run", by="xu", code=4)


def test_what_would_be_written_is_what_is_written(at: At) -> None:
    story, item = at("approved")
    command = ("publish", item, "--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    would = story.run(*command, "--dry-run", "--json", by="chen").json
    did = story.run(*command, "--json", by="chen").json
    assert (would["files"], would["messages"], would["state"]) == (did["files"], did["messages"], did["state"])
    assert story.git("show", "--name-only", "--format=", "HEAD").splitlines() == did["files"]
    assert story.git("log", "-1", "--format=%B") == did["messages"][0].strip()


def test_every_command_that_writes_knows_it(story: Story) -> None:
    from pdctl.cli.table import COMMANDS

    def commands(table, *above):
        for name, spec in table.items():
            if spec.group is not None:
                yield from commands(spec.group, *above, name)
            elif spec.writes:
                yield (*above, name)

    for command in commands(COMMANDS):
        assert "--dry-run" in story.run(*command, "--help").out
    assert Path(story.folder).exists()

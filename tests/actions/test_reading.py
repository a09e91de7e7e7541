"""Reading: what is open, what waits for me, one item whole, its history in plain words."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story

ITEM_KEYS = {"item", "org", "entry", "title", "scope", "state", "subject", "records", "next"}
RECORD_KEYS = {"seq", "step", "decision", "by", "seat", "commit", "stale"}
NEXT_KEYS = {"step", "aspect", "who"}


@pytest.mark.parametrize("stage", ["proposed", "reviewed", "approved", "published"])
def test_show_has_every_key_that_scripts_rely_on(at: At, stage: str) -> None:
    story, item = at(stage)
    shown = story.show(item)
    assert shown["schema"] == "pdctl/item/v1"
    assert set(shown) >= ITEM_KEYS
    assert all(set(record) >= RECORD_KEYS for record in shown["records"])
    assert all(set(following) >= NEXT_KEYS for following in shown["next"])
    assert shown["next"]
    assert (shown["item"], shown["org"], shown["entry"], shown["scope"], shown["state"]) == (
        item, "dzb", "2.5.4", "party", stage,
    )  # fmt: skip
    assert shown["subject"].startswith("sha256:")
    assert [record["seq"] for record in shown["records"]] == list(range(1, len(shown["records"]) + 1))


def test_each_record_names_the_commit_that_brought_it(at: At) -> None:
    story, item = at("published")
    for record in story.show(item)["records"]:
        names = story.git("show", "--name-only", "--format=", record["commit"])
        assert f"/record/{record['seq']:04d}-{record['step']}" in names


def test_show_in_words(at: At) -> None:
    story, item = at("proposed")
    out = story.run("show", item).out
    for text in (item, "“三会一课”制度执行情况", "proposed", "party", "2.5.4", "本季度召开支部党员大会一次"):
        assert text in out


def test_show_in_chinese(at: At) -> None:
    story, item = at("proposed")
    out = story.run("--lang", "zh", "show", item).out
    for text in ("已提出", "向党内公开", "内容校验码"):
        assert text in out


def test_any_unique_part_of_an_id_is_enough(at: At) -> None:
    story, item = at("proposed")
    assert story.show(item[-4:])["item"] == item
    other = story.propose()
    ran = story.run("show", "dzb-2026", code=2)
    assert item in ran.err
    assert other in ran.err
    near = item[:-1] + ("a" if item[-1] != "a" else "b")
    assert item in story.run("show", near, code=2).err


def test_log_tells_the_history_in_plain_words(at: At) -> None:
    story, item = at("published")
    lines = story.run("log", item).out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("0")] == [f"{n:04d}" for n in range(1, 8)]
    assert "陈思敏 (chen)" in lines[0]
    value = story.run("log", item, "--json").json
    assert value["schema"] == "pdctl/log/v1"
    assert [r["step"] for r in value["records"]] == ["propose", *["review"] * 4, "approve", "publish"]


def test_status_lists_every_open_item(at: At) -> None:
    story, item = at("reviewed")
    other = story.propose("--publish-on", "2026-12-01")
    value = story.run("status", "--json").json
    assert value["schema"] == "pdctl/status/v1"
    rows = {row["item"]: row for row in value["items"]}
    assert set(rows) == {item, other}
    assert rows[other]["due"] == "2026-12-01"
    assert [n["who"] for n in rows[item]["next"]] == [["sun"]]
    out = story.run("status").out
    for text in (item, other, "reviewed", "孙静之", "2026-12-01"):
        assert text in out


def test_status_of_one_organization(at: At) -> None:
    story, item = at("proposed")
    story.run("seat", "assign", "zzb", "proposer", "chen", by="lin")
    other = story.propose(org="zzb", entry="4.2.2")
    for org, expected in (("dzb", item), ("zzb", other)):
        assert [row["item"] for row in story.run("status", "--org", org, "--json").json["items"]] == [expected]
    assert story.run("status", "--org", "gw", "--json").json["items"] == []
    story.run("status", "--org", "none", code=2)


@pytest.mark.parametrize(
    ("stage", "by", "steps"),
    [
        ("proposed", "wu", ["necessity", "accuracy"]),
        ("proposed", "zhao", ["legal", "secrecy"]),
        ("proposed", "chen", []),
        ("reviewed", "sun", ["head"]),
        ("reviewed", "wu", []),
        ("approved", "chen", ["meeting", "bulletin-board:inside"]),
        ("published", "xu", []),
    ],
)
def test_todo_is_what_waits_for_me(at: At, stage: str, by: str, steps: list[str]) -> None:
    story, _ = at(stage)
    value = story.run("todo", "--json", by=by).json
    assert (value["schema"], value["person"]) == ("pdctl/todo/v1", by)
    found = [n["aspect"] or n["level"] or n["channel"] for row in value["items"] for n in row["next"]]
    assert found == steps


def test_todo_gives_the_command(at: At) -> None:
    story, item = at("proposed")
    assert f"pdctl review {item} --aspect legal --aspect secrecy --pass" in story.run("todo", by="zhao").out
    assert "Nothing waits" in story.run("todo", by="chen").err


def test_do_without_a_terminal_lists_what_waits(at: At) -> None:
    story, item = at("proposed")
    assert item in story.run("do", by="zhao").out


def test_reading_changes_nothing_and_needs_no_key(at: At) -> None:
    story, item = at("proposed")
    before = story.tip()
    for command in (
        ("status",),
        ("show", item),
        ("log", item),
        ("org", "tree"),
        ("org", "show", "dzb"),
        ("procedure",),
    ):
        story.run(*command)
        story.run(*command, "--json")
    assert story.tip() == before
    assert story.git("status", "--porcelain") == ""


def test_the_index_is_never_trusted(at: At, tmp_path) -> None:
    """Derived data: deleted or spoiled, the results are the same."""
    story, item = at("reviewed")
    whole = story.run("status", "--json").out
    from pathlib import Path

    (index,) = Path.home().rglob("index.sqlite")
    index.write_bytes(b"spoiled")
    assert story.run("status", "--json").out == whole
    index.unlink()
    assert story.run("status", "--json").out == whole
    assert story.state(item) == "reviewed"


def test_the_procedure_is_one_table(story: Story) -> None:
    rows = story.run("procedure", "--json").json["rows"]
    assert {row["step"] for row in rows} >= {"propose", "review", "approve", "publish", "archive"}
    assert "保密审查" in story.run("--lang", "zh", "procedure").out

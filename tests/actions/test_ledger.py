"""The ledger by its commands: events, urges, feedback, questions; each one signed commit that the verifier accepts."""

from __future__ import annotations

import pytest

from tests.history import History
from tests.story import Story


@pytest.fixture
def staffed(story: Story) -> Story:
    story.run("seat", "assign", "gw", "coordinator", "ding", by="lin")
    return story


def proved(story: Story) -> None:
    """The whole history holds."""
    History(story.folder, story.keys, story.now).clean()


def records(story: Story, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = story.run("ledger", "list", "dzb", *more, "--json").json["records"]
    return found


def test_an_event(staffed: Story) -> None:
    ran = staffed.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--note", "支委会决定", "--json", by="chen")
    assert ran.json["schema"] == "pdctl/ledger-record/v1"
    assert ran.json["seat"] == "proposer"
    assert ran.json["files"] == [f"catalogs/dzb/ledger/2026/event/{ran.json['id'].removeprefix('event-')}.yaml"]
    assert staffed.git("log", "-1", "--format=%s").startswith(f"登记 触发事件 {ran.json['id']}")
    assert "决定" not in staffed.git("log", "-1", "--format=%B").replace("登记", "")
    proved(staffed)


def test_a_dry_run_changes_nothing(staffed: Story) -> None:
    before = staffed.tip()
    ran = staffed.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--dry-run", by="chen")
    assert "catalogs/dzb/ledger/2026/event/" in ran.err
    assert staffed.tip() == before


def test_stages_follow_one_another(staffed: Story) -> None:
    def stage(name: str) -> tuple[str, ...]:
        return ("event", "dzb", "2.9.1", "--on", "2026-11-23", "--stage", name)

    staffed.refused("E-LEDGER", *stage("反馈"), by="chen")
    first = staffed.run(*stage("进驻"), "--json", by="chen").json["id"]
    second = staffed.run(*stage("反馈"), "--json", by="chen").json
    assert second["follows"] == first
    staffed.refused("E-LEDGER", *stage("反馈"), by="chen")  # the first one is followed already
    staffed.refused("E-LEDGER", *stage("收尾"), by="chen")
    proved(staffed)


@pytest.mark.parametrize(
    ("rule", "command"),
    [
        ("E-LEDGER", ("event", "dzb", "2.5.4", "--on", "2026-11-23")),  # periodic
        ("E-LEDGER", ("event", "dzb", "2.6.5", "--on", "2026-11-22")),  # the entry came on the 23rd
        ("E-DATE", ("event", "dzb", "2.6.5", "--on", "2026-11-24")),
        ("E-LEDGER", ("event", "dzb", "2.10.2", "--on", "2026-11-23")),  # hours without a time
        ("E-DATE", ("event", "dzb", "2.10.2", "--on", "2026-11-23", "--time", "15:30")),
    ],
)
def test_events_that_do_not_fit(staffed: Story, rule: str, command: tuple[str, ...]) -> None:
    staffed.refused(rule, *command, by="chen")


def test_bad_words(staffed: Story) -> None:
    for command in (
        ("event", "dzb", "2.6.55", "--on", "2026-11-23"),
        ("event", "dzz", "2.6.5", "--on", "2026-11-23"),
        ("event", "dzb", "2.6.5", "--on", "2026-02-29"),
        ("event", "dzb", "2.10.2", "--on", "2026-11-23", "--time", "25:00"),
        ("question", "answer", "nothing", "--text", "x"),
        ("feedback", "dzb"),
    ):
        staffed.run(*command, by="chen", code=2)


def test_urges(staffed: Story) -> None:
    command = ("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "第三季度情况尚未提出")
    staffed.refused("E-SEAT", *command, by="chen", code=4)
    assert staffed.run(*command, "--json", by="he").json["seat"] == "principal"
    assert staffed.run(*command, "--json", by="ding").json["seat"] == "coordinator"
    staffed.refused("E-DATE", *command[:4], "2026-11-20", *command[5:], by="he")
    proved(staffed)


def test_feedback_and_its_answer(staffed: Story) -> None:
    item = staffed.published()
    given = ("feedback", item[-4:], "--summary", "询问结余用途", "--via", "来访", "--again")
    heard = staffed.run(*given, "--json", by="chen").json
    assert (heard["item"], heard["entry"], heard["via"], heard["again"]) == (item, "2.5.4", "visit", True)
    answered = staffed.run("feedback", heard["id"], "--reply", "已在会上说明", "--json", by="chen").json
    assert answered["answers"] == heard["id"]
    proved(staffed)


def test_questions(staffed: Story) -> None:
    asked = staffed.run("question", "add", "dzb", "--text", "一事一审怎么理解？", "--json", by="wu").json["id"]
    staffed.refused("E-SEAT", "question", "answer", asked, "--text", "每次都要审", by="chen", code=4)
    assert asked in staffed.run("question", "list").out
    staffed.run("question", "answer", asked[-4:], "--text", "每次公开都要审", "--number", "1号", by="ding")
    found = staffed.run("question", "list", "--find", "一事一审", "--json").json["questions"]
    assert [row["answer"]["reply"]["text"] for row in found] == ["每次公开都要审"]
    assert staffed.run("question", "list", "--find", "另一件事", "--json").json["questions"] == []
    proved(staffed)


def test_what_was_entered_by_mistake_is_taken_back(staffed: Story) -> None:
    event = staffed.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--json", by="chen").json["id"]
    staffed.run("ledger", "revoke", event, "--reason", "登错了事项", by="chen")
    assert {record["revokes"] for record in records(staffed)} == {None, event}
    proved(staffed)


def test_other_records(staffed: Story) -> None:
    staffed.run("ledger", "add", "dzb", "民主参与", "--title", "征求意见会", "--result", "采纳2条", by="chen")
    staffed.run("ledger", "add", "dzb", "inspection", "--title", "第四季度督查", by="ding")
    assert [r["kind"] for r in records(staffed, "--kind", "inspection")] == ["inspection"]
    assert "征求意见会" in staffed.run("ledger", "list", "dzb").out
    proved(staffed)


def test_the_ledger_is_append_only(staffed: Story) -> None:
    ran = staffed.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--json", by="chen")
    history = History(staffed.folder, staffed.keys, staffed.now)
    path = ran.json["files"][0]
    history.caught("E-APPEND", history.forge(files={path: history.raw("show", f"HEAD:{path}") + b"#\n"}, by="chen"))
    history.move(history.git("rev-parse", "HEAD^"))
    history.caught("E-APPEND", history.forge(files={path: None}, by="chen"))
    history.move(history.git("rev-parse", "HEAD^"))
    other = path.replace("20261123", "20261122")
    history.caught("E-PATH", history.forge(files={other: history.raw("show", f"HEAD:{path}")}, by="chen"))

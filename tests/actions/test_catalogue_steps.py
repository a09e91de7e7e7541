"""The catalogue lives: adjusted, approved, released, filed with the superior, received, published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.story import Story


@pytest.fixture
def keepers(story: Story) -> Story:
    """The superior has a keeper and a coordinator too; the branch's keeper is its registrar, as in the story."""
    story.run("seat", "assign", "gw", "keeper", "xu", by="lin")
    story.run("seat", "assign", "gw", "coordinator", "tang", by="lin")
    return story


def adjust(story: Story, entry: str = "2.5.4", *more: str, by: str = "tang") -> None:
    story.run("catalog", "adjust", "dzb", entry, *(more or ("--set", "scope=unit")), "--reason", "上级要求", by=by)


def released(story: Story, *more: str) -> None:
    adjust(story, "2.5.4", *more)
    story.run("catalog", "approve", "dzb", "--pass", by="he")
    story.run("catalog", "release", "dzb", by="tang")


def entry(story: Story, release: str = "0002", entry: str = "2.5.4") -> dict[str, Any]:
    rows = story.run("catalog", "show", "dzb", "--release", release, "--json").json["entries"]
    return next(row for row in rows if row["id"] == entry)


def test_a_round_from_adjustment_to_receipt(keepers: Story) -> None:
    story = keepers
    ran = story.run(
        "catalog", "adjust", "dzb", "2.5.4", "--set", "scope=在本单位公开", "--reason", "涉及个人", "--json", by="tang"
    )
    assert (ran.json["state"], ran.json["adjusted"]) == ("adjusting", {"2.5.4": "change"})
    story.run("catalog", "approve", "dzb", "--pass", "--opinion", "同意", by="he")
    assert story.run("catalog", "release", "dzb", "--json", by="tang").json["release"] == "0002"
    assert entry(story)["scope"] == "unit"
    story.run("catalog", "file", "dzb", by="tang")
    ran = story.run("catalog", "receive", "dzb", "--number", "备字〔2026〕5号", "--json", by="xu")
    assert ran.json["filing"]["state"] == "received"
    assert ran.json["filing"]["number"] == "备字〔2026〕5号"
    steps = [record["step"] for record in story.run("catalog", "log", "dzb", "--json").json["records"]]
    assert steps == ["adjust", "approve", "release", "file", "receive"]
    assert story.git("log", "-1", "--format=%s") == "目录备案回执 dzb 0002 同意（徐立言）"
    assert "涉及个人" not in story.git("log", "--format=%B")


def test_what_is_released_is_what_was_approved(keepers: Story) -> None:
    released(keepers)
    folder = keepers.folder / "catalogs/dzb"
    working, release = ((folder / name).read_text() for name in ("catalog.yaml", "releases/0002.yaml"))
    assert working.partition("entries:")[2] == release.partition("entries:")[2]


def test_differences_in_words(keepers: Story) -> None:
    adjust(keepers, "2.5.4", "--set", "scope=向社会公开", "--set", "approval=主要负责人,上一级党组织")
    adjust(keepers, "2.6.5", "--change", "suspend")
    adjust(keepers, "2.6.88", "--like", "2.6.9", "--set", "title=新事项")
    zh = keepers.run("catalog", "diff", "dzb", "--lang", "zh").out.splitlines()
    assert zh[0] == "事项 2.5.4：公开范围 向党内公开 → 向社会公开、审批层级 分管负责人 → 主要负责人、上一级党组织"
    assert zh[1].startswith("事项 2.6.5：暂停（")
    assert zh[2] == "事项 2.6.88：新增（新事项）"
    rows = keepers.run("catalog", "diff", "dzb", "0001", "working", "--json").json["differences"]
    assert [(row["entry"], row["change"]) for row in rows] == [
        ("2.5.4", "change"),
        ("2.6.5", "suspend"),
        ("2.6.88", "add"),
    ]
    assert keepers.run("catalog", "diff", "dzb", "1", "0001").out == ""


@pytest.mark.parametrize("args", [("0009",), ("0001", "0003"), ("../../gw/releases/0001",), ("x",)], ids=" ".join)
def test_a_release_that_is_not_there(story: Story, args: tuple[str, ...]) -> None:
    assert "0001" in story.run("catalog", "diff", "dzb", *args, code=2).err


def test_suspended_resumed_cancelled(keepers: Story) -> None:
    released(keepers, "--change", "suspend")
    body = ("--title", "题", "--body", keepers.file("b.md"), "--secrecy", "clear")
    keepers.refused("E-STEP", "propose", "dzb", "2.5.4", *body, by="chen")
    released(keepers, "--change", "resume")
    keepers.propose()
    keepers.refused(
        "E-STEP", "catalog", "adjust", "dzb", "2.5.4", "--change", "cancel", "--reason", "不再需要", by="tang"
    )


def test_a_cancellation_names_the_items_that_it_would_break(keepers: Story) -> None:
    item = keepers.propose()
    ran = keepers.refused(
        "E-STEP", "catalog", "adjust", "dzb", "2.5.4", "--change", "cancel", "--reason", "合并", by="tang"
    )
    assert item in ran.err
    keepers.run("withdraw", item, "--reason", "改由上级公开", by="chen")
    adjust(keepers, "2.5.4", "--change", "cancel")
    other = keepers.propose()
    keepers.run("catalog", "approve", "dzb", "--pass", by="he")
    assert other in keepers.refused("E-STEP", "catalog", "release", "dzb", by="tang").err


def test_edited_in_the_users_editor(keepers: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(
        keepers.file(
            "edit.sh",
            '#!/bin/sh\ncp "$1" "$(dirname "$0")/seen.yaml"\nsed -i "s/^retention: .*/retention: y30/" "$1"\n',
        )
    )
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    keepers.run("catalog", "adjust", "dzb", "2.5.4", "--edit", "--reason", "延长保管", by="tang")
    seen = (script.parent / "seen.yaml").read_text()
    assert "# 保管期限" in seen
    assert "retention: y10" in seen
    assert "y10 → y30" in keepers.run("catalog", "diff", "dzb").out


def test_what_the_editor_leaves_wrong_is_named_with_its_line(keepers: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(
        keepers.file("edit.sh", '#!/bin/sh\nprintf \'%s\\n\' "# 说明" "clause: 三(二)5" "scope: nobody" > "$1"\n')
    )
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    ran = keepers.refused("E-SCHEMA", "catalog", "adjust", "dzb", "2.5.4", "--edit", "--reason", "误", by="tang")
    assert "2.5.4:3:" in ran.err
    monkeypatch.setenv("EDITOR", "false")
    keepers.refused("", "catalog", "adjust", "dzb", "2.5.4", "--edit", "--reason", "误", by="tang", code=2)
    monkeypatch.setenv("EDITOR", "true")
    keepers.refused("E-STEP", "catalog", "adjust", "dzb", "2.5.4", "--edit", "--reason", "误", by="tang")


def test_an_entry_from_a_file(keepers: Story) -> None:
    whole = (keepers.folder / "catalogs/dzb/catalog.yaml").read_text().splitlines()
    start = next(n for n, line in enumerate(whole) if '- id: "2.6.9"' in line)
    end = next(n for n in range(start + 1, len(whole)) if whole[n].startswith("  - id:"))
    body = "\n".join(line[4:] for line in whole[start:end]).replace("2.6.9", "2.6.77")
    more = ("--file", keepers.file("e.yaml", body), "--reason", "新增")
    keepers.refused("", "catalog", "adjust", "dzb", "2.6.78", *more, by="tang", code=2)
    keepers.run("catalog", "adjust", "dzb", "2.6.77", *more, by="tang")
    ids = [
        line.strip()
        for line in (keepers.folder / "catalogs/dzb/catalog.yaml").read_text().splitlines()
        if "- id:" in line
    ]
    assert ids.index('- id: "2.6.77"') == ids.index('- id: "2.7.1"') - 1


@pytest.mark.parametrize(
    ("args", "rule", "code"),
    [
        (("2.5.4", "--set", "scope=nobody", "--reason", "误"), "E-SCHEMA", 1),
        (("2.5.4", "--set", "nothing=1", "--reason", "误"), "", 2),
        (("2.5.4", "--set", "scope", "--reason", "误"), "", 2),
        (("2.5.4", "--set", "scope=", "--reason", "误"), "E-SCHEMA", 1),
        (("2.5.4", "--set", "due=workdays:many", "--reason", "误"), "E-SCHEMA", 1),
        (("2.5.4", "--set", "channels=pigeon", "--reason", "误"), "", 2),
        (("2.5.4", "--set", "scope=party", "--reason", "误"), "E-STEP", 1),
        (("2.5.4", "--set", "scope=unit"), "", 2),
        (("2.5.4", "--set", "scope=unit", "--reason", " "), "", 2),
        (("2.5.4", "--reason", "误"), "", 2),
        (("2.5.5x", "--change", "cancel", "--reason", "误"), "", 2),
        (("2.5.4", "--change", "add", "--set", "scope=unit", "--reason", "误"), "", 2),
        (("2.5.4", "--change", "suspend", "--set", "scope=unit", "--reason", "误"), "", 2),
        (("2.5.4", "--change", "resume", "--reason", "误"), "E-STEP", 1),
        (("2.6.77", "--set", "scope=unit", "--reason", "误"), "E-SCHEMA", 1),
        (("2.6.77", "--like", "9.9.9", "--reason", "误"), "", 2),
        (("2.6.77", "--file", "/no/such/file", "--reason", "误"), "", 2),
        (("--reason", "无改动"), "E-STEP", 1),
        (("../x", "--like", "2.5.4", "--reason", "误"), "E-SCHEMA", 1),
        (("2.6.77", "--like", "2.5.4", "--item", "none", "--reason", "误"), "", 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_bad_adjustments_change_nothing(keepers: Story, args: tuple[str, ...], rule: str, code: int) -> None:
    keepers.refused(rule, "catalog", "adjust", "dzb", *args, by="tang", code=code)


@pytest.mark.parametrize(
    ("args", "by", "rule", "code"),
    [
        (("approve", "dzb", "--pass"), "he", "E-STEP", 1),
        (("release", "dzb"), "tang", "E-STEP", 1),
        (("receive", "dzb", "--number", "1号"), "xu", "", 2),
        (("file", "dzb", "--to", "jw"), "tang", "E-STEP", 1),
        (("file", "dzb", "--to", "dzb"), "tang", "E-STEP", 1),
        (("file", "dzb", "--to", "none"), "tang", "", 2),
        (("file", "dzb", "--release", "0002"), "tang", "E-SEQ", 1),
        (("file", "dzb", "--on", "2026-12-01"), "tang", "E-DATE", 1),
        (("file", "dzb", "--on", "2026-01-30"), "tang", "E-DATE", 1),
        (("approve", "dzb", "--level", "head", "--pass"), "he", "", 2),
        (("file", "gw"), "xu", "E-STEP", 1),
        (("file", "dzb"), "chen", "E-SEAT", 4),
        (("adjust", "dzb", "2.5.4", "--set", "scope=unit", "--reason", "误"), "chen", "E-SEAT", 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_steps_that_are_not_due(keepers: Story, args: tuple[str, ...], by: str, rule: str, code: int) -> None:
    keepers.refused(rule, "catalog", *args, by=by, code=code)


def test_who_adjusted_does_not_approve_or_receive(keepers: Story) -> None:
    story = keepers
    story.run("seat", "assign", "dzb", "principal", "tang", by="lin")
    adjust(story)
    ran = story.refused("E-SOD", "catalog", "approve", "dzb", "--pass", by="tang")
    assert "何守诚" in ran.err
    story.run("catalog", "approve", "dzb", "--pass", by="he")
    story.run("catalog", "release", "dzb", by="tang")
    story.run("catalog", "file", "dzb", by="tang")
    story.refused("E-SOD", "catalog", "receive", "dzb", "--number", "1号", by="tang")


def test_returned_with_opinions_and_filed_again(keepers: Story) -> None:
    released(keepers)
    keepers.run("catalog", "file", "dzb", by="tang")
    keepers.refused("", "catalog", "receive", "dzb", "--return", by="xu", code=2)
    keepers.run("catalog", "receive", "dzb", "--return", "--opinion", "请说明依据", by="xu")
    keepers.refused("E-STEP", "catalog", "receive", "dzb", "--number", "1号", by="xu")
    keepers.run("catalog", "file", "dzb", "--reason", "已补充", by="tang")
    keepers.run("catalog", "receive", "dzb", "--number", "1号", by="xu")
    keepers.refused("E-STEP", "catalog", "receive", "dzb", "--number", "2号", by="xu")
    keepers.refused("E-STEP", "catalog", "file", "dzb", by="tang")


def test_a_receipt_is_not_older_than_the_filing_that_it_answers(keepers: Story) -> None:
    released(keepers)
    keepers.run("catalog", "file", "dzb", by="tang")
    keepers.refused("E-DATE", "catalog", "receive", "dzb", "--number", "1号", "--on", "2026-11-20", by="xu")


def test_a_release_without_changes_names_only_what_is_wrong(keepers: Story) -> None:
    ran = keepers.refused("E-STEP", "catalog", "release", "dzb", by="tang")
    assert "E-DIGEST" not in ran.err


def test_received_by_its_own_organization_is_refused(keepers: Story) -> None:
    released(keepers)
    keepers.run("catalog", "file", "dzb", by="tang")
    keepers.refused("E-SEAT", "catalog", "receive", "dzb", "--number", "1号", by="he", code=4)


def test_a_superior_outside_answers_on_paper(keepers: Story) -> None:
    keepers.run("org", "set", "gw", "--superior-outside", "云溪市委", by="lin")
    keepers.run("seat", "assign", "gw", "registrar", "tang", by="lin")
    keepers.run("catalog", "file", "gw", by="xu")
    keepers.refused("E-PAPER", "catalog", "receive", "gw", "--number", "市备1号", by="tang")
    scan = keepers.file("scan.pdf", b"%PDF-1.4 scan")
    keepers.run("catalog", "receive", "gw", "--number", "市备1号", "--evidence", scan, by="tang")
    filing = keepers.run("catalog", "log", "gw", "--json").json["filing"]
    assert (filing["state"], filing["to"], filing["number"]) == ("received", "云溪市委", "市备1号")


def test_approved_on_paper_and_collectively(keepers: Story) -> None:
    story = keepers
    story.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    adjust(story)
    scan = story.file("form.pdf", b"%PDF-1.4 form")
    paper = ("--on-behalf-of", "gao", "--signed-on", "2026-11-23", "--evidence", scan)
    story.refused("E-SEAT", "catalog", "approve", "dzb", "--pass", *paper, by="tang")  # the registrar adjusted it
    story.run("catalog", "approve", "dzb", "--pass", *paper, by="xu")
    story.run("catalog", "release", "dzb", by="tang")
    adjust(story, "2.5.4", "--set", "scope=party")
    meeting = (
        "--meeting",
        "2026-7",
        "--meeting-date",
        "2026-11-23",
        "--chair",
        "he",
        "--present",
        "he,gao",
        "--in-favour",
        "2",
    )
    story.refused("E-QUORUM", "catalog", "approve", "dzb", "--level", "collective", "--pass", *meeting, by="he")
    more = tuple("he,gao,sun" if part == "he,gao" else "3" if part == "2" else part for part in meeting)
    story.run("catalog", "approve", "dzb", "--level", "collective", "--pass", *more, by="he")
    assert story.run("catalog", "release", "dzb", "--json", by="tang").json["release"] == "0003"


def test_the_superior_keeps_the_catalogue_of_a_small_branch(keepers: Story) -> None:
    keepers.refused(
        "E-SEAT", "catalog", "adjust", "dzb", "2.5.4", "--set", "scope=unit", "--reason", "x", by="xu", code=4
    )
    keepers.refused("E-POLICY", "org", "set", "dzb", "--maintained-by", "jw", by="lin")
    keepers.run("org", "set", "dzb", "--maintained-by", "gw", by="lin")
    adjust(keepers, by="xu")
    record = keepers.run("catalog", "log", "dzb", "--json").json["records"][0]
    assert (record["seat"], record["seat_org"]) == ("keeper", "gw")


def test_dry_run_writes_nothing(keepers: Story) -> None:
    before = keepers.tip()
    ran = keepers.run(
        "catalog", "adjust", "dzb", "2.5.4", "--set", "scope=unit", "--reason", "x", "--dry-run", "--json", by="tang"
    )
    assert ran.json["files"] == ["catalogs/dzb/catalog-record/0001-adjust.yaml", "catalogs/dzb/catalog.yaml"]
    assert keepers.tip() == before


# Items under way ------------------------------------------------------------------------------------------------


def test_a_stricter_release_lists_the_items_that_must_be_revised_and_only_those(keepers: Story) -> None:
    story = keepers
    item, other, done = story.propose(), story.propose(entry="2.6.9"), story.approved()
    story.reviewed(item)
    adjust(story, "2.5.4", "--set", "scope=unit", "--set", "approval=principal")
    story.run("catalog", "approve", "dzb", "--pass", by="he")
    ran = story.run("catalog", "release", "dzb", by="tang")
    assert item in ran.err
    assert other not in ran.err
    assert done not in ran.err
    shown = story.show(item)
    assert shown["state"] == "reviewed"
    assert [step["step"] for step in shown["next"]] == ["revise"]
    assert len(shown["stricter"]) == 2
    assert story.show(other)["stricter"] == story.show(done)["stricter"] == []
    assert item in story.run("todo", by="chen").out
    story.refused("E-STALE", "approve", item, "--level", "head", "--pass", by="sun")
    story.publish(done, "meeting")  # what was approved stays approved
    story.run("revise", item, by="chen")
    shown = story.show(item)
    assert (shown["release"], shown["scope"], shown["stricter"]) == ("0002", "unit", [])
    story.reviewed(item)
    story.refused("E-SEAT", "approve", item, "--level", "head", "--pass", by="sun")
    story.approve(item, "principal", by="he")


def test_a_looser_release_leaves_every_item_alone(keepers: Story) -> None:
    item = keepers.propose()
    keepers.reviewed(item)
    released(keepers, "--set", "scope=society", "--set", "retention=y30")
    assert keepers.show(item)["stricter"] == []
    keepers.approve(item)
    keepers.run("verify", "--introduction", introduction(keepers))


def test_a_wider_scope_is_never_taken_by_itself(keepers: Story) -> None:
    item = keepers.propose()
    released(keepers, "--set", "scope=society", "--set", "approval=principal")
    keepers.refused("E-PLAN", "revise", item, by="chen")
    keepers.run("revise", item, "--scope-reason", "涉及党员个人，仍在党内公开", by="chen")
    assert (keepers.show(item)["scope"], keepers.show(item)["release"]) == ("party", "0002")


# Published ------------------------------------------------------------------------------------------------------


def test_a_release_is_published_as_an_item(keepers: Story) -> None:
    released(keepers, "--change", "suspend")
    item = keepers.run("catalog", "publish", "dzb", by="chen").out.strip()
    shown = keepers.show(item)
    assert (shown["family"], shown["scope"], shown["entry"]) == ("catalogue", "party", "2.6.11")
    out = keepers.run("show", item).out
    assert "| 1 | 贯彻落实党的基本理论、基本路线、基本方略情况 |" in out
    assert "执行“三会一课”制度情况" not in out  # suspended
    keepers.reviewed(item)
    keepers.approve(item, "principal", by="he")
    keepers.publish(item, keepers.show(item)["channels"][0])


def test_society_is_shown_what_is_for_society(keepers: Story) -> None:
    item = keepers.run(
        "catalog", "publish", "dzb", "--scope", "society", "--scope-reason", "主动接受监督", by="chen"
    ).out.strip()
    out = keepers.run("show", item).out
    assert "向社会公开" in out
    assert "向党内公开 |" not in out


def test_a_release_that_is_not_there_is_not_published(keepers: Story) -> None:
    keepers.refused("", "catalog", "publish", "dzb", "--release", "0007", by="chen", code=2)


def test_a_release_is_named_by_its_plain_number(keepers: Story) -> None:
    assert keepers.run("catalog", "publish", "dzb", "--release", "1", "--json", by="chen").json["item"]


# Outside the catalogue ------------------------------------------------------------------------------------------


def off(story: Story, title: str = "防汛工作情况通报", family: str = "circular") -> str:
    more = ("--off-catalog", "--reason", "上级临时部署", "--scope", "party", "--channel", "meeting", "--family", family)
    item = story.propose("--title", title, *more, entry=None)
    story.reviewed(item)
    story.approve(item, "principal", by="he")
    story.publish(item, "meeting")
    return item


def waiting(story: Story) -> list[str]:
    return [row["item"] for row in story.run("status", "--json").json["off_catalogue"]]


def test_an_off_catalogue_item_leaves_a_duty_until_an_entry_is_made(keepers: Story) -> None:
    item = off(keepers)
    keepers.run("archive", item, by="xu")  # filing does not settle it
    assert waiting(keepers) == [item]
    assert keepers.run("todo", "--json", by="tang").json["off_catalogue"][0]["who"] == ["tang"]
    assert item in keepers.run("todo", by="tang").out
    assert keepers.run("todo", "--json", by="xu").json["off_catalogue"] == []
    assert "one-off" in keepers.run("show", item).out
    adjust(keepers, "2.6.77", "--like", "2.6.9", "--set", "title=防汛工作情况", "--item", item)
    assert waiting(keepers) == []
    adjust(keepers, "2.6.77", "--change", "cancel")  # the entry is gone: the duty stands again
    assert waiting(keepers) == [item]


def test_or_it_is_decided_as_one_off(keepers: Story) -> None:
    item = off(keepers)
    keepers.run("ledger", "add", "dzb", "one-off", "--item", item, "--text", "汛期已过，不再发生", by="tang")
    assert waiting(keepers) == []


def test_an_entry_for_an_item_of_the_catalogue_is_refused(keepers: Story) -> None:
    item = keepers.published()
    more = ("--like", "2.6.9", "--item", item, "--reason", "误")
    keepers.refused("E-STEP", "catalog", "adjust", "dzb", "2.6.77", *more, by="tang")


def test_what_keeps_coming_is_suggested(keepers: Story) -> None:
    first, second = off(keepers, "2026年第一季度防汛工作情况通报"), off(keepers, "2026年第二季度防汛工作情况通报")
    off(keepers, "关于食堂整修的通报")
    off(keepers, "2026年第三季度防汛工作情况通报", family="report")
    found = keepers.run("catalog", "suggest", "dzb", "--json").json["suggestions"]
    assert [(row["count"], sorted(row["items"])) for row in found] == [(2, sorted([first, second]))]
    assert "2" in keepers.run("catalog", "suggest", "dzb").out
    assert len(keepers.run("catalog", "suggest", "dzb", "--at-least", "1", "--json").json["suggestions"]) == 3


# The overview ---------------------------------------------------------------------------------------------------


def test_the_tree_shows_what_is_open_and_how_each_catalogue_stands(keepers: Story) -> None:
    keepers.propose()
    off(keepers)
    released(keepers)
    keepers.run("catalog", "file", "dzb", by="tang")
    rows = {row["org"]: row for row in keepers.run("status", "--tree", "--json").json["organizations"]}
    assert list(rows) == ["gw", "dzb", "jw", "zzb"]
    dzb = rows["dzb"]
    assert (dzb["depth"], dzb["open"], dzb["states"], dzb["off_catalogue"]) == (
        1,
        2,
        {"proposed": 1, "published": 1},
        1,
    )
    assert (dzb["release"], dzb["filing"]["state"], dzb["months"], dzb["remind"]) == ("0002", "filed", 0, False)
    assert rows["gw"]["filing"] == {"state": "unfiled"}
    later = keepers.run("status", "--tree", "dzb", "--json", now="2027-11-24T09:00:00+08:00").json["organizations"]
    assert [(row["org"], row["depth"], row["months"], row["remind"]) for row in later] == [("dzb", 0, 12, True)]
    ran = keepers.run("status", "--tree", now="2027-11-24T09:00:00+08:00")
    assert "dzb" in ran.out
    assert "has not changed for 12 months" in ran.err
    keepers.run("status", "--tree", "nobody", code=2)


def introduction(story: Story) -> str:
    from tests.history import History

    return History(story.folder, story.keys, story.now).introduction


def test_the_whole_round_verifies(keepers: Story) -> None:
    released(keepers)
    keepers.run("catalog", "file", "dzb", by="tang")
    keepers.run("catalog", "receive", "dzb", "--number", "1号", by="xu")
    item = off(keepers)
    adjust(keepers, "2.6.77", "--like", "2.6.9", "--item", item)
    keepers.run("catalog", "approve", "dzb", "--return", "--opinion", "再议", by="he")
    keepers.run("verify", "--introduction", introduction(keepers))

"""A new area becomes an administrative district: renamed, split and merged, and nothing that was open is lost.

Built on what happened to a real new area in 2025 and 2026; all names are fictional.
"""

from __future__ import annotations

import pytest

from tests.history import History
from tests.story import Story

DISTRICT = "中共云岭区委员会"


def verified(story: Story) -> None:
    history = History(story.folder, story.keys, story.now)
    story.run("verify", "--introduction", history.introduction)


def notice(story: Story, item: str) -> str:
    """The text of a notice."""
    target = story.folder.parent / "notice.txt"
    story.run("notice", item, "--format", "txt", "-o", str(target))
    return target.read_text(encoding="utf-8")


def staffed(story: Story, org: str, **seats: str) -> None:
    for seat, person in seats.items():
        story.run("seat", "assign", org, seat.replace("_", "-"), person, by="lin")


def added(story: Story, org: str, name: str, kind: str = "basic") -> None:
    story.run("org", "add", org, "--name", name, "--kind", kind, "--superior", "gw", by="lin")


def test_the_new_area_becomes_a_district(story: Story) -> None:
    # Before the change, the branch publishes one notice and has two on their way.
    old = story.published()
    proposed, approved = story.propose(), story.approved()
    later = "2026-12-01T09:00:00+08:00"

    # The committee of the area becomes that of the district; the branch takes the district into its name.
    story.run("org", "rename", "gw", "--name", DISTRICT, "--on", "2026-11-30", by="lin", now=later)
    story.run("org", "rename", "dzb", "--name", "云岭区第一党支部", by="lin", now=later)
    assert story.run("org", "show", "gw", "--json").json["former_names"][0]["name"] == "云岭新区党工委"

    # What was approved before keeps the name under which it was approved; what comes now has the new one.
    assert "云岭区第一党支部" not in notice(story, old)
    assert "第一党支部" in notice(story, old)
    assert "云岭区第一党支部" not in notice(story, approved)
    assert "云岭区第一党支部" in notice(story, proposed)

    # Two sub-districts are formed out of the one, and the branch is split between them.
    added(story, "east", "云岭区东湖街道支部委员会")
    added(story, "west", "云岭区西湖街道支部委员会")
    staffed(
        story, "east", proposer="xu", reviewer_necessity="wu", reviewer_accuracy="wu", reviewer_legal="zhao",
        reviewer_secrecy="zhao", head="sun", principal="he", publisher="xu", archivist="xu", keeper="tang",
    )  # fmt: skip
    staffed(story, "west", proposer="ding", principal="gao")
    ran = story.run(
        "org", "close", "dzb", "--successor", "east,west", "--on", "2026-12-01", "--reason", "区划调整，支部分设", "--json",
        by="lin", now=later,
    )  # fmt: skip
    assert sorted(ran.json["open"]) == sorted([old, proposed, approved])

    # Nothing new begins in the old branch; what is open there is finished by the seats of its successors.
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused("E-SEAT", "propose", "dzb", "2.5.4", *body, by="chen", code=4, now=later)
    story.refused("E-POLICY", "propose", "dzb", "2.5.4", *body, by="xu", now=later)
    story.refused("E-SEAT", "withdraw", proposed, "--reason", "不再需要", by="chen", code=4, now=later)
    story.reviewed(proposed)
    assert set(story.show(proposed)["next"][0]["who"]) >= {"sun"}
    story.approve(proposed, by="sun", now=later)
    record = story.show(proposed)["records"][-1]
    assert (record["org"], record["seat"]) == ("east", "head")
    story.publish(proposed, "meeting", by="xu", on="2026-12-01", now=later)
    story.publish(proposed, "bulletin-board", by="xu", on="2026-12-01", now=later)
    story.run("archive", proposed, by="xu", now=later)
    assert story.show(proposed)["number"] == "2026-002"  # the series of the old branch goes on to its end
    assert "dzb" not in [row["org"] for row in story.run("org", "check", "--json", code=None).json["organizations"]]
    assert "succeeded by east, west" in story.run("org", "tree").out
    verified(story)


def test_two_branches_are_merged_into_one(story: Story) -> None:
    added(story, "dzc", "第二党支部")
    staffed(story, "dzc", proposer="ding", keeper="xu")
    added(story, "lian", "联合党支部")
    staffed(story, "lian", proposer="xu", principal="he", keeper="tang", archivist="xu")
    first = story.propose()
    other = story.propose(org="dzc", by="ding")
    for org in ("dzb", "dzc"):
        story.run("org", "close", org, "--successor", "lian", "--reason", "合并", by="lin")
    for item in (first, other):
        story.run("withdraw", item, "--reason", "由联合支部另行公开", by="xu")
        story.run("archive", item, by="xu")
    verified(story)


def test_an_off_catalogue_matter_of_the_old_branch_is_settled_by_the_new_one(story: Story) -> None:
    off = ("--off-catalog", "--reason", "上级部署", "--scope", "party", "--channel", "meeting")
    item = story.propose(*off, entry=None)
    story.reviewed(item)
    story.approve(item, "principal", by="he")
    story.publish(item, "meeting")
    added(story, "lian", "联合党支部")
    staffed(story, "lian", keeper="xu")
    story.run("org", "close", "dzb", "--successor", "lian", "--reason", "合并", by="lin")
    waiting = story.run("status", "--json").json["off_catalogue"]
    assert [(row["item"], row["who"]) for row in waiting] == [(item, ["xu"])]
    story.refused("E-POLICY", "catalog", "adjust", "dzb", "2.5.4", "--set", "scope=unit", "--reason", "x", by="xu")
    more = ("--like", "2.6.9", "--set", "title=防汛工作", "--item", item, "--reason", "承接后列入目录")
    story.run("catalog", "adjust", "lian", "2.6.77", *more, by="xu")
    assert story.run("status", "--json").json["off_catalogue"] == []
    verified(story)


@pytest.mark.parametrize(
    ("args", "rule", "code"),
    [
        (("close", "gw", "--successor", "dzb", "--reason", "x"), "E-POLICY", 1),
        (("close", "dzb", "--successor", "dzb", "--reason", "x"), "E-POLICY", 1),
        (("close", "dzb", "--successor", "none", "--reason", "x"), "", 2),
        (("close", "dzb", "--successor", "gw", "--reason", " "), "", 2),
        (("close", "dzb", "--successor", "gw", "--reason", "x", "--on", "2026-11-24"), "", 2),
        (("close", "dzb", "--successor", "gw", "--reason", "x", "--on", "2026-02-30"), "", 2),
        (("close", "none", "--successor", "gw", "--reason", "x"), "", 2),
        (("rename", "dzb", "--name", "第一党支部"), "", 2),
        (("rename", "dzb", "--name", " "), "", 2),
        (("rename", "dzb", "--name", "新名称", "--on", "2026-13-01"), "", 2),
        (("set", "dzb", "--phone", "1", "--valid-from", "2026-11-01"), "", 2),
        (("set", "dzb", "--departments", "accounting"), "", 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_what_cannot_be(story: Story, args: tuple[str, ...], rule: str, code: int) -> None:
    story.refused(rule, "org", *args, by="lin", code=code)


def test_only_an_admin_closes(story: Story) -> None:
    story.refused("E-SEAT", "org", "close", "dzb", "--successor", "gw", "--reason", "x", by="he", code=4)


def test_what_hangs_on_it_is_placed_elsewhere_first(story: Story) -> None:
    story.run("org", "add", "xz", "--name", "第一小组", "--kind", "basic", "--superior", "dzb", by="lin")
    close = ("org", "close", "dzb", "--successor", "gw", "--reason", "合并")
    assert "xz" in story.refused("E-POLICY", *close, by="lin").err
    story.run("org", "set", "xz", "--superior", "gw", by="lin")
    story.run(*close, by="lin")
    story.refused("E-POLICY", "org", "set", "xz", "--superior", "dzb", by="lin")
    story.refused("E-POLICY", "org", "set", "dzb", "--phone", "023-1", by="lin")
    story.refused("E-POLICY", "seat", "assign", "dzb", "head", "he", by="lin")


def test_closed_is_closed_only_once(story: Story) -> None:
    close = ("org", "close", "dzb", "--successor", "gw", "--reason", "撤销")
    story.run(*close, by="lin")
    tip = story.tip()
    story.run(*close, by="lin", code=2)
    assert story.tip() == tip


def test_on_the_day_of_closing_the_successor_answers(story: Story) -> None:
    story.run("org", "close", "dzb", "--successor", "gw", "--reason", "撤销", by="lin")
    assert {row["org"] for row in story.run("due", "--org", "dzb", "--json").json["obligations"]} == {"gw"}


def test_successors_form_no_circle(story: Story) -> None:
    story.run("org", "close", "dzb", "--successor", "zzb", "--reason", "撤销", by="lin")
    story.refused("E-POLICY", "org", "close", "zzb", "--successor", "dzb", "--reason", "撤销", by="lin")
    story.run("org", "close", "zzb", "--successor", "jw", "--reason", "撤销", by="lin")
    verified(story)


# The leading mechanism ------------------------------------------------------------------------------------------


def test_the_ten_mechanisms_and_who_leads_them_here(story: Story) -> None:
    story.run("org", "set", "zzb", "--departments", "organization-personnel,机关党委", by="lin")
    story.run("org", "set", "jw", "--departments", "discipline", by="lin")
    found = story.run("mechanisms", "--json").json
    assert [one["clause"] for one in found["mechanisms"]] == [f"七({n})" for n in "一二三四五六七八九十"]
    assert found["mechanisms"][9]["lead"] == ["discipline"]
    assert found["departments"] == {"discipline": ["jw"], "organization-personnel": ["zzb"], "party-committee": ["zzb"]}
    out = story.run("mechanisms", "--lang", "zh").out
    assert "责任追究机制" in out
    assert "纪工委 (jw)" in out or "纪工委（jw）" in out
    story.run("org", "set", "jw", "--departments", "", by="lin")
    assert "discipline" not in story.run("mechanisms", "--json").json["departments"]


def test_who_is_responsible_is_named_and_who_is_not(story: Story) -> None:
    story.run("org", "set", "dzb", "--responsible-person", "he", by="lin")
    assert "responsible" not in story.run("org", "check", "dzb").out
    assert "responsible" in story.run("org", "check", "zzb", code=1).out
    rows = {row["org"]: row for row in story.run("org", "check", "--json", code=1).json["organizations"]}
    assert {org: rows[org]["responsible_person"] for org in ("jw", "zzb", "dzb")} == {
        "jw": None,
        "zzb": None,
        "dzb": "he",
    }
    assert "何守诚" in story.run("org", "check", code=1).out


def test_the_office_of_the_leading_group_receives_what_is_filed(story: Story) -> None:
    story.run("org", "add", "group", "--name", "党务公开工作领导小组", "--kind", "department", "--form", "leading-group", "--superior", "gw", by="lin")  # fmt: skip
    story.run("org", "add", "office", "--name", "领导小组办公室", "--kind", "department", "--form", "office", "--superior", "group", by="lin")  # fmt: skip
    story.run("seat", "assign", "office", "coordinator", "wu", by="lin")
    story.run("catalog", "file", "dzb", by="tang")
    ran = story.run("catalog", "receive", "dzb", "--number", "1号", "--json", by="wu")
    assert (ran.json["record"]["seat"], ran.json["record"]["seat_org"]) == ("coordinator", "office")
    verified(story)

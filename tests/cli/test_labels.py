"""Where a word has a Chinese label, the label is as good as the key."""

from __future__ import annotations

import json

from tests.story import Story


def test_labels_through_the_life_of_an_item(story: Story) -> None:
    plan = (
        "--scope",
        "向党内公开",
        "--channel",
        "召开会议",
        "--family",
        "情况通报",
        "--importance",
        "一般事项",
        "--secrecy",
        "不涉密",
    )
    texts = ("--title", "题目", "--body", story.file("body.md"), "--scope-reason", "仅限党内")
    item = story.run("propose", "dzb", "2.5.4", *texts, *plan, by="chen").out.strip()
    shown = story.show(item)
    assert (shown["scope"], shown["channels"]) == ("party", ["meeting"])
    story.review(item, "必要性审核", "准确性审核", by="wu")
    story.review(item, "法规审查", "保密审查", by="zhao")
    story.approve(item, "分管负责人")
    story.publish(item, "召开会议")
    story.run("archive", item, "--retention", "30年", by="xu")
    assert [r["step"] for r in story.show(item)["records"]] == [
        "propose",
        *["review"] * 4,
        "approve",
        "publish",
        "archive",
    ]
    plan_file = story.git("show", f"HEAD:catalogs/dzb/items/2026/{item}/content/item.yaml")
    assert "family: report" in plan_file
    assert "importance: ordinary" in plan_file


def test_labels_of_a_doubtful_matter(story: Story) -> None:
    item = story.run("propose", "dzb", "2.5.4", "--secrecy", "是否涉密有疑问", by="chen").out.strip()
    assert story.state(item) == "referred"
    reply = ("--authority", "新区保密行政管理部门", "--number", "云保〔2026〕3号", "--on", "2026-11-23")
    story.run("answer", item, "--result", "不得公开", *reply, by="zhao")
    assert story.state(item) == "closed"


def test_labels_of_kinds_forms_and_seats(story: Story) -> None:
    names = ("--name", "第二党支部", "--kind", "基层组织", "--superior", "gw", "--form", "党支部")
    story.run("org", "add", "dzb2", *names, by="lin")
    story.run("seat", "assign", "dzb2", "承办人，发布人", "chen", by="lin")
    shown = story.run("org", "show", "dzb2", "--json").json
    assert shown["kind"] == "basic"
    assert set(shown["seats"]) >= {"proposer", "publisher"}
    story.run("seat", "revoke", "dzb2", "发布人", "chen", by="lin")


def test_place_of_a_channel(story: Story) -> None:
    item = story.propose("--channel", "公开栏:inside", "--channel", "召开会议")
    assert story.show(item)["channels"] == ["bulletin-board:inside", "meeting"]
    item = story.propose("--channel", "公开栏：单位内部")
    assert story.show(item)["channels"] == ["bulletin-board:inside"]


def test_json_says_keys_in_any_language(story: Story) -> None:
    item = story.propose()
    english = story.run("show", item, "--json", "--lang", "en").out
    assert json.loads(english) == json.loads(story.run("show", item, "--json", "--lang", "zh").out)

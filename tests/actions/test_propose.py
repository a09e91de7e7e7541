"""提出: the plan from the entry of the catalogue, and what the proposer says otherwise."""

from __future__ import annotations

import re

import pytest

from tests.story import Story


def _plan(story: Story, item: str) -> str:
    return (story.folder / f"catalogs/dzb/items/2026/{item}/content/item.yaml").read_text(encoding="utf-8")


def test_it_prints_the_id(story: Story) -> None:
    item = story.propose()
    assert re.fullmatch(r"dzb-20261123-[a-z2-7]{4}", item)


def test_the_entry_says_what_the_proposer_does_not(story: Story) -> None:
    shown = story.show(story.propose(entry="2.6.3"))
    assert (shown["family"], shown["scope"], shown["importance"]) == ("notice", "unit", "important")
    assert shown["channels"] == ["bulletin-board:inside", "meeting"]
    assert (shown["entry"], shown["release"], shown["state"]) == ("2.6.3", "0001", "proposed")


def test_everything_may_be_said(story: Story) -> None:
    attachment = story.file("名单.pdf", b"%PDF-1.4")
    item = story.propose(
        "--attach", attachment, "--attach", story.file("b.txt", "表"), "--scope", "society", "--scope-reason", "群众关心",
        "--channel", "meeting", "--channel", "website", "--channel", "电子屏:outside", "--family", "公示",
        "--importance", "important", "--publish-on", "2026-12-01", "--days", "7",
    )  # fmt: skip
    shown = story.show(item)
    assert shown["channels"] == ["meeting", "website", "e-screen:outside"]
    assert (shown["family"], shown["importance"], shown["publish_on"]) == ("notice", "important", "2026-12-01")
    plan = _plan(story, item)
    for text in (
        "scope: society",
        "scope_reason: 群众关心",
        "workdays: 7",
        "attachments/名单.pdf",
        "attachments/b.txt",
    ):
        assert text in plan
    files = story.git("ls-files", "-z", f"*/{item}/content/*").split("\0")[:-1]
    assert [name.split("/content/")[1] for name in files] == [
        "attachments/b.txt", "attachments/名单.pdf", "body.md", "item.yaml",
    ]  # fmt: skip


def test_for_whom_a_targeted_matter_is(story: Story) -> None:
    item = story.propose(
        "--scope", "targeted", "--scope-reason", "涉及个人", "--audience", "第一小组", "--audience", "当事人"
    )
    assert "audience:\n  - 第一小组\n  - 当事人" in _plan(story, item)


def test_a_targeted_matter_without_audience(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused(
        "--audience", "propose", "dzb", "2.5.4", *body, "--scope", "targeted", "--scope-reason", "涉", by="chen", code=2
    )


def test_days_count_as_the_entry_counts(story: Story) -> None:
    assert "workdays: 3" in _plan(story, story.propose("--days", "3", entry="2.6.3"))
    assert "until: superseded" in _plan(story, story.propose())


def test_an_earlier_item_may_be_the_pattern(story: Story) -> None:
    first = story.propose("--channel", "meeting", "--importance", "important", "--publish-on", "2026-11-30")
    second = story.run("propose", "dzb", "2.5.4", "--secrecy", "clear", "--from", first, by="chen").out.strip()
    shown = story.show(second)
    assert (shown["title"], shown["importance"], shown["channels"]) == (
        "“三会一课”制度执行情况",
        "important",
        ["meeting"],
    )
    assert (shown["publish_on"], shown["supersedes"], shown["state"]) == (None, None, "proposed")
    third = story.run(
        "propose", "dzb", "2.5.4", "--secrecy", "clear", "--from", first[-4:], "--title", "新题", by="chen"
    ).out.strip()
    assert story.show(third)["title"] == "新题"


def test_only_a_proposer_of_the_organization(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    for by in ("wu", "lin", "he"):
        story.refused("E-SEAT", "propose", "dzb", "2.5.4", *body, by=by, code=4)
    story.refused("E-SEAT", "propose", "zzb", "4.2.2", *body, by="chen", code=4)


def test_society_channels_only_for_society(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    for channel in ("website", "bulletin-board:outside"):
        story.refused("E-SCOPE-LEAK", "propose", "dzb", "2.5.4", *body, "--channel", channel, by="chen")


def test_a_board_stands_inside_unless_it_is_for_society(story: Story) -> None:
    assert story.show(story.propose("--channel", "bulletin-board"))["channels"] == ["bulletin-board:inside"]
    item = story.propose("--channel", "公开栏", entry="2.7.2")
    assert story.show(item)["channels"] == ["bulletin-board:outside"]


@pytest.mark.parametrize(
    "options",
    [
        ("dzb", "9.9.9"),
        ("dzx", "2.5.4"),
        ("dzb", "2.5.4", "--channel", "pigeon"),
        ("dzb", "2.5.4", "--channel", "meeting:inside"),
        ("dzb", "2.5.4", "--channel", "e-screen:beside"),
        ("dzb", "2.5.4", "--days", "0"),
        ("dzb", "2.5.4", "--publish-on", "2026-02-30"),
        ("dzb", "2.5.4", "--scope", "everyone"),
        ("dzb", "2.5.4", "--off-catalog", "--reason", "上级要求"),
        ("dzb", "--off-catalog"),
        ("dzb", "2.5.4", "--from", "nothing"),
        ("dzb", "2.5.4", "--supersedes", "nothing"),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(story: Story, options: tuple[str, ...]) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    story.refused("", "propose", *options, *body, by="chen", code=2)


def test_a_channel_twice(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    channels = ("--channel", "meeting", "--channel", "召开会议")
    story.refused("E-", "propose", "dzb", "2.5.4", *body, *channels, by="chen")


def test_the_next_command_and_who_may_run_it(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    ran = story.run("propose", "dzb", "2.5.4", *body, by="chen")
    item = ran.out.strip()
    assert "State: proposed" in ran.err
    assert "吴文澜 (wu)" in ran.err
    assert f"pdctl review {item} --aspect necessity --aspect accuracy --pass" in ran.err


def test_as_json(story: Story) -> None:
    body = ("--title", "题", "--body", story.file("b.md"), "--secrecy", "clear")
    value = story.run("propose", "dzb", "2.5.4", *body, "--json", by="chen").json
    assert value["schema"] == "pdctl/step/v1"
    assert (value["ok"], value["dry_run"], value["state"]) == (True, False, "proposed")
    assert value["commits"] == [story.tip()]
    assert story.show(value["item"])["title"] == "题"


def test_slips_of_the_pen_are_told_and_stop_nothing(story: Story) -> None:
    """`validate` calls them errors; whoever proposed can revise them before anybody has read the item."""
    body = story.file("slips.md", "\n会议于2026年2月30日召开。\n\n见云委[2026]7号。\n")
    ran = story.run(
        "propose", "dzb", "2.5.4", "--title", "关于4月31日活动的通报", "--body", body, "--secrecy", "clear", by="chen"
    )
    for told in (f"E-TEXT-DAY {body}:2:4", f"E-TEXT-NUMBER {body}:4:4", "E-TEXT-DAY --title:1:3", "4月31日"):
        assert told in ran.err
    item = ran.out.strip()
    ran = story.run("validate", "--json", code=1)
    assert [finding["rule"] for finding in ran.json["findings"]].count("E-TEXT-DAY") == 2
    mended = story.file("mended.md", "会议于2026年2月28日召开，见云委〔2026〕7号。\n")
    assert (
        "E-TEXT" not in story.run("revise", item, "--title", "关于4月30日活动的通报", "--body", mended, by="chen").err
    )

"""What a plan says of the paper: lines of the title, 文号, recipients."""

from __future__ import annotations

import pytest

from tests.story import Story


def plan(story: Story, item: str) -> str:
    year = item.split("-")[1][:4]
    return story.git("show", f"HEAD:catalogs/dzb/items/{year}/{item}/content/item.yaml")


def test_a_number_recipients_and_lines_are_kept(story: Story) -> None:
    item = story.run(
        "propose", "dzb", "2.5.4", "--body", story.file("body.md"), "--secrecy", "clear",
        "--title-line", "关于第三季度", "--title-line", "“三会一课”情况的通报",
        "--document-number", "云党发〔2026〕7号", "--to", "各党小组", "--copy-to", "组织人事部",
        "--printed-by", "第一党支部", "--printed-on", "2026-11-24", by="chen",
    ).out.strip()  # fmt: skip
    assert story.show(item)["title"] == "关于第三季度“三会一课”情况的通报"
    for line in ("document_number: 云党发〔2026〕7号", "- 各党小组", "- 组织人事部", 'printed_on: "2026-11-24"'):
        assert line in plan(story, item)
    story.run("revise", item, "--body", story.file("new.md", "改过的正文。"), "--reason", "补充", by="chen")
    assert "云党发〔2026〕7号" in plan(story, item)
    copy = story.run("propose", "dzb", "2.5.4", "--from", item, "--secrecy", "clear", by="chen").out.strip()
    assert "document_number" not in plan(story, copy)
    assert "各党小组" in plan(story, copy)


@pytest.mark.parametrize(
    ("written", "proposal"),
    [
        ("云党发[2026]7号", "云党发〔2026〕7号"),
        ("云党发（2026）第007号", "云党发〔2026〕7号"),
        ("云党发【２０２６】７号", "云党发〔2026〕7号"),
        ("云党发〔2026〕07号", "云党发〔2026〕7号"),
    ],
)
def test_a_number_written_otherwise_is_refused_with_a_proposal(story: Story, written: str, proposal: str) -> None:
    options = ("--title", "通报", "--body", story.file("body.md"), "--secrecy", "clear", "--document-number", written)
    ran = story.refused("E-SCHEMA", "propose", "dzb", "2.5.4", *options, by="chen")
    assert f"write {proposal}" in ran.err


def test_lines_that_are_another_title_are_refused(story: Story) -> None:
    options = ("--title", "甲", "--title-line", "乙", "--body", story.file("body.md"), "--secrecy", "clear")
    assert "do not make up the title" in story.run("propose", "dzb", "2.5.4", *options, by="chen", code=2).err


def test_a_circular_without_recipients_is_asked_for_them(story: Story) -> None:
    options = ("--title", "通报", "--body", story.file("body.md"), "--secrecy", "clear", "--family", "circular")
    assert "--to" in story.run("propose", "dzb", "2.5.4", *options, by="chen").err
    assert "--to" not in story.run("propose", "dzb", "2.5.4", *options, "--to", "各党小组", by="chen").err


def test_a_number_belongs_to_one_document_of_an_organization(story: Story) -> None:
    first = story.propose("--document-number", "云党发〔2026〕7号")
    options = ("--title", "通报", "--body", story.file("body.md"), "--secrecy", "clear", "--yes")
    again = ("propose", "dzb", "2.6.9", *options, "--document-number", "云党发〔2026〕7号")
    refused = story.run(*again, by="chen", code=1)
    assert "E-DOCUMENT-NUMBER" in refused.err
    assert first in refused.err
    other = story.propose()
    assert (
        "E-DOCUMENT-NUMBER"
        in story.run("revise", other, "--document-number", "云党发〔2026〕7号", by="chen", code=1).err
    )
    story.run("revise", first, "--title", "改过的题目", by="chen")  # its own number is no other's
    story.run("withdraw", first, "--reason", "不再公开", by="chen")
    story.run("revise", other, "--document-number", "云党发〔2026〕7号", by="chen")

"""The approval form: filled from the records, bound to one version, registered box by box."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from pdctl.core.form_code import form_code
from tests.actions.conftest import At
from tests.story import Story

REVIEWS = "necessity=wu:2026-11-23,accuracy=wu:2026-11-23,legal=zhao:2026-11-23,secrecy=zhao:2026-11-23"
LATER = "2026-11-24T09:00:00+08:00"


def page(story: Story, item: str, **how: str) -> str:
    return story.run("form", item, "-o", "-", **how).out


def code_of(story: Story, item: str) -> str:
    return str(story.run("form", item, "-o", str(story.folder.parent / "form.html"), "--json").json["code"])


def words(text: str) -> str:
    """The page as somebody reads it."""
    body = text[text.index("<body>") :]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def signed(story: Story, item: str, boxes: str = REVIEWS, *more: str, code: str = "") -> tuple[str, ...]:
    scan = story.file("审批表.pdf", b"%PDF-1.4 scan")
    return "form", item, "--register", scan, "--code", code or code_of(story, item), "--signed", boxes, *more


# --- printing -------------------------------------------------------------------------------------------


def test_a_new_item_has_a_box_for_every_review_and_level(at: At) -> None:
    story, item = at("proposed")
    said = words(page(story, item))
    for label in ("必要性审核", "准确性审核", "法规审查", "保密审查", "分管负责人"):
        assert label in said
    assert said.count("可签署人：") == 5
    assert "可签署人：孙静之" in said
    assert "召开会议；公开栏（单位内部）" in said
    assert "会议" in said
    assert "本季度召开支部党员大会一次。" in said  # the text is annexed


def test_what_was_decided_is_filled_in(at: At) -> None:
    story, item = at("approved")
    said = words(page(story, item))
    assert "签名：孙静之2026年11月23日本人密钥签名，第6号记录" in said
    assert "可签署人" not in said
    assert "送审稿" not in said


def test_it_carries_the_marks_of_the_notice(at: At) -> None:
    story, item = at("proposed")
    said = words(page(story, item))
    assert "送审稿（未经审批不得外传）" in said
    assert "党内公开" in said


def test_an_opinion_on_an_earlier_version_is_shown_as_void(at: At) -> None:
    story, item = at("reviewed")
    story.run("revise", item, "--title", "改题", by="chen")
    said = words(page(story, item))
    assert said.count("内容已改，意见失效") == 4
    assert said.count("可签署人") == 5


def test_the_code_is_that_of_item_and_version(at: At) -> None:
    story, item = at("proposed")
    first = code_of(story, item)
    assert first == form_code(item, story.show(item)["subject"])
    assert first in page(story, item)
    story.run("revise", item, "--title", "改题", by="chen")
    assert code_of(story, item) != first


def test_a_reference_without_text_has_no_form(story: Story) -> None:
    item = story.run("propose", "dzb", "--secrecy", "doubt", by="chen").out.strip()
    assert "reference" in story.run("form", item, code=2).err


def test_printing_is_the_same_each_time(at: At) -> None:
    story, item = at("reviewed")
    assert page(story, item) == page(story, item)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", "</style><b>", "&amp;"])
def test_text_of_people_is_text(story: Story, text: str) -> None:
    item = story.propose("--title", text)
    found = page(story, item)
    assert "<script" not in found
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in found


def test_nothing_is_written_where_the_folder_is_missing(at: At) -> None:
    story, item = at("proposed")
    story.run("form", item, "-o", str(story.folder.parent / "no" / "form.html"), code=5)
    assert not (story.folder.parent / "no").exists()


# --- registering ----------------------------------------------------------------------------------------


def test_each_box_is_a_step_and_a_commit_of_its_own(at: At) -> None:
    story, item = at("proposed")
    before = int(story.git("rev-list", "--count", "HEAD"))
    ran = story.run(*signed(story, item, REVIEWS + ",head=sun:2026-11-23"), "--json", by="tang")
    assert len(ran.json["commits"]) == 5
    assert int(story.git("rev-list", "--count", "HEAD")) == before + 5
    records = story.show(item)["records"][1:]
    assert {r["by"] for r in records} == {"tang"}
    assert [r["on_behalf_of"] for r in records] == ["wu", "wu", "zhao", "zhao", "sun"]
    assert {r["form_code"] for r in records} == {code_of(story, item)}
    assert story.state(item) == "approved"
    scans = sorted((story.folder / "catalogs/dzb/items/2026" / item / "record/evidence").iterdir())
    assert [path.name for path in scans] == [f"000{n}-审批表.pdf" for n in range(2, 7)]


@pytest.mark.parametrize(
    "boxes",
    ["secrecy=zhao:2026-11-23", "保密审查=zhao:2026-11-23", "保密审查＝赵明理：2026年11月23日", " secrecy = 赵明理 : 2026-11-23 ,"],
)  # fmt: skip
def test_boxes_and_persons_are_named_as_people_name_them(at: At, boxes: str) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item, boxes), by="tang")
    (record,) = story.show(item)["records"][1:]
    assert (record["aspect"], record["on_behalf_of"], record["signed_on"]) == ("secrecy", "zhao", "2026-11-23")


def test_a_level_by_its_label(at: At) -> None:
    story, item = at("reviewed")
    story.run(*signed(story, item, "主要负责人=高秉文:2026-11-23"), by="tang")
    assert story.state(item) == "approved"


def test_approvals_follow_reviews_in_whatever_order_they_are_typed(at: At) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item, "head=sun:2026-11-23," + REVIEWS), by="tang")
    assert story.state(item) == "approved"


@pytest.mark.parametrize(("word", "state"), [("return", "returned"), ("修改后再报", "returned"), ("refer", "referred")])
def test_a_box_may_say_something_else_than_consent(at: At, word: str, state: str) -> None:
    story, item = at("proposed")
    boxes = f"secrecy=zhao:2026-11-23:{word},necessity=wu:2026-11-23"
    story.run(*signed(story, item, boxes, "--opinion", "保密审查=请核对第二段"), by="tang")
    assert story.state(item) == state
    assert story.show(item)["records"][-1]["opinion"] == "请核对第二段"


def test_a_rejection(at: At) -> None:
    story, item = at("reviewed")
    story.run(*signed(story, item, "head=sun:2026-11-23:不同意公开"), by="tang")
    assert story.state(item) == "rejected"


def test_a_collective_decision_brings_its_meeting(at: At) -> None:
    story, item = at("reviewed")
    day = ("--meeting", "2026-7", "--meeting-date", "2026-11-23")
    meeting = (*day, "--chair", "he", "--present", "he,gao,sun", "--in-favour", "3")
    story.run(*signed(story, item, "collective=he:2026-11-23", *meeting), by="tang")
    assert story.state(item) == "approved"


def test_a_form_of_an_earlier_version_is_refused_saying_what_changed(at: At) -> None:
    story, item = at("proposed")
    old = code_of(story, item)
    story.run("revise", item, "--title", "改题", "--body", story.file("neu.md", "新的正文。\n"), by="chen")
    ran = story.refused("E-PAPER", *signed(story, item, code=old), by="tang")
    assert "the title" in ran.err
    assert "the text" in ran.err
    assert "0001" in ran.err
    assert code_of(story, item) not in ran.err


def test_a_form_of_another_item_is_refused_by_name(at: At) -> None:
    story, item = at("proposed")
    other = story.propose()
    ran = story.refused("E-PAPER", *signed(story, item, code=code_of(story, other)), by="tang")
    assert other in ran.err


@pytest.mark.parametrize(
    "change", [lambda c: c[:-1], lambda c: c[:-1] + ("2" if c[-1] != "2" else "3"), lambda c: "改"]
)
def test_a_mistyped_code_is_noticed(at: At, change: Callable[[str], str]) -> None:
    story, item = at("proposed")
    code = code_of(story, item)
    ran = story.refused("E-PAPER", *signed(story, item, code=change(code)), by="tang")
    assert f"expected: {code}" not in ran.err


def test_one_box_refused_and_none_is_written(at: At) -> None:
    story, item = at("proposed")
    for boxes, rule, code in (
        (REVIEWS + ",head=wu:2026-11-23", "E-SOD", 4),  # who reviewed does not approve, and holds no such seat
        ("necessity=wu:2026-11-23,secrecy=sun:2026-11-23", "E-SEAT", 4),
        ("necessity=wu:2026-11-23,secrecy=zhao:2026-11-22", "E-PAPER", 1),
        ("necessity=wu:2026-11-23,secrecy=zhao:2026-11-24", "E-DATE", 1),
        ("necessity=wu:2026-11-23,head=sun:2026-11-23", "E-STEP", 1),
    ):
        story.refused(rule, *signed(story, item, boxes), by="tang", code=code)
    assert len(story.show(item)["records"]) == 1


def test_only_a_registrar_registers_and_never_the_proposer(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SEAT", *signed(story, item), by="wu", code=4)
    story.run("seat", "assign", "dzb", "registrar", "chen", by="lin")
    story.refused("E-SEAT", *signed(story, item), by="chen")


def test_the_same_command_again_adds_nothing(at: At) -> None:
    story, item = at("proposed")
    command = signed(story, item)
    story.run(*command, by="tang")
    tip = story.tip()
    ran = story.run(*command, by="tang")
    assert story.tip() == tip
    assert ran.err.count("registered already") == 4


def test_the_rest_is_registered_by_the_same_command(at: At) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item, "secrecy=zhao:2026-11-23"), by="tang")
    story.run(*signed(story, item, REVIEWS), by="tang")
    assert [r["aspect"] for r in story.show(item)["records"][1:]] == ["secrecy", "necessity", "accuracy", "legal"]


def test_a_dry_run_writes_nothing(at: At) -> None:
    story, item = at("proposed")
    tip = story.tip()
    ran = story.run(*signed(story, item), "--dry-run", by="tang")
    assert story.tip() == tip
    assert ran.err.count("Would commit:") == 4


@pytest.mark.parametrize(
    "boxes",
    ["", ",", "secrecy", "secrecy=zhao", "secrecy=:2026-11-23", "secrecy=zhao:", "secrecy=zhao:2026-02-30", "foo=zhao:2026-11-23",
     "secrecy=nobody:2026-11-23", "secrecy=zhao:2026-11-23:maybe", "secrecy=zhao:2026-11-23,保密审查=zhao:2026-11-23"],
)  # fmt: skip
def test_what_cannot_be_read_is_wrong_usage(at: At, boxes: str) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item, boxes), by="tang", code=2)


@pytest.mark.parametrize("left_out", ["--register", "--code", "--signed"])
def test_the_three_go_together(at: At, left_out: str) -> None:
    story, item = at("proposed")
    command = list(signed(story, item))
    place = command.index(left_out)
    del command[place : place + 2]
    story.run(*command, by="tang", code=2)


def test_a_missing_scan_is_named(at: At) -> None:
    story, item = at("proposed")
    command = [part.replace("审批表.pdf", "没有.pdf") for part in signed(story, item)]
    assert "没有.pdf" in story.run(*command, by="tang", code=2).err


# --- what was registered in somebody's name -------------------------------------------------------------


def test_the_list_for_the_countersignature(at: At) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item, REVIEWS), by="tang")
    found = story.run("form", "--recorded-for", "zhao", "--month", "2026-11", "--json").json
    assert [(r["item"], r["aspect"], r["by"]) for r in found["records"]] == [
        (item, "legal", "tang"),
        (item, "secrecy", "tang"),
    ]
    assert story.run("form", "--recorded-for", "zhao", "--month", "2026-12", "--json").json["records"] == []
    text = story.run("--lang", "zh", "form", "--recorded-for", "zhao", "--month", "2026-11").out
    assert "保密审查" in text


def test_archived_items_are_listed_too(at: At) -> None:
    story, item = at("reviewed")
    story.run(*signed(story, item, "head=sun:2026-11-23:reject"), by="tang")
    story.run("archive", item, by="xu")
    found = story.run("form", "--recorded-for", "sun", "--month", "2026-11", "--json").json
    assert [r["decision"] for r in found["records"]] == ["reject"]


def test_its_page_can_be_printed(at: At, tmp_path: Path) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item), by="tang")
    target = tmp_path / "sheet.html"
    story.run("form", "--recorded-for", "wu", "--month", "2026-11", "-o", str(target))
    said = words(target.read_text(encoding="utf-8"))
    assert "以吴文澜的名义登记，共2条" in said
    assert code_of(story, item) in said


def test_its_page_as_pdf(at: At, tmp_path: Path) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item), by="tang")
    target = tmp_path / "sheet.pdf"
    story.run("form", "--recorded-for", "wu", "--month", "2026-11", "-o", str(target))
    (only,) = PdfReader(target).pages
    assert only.mediabox.width > only.mediabox.height
    said = re.sub(r"\s", "", only.extract_text())
    assert "纸质审批登记签认单" in said
    assert "必要性审核" in said
    story.run("form", "--recorded-for", "wu", "--month", "2026-11", "-o", str(tmp_path / "sheet.docx"), code=2)


def test_records_that_no_longer_count_say_so(at: At) -> None:
    story, item = at("proposed")
    story.run(*signed(story, item), by="tang")
    story.run("revise", item, "--title", "改题", by="chen")
    found = story.run("form", "--recorded-for", "wu", "--month", "2026-11", "--json").json
    assert [r["counts"] for r in found["records"]] == [False, False]


@pytest.mark.parametrize(
    "options", [("--recorded-for", "wu"), ("--month", "2026-11"), ("--recorded-for", "wu", "--month", "2026-13"),
                ("--recorded-for", "nobody", "--month", "2026-11"), ()]
)  # fmt: skip
def test_incomplete_questions_are_wrong_usage(story: Story, options: tuple[str, ...]) -> None:
    story.run("form", *options, code=2)


# --- what the scan itself says --------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["html", "pdf", "docx"])
def test_a_file_that_carries_another_code_is_no_scan_of_this_form(at: At, fmt: str) -> None:
    story, item = at("proposed")
    old = story.folder.parent / f"old.{fmt}"
    story.run("form", item, "-o", str(old))
    story.run("revise", item, "--title", "改题", by="chen")
    boxes = ("--code", code_of(story, item), "--signed", "secrecy=zhao:2026-11-23")
    ran = story.refused("E-PAPER", "form", item, "--register", str(old), *boxes, by="tang")
    assert "0001" in ran.err
    story.run("form", item, "-o", str(old))
    story.run("form", item, "--register", str(old), *boxes, by="tang")
    assert story.state(item) == "reviewing"

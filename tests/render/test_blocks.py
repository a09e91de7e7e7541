"""The body as blocks: official headings, nothing lost, nothing decoded, bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pdctl.render.blocks import (
    Block,
    BodyFault,
    Break,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Rule,
    Runs,
    Table,
    Text,
    plain,
)
from pdctl.render.body import MAX_CHARACTERS, MAX_DEPTH, parse_body
from pdctl.render.characters import clean


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def texts(blocks: Iterable[Block]) -> list[str]:
    return [plain(block.runs) for block in blocks if isinstance(block, Heading | Paragraph)]


def levels(body: str) -> list[int]:
    return [block.level if isinstance(block, Heading) else 0 for block in parse_body(body)]


# --- headings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、收缴情况", 1),
        ("十二、其他", 1),
        ("一、公示时间：", 1),
        ("（一）教育培训", 2),
        ("(一)教育培训", 2),
        ("1.购买资料", 3),
        ("1. 购买资料", 3),
        ("12．购买资料", 3),
        ("3、购买资料", 3),
        ("（1）学习资料", 4),
        ("(1)学习资料", 4),
    ],
)
def test_a_numbered_short_line_above_text_is_a_heading(line: str, level: int) -> None:
    assert levels(f"{line}\n\n正文。") == [level, 0]


@pytest.mark.parametrize(
    "line",
    [
        "一、本季度共收缴党费4860元。",
        "（一）提高认识；",
        "1.联系电话：",
        "1.5亿元",
        "2026.11.23",
        "一、",
        "一致同意",
        "一、" + "很长的一行" * 8,
    ],
)
def test_a_sentence_or_a_figure_is_no_heading(line: str) -> None:
    assert levels(f"{line}\n\n正文。") == [0, 0]


def test_an_enumeration_without_text_between_stays_one() -> None:
    assert levels("一、张某\n\n二、李某\n\n三、王某\n\n特此公示。") == [0, 0, 0, 0]


def test_nothing_below_makes_no_heading() -> None:
    assert levels("正文。\n\n一、附则") == [0, 0]


def test_headings_of_several_levels_follow_each_other() -> None:
    assert levels("一、总则\n\n（一）目的\n\n1. 甲\n\n正文。\n\n2. 乙\n\n正文。") == [1, 2, 3, 0, 3, 0]


def test_the_official_number_decides_over_the_number_of_hashes() -> None:
    body = "## 一、总则\n\n正文\n\n#### 说明\n\n###### 注\n"
    assert [b.level for b in parse_body(body) if isinstance(b, Heading)] == [1, 4, 4]


# --- numbers and lists ----------------------------------------------------------------------------------


def test_numbers_stay_as_written() -> None:
    body = "3. 甲；\n5. 乙；\n7) 丙\n"
    first, second = parse_body(body)
    assert first == ListBlock(True, ((paragraph("3.甲；"),), (paragraph("5.乙；"),)))
    assert second == ListBlock(True, ((paragraph("7)丙"),),))


def test_a_number_before_a_figure_keeps_its_distance() -> None:
    assert parse_body("1. 2026年计划；") == (ListBlock(True, ((paragraph("1. 2026年计划；"),),)),)


def test_bullets_nest() -> None:
    inner = ListBlock(False, ((paragraph("丙"),),))
    assert parse_body("- 甲\n- 乙\n  - 丙") == (ListBlock(False, ((paragraph("甲"),), (paragraph("乙"), inner))),)


# --- paragraphs and lines -------------------------------------------------------------------------------


def test_lines_indented_the_chinese_way_are_paragraphs() -> None:
    body = "　　第一段。\n　　第二段。\n接着第二段。"
    assert texts(parse_body(body)) == ["第一段。", "第二段。接着第二段。"]


def test_a_numbered_line_begins_a_paragraph() -> None:
    heading = Heading(1, (Text("一、基本情况"),))
    blocks = parse_body("有关情况如下。\n一、基本情况\n党员36名。")
    assert blocks == (paragraph("有关情况如下。"), heading, paragraph("党员36名。"))


def test_lines_of_other_scripts_join_with_a_space() -> None:
    assert texts(parse_body("one\ntwo\n三\n四")) == ["one two 三四"]


@pytest.mark.parametrize("ending", ["  ", "\\"])
def test_wanted_breaks_are_kept(ending: str) -> None:
    assert parse_body(f"甲{ending}\n乙") == (Paragraph((Text("甲"), Break(), Text("乙"))),)


@pytest.mark.parametrize(
    "body",
    [
        "    缩进四格",
        "> 引文",
        "```\n甲\n```",
        "[附件]: http://a.example",
        "&nbsp;&#x202E;甲",
        "<b>甲</b>",
        "`甲`",
        "甲\n===",
    ],
)
def test_what_markdown_would_swallow_stands_as_text(body: str) -> None:
    assert [plain(runs).replace(" ", "") for runs in runs_of(parse_body(body))] == [
        body.strip().replace("\n", "").replace(" ", "")
    ]


def test_a_line_of_hyphens_is_a_rule() -> None:
    assert parse_body("甲\n\n---\n\n乙") == (paragraph("甲"), Rule(), paragraph("乙"))


# --- emphasis, masks, links -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "strong"),
    [
        ("**“引号”**后文", ["“引号”"]),
        ("请**务必**按时", ["务必"]),
        ("应**按时**缴纳，应**足额**缴纳", ["按时", "足额"]),
        ("**注意：**请按时", ["注意："]),
        ("**甲**、**乙**", ["甲", "乙"]),
    ],
)
def test_emphasis_next_to_chinese_text(body: str, strong: list[str]) -> None:
    runs = [run for part in runs_of(parse_body(body)) for run in part]
    assert [run.text for run in runs if isinstance(run, Text) and run.strong] == strong


@pytest.mark.parametrize(
    "body",
    [
        "张*三、李*四",
        "张**、李**、王**",
        "张**的申请、李**的申请、王**的申请",
        "张**（男）、李**（女）",
        "138****1234 和 139****5678",
        "身份证号35*************123",
        "尾号**12、尾号**34",
        "姓名：____，电话：____。",
        "张_三，李_四",
        "3*4*5=60",
        "**没有另一半",
    ],
)
def test_masks_are_text(body: str) -> None:
    assert parse_body(body) == (paragraph(body),)


def test_a_mask_in_a_table_is_text() -> None:
    table = parse_body("|姓名|姓名|\n|--|--|\n|张**|李**|")[0]
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.rows[0]] == ["张**", "李**"]


def test_links_show_their_address() -> None:
    assert parse_body("见[官网](https://a.example/路径)") == (
        Paragraph((Text("见"), Link("官网", "https://a.example/路径"))),
    )


@pytest.mark.parametrize("body", ["<https://a.example/x>", "<b@a.example>"])
def test_a_bare_address_stands_once(body: str) -> None:
    assert parse_body(body) == (Paragraph((Link(body[1:-1], ""),)),)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "file:///etc/passwd"])
def test_a_dangerous_link_is_text(address: str) -> None:
    assert parse_body(f"[x]({address})") == (paragraph(f"[x]({address})"),)


def test_an_image_is_named() -> None:
    assert parse_body("![公开栏照片](a.png)") == (paragraph("[图：公开栏照片]"),)


# --- tables ---------------------------------------------------------------------------------------------


def test_a_table_takes_its_caption_and_unit() -> None:
    body = "表1　收缴情况\n\n单位：元\n\n| 支部 | 金额 |\n|---|--:|\n| 一 | 10 |"
    head, row = ((Text("支部"),), (Text("金额"),)), ((Text("一"),), (Text("10"),))
    assert parse_body(body) == (Table(head, (row,), ("", "right"), "表1　收缴情况", "单位：元"),)


def test_a_cell_beyond_the_columns_is_kept() -> None:
    table = parse_body("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 | **4\\|5** |\n| 6 |")[0]
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in (table.head, *table.rows)] == [
        ["甲", "乙", "", ""],
        ["1", "2", "3", "4|5"],
        ["6", "", "", ""],
    ]


# --- characters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("甲\u202e乙\u2066", "甲乙"),
        ("甲\x00\x07乙", "甲乙"),
        ("甲\ufeff乙\ufffe\U0001ffff", "甲乙"),
        ("甲\r\n乙\u2028丙", "甲\n乙\n丙"),
        ("\ud83d甲", "\ufffd甲"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
        ("喆堃犇\U00020bb7葛\U000e0100", "喆堃犇\U00020bb7葛\U000e0100"),
    ],
)
def test_only_characters_that_steer_are_removed(raw: str, shown: str) -> None:
    assert clean(raw) == shown


# --- bounds and properties ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "what", "line"),
    [
        ("字" * (MAX_CHARACTERS + 1), "size", 0),
        ("甲\n\n" + "- " * (MAX_DEPTH + 1) + "乙", "depth", 3),
        ("- " * 300 + "乙", "depth", 1),
        ("|a" * 400 + "\n" + "|-" * 400 + "\n" + "|b\n" * 400, "cells", 0),
    ],
)
def test_what_is_too_large_is_refused(body: str, what: str, line: int) -> None:
    with pytest.raises(BodyFault) as fault:
        parse_body(body)
    assert (fault.value.what, fault.value.line) == (what, line)
    assert fault.value.found > fault.value.limit
    assert f"at most {fault.value.limit}" in str(fault.value)


def test_the_deepest_list_allowed_loses_nothing() -> None:
    assert "乙" in "".join(plain(runs) for runs in runs_of(parse_body("- " * MAX_DEPTH + "乙")))


def runs_of(blocks: Iterable[Block]) -> Iterator[Runs]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.runs
            case ListBlock():
                for item in block.items:
                    yield from runs_of(item)
            case Table():
                yield (Text(block.caption + block.unit),)
                for row in (block.head, *block.rows):
                    yield from row


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


PIECES = [
    *("甲", "乙丙", "abc", "12", "一、", "（一）", "1.", "1. ", "（1）", "表1", "单位："),
    *("。", "：", "“", "”", "　　", "*", "**", "***", "_", "__", "- ", "* ", "# ", "> "),
    *("`", "```", "~~~", "===", "---", "&amp;", "<b>", "\\"),
    *("|", "\n|---|---|\n", "|甲|乙|\n|-|-|\n", "|甲|乙|丙|\n", "    ", "  \n", "\n", "\n\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("1. 　　")
def test_no_letter_and_no_figure_is_lost_or_moved(body: str) -> None:
    try:
        blocks = parse_body(body)
    except BodyFault:
        return
    assert letters("".join(plain(runs) for runs in runs_of(blocks))) == letters(body)


@given(st.text() | st.lists(st.sampled_from([*PIECES, "[", "](", ")", "!["]), max_size=40).map("".join))
def test_any_text_is_parsed_or_refused(body: str) -> None:
    with suppress(BodyFault):
        assert parse_body(body) == parse_body(body)

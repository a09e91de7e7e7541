"""Two texts word for word: lines and pages do not count, every word, figure and division does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdctl.core.wording import differences, wording

TEXT = "经研究，拟接收吴念慈同志为中共预备党员，公示期为2026年11月24日至2026年11月30日，收缴党费4,860.00元。"


def found(expected: str, shown: str, strict: bool = False, folded: bool = False) -> list[tuple[str, str, str]]:
    listed = differences(wording(expected, folded), wording(shown, folded), strict)
    return [(d.kind, d.expected, d.found) for d in listed]


@pytest.mark.parametrize(
    "shown",
    [
        TEXT,
        TEXT.replace("，", "，\n"),
        "\n\n".join(TEXT[n : n + 7] for n in range(0, len(TEXT), 7)),
        "　　" + TEXT + "  \r\n",
        TEXT.replace("中共", "中\u200b共"),
    ],
)
def test_lines_and_blanks_between_chinese_do_not_count(shown: str) -> None:
    assert found(TEXT, shown) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("4,860.00", "6,860.00", ("changed", "4,860.00", "6,860.00")),
        ("4,860.00", "4,680.00", ("changed", "4,860.00", "4,680.00")),
        ("11月30日", "11月29日", ("changed", "30", "29")),
        ("吴念慈", "吴念兹", ("changed", "慈", "兹")),
        ("拟接收", "不接收", ("changed", "拟", "不")),
        ("同志", "", ("missing", "同志", "")),
        ("党员，", "党员（正式），", ("added", "", "（正式）")),
    ],
)
def test_each_change_is_named(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert found(TEXT, TEXT.replace(old, new, 1)) == [expected]


def test_changes_next_to_each_other_are_one() -> None:
    assert found("自2026年11月24日起", "自2026年12月1日起") == [("changed", "11月24", "12月1")]


def test_a_difference_says_where_it_stands() -> None:
    (one,) = differences(wording(TEXT), wording(TEXT.replace("4,860.00", "0")), False)
    assert (one.before, one.after) == ("1月30日，收缴党费", "元。")


@pytest.mark.parametrize(
    ("expected", "shown", "strict", "differs"),
    [
        ("12 0", "120", False, True),
        ("12\n0", "120", False, False),  # a line may end anywhere in a text file
        ("12\n0", "120", True, True),
        ("12\n0", "1\n20", True, True),
        ("张三\n李四", "张三李\n四", True, True),
        ("张三\n李四", "张三 李四", False, False),
        ("中 国", "中国", False, False),
    ],
)
def test_a_division_within_figures_counts(expected: str, shown: str, strict: bool, differs: bool) -> None:
    assert bool(found(expected, shown, strict)) == differs


@pytest.mark.parametrize(("one", "other"), [("⻅证", "见证"), ("⼀日", "一日"), ("ﬁ", "fi"), ("１", "1")])
def test_what_a_pdf_reader_cannot_tell_apart_is_one_there_and_two_elsewhere(one: str, other: str) -> None:
    assert found(one, other, folded=True) == []
    assert found(one, other) != []


LETTERS = st.text("甲乙丙丁。，12 \n", max_size=80)


@given(LETTERS)
def test_a_text_is_itself(text: str) -> None:
    assert found(text, text, strict=True) == []


@given(LETTERS, LETTERS)
def test_texts_without_difference_have_the_same_characters(one: str, other: str) -> None:
    same = "".join(one.split()) == "".join(other.split())
    assert same or found(one, other)


@given(LETTERS, LETTERS)
def test_the_differences_account_for_every_character(one: str, other: str) -> None:
    listed = [d for d in differences(wording(one), wording(other), False) if d.kind != "joined"]
    grown = sum(len(d.found) - len(d.expected) for d in listed)
    assert grown == len("".join(other.split())) - len("".join(one.split()))


def test_two_long_texts_without_anything_in_common_are_compared_in_time() -> None:
    assert len(found("甲" * 300_000, "乙" * 300_000)) == 1
    assert found("甲乙" * 20_000, "乙丙" * 20_000)


def test_a_long_text_with_many_changes_shows_each_of_them() -> None:
    lines = [f"第{n}项：支部召开党员大会，到会党员{n}名，缺席{n % 7}名。" for n in range(1, 1500)]
    changed = [line.replace("缺席", "请假") if n % 50 == 0 else line for n, line in enumerate(lines)]
    assert found("".join(lines), "".join(changed)) == [("changed", "缺席", "请假")] * 30

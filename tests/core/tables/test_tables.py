"""Figures in tables: totals, accounts, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdctl.core.tables import check_tables
from pdctl.core.tables.figures import is_blank, looks_like_a_figure, read_figure, shown
from pdctl.core.tables.reading import read_tables


def table(*rows: str, above: str = "") -> str:
    """A table from rows of cells parted by blanks; its head stands in the third line."""
    head, *others = ("|" + "|".join(row.split(" ")) + "|" for row in rows)
    return "\n".join([above, "", head, "|" + "---|" * len(rows[0].split(" ")), *others])


def found(text: str) -> list[tuple[str, int, str, str]]:
    return [(one.rule, one.line, str(one.expected), str(one.found)) for one in check_tables(text)]


# --- one figure -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1620", "1620"), ("1,620.00", "1620"), ("１，６２０．００", "1620"), ("￥1,620.00", "1620"), ("¥ 1 620", "1620"), ("1620元", "1620"),
        ("1.5万元", "15000"), ("3亿元", "300000000"), ("-20.5", "-20.5"), ("－20.5", "-20.5"), ("−3", "-3"), ("36名", "36"), ("0", "0"), ("620元整", "620"),
    ],
)  # fmt: skip
def test_figures_as_offices_write_them(text: str, value: str) -> None:
    assert read_figure(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "—", "约1620", "1,62,0", "1,6200", "12,34.00", "1.2.3", "1620-1700", "一千", "12%", "1620美元", "0x10", "1e3", "NaN", "Infinity", "٣", "1_000",
     "1" * 50, "1 620,5 0a", "十二", "(120.00)", "²"],
)  # fmt: skip
def test_what_is_not_surely_a_figure_is_none(text: str) -> None:
    assert read_figure(text) is None


def test_units_count_in_that_of_the_column() -> None:
    assert read_figure("3,000元", "万元") == Decimal("0.3")
    assert read_figure("1.2", "万元") == Decimal("1.2")
    assert read_figure("2万元", "元") == Decimal(20000)


@pytest.mark.parametrize("text", ["", "　", "-", "—", "——", "/", "无", "\\"])
def test_blanks(text: str) -> None:
    assert is_blank(text)


@given(st.text(max_size=60))
def test_any_text_is_a_figure_or_none(text: str) -> None:
    value = read_figure(text)
    assert value is None or value.is_finite()
    looks_like_a_figure(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_is_shown_is_read_again(value: Decimal) -> None:
    assert read_figure(shown(value)) == value


# --- reading tables -------------------------------------------------------------------------------------


def test_cells_have_their_places() -> None:
    (read,) = read_tables("说明\n\n| 甲 | 乙 |\n|:--|--:|\n|a \\| b|  **2** |\n")
    assert [(cell.text, cell.line, cell.column) for cell in read.rows[0]] == [("a | b", 5, 2), ("2", 5, 11)]


@pytest.mark.parametrize(
    "text", ["", "|", "||\n||", "甲|乙", "|甲|\n|-|-|\n|1|", "|甲|\n甲", "|-|\n|-|", "|甲|乙|\n|---|---|"]
)  # fmt: skip
def test_odd_tables_are_no_trouble(text: str) -> None:
    assert found(text) == []


@given(
    st.lists(
        st.sampled_from(["|", "-", "\n", "合计", "1", " ", "\\|", "金额", "结余", "上缴", "收入", ":", ",", "2.5"]),
        max_size=60,
    ).map("".join)
)
def test_any_text_is_checked(text: str) -> None:
    for one in check_tables(text):
        line = text.split("\n")[one.line - 1]
        assert line[one.column - 1 :].replace("\\|", "|").startswith(str(one.found)[:1])


# --- totals ---------------------------------------------------------------------------------------------


def test_a_right_total_is_nothing() -> None:
    assert found(table("小组 金额", "一组 1,200.00", "二组 800.50", "合计 2,000.50")) == []


def test_a_wrong_total_has_its_place_and_the_right_one() -> None:
    text = table("小组 人数 金额", "一组 12 1,200.00", "二组 8 800.50", "合计 20 2,100.50")
    (one,) = check_tables(text)
    assert (one.rule, one.line, one.column) == ("E-SUM", 7, 8)
    assert (str(one.expected), str(one.found)) == ("2,000.50", "2,100.50")
    assert "金额" in str(one.message)


@pytest.mark.parametrize("label", ["合计", "合　计", "总计", "共计", "合计（元）", "**合计**", "总计："])
def test_totals_by_whatever_name(label: str) -> None:
    assert [one[0] for one in found(table("小组 金额", "一组 1", "二组 2", f"{label} 4"))] == ["E-SUM"]


def test_subtotals_count_from_the_one_before_and_totals_count_them_not() -> None:
    right = table("小组 金额", "一组 1", "二组 2", "小计 3", "三组 4", "小计 4", "合计 7")
    assert found(right) == []
    assert found(right.replace("小计|4", "小计|5")) == [("E-SUM", 9, "4", "5")]


def test_a_total_above_its_parts() -> None:
    assert found(table("小组 金额", "合计 3", "一组 1", "二组 2")) == []
    assert found(table("小组 金额", "合计 4", "一组 1", "二组 2")) == [("E-SUM", 5, "3", "4")]
    assert found(table("小组 金额", "小计 3", "一组 1", "二组 2", "小计 4", "三组 4")) == []


def test_of_which_rows_are_not_counted_twice() -> None:
    assert found(table("项目 金额", "活动 10", "其中：购书 4", "慰问 5", "合计 15")) == []


@pytest.mark.parametrize("head", ["序号", "联系电话", "出生日期", "占比", "人均", "年度", "单价"])
def test_columns_that_are_no_quantities(head: str) -> None:
    assert found(table(f"名称 {head}", "甲 1", "乙 2", "合计 9")) == []


@pytest.mark.parametrize("cell", ["详见附件", "甲", "2026-11-23"])
def test_a_column_with_words_is_no_sum(cell: str) -> None:
    assert found(table("小组 情况", "一组 1", f"二组 {cell}", "合计 9")) == []


def test_blanks_count_nothing() -> None:
    assert found(table("小组 金额", "一组 1", "二组 —", "合计 1")) == []
    assert found(table("小组 金额", "一组 —", "二组 —", "合计 —")) == []


def test_a_figure_that_cannot_be_read_is_named() -> None:
    assert found(table("小组 金额", "一组 1,62,0.00", "二组 2", "合计 1,622.00")) == [
        ("W-FIGURE", 5, "1,234.00", "1,62,0.00")
    ]


def test_units_of_head_and_table() -> None:
    assert found(table("小组 金额（万元）", "一组 1.2", "二组 3000元", "合计 1.5")) == []
    assert found(table("小组 金额", "一组 1.2", "二组 3000元", "合计 1.5", above="单位：万元")) == []
    assert found(table("小组 金额（元）", "一组 1.2万元", "二组 3000", "合计 15,000.00")) == []


def test_rounded_figures_may_be_off_by_their_rounding() -> None:
    assert found(table("小组 金额（万元）", "一组 1.33", "二组 1.33", "合计 2.67")) == []
    assert found(table("小组 金额（万元）", "一组 1.33", "二组 1.33", "合计 2.70")) != []


def test_a_row_total_after_months() -> None:
    assert found(table("小组 1月 2月 3月 合计", "一组 1 2 3 6", "二组 1 1 1 3")) == []
    assert found(table("小组 一月 二月 三月 合计", "一组 1 2 3 6", "二组 1 1 1 4")) == [("E-SUM", 6, "3", "4")]
    assert found(table("小组 人数 金额 合计", "一组 1 2 9")) == []


# --- accounts -------------------------------------------------------------------------------------------


DUES = (
    "项目 金额（元）",
    "上季度结余 1260.00",
    "本季度收缴 3480.00",
    "上缴上级党组织 2780.00",
    "本季度支出 640.00",
    "期末结余 1320.00",
)


def test_dues_that_balance() -> None:
    assert found(table(*DUES)) == []


@pytest.mark.parametrize("row", range(1, 6))
def test_dues_that_do_not_balance_whichever_figure_is_wrong(row: int) -> None:
    wrong = [line.replace("0.00", "1.00") if n == row else line for n, line in enumerate(DUES)]
    assert [(one[0], one[1]) for one in found(table(*wrong))] == [("E-SUM", 9)]


def test_dues_side_by_side_with_totals() -> None:
    rows = (
        "支部 上年结余 收缴 上缴 支出 结余",
        "一支部 100 50 20 10 120",
        "二支部 0 30 10 5 15",
        "合计 100 80 30 15 135",
    )
    assert found(table(*rows)) == []
    assert len(found(table(rows[0], "一支部 100 50 20 10 121", *rows[2:]))) == 2  # the row, and the total of its column


def test_dues_with_several_kinds_of_spending() -> None:
    rows = ("项目 金额", "收入 100", "上缴 50", "支出合计 30", "其中：支出购书 20", "支出慰问 10", "结余 20")
    assert found(table(*rows)) == []
    assert found(table("项目 金额", "收入 100", "上缴 50", "购书支出 20", "慰问支出 10", "结余 20")) == []


def test_what_is_due_is_not_what_was_paid() -> None:
    assert found(table("小组 应交 实交 上缴 结余", "一组 120 100 40 60")) == []


def test_votes() -> None:
    head = "姓名 赞成 反对 弃权 有效票"
    assert found(table(head, "张三 10 2 1 13")) == []
    assert found(table(head, "张三 10 2 1 14")) == [("E-SUM", 5, "13", "14")]
    assert found(table("项目 数量", "发出选票 20", "收回选票 19", "有效票 18", "无效票 2")) == [
        ("E-SUM", 6, "20", "19")
    ]


def test_appraisal() -> None:
    head = "姓名 优秀 合格 基本合格 不合格 参评人数"
    assert found(table(head, "张三 10 5 1 0 16")) == []
    assert found(table(head, "张三 10 5 1 0 17")) == [("E-SUM", 5, "16", "17")]


def test_an_account_that_is_not_whole_is_not_judged() -> None:
    assert found(table("项目 金额", "收入 100", "结余 20")) == []
    assert found(table("项目 金额", "收入 100", "上缴 约50", "结余 20")) == []
    assert found(table("姓名 结余 收入 收入 支出", "甲 1 2 3 4")) == []

"""Days in a text that no calendar has, and weekdays that are others."""

from __future__ import annotations

import pytest

from pdctl.core import content


def found(text: str) -> list[tuple[int, str, str]]:
    return [(f.offset, str(f.found), str(f.expected)) for f in content.check_text(text) if f.rule == "E-TEXT-DAY"]


@pytest.mark.parametrize(
    ("text", "offset", "shown", "expected"),
    [
        ("会议定于2月30日召开", 4, "2月30日", "a day from 1 to 29"),
        ("2026年2月29日", 0, "2026年2月29日", "a day from 1 to 28"),
        ("2026 年 2 月 30 日", 0, "2026 年 2 月 30 日", "a day from 1 to 28"),
        ("２０２６年２月３０日", 0, "２０２６年２月３０日", "a day from 1 to 28"),
        ("1900年2月29日", 0, "1900年2月29日", "a day from 1 to 28"),
        ("自4月31日起", 1, "4月31日", "a day from 1 to 30"),
        ("2026-02-30", 0, "2026-02-30", "a day from 1 to 28"),
        ("2026.11.31", 0, "2026.11.31", "a day from 1 to 30"),
        ("2026/13/1", 0, "2026/13/1", "a month from 1 to 12"),
        ("13月1日", 0, "13月1日", "a month from 1 to 12"),
        ("0月1日", 0, "0月1日", "a month from 1 to 12"),
        ("12月32日", 0, "12月32日", "a day from 1 to 31"),
        ("公示期：2026年2月20日至30日", 15, "2026年2月20日至30日", "a day from 1 to 28"),
        ("11月25日—31日", 7, "11月25日—31日", "a day from 1 to 30"),
        ("2026年11月25日（星期四）", 0, "2026年11月25日（星期四）", "星期三"),
        ("2026年11月29日(周六)", 0, "2026年11月29日(周六)", "星期日"),
    ],
)
def test_no_calendar_has_it(text: str, offset: int, shown: str, expected: str) -> None:
    assert found(text) == [(offset, shown, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "2月29日",
        "2028年2月29日，2000年2月29日",
        "12月31日、10月31日、1月30日",
        "2026年11月25日（星期三）",
        "2026年11月29日（星期天），11月29日（星期四）",  # without its year nobody can say
        "2026年11月20日至30日",
        "农历2月30日，旧历丙午年4月31日",
        "图2026-02-30.png、v2026.2.30.1、2026-13-01-0007",
        "每平方米2.30元，共20个月10日",
    ],
)
def test_a_calendar_has_it_or_it_is_no_day(text: str) -> None:
    assert found(text) == []


def test_a_day_that_was_chosen_is_judged_by_other_rules() -> None:
    assert list(content.check_texts({"publish_on": "2026-11-31"}, "item")) == []
    assert [f.pointer for f in content.check_texts({"title": "2026-11-31的会议"}, "item")] == [("title",)]

"""Titles in lines: balanced, nothing lost, nothing torn apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdctl.render.titles import LINE, title_lines


@pytest.mark.parametrize(
    "title",
    [
        "关于召开党员大会情况的通报",
        "关于2026年第三季度|党费收缴使用情况的公示",
        "关于拟确定王小明等十二名同志|为中共预备党员的公示",
        "中共云杉街道工作委员会关于2026年度|全面从严治党主体责任落实情况|和党风廉政建设工作情况的通报",
        "关于印发《云杉街道机关第一党支部党费|收缴、使用和管理办法（试行）》的通知",
    ],
)
def test_lines_as_a_typist_breaks_them(title: str) -> None:
    assert title_lines(title.replace("|", ""), ("中共云杉街道工作委员会",)) == title.split("|")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=300))
def test_nothing_is_lost_and_every_line_fits(title: str) -> None:
    lines = title_lines(title)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(len(line) <= LINE for line in lines)


def test_a_word_longer_than_a_line_is_broken_somewhere() -> None:
    assert title_lines("a" * 100) == ["a" * len(line) for line in title_lines("a" * 100)]

"""A bulletin as PDF: marks on every page, nothing lost, nothing that a person typed is markup, PDF/A as a notice."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from pdctl.render.body import parse_body
from pdctl.render.bulletin import LONG, BulletinSource, bulletin_view, render_bulletin
from pdctl.render.view import chinese_date
from tests.render.test_bulletin import CASES, DUES, MEETING, SHEET
from tests.render.test_notice import SHORT, TEMPLATES
from tests.render.test_pdf import ATTACKS, pages


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def pdf(source: BulletinSource) -> bytes:
    return render_bulletin(bulletin_view(source), "pdf", TEMPLATES, date(2027, 1, 4))


@pytest.mark.parametrize("name", CASES)
def test_a_sheet_is_the_same_again_and_says_everything(name: str) -> None:
    made = pdf(CASES[name])
    assert made == pdf(CASES[name])
    text = "".join(pages(made))
    for item in CASES[name].items:
        assert item.notice.title in text
        assert chinese_date(item.on) in text
    assert ("本期没有" in text) == (not CASES[name].items)


def test_each_page_carries_the_mark_and_a_long_one_its_contents() -> None:
    shown = pages(pdf(CASES["long"]))
    assert len(shown) > 2
    assert all(page.startswith("本单位公开") for page in shown)
    assert "目录" in shown[0]
    assert re.search(rf"{LONG}\.第{LONG - 1}次党员大会情况.*?\d", shown[0])


def test_what_was_taken_down_stands_there_without_its_text() -> None:
    text = "".join(pages(pdf(replace(SHEET, items=(replace(DUES, taken_down=True),)))))
    assert DUES.notice.title in text
    assert "购买学习资料" not in text
    assert "已撤下" in text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_typed_is_text_everywhere(attack: str) -> None:
    notice = replace(SHORT, title=attack, org_name=attack, attachments=(attack,), blocks=parse_body(f"前{attack}后"))
    source = replace(SHEET, org_name=attack, items=(replace(MEETING, notice=notice, matter=attack),))
    wanted = re.sub(r"\s", "", attack)
    assert "".join(pages(pdf(source))).count(wanted) >= 4

"""Notices as PDF: the same bytes on every run, text whole and in order, and nothing that a person typed is markup."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pdctl.render.blocks import Paragraph, Text
from pdctl.render.body import parse_body
from pdctl.render.notice import render_notice
from pdctl.render.source import NoticeSource
from pdctl.render.typst import NoGlyph
from pdctl.render.view import notice_view
from tests.render.test_notice import CASES, FULL, SHORT, TEMPLATES


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def pdf(source: NoticeSource, templates: Path = TEMPLATES) -> bytes:
    return render_notice(notice_view(source), "pdf", templates, source.signed_on)


def pages(made: bytes) -> list[str]:
    """The text of each page, without the blanks that the layout brings."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(made)).pages]


@pytest.mark.parametrize("name", CASES)
def test_a_pdf_is_the_same_again(name: str) -> None:
    assert pdf(CASES[name]) == pdf(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_each_page_carries_its_marks(name: str) -> None:
    source = replace(CASES[name], blocks=CASES[name].blocks * 12)
    shown = pages(pdf(source))
    assert len(shown) > 1
    for page in shown:
        assert all(mark["text"] in page for mark in notice_view(source)["marks"])


ATTACKS = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.1.0"',
    '"); #panic("x',
    "\\",
    "\\u{41}",
    "$x$ @ref <label> // no comment /* nor this */",
    "= no heading",
    "{{7*7}} {% raw %} {#",
    "<script>alert(1)</script>",
    "*no emphasis* _none_ `no code`",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_typed_is_text_everywhere(attack: str) -> None:
    source = replace(
        FULL,
        title=attack,
        issuer=attack,
        audience=(attack,),
        scope="targeted",
        attachments=(attack,),
        number=attack,
        blocks=(Paragraph((Text(attack),)), *parse_body("|甲|\n|-|\n|乙|")),
    )
    wanted = re.sub(r"\s", "", attack)
    assert "".join(pages(pdf(source))).count(wanted) >= 5


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(NoGlyph) as caught:
        pdf(replace(SHORT, title="关于\U0001f600的通报", blocks=parse_body("\U0001f680")))
    assert {"\U0001f600", "\U0001f680"} == set(caught.value.characters)
    assert "U+1F600" in str(caught.value)


def test_a_joiner_that_no_font_has_is_named_as_itself() -> None:
    """Typst quotes what stands for nothing alone with its number."""
    with pytest.raises(NoGlyph) as caught:
        pdf(replace(SHORT, blocks=parse_body("一家\U0001f468\u200d\U0001f469人")))
    assert {"\U0001f468", "\u200d", "\U0001f469"} >= set(caught.value.characters)
    assert "U+005C" not in str(caught.value)


def test_signs_and_rare_names_are_drawn() -> None:
    names = "喆堃犇镕玥～￥"
    assert names in pages(pdf(replace(SHORT, title=names, blocks=parse_body(f"## 一、{names}\n\n{names}"))))[0]


@pytest.mark.parametrize("word", ["a" * 5000, "ж" * 5000, "字" * 5000, "https://example.cn/" + "x" * 4900])
def test_a_very_long_word_stays_on_the_page(word: str) -> None:
    made = pdf(replace(SHORT, blocks=(Paragraph((Text(word),)), *parse_body(f"|甲|乙|\n|-|-|\n|{word[:2000]}|1|"))))
    shown = "".join(pages(made))
    assert shown.count(word[0]) >= 6900 if len(set(word)) == 1 else word[-4000:-3900] in shown
    sheets = PdfReader(BytesIO(made)).pages
    assert len(sheets) > 5  # it fills lines and pages, and is not cut off at the edge of one
    assert max(len(line) for sheet in sheets for line in sheet.extract_text().splitlines()) < 120
    for sheet in sheets:
        places: list[float] = []
        sheet.extract_text(visitor_text=lambda _t, cm, tm, _f, _s, places=places: places.append(tm[4] * cm[0] + cm[4]))
        assert max(places) < 596


def test_thousands_of_rows_repeat_the_head() -> None:
    rows = "".join(f"|{n}|张*三|{n}.00|\n" for n in range(1, 1001))
    shown = pages(pdf(replace(SHORT, blocks=parse_body(f"|序号|姓名|金额|\n|-|-|-|\n{rows}"))))
    assert len(shown) > 20
    assert all("序号姓名金额" in page for page in shown[:-1])
    assert "1000张*三1000.00" in "".join(shown)

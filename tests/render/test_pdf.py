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


def test_signs_and_rare_names_are_drawn() -> None:
    names = "喆堃犇镕玥～￥"
    assert names in pages(pdf(replace(SHORT, title=names, blocks=parse_body(f"## 一、{names}\n\n{names}"))))[0]

"""The page of a notice in a real browser: accessible, readable on a phone and in the dark, and right on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from pdctl.actions.check_notice.compare import compare
from pdctl.actions.check_notice.stages import Stage
from pdctl.core import words
from pdctl.render.body import parse_body
from pdctl.render.bulletin import bulletin_view, render_bulletin
from pdctl.render.catalogue import Edition, catalogue_view
from pdctl.render.form import FormSource, form_view, render_form
from pdctl.render.notice import render_notice
from pdctl.render.source import NoticeSource
from pdctl.render.templates import environment, render
from pdctl.render.view import notice_view
from pdctl.store.paper import read_paper
from tests.browser import AXE, CHROMIUM, Browser, browser
from tests.render.test_bulletin import CASES as SHEETS
from tests.render.test_catalogue import NAMES, RELEASE, entries
from tests.render.test_form import FORM
from tests.render.test_notice import CASES, FULL, SHORT, TEMPLATES

MISSING = [name for name, found in (("chromium", CHROMIUM), ("axe-core", AXE.exists())) if not found]
pytestmark = [pytest.mark.system, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]

WIDE = "|" + "第一季度完成情况|" * 12 + "\n|" + "-|" * 12 + "\n" + ("|" + "已完成并报上级备案|" * 12 + "\n") * 3
EDGES = {
    "wide table": replace(FULL, blocks=parse_body(f"见下表。\n\n{WIDE}")),
    "long words": replace(FULL, title="W" * 120, issuer="W" * 120, blocks=parse_body("W" * 600 + f"\n\n- {'9' * 300}")),
    "long issuer": replace(FULL, issuer="中共云杉街道工作委员会" * 8, attachments=("附件名称" * 30,) * 3),
    "deep lists": replace(SHORT, blocks=parse_body("- 甲\n  - 乙\n    - 丙\n      - 丁\n\n正文。")),
    "nothing": replace(SHORT, blocks=(), attachments=()),
}
FAMILIES = {family: replace(FULL, family=family) for family in words.FAMILY}
PAGES: dict[str, NoticeSource] = {**CASES, **FAMILIES, **EDGES}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


def page(source: NoticeSource, folder: Path) -> Path:
    target = folder / "page.html"
    target.write_bytes(render_notice(notice_view(source), "html", TEMPLATES, source.signed_on))
    return target


def sheet(name: str, folder: Path) -> Path:
    target = folder / "sheet.html"
    target.write_bytes(render_bulletin(bulletin_view(SHEETS[name]), "html", TEMPLATES, date(2027, 1, 4)))
    return target


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_notice_is_accessible(shown: Browser, name: str, width: int, dark: bool, tmp_path: Path) -> None:
    shown.open(page(PAGES[name], tmp_path), width, dark)
    assert shown.faults() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", SHEETS)
def test_a_bulletin_is_accessible(shown: Browser, name: str, width: int, dark: bool, tmp_path: Path) -> None:
    shown.open(sheet(name, tmp_path), width, dark)
    assert shown.faults() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("edition", [RELEASE, Edition()], ids=["released", "working"])
def test_a_catalogue_is_accessible(shown: Browser, edition: Edition, width: int, dark: bool, tmp_path: Path) -> None:
    target = tmp_path / "catalogue.html"
    view = catalogue_view(NAMES, edition, entries(), True)
    target.write_text(render(environment("html", (TEMPLATES,)), "catalogue.html.j2", view), encoding="utf-8")
    shown.open(target, width, dark)
    assert shown.faults() == []
    assert shown.run(OVERFLOW) == 0


WIDE_FORM = replace(FORM, notice=notice_view(EDGES["wide table"]))
LONG_FORM = replace(FORM, notice=notice_view(EDGES["long words"]), plan=(("标题", "W" * 120),))


def form(source: FormSource, folder: Path) -> Path:
    target = folder / "form.html"
    target.write_bytes(render_form(form_view(source), "html", TEMPLATES, date(2026, 10, 9)))
    return target


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("source", [FORM, WIDE_FORM, LONG_FORM], ids=["form", "wide table", "long words"])
def test_a_form_is_accessible(shown: Browser, source: FormSource, width: int, dark: bool, tmp_path: Path) -> None:
    shown.open(form(source, tmp_path), width, dark)
    assert shown.faults() == []
    assert shown.run(OVERFLOW) == 0


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [320, 375, 768])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_never_scrolls_sideways(shown: Browser, name: str, width: int, tmp_path: Path) -> None:
    shown.open(page(PAGES[name], tmp_path), width)
    assert shown.run(OVERFLOW) == 0


@pytest.mark.parametrize("name", SHEETS)
def test_a_bulletin_never_scrolls_sideways(shown: Browser, name: str, tmp_path: Path) -> None:
    shown.open(sheet(name, tmp_path), 320)
    assert shown.run(OVERFLOW) == 0


def test_a_wide_table_scrolls_in_a_region_that_keys_reach(shown: Browser, tmp_path: Path) -> None:
    shown.open(page(EDGES["wide table"], tmp_path), 320)
    found = shown.run(
        "(t => [t.scrollWidth > t.clientWidth, t.tabIndex, t.getAttribute('role'), t.getAttribute('aria-label')])"
        "(document.querySelector('.table'))"
    )
    assert found == [True, 0, "region", "表格1"]


COLOUR = "getComputedStyle(document.body).backgroundColor"


def test_dark_is_for_the_screen_only(shown: Browser, tmp_path: Path) -> None:
    shown.open(page(FULL, tmp_path))
    assert shown.run(COLOUR) == "rgb(255, 255, 255)"
    shown.open(page(FULL, tmp_path), dark=True)
    assert shown.run(COLOUR) == "rgb(34, 34, 34)"
    shown.open(page(FULL, tmp_path), dark=True, media="print")
    assert shown.run(COLOUR) == "rgb(255, 255, 255)"


def test_no_script_is_needed_and_nothing_is_fetched(shown: Browser, tmp_path: Path) -> None:
    shown.open(page(FULL, tmp_path))
    assert shown.run("performance.getEntriesByType('resource').length + document.scripts.length") == 0


def printed(shown: Browser, source: NoticeSource, folder: Path) -> list[list[str]]:
    """The lines of each page that the browser prints; some readers give the radical of the same glyph."""
    shown.open(page(source, folder))
    pages = PdfReader(BytesIO(shown.printed())).pages
    return [[line.strip() for line in normalize("NFKC", each.extract_text()).split("\n")] for each in pages]


def test_a_full_page_in_print_has_22_lines_of_28_characters(shown: Browser, tmp_path: Path) -> None:
    pages = printed(shown, replace(SHORT, title="题", blocks=parse_body("公" * 28 * 60)), tmp_path)
    assert len(pages) > 2
    assert pages[1].count("公" * 28) == 22


@pytest.mark.parametrize("name", ["review", "party", "unit", "targeted", "draft"])
def test_every_printed_page_carries_its_marks(shown: Browser, name: str, tmp_path: Path) -> None:
    source = replace(CASES[name], blocks=CASES[name].blocks * 60)
    pages = ["".join(lines) for lines in printed(shown, source, tmp_path)]
    assert len(pages) > 2
    for text in (re.sub(r"\s", "", each) for each in pages):
        assert all(normalize("NFKC", mark["text"]) in text for mark in notice_view(source)["marks"])


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_is_known_again(shown: Browser, name: str, tmp_path: Path) -> None:
    source = PAGES[name]
    shown.open(page(source, tmp_path))
    data = shown.printed()
    match = compare(read_paper(data), data, [Stage("0" * 40, source, True)])
    assert match is not None
    assert match.differences == ()
    other = replace(source, signed_on=date(2026, 10, 11))
    unlike = compare(read_paper(data), data, [Stage("0" * 40, other, True)])
    assert unlike is not None
    assert unlike.differences

"""The pages of every family: looked at by eye once, compared with a tolerance since; valid, whole and in order.

    PDCTL_BLESS=1 python -m pytest tests/render/test_pages.py

writes the pictures of tests/golden/pages anew; then look at them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from pdctl.render.body import parse_body
from pdctl.render.notice import render_notice
from pdctl.render.typst import compiler, page_source, pictures
from pdctl.render.view import notice_view
from tests.picture import differing
from tests.render.families import FAMILIES
from tests.render.test_notice import RED_HEAD, TEMPLATES

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
PPI = 80
MOST = 0.004  # of all bytes of a picture
SHOWN = 2  # pages of each kept as pictures
# The checker (0.11) takes every glyph of a CID-keyed CFF font for 0 wide; the widths are right, see test_widths_agree.
MISREAD = {"PDFA2A-TRUETYPE-GLYPH-WIDTH-001", "PDFUA1-FONT-GLYPH-WIDTH-001"}


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def made(name: str) -> bytes:
    source = FAMILIES[name]
    return render_notice(notice_view(source), "pdf", TEMPLATES, source.signed_on)


@pytest.mark.parametrize("name", FAMILIES)
def test_pages_look_as_they_did(name: str) -> None:
    source = page_source("notice.typ.j2", notice_view(FAMILIES[name]), (TEMPLATES,))
    for number, picture in enumerate(pictures(source, PPI)[:SHOWN], 1):
        golden = GOLDEN / f"{name}-{number}.png"
        if os.environ.get("PDCTL_BLESS"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(picture)
        assert differing(picture, golden.read_bytes()) <= MOST, golden.name


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_a_pdf_is_valid(name: str, profile: str) -> None:
    report = page.validate_pdf_bytes(made(name), profile=profile)
    assert not [f"{fault.rule_id}: {fault.message}" for fault in report.failures if fault.rule_id not in MISREAD]


def test_widths_agree() -> None:
    """What /DW says is what the embedded program takes where a glyph states no width of its own."""
    reader = PdfReader(BytesIO(made("report")))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    found = 0
    for font in (font.get_object()["/DescendantFonts"][0].get_object() for font in fonts):
        program = font["/FontDescriptor"]["/FontFile3"].get_data()
        widths = font.get("/W", [])
        assert font.get("/DW", 1000) == 1000 or widths
        # defaultWidthX 1000 as CFF writes it: two bytes of a number, operator 20.
        found += b"\xfa\x7c\x14" in program
    assert found


def test_a_page_is_tagged_and_says_what_it_is() -> None:
    root = PdfReader(BytesIO(made("notice"))).trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = _kinds(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/P", "/Table", "/THead", "/TH", "/TD", "/L"} <= kinds


def _kinds(node: Any) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop().get_object()
        if isinstance(at, list):
            waiting += [child for child in at if not isinstance(child, int)]
        elif isinstance(at, dict):
            found |= {str(at["/S"])} if "/S" in at else set()
            waiting += [at["/K"]] if "/K" in at and not isinstance(at["/K"], int) else []
    return found


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def expected(view: dict[str, Any]) -> list[str]:
    """What a reader hears, in its order."""
    head = [view["red_head"][key] for key in ("mark", "number") if view["red_head"]]
    after = [f"{line['label']}：{line['value']}" for line in view["contact"]]
    after += [f"{entry['number']}{entry['title']}" for entry in view["attachments"]]
    after += [view["signature"]["issuer"], view["signature"]["date"]]
    after += [f"{row['label']}：{row['value']}" for row in view["provenance"]]
    return [*head, view["title"], view["addressees"], *_texts(view["blocks"]), *view["closing"], *after]


def _texts(blocks: list[dict[str, Any]]) -> list[str]:
    found = []
    for block in blocks:
        found += [_text(block.get("runs", ()))]
        for entry in block.get("entries", ()):
            found += _texts(entry)
        for row in (block.get("head", []), *block.get("rows", ())):
            found += [_text(cell["runs"]) for cell in row]
    return found


def _text(runs: Any) -> str:
    return "".join(run["text"] + (f"（{run['address']}）" if run["address"] else "") for run in runs)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_text_is_whole_and_in_order(name: str) -> None:
    view = notice_view(FAMILIES[name])
    text = ""
    for number, shown in enumerate(PdfReader(BytesIO(made(name))).pages, 1):
        part = bare(shown.extract_text())
        for mark in view["marks"]:
            part = part.replace(mark["text"], "", 1)
        text += part.replace(f"—{number}—", "")
    at = 0
    for part in filter(None, map(bare, expected(view))):
        found = text.find(part, at)
        assert found >= 0, part
        at = found + len(part)


@pytest.mark.parametrize("name", ["notice", "circular-redhead"])
def test_a_full_page_has_22_lines_and_numbers_stand_outside(name: str) -> None:
    heights: dict[float, set[float]] = {}

    def visit(text: str, _cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip() and abs(size - 16) < 0.1:
            heights.setdefault(0, set()).add(round(float(_cm[5]) + float(tm[5]) * float(_cm[3]), 0))

    reader = PdfReader(BytesIO(made(name)))
    if name == "circular-redhead":
        reader.pages[1].extract_text(visitor_text=visit)
        assert len(heights[0]) == 23  # 22 lines and the mark
    for number, shown in enumerate(reader.pages, 1):
        assert f"—{number}—" in bare(shown.extract_text()) or name == "circular-redhead"


@pytest.mark.system
@pytest.mark.skipif(shutil.which("qpdf") is None, reason="not installed: qpdf")
@pytest.mark.parametrize("name", FAMILIES)
def test_qpdf_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    target.write_bytes(made(name))
    done = subprocess.run(["qpdf", "--check", str(target)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", FAMILIES)
def test_the_layout_settles(name: str) -> None:
    source = page_source("notice.typ.j2", notice_view(FAMILIES[name]), (TEMPLATES,))
    _, warnings = compiler().compile_with_warnings(source.encode(), format="pdf")
    assert [warning.message for warning in warnings] == []


@pytest.mark.parametrize(
    ("paragraphs", "numbered"),
    [(1, [True, False]), (8, [True, True]), (20, [True, True]), (26, [True, True, True, False])],
    ids=["one page, its back", "two pages", "two full pages", "three pages, the back of the last"],
)
def test_the_imprint_stands_on_the_last_even_page(paragraphs: int, numbered: list[bool]) -> None:
    source = replace(RED_HEAD, blocks=parse_body("本季度召开支部党员大会一次。\n\n" * paragraphs))
    made = render_notice(notice_view(source), "pdf", TEMPLATES, source.signed_on)
    shown = [bare(page.extract_text()) for page in PdfReader(BytesIO(made)).pages]
    assert [f"—{number}—" in text for number, text in enumerate(shown, 1)] == numbered
    assert ["印发" in text for text in shown] == [False] * (len(shown) - 1) + [True]

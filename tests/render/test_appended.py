"""PDF attachments behind a notice: their pages are there, the file stays what it claims to be, and the same again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import page
import pytest
from pypdf import PdfReader, PdfWriter

from pdctl.core.text import Msg
from pdctl.render.appended import Appendix, appended, appendix
from pdctl.render.notice import render_notice
from pdctl.render.source import NoticeSource
from pdctl.render.view import notice_view
from tests.render.families import FAMILIES
from tests.render.test_notice import RED_HEAD, SHORT, TEMPLATES
from tests.render.test_pages import MISREAD, bare


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def pdf(source: NoticeSource) -> bytes:
    return render_notice(notice_view(source), "pdf", TEMPLATES, source.signed_on)


def fitted(data: bytes) -> Appendix:
    found = appendix("会议议程", 1, data)
    assert isinstance(found, Appendix), found
    return found


def test_every_page_stands_behind_the_notice_and_the_file_stays_valid() -> None:
    attached = fitted(pdf(FAMILIES["review"]))
    source = replace(RED_HEAD, appendices=(attached,))
    made = appended(pdf(source), source.appendices)
    assert made == appended(pdf(source), source.appendices)
    shown = [bare(sheet.extract_text()) for sheet in PdfReader(BytesIO(made)).pages]
    assert len(shown) == 2 + len(attached.sizes)
    assert "附件" in shown[1]
    assert "现将公开事项列表如下。" in shown[1]
    assert "抄送" in shown[-1]
    assert all("党内公开" in text for text in shown)
    for profile in ("2a", "ua1"):
        report = page.validate_pdf_bytes(made, profile=profile)
        assert not [fault.message for fault in report.failures if fault.rule_id not in MISREAD]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf(SHORT)))
    writer.pages[0].rotate(turn)
    out = BytesIO()
    writer.write(out)
    sizes = fitted(out.getvalue()).sizes
    assert (sizes[0][0] > sizes[0][1]) == (turn in (90, 270))


def broken() -> dict[str, bytes]:
    whole = pdf(SHORT)
    plain, locked = PdfWriter(), PdfWriter(clone_from=BytesIO(whole))
    plain.add_blank_page(100, 100)
    locked.encrypt("geheim")
    out = BytesIO()
    locked.write(out)
    bare_font = whole.replace(b"/FontFile3", b"/FontFileX")
    return {
        "cut": whole[:200],
        "locked": out.getvalue(),
        "none": b"%PDF-1.7\n",
        "noise": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "fonts": bare_font,
    }


@pytest.mark.parametrize("name", ["cut", "locked", "none", "noise", "fonts"])
def test_what_does_not_fit_is_told(name: str) -> None:
    assert isinstance(appendix("附件", 1, broken()[name]), Msg)

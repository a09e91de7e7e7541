"""A PDF can show more than its text: comments, pictures, programs, further pages. None of it passes for the same."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.actions.check_notice.test_check import checked, notice
from tests.actions.conftest import At


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def with_comment(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="另收费五十元", rect=(100, 500, 300, 540)))


def with_script(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_picture(writer: PdfWriter) -> None:
    picture = DecodedStreamObject()
    picture.set_data(b"\x00\x00\x00")
    picture.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(1), NameObject("/Height"): NumberObject(1),
        NameObject("/ColorSpace"): NameObject("/DeviceRGB"), NameObject("/BitsPerComponent"): NumberObject(8),
    })  # fmt: skip
    page = writer.pages[0]
    resources = page["/Resources"].get_object()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})  # type: ignore[index]


def with_text(writer: PdfWriter) -> None:
    """Words that are drawn invisibly over the page."""
    page = writer.pages[0]
    content = DecodedStreamObject()
    old = page.get_contents()
    assert old is not None
    font = next(iter(page["/Resources"]["/Font"]))  # type: ignore[index]
    content.set_data(old.get_data() + f"\nBT {font} 9 Tf 3 Tr 100 100 Td <00410042> Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)


def with_page(writer: PdfWriter) -> None:
    writer.add_page(writer.pages[0])


TRICKS: dict[Callable[[PdfWriter], None], str] = {
    with_comment: "unchecked",
    with_script: "unchecked",
    with_picture: "unchecked",
    with_text: "differs",
    with_page: "differs",
}


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_what_is_added_to_a_pdf_is_noticed(at: At, trick: Callable[[PdfWriter], None]) -> None:
    story, item = at("published")
    writer = PdfWriter(PdfReader(BytesIO(notice(story, item, "pdf").read_bytes())))
    trick(writer)
    altered = story.folder.parent / "altered.pdf"
    writer.write(altered)
    assert checked(story, altered)["verdict"] == TRICKS[trick]


def test_a_pdf_written_anew_is_still_the_same(at: At) -> None:
    story, item = at("published")
    writer = PdfWriter(PdfReader(BytesIO(notice(story, item, "pdf").read_bytes())))
    saved = story.folder.parent / "saved.pdf"
    writer.write(saved)
    assert checked(story, saved)["verdict"] == "same"


def test_a_pdf_without_text_cannot_be_checked(at: At) -> None:
    story, item = at("published")
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    scan = story.folder.parent / "scan.pdf"
    writer.write(scan)
    said = checked(story, scan, "--item", item)
    assert (said["exit"], said["verdict"]) == (6, "unchecked")


def test_a_locked_pdf_cannot_be_checked(at: At) -> None:
    story, item = at("published")
    writer = PdfWriter(PdfReader(BytesIO(notice(story, item, "pdf").read_bytes())))
    writer.encrypt("geheim", algorithm="RC4-128")
    locked = story.folder.parent / "locked.pdf"
    writer.write(locked)
    said = checked(story, locked)
    assert (said["exit"], said["verdict"]) == (6, "unchecked")


def test_attachments_behind_a_notice_are_known_again_and_their_changes_found(at: At) -> None:
    """The pages of an attached PDF, a scan with a picture among them, are compared with the file that was approved."""
    story, other = at("approved")
    writer = PdfWriter(PdfReader(BytesIO(notice(story, other, "pdf").read_bytes())))
    with_page(writer)
    attached = story.folder.parent / "attached.pdf"
    writer.write(attached)
    item = story.propose("--attach", str(attached))
    story.reviewed(item)
    story.approve(item)
    paper = notice(story, item, "pdf", "whole")
    assert len(PdfReader(paper).pages) > 1
    assert checked(story, paper, "--item", item)["verdict"] == "same"
    cut = PdfWriter(PdfReader(BytesIO(paper.read_bytes())))
    cut.remove_page(len(cut.pages) - 1)
    cut.write(story.folder.parent / "cut.pdf")
    assert checked(story, story.folder.parent / "cut.pdf", "--item", item)["verdict"] == "differs"

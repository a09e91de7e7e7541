"""A notice as PDF, Word file, page, text or Markdown, all from one view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pdctl.render.attached import Attached
from pdctl.render.templates import Format, TemplateFault, environment, render
from pdctl.render.typst import typeset
from pdctl.render.view import NoticeView
from pdctl.render.word import word_file

NoticeFormat = Literal["html", "pdf", "docx", "txt", "md"]


def render_notice(
    view: NoticeView,
    fmt: NoticeFormat,
    templates: Path,
    day: date,
    own: tuple[Path, ...] = (),
    attached: Sequence[Attached] = (),
) -> bytes:
    """The notice in one format, from the templates in a folder; `day` dates a file, folders of `own` go first.

    Only a PDF takes attached files. Raises TemplateFault, NoGlyph.
    """
    if fmt == "pdf":
        made = typeset("notice.typ.j2", view, (*own, templates), day, attached)
        return _marked(made, view) if own else made
    if fmt == "docx":
        return word_file("notice.docx", view, (*own, templates), day)
    return marked_text("notice", view, fmt, templates, own).encode("utf-8")


def _marked(made: bytes, view: Mapping[str, Any]) -> bytes:
    """A PDF from templates that are not ours: no page of it may lack a mark."""
    from io import BytesIO

    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(BytesIO(made)).pages, 1):
        text = "".join(page.extract_text().split())
        for mark in view["marks"]:
            if mark["text"] not in text:
                raise TemplateFault("notice.typ.j2", 0, f"leaves out the mark {mark['text']} on page {number}")
    return made


def notice_text(view: Mapping[str, Any], fmt: Format, templates: Path) -> str:
    """The notice as text of a format. Raises TemplateFault."""
    return marked_text("notice", view, fmt, templates)


def marked_text(kind: str, view: Mapping[str, Any], fmt: Format, templates: Path, own: tuple[Path, ...] = ()) -> str:
    """A sheet of a kind as text of a format, never without its marks. Raises TemplateFault."""
    name = f"{kind}.{fmt}.j2"
    text = render(environment(fmt, (*own, templates)), name, view)
    for mark in view["marks"]:
        # No option and no template takes a mark away.
        if mark["text"] not in text:
            raise TemplateFault(name, 0, f"leaves out the mark {mark['text']}")
    return text

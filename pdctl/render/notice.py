"""A notice as PDF, Word file, page, text or Markdown, all from one view."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pdctl.render.templates import Format, TemplateFault, environment, render
from pdctl.render.typst import typeset
from pdctl.render.view import NoticeView
from pdctl.render.word import word_file

NoticeFormat = Literal["html", "pdf", "docx", "txt", "md"]


def render_notice(view: NoticeView, fmt: NoticeFormat, templates: Path, day: date) -> bytes:
    """The notice in one format, from the templates in a folder; `day` dates a file. Raises TemplateFault, NoGlyph."""
    if fmt == "pdf":
        return typeset("notice.typ.j2", view, (templates,), day)
    if fmt == "docx":
        return word_file("notice.docx", view, (templates,), day)
    return marked_text("notice", view, fmt, templates).encode("utf-8")


def notice_text(view: Mapping[str, Any], fmt: Format, templates: Path) -> str:
    """The notice as text of a format. Raises TemplateFault."""
    return marked_text("notice", view, fmt, templates)


def marked_text(kind: str, view: Mapping[str, Any], fmt: Format, templates: Path) -> str:
    """A sheet of a kind as text of a format, never without its marks. Raises TemplateFault."""
    name = f"{kind}.{fmt}.j2"
    text = render(environment(fmt, (templates,)), name, view)
    for mark in view["marks"]:
        # No option and no template takes a mark away.
        if mark["text"] not in text:
            raise TemplateFault(name, 0, f"leaves out the mark {mark['text']}")
    return text

"""A notice as a page, as text or as Markdown, all from one view."""

from __future__ import annotations

from pathlib import Path

from pdctl.render.templates import Format, TemplateFault, environment, render
from pdctl.render.view import NoticeView


def render_notice(view: NoticeView, fmt: Format, templates: Path) -> str:
    """The notice in one format, from the templates in a folder; raises TemplateFault."""
    name = f"notice.{fmt}.j2"
    text = render(environment(fmt, (templates,)), name, view)
    for mark in view["marks"]:
        # No option and no template takes a mark away.
        if mark["text"] not in text:
            raise TemplateFault(name, 0, f"leaves out the mark {mark['text']}")
    return text

"""The QR code at the foot of a Word file: a picture, for it is the one thing there that nobody edits."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pdctl.render.qr import code_png
from pdctl.store.paper.word_file import CODE_SAID

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_WIDE = 22  # millimetres


def put_code(document: Document, view: Mapping[str, Any]) -> None:
    """Set the code of a notice that carries one at the right, below the lines that say the same in words."""
    code = view.get("code")
    if not isinstance(code, Mapping) or not code["text"]:
        return
    foot = [paragraph for paragraph in document.paragraphs if _is_foot(paragraph)]
    if foot:
        _put(document, foot[-1], str(code["text"]))


def _is_foot(paragraph: Paragraph) -> bool:
    return paragraph.style is not None and paragraph.style.style_id == "GwProvenance"


def _put(document: Document, foot: Paragraph, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    below = document.add_paragraph()
    foot._p.addnext(below._p)  # a paragraph can be added only at the end or before another one
    form = below.paragraph_format
    form.alignment, form.first_line_indent, form.line_spacing = WD_ALIGN_PARAGRAPH.RIGHT, Mm(0), 1.0
    foot.paragraph_format.keep_with_next = True
    picture = below.add_run().add_picture(io.BytesIO(code_png(text)), width=Mm(_WIDE))
    picture._inline.docPr.set("descr", CODE_SAID)

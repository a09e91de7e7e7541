"""The text of a PDF, page by page; forms, comments, pictures and programs inside are named and left alone."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pdctl.store.paper.sheet import Paper, PaperFault

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 500
MAX_TEXT = 4_000_000
_MAX_CONTENT = 20 << 20  # bytes of drawing on one page


def read_pdf(data: bytes) -> Paper:
    """The text of a PDF. Raises `PaperFault`."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperFault("locked")
        if len(reader.pages) > MAX_PAGES:
            raise PaperFault("large")
        pages = tuple(_texts(reader))
        unseen = tuple(dict.fromkeys(_unseen(reader)))
    except PaperFault:
        raise
    except Exception as error:  # a damaged file makes the reader raise whatever it happens to stumble over
        raise PaperFault("damaged") from error
    if not any(page.strip() for page in pages):
        raise PaperFault("no-text")
    return Paper("pdf", pages, unseen)


def _texts(reader: PdfReader) -> Iterator[str]:
    size = 0
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _MAX_CONTENT:
            raise PaperFault("large")
        text = page.extract_text()
        size += len(text)
        if size > MAX_TEXT:
            raise PaperFault("large")
        yield text


def _unseen(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    names = root.get("/Names")
    if "/OpenAction" in root or "/AA" in root or (names is not None and "/JavaScript" in names.get_object()):
        yield "/JavaScript"
    if "/AcroForm" in root:
        yield "/AcroForm"
    for page in reader.pages:
        yield from _on_page(page)


def _on_page(page: PageObject) -> Iterator[str]:
    for annotation in page.get("/Annots") or ():
        found = annotation.get_object()
        kind = str(found.get("/Subtype", ""))
        if kind != "/Link":
            yield f"{kind} {_short(str(found.get('/Contents', '')).encode())}"
    yield from _pictures(page.get("/Resources"), 0)


def _pictures(resources: Any, depth: int) -> Iterator[str]:
    """Pictures that a page or a form within it draws."""
    found = resources.get_object() if resources is not None else {}
    drawn = found.get("/XObject")
    for value in (drawn.get_object() if drawn is not None else {}).values():
        drawing = value.get_object()
        if drawing.get("/Subtype") == "/Image":
            yield f"/Image {_short(getattr(drawing, '_data', b''))}"
        elif depth < 5:
            yield from _pictures(drawing.get("/Resources"), depth + 1)


def _short(data: bytes) -> str:
    """Figures by which one picture or comment is told from another."""
    return hashlib.sha256(data).hexdigest()[:12]

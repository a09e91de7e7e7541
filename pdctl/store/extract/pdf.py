"""PDF: the text of each page, notes, fields and properties; pages that are pictures are named."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pdctl.core.text import Msg, listing, msg
from pdctl.store.extract.parts import DAMAGED, Extracted, Part, unreadable

MOST_PAGES = 3000
# A picture of fewer dots is a badge or a line, not a page.
_LEAST_DOTS = 200 * 200


def extract(data: bytes) -> Extracted:
    """The text of a PDF file, and which pages show more than their text."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return unreadable(msg("locked by a password"))
        return _read(reader)
    except RecursionError:
        return unreadable(DAMAGED)
    except Exception:  # whatever a damaged file makes the reader stumble over
        return unreadable(DAMAGED)


def _read(reader: Any) -> Extracted:
    parts: list[Part] = []
    silent: list[int] = []
    pictured: list[int] = []
    if len(reader.pages) > MOST_PAGES:
        return unreadable(msg("more than {count} pages", count=MOST_PAGES))
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text() or ""
        parts.append(Part(text, msg("page {number}", number=number)))
        parts.append(Part("\n".join(_notes(page)), msg("notes on page {number}", number=number), lines=False))
        if len(text.strip()) < 1:
            silent.append(number)
        elif _has_picture(page):
            pictured.append(number)
    parts.append(Part("\n".join(_properties(reader)), msg("properties"), lines=False))
    return Extracted(tuple(part for part in parts if part.text.strip()), tuple(_unread(reader, silent, pictured)))


def _unread(reader: Any, silent: list[int], pictured: list[int]) -> Iterator[Msg]:
    if silent:
        yield msg("pages without text: {pages}", pages=listing(*map(str, silent)))
    if pictured:
        yield msg("pictures on pages: {pages}", pages=listing(*map(str, pictured)))
    if not reader.pages:
        yield msg("it has no pages")
    with suppress(Exception):
        if reader.attachments:
            yield msg("a file inside it ({name})", name=next(iter(reader.attachments)))


def _notes(page: Any) -> Iterator[str]:
    for reference in page.get("/Annots") or ():
        with suppress(Exception):
            note = reference.get_object()
            yield from (str(note[key]) for key in ("/Contents", "/T", "/V", "/Subj", "/TU") if key in note)
            action = note.get("/A")
            target = action.get_object().get("/URI") if action is not None else None
            if target:
                yield str(target).removeprefix("mailto:")


def _properties(reader: Any) -> Iterator[str]:
    with suppress(Exception):
        yield from (str(value) for value in (reader.metadata or {}).values())
    with suppress(Exception):
        if reader.xmp_metadata is not None:
            yield from (text for text in _xmp(reader.xmp_metadata))
    with suppress(Exception):
        for item in reader.outline:
            yield str(getattr(item, "title", ""))


def _xmp(metadata: Any) -> Iterator[str]:
    for name in ("dc_title", "dc_description", "dc_creator", "dc_subject", "pdf_keywords"):
        with suppress(Exception):
            yield str(getattr(metadata, name) or "")


def _has_picture(page: Any) -> bool:
    with suppress(Exception):
        objects = page["/Resources"].get_object().get("/XObject", {}).get_object()
        for reference in objects.values():
            thing = reference.get_object()
            if (
                thing.get("/Subtype") == "/Image"
                and int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) >= _LEAST_DOTS
            ):
                return True
    return False

"""Small Office and PDF files, made for a test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(build: Callable[[Any], None]) -> bytes:
    """A Word file that `build` fills."""
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(build: Callable[[Any], None]) -> bytes:
    """A workbook that `build` fills."""
    import openpyxl

    book = openpyxl.Workbook()
    build(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """A package with members added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in members:
                new.writestr(entry, old.read(entry))
        for name, body in members.items():
            new.writestr(name, body)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """The members of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def part(body: str, root: str = "w:hdr") -> bytes:
    """A part of a Word file with some XML in it."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns:w="{W}">{body}</{root}>'.encode()


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def in_document(xml: str) -> bytes:
    """A Word file whose text is some XML."""
    plain = word(lambda document: document.add_paragraph("正文"))
    return with_members(plain, {"word/document.xml": part(f"<w:body>{xml}</w:body>", "w:document")})


def tracked(*parts: str) -> bytes:
    """A paragraph in which `-text` was taken out and `+text` was put in by tracked changes."""
    made = []
    for text in parts:
        around = {"+": "ins", "-": "del"}.get(text[0])
        tag = "w:delText" if around == "del" else "w:t"
        run = f"<w:r><{tag}>{text[1:] if around else text}</{tag}></w:r>"
        made.append(f'<w:{around} w:id="1" w:author="a">{run}</w:{around}>' if around else run)
    return in_document(f"<w:p>{''.join(made)}</w:p>")


def pdf(*pages: str, title: str = "", note: str = "") -> bytes:
    """A PDF file with a line of ASCII text on each page; an empty line makes a page without text."""
    from pypdf import PdfWriter
    from pypdf.annotations import FreeText
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(300, 300)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode() if text else b"")
        page[NameObject("/Contents")] = content
    if title:
        writer.add_metadata({"/Title": title})
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(10, 10, 100, 50)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PIXEL = (Path(__file__).parent.parent / "actions" / "dot.png").read_bytes()

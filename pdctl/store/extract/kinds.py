"""Which kind of file it is, by its bytes first and its name second, and who reads it."""

from __future__ import annotations

from zipfile import BadZipFile

from pdctl.core.text import msg
from pdctl.store.extract.parts import DAMAGED, PICTURE, Extracted, unreadable

_PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_YAML, _TAGGED = (".yaml", ".yml"), (".html", ".htm", ".xml", ".xhtml", ".svg", ".mht", ".mhtml", ".eml")


def is_picture(data: bytes) -> bool:
    """Whether the bytes are those of a picture."""
    modern = data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    bitmap = data.startswith(b"BM") and (len(data) < 26 or data[6:10] != b"\0\0\0\0")
    return modern or (data.startswith(_PICTURES) and not bitmap)


def extract(name: str, data: bytes) -> Extracted:
    """The text of a file and what of it cannot be read. Raises nothing, whatever the file is."""
    low = name.lower()
    if is_picture(data):
        return unreadable(PICTURE)
    if b"%PDF-" in data[:1024]:
        return _pdf(low, data)
    if data.startswith(_OLD_OFFICE):
        return unreadable(msg("an old Office or WPS file; save it as .docx or .xlsx"))
    if data.startswith(_PACKED):
        return unreadable(msg("a packed archive; unpack it and hand in its files"))
    if data.startswith(_ZIP):
        return _package(data)
    return _text(low, data)


def _pdf(name: str, data: bytes) -> Extracted:
    """A PDF file; what only begins like one and is plain text through and through is read as text."""
    from pdctl.store.extract import pdf

    found = pdf.extract(data)
    if found.unread == (DAMAGED,) and data.isascii() and b" obj" not in data:
        return _text(name, data)
    return found


def _package(data: bytes) -> Extracted:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    from pdctl.store.extract import sheet, word
    from pdctl.store.extract.office import Package, PackageFault

    try:
        package = Package(data)
        if "word/document.xml" in package.names:
            return word.extract(package)
        if "xl/workbook.xml" in package.names:
            return sheet.extract(package)
    except PackageFault as fault:
        return unreadable(fault.why)
    except (
        BadZipFile,
        LxmlError,
        OSError,
        ValueError,
        KeyError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        AttributeError,
        StopIteration,
    ):
        return unreadable(DAMAGED)
    except Exception:  # decompressors raise kinds of their own (zlib.error, lzma.LZMAError, struct.error)
        return unreadable(DAMAGED)
    return unreadable(msg("a packed archive; unpack it and hand in its files"))


def _text(name: str, data: bytes) -> Extracted:
    from pdctl.store.extract import text

    if name.endswith(_YAML):
        return text.yaml(data)
    if name.endswith(_TAGGED) or data[:64].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        return text.tagged(data)
    return text.plain(data)

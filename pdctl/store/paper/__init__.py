"""What a paper that comes back says: the text of a PDF, page, Word or text file, read as data and never as a program.

Nothing inside is run, fetched or followed, and every size is bounded. What a reader would see and no text can show
(pictures, scripts, styles of its own) is named, so that nobody takes an equal text for an equal page.
"""

from __future__ import annotations

from pdctl.store.paper.page import read_page
from pdctl.store.paper.sheet import Paper, PaperFault
from pdctl.store.paper.sheets_pdf import read_pdf
from pdctl.store.paper.word_file import read_word

__all__ = ["MAX_FILE", "Paper", "PaperFault", "read_paper"]

MAX_FILE = 30 << 20
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"


def read_paper(data: bytes) -> Paper:
    """The text of a paper, whatever kind of file it is. Raises `PaperFault`."""
    if _PDF in data[:1024]:
        return read_pdf(data)
    if data.startswith(_ZIP):
        return read_word(data)
    text = _decoded(data)
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html")) or (head.startswith(("<!--", "<?xml")) and "<html" in head):
        return read_page(text)
    return Paper("text", (text,))


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:4096] and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PaperFault("unknown")

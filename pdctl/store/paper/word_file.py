"""The text of a Word file with its headers and footers; every character a reader of Word sees, and what he does not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from pdctl.store.paper.sheet import Paper, PaperFault

MAX_UNPACKED = 100 << 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEAD = re.compile(r"word/(header|footer)\d*\.xml")
_DOCUMENT = "word/document.xml"
_ENDS = frozenset(_W + name for name in ("p", "tc", "tr", "tbl"))
_TEXTS = frozenset(_W + name for name in ("t",))
_BREAKS = {_W + "br": "\n", _W + "cr": "\n", _W + "tab": " ", _W + "noBreakHyphen": "-"}
_GONE = frozenset(_W + name for name in ("del", "moveFrom", "instrText", "delText"))
_UNSEEN = {
    "drawing": "pictures", "pict": "pictures", "object": "objects", "ins": "tracked changes", "del": "tracked changes",
    "moveFrom": "tracked changes", "moveTo": "tracked changes", "commentReference": "comments",
    "footnoteReference": "footnotes", "endnoteReference": "footnotes", "altChunk": "objects",
}  # fmt: skip


def read_word(data: bytes) -> Paper:
    """The text of a Word file: its headers and footers as the first page, then the document. Raises `PaperFault`."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise PaperFault("large")
            names = packed.namelist()
            if _DOCUMENT not in names:
                raise PaperFault("unknown")
            edges = [etree.fromstring(packed.read(name), parser) for name in sorted(names) if _HEAD.fullmatch(name)]
            body = etree.fromstring(packed.read(_DOCUMENT), parser)
    except PaperFault:
        raise
    except (BadZipFile, etree.XMLSyntaxError, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise PaperFault("damaged") from error
    trees = [*edges, body]
    unseen = tuple(dict.fromkeys(word for tree in trees for word in _unseen(tree)))
    hidden = tuple(text for tree in trees for text in _hidden(tree))
    text = "".join(_texts(body))
    if not text.strip():
        raise PaperFault("no-text")
    return Paper("word", ("\n".join("".join(_texts(edge)) for edge in edges), text), unseen, hidden)


def _texts(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _GONE and not _vanished(child):
            yield from _texts(child)
        if child.tag in _ENDS:
            yield "\n"


def _vanished(run: Any) -> bool:
    """Whether Word does not show a run."""
    found = run.find(f"{_W}rPr/{_W}vanish") if run.tag == _W + "r" else None
    return found is not None and found.get(_W + "val") not in ("0", "false", "off")


def _hidden(tree: Any) -> Iterator[str]:
    for run in tree.iter(_W + "r"):
        if _vanished(run):
            text = "".join(part.text or "" for part in run.iter(_W + "t"))
            if text.strip():
                yield text.strip()


def _unseen(tree: Any) -> Iterator[str]:
    for name, word in _UNSEEN.items():
        if next(tree.iter(_W + name), None) is not None:
            yield word

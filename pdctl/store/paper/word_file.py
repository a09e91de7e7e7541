"""The text of a Word file with its headers and footers; every character a reader of Word sees, and what he does not."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from pdctl.store.paper.sheet import Paper, PaperFault

MAX_UNPACKED = 100 << 20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS = "word/_rels/document.xml.rels"
_DOCUMENT = "word/document.xml"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
CODE_SAID = "核对用二维码"  # what the picture of a QR code says it is
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
    """The text of a Word file: each header as a page, then footers and document as one. Raises `PaperFault`."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        with ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise PaperFault("large")
            if _DOCUMENT not in packed.namelist():
                raise PaperFault("unknown")
            body = _parsed(packed, _DOCUMENT)
            headers = _parts(packed, body, "headerReference")
            footers = _parts(packed, body, "footerReference")
            codes = tuple(_codes(packed, body))
    except PaperFault:
        raise
    except (
        BadZipFile,
        etree.XMLSyntaxError,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        zlib.error,
    ) as error:
        raise PaperFault("damaged") from error
    trees = [*headers, *footers, body]
    unseen = tuple(dict.fromkeys(word for tree in trees for word in _unseen(tree)))
    hidden = tuple(text for tree in trees for text in _hidden(tree))
    text = "".join(_texts(body))
    if not text.strip():
        raise PaperFault("no-text")
    below = "\n".join("".join(_texts(footer)) for footer in footers)
    return Paper(
        "word", (*("".join(_texts(header)) for header in headers), f"{below}\n{text}"), unseen, hidden, codes=codes
    )


def _parsed(packed: ZipFile, name: str) -> Any:
    from lxml import etree

    return etree.fromstring(
        packed.read(name), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )


def _parts(packed: ZipFile, body: Any, kind: str) -> list[Any]:
    """The headers or footers that the document refers to, each once."""
    paths = _paths(packed)
    wanted = [paths.get(reference.get(_R + "id")) for reference in body.iter(_W + kind)]
    return [_parsed(packed, path) for path in dict.fromkeys(wanted) if path]


def _paths(packed: ZipFile) -> dict[str, str]:
    """The parts that the document relates to and that are there, by the name of the relation."""
    names = packed.namelist()
    if _RELATIONS not in names:
        return {}
    relations = _parsed(packed, _RELATIONS)
    paths = {
        each.get("Id"): posixpath.normpath(posixpath.join("word", each.get("Target", ""))).lstrip("/")
        for each in relations
    }
    return {key: path for key, path in paths.items() if path in names}


def _codes(packed: ZipFile, body: Any) -> Iterator[str]:
    """The digest of each picture that says it is a QR code; such a one is taken out of the document."""
    paths = _paths(packed)
    for drawing in list(body.iter(_W + "drawing")):
        said = [each.get("descr") for each in drawing.iter() if str(each.tag).endswith("}docPr")]
        shown = [each.get(_R + "embed") for each in drawing.iter(_BLIP)]
        if said == [CODE_SAID] and len(shown) == 1 and shown[0] in paths and len(drawing.findall(_INLINE)) == 1:
            yield hashlib.sha256(packed.read(paths[shown[0]])).hexdigest()
            drawing.getparent().remove(drawing)


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

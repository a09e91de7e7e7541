"""Word files, every part of them: headers, notes, comments, tables, text boxes, deletions that are tracked, properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdctl.core.text import Msg, msg
from pdctl.store.extract.office import Package, all_text, links, local
from pdctl.store.extract.parts import Extracted, Part
from pdctl.store.extract.tracked import readings, side

TITLES: tuple[tuple[str, Msg], ...] = (
    ("word/document", msg("text")),
    ("word/header", msg("page head")),
    ("word/footer", msg("page foot")),
    ("word/footnotes", msg("footnotes")),
    ("word/endnotes", msg("endnotes")),
    ("word/comments", msg("comments")),
    ("word/people", msg("authors")),
    ("docProps/", msg("properties")),
    ("word/charts", msg("charts")),
    ("word/diagrams", msg("drawings")),
    ("customXml/", msg("data inside")),
)
_SILENT = (
    "word/styles",
    "word/theme",
    "word/fontTable",
    "word/webSettings",
    "word/numbering",
    "word/stylesWithEffects",
    "[Content_Types]",
)
WRITTEN = ("t", "delText", "instrText", "delInstrText")
GAPS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def extract(package: Package) -> Extracted:
    """The whole text of a Word file."""
    parts = [part for name in package.names for part in _part(package, name) if part.text.strip()]
    return Extracted(tuple(parts), tuple(package.unread()))


def _part(package: Package, name: str) -> Iterator[Part]:
    if name.startswith(_SILENT):
        return
    title = next((title for prefix, title in TITLES if name.startswith(prefix)), name)
    if name.endswith(".rels"):
        yield Part(links(package, name), msg("links"), lines=False)
    elif name.endswith((".xml", ".vml")):
        root = package.xml(name)
        flowing = name.startswith("word/") and not name.startswith(("word/settings", "word/people"))
        yield Part("\n".join(_lines(root)) if flowing else all_text(root), title)
        yield Part("\n".join(_attributes(root)), title, lines=False)


def _lines(root: Any) -> Iterator[str]:
    """Paragraphs, one a line; the cells of a row on one line. What an old reader would see instead is left out."""
    row: Any = None
    cells: dict[Any, list[str]] = {}
    for paragraph in root.iter("{*}p"):
        if any(local(above) == "Fallback" for above in paragraph.iterancestors()):
            continue
        text = _text(paragraph)
        owner = next((above for above in paragraph.iterancestors() if local(above) in ("tr", "txbxContent")), None)
        if owner is None or local(owner) != "tr":
            yield from _row(cells)
            row, cells = None, {}
            yield text
            continue
        if owner is not row:
            yield from _row(cells)
            row, cells = owner, {}
        cell = next(above for above in paragraph.iterancestors() if local(above) in ("tc", "tr"))
        cells.setdefault(cell, []).append(text)
    yield from _row(cells)


def _row(cells: dict[Any, list[str]]) -> Iterator[str]:
    if cells:
        yield "|".join(" ".join(filter(None, texts)) for texts in cells.values())


def _text(paragraph: Any) -> str:
    """The text of a paragraph without that of the text boxes in it, which are paragraphs of their own.

    One with tracked changes is read as it would be with them, and once more as it was before.
    """
    pieces, sides = [], []
    for element in paragraph.iter():
        name = local(element)
        if name in WRITTEN or name in GAPS:
            owner = next(above for above in element.iterancestors() if local(above) == "p")
            if owner is paragraph:
                gap = " " if name in ("instrText", "delInstrText") else ""
                pieces.append(GAPS.get(name, "") or f"{gap}{element.text or ''}{gap}")
                sides.append(side(element))
    return "；".join(filter(None, ("".join(pieces[n] for n in reading) for reading in readings(sides))))


def _attributes(root: Any) -> Iterator[str]:
    """Texts that stand in attributes: descriptions of pictures, authors of changes, old fields."""
    for element in root.iter():
        for name in ("descr", "title", "alt", "string", "author", "initials"):
            for key, value in element.items():
                if key.rpartition("}")[2] == name and value.strip():
                    yield value

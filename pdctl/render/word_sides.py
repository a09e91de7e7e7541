"""Tables of a Word file that are too wide for an upright page: each on pages of its own that lie on their side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

# In twentieths of a point: the width of the text on a lying page; its margins are those of the upright one, turned.
LYING_WIDTH = 12756
_LONG, _SHORT = 16838, 11906
_MARGINS = {"top": 1587, "bottom": 1474, "left": 1984, "right": 2098, "header": 850, "footer": 1000}
_ABOVE = ("GwCaption", "GwUnit")


def lay(document: Document, tables: Iterable[BaseOxmlElement]) -> None:
    """Put each of the tables, with its caption, into a section that lies on its side."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    upright = document.element.body.sectPr
    lying = deepcopy(upright)
    _set(lying.find(qn("w:pgSz")), {"w": _LONG, "h": _SHORT, "orient": "landscape"})
    _set(lying.find(qn("w:pgMar")), _MARGINS)

    def end(paragraph: BaseOxmlElement, section: BaseOxmlElement) -> None:
        properties = paragraph.get_or_add_pPr()
        for found in properties.findall(qn("w:sectPr")):
            properties.remove(found)
        properties._insert_sectPr(deepcopy(section))

    for table in tables:
        first = table
        while (before := first.getprevious()) is not None and before.style in _ABOVE:
            first = before
        if before is not None:
            if before.tag != qn("w:p"):
                before = OxmlElement("w:p")
                first.addprevious(before)
            if before.pPr is None or before.pPr.find(qn("w:sectPr")) is None:  # else a lying table goes before
                end(before, upright)
        after = table.getnext()
        if after is None or after.tag != qn("w:p"):
            after = OxmlElement("w:p")
            table.addnext(after)
        end(after, lying)


def _set(element: BaseOxmlElement, values: Mapping[str, int | str]) -> None:
    from docx.oxml.ns import qn

    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))

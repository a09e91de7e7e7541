"""Word files (.docx) from templates that are Word files themselves: filled by docxtpl, finished, packed the same each time."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from pdctl.render.plaintext import cells
from pdctl.render.templates import TemplateFault, environment, faults_of
from pdctl.render.word_code import put_code
from pdctl.render.word_sides import LYING_WIDTH, lay
from pdctl.render.word_view import flow, word_view
from pdctl.render.zipped import repacked

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# In twentieths of a point: the width of the text, a character of it, half a one in a table, the edges of a cell.
TEXT_WIDTH, _CHARACTER, _HALF, _EDGES = 8845, 320, 140, 200
_LEAST = 500  # of a column
_LONG = 8  # times the fair share: what is longer counts as no longer
_LONGEST = 255  # characters that a property of a file may have
_AFTER_TEXT = ("GwAttachments", "GwAfterTable")
_TITLE_CELLS, _TITLE_HALF = 38, 220  # half characters of a title on a line, and the width of one


def word_file(name: str, view: Mapping[str, Any], templates: Sequence[Path], day: date) -> bytes:
    """A Word template filled with a view, dated `day`. Raises TemplateFault."""
    filled = _filled(name, _template(name, templates), word_view(view), tuple(templates))
    _finish(filled, view)
    _properties(filled, view, day)
    _check_marks(name, filled, view)
    saved = io.BytesIO()
    filled.save(saved)
    return repacked(saved.getvalue())


def _template(name: str, templates: Sequence[Path]) -> Path:
    found = next((folder / name for folder in templates if (folder / name).is_file()), None)
    if found is None:
        raise TemplateFault(name, 0, "not found")
    return found


def _filled(name: str, template: Path, view: Mapping[str, Any], folders: tuple[Path, ...]) -> Document:
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    from pdctl.render.word_fill import Template, reader

    sandbox = environment("docx", folders)
    document = Template(template)
    try:
        with faults_of(name):
            document.render(dict(view), reader(sandbox), autoescape=True)
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, AttributeError) as error:
        raise TemplateFault(name, 0, "not a Word file that can be filled") from error
    made: Document = document.docx
    return made


# --- what a template cannot say --------------------------------------------------------------------------


def _finish(document: Document, view: Mapping[str, Any]) -> None:
    tables = [table for table in document.element.body.iter(f"{_W}tbl") if _style(table, "tbl") == "GwTable"]
    lying = _lying(tables, view)
    for table in tables:
        _share_out(table, LYING_WIDTH if table in lying else TEXT_WIDTH)
    _sign(document, view)
    lay(document, lying)
    put_code(document, view)


def _lying(tables: list[BaseOxmlElement], view: Mapping[str, Any]) -> list[BaseOxmlElement]:
    """Those of the text's tables that are too wide for an upright page; a template of one's own may show others."""
    blocks = [block for block in flow(view["blocks"]) if block["kind"] == "table"]
    if len(blocks) != len(tables):
        return []
    return [table for table, block in zip(tables, blocks, strict=True) if block["lying"]]


def _style(element: BaseOxmlElement, kind: str) -> str:
    found = element.find(f"{_W}{kind}Pr/{_W}{kind}Style")
    return str(found.get(f"{_W}val")) if found is not None else ""


def _share_out(table: BaseOxmlElement, room: int) -> None:
    """Give each column of a table its width, by the longest text in it."""
    rows = [[cell for cell in row if cell.tag == f"{_W}tc"] for row in table if row.tag == f"{_W}tr"]
    longest = [max(map(_length, column)) for column in zip(*rows, strict=True)]
    grid = table.find(f"{_W}tblGrid")
    model = deepcopy(grid[0])
    for column in list(grid):
        grid.remove(column)
    widths = shared(longest, room)
    table.find(f"{_W}tblPr/{_W}tblW").set(f"{_W}w", str(room))
    for width in widths:
        model.set(f"{_W}w", str(width))
        grid.append(deepcopy(model))
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            cell.find(f"{_W}tcPr/{_W}tcW").set(f"{_W}w", str(width))


def _length(cell: BaseOxmlElement) -> int:
    return sum(cells(text.text or "") for text in cell.iter(f"{_W}t"))


def shared(longest: Sequence[int], width: int = TEXT_WIDTH) -> list[int]:
    """The width of a page shared out among columns: short ones get what they need, long ones the rest by their length."""
    need = [max(_LEAST, length * _HALF + _EDGES) for length in longest]
    if sum(need) > width:
        fair = width // len(need)
        sure = [min(wanted, fair) for wanted in need]
        more = [min(wanted, _LONG * fair) - least for wanted, least in zip(need, sure, strict=True)]
        room = width - sum(sure)
        need = [least + room * wanted // (sum(more) or 1) for least, wanted in zip(sure, more, strict=True)]
    return [wanted * width // sum(need) for wanted in need]


def _sign(document: Document, view: Mapping[str, Any]) -> None:
    """Balance a long title, fit the mark of the issuer, set the issuer to its date, keep the end of the text with what follows it."""
    signature = view["signature"]
    for element in document.element.body.iterchildren(f"{_W}p"):
        match _style(element, "p"):
            case "GwTitle" if not view.get("title_broken"):
                side = _title_indent(cells(_said(element)))
                _indent(element, side, side)
            case "GwRedMark":
                _fit(element, cells(_said(element)))
            case "GwIssuer":
                _indent(element, 0, _issuer_indent(signature))
                _hold(element)
            case "GwDate" if not signature.get("seal", 1):
                _indent(element, 0, _date_indent(signature))


def _said(element: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _fit(element: BaseOxmlElement, width: int) -> None:
    """As large as fits one line, between the size of a title and 48 points."""
    from docx.shared import Pt

    size = max(44, min(96, TEXT_WIDTH * 4 // 20 // max(1, width)))  # in half points; a character is two cells
    for properties in element.iter(f"{_W}rPr"):
        properties.sz_val = Pt(size / 2)


def _indent(element: BaseOxmlElement, left: int, right: int) -> None:
    from docx.shared import Twips

    properties = element.get_or_add_pPr()
    properties.ind_left, properties.ind_right = Twips(left), Twips(right)


def _title_indent(width: int) -> int:
    """How far a title of several lines stands in on both sides, so that its lines are alike long."""
    lines = -(-width // _TITLE_CELLS)
    if lines < 2:
        return 0
    each = -(-width // lines) + 2
    return max(0, (TEXT_WIDTH - each * _TITLE_HALF) // 2)


def _issuer_indent(signature: Mapping[str, Any]) -> int:
    """How far from the right the issuer ends: over the middle of a date that ends four characters in.

    Without a seal it ends two characters in, and the longer of the two stands further right.
    """
    date_width, issuer_width = _widths(signature)
    if not signature.get("seal", 1):
        short = issuer_width < date_width + 2 * _CHARACTER
        return 2 * _CHARACTER + (date_width + 2 * _CHARACTER - issuer_width if short else 0)
    return max(0, 4 * _CHARACTER + (date_width - issuer_width) // 2)


def _date_indent(signature: Mapping[str, Any]) -> int:
    """Without a seal the date begins two characters after the issuer."""
    date_width, issuer_width = _widths(signature)
    return max(2 * _CHARACTER, issuer_width - date_width)


def _widths(signature: Mapping[str, Any]) -> tuple[int, int]:
    date_width, issuer_width = (cells(str(signature[key])) * _CHARACTER // 2 for key in ("date", "issuer"))
    return date_width, issuer_width


def _hold(element: BaseOxmlElement) -> None:
    """Keep what stands before the signature on its page, back to the last line of the text."""
    before = element.getprevious()
    while before is not None:
        lines = [before] if before.tag == f"{_W}p" else list(before.iterchildren(f"{_W}tr"))[-1:]
        for line in lines:
            for paragraph in line.iter(f"{_W}p"):
                paragraph.get_or_add_pPr().get_or_add_keepNext()
        if (lines and before.tag == f"{_W}tbl") or _style(before, "p") not in _AFTER_TEXT:
            return
        before = before.getprevious()


def _properties(document: Document, view: Mapping[str, Any], day: date) -> None:
    about = document.core_properties
    about.title = "".join(f"【{mark['text']}】" for mark in view["marks"])[:100] + str(view["title"])[:150]
    about.author = about.last_modified_by = str(view["signature"]["issuer"])[:_LONGEST]
    about.created = about.modified = datetime(day.year, day.month, day.day)
    about.language = "zh-CN"


def _check_marks(name: str, document: Document, view: Mapping[str, Any]) -> None:
    """No option and no template takes a mark away: it stands in the head of every page."""
    even = document.settings.odd_and_even_pages_header_footer
    for section in document.element.body.iter(f"{_W}sectPr"):
        wanted = {"default", *(["even"] if even else []), *(["first"] if section.titlePg_val else [])}
        heads = {
            reference.get(f"{_W}type"): reference.get(f"{_R}id") for reference in section.iter(f"{_W}headerReference")
        }
        for kind in sorted(wanted | heads.keys()):
            text = _head_text(document, heads.get(kind))
            for mark in view["marks"]:
                if mark["text"] not in text:
                    raise TemplateFault(name, 0, f"leaves out the mark {mark['text']}")


def _head_text(document: Document, key: str | None) -> str:
    from docx.opc.oxml import parse_xml

    if key is None:
        return ""
    head = parse_xml(document.part.rels[key].target_part.blob)
    return "".join(text.text or "" for text in head.iter(f"{_W}t"))

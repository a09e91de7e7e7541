"""The table of a catalogue as a workbook: text cells only, merged heads and equal cells, set to be printed on A4."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pdctl.core import words
from pdctl.core.sheet.columns import letters
from pdctl.render.catalogue import CatalogueView, ColumnView

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_IN_CELL = 32_767  # characters that a cell of a workbook holds
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STAMP = (1980, 1, 1, 0, 0, 0)
_FONT = "宋体"
# Columns in which a list of the words is offered.
_CHOICES = {
    "scope": words.SCOPE, "frequency": words.FREQUENCY, "importance": words.IMPORTANCE, "matter": words.MATTER,
    "superior_by": words.SUPERIOR_BY, "family": words.FAMILY, "retention": words.RETENTION,
}  # fmt: skip
_CENTRED = frozenset(("order", "category", "scope", "frequency", "duration", "id", "clause", *_CHOICES))


class TooLong(Exception):
    """A cell that no workbook holds whole: its row among the entries, from 0, and the head of its column."""

    def __init__(self, row: int, label: str) -> None:
        super().__init__(f"{row} {label}")
        self.row, self.label = row, label


def catalogue_book(view: CatalogueView) -> bytes:
    """The workbook, the same bytes on every run. Raises `TooLong`."""
    from openpyxl import Workbook

    _check(view)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "公开目录"
    top = _titles(sheet, view)
    first = _heads(sheet, view, top)
    _body(sheet, view, first)
    _choices(sheet, view, first)
    _page(sheet, view, top, first)
    book.properties.title, book.properties.creator = view["title"], "pdctl"
    return _same_bytes(book)


def _check(view: CatalogueView) -> None:
    for number, row in enumerate(view["rows"]):
        for cell, column in zip(row, view["columns"], strict=True):
            if len(escaped(cell["text"])) > MOST_IN_CELL:
                raise TooLong(number, column["label"])


def escaped(text: str) -> str:
    """A text in which no spreadsheet finds an escape such as _x000D_."""
    return _ESCAPE.sub("_x005F_", text)


@cache
def _styles(size: int, bold: bool, ruled: bool, centred: bool) -> tuple[Any, Any, Any]:
    """Border, font and alignment; many cells share them."""
    from openpyxl.styles import Alignment, Border, Font, Side

    line = Side(style="thin")
    return (
        Border(line, line, line, line) if ruled else Border(),
        Font(name=_FONT, size=size, bold=bold),
        Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True),
    )


def _put(
    sheet: Any,
    row: int,
    column: int,
    text: str,
    size: int = 10,
    bold: bool = False,
    ruled: bool = True,
    centred: bool = False,
) -> None:
    cell = sheet.cell(row, column)
    if text:
        cell.value = escaped(text)
        cell.data_type = "s"  # also where it begins like a formula or reads like an error
    cell.number_format = "@"
    if text[:1] in ("=", "+", "-", "@", "'"):
        cell.quotePrefix = True
    cell.border, cell.font, cell.alignment = _styles(size, bold, ruled, centred)


def _titles(sheet: Any, view: CatalogueView) -> int:
    """The lines above the table; returns the row of its heads."""
    last = sum(column["public"] for column in view["columns"])
    edition = "　".join(filter(None, (view["edition"], view["mark"], f"共{view['count']}项")))
    for row, text, size, height in ((1, view["title"], 18, 32), (2, edition, 10, 18)):
        _put(sheet, row, 1, text, size=size, bold=row == 1, centred=row == 1, ruled=False)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.row_dimensions[row].height = height
    return 3


def _heads(sheet: Any, view: CatalogueView, top: int) -> int:
    """The heads; returns the row of the first entry."""
    free = [top] * len(view["columns"])
    for number, heads in enumerate(view["heads"]):
        row, column = top + number, 0
        for head in heads:
            while free[column] > row:
                column += 1
            for c in range(column, column + head["columns"]):
                for r in range(row, row + head["rows"]):
                    _put(sheet, r, c + 1, head["text"] if (r, c) == (row, column) else "", bold=True, centred=True)
                free[c] = row + head["rows"]
            if head["columns"] * head["rows"] > 1:
                sheet.merge_cells(
                    start_row=row,
                    end_row=row + head["rows"] - 1,
                    start_column=column + 1,
                    end_column=column + head["columns"],
                )
            column += head["columns"]
        sheet.row_dimensions[row].height = 20
    return top + len(view["heads"])


def _body(sheet: Any, view: CatalogueView, first: int) -> None:
    for r, row in enumerate(view["rows"], first):
        for c, (cell, column) in enumerate(zip(row, view["columns"], strict=True), 1):
            _put(sheet, r, c, cell["text"] if cell["rows"] else "", centred=column["key"] in _CENTRED)
            if cell["rows"] > 1:
                sheet.merge_cells(start_row=r, end_row=r + cell["rows"] - 1, start_column=c, end_column=c)
        sheet.row_dimensions[r].height = _height(row, view["columns"])


def _height(row: list[Any], columns: list[ColumnView]) -> float:
    """Room for the fullest cell; cells that reach down have their room in the rows below as well."""
    lines = 1
    for cell, column in zip(row, columns, strict=True):
        if cell["rows"] == 1:
            room = max(2, column["width"] - 2)
            lines = max(lines, sum(max(1, -(-_cells(line) // room)) for line in cell["lines"]))
    return min(409.0, 13.5 * lines + 6)


def _cells(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F or c in "“”‘’…—" else 1 for c in text)


def _choices(sheet: Any, view: CatalogueView, first: int) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(view["columns"], 1):
        vocabulary = _CHOICES.get(column["key"])
        if vocabulary is None or not view["rows"]:
            continue
        listed = ",".join(vocabulary.labels.values())
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
        choice.add(f"{letters(number)}{first}:{letters(number)}{first + len(view['rows']) - 1}")
        sheet.add_data_validation(choice)


def _page(sheet: Any, view: CatalogueView, top: int, first: int) -> None:
    """A4 landscape, as wide as the page, heads on every page; what is not published stands right of the printed area."""
    for number, column in enumerate(view["columns"], 1):
        sheet.column_dimensions[letters(number)].width = column["width"]
    last = letters(sum(column["public"] for column in view["columns"]))
    sheet.print_area = f"A1:{last}{first + len(view['rows']) - 1}"
    sheet.print_title_rows = f"{top}:{first - 1}"
    titles = [column["key"] for column in view["columns"]].index("title")
    sheet.freeze_panes = f"{letters(titles + 2)}{first}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.75, 0.35
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"


def _same_bytes(book: Workbook) -> bytes:
    """The file without the moment it was made."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with ZipFile(raw) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()

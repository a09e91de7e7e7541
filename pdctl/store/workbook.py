"""Workbooks (.xlsx) as grids. Sizes are checked before anything is unpacked; values of formulas are never computed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile

from pdctl.core.sheet.columns import number_of
from pdctl.core.sheet.grid import DATE, ERROR, FORMULA, NUMBER, ROUNDED, TEXT, UNCOMPUTED, Area, Cell, Grid
from pdctl.core.text import Msg, msg

MAX_UNPACKED, MAX_RATIO = 200 << 20, 200
MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_SHEETS, MAX_MERGED = 20_000, 500, 400_000, 100, 2_000_000
# A spreadsheet keeps fifteen figures of a number; longer ones are still written without exponent, to be known again.
_KEPT, _WRITTEN = 10**15, 10**24
_FREE = 4 << 20  # so much may be unpacked whatever the ratio
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class SheetFault(Exception):
    """A file that cannot be read as a table: why, what mends it, and whether it is only too large."""

    def __init__(self, why: Msg, fix: Msg | str = "", too_large: bool = False, line: int = 0) -> None:
        super().__init__(str(why))
        self.why, self.fix, self.too_large, self.line = why, fix, too_large, line


@dataclass
class _Shape:
    """What the XML of a sheet says beside its values."""

    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    cells: int = 0
    last_row: int = 0
    last_column: int = 0


_SAVE = msg("open it in Excel or WPS and save it as .xlsx")


def refuse_others(data: bytes) -> None:
    """Files that look like tables and are none that can be read. Raises `SheetFault`."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _ENCRYPTED in data:
            raise SheetFault(
                msg("the workbook is protected by a password"), msg("take the password off and save it again")
            )
        raise SheetFault(msg("it is a workbook of the old kind (.xls or .et)"), _SAVE)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<div")) or b"excel.sheet" in head:
        raise SheetFault(msg("it is a page with a table and no workbook, whatever its name says"), _SAVE)
    if head.startswith(b"%pdf"):
        raise SheetFault(msg("it is a PDF file"), msg("ask for the table as .xlsx or .csv"))


def read_workbook(data: bytes) -> list[Grid]:
    """Every sheet of a workbook. Raises `SheetFault`."""
    archive = _archive(data)
    try:
        return _grids(data, archive)
    except SheetFault:
        raise
    except Exception as error:  # a damaged file makes zip and XML readers raise whatever they happen to stumble over
        raise SheetFault(
            msg("the workbook is damaged: {problem}", problem=str(error)[:80] or type(error).__name__), _SAVE
        ) from error


def _archive(data: bytes) -> ZipFile:
    try:
        archive = ZipFile(io.BytesIO(data))
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SheetFault(msg("the workbook is damaged: {problem}", problem=str(error)[:80]), _SAVE) from error
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > MAX_UNPACKED or len(entries) > 10_000 or (size > _FREE and size > MAX_RATIO * max(packed, 1)):
        raise SheetFault(
            msg("unpacked it would take {size} MB", size=-(-size >> 20)), msg("take out pictures and empty rows"), True
        )
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names:
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")) and _declares(archive.open(entry).read(2000)):
                raise SheetFault(msg("a part of it declares a document type, which no workbook does"), _SAVE)
        return archive
    if "xl/workbook.bin" in names:
        raise SheetFault(msg("it is a binary workbook (.xlsb)"), _SAVE)
    if "word/document.xml" in names:
        raise SheetFault(msg("it is a Word file"), msg("copy the table into a new workbook"))
    if "mimetype" in names or "content.xml" in names:
        raise SheetFault(msg("it is an OpenDocument file"), _SAVE)
    raise SheetFault(msg("it is an archive and no workbook"), _SAVE)


def _declares(head: bytes) -> bool:
    return b"<!DOCTYPE" in head.replace(b"\0", b"").upper() or b"<!ENTITY" in head.replace(b"\0", b"").upper()


def _grids(data: bytes, archive: ZipFile) -> list[Grid]:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are of no account here
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "_worksheet_path")]
            if not sheets:
                why = msg("it holds no sheet that can be read; it may be of the strict kind of Open XML")
                raise SheetFault(why, msg("save it as an ordinary workbook (.xlsx)"))
            if len(sheets) > MAX_SHEETS:
                raise SheetFault(msg("it has more than {most} sheets", most=MAX_SHEETS), "", True)
            shapes = [_shape(archive, sheet._worksheet_path) for sheet in sheets]
            if sum(shape.cells for shape in shapes) > MAX_CELLS:
                raise SheetFault(
                    msg("it has more than {most} cells", most=MAX_CELLS), msg("keep only the catalogue"), True
                )
            return [_grid(sheet, shape) for sheet, shape in zip(sheets, shapes, strict=True)]
        finally:
            book.close()


def _shape(archive: ZipFile, path: str) -> _Shape:
    """One pass over the XML of a sheet, without keeping it."""
    from xml.etree.ElementTree import iterparse

    shape = _Shape()
    row = column = 0
    with archive.open(path) as source:
        # Parts that declare entities were refused before, and nothing outside is ever fetched.
        for event, element in iterparse(source, events=("start", "end")):  # noqa: S314
            name = element.tag.rpartition("}")[2]
            if event == "start":
                if name == "row":
                    row, column = int(element.get("r") or row + 1), 0
                    if element.get("hidden") in ("1", "true"):
                        shape.hidden_rows.add(row)
                continue
            if name == "c":
                column = _cell(element, shape, row, column + 1)
            elif name == "row":
                element.clear()
            elif name == "col" and element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min") or 1), int(element.get("max") or 1)
                shape.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
            elif name == "mergeCell":
                shape.merges += _area(element.get("ref") or "")
    return shape


def _cell(element: Any, shape: _Shape, row: int, column: int) -> int:
    """Count a cell that holds something, and remember whether it is computed; returns its column."""
    found = _REFERENCE.fullmatch(element.get("r") or "")
    if found is not None:
        column = number_of(found[1])
    inside = {child.tag.rpartition("}")[2] for child in element}
    if inside:
        shape.cells += 1
        shape.last_row, shape.last_column = max(shape.last_row, row), max(shape.last_column, column)
        if "f" in inside:
            shape.formulas.add((row, column))
    return column


def _area(reference: str) -> Iterator[Area]:
    first, _, last = reference.partition(":")
    top, bottom = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if top and bottom:
        yield int(top[2]), number_of(top[1]), int(bottom[2]), number_of(bottom[1])


def _grid(sheet: Any, shape: _Shape) -> Grid:
    rows, columns = shape.last_row or 1, shape.last_column or 1
    if shape.last_row > MAX_ROWS or shape.last_column > MAX_COLUMNS:
        why = msg(
            "the sheet {sheet} reaches to row {row} and column {column}; at most {rows} and {columns} are read",
            sheet=sheet.title, row=shape.last_row, column=shape.last_column, rows=MAX_ROWS, columns=MAX_COLUMNS,
        )  # fmt: skip
        raise SheetFault(why, msg("delete what lies beyond the table"), True)
    merged = sum(max(0, min(b, rows) - t + 1) * max(0, min(r, columns) - c + 1) for t, c, b, r in shape.merges)
    if merged > MAX_MERGED:
        raise SheetFault(msg("the sheet {sheet} has too many merged cells", sheet=sheet.title), _SAVE, True)
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=rows, min_col=1, max_col=columns), 1):
        for column, cell in enumerate(row, 1):
            computed = (number, column) in shape.formulas
            if cell.value is None and not computed:
                continue
            text, kind = _text(cell, computed)
            if text.strip() or kind == UNCOMPUTED:
                cells[number, column] = Cell(number, column, text, kind)
    return Grid(
        sheet.title, cells, tuple(shape.merges), frozenset(shape.hidden_rows), frozenset(shape.hidden_columns),
        sheet.sheet_state != "visible",
    )  # fmt: skip


def _text(cell: Any, computed: bool) -> tuple[str, str]:
    """The text of a cell as people see it, and its kind."""
    value = cell.value
    if value is None:
        return "=…", UNCOMPUTED
    if cell.data_type == "e":
        return str(value), ERROR
    kind = FORMULA if computed else TEXT
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE", kind
    if isinstance(value, (datetime, date, time, timedelta)):
        return _day(value), FORMULA if computed else DATE
    if isinstance(value, (int, float)):
        kept = abs(value) < _KEPT or value != value // 1
        return _number(value), FORMULA if computed else NUMBER if kept else ROUNDED
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)), kind


def _day(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _number(value: float) -> str:
    """1.0 is 1: spreadsheets keep every number as a floating one."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < _WRITTEN)
    return f"{Decimal(repr(value)):.0f}" if whole else repr(value)

"""Workbooks as other programs write them: what each cell shows, what is hidden, merged or computed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from pdctl.core.sheet.grid import DATE, ERROR, FORMULA, NUMBER, ROUNDED, TEXT, UNCOMPUTED, Grid
from pdctl.store.workbook import SheetFault, read_workbook
from tests.sheets import saved

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def made(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    return saved(book)


def patched(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def written(cells: str, more: str = "") -> Grid:
    """A sheet from the XML of its rows."""
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{more}</worksheet>'
    return read_workbook(patched(made(["x"]), lambda n, t: xml.encode() if n == SHEET else t))[0]


def texts(grid: Grid) -> dict[str, str]:
    return {cell.name: cell.text for cell in grid.cells.values()}


def test_values_are_texts_as_people_see_them() -> None:
    row = [1.0, 12, 0.5, -3, True, datetime(2018, 8, 17), date(2018, 8, 17), "文", "=1", 2**53]
    grid = read_workbook(made(row))[0]
    shown = ["1", "12", "0.5", "-3", "TRUE", "2018-08-17", "2018-08-17", "文", "=…", "9007199254740992"]
    assert list(texts(grid).values()) == shown
    kinds = [NUMBER] * 4 + [TEXT] + [DATE] * 2 + [TEXT, UNCOMPUTED, ROUNDED]
    assert [cell.kind for cell in grid.cells.values()] == kinds


def test_blank_cells_are_none() -> None:
    assert texts(read_workbook(made(["", None, " ", "\n", "甲"]))[0]) == {"E1": "甲"}


def test_cells_without_references_stand_where_they_are_written() -> None:
    grid = written("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>")
    assert texts(grid) == {"A1": "1", "C1": "3", "A2": "4"}


def test_escapes_of_characters_are_undone() -> None:
    grid = written('<row r="1"><c r="A1" t="inlineStr"><is><t>甲_x000D_乙_x005F_x000D_</t></is></c></row>')
    assert texts(grid) == {"A1": "甲\r乙_x000D_"}


def test_runs_of_rich_text_are_one_text_without_their_pronunciation() -> None:
    rich = "<r><t>数</t></r><r><t>额</t></r><rPh sb='0' eb='1'><t>shu</t></rPh>"
    assert texts(written(f'<row r="1"><c r="A1" t="inlineStr"><is>{rich}</is></c></row>')) == {"A1": "数额"}


def test_formulas_and_errors() -> None:
    grid = written(
        '<row r="2"><c r="A2" t="str"><f>B1</f><v>甲</v></c><c r="B2"><f>1+1</f><v>2</v></c>'
        '<c r="C2"><f>X</f></c><c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert {c.name: (c.text, c.kind) for c in grid.cells.values()} == {
        "A2": ("甲", FORMULA), "B2": ("2", FORMULA), "C2": ("=…", UNCOMPUTED), "D2": ("#DIV/0!", ERROR),
    }  # fmt: skip


def test_merged_and_hidden() -> None:
    cols = '<cols><col min="2" max="3" hidden="1"/></cols>'
    xml = (
        f'<worksheet xmlns="{MAIN}">{cols}<sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c></row>'
        '<row r="3"><c r="C3"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
    )
    grid = read_workbook(patched(made(["x"]), lambda n, t: xml.encode() if n == SHEET else t))[0]
    assert (grid.merges, grid.hidden_rows, grid.hidden_columns) == (((1, 1, 2, 2),), {1}, {2, 3})
    assert grid.text(2, 2) == "1"
    assert grid.anchor(3, 3) == (3, 3)


def test_a_wrong_dimension_hides_nothing() -> None:
    data = patched(
        made(["甲"], ["乙"]),
        lambda n, t: re.sub(rb'dimension ref="[^"]*"', b'dimension ref="A1"', t) if n == SHEET else t,
    )
    assert texts(read_workbook(data)[0]) == {"A1": "甲", "A2": "乙"}


def test_formats_of_empty_cells_far_away_are_no_reason_to_refuse() -> None:
    grid = written('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert texts(grid) == {"A1": "1"}


def test_the_strict_kind_is_refused_in_words() -> None:
    names = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def strict(_: str, text: bytes) -> bytes:
        for old, new in names.items():
            text = text.replace(old.encode(), new.encode())
        return text

    with pytest.raises(SheetFault, match="strict"):
        read_workbook(patched(made(["甲"]), strict))


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "rubbish", [b"", b"<a>", b"\0\xff", b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>"]
)
def test_rubbish_in_any_part_is_a_fault_in_words_or_nothing_at_all(part: str, rubbish: bytes) -> None:
    data = patched(made(["甲"]), lambda n, t: rubbish if n == part else t)
    found: Any = None
    with suppress(SheetFault):
        found = read_workbook(data)
    assert found is None or isinstance(found, list)

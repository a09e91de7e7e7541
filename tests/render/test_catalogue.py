"""The table of a catalogue: one view, set as a page, as a workbook and as CSV, with text as the text it is."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from pdctl.core.sheet.columns import COLUMNS
from pdctl.core.sheet.write import Names
from pdctl.core.words import KIND
from pdctl.render.catalogue import CatalogueView, Edition, catalogue_view
from pdctl.render.catalogue_book import TooLong, catalogue_book
from pdctl.render.catalogue_csv import catalogue_csv
from pdctl.render.templates import environment, render
from pdctl.store.data import shipped
from pdctl.store.schema import read_checked

NAMES = Names("第一党支部", {"gw": "云岭新区党工委", "dzb": "第一党支部"})
RELEASE = Edition("0001", "2026-01-12")
NASTY = ("=1+1", "+86", "-2", "@SUM(A1)", "'=x", "123456789012345678", "0012", "_x000D_", "<b>&", "{{7*7}}", "#REF!")


def entries(kind: str = "basic") -> list[dict[str, Any]]:
    value = read_checked((shipped("catalogs") / f"{kind}.yaml").read_bytes(), "starter", kind)
    return list(value["entries"])


def view(published: bool = True, found: list[dict[str, Any]] | None = None) -> CatalogueView:
    return catalogue_view(NAMES, RELEASE, entries() if found is None else found, published)


def page(shown: CatalogueView) -> str:
    return render(environment("html", (shipped("templates"),)), "catalogue.html.j2", shown)


def sheet(shown: CatalogueView) -> Any:
    return load_workbook(io.BytesIO(catalogue_book(shown))).active


def test_the_published_table_has_the_columns_of_offices_and_nothing_of_the_procedure() -> None:
    labels = [column["label"] for column in view()["columns"]]
    assert labels[:6] == ["序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开范围"]
    assert not {"审批层级", "公开事项代码", "导入备注"} & set(labels)


def test_a_published_column_that_nobody_fills_is_left_out() -> None:
    found = [{k: v for k, v in e.items() if k not in ("audience", "note")} for e in entries()]
    assert not {"公开对象", "备注"} & {column["label"] for column in view(found=found)["columns"]}


def test_the_exported_table_has_every_column() -> None:
    assert [column["key"] for column in view(published=False)["columns"]] == [column.key for column in COLUMNS]


def test_equal_cells_of_one_matter_stand_as_one() -> None:
    shown = view()
    first = [row[1]["rows"] for row in shown["rows"][:5]]
    assert first == [4, 0, 0, 0, 4]
    assert shown["rows"][1][1]["text"] == "基本情况", "what is covered is still known"


def test_an_organization_is_published_by_its_name_alone() -> None:
    found = [{**entries()[0], "responsible": "gw"}]
    for published, text in ((True, "云岭新区党工委"), (False, "云岭新区党工委（gw）")):
        shown = view(published, found)
        column = [c["key"] for c in shown["columns"]].index("responsible")
        assert shown["rows"][0][column]["text"] == text


def test_the_working_copy_says_that_it_is_none() -> None:
    shown = catalogue_view(NAMES, Edition(), entries(), True)
    assert shown["mark"] == "编制中"
    assert "编制中" in page(shown)
    assert view()["mark"] == ""


def test_the_page_holds_every_text_and_escapes_it() -> None:
    found = [{**entries()[0], "title": "<script>alert(1)</script>", "elements": ["{{7*7}}", "甲&乙"]}]
    text = page(view(found=found))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert "{{7*7}}" in text
    for entry in entries():
        assert entry["title"] in page(view())


def test_the_workbook_is_set_to_be_printed() -> None:
    found = sheet(view())
    assert found.page_setup.orientation == "landscape"
    assert found.page_setup.paperSize in (9, "9")
    assert found.page_setup.fitToHeight == 0
    assert found.print_title_rows == "$3:$4"
    assert found.freeze_panes == "D5"
    merged = {str(area) for area in found.merged_cells.ranges}
    assert {"B3:C3", "A3:A4", "B5:B8"} <= merged
    assert found.column_dimensions["D"].width > found.column_dimensions["A"].width


def test_what_is_not_published_stands_outside_the_printed_area() -> None:
    found = sheet(view(published=False))
    assert found.print_area.startswith("'公开目录'!$A$1:$O$")
    assert found["Q4"].value == "条款"


@pytest.mark.parametrize("text", NASTY)
def test_every_cell_of_a_workbook_is_text(text: str) -> None:
    found = sheet(view(found=[{**entries()[0], "title": text}]))
    cell = found["C5"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert cell.value == text.replace("_x000D_", "_x005F_x000D_")
    kinds = {cell.data_type for row in sheet(view()).iter_rows(min_row=1) for cell in row if cell.value is not None}
    assert kinds == {"s"}


@pytest.mark.parametrize("text", NASTY)
def test_csv_holds_nothing_that_a_spreadsheet_computes(text: str) -> None:
    data = catalogue_csv(view(found=[{**entries()[0], "title": text}]))
    assert data.startswith(b"\xef\xbb\xbf")
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert row[2].removeprefix("'") == text.removeprefix("'") or row[2] == f"'{text}"
    assert not row[2].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("kind", KIND.keys)
def test_the_same_catalogue_gives_the_same_bytes(kind: str) -> None:
    assert catalogue_book(view(found=entries(kind))) == catalogue_book(view(found=entries(kind)))


def test_a_cell_that_no_workbook_holds_is_said_and_not_cut() -> None:
    found = [{**entries()[0], "elements": [f"{n}" + "要" * 290 for n in range(120)]}]
    with pytest.raises(TooLong) as raised:
        catalogue_book(view(found=found))
    assert (raised.value.row, raised.value.label) == (0, "公开内容（要素）")

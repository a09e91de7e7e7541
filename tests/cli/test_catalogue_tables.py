"""Catalogues as tables on the command line: shown, exported, edited in a spreadsheet, imported as one signed commit."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from tests.sheets import PARTY, book, saved
from tests.story import Ran, Story

DUES = "党费收缴使用管理情况"
CATALOG = "catalogs/dzb/catalog.yaml"
ROW = (1, DUES, "数额", "全体党员", "会议", "每月", "组织科", "")


def put(story: Story, name: str, data: bytes | str) -> str:
    return story.file(name, data)


def imported(story: Story, file: str, *more: str, by: str = "tang", **how: Any) -> Ran:
    return story.run("catalog", "import", file, "--org", "dzb", *more, by=by, **how)


def entry(story: Story, name: str = "2.6.9") -> dict[str, Any]:
    from pdctl.store.yaml_read import load

    value = load((story.folder / CATALOG).read_bytes())
    return next(e for e in value["entries"] if e["id"] == name)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_export_that_nobody_edited_changes_nothing(story: Story, suffix: str) -> None:
    file = str(story.folder.parent / f"t.{suffix}")
    story.run("catalog", "export", "dzb", "-o", file)
    before = story.tip()
    assert "Nothing changes" in imported(story, file).err
    assert story.tip() == before


def test_an_edited_cell_becomes_one_signed_commit_that_verifies(story: Story) -> None:
    file = str(story.folder.parent / "t.xlsx")
    story.run("catalog", "export", "dzb", "-o", file)
    made = load_workbook(file)
    sheet: Any = made.active
    row = next(r for r in range(1, 60) if sheet.cell(r, 3).value == DUES)
    sheet.cell(row, 9).value = "每月"
    made.save(file)
    before = story.git("rev-list", "--count", "HEAD")
    ran = imported(story, file)
    assert "2.6.9" in ran.out
    assert entry(story)["period"] == "month"
    assert int(story.git("rev-list", "--count", "HEAD")) == int(before) + 1
    assert story.git("show", "--name-only", "--format=", "HEAD") == CATALOG
    assert story.git("status", "--porcelain") == ""
    story.run("verify", "--full", code=None)
    assert "Nothing changes" in imported(story, file).err


def test_a_dry_run_says_entry_by_entry_what_would_change_and_writes_nothing(story: Story) -> None:
    before = story.tip()
    ran = imported(story, put(story, "t.xlsx", book(PARTY, ROW)), "--dry-run")
    assert "* 2.6.9" in ran.out
    assert "每月 (was 每半年)" in ran.out
    assert CATALOG in ran.err
    assert story.tip() == before


def test_unread_cells_stand_in_a_table_in_json_and_with_the_entry(story: Story) -> None:
    file = put(story, "t.xlsx", book(PARTY, (*ROW[:5], "适时公开", "组织科", "")))
    ran = imported(story, file, "--dry-run")
    assert "F3" in ran.out
    assert "适时公开" in ran.out
    value = imported(story, file, "--json").json
    assert value["schema"] == "pdctl/catalog-import/v1"
    found = value["unread"][0]
    assert (found["cell"], found["row"], found["column"], found["head"], found["text"], found["entry"]) == (
        "F3", 3, "F", "公开时限", "适时公开", "2.6.9",
    )  # fmt: skip
    assert value["assumed"]
    assert value["commits"] == [story.tip()]
    assert entry(story)["import_notes"] == [{"column": "公开时限", "text": "适时公开"}]
    again = imported(story, file, "--json").json
    assert (again["changed"], again["commits"]) == (False, [])
    assert again["unread"] == value["unread"]


def test_the_report_is_chinese_for_those_who_read_chinese(story: Story) -> None:
    ran = imported(story, put(story, "t.xlsx", book(PARTY, ROW)), "--dry-run", "--lang", "zh")
    assert "变更1项" in ran.out
    assert "原为：每半年" in ran.out


def test_comments_of_people_stay(story: Story) -> None:
    path = story.folder / CATALOG
    text = path.read_text(encoding="utf-8")
    marked = text.replace('  - id: "2.6.9"', '  # 每年核对一次\n  - id: "2.6.9"').replace(
        "entries:", "# 目录编制中\nentries:"
    )
    path.write_text(marked, encoding="utf-8")
    story.git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qam", "x", "--no-gpg-sign")
    imported(story, put(story, "t.xlsx", book(PARTY, ROW)))
    after = path.read_text(encoding="utf-8")
    assert "# 目录编制中" in after
    assert "# 每年核对一次" in after
    assert entry(story)["period"] == "month"


def test_only_the_keeper_imports(story: Story) -> None:
    file = put(story, "t.xlsx", book(PARTY, ROW))
    story.refused("E-SEAT", "catalog", "import", file, "--org", "dzb", by="chen", code=4)


def test_an_unknown_organization_is_said_with_those_there_are(story: Story) -> None:
    file = put(story, "t.xlsx", book(PARTY, ROW))
    assert "dzb" in story.run("catalog", "import", file, "--org", "dzx", by="tang", code=2).err
    assert story.run("catalog", "export", "nix", "-o", file, code=2).err


def test_a_mapping_file(story: Story) -> None:
    mapping = put(story, "m.yaml", "format: 1\ncolumns:\n  何事: title\n  怎样: channels\n")
    file = put(story, "t.xlsx", book(("何事", "怎样"), (DUES, "局域网")))
    imported(story, file, "--mapping", mapping)
    assert entry(story)["channels"] == [{"channel": "intranet"}]


def test_a_mapping_that_names_what_the_table_lacks_is_told(story: Story) -> None:
    mapping = put(story, "m.yaml", "format: 1\ncolumns:\n  何事: title\n")
    ran = imported(story, put(story, "t.xlsx", book(PARTY, ROW)), "--mapping", mapping, "--dry-run")
    assert "何事" in ran.out


def test_more_matters_than_a_catalogue_holds(story: Story) -> None:
    rows = [(n, f"第{n}号事项", "甲", "全体党员", "会议", "每月", "", "") for n in range(1, 2003)]
    assert "2002" in imported(story, put(story, "t.xlsx", book(PARTY, *rows)), code=1).err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: 1\ncolumns:\n  何事: titel\n", "m.yaml:3"),
        ("format: 2\n", "m.yaml:1"),
        ("format: 1\ndefaults:\n  scope: 到处\n", "公开范围"),
        ("- 1\n", "m.yaml"),
    ],
)
def test_a_wrong_mapping_is_refused_at_its_line(story: Story, text: str, said: str) -> None:
    file = put(story, "t.xlsx", book(PARTY, ROW))
    ran = imported(story, file, "--mapping", put(story, "m.yaml", text), code=1)
    assert said in ran.err


def test_personal_data_in_a_table_stops_the_import_until_it_is_left_out(story: Story) -> None:
    file = put(story, "t.xlsx", book(("公开事项", "公开内容", "联系电话"), (DUES, "数额", "13800138000")))
    before = story.tip()
    ran = imported(story, file, code=1)
    assert "13800138000" not in ran.err + ran.out
    assert story.tip() == before
    imported(story, file, "--mapping", put(story, "m.yaml", "format: 1\ncolumns:\n  联系电话: ignore\n"))
    assert entry(story)["elements"] == ["数额"]


# Files that are no tables ----------------------------------------------------------------------------------


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    return zipped(("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", b" " * (60 << 20)))


def declared() -> bytes:
    data, out = book(PARTY, ROW), io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/workbook.xml":
                text = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + text.partition(b"?>")[2]
            new.writestr(name, text)
    return out.getvalue()


def far_away() -> bytes:
    made = Workbook()
    sheet: Any = made.active
    sheet.append(list(PARTY))
    sheet["XFD1048576"] = "x"
    return saved(made)


def merged_again() -> bytes:
    made = load_workbook(io.BytesIO(book(PARTY, ROW)))
    sheet: Any = made.active
    sheet["A9500"] = "甲"
    for top in range(3, 40):
        sheet.merged_cells.add(f"A{top}:H{9000 + top}")
    return saved(made)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NO_TABLES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an old workbook": ("t.xls", lambda: OLE, ".xls"),
    "an encrypted workbook": ("t.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a page": ("t.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "page"),
    "a damaged workbook": ("t.xlsx", lambda: book(PARTY, ROW)[:-200], "damaged"),
    "a workbook with rubbish inside": ("t.xlsx", lambda: zipped(("xl/workbook.xml", b"<a>")), "damaged"),
    "a bomb": ("t.xlsx", bomb, "unpacked"),
    "a document type": ("t.xlsx", declared, "document type"),
    "merged cells over and over": ("t.xlsx", merged_again, "merged"),
    "a sheet without end": ("t.xlsx", far_away, "1048576"),
    "a Word file": ("t.docx", lambda: zipped(("word/document.xml", b"<a/>")), "Word"),
    "a binary workbook": ("t.xlsb", lambda: zipped(("xl/workbook.bin", b"")), "xlsb"),
    "an OpenDocument file": ("t.ods", lambda: zipped(("mimetype", b"x"), ("content.xml", b"<a/>")), "OpenDocument"),
    "an archive": ("t.zip", lambda: zipped(("a.txt", b"a")), "archive"),
    "a PDF": ("t.pdf", lambda: b"%PDF-1.7\n", "PDF"),
    "an empty file": ("t.csv", lambda: b"\r\n", "empty"),
    "no head": ("t.csv", "甲,乙\n丙,丁\n".encode, "head"),
    "a head alone": ("t.xlsx", lambda: book(PARTY), "no row"),
    "bytes": ("t.csv", lambda: bytes(range(128, 256)) * 3, "UTF-8"),
    "zero bytes": ("t.csv", lambda: b"a,b\0" + b"c" * 300, "zero"),
    "an open quote": ("t.csv", '公开事项,公开内容\n党费,"甲\n'.encode, "quotes"),
    "nothing that is known": ("t.xlsx", lambda: book(("公开事项", "公开内容"), ("食堂菜谱", "菜")), "clause"),
}


@pytest.mark.parametrize("what", NO_TABLES)
def test_what_is_no_table_is_refused_in_words(story: Story, what: str) -> None:
    name, made, said = NO_TABLES[what]
    before = story.tip()
    ran = imported(story, put(story, name, made()), code=1)
    assert said in ran.err
    assert name in ran.err
    assert story.tip() == before


def test_a_missing_file_and_a_folder(story: Story, tmp_path: Path) -> None:
    for file in (tmp_path / "none.xlsx", tmp_path):
        assert imported(story, str(file), code=2).err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_in_the_encodings_of_offices(story: Story, encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(map(str, row)) for row in (PARTY, ROW))
    ran = imported(story, put(story, "t.csv", text.encode(encoding)), "--dry-run")
    assert "* 2.6.9" in ran.out


# Sheets ----------------------------------------------------------------------------------------------------


def several(hidden: str = "") -> bytes:
    made = load_workbook(io.BytesIO(book(PARTY, ROW)))
    other: Any = made.create_sheet("旧目录")
    other.append(list(PARTY))
    other.append([1, DUES, "旧", "", "", "每年", "", ""])
    made.create_sheet("说明").append(["填写说明"])
    for name in filter(None, hidden.split()):
        made[name].sheet_state = "hidden"
    return saved(made)


def test_several_tables_are_not_chosen_from(story: Story) -> None:
    file = put(story, "t.xlsx", several())
    ran = imported(story, file, code=2)
    assert "目录, 旧目录" in ran.err
    assert "每年" in imported(story, file, "--sheet", "旧目录", "--dry-run").out
    assert "说明" in imported(story, file, "--sheet", "别的", code=2).err


def test_a_hidden_sheet_is_not_read_unless_it_is_named(story: Story) -> None:
    file = put(story, "t.xlsx", several("旧目录"))
    ran = imported(story, file, "--dry-run")
    assert "the hidden sheet 旧目录 was not read" in ran.out
    assert "每年" in imported(story, file, "--sheet", "旧目录", "--dry-run").out


# Showing and exporting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["html", "xlsx", "csv"])
def test_show_writes_the_published_table(story: Story, fmt: str) -> None:
    file = story.folder.parent / f"o.{fmt}"
    ran = story.run("catalog", "show", "dzb", "--format", fmt, "-o", str(file))
    assert ran.out.strip() == str(file)
    assert file.stat().st_size > 1000
    value = story.run("catalog", "show", "dzb", "--format", fmt, "-o", str(file), "--json").json
    assert (value["schema"], value["entries"]) == ("pdctl/catalog-export/v1", 36)


def test_show_as_text_and_json_is_as_it_was(story: Story) -> None:
    assert DUES in story.run("catalog", "show", "dzb").out
    assert json.loads(story.run("catalog", "show", "dzb", "--json").out)["release"] == "0001"


def test_a_release_is_exported_by_its_number(story: Story) -> None:
    file = str(story.folder.parent / "o.csv")
    for number in ("1", "0001"):
        assert (
            story.run("catalog", "export", "dzb", "-o", file, "--release", number, "--json").json["release"] == "0001"
        )
    assert "0001" in story.run("catalog", "export", "dzb", "-o", file, "--release", "7", code=2).err


@pytest.mark.parametrize("name", ["o.pdf", "o", "o.xls"])
def test_an_export_of_another_kind_is_refused(story: Story, name: str) -> None:
    assert "xlsx" in story.run("catalog", "export", "dzb", "-o", str(story.folder.parent / name), code=2).err


def test_an_export_into_no_folder_leaves_nothing(story: Story) -> None:
    story.run("catalog", "export", "dzb", "-o", str(story.folder.parent / "none" / "o.csv"), code=5)

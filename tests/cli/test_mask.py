"""`pdctl mask`: a copy without what is private, with everything else as it was."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.office import PIXEL, members, pdf, sheet, tracked, word

NAME, ID, PHONE, CARD = "张小三", "500199196006190603", "13812345678", "6222022319487574917"


def mask(file: Path, *args: str, code: int = 0) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pdctl", "mask", str(file), *args, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert not [value for value in (NAME, ID, PHONE, CARD) if value in done.stdout + done.stderr]
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def kinds(file: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pdctl", "scan", str(file), "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return [finding["rule"] for finding in json.loads(done.stdout)["findings"]]


def saved(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le"])
def test_text_keeps_all_else_byte_for_byte(tmp_path: Path, encoding: str) -> None:
    before = f"# 名单\r\n\r\n姓名：{NAME}，电话：{PHONE}\t尾  \r\n末行"
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    file = saved(tmp_path, "a.md", mark + before.encode(encoding))
    done = mask(file)
    after = before.replace(NAME, "张*三").replace(PHONE, "138****5678")
    assert (tmp_path / "a-masked.md").read_bytes() == mark + after.encode(encoding)
    assert file.read_bytes() == mark + before.encode(encoding)
    assert [change["kind"] for change in done["changes"]] == ["name", "phone"]
    assert kinds(tmp_path / "a-masked.md") == []


def test_presets(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.txt", f"{ID} 住和畅街道明月路12号3栋".encode())
    mask(file, "-o", str(tmp_path / "common.txt"))
    mask(file, "-o", str(tmp_path / "strict.txt"), "--preset", "strict")
    assert (tmp_path / "common.txt").read_text() == "500199********0603 住和畅街道明月路**号*栋"
    assert (tmp_path / "strict.txt").read_text() == "50*************603 住和畅街道****"


def build_word(document: Any) -> None:
    paragraph = document.add_paragraph("电话：")
    paragraph.add_run("138").bold = True
    paragraph.add_run("1234")
    paragraph.add_run("5678，谢谢").italic = True
    table = document.add_table(2, 3)
    for row, texts in enumerate((("姓名", "身份证号", "单位"), (NAME, ID, "云岭中心"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.sections[0].header.paragraphs[0].text = f"联系{PHONE}"
    document.core_properties.comments = f"卡号{CARD}"


def test_word_keeps_runs_and_layout(tmp_path: Path) -> None:
    import docx

    data = word(build_word)
    file = saved(tmp_path, "a.docx", data)
    mask(file)
    masked = (tmp_path / "a-masked.docx").read_bytes()
    document = docx.Document(io.BytesIO(masked))
    assert [(run.text, run.bold, run.italic) for run in document.paragraphs[0].runs] == [
        ("电话：", None, None), ("138", True, None), ("****", None, None), ("5678，谢谢", None, True),
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["姓名", "身份证号", "单位"]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["张*三", "500199********0603", "云岭中心"]
    assert document.sections[0].header.paragraphs[0].text == "联系138****5678"
    before, after = members(data), members(masked)
    assert list(before) == list(after)
    assert before["word/styles.xml"] == after["word/styles.xml"]
    assert kinds(tmp_path / "a-masked.docx") == []


@pytest.mark.parametrize(
    "parts",
    [
        ("电话：", f"-{PHONE}", "+13987654321", "，谢谢"),
        ("138", "-1234", "+9876", "5678"),
        ("1381", "-2345", "+9999", "678"),
        ("1381234", "+（办公室）", "5678"),
    ],
)
def test_word_keeps_no_number_behind_a_tracked_change(tmp_path: Path, parts: tuple[str, ...]) -> None:
    file = saved(tmp_path, "a.docx", tracked(*parts))
    assert "E-PERSONAL-PHONE" in kinds(file)
    mask(file)
    assert kinds(tmp_path / "a-masked.docx") == []
    document = members((tmp_path / "a-masked.docx").read_bytes())["word/document.xml"].decode()
    kept = re.sub("<[^>]*>", " ", document)
    assert not re.search("[0-9]{5}", kept)
    assert ("谢谢" in kept) == ("谢谢" in "".join(parts))
    assert (document.count("<w:del "), document.count("<w:ins ")) == tuple(
        sum(part[0] == sign for part in parts) for sign in "-+"
    )


def build_sheet(book: Any) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    sheet = book.active
    sheet.append(["姓名", "身份证号", "电话", "合计"])
    sheet.append([NAME, ID, int(PHONE), "=1+1"])
    sheet["A2"].font = Font(bold=True)
    sheet["B2"].comment = Comment(f"卡号{CARD}", "a")
    sheet.column_dimensions["B"].width = 33
    sheet["A4"], sheet["B4"], sheet["A5"] = "电话", "67890123", NAME
    book.create_sheet("后").sheet_state = "hidden"
    book["后"]["A1"] = CARD


def test_workbook_keeps_styles_and_formulas(tmp_path: Path) -> None:
    import openpyxl

    file = saved(tmp_path, "a.xlsx", sheet(build_sheet))
    mask(file)
    book = openpyxl.load_workbook(tmp_path / "a-masked.xlsx")
    rows = book.worksheets[0]
    assert [rows[cell].value for cell in ("A1", "A2", "B2", "C2", "D2", "A4", "B4")] == [
        "姓名", "张*三", "500199********0603", "138****5678", "=1+1", "电话", "6789****",
    ]  # fmt: skip
    assert rows["A2"].font.bold
    assert rows.column_dimensions["B"].width == 33
    assert rows["B2"].comment.text == "卡号6222***********4917"
    assert (book["后"].sheet_state, book["后"]["A1"].value) == ("hidden", "6222***********4917")
    everything = b"".join(members((tmp_path / "a-masked.xlsx").read_bytes()).values()).decode("utf-8", "replace")
    assert not [value for value in (ID, PHONE, CARD) if value in everything]
    assert kinds(tmp_path / "a-masked.xlsx") == []


def test_names_that_were_told(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.txt", "经办人李明，李明远同志陪同。".encode())
    mask(file, "--name", "李明", "--name", "李明远", "-o", str(tmp_path / "b.txt"))
    assert (tmp_path / "b.txt").read_text() == "经办人李*，李*远同志陪同。"
    mask(file, "--name", "李", "-o", str(tmp_path / "c.txt"), code=2)


def test_tables_with_commas(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.csv", f'序号,姓名,"电话"\r\n1,"{NAME}",{PHONE}\r\n2,合计,3\r\n'.encode())
    mask(file)
    assert (
        tmp_path / "a-masked.csv"
    ).read_bytes() == '序号,姓名,"电话"\r\n1,"张*三",138****5678\r\n2,合计,3\r\n'.encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", pdf(PHONE)), ("a.png", PIXEL), ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(20)), ("a.docx", b"PK\x03\x04x")],
)
def test_what_cannot_be_masked_says_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    document = mask(saved(tmp_path, name, data), code=1)
    assert document["fix"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.txt", PHONE.encode())
    other = saved(tmp_path, "b.txt", b"mine")
    mask(file, "-o", str(file), "--yes", code=2)
    mask(file, "-o", str(other), code=2)
    assert (file.read_bytes(), other.read_bytes()) == (PHONE.encode(), b"mine")
    mask(file, "-o", str(other), "--yes")
    assert other.read_bytes() == b"138****5678"


@pytest.mark.parametrize("name", ["", ".", "/", "..", "folder"])
def test_a_folder_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    assert mask(Path(name), code=2)["message"]
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.txt", PHONE.encode())
    assert mask(file, "--dry-run")["changes"] == [{"kind": "phone", "shown": "138****5678", "place": "1:1"}]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_left_is_said(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.txt", f"机密★10年\n{PHONE}\n".encode())
    assert [finding["rule"] for finding in mask(file)["left"]] == ["E-SECRET-MARK"]


def test_telephone_numbers_are_known_by_the_head_of_their_column(tmp_path: Path) -> None:
    rows = [["姓名", "金额", "联系方式"], ["张三", "67895678", "67891234"], [None, None, "6789 1235"]]

    def fill(document: Any) -> None:
        table = document.add_table(3, 3)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                table.cell(line, column).text = value or ""

    for file in (
        saved(tmp_path, "a.docx", word(fill)),
        saved(tmp_path, "a.xlsx", sheet(lambda book: [book.active.append(row) for row in rows])),
    ):
        assert kinds(file) == ["E-PERSONAL-PHONE"] * 2
        target = tmp_path / f"masked-{file.name}"
        assert mask(file, "-o", str(target))["left"] == []
        assert kinds(target) == []


def test_a_copy_goes_through_no_gate_and_so_acknowledges_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pdctl", "mask", "--help"], capture_output=True, text=True, timeout=60, check=True
    )
    assert "--dry-run" in done.stdout
    assert "--acknowledge" not in done.stdout

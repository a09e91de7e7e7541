"""Word files as Markdown: nothing of the text is lost, nothing of it becomes markup."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pdctl.render.blocks import Heading, Paragraph, Table, Text, plain
from pdctl.render.body import parse_body
from pdctl.store.word import WordFault, markdown


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def blocks(document: Any) -> Any:
    return parse_body(markdown(saved(document)).text)


def test_headings_emphasis_and_table() -> None:
    document = docx.Document()
    document.add_heading("基本情况", 1)
    document.add_heading("说明", 2)
    paragraph = document.add_paragraph("请")
    paragraph.add_run("务必").bold = True
    paragraph.add_run("于本周内反馈。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("姓名", "金额", "吴念慈", "1|200"), strict=True
    ):
        cell.text = text
    first, second, third, fourth = blocks(document)
    assert (first, second) == (Heading(1, (Text("基本情况"),)), Heading(2, (Text("说明"),)))
    assert third == Paragraph((Text("请"), Text("务必", strong=True), Text("于本周内反馈。")))
    assert isinstance(fourth, Table)
    assert [plain(cell) for cell in fourth.rows[0]] == ["吴念慈", "1|200"]


@pytest.mark.parametrize(
    "text",
    [
        "张*三、李**的申请", "138****1234", "a_b_c", "# 不是标题", "- 不是列表", "+ 加", "=== 分割", "~~~", "[链接](x)", "<b>粗</b>",
        "&lt;实体&gt;", "`代码`", "C:\\路径\\文件", "2026. 年", "1. 第一", "一、总则", "> 引用", "![图](x)", "价格|数量", "***", "---",
    ],
)  # fmt: skip
def test_text_stays_text(text: str) -> None:
    document = docx.Document()
    document.add_paragraph("前文。")
    document.add_paragraph(text)
    _, *rest = blocks(document)
    found = "".join(plain(b.runs) if hasattr(b, "runs") else "".join(plain(i.runs) for i in b.items[0]) for b in rest)
    assert found.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "runs",
    [
        ("电话138", "*1234", "5678，谢谢"),
        ("共", "*12", "34元"),
        ("12", "*34", "元"),
        ("zhang", "*san", "@example.org"),
        ("请", "/务必", "反馈"),
        ("（", "/务必", "）"),
        ("*138", "12345678"),
    ],
)
def test_emphasis_within_a_number_or_a_word_leaves_no_stars(runs: tuple[str, ...]) -> None:
    """Half a number in bold is a number all the same, for readers and for the scan."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text in runs:
        run = paragraph.add_run(text.lstrip("*/"))
        run.bold, run.italic = text.startswith("*"), text.startswith("/")
    (found,) = blocks(document)
    assert plain(found.runs) == "".join(text.lstrip("*/") for text in runs)


def test_line_break_within_a_paragraph() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("第一行")
    run.bold = True
    run.add_break()
    run.add_text("第二行")
    (found,) = blocks(document)
    assert plain(found.runs) == "第一行\n第二行"
    assert all(run.strong for run in found.runs if isinstance(run, Text) and run.text)


def test_runs_that_word_has_torn_apart() -> None:
    """Word splits a bold phrase into several runs; Markdown must read them as one."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("公开", "事项 ", " 目录"):
        paragraph.add_run(part).bold = True
    paragraph.add_run("如下")
    (found,) = blocks(document)
    assert found.runs == (Text("公开事项  目录", strong=True), Text("如下"))


def test_links_insertions_and_content_controls_are_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    for xml in (
        "<w:hyperlink {ns}><w:r><w:t>乙</w:t></w:r></w:hyperlink>",
        "<w:ins {ns}><w:r><w:t>丙</w:t></w:r></w:ins>",
        "<w:del {ns}><w:r><w:delText>删</w:delText></w:r></w:del>",
        "<w:sdt {ns}><w:sdtContent><w:r><w:t>丁</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    control = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>戊</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    paragraph._p.addnext(parse_xml(control.format(ns=nsdecls("w"))))
    assert markdown(saved(document)).text == "甲乙丙丁\n\n戊"


def test_merged_cells_are_said_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
    table.cell(0, 2).text = "100"
    for column, text in enumerate("甲乙丙"):
        table.cell(1, column).text = text
    found = markdown(saved(document)).text
    assert found.splitlines() == ["| 合计 |  | 100 |", "| --- | --- | --- |", "| 甲 | 乙 | 丙 |"]


def test_table_within_a_table() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "外"
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "内"
    assert markdown(saved(document)).text.splitlines()[0] == "| 外 内 |"


def test_what_is_left_out_is_named() -> None:
    document = docx.Document()
    document.add_paragraph("第一点", style="List Number")
    found = markdown(saved(document))
    assert found.text == "第一点"
    assert [str(name) for name in found.left_out] == ["automatic numbers of paragraphs"]
    assert markdown(saved(docx.Document())).left_out == ()


def broken(name: str, change: Any) -> bytes:
    """A Word file with one member changed; None leaves it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            data = change if entry == name else old.read(entry)
            if data is not None:
                new.writestr(entry, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\x00" * 500,
        saved(docx.Document())[:9000],
        broken("word/document.xml", b"<not xml"),
        broken("word/document.xml", None),
        broken(
            "word/document.xml", b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"
        ),
        broken("[Content_Types].xml", None),
        broken("[Content_Types].xml", b"\xff\xff"),
        broken("_rels/.rels", b"<Relationships/>"),
    ],
)
def test_a_broken_file_is_a_fault_and_nothing_else(data: bytes) -> None:
    with pytest.raises(WordFault):
        markdown(data)


def test_every_cut_of_a_file_is_a_fault() -> None:
    whole = saved(docx.Document())
    for end in range(4, len(whole) - 1, 997):
        with pytest.raises(WordFault):
            markdown(whole[:end])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(WordFault, match="too large"):
        markdown(bomb())


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as member:
        for _ in range(201):
            member.write(bytes(1 << 20))
    return out.getvalue()

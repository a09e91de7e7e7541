"""Whatever stands in a file is found, also what does not meet the eye; and what cannot be read is said."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.actions.scan import look
from tests.store.office import PIXEL, in_document, paragraph, part, pdf, sheet, tracked, with_members, word

PHONE = "13812345678"
PLAIN = word(lambda document: document.add_paragraph("正文"))


def kinds(name: str, data: bytes) -> set[str]:
    return {found.kind for found in look(name, data)}


def titled(document: Any) -> None:
    document.core_properties.title = PHONE


def in_head(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = PHONE


def in_row(document: Any) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系电话", "67890123"


@pytest.mark.parametrize(
    "data",
    [
        word(lambda document: document.add_paragraph(PHONE)),
        word(titled),
        word(in_head),
        word(in_row),
        in_document("<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>1234</w:t></w:r><w:r><w:t>5678</w:t></w:r></w:p>"),
        in_document(f'<w:p><w:del w:id="1" w:author="a"><w:r><w:delText>{PHONE}</w:delText></w:r></w:del></w:p>'),
        in_document(f'<w:p><w:ins w:id="1" w:author="{PHONE}"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
        in_document(f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(PHONE)}</w:txbxContent></w:pict></w:r></w:p>"),
        in_document(f"<w:p><w:r><w:instrText>HYPERLINK tel:{PHONE}</w:instrText></w:r></w:p>"),
        with_members(PLAIN, {"word/footnotes.xml": part(paragraph(PHONE), "w:footnotes")}),
        with_members(PLAIN, {"word/comments.xml": part(paragraph(PHONE), "w:comments")}),
        with_members(PLAIN, {"customXml/item1.xml": f"<a>{PHONE}</a>".encode()}),
    ],
)
def test_word(data: bytes) -> None:
    assert kinds("a.docx", data) == {"phone"}
    assert kinds("a.bin", data) == {"phone"}


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (tracked("电话：", f"-{PHONE}", "+13987654321"), [PHONE, "13987654321"]),
        (tracked("138", "-1234", "+9876", "5678"), [PHONE, "13898765678"]),
        (tracked("1381234", "+（办公室）", "5678"), [PHONE]),
        (tracked("1381", "-x", "2345678"), [PHONE]),
        (tracked("-机", "内部情况"), []),
    ],
)
def test_tracked_changes_are_two_readings(data: bytes, values: list[str]) -> None:
    """The old number and the new one behind it are no row of figures, and a change in a number leaves two of them."""
    assert {one.value for one in look("a.docx", data) if one.kind == "phone"} == set(values)


def test_a_place_in_word_is_its_part_and_paragraph() -> None:
    (found,) = look(
        "a.docx", word(lambda document: [document.add_paragraph("一"), document.add_paragraph(f"电话{PHONE}")])
    )
    assert (str(found.where), found.line, found.column) == ("text", 2, 3)


def hidden(book: Any) -> None:
    book.create_sheet("名单").sheet_state = "hidden"
    book["名单"]["C5"] = PHONE


def commented(book: Any) -> None:
    from openpyxl.comments import Comment

    book.active["A1"].comment = Comment(PHONE, "a")


def named(book: Any) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["联系"] = DefinedName("联系", attr_text=f'"{PHONE}"')


def put(cell: str, value: Any) -> Any:
    def build(book: Any) -> None:
        book.active[cell] = value

    return build


def labelled(book: Any) -> None:
    book.active.append(["电话", "67890123"])


@pytest.mark.parametrize(
    "build",
    [put("B2", PHONE), put("B2", int(PHONE)), hidden, commented, named, labelled, put("A1", f'=CONCATENATE("{PHONE}")'),
     lambda book: setattr(book.properties, "title", PHONE), lambda book: setattr(book.active, "title", PHONE),
     lambda book: setattr(book.active.oddHeader.center, "text", f"电话 {PHONE} ")],
)  # fmt: skip
def test_workbook(build: Any) -> None:
    assert kinds("a.xlsx", sheet(build)) == {"phone"}


def test_a_place_in_a_workbook_is_its_cell() -> None:
    (found,) = look("a.xlsx", sheet(hidden))
    assert found.where == "名单!C5"


def test_a_long_number_that_lost_its_end_is_never_clean() -> None:
    assert "id" in kinds("a.xlsx", sheet(put("A1", 500199196006190603)))
    assert "unscannable" in kinds("a.xlsx", sheet(put("A1", 6222022319487574917)))


def test_pdf() -> None:
    assert kinds("a.pdf", pdf("nothing here")) == set()
    assert kinds("a.pdf", pdf(f"Tel {PHONE}")) == {"phone"}
    assert kinds("a.pdf", pdf("x", title=PHONE)) == {"phone"}
    assert kinds("a.pdf", pdf("x", note=PHONE)) == {"phone"}
    assert kinds("a.pdf", pdf("")) == {"unscannable"}
    assert kinds("a.pdf", pdf(f"Tel {PHONE}", "")) == {"phone", "unscannable"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", PIXEL),
        ("a.txt", PIXEL),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50)),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)),
        ("a.zip", with_members(PLAIN, {"word/document.xml": b"x"})[:400]),
        ("a.docx", with_members(PLAIN, {"word/document.xml": b"<w:document"})),
        ("a.docx", PLAIN[: len(PLAIN) // 2]),
        ("a.docx", with_members(PLAIN, {"word/media/image1.png": PIXEL})),
        ("a.docx", with_members(PLAIN, {"word/embeddings/a.bin": b"x"})),
        ("a.pdf", pdf("text")[:300]),
        ("a.rar", b"Rar!\x1a\x07\x00"),
        ("a.rtf", b"{\\rtf1 13\\'38}"),
        ("a.bin", bytes(range(256))),
    ],
)
def test_what_cannot_be_read_is_never_clean(name: str, data: bytes) -> None:
    assert "unscannable" in kinds(name, data)


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a/>")
        packed.writestr("word/a.xml", b"0" * (210 << 20))
    assert kinds("a.docx", out.getvalue()) == {"unscannable"}


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]><w:document xmlns:w="%s"><w:p><w:t>&y;</w:t></w:p></w:document>'
    look("a.docx", with_members(PLAIN, {"word/document.xml": bomb % b"urn:w"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_offices(encoding: str) -> None:
    (found,) = look("a.txt", f"联系人\r\n电话：{PHONE}".encode(encoding))
    assert (found.kind, found.line, found.column) == ("phone", 2, 4)


def test_yaml_names_the_value() -> None:
    text = f'title: 标题\nrows:\n  - note: "电话{PHONE}"\n# {PHONE[:-1]}9\nlong: >-\n  联系电话 139\n  1234 5678\n'
    found = look("a.yaml", text.encode())
    assert [(f.where, f.line, f.column) for f in found] == [
        ("rows[0].note", 3, 14),
        ("rows[0].note", 4, 3),
        ("long", 0, 0),
    ]


def test_tags_hide_nothing() -> None:
    assert kinds("a.html", b"<p>138<b>1234</b>5678</p>") == {"phone"}
    assert kinds("a.html", b"<p>&#49;3812345678</p>") == {"phone"}


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.xlsx", "a.pdf", "a.yaml", "a.html", "a.txt", "a"]))
@settings(max_examples=150, deadline=None)
def test_random_bytes_never_break_it(data: bytes, name: str) -> None:
    look(name, data)


WHOLE = {"docx": PLAIN, "xlsx": sheet(hidden), "pdf": pdf("text", "more")}  # made once: the clock is in them


@given(st.data(), st.sampled_from(["docx", "xlsx", "pdf"]))
@settings(max_examples=60, deadline=None)
def test_damaged_files_never_break_it(data: st.DataObject, kind: str) -> None:
    whole = WHOLE[kind]
    at = data.draw(st.integers(0, len(whole) - 1))
    size = data.draw(st.integers(0, 40))
    look(f"a.{kind}", whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + size :])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联系电话：138**1234**5678", "phone"),
        ("| 张三 | 138*1234*5678 |", "phone"),
        ("- 电话１３８**１２３４**５６７８", "phone"),
        ("本件机**密**★10年", "secret-mark"),
        ("内**部**文件，请勿外传", "internal-mark"),
    ],
)
def test_stars_of_markdown_split_nothing(text: str, kind: str) -> None:
    for before in ("", "第一行\n\n"):
        (found,) = look("content/body.md", f"{before}{text}\n".encode())
        assert (found.kind, found.line) == (kind, 1 + before.count("\n"))


@pytest.mark.parametrize("text", ["电话138****5678", "5001991990**190603", "13*1234*5678", "机**关**党委", "2**3*4"])
def test_masks_and_emphasis_are_no_find(text: str) -> None:
    assert look("content/body.md", text.encode()) == []

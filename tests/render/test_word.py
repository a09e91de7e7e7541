"""Notices as Word files: the page of GB/T 9704 in styles and fields, marks in every head, text that is only text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm, RGBColor, Twips
from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.render.body import parse_body
from pdctl.render.characters import clean
from pdctl.render.notice import render_notice
from pdctl.render.source import Imprint, NoticeSource
from pdctl.render.templates import TemplateFault
from pdctl.render.view import notice_view
from pdctl.render.word import TEXT_WIDTH, shared
from tests.render.test_notice import CASES, FULL, TEMPLATES
from tools.build_word import templates

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2026, 10, 9)


@cache
def made(source: NoticeSource) -> bytes:
    return render_notice(notice_view(source), "docx", TEMPLATES, DAY)


def opened(source: NoticeSource) -> Any:
    return Document(io.BytesIO(made(source)))


def of(body: str, **more: Any) -> Any:
    return opened(replace(FULL, blocks=parse_body(body), **more))


def lines(document: Any) -> list[tuple[str, str]]:
    """Each paragraph of the text with the name of its style."""
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def whole(document: Any) -> str:
    """All text in its order, that of tables included."""
    return "".join(node.text or "" for node in document.element.body.iter(f"{W}t"))


def part(source: NoticeSource, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made(source))) as archive:
        return archive.read(name).decode()


# --- the page -------------------------------------------------------------------------------------------


def test_the_templates_are_those_that_their_code_makes() -> None:
    for name, data in templates().items():
        assert (TEMPLATES / name).read_bytes() == data, f"run tools/build_word.py: {name}"


def test_the_page_is_that_of_official_documents() -> None:
    (section,) = opened(FULL).sections
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side / Mm(1)) for side in sides] == [37, 26, 35, 28]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    grid = section._sectPr.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "lines"
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // Twips(int(grid.get(f"{W}linePitch"))) == 22


def test_every_paragraph_has_a_style_that_a_person_can_change() -> None:
    found = lines(opened(FULL))
    assert found[0] == ("公文标题", FULL.title)
    named = {name for name, _ in found}
    assert {
        "公文正文",
        "一级标题",
        "二级标题",
        "三级标题",
        "列项",
        "表题",
        "表格单位",
        "附件说明",
        "署名",
        "成文日期",
        "出处",
    } <= named
    assert ("一级标题", "一、收缴情况") in found
    assert ("成文日期", "2026年10月9日") in found


def test_faces_have_others_that_stand_in() -> None:
    fonts = part(FULL, "word/fontTable.xml")
    for face, other in (("仿宋_GB2312", "FangSong"), ("楷体_GB2312", "KaiTi"), ("黑体", "SimHei"), ("宋体", "SimSun")):
        assert re.search(f'w:name="{face}"><w:altName w:val="[^"]*{other}', fonts)


def test_the_page_number_is_a_field_right_on_odd_and_left_on_even_pages() -> None:
    assert "<w:evenAndOddHeaders/>" in part(FULL, "word/settings.xml")
    for side, style in ((1, "GwPageOdd"), (2, "GwPageEven")):
        foot = part(FULL, f"word/footer{side}.xml")
        assert f'<w:pStyle w:val="{style}"/>' in foot
        assert "<w:instrText" in foot
        assert " PAGE " in foot
        assert foot.index("— ") < foot.index(" PAGE ") < foot.rindex(" —")


@pytest.mark.parametrize("name", CASES)
def test_marks_stand_in_the_head_of_every_page(name: str) -> None:
    marks = notice_view(CASES[name])["marks"]
    for side in (1, 2):
        head = part(CASES[name], f"word/header{side}.xml")
        assert all(mark["text"] in head for mark in marks)
        assert bool(re.search("<w:t [^>]*>[^<]", head)) == bool(marks)


def test_a_template_cannot_leave_out_a_mark(tmp_path: Path) -> None:
    with zipfile.ZipFile(TEMPLATES / "notice.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/header2.xml"] = files["word/header2.xml"].replace(b"{{ mark_left }}", b"")
    with zipfile.ZipFile(tmp_path / "notice.docx", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(TemplateFault, match="送审稿"):
        render_notice(notice_view(CASES["review"]), "docx", tmp_path, DAY)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [("{{ nothing }}", "nothing"), ("{% for %}", "expression"), ("{{ title.__class__.__mro__ }}", "unsafe|undefined")],
)
def test_a_wrong_template_is_named(wrong: str, what: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(TEMPLATES / "notice.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["word/document.xml"] = files["word/document.xml"].replace(b"{{ title_text }}", wrong.encode())
    with zipfile.ZipFile(tmp_path / "notice.docx", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(TemplateFault, match=what) as fault:
        render_notice(notice_view(FULL), "docx", tmp_path, DAY)
    assert fault.value.template == "notice.docx"


def test_the_issuer_stands_over_the_middle_of_the_date() -> None:
    by_style = {p.style.name: p for p in opened(replace(FULL, issuer="第一党支部")).paragraphs}
    issuer, day = by_style["署名"].paragraph_format, by_style["成文日期"].style.paragraph_format
    middle = (day.right_indent.pt + 16 * 10.5 / 4, issuer.right_indent.pt + 16 * 5 / 2)
    assert abs(middle[0] - middle[1]) < 16
    assert by_style["署名"].style.paragraph_format.keep_with_next


IMPRINT = Imprint("云杉发〔2026〕12号", ("街道纪工委",), "街道党政办公室", date(2026, 10, 9))


def test_a_red_head_with_its_number_note_and_imprint() -> None:
    source = replace(FULL, imprint=IMPRINT, issuer="第一党支部", main_recipients=("各党小组",))
    document = opened(source)
    found = lines(document)
    assert found[0] == ("发文机关标志", "第一党支部文件")
    assert found[1] == ("发文字号", "云杉发〔2026〕12号")
    assert ("主送机关", "各党小组：") in found
    assert ("附注", "（此件公开发布）") in found
    mark = document.paragraphs[0]
    assert mark.style.font.color.rgb == RGBColor(255, 0, 0)
    assert mark.runs[0].font.size.pt == 48
    *_, imprint = document.tables
    assert [cell.text for row in imprint.rows for cell in row.cells] == [
        "抄送：街道纪工委。",
        "街道党政办公室\t2026年10月9日印发",
    ]
    assert "发文字号" not in {name for name, _ in lines(opened(FULL))}


def test_the_mark_of_a_long_issuer_fits_one_line() -> None:
    size = opened(replace(FULL, imprint=IMPRINT)).paragraphs[0].runs[0].font.size.pt
    assert 22 <= size <= 442 / len("中共云杉街道机关第一支部委员会文件")


def test_without_a_seal_the_issuer_ends_two_characters_in() -> None:
    source = replace(FULL, issuer="中共云杉街道机关第一支部委员会", seal=False)
    by_style = {p.style.name: p.paragraph_format.right_indent for p in opened(source).paragraphs}
    assert by_style["署名"].pt == 32
    assert by_style["成文日期"].pt >= 32


def test_lines_of_the_title_are_kept_where_the_item_says_them() -> None:
    assert (
        lines(opened(replace(FULL, title="关于甲的公示", title_lines=("关于甲", "的公示"))))[0][1] == "关于甲\n的公示"
    )
    long = opened(replace(FULL, title="关于推荐2026年度优秀共产党员先进基层党组织和优秀党务工作者的公示")).paragraphs[0]
    assert "\n" not in long.text
    assert long.paragraph_format.left_indent.pt > 20


def test_the_signature_keeps_the_last_line_of_the_text_with_it() -> None:
    paragraphs = opened(replace(FULL, attachments=())).paragraphs
    place = next(n for n, p in enumerate(paragraphs) if p.style.name == "署名")
    assert paragraphs[place - 1].paragraph_format.keep_with_next


def test_the_same_notice_gives_the_same_bytes() -> None:
    again = render_notice(notice_view(FULL), "docx", TEMPLATES, DAY)
    assert again == made(FULL)
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- tables ---------------------------------------------------------------------------------------------


def test_a_table_repeats_its_head_and_breaks_no_row() -> None:
    (table,) = opened(FULL).tables
    head, *rows = table._tbl.tr_lst
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))
    assert [cell.text for cell in table.rows[2].cells] == ["第二党小组", "24", "3,240.00", "张*三于7月转入"]


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=30))
def test_columns_share_the_page(longest: list[int]) -> None:
    widths = shared(longest)
    assert all(width > 0 for width in widths)
    assert TEXT_WIDTH - len(widths) <= sum(widths) <= TEXT_WIDTH


def test_many_columns_and_an_empty_table() -> None:
    head = "|".join("甲" * 20)
    document = of(f"|{head}|\n|{'-|' * 20}\n")
    assert len(document.tables[0].columns) == 20


# --- text -----------------------------------------------------------------------------------------------


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_text_is_whole_and_in_order() -> None:
    said = letters(whole(opened(FULL)))
    pieces = ["党费收缴使用情况的公示", "应交党费党员36名", "已足额上缴", "第一党小组", "购买学习资料36册", "李**", "https://dwgk.example.cn/zhidu/2026",
              "到支部办公室查阅", "公示期", "联系电话", "附件：1.2026年", "中共云杉街道机关第一支部委员会", "2026年10月9日", "3f2a9c1b77de"]  # fmt: skip
    place = 0
    for piece in pieces:
        place = said.find(letters(piece), place)
        assert place >= 0, piece


ATTACKS = [
    "{{ 7*7 }}", "{% for x in y %}", "{%p if x %}", "{{r title }}", "{_{ 7*7 }_}", "{_% if %_}", "{#comment#}", "<w:p/>", "</w:t></w:r>",
    "&lt;b&gt;", "<script>", "]]>", "&#x41;", "=1+1", "=HYPERLINK(&quot;x&quot;)", 'TOC \\o "1-3"', "{ PAGE }", "%s", "\\n", "%_}{_", "a\tb"
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_text_wherever_people_write(attack: str) -> None:
    source = replace(
        FULL, title=attack, attachments=(attack,), issuer=f"{attack}支部", audience=(attack,), scope="targeted",
        blocks=parse_body(f"见 {attack} 处。\n\n|甲|乙|\n|-|-|\n|{attack.replace('|', '')}|丁|\n"),
    )  # fmt: skip
    document = opened(source)
    said = letters(whole(document))
    assert said.count(letters(attack)) >= 5
    assert part(source, "word/document.xml").count("<w:instrText") == 0
    assert document.core_properties.title.endswith(attack.replace("\t", " "))


@settings(max_examples=25, deadline=None)
@given(title=st.text(max_size=40), body=st.text(max_size=200))
def test_any_text_is_a_word_file_that_says_it(title: str, body: str) -> None:
    source = replace(FULL, title=title, blocks=parse_body(body), scope="society")
    document = Document(io.BytesIO(render_notice(notice_view(source), "docx", TEMPLATES, DAY)))
    assert letters(clean(title)) in letters(whole(document))


def test_lists_nest_by_their_styles() -> None:
    found = lines(of("- 甲\n  - 乙\n    1. 丙；\n- 丁\n\n  续段。\n"))
    assert [pair for pair in found if pair[0].startswith("列项")] == [
        ("列项", "甲"), ("列项2", "乙"), ("列项续段3", "1.丙；"), ("列项", "丁"), ("列项续段", "续段。")
    ]  # fmt: skip


def test_a_table_too_wide_for_an_upright_page_lies_on_its_side() -> None:
    wide = "|" + "第一季度完成情况|" * 14 + "\n|" + "-|" * 14 + "\n" + ("|" + "已完成并报上级备案|" * 14 + "\n") * 3
    document = of(f"见下表。\n\n{wide}\n\n完。\n\n|甲|乙|\n|-|-|\n|丙|丁|\n")
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]
    grids = [sum(column.width for column in table.columns) for table in document.tables]
    assert grids[0] > Mm(215)
    assert grids[1] <= Mm(157)
    assert all(section.header.paragraphs[0].style.name == "标识" for section in document.sections)


def test_wide_tables_one_after_the_other_leave_no_page_empty() -> None:
    wide = "|" + "第一季度完成情况|" * 14 + "\n|" + "-|" * 14 + "\n|" + "已完成并报上级备案|" * 14 + "\n"
    document = of(f"{wide}\n\n<!-- -->\n\n{wide}")
    assert [section.page_width > section.page_height for section in document.sections].count(True) >= 1
    assert not document.sections[-1].page_width > document.sections[-1].page_height

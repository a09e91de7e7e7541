"""Notices as people see them: golden pages, marks, attacks, and properties of any text.

The golden files lie in tests/golden/notice. After a wanted change of a template, refresh them, then read the
diff:

    PDCTL_BLESS=1 python -m pytest tests/render/test_notice.py

The style sheet stands in full in approved.html only; elsewhere it is left out.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pdctl.core import words
from pdctl.render.body import parse_body
from pdctl.render.characters import clean
from pdctl.render.notice import notice_text
from pdctl.render.plaintext import cells, wrapped
from pdctl.render.source import Contact, Imprint, NoticeSource, Period
from pdctl.render.templates import Format, TemplateFault
from pdctl.render.view import (
    chinese_date,
    notice_marks,
    notice_view,
    short_digest,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
GOLDEN = Path(__file__).parents[1] / "golden" / "notice"
FORMATS: tuple[Format, ...] = ("html", "txt", "md")
DIGEST = "sha256:3f2a9c1b77de0a41" + "5" * 48

BODY = """\
　　按照党费收缴、使用和管理的有关规定，现将机关第一党支部2026年第三季度党费收缴、使用情况公示如下。

一、收缴情况

　　应交党费党员36名，实交36名，共收缴党费￥4,860.00元，**已足额上缴**。各党小组收缴情况见下表。

表1　2026年第三季度党费收缴情况

单位：元

| 党小组 | 党员人数 | 实交金额 | 备注 |
|---|---|---:|---|
| 第一党小组 | 12 | 1,620.00 | |
| 第二党小组 | 24 | 3,240.00 | 张*三于7月转入 |

二、使用情况

（一）教育培训

1. 购买学习资料

　　购买学习资料36册，支出￥720.00元。

2. 组织主题党日

　　组织主题党日活动1次，支出￥600.00元～￥650.00元，凭票据实报销。

（二）走访慰问

　　走访慰问生活困难党员，名单如下：

- 李**，第一党小组，慰问金￥600.00元；
- 王**，第二党小组，慰问金￥600.00元。

　　管理制度见[党务公开网](https://dwgk.example.cn/zhidu/2026)，或者\\
到支部办公室查阅。
"""

FULL = NoticeSource(
    item_id="yunshan-20261009-k3qd",
    title="关于2026年第三季度党费收缴使用情况的公示",
    org_name="中共云杉街道机关第一支部委员会",
    issuer="中共云杉街道机关第一支部委员会",
    family="notice",
    scope="society",
    state="published",
    approved=True,
    blocks=parse_body(BODY),
    signed_on=date(2026, 10, 9),
    digest=DIGEST,
    number="2026-017",
    period=Period(date(2026, 10, 10), date(2026, 10, 16), "5个工作日，自张贴次日起算"),
    contact=Contact("023-0000 0123", "云杉街道松林路18号102室", "400000", "dzb@yunshan.example.cn"),
    attachments=("2026年第三季度党费收缴明细表", "党费使用审批单（已作技术处理）"),
)
SHORT = replace(
    FULL,
    title="关于召开党员大会情况的通报",
    family="report",
    blocks=parse_body("支部于2026年10月8日召开党员大会，应到党员36名，实到34名。"),
    number=None,
    period=None,
    attachments=("会议议程",),
)
DRAFT = replace(SHORT, state=None, approved=False)
RED_HEAD = replace(
    SHORT,
    family="circular",
    scope="party",
    main_recipients=("各党支部", "各党小组"),
    imprint=Imprint(
        "云党发〔2026〕7号", ("区委组织部", "区纪委监委"), "中共云杉街道工作委员会办公室", date(2026, 10, 10)
    ),
)
CASES = {
    "approved": FULL,
    "draft": DRAFT,
    "returned": replace(DRAFT, state="returned"),
    "review": replace(DRAFT, state="reviewing", scope="party"),
    "rejected": replace(DRAFT, state="rejected"),
    "withdrawn": replace(DRAFT, state="withdrawn"),
    "recalled": replace(DRAFT, state="withdrawn", approved=True),
    "superseded": replace(DRAFT, state="superseded", approved=True),
    "party": replace(SHORT, scope="party"),
    "unit": replace(SHORT, scope="unit", off_catalogue=True, org_name="中共云杉街道工作委员会"),
    "targeted": replace(SHORT, scope="targeted", audience=("第一党小组", "第二党小组")),
    "redhead": RED_HEAD,
    "unsealed": replace(SHORT, seal=False, title_lines=("关于召开党员大会", "情况的通报")),
}


@cache
def notice(source: NoticeSource, fmt: Format) -> str:
    return notice_text(notice_view(source), fmt, TEMPLATES)


def page(source: NoticeSource) -> Page:
    reader = Page()
    reader.feed(notice_text(notice_view(source), "html", TEMPLATES))
    reader.close()
    return reader


class Page(HTMLParser):
    """What a browser finds in a page: tags, attributes, and the text outside of the style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: dict[str, str] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "hr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            self.text[tag] = self.text.get(tag, "") + data


# --- golden files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, fmt: Format) -> None:
    text = notice(CASES[name], fmt)
    if name != "approved":
        text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    golden = GOLDEN / f"{name}.{fmt}"
    if os.environ.get("PDCTL_BLESS"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


# --- marks ----------------------------------------------------------------------------------------------


def marks(state: str | None, approved: bool, scope: str = "society") -> list[str]:
    return [mark["text"] for mark in notice_marks(state, approved, scope)]


@pytest.mark.parametrize(
    ("state", "approved", "mark"),
    [
        (None, False, "草稿"),
        (None, True, "草稿"),
        ("returned", False, "草稿"),
        ("returned", True, "草稿"),
        ("proposed", False, "送审稿（未经审批不得外传）"),
        ("reviewing", False, "送审稿（未经审批不得外传）"),
        ("reviewed", False, "送审稿（未经审批不得外传）"),
        ("referred", False, "送审稿（未经审批不得外传）"),
        ("rejected", False, "草稿（不同意公开）"),
        ("closed", False, "草稿（不予公开）"),
        ("withdrawn", False, "草稿（已撤回）"),
        ("withdrawn", True, "已撤回"),
        ("superseded", True, "已被替代"),
        ("approved", False, "草稿"),
        ("archived", False, "草稿"),
    ],
)
def test_the_mark_of_a_state(state: str | None, approved: bool, mark: str) -> None:
    assert marks(state, approved) == [mark]


@pytest.mark.parametrize("state", ["approved", "published", "archived"])
def test_what_is_approved_and_for_all_has_no_mark(state: str) -> None:
    assert marks(state, True) == []


@pytest.mark.parametrize("state", [None, *words.STATE.keys])
def test_nothing_unapproved_goes_unmarked(state: str | None) -> None:
    assert marks(state, False)


@pytest.mark.parametrize(
    ("scope", "mark"),
    [("party", "党内公开"), ("unit", "本单位公开"), ("targeted", "向特定对象公开")],
)
def test_the_mark_of_a_scope(scope: str, mark: str) -> None:
    assert marks("approved", True, scope) == [mark]


def test_a_marked_page_repeats_its_marks_in_print() -> None:
    html = notice(CASES["review"], "html")
    assert "margin: 20mm 26mm 35mm 28mm" in html
    assert ".marks { position: fixed; top: 0;" in html
    assert "margin: 37mm 26mm 35mm 28mm" in notice(CASES["approved"], "html")


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_template_cannot_leave_out_a_mark(fmt: Format, tmp_path: Path) -> None:
    (tmp_path / f"notice.{fmt}.j2").write_text("{{ title }}", encoding="utf-8")
    assert SHORT.title in notice_text(notice_view(SHORT), fmt, tmp_path)
    with pytest.raises(TemplateFault) as fault:
        notice_text(notice_view(DRAFT), fmt, tmp_path)
    assert fault.value.what == "leaves out the mark 草稿"


# --- the view -------------------------------------------------------------------------------------------


def is_plain(value: Any) -> bool:
    if type(value) is dict:
        return all(type(key) is str and is_plain(part) for key, part in value.items())
    return all(map(is_plain, value)) if type(value) is list else type(value) in (str, int)


@pytest.mark.parametrize("name", CASES)
def test_the_view_is_plain_data(name: str) -> None:
    assert is_plain(notice_view(CASES[name]))


def test_dates_and_digests_as_people_read_them() -> None:
    assert chinese_date(date(2026, 1, 3)) == "2026年1月3日"
    assert short_digest(DIGEST) == "3f2a 9c1b 77de"


def test_objections_are_asked_for_only_where_they_can_go() -> None:
    asked = "如对公示内容有异议"
    assert asked in notice(FULL, "txt")
    assert asked not in notice(replace(FULL, contact=None), "txt")
    assert asked not in notice(replace(FULL, contact=Contact()), "txt")
    assert asked not in notice(replace(FULL, family="announcement"), "txt")


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        (Period(date(2026, 10, 10), date(2026, 10, 16)), "公示期：2026年10月10日至2026年10月16日。"),
        (Period(explanation="自张贴次日起5个工作日。"), "公示期：自张贴次日起5个工作日。"),
        (Period(date(2026, 10, 10)), "公示期：2026年10月10日。"),
    ],
)
def test_periods(period: Period, sentence: str) -> None:
    assert notice_view(replace(FULL, period=period))["closing"][0] == sentence


def test_headings_leave_no_gap() -> None:
    source = replace(FULL, blocks=parse_body("1. 甲\n\n正文。\n\n（1）乙\n\n正文。"))
    assert [tag for tag in page(source).tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h3"]


def test_tables_are_counted_through_lists() -> None:
    """Regions of a page have names of their own, wherever they stand."""
    body = "|甲|\n|-|\n|乙|\n\n1. 一\n\n   |丙|\n   |-|\n   |丁|\n\n   - 子\n\n     |戊|\n     |-|\n     |己|\n\n完。\n\n|庚|\n|-|\n|辛|\n"
    shown = notice(replace(FULL, blocks=parse_body(body)), "html")
    assert re.findall('<table aria-label="(.*?)"', shown) == ["表格1", "表格2", "表格3", "表格4"]


def test_names_are_not_broken_while_the_table_fits() -> None:
    head, row = "|序号|姓名|单位及职务|备注|", "|1|张某某|云杉街道党政办公室主任、机关第一党支部书记|无|"
    table = notice_view(replace(FULL, blocks=parse_body(f"{head}\n|-|-|-|-|\n{row}")))["blocks"][0]
    assert [cell["whole"] for cell in table["head"]] == [1, 1, 0, 1]
    wide = "|第一季度完成情况" * 9 + "|"
    table = notice_view(replace(FULL, blocks=parse_body(f"{wide}\n{'|-' * 9}|\n{wide}")))["blocks"][0]
    assert {cell["whole"] for cell in table["head"]} == {0}


# --- the page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_page_asks_for_nothing_from_outside(name: str) -> None:
    html, read = notice(CASES[name], "html"), page(CASES[name])
    assert not {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base"} & set(read.tags)
    assert not {"href", "src", "style"} & {key for key, _ in read.attributes}
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'; style-src 'unsafe-inline'" in html


def test_the_page_has_its_landmarks() -> None:
    read = page(CASES["review"])
    assert [read.tags.count(tag) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert ("lang", "zh-CN") in read.attributes


def test_the_footer_ties_the_paper_to_the_item() -> None:
    footer = page(FULL).text["footer"]
    assert all(part in footer for part in ("2026-017", FULL.item_id, "3f2a 9c1b 77de", "已实施"))


# --- attacks --------------------------------------------------------------------------------------------

ATTACKS = [
    "{{7*7}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}",
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    "--><img src=x onerror=alert(1)>",
    '"><iframe src="file:///etc/passwd">',
    "[x](javascript:alert(1))",
    "url(file:///etc/passwd)",
    "&#x3c;script&#x3e;",
    "甲\u202e乙\u2066丙",
    "甲\x00乙\x1b[31m丙",
    "W" * 5000,
    "👨‍👩‍👧 喆堃犇镕玥 𠮷 葛󠄀",
    "**“引号”**后文",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_text(attack: str) -> None:
    body = f"前文{attack}后文\n\n| 甲 |\n|---|\n| {attack} |"
    source = replace(
        FULL, title=attack, issuer=attack, blocks=parse_body(body), attachments=(attack,), scope="targeted",
        audience=(attack,), number=attack, contact=Contact(attack, attack, attack, attack),
    )  # fmt: skip
    read = page(source)
    assert read.text["h1"] == clean(attack)
    assert set(read.tags) <= HARMLESS
    assert not [key for key, _ in read.attributes if key.startswith("on")]
    assert "49" not in read.text["h1"]
    for fmt in ("txt", "md"):
        assert not UNSEEN.search(notice(source, fmt))


HARMLESS = {
    *("html", "head", "meta", "title", "style", "body", "header", "div", "main", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "p", "strong", "em", "br", "hr", "span", "ol", "ul", "li"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "data"),
}
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_a_long_word_is_folded_in_text() -> None:
    source = replace(FULL, title="W" * 500, blocks=parse_body("W" * 5000))
    assert max(cells(line) for line in notice(source, "txt").split("\n")) <= 78


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲乙丙丁。戊", ["甲乙丙丁。", "戊"]),
        ("甲乙丙丁。）戊", ["甲乙丙", "丁。）戊"]),
        ("甲乙丙（丁戊", ["甲乙丙", "（丁戊"]),
        ("甲乙 word 丙", ["甲乙", "word 丙"]),
    ],
)
def test_lines_break_by_the_rules_of_punctuation(text: str, lines: list[str]) -> None:
    assert wrapped(text, "", "", 8).split("\n") == lines


# --- faults of templates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("甲\n{{ nothing }}", 2, "UndefinedError"),
        ("甲\n\n{% if %}", 3, "Expected an expression"),
        ("{{ title.__class__.__mro__ }}", 1, "SecurityError"),
        ("{{ marks.append(1) }}", 1, "SecurityError"),
        ("甲\n{{ 1 // 0 }}", 2, "ZeroDivisionError"),
        ('{% include "../secret" %}', 1, "not found"),
    ],
)
def test_a_fault_names_file_and_line(template: str, line: int, what: str, tmp_path: Path) -> None:
    (tmp_path / "notice.html.j2").write_text(template, encoding="utf-8")
    with pytest.raises(TemplateFault) as fault:
        notice_text(notice_view(SHORT), "html", tmp_path)
    assert what in fault.value.what
    if what != "not found":
        assert (fault.value.template, fault.value.line) == ("notice.html.j2", line)


# --- properties -----------------------------------------------------------------------------------------

MARKUP = "*_#>()`~|\\-+=&;:./{%}\"' \n\t1a甲。"
ANY = st.text(st.characters(exclude_categories=[]), max_size=60) | st.text(MARKUP + "[]<!", max_size=60)
WRITTEN = st.text(st.characters(exclude_characters="[]<!"), max_size=60) | st.text(MARKUP, max_size=60)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@given(title=ANY, body=ANY)
def test_any_text_becomes_a_page_without_scripts(title: str, body: str) -> None:
    read = page(replace(SHORT, title=title, blocks=parse_body(body)))
    assert set(read.tags) <= HARMLESS
    assert read.text.get("h1", "") == re.sub(r"[\t\n]+", " ", clean(title)).strip()


@given(body=WRITTEN)
def test_the_page_contains_the_text(body: str) -> None:
    assert letters(body) in letters(page(replace(SHORT, blocks=parse_body(body))).text["main"])


@given(title=ANY, body=ANY)
def test_any_text_becomes_plain_text(title: str, body: str) -> None:
    text = notice_text(notice_view(replace(SHORT, title=title, blocks=parse_body(body))), "txt", TEMPLATES)
    assert not UNSEEN.search(text)
    text.encode("utf-8")


@given(title=ANY)
def test_any_title_is_only_text_in_markdown(title: str) -> None:
    source = replace(SHORT, title=title, issuer=title, attachments=(title,), blocks=parse_body(""))
    text = notice_text(notice_view(source), "md", TEMPLATES)
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = [part for token in reader.parse(text) for part in (token, *(token.children or ()))]
    assert {token.type for token in tokens if not token.hidden} <= PLAIN_TOKENS
    assert letters(title) in letters("".join(token.content for token in tokens if token.type == "text"))


PLAIN_TOKENS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "hardbreak"),
    *("hr", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
}


@given(body=WRITTEN)
def test_markdown_read_again_says_the_same(body: str) -> None:
    source = replace(SHORT, blocks=parse_body(body))
    markdown = notice_text(notice_view(source), "md", TEMPLATES)
    again = replace(SHORT, blocks=parse_body(markdown))
    assert letters(body) in letters(page(again).text["main"])

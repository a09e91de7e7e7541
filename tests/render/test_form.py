"""The approval form in its formats: the same boxes, the same code, and text that is only text."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from pdctl.render.form import Box, FormFormat, FormSource, Opinion, Posting, form_view, render_form
from pdctl.render.view import notice_view
from tests.render.test_notice import CASES, DIGEST, TEMPLATES

DAY = date(2026, 10, 9)
FORMATS: tuple[FormFormat, ...] = ("html", "pdf", "docx")
SIGNED = Opinion(2, "pass", "吴文澜", date(2026, 10, 8), "属于应当公开的事项。")
FROM_PAPER = replace(SIGNED, seq=3, person="赵明理", registrar="唐一鸣", text="")
BOXES = (
    Box("review", "necessity", SIGNED),
    Box("review", "secrecy", FROM_PAPER),
    Box("review", "legal", earlier=replace(SIGNED, person="赵明理"), signers=("赵明理",)),
    Box("review", "risk-stability", signers=("赵明理",)),
    Box("approve", "principal", signers=("何守诚", "高秉文")),
    Box("approve", "collective"),
    Box("approve", "superior"),
)
FORM = FormSource(
    "yunshan-20261009-k3qd",
    "H7K-2QM-X9D",
    DIGEST,
    "中共云杉街道机关第一支部委员会",
    DAY,
    (("标题", "关于党费的公示"), ("公开范围", "向党内公开"), ("范围理由", "")),
    BOXES,
    (Posting("召开会议", "2026年10月9日，会议室（发布人陈思敏）"), Posting("公开栏（单位内部）")),
    notice_view(CASES["review"]),
)


def said(source: FormSource, fmt: FormFormat) -> str:
    """What a reader of the form reads, without blanks."""
    made = render_form(form_view(source), fmt, TEMPLATES, DAY)
    if fmt == "html":
        text = re.sub(r"<[^>]+>", "", made.decode().partition("<body>")[2])
    elif fmt == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    else:
        document: Any = Document(io.BytesIO(made))
        text = "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("fmt", FORMATS)
def test_it_is_filled_from_the_records_and_has_room_for_the_rest(fmt: FormFormat) -> None:
    text = said(FORM, fmt)
    for part in (
        "党务公开审批表", "H7K-2QM-X9D", "yunshan-20261009-k3qd", "3f2a9c1b77de", "属于应当公开的事项。", "签名：吴文澜2026年10月8日",
        "本人密钥签名，第2号记录", "依据纸质审批件登记，登记人唐一鸣，第3号记录", "内容已改，意见失效", "可签署人：何守诚、高秉文",
        "社会稳定风险评估", "合法性：", "可控性：", "会议名称：", "批复文号：", "不同意公开", "发布人陈思敏", "档案员签名",
        "支部于2026年10月8日召开党员大会",
    ):  # fmt: skip
        assert part in text, part
    assert text.count("可签署人：") == 3
    assert "范围理由" not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_form_with_nothing_missing_asks_for_nothing(fmt: FormFormat) -> None:
    text = said(replace(FORM, boxes=BOXES[:2], notice=notice_view(CASES["party"])), fmt)
    assert "可签署人" not in text
    assert "交纸质审批登记人扫描" not in text
    assert "送审稿" not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_form_gives_the_same_bytes(fmt: FormFormat) -> None:
    assert render_form(form_view(FORM), fmt, TEMPLATES, DAY) == render_form(form_view(FORM), fmt, TEMPLATES, DAY)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(
    "attack", ["{{7*7}}", "<script>x</script>", "#read(1)", "</w:t>", "$x$", "{_{a}_}", "*甲*", '"+"']
)
def test_attacks_are_text(attack: str, fmt: FormFormat) -> None:
    opinion = replace(SIGNED, text=f"见{attack}处")
    box = Box("review", "necessity", opinion)
    source = replace(FORM, boxes=(box,), plan=(("标题", attack),), postings=(Posting(attack),))
    text = said(source, fmt)
    shown = attack.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") if fmt == "html" else attack
    assert text.count(shown) >= 3


def test_code_and_marks_stand_on_every_page() -> None:
    pages = PdfReader(io.BytesIO(render_form(form_view(FORM), "pdf", TEMPLATES, DAY))).pages
    assert len(pages) >= 3
    for page in pages:
        text = re.sub(r"\s", "", page.extract_text())
        assert "版本校验码H7K-2QM-X9D" in text
        assert "送审稿（未经审批不得外传）" in text
    with zipfile.ZipFile(io.BytesIO(render_form(form_view(FORM), "docx", TEMPLATES, DAY))) as archive:
        for side in (1, 2):
            head = archive.read(f"word/header{side}.xml").decode()
            assert "H7K-2QM-X9D" in head
            assert "送审稿（未经审批不得外传）" in head


def test_the_page_is_told_to_those_who_do_not_see_it() -> None:
    page = render_form(form_view(FORM), "html", TEMPLATES, DAY).decode()
    assert '<html lang="zh-CN">' in page
    assert len(re.findall("<th[ >]", page)) == page.count("<th scope=")
    assert page.count("<table") == page.count("<caption")
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", page)]
    assert ranks[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    assert all("待勾选" in cell for cell in re.findall(r'<td class="tick">(.*?)</td>', page))
    assert "<script" not in page

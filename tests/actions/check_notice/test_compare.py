"""Any notice that pdctl renders is word for word itself, in every format; any change of it is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pdctl.actions.check_notice.compare import Match, compare
from pdctl.actions.check_notice.stages import Stage
from pdctl.core import words
from pdctl.render.body import parse_body
from pdctl.render.notice import render_notice
from pdctl.render.source import NoticeSource
from pdctl.render.view import notice_view
from pdctl.store.paper import read_paper
from tests.render.test_notice import CASES, FULL, SHORT, TEMPLATES

FORMATS = ("html", "txt", "md", "pdf", "docx")


def rendered(source: NoticeSource, fmt: str) -> bytes:
    return render_notice(notice_view(source), fmt, TEMPLATES, source.signed_on)  # type: ignore[arg-type]


def compared(source: NoticeSource, data: bytes) -> Match:
    found = compare(read_paper(data), data, [Stage("0" * 40, source, True)])
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_each_notice_is_itself(name: str, fmt: str) -> None:
    match = compared(CASES[name], rendered(CASES[name], fmt))
    assert match.differences == ()
    assert match.same_bytes
    assert set(match.marks) == {mark["text"] for mark in notice_view(CASES[name])["marks"]}


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("family", words.FAMILY.keys)
def test_each_family_over_several_pages_is_itself(family: str, fmt: str) -> None:
    source = replace(FULL, family=family, scope="party", blocks=FULL.blocks * 6)
    assert compared(source, rendered(source, fmt)).differences == ()


CHANGES = [
    replace(FULL, blocks=parse_body("收缴党费￥4,680.00元。")),
    replace(FULL, blocks=FULL.blocks[1:]),
    replace(FULL, blocks=(*FULL.blocks, *parse_body("另收取资料费每人五十元。"))),
    replace(FULL, title=FULL.title.replace("第三", "第四")),
    replace(FULL, signed_on=FULL.signed_on.replace(day=8)),
    replace(FULL, issuer="中共云杉街道机关第二支部委员会"),
    replace(FULL, number="2026-071"),
    replace(FULL, attachments=(FULL.attachments[0], "党费使用审批单")),
    replace(FULL, attachments=FULL.attachments[:1]),
    replace(FULL, contact=replace(FULL.contact, phone="023-0000 0124")) if FULL.contact else FULL,
    replace(FULL, period=replace(FULL.period, end=FULL.signed_on)) if FULL.period else FULL,
    replace(FULL, scope="party"),
    replace(FULL, state="reviewing", approved=False),
    replace(FULL, digest=FULL.digest.replace("3f2a", "3f2b")),
]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("changed", CHANGES)
def test_each_change_is_found(changed: NoticeSource, fmt: str) -> None:
    assert compared(FULL, rendered(changed, fmt)).differences


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_mark_that_was_taken_away_is_missed_on_each_page(fmt: str) -> None:
    source = replace(SHORT, scope="unit", blocks=SHORT.blocks * 80)
    found = compared(source, rendered(replace(source, scope="society"), fmt)).differences
    assert {d.expected for d in found if d.kind == "missing"} == {"本单位公开"}


def test_text_wrapped_anew_is_the_same() -> None:
    lines = rendered(SHORT, "txt").decode().split("\n")
    for width in (20, 40):
        text = "\n".join(line[n : n + width] for line in lines for n in range(0, max(len(line), 1), width))
        assert compared(SHORT, text.encode()).differences == ()
        assert compared(SHORT, text.encode("gb18030")).differences == ()


BODIES = st.text("甲乙。，、 \n*-|#123.一（）ab<&￥～", min_size=1, max_size=120)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(title=BODIES.filter(str.strip), body=BODIES, fmt=st.sampled_from(FORMATS))  # nobody gets in a blank title
def test_any_text_is_itself(title: str, body: str, fmt: str) -> None:
    source = replace(FULL, title=title, blocks=parse_body(body))
    assert compared(source, rendered(source, fmt)).differences == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(body=BODIES, other=BODIES, fmt=st.sampled_from(FORMATS))
def test_other_words_are_never_the_same(body: str, other: str, fmt: str) -> None:
    one, two = (replace(FULL, blocks=parse_body(text)) for text in (body, other))
    texts = ["".join(char for char in repr(source.blocks) if char not in " \\n") for source in (one, two)]
    assume(texts[0] != texts[1])
    words_of = ["".join(read_paper(rendered(source, "txt")).text.split()) for source in (one, two)]
    assume(words_of[0] != words_of[1])
    assert compared(one, rendered(two, fmt)).differences

"""A bulletin as people see it: golden sheets, groups, contents, marks, attacks.

Golden sheets lie in tests/golden/bulletin; PDCTL_BLESS=1 refreshes them.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pdctl.render.body import parse_body
from pdctl.render.bulletin import LONG, BulletinSource, Posted, bulletin_view, render_bulletin
from pdctl.render.characters import clean
from pdctl.render.notice import NoticeFormat
from pdctl.render.templates import TemplateFault
from tests.render.test_notice import ATTACKS, FORMATS, FULL, HARMLESS, SHORT, TEMPLATES, Page, is_plain

GOLDEN = Path(__file__).parents[1] / "golden" / "bulletin"
DUES = Posted(FULL, date(2026, 10, 9), "党组织建设和党员管理", (2, 6, 4))
MEETING = Posted(replace(SHORT, number="2026-016"), date(2026, 10, 8), "党组织建设和党员管理", (2, 6, 4))
OTHER = Posted(replace(SHORT, title="临时事项", off_catalogue=True), date(2026, 10, 1), "")
BASICS = Posted(replace(SHORT, title="领导班子成员分工"), date(2026, 11, 1), "基本情况", (2, 1, 3))
SHEET = BulletinSource(
    "中共云杉街道工作委员会", True, "party", date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 4),
    (DUES, OTHER, MEETING, BASICS),
)  # fmt: skip
MEETINGS = tuple(
    replace(MEETING, on=date(2026, 10, n), notice=replace(SHORT, title=f"第{n}次党员大会情况", scope="unit"))
    for n in range(1, LONG + 1)
)
CASES = {
    "short": SHEET,
    "long": replace(SHEET, with_below=False, scope="unit", items=(*MEETINGS, replace(BASICS, taken_down=True))),
    "empty": replace(SHEET, items=()),
}


def sheet(source: BulletinSource, fmt: NoticeFormat = "html") -> str:
    return render_bulletin(bulletin_view(source), fmt, TEMPLATES, date(2027, 1, 4)).decode()


def page(source: BulletinSource) -> Page:
    reader = Page()
    reader.feed(sheet(source))
    reader.close()
    return reader


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, fmt: NoticeFormat) -> None:
    text = re.sub(r"<style>.*?</style>", "<style></style>", sheet(CASES[name], fmt), flags=re.DOTALL)
    golden = GOLDEN / f"{name}.{fmt}"
    if os.environ.get("PDCTL_BLESS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_the_view_is_plain_data() -> None:
    assert is_plain(bulletin_view(SHEET))


def test_matters_stand_in_the_order_of_the_catalogue_and_items_in_that_of_their_days() -> None:
    groups = bulletin_view(SHEET)["groups"]
    names = [(group["name"], [item["title"] for item in group["items"]]) for group in groups]
    assert names == [
        ("基本情况", ["领导班子成员分工"]),
        ("党组织建设和党员管理", [SHORT.title, FULL.title]),
        ("目录外事项", ["临时事项"]),
    ]
    assert [item["position"] for group in groups for item in group["items"]] == [1, 2, 3, 4]


def test_one_matter_makes_one_group_whatever_its_entries() -> None:
    apart = (
        replace(MEETING, order=(2, 6, 9)),
        DUES,
        replace(MEETING, order=(2, 10, 1)),
        replace(BASICS, order=(2, 9, 1)),
    )
    names = [group["name"] for group in bulletin_view(replace(SHEET, items=apart))["groups"]]
    assert names == ["党组织建设和党员管理", "基本情况"]


@pytest.mark.parametrize("count", [LONG - 1, LONG])
def test_a_long_sheet_begins_with_its_contents(count: int) -> None:
    source = replace(SHEET, items=(MEETING,) * count)
    assert ("nav" in page(source).tags) == (count >= LONG)
    for fmt in ("txt", "md"):
        assert ("目录" in re.sub(r"[\s　]", "", sheet(source, fmt))) == (count >= LONG)


def test_each_line_of_the_contents_leads_to_its_item() -> None:
    attributes = page(CASES["long"]).attributes
    leads = [value for key, value in attributes if key == "href"]
    assert leads == [f"#item-{n}" for n in range(1, LONG + 2)]
    assert {("id", str(lead).removeprefix("#")) for lead in leads} <= set(attributes)


def test_the_headings_of_a_text_stand_below_its_title() -> None:
    tags = [tag for tag in page(SHEET).tags if re.fullmatch("h[1-6]", tag)]
    assert tags == ["h1", "h2", "h3", "h2", "h3", "h3", "h4", "h4", "h5", "h6", "h6", "h5", "h2", "h3"]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(("scope", "mark"), [("party", "党内公开"), ("unit", "本单位公开")])
def test_one_item_for_a_narrower_audience_marks_the_sheet(
    scope: str, mark: str, fmt: NoticeFormat, tmp_path: Path
) -> None:
    source = replace(SHEET, items=(DUES, replace(MEETING, notice=replace(SHORT, scope=scope))))
    assert mark in sheet(source, fmt).split(SHEET.org_name)[0]
    (tmp_path / f"bulletin.{fmt}.j2").write_text("{{ title }}", encoding="utf-8")
    with pytest.raises(TemplateFault):
        render_bulletin(bulletin_view(source), fmt, tmp_path, date(2027, 1, 4))
    assert bulletin_view(replace(SHEET, items=(DUES,)))["marks"] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_text(attack: str) -> None:
    notice = replace(FULL, title=attack, issuer=attack, org_name=attack, number=attack, attachments=(attack,))
    item = replace(DUES, notice=replace(notice, blocks=parse_body(f"前{attack}后")), matter=attack)
    read = page(replace(SHEET, org_name=attack, items=(item,) * LONG))
    assert set(read.tags) <= HARMLESS | {"nav", "section", "article", "a"}
    assert not [key for key, _ in read.attributes if key.startswith("on") or key == "src"]
    assert clean(attack) in read.text["h1"]
    for fmt in ("txt", "md"):
        sheet(replace(SHEET, items=(item,)), fmt).encode()

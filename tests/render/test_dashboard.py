"""The overview: one light for each organization and clause, a calendar, figures that stand beside each chart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import ClassVar

import pytest

from pdctl.render.dashboard import LIGHTS, Board, Due, Group, light, pages

TODAY = date(2026, 11, 25)
ONE = Due(
    "dzb",
    "三(二)5",
    "2.5.4",
    "执行“三会一课”制度情况",
    "第三季度",
    TODAY,
    "2026-11-25",
    "due",
    "承办人 陈思敏",
    "",
    "季度届满",
)
BASIC = tuple(f"三(二){number}" for number in range(1, 12))
GROUPS = (
    Group("gw", "云岭新区党工委", "work-committee", 0, tuple(f"三(一){n}" for n in range(1, 10))),
    Group("dzb", "政务服务中心党支部", "basic", 1, BASIC),
    Group("zb2", "第二党支部", "basic", 1, BASIC),
)


def due(state: str, day: date, **more: str) -> Due:
    return replace(ONE, state=state, day=day, moment=day.isoformat(), **more)


def board(*found: Due) -> Board:
    return Board("云岭新区党务公开", 2026, TODAY, "截至2026-11-25 10:00", GROUPS, found)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ((), "none"),
        ((due("due", date(2026, 12, 26)),), "later"),
        ((due("due", date(2026, 12, 25)),), "near"),
        ((due("done", date(2026, 1, 5)), due("due", date(2026, 12, 31))), "done"),
        ((due("done-late", date(2026, 1, 5)),), "done"),
        ((due("exempt", date(2026, 1, 5)),), "none"),
        ((due("exempt", date(2026, 1, 5)), due("due", date(2026, 12, 31))), "later"),
        ((due("done", date(2026, 1, 5)), due("due", date(2026, 12, 1))), "near"),
        ((due("overdue", date(2026, 10, 1)), due("due", date(2026, 12, 1)), due("done", date(2026, 1, 5))), "late"),
    ],
)
def test_the_worst_counts(found: tuple[Due, ...], wanted: str) -> None:
    assert light(found, TODAY) == wanted


def test_each_organization_and_clause_has_its_light() -> None:
    made = pages(board(due("overdue", date(2026, 10, 9)), due("done", date(2026, 5, 9), org="zb2", clause="三(二)6")))
    rows = re.findall(r'<tr><th scope="row"><a href="org-(\w+)\.html">.*?</tr>', made["index.html"], re.DOTALL)
    assert rows == ["gw", "dzb", "zb2"]
    basic = made["index.html"].partition("基层组织：按方案条款")[2].partition("</table>")[0]
    assert basic.count("未完成") == 1
    assert basic.count("已完成") == 1
    assert basic.count("无期限") == 20


def test_a_day_of_the_calendar_leads_to_its_list() -> None:
    made = pages(board(due("overdue", date(2026, 10, 9)), due("due", date(2026, 10, 9), org="zb2")))
    link = 'href="month-2026-10.html#d-2026-10-09">9<span class="sr">日，2项，未完成</span>'
    assert link in made["index.html"]
    assert '<section id="d-2026-10-09"' in made["month-2026-10.html"]
    assert "第二党支部" in made["month-2026-10.html"]
    assert "没有应公开的事项" in made["month-2026-03.html"]


def test_the_figures_of_the_chart_stand_beside_it() -> None:
    text = pages(board(due("overdue", date(2026, 10, 9)), due("done", date(2026, 10, 20))))["index.html"]
    assert "9月0件，10月2件，11月0件" in text
    row = re.search(r'<th scope="row">10月</th>(.*?)</tr>', text)
    assert row is not None
    assert re.findall(r">(\d+)<", row[1]) == ["1", "0", "1", "0", "0", "2"]


def test_what_is_late_is_said_on_pages_marked_as_inside_only() -> None:
    made = pages(board(due("overdue", date(2026, 10, 9))))
    assert set(made) == {"index.html", "org-gw.html", "org-dzb.html", "org-zb2.html"} | {f"month-2026-{n:02d}.html" for n in range(1, 13)}  # fmt: skip
    for name, text in made.items():
        assert "内部使用，不得对外公开" in text, name


def test_nothing_needs_a_script_or_an_address_outside() -> None:
    for text in pages(board(ONE)).values():
        assert "<script" not in text
        assert not re.search(r'(?:src|href)="(?!(?:index|month-[0-9-]+|org-[a-z0-9-]+)\.html)', text)
        assert "default-src 'none'" in text


def test_people_s_text_stays_text() -> None:
    bad = replace(ONE, title="<script>alert(1)</script>{{7*7}}", who='"><img src=x>')
    for name, text in pages(board(bad)).items():
        assert "<script>" not in text, name
        assert "<img" not in text, name
    assert "{{7*7}}" in pages(board(bad))["org-dzb.html"]


def test_links_lead_somewhere() -> None:
    made = pages(board(due("overdue", date(2026, 10, 9)), ONE))

    class Links(HTMLParser):
        found: ClassVar[list[str]] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += [value for key, value in attrs if key == "href" and value]

    reader = Links()
    for text in made.values():
        reader.feed(text)
    for href in reader.found:
        page, _, anchor = href.partition("#")
        assert page in made
        assert not anchor or f'id="{anchor}"' in made[page]


def test_every_light_has_a_sign_and_a_word() -> None:
    assert len({word for word, _ in LIGHTS.values()}) == len({sign for _, sign in LIGHTS.values()}) == len(LIGHTS)

"""Whatever stands in a table: valid entries come of it, every cell is accounted for, and a second import changes nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.core.sheet.grid import ERROR, FORMULA, TEXT, UNCOMPUTED, Cell, Grid
from pdctl.core.sheet.head import find_head
from pdctl.core.sheet.read import Reader
from tests import sheets
from tests.core.sheet.made import line, passage
from tests.sheets import NAMES, PARTY, read

TITLES = [entry["title"] for entry in sheets.starter()]
WORDS = [
    "同上", "〃", "√", "■政府网站 □政府公报", "t网站口公示栏", "全体党员", "党员、群众", "每季度", "长期公开", "20工作日", "适时公开",
    "信息形成或变更之日起20个工作日内", "5个工作日", "合计", "注：甲", "1、甲；2、乙", "《甲》、《乙》", "一、党建", "1", "1.0", "0505",
    "会议", "电子屏公开栏", "组织科", "云岭新区党工委", "序号", "公开内容", "\u202e", "\x00", "\ud800", "甲\r\n乙", "甲" * 400, "甲" * 5000,
]  # fmt: skip
HEADS = [
    PARTY,
    ("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道"),
    ("类别", "公开内容", "公开范围", "公开方式", "公开时间", "审批层级", "文种", "联系电话"),
    ("公开事项代码", "条款", "公开事项", "公开内容", "公开对象", "周期", "公示期", "保管期限"),
]
cells = st.one_of(st.just(""), st.sampled_from(WORDS), st.sampled_from(TITLES), line(), passage(), st.text(max_size=8))
rows = st.lists(st.lists(cells, min_size=8, max_size=9), min_size=1, max_size=5)
kinds = st.sampled_from([TEXT] * 8 + [FORMULA, ERROR, UNCOMPUTED])


def table(heads: tuple[str, ...], body: list[list[str]], kind: str, merges: Any = ()) -> Grid:
    """A grid with a head in its first row; one kind for its last cells."""
    found = {(1, c): Cell(1, c, text) for c, text in enumerate(heads, 1)}
    for r, row in enumerate(body, 2):
        for c, text in enumerate(row, 1):
            if text.strip():
                found[r, c] = Cell(r, c, text, kind if c == 8 else TEXT)
    return Grid("目录", found, tuple(merges))


areas = st.lists(
    st.tuples(st.integers(2, 5), st.integers(1, 8), st.integers(0, 2), st.integers(0, 2)).map(
        lambda a: (a[0], a[1], a[0] + a[2], a[1] + a[3])
    ),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(heads=st.sampled_from(HEADS), body=rows, kind=kinds, merges=areas)
def test_any_table_gives_valid_entries_and_the_same_ones_again(
    heads: tuple[str, ...], body: list[list[str]], kind: str, merges: Any
) -> None:
    grid = table(heads, body, kind, merges)
    first = read(grid)
    ids = [entry["id"] for entry in first.entries]
    assert len(set(ids)) == len(ids)
    second = read(grid, list(first.entries))
    assert list(second.entries) == list(first.entries)
    assert not second.differs
    assert [(u.row, u.column, u.text) for u in second.unread] == [(u.row, u.column, u.text) for u in first.unread]


@settings(max_examples=60, deadline=None)
@given(body=st.lists(st.lists(cells, min_size=8, max_size=9), min_size=1, max_size=3))
def test_every_cell_is_read_or_named(body: list[list[str]]) -> None:
    """A cell whose column does not understand it stands in the report."""
    grid = table(PARTY, body, TEXT)
    head = find_head(grid)
    assert head is not None
    if head.top != 1:
        return
    named = {(u.row, u.column) for u in read(grid).unread}
    reader = Reader(NAMES)
    for (row, column), cell in grid.cells.items():
        known = head.fields.get(column)
        if row <= head.bottom or (row, column) in named or known is None or known.key in (None, "order", "title"):
            continue
        found = reader.read(known.key, cell.text)
        above = cell.text.strip() in ("同上", "〃", "〃〃", "″", "''")
        assert found.values or above or found.problem is None, (row, column, cell.text)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(cells, st.text()), own=st.booleans(), key=st.sampled_from(sorted(
    ["category", "title", "elements", "basis", "scope", "audience", "frequency", "rhythm", "due", "duration", "responsible",
     "department", "channels", "note", "id", "clause", "importance", "matter", "approval", "superior_by", "reviews", "family",
     "retention", "wording_as_of", "import_notes", "suspended"]
)))  # fmt: skip
def test_any_cell_is_read_or_says_why(text: str, own: bool, key: str) -> None:
    found = Reader(NAMES, own).read(key, text)
    assert found.values or found.problem or not text.strip() or not any(c.isalnum() for c in text)

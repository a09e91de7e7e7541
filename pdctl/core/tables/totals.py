"""合计, 小计 and 总计: whether they are the sums of the rows above them, or of the columns before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.tables.figures import is_blank, looks_like_a_figure, read_figure, rounding, shown
from pdctl.core.tables.reading import Cell, Table
from pdctl.core.text import Msg, msg

_TOTAL = re.compile(r"(?:本[页表栏])?(合计|总计|共计|总数|小计)(?:数|金额|人数)?[（(:：]?.*")
_SUBTOTAL = "小计"
_PART = re.compile(r"其中|[（(]?其中")
# Columns that are no quantities, whatever figures stand in them.
_NO_QUANTITY = re.compile(
    r"序号|编号|号码|电话|手机|日期|时间|年月|年份|年度|比例|占比|比率|率|%|％|百分|平均|均|单价|标准|年龄|排名|名次|得分|分数|页码|号$|职务|备注|说明"
)
_PERIOD = re.compile(r"月份?$|季度?$|半年$|[一二三四五六七八九十]+组$")
_HEAD_UNIT = re.compile(r"[（(]\s*(?:单位[:：]\s*)?(百元|千元|万元|亿元|元|人|名|票)\s*[）)]")


@dataclass(frozen=True)
class Column:
    """A column of quantities: its place, and the unit in which it counts."""

    place: int
    name: str
    unit: str


def total_kind(text: str) -> str:
    """合计, 小计 … where a cell names a total, else nothing; blanks between the characters do not matter."""
    found = _TOTAL.fullmatch(re.sub(r"[\s\u3000]", "", text))
    return found[1] if found else ""


def columns_of(table: Table) -> Iterator[Column]:
    """The columns in which quantities may stand."""
    for place, cell in enumerate(table.head):
        if not _NO_QUANTITY.search(cell.text):
            unit = _HEAD_UNIT.search(cell.text)
            yield Column(place, cell.text, unit[1] if unit else table.unit)


def row_kind(row: Sequence[Cell]) -> str:
    """Which total a row is: its first cells say so."""
    return next((kind for kind in (total_kind(cell.text) for cell in row[:2]) if kind), "")


def wrong_totals(table: Table) -> Iterator[Finding]:
    """Totals that are not the sums of what they count, and figures that cannot be counted."""
    for column in columns_of(table):
        yield from _down(table, column)
    yield from _across(table)


def _down(table: Table, column: Column) -> Iterator[Finding]:
    """The totals of one column: a subtotal counts from the one before it, a total everything but subtotals."""
    kinds = [row_kind(row) for row in table.rows]
    if kinds[:1] == [_SUBTOTAL]:
        return  # subtotals stand above what they count
    if kinds and kinds[0]:  # and so does the total
        yield from _summed(column, table.rows[0], table.rows[1:], kinds[1:])
    begin = 0
    for number, kind in enumerate(kinds):
        if kind and number:
            first = begin if kind == _SUBTOTAL else 0
            yield from _summed(column, table.rows[number], table.rows[first:number], kinds[first:number])
        begin = number + 1 if kind else begin


def _summed(
    column: Column, total: Sequence[Cell], rows: Sequence[Sequence[Cell]], kinds: Sequence[str]
) -> Iterator[Finding]:
    """Whether a total is the sum of some rows, their own totals left out."""
    stated = read_figure(total[column.place].text, column.unit)
    plain = zip(rows, kinds, strict=True)
    cells = [row[column.place] for row, kind in plain if not kind and not _of_which(row)]
    cells = [cell for cell in cells if not is_blank(cell.text)]
    figures = [read_figure(cell.text, column.unit) for cell in cells]
    if stated is None or not any(figure is not None for figure in figures):
        return
    unread = [cell for cell, figure in zip(cells, figures, strict=True) if figure is None]
    if unread:
        yield from (cannot_be_read(cell, column.name) for cell in unread if looks_like_a_figure(cell.text))
        return
    real = sum((figure for figure in figures if figure is not None), Decimal(0))
    if abs(real - stated) > rounding([cell.text for cell in cells], column.unit):
        text = msg("the total of the column {column} is not the sum of its figures", column=column.name)
        yield differing(text, total[column.place], real)


def _of_which(row: Sequence[Cell]) -> bool:
    """Whether a row is a part of the one above it, counted there already."""
    return any(_PART.match(cell.text) for cell in row[:2])


def differing(text: Msg, cell: Cell, real: Decimal) -> Finding:
    """A figure that is not what the others make it."""
    fix = msg("correct this figure, or the one that is wrong")
    return Finding(
        text,
        rule="E-SUM",
        line=cell.line,
        column=cell.column,
        expected=shown(real, cell.text),
        found=cell.text,
        fix=fix,
    )


def cannot_be_read(cell: Cell, column: str) -> Finding:
    """A figure that cannot be counted."""
    return Finding(
        msg("the figure in the column {column} cannot be read, so its total cannot be checked", column=column),
        rule="W-FIGURE",
        clause="五(二)",
        line=cell.line,
        column=cell.column,
        expected="1,234.00",
        found=cell.text,
        fix=msg("write it as one number, thousands apart by commas or not at all"),
    )


def _across(table: Table) -> Iterator[Finding]:
    """A column 合计 after columns of months, quarters or groups is their sum in each row."""
    heads = [cell.text for cell in table.head]
    for place, name in enumerate(heads):
        if not total_kind(name):
            continue
        parts = [n for n in range(place) if _PERIOD.search(re.sub(r"[（(].*[）)]", "", heads[n]))]
        if len(parts) < 2 or parts != list(range(parts[0], place)):
            continue
        for row in table.rows:
            yield from _row_total(row, parts, place, table.unit)


def _row_total(row: Sequence[Cell], parts: Sequence[int], place: int, unit: str) -> Iterator[Finding]:
    stated = read_figure(row[place].text, unit)
    figures = [read_figure(row[n].text, unit) for n in parts]
    if stated is None or any(f is None and not is_blank(row[n].text) for f, n in zip(figures, parts, strict=True)):
        return
    real = sum((figure for figure in figures if figure is not None), Decimal(0))
    if real != stated and any(figure is not None for figure in figures):
        yield differing(msg("the total of this row is not the sum of its figures"), row[place], real)

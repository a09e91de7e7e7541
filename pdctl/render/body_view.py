"""The blocks of a text as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pdctl.render.blocks import Block, Break, Heading, Inline, Link, ListBlock, Paragraph, Runs, Table, plain
from pdctl.render.characters import is_wide

_SHORT_CELL = 8  # Chinese characters
# In half characters of a table's type: the width of a page, the edges of a cell, the least of a long column.
_PAGE_CELLS, _CELL_EDGES, _LONG_COLUMN = 64, 2, 8
# Sizes of type of a table, with what fits across an upright and a lying page in half characters of that size.
_SIZES = (("14", 63, 91), ("12", 73, 106), ("10.5", 84, 121), ("9", 98, 141))
_READABLE = 12  # half characters that a long column wants before the page is laid on its side
_KEPT_TOGETHER = 400  # characters of a row that stays on one page


def blocks_view(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as dicts that say their `kind`."""
    every = list(_every(blocks))
    # A screen reader wants h2, h3 … without gaps, an official text may begin at level 3.
    used = sorted({block.level for block in every if isinstance(block, Heading)})
    ranks = {level: rank for rank, level in enumerate(used, 2)}
    tables = {id(table): number for number, table in enumerate((b for b in every if isinstance(b, Table)), 1)}
    return [_block_view(block, ranks, tables) for block in blocks]


def _every(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks, those in lists too: tables are counted through a whole text."""
    for block in blocks:
        yield block
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from _every(item)


def _block_view(block: Block, ranks: Mapping[int, int], tables: Mapping[int, int]) -> dict[str, Any]:
    match block:
        case Heading(level, runs):
            return {"kind": "heading", "level": level, "rank": ranks[level], "runs": _runs_view(runs)}
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _runs_view(runs)}
        case ListBlock(numbered, items):
            return {
                "kind": "list",
                "numbered": int(numbered),
                "entries": [[_block_view(inner, ranks, tables) for inner in item] for item in items],
            }
        case Table():
            return _table_view(block, tables[id(block)])
    return {"kind": "rule"}


def _runs_view(runs: Iterable[Inline]) -> list[dict[str, Any]]:
    return [_run_view(run) for run in runs]


def _run_view(run: Inline) -> dict[str, Any]:
    if isinstance(run, Break):
        return {"kind": "break", "text": "", "address": "", "strong": 0, "emphasis": 0}
    address = run.address if isinstance(run, Link) else ""
    style = {"strong": int(run.strong), "emphasis": int(run.emphasis)}
    return {"kind": "text", "text": run.text, "address": address, **style}


def _table_view(table: Table, position: int) -> dict[str, Any]:
    widths = [max(map(_width, column)) for column in zip(table.head, *table.rows, strict=True)]
    aligns = [table.align[n] or _natural_align(table, n) for n in range(len(table.head))]
    whole = _whole_columns(widths)
    return {
        "kind": "table",
        "name": table.caption or f"表格{position}",
        "caption": table.caption,
        "unit": table.unit,
        **_measure(widths),
        "head": _cells_view(table.head, ["center"] * len(aligns), whole),
        "rows": [_cells_view(row, aligns, whole) for row in table.rows],
        "long": [int(max((_width(cell) for cell in row), default=0) > _KEPT_TOGETHER) for row in table.rows],
    }


def _measure(widths: Sequence[int]) -> dict[str, Any]:
    """How a table fits paper: `lying` on its side or not, its size of type, the shares of its columns."""
    wanted = sum(min(width, _READABLE) + _CELL_EDGES for width in widths)
    upright = next((size for size, page, _ in _SIZES[:2] if wanted <= page), None)
    size, room = next(((size, lying) for size, _, lying in _SIZES if wanted <= lying), (_SIZES[-1][0], _SIZES[-1][2]))
    if upright:
        size, room = upright, next(page for name, page, _ in _SIZES if name == upright)
    return {"lying": int(upright is None), "size": size, "shares": _shares(widths, room)}


def _shares(widths: Sequence[int], room: int) -> list[int]:
    """Column widths: short columns as wide as their text, the long ones share what is left."""
    shares = [width + _CELL_EDGES for width in widths]
    by_width = sorted(range(len(shares)), key=shares.__getitem__)
    left = room
    for place, column in enumerate(by_width):
        fair = left / (len(by_width) - place)
        if shares[column] > fair and sum(shares[c] for c in by_width[place:]) > left:
            long = by_width[place:]
            roots = {c: shares[c] ** 0.5 for c in long}
            for c in long:
                shares[c] = max(1, round(left * roots[c] / sum(roots.values())))
            break
        left -= shares[column]
    return shares


def _whole_columns(widths: Sequence[int]) -> list[int]:
    """Columns whose names and figures are not broken: the narrowest first, while the table fits a page."""
    whole = [0] * len(widths)
    room = _PAGE_CELLS - _LONG_COLUMN * len(widths)
    for column in sorted(range(len(widths)), key=widths.__getitem__):
        room -= widths[column] + _CELL_EDGES - _LONG_COLUMN
        whole[column] = int(room >= 0 and widths[column] <= 2 * _SHORT_CELL)
    return whole


def _natural_align(table: Table, column: int) -> str:
    """Short cells stand in the middle, as typists set them; longer text begins at the left."""
    longest = max((_width(row[column]) for row in table.rows), default=0)
    return "center" if longest <= 2 * _SHORT_CELL else "left"


def _width(runs: Runs) -> int:
    return sum(2 if is_wide(char) else 1 for char in plain(runs))


def _cells_view(cells: Iterable[Runs], aligns: Iterable[str], whole: Iterable[int]) -> list[dict[str, Any]]:
    columns = zip(cells, aligns, whole, strict=True)
    return [{"runs": _runs_view(cell), "align": align, "whole": keep} for cell, align, keep in columns]

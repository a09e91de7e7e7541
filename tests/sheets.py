"""Tables as offices keep them, made for a test, and what comes of reading them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from openpyxl import Workbook

from pdctl.core.sheet.entries import Base, Merge
from pdctl.core.sheet.grid import Grid
from pdctl.core.sheet.head import find_head
from pdctl.core.sheet.mapping import Guide, defaults
from pdctl.core.sheet.outcome import Outcome
from pdctl.core.sheet.read import Reader
from pdctl.core.sheet.rows import Table
from pdctl.core.sheet.write import Names
from pdctl.core.words import KIND
from pdctl.report import lang
from pdctl.store.data import shipped
from pdctl.store.delimited import read_delimited
from pdctl.store.schema import accepts, read_checked
from pdctl.store.workbook import read_workbook

Row = Sequence[Any]
NAMES = Names("第一党支部", {"dzb": "第一党支部", "gw": "云岭新区党工委", "zzb": "组织人事部"})
PARTY = ("序号", "公开项目", "公开内容", "公开范围", "公开形式", "公开时限", "责任单位", "备注")


@cache
def _starter(kind: str) -> list[dict[str, Any]]:
    value = read_checked((shipped("catalogs") / f"{kind}.yaml").read_bytes(), "starter", kind)
    return list(value["entries"])


def starter(kind: str = "basic") -> list[dict[str, Any]]:
    """The entries of a starter catalogue."""
    return deepcopy(_starter(kind))


def starters(kind: str = "basic") -> list[dict[str, Any]]:
    """All starter entries, those of one kind first."""
    return [entry for k in sorted(KIND, key=lambda k: k != kind) for entry in starter(k)]


def book(*rows: Row, merges: Sequence[str] = (), name: str = "目录", title: str = "党务公开目录") -> bytes:
    """A workbook with a title row above the rows; `merges` count the title row."""
    made = Workbook()
    sheet: Any = made.active
    sheet.title = name
    sheet.append([title])
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    return saved(made)


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def grid(data: bytes) -> Grid:
    """The first sheet of a file."""
    return read_workbook(data)[0] if data.startswith(b"PK") else read_delimited(data, "t.csv")[0]


def valid(entry: Mapping[str, Any]) -> None:
    """Fail where the schema refuses an entry."""
    assert accepts({"format": 1, "org": "dzb", "entries": [entry]}, "catalog"), entry


def read(
    data: bytes | Grid,
    entries: Sequence[dict[str, Any]] | None = None,
    guide: Guide | None = None,
    remove: bool = False,
) -> Outcome:
    """What an import makes of a file; every entry that results is valid."""
    lang.use("en")
    sheet = grid(data) if isinstance(data, bytes) else data
    guide = guide or Guide()
    head = find_head(sheet, guide.columns, guide.head_row, guide.head_rows)
    assert head is not None, "no head"
    own = starter() if entries is None else list(entries)
    reading = Table(sheet, head, Reader(NAMES, head.own), guide.words).read()
    given, wrong = defaults(guide, Reader(NAMES))
    assert not wrong
    base = Base(own, starters(), "2", frozenset(), NAMES, given, guide.by_category)
    outcome = Merge(reading, base, remove).outcome()
    for entry in outcome.entries:
        valid(entry)
    return outcome


def only(outcome: Outcome) -> dict[str, Any]:
    """The one entry that is new or changed."""
    named = [change.entry for change in outcome.changes if change.kind in ("new", "changed")]
    assert len(named) == 1, outcome.changes
    return next(entry for entry in outcome.entries if entry["id"] == named[0])


def unread(outcome: Outcome) -> dict[str, str]:
    """The cells that could not be read: name and why."""
    return {f"{found.letters}{found.row}": lang.show(found.why) for found in outcome.unread}


def remarks(outcome: Outcome) -> str:
    """The remarks as text."""
    return "\n".join(lang.show(remark) for remark in outcome.remarks)

"""What a notice shows, as plain data: the one view that every template of a notice reads.

The source is typed; the view holds only dicts, lists, text and numbers, because the sandbox of the templates
does not guard the methods of objects. An absent value is an empty text, so that no template tests for None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pdctl.core import words
from pdctl.render.blocks import (
    Block,
    Break,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Runs,
    Table,
    clean,
    is_wide,
    plain,
)

DRAFT = "草稿"
UNDER_REVIEW = "送审稿（未经审批不得外传）"
SCOPE_MARKS = {"party": "党内公开", "unit": "本单位公开", "targeted": "向特定对象公开"}
_IN_REVIEW = frozenset({"proposed", "reviewing", "reviewed", "referred"})
_OPEN_TO_CHANGE = frozenset({None, "returned"})
_IN_FORCE = frozenset({"approved", "published", "archived"})

# Characters of an issuer: more do not fit over a date that ends four characters in, or not on one line.
_LONG_ISSUER, _FOLDED_ISSUER = 15, 26
_SHORT_CELL = 8  # Chinese characters
# In half characters of a table's type: the width of a page, the edges of a cell, the least of a long column.
_PAGE_CELLS, _CELL_EDGES, _LONG_COLUMN = 64, 2, 8
_DIGEST_SHOWN = 12


@dataclass(frozen=True)
class Contact:
    """Where the issuer can be reached; empty fields are not shown."""

    phone: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""


@dataclass(frozen=True)
class Period:
    """From when to when a notice stands; `explanation` says how it was counted, or all that is known yet."""

    start: date | None = None
    end: date | None = None
    explanation: str = ""


@dataclass(frozen=True)
class NoticeSource:
    """Everything a notice says; `family`, `scope` and `state` are keys of `core.words`.

    No state means not yet proposed. `approved` means that an approval stands for exactly this content; any
    other notice is marked, whatever the state says. `signed_on` is the day of publication or of printing.
    """

    item_id: str
    title: str
    org_name: str
    issuer: str
    family: str
    scope: str
    state: str | None
    approved: bool
    blocks: tuple[Block, ...]
    signed_on: date
    digest: str
    number: str | None = None
    audience: tuple[str, ...] = ()
    period: Period | None = None
    contact: Contact | None = None
    attachments: tuple[str, ...] = ()
    off_catalogue: bool = False


NoticeView = Mapping[str, Any]


def notice_view(source: NoticeSource) -> dict[str, Any]:
    """The plain data of a notice, the same for every format."""
    titles = _clean_all(source.attachments)
    return {
        "title": _line(source.title),
        "marks": notice_marks(source.state, source.approved, source.scope),
        "family": {"key": source.family, "label": words.FAMILY.label(source.family)},
        "scope": {"key": source.scope, "label": words.SCOPE.label(source.scope)},
        "state": {"key": source.state or "draft", "label": _state_label(source.state)},
        "addressees": "、".join(_clean_all(source.audience)) if source.scope == "targeted" else "",
        "blocks": _blocks_view(source.blocks),
        "closing": _closing(source),
        "contact": _contact(source.contact) if source.family == "notice" else [],
        "attachments": [
            {"number": f"{n}." if len(titles) > 1 else "", "title": title} for n, title in enumerate(titles, 1)
        ],
        "signature": _signature(source),
        "provenance": _provenance(source),
    }


def notice_marks(state: str | None, approved: bool, scope: str) -> list[dict[str, str]]:
    """The marks of every page: where an item stands unless approved and in force, and who may read it."""
    marks = [("stage", _stage_mark(state, approved)), ("scope", SCOPE_MARKS.get(scope, ""))]
    return [{"kind": kind, "text": text} for kind, text in marks if text]


def _stage_mark(state: str | None, approved: bool) -> str:
    if approved and state in _IN_FORCE:
        return ""
    if state in _IN_REVIEW:
        return UNDER_REVIEW
    if state in _OPEN_TO_CHANGE or state in _IN_FORCE:
        return DRAFT
    return _state_label(state) if approved else f"{DRAFT}（{_state_label(state)}）"


def _state_label(state: str | None) -> str:
    return words.STATE.label(state) if state else DRAFT


def chinese_date(day: date) -> str:
    """A date as official documents write it: Arabic figures, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_digest(digest: str) -> str:
    """The first twelve figures of a digest in groups of four, to be read aloud and compared."""
    figures = digest.removeprefix("sha256:")[:_DIGEST_SHOWN]
    return " ".join(re.findall(".{1,4}", figures))


# --- the parts around the body --------------------------------------------------------------------------


def _closing(source: NoticeSource) -> list[str]:
    paragraphs = [_period(source.period, source.family)] if source.period else []
    if source.family == "notice" and source.contact:
        paragraphs.append(_objection(source.contact, _line(source.issuer)))
    return [paragraph for paragraph in paragraphs if paragraph]


def _period(period: Period, family: str) -> str:
    label = "公示期" if family == "notice" else "公开时长"
    days = "至".join(chinese_date(day) for day in (period.start, period.end) if day)
    explanation = _line(period.explanation).rstrip("。")
    text = f"{days}（{explanation}）" if days and explanation else days or explanation
    return f"{label}：{text}。" if text else ""


def _objection(contact: Contact, issuer: str) -> str:
    ways = [way for value, way in _ways(contact) if value]
    if not ways:
        return ""
    return (
        f"如对公示内容有异议，请在公示期内以{'、'.join(ways)}等方式向{issuer}反映。反映情况应当客观真实，"
        "提倡署真实姓名并留下联系方式，以便核实和答复。"
    )


def _ways(contact: Contact) -> Iterable[tuple[str, str]]:
    return (
        (contact.address, "来访"),
        (contact.address, "来信"),
        (contact.phone, "来电"),
        (contact.email, "电子邮件"),
    )


def _contact(contact: Contact | None) -> list[dict[str, str]]:
    if contact is None:
        return []
    phone, address, postcode, email = map(_line, (contact.phone, contact.address, contact.postcode, contact.email))
    if address and postcode:
        address, postcode = f"{address}（邮编：{postcode}）", ""
    fields = (("联系电话", phone), ("通信地址", address), ("邮政编码", postcode), ("电子邮箱", email))
    return [{"label": label, "value": value} for label, value in fields if value]


def _signature(source: NoticeSource) -> dict[str, str]:
    issuer = _line(source.issuer)
    sizes = ("short", _LONG_ISSUER), ("long", _FOLDED_ISSUER)
    size = next((name for name, most in sizes if len(issuer) <= most), "folded")
    return {"issuer": issuer, "date": chinese_date(source.signed_on), "size": size}


def _provenance(source: NoticeSource) -> list[dict[str, str]]:
    """How a reader finds the item and tells whether the paper carries its text; `full` is for machines."""
    rows = (
        ("编号", _line(source.number or ""), ""),
        ("方案", _line(source.item_id), ""),
        ("公开主体", _line(source.org_name) if source.org_name != source.issuer else "", ""),
        ("目录", "目录外事项" if source.off_catalogue else "", ""),
        ("状态", _state_label(source.state), ""),
        ("内容校验码", short_digest(source.digest), source.digest),
    )
    return [{"label": label, "value": value, "full": full} for label, value, full in rows if value]


def _line(text: str) -> str:
    return re.sub(r"[\t\n]+", " ", clean(text)).strip()


def _clean_all(texts: Iterable[str]) -> list[str]:
    return [text for text in map(_line, texts) if text]


# --- the body -------------------------------------------------------------------------------------------


def _blocks_view(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    # A screen reader wants h2, h3 … without gaps, an official text may begin at level 3.
    used = sorted({block.level for block in blocks if isinstance(block, Heading)})
    ranks = {level: rank for rank, level in enumerate(used, 2)}
    tables = [block for block in blocks if isinstance(block, Table)]
    return [_block_view(block, ranks, tables) for block in blocks]


def _block_view(block: Block, ranks: Mapping[int, int], tables: Sequence[Table]) -> dict[str, Any]:
    match block:
        case Heading(level, runs):
            return {"kind": "heading", "level": level, "rank": ranks[level], "runs": _runs_view(runs)}
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _runs_view(runs)}
        case ListBlock(numbered, items):
            return {
                "kind": "list",
                "numbered": int(numbered),
                "entries": [_blocks_view(item) for item in items],
            }
        case Table():
            return _table_view(block, tables)
    return {"kind": "rule"}


def _runs_view(runs: Iterable[Inline]) -> list[dict[str, Any]]:
    return [_run_view(run) for run in runs]


def _run_view(run: Inline) -> dict[str, Any]:
    if isinstance(run, Break):
        return {"kind": "break", "text": "", "address": "", "strong": 0, "emphasis": 0}
    address = run.address if isinstance(run, Link) else ""
    style = {"strong": int(run.strong), "emphasis": int(run.emphasis)}
    return {"kind": "text", "text": run.text, "address": address, **style}


def _table_view(table: Table, tables: Sequence[Table]) -> dict[str, Any]:
    widths = [max(map(_width, column)) for column in zip(table.head, *table.rows, strict=True)]
    aligns = [table.align[n] or _natural_align(table, n) for n in range(len(table.head))]
    whole = _whole_columns(widths)
    position = next((n for n, other in enumerate(tables, 1) if other is table), 1)
    return {
        "kind": "table",
        "name": table.caption or f"表格{position}",
        "caption": table.caption,
        "unit": table.unit,
        "head": _cells_view(table.head, ["center"] * len(aligns), whole),
        "rows": [_cells_view(row, aligns, whole) for row in table.rows],
    }


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

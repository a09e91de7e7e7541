"""A bulletin: all items of a period on one sheet for the board, grouped by matter, each as its notice says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from pdctl.core import words
from pdctl.core.frozen import dataclass
from pdctl.render.notice import NoticeFormat, marked_text
from pdctl.render.source import NoticeSource
from pdctl.render.typst import typeset
from pdctl.render.view import SCOPE_MARKS, chinese_date, notice_view

# From so many items on, a reader wants to know what is there before reading it.
LONG = 8
_OTHERS = "目录外事项"
# The title of the sheet, the matters and the titles of items stand above the headings of a text.
_BELOW, _DEEPEST = 2, 6
_SHORT_TITLE = 14  # characters of a name that leave room for the rest on one line of the title


@dataclass(frozen=True)
class Posted:
    """An item of a bulletin: its notice, the day it was first posted, and under what it is listed.

    `taken_down` says that nothing of it is posted any more: the sheet then names it without its text.
    """

    notice: NoticeSource
    on: date
    matter: str
    order: tuple[int, ...] = ()
    taken_down: bool = False


@dataclass(frozen=True)
class BulletinSource:
    """What a bulletin says; `scope` is the audience that it is made for."""

    org_name: str
    with_below: bool
    scope: str
    first: date
    last: date
    made_on: date
    items: tuple[Posted, ...]


def bulletin_view(source: BulletinSource) -> dict[str, Any]:
    """The plain data of a bulletin, the same for every format."""
    groups = list(_groups(source.items))
    whose = source.org_name + ("及所属党组织" if source.with_below else "")
    return {
        "title": f"{whose}党务公开",
        "title_lines": [f"{whose}党务公开"] if len(whose) <= _SHORT_TITLE else [whose, "党务公开"],
        "period": f"{chinese_date(source.first)}至{chinese_date(source.last)}",
        "scope": words.SCOPE.label(source.scope),
        "marks": _marks(source.items),
        "red_head": [],
        "count": len(source.items),
        "contents": int(len(source.items) >= LONG),
        "groups": groups,
        "made_on": chinese_date(source.made_on),
        "org": source.org_name,
    }


def _marks(items: Iterable[Posted]) -> list[dict[str, str]]:
    """One item for a narrower audience makes the whole sheet one for it."""
    scopes = {item.notice.scope for item in items}
    return [{"kind": "scope", "text": mark} for scope, mark in SCOPE_MARKS.items() if scope in scopes]


def _groups(items: Iterable[Posted]) -> Iterator[dict[str, Any]]:
    """Matters in the order of the catalogue, what stands in no catalogue last; within each by day."""
    matters: dict[str, list[Posted]] = {}
    for item in sorted(items, key=lambda item: (not item.matter, item.order)):
        matters.setdefault(item.matter or _OTHERS, []).append(item)
    position = count(1)
    for name, members in matters.items():
        members.sort(key=lambda item: (item.on, item.notice.item_id))
        yield {"name": name, "items": [_item_view(item, next(position)) for item in members]}


def _item_view(item: Posted, position: int) -> dict[str, Any]:
    view = notice_view(item.notice)
    notes = [
        *(mark["text"] for mark in view["marks"]),
        *(["已撤下"] if item.taken_down else []),
    ]
    kept: Mapping[str, Any] = {**view, "blocks": [], "closing": [], "contact": [], "attachments": []}
    facts = (
        ("公开编号", item.notice.number or ""),
        ("文种", view["family"]["label"]),
        ("公开日期", chinese_date(item.on)),
        ("公开主体", item.notice.org_name),
        ("方案", item.notice.item_id),
        ("内容校验码", _code(view)),
    )
    return {
        **(kept if item.taken_down else view | {"blocks": _lowered(view["blocks"])}),
        "position": position,
        "notes": notes,
        "taken_down": int(item.taken_down),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
    }


def _lowered(blocks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Blocks with their headings ranked below the title of their item."""
    lower = []
    for block in map(dict, blocks):
        if block["kind"] == "heading":
            block["rank"] = min(block["rank"] + _BELOW, _DEEPEST)
        elif block["kind"] == "list":
            block["entries"] = [_lowered(entry) for entry in block["entries"]]
        lower.append(block)
    return lower


def _code(view: Mapping[str, Any]) -> str:
    return next((row["value"] for row in view["provenance"] if row["full"]), "")


def render_bulletin(view: Mapping[str, Any], fmt: NoticeFormat, templates: Path, day: date) -> bytes:
    """The bulletin in one format, from the templates in a folder. Raises TemplateFault, NoGlyph."""
    if fmt == "pdf":
        return typeset("bulletin.typ.j2", view, (templates,), day)
    return marked_text("bulletin", view, fmt, templates).encode()

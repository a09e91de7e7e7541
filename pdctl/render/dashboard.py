"""The overview as a static site: a year, traffic lights by organization and clause, and the lists behind them.

Everything stands in plain HTML and inline SVG; nothing needs a script, a server or an address outside. What is late
is named as such, so the pages are for inside only and say so.
"""

from __future__ import annotations

import calendar as months
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.words import DUE_STATE, KIND
from pdctl.render.templates import environment, render
from pdctl.store.data import shipped

# A deadline that comes within so many days is near.
NEAR = timedelta(days=30)
# What a light says, the worst first: its word, its sign (for who does not see colours), its class.
LIGHTS = {
    "late": ("未完成", "■"),
    "near": ("临近", "▲"),
    "done": ("已完成", "●"),
    "later": ("未到期", "○"),
    "none": ("无期限", "－"),
}
_BAR_WIDTH, _BAR_HEIGHT, _GAP = 36, 120, 12
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True)
class Due:
    """One obligation in the words of the page; `state` is a key of `words.DUE_STATE`."""

    org: str
    clause: str
    entry: str
    title: str
    which: str
    day: date
    moment: str
    state: str
    who: str
    item: str
    why: str


@dataclass(frozen=True)
class Group:
    """An organization of the overview, `depth` levels below its top; `clauses` are those that its kind answers."""

    id: str
    name: str
    kind: str
    depth: int
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """All that the pages say of one year, as it stood on a day."""

    title: str
    year: int
    today: date
    as_of: str
    groups: tuple[Group, ...]
    due: tuple[Due, ...]


def light(due: Iterable[Due], today: date) -> str:
    """The light of some obligations: the worst of them counts; what need not be disclosed counts for nothing."""
    found = tuple(due)
    if any(one.state == "overdue" for one in found):
        return "late"
    if any(one.state == "due" and one.day <= today + NEAR for one in found):
        return "near"
    if any(one.state in ("done", "done-late") for one in found):
        return "done"
    return "later" if any(one.state == "due" for one in found) else "none"


def pages(board: Board) -> dict[str, str]:
    """Every page of the site by its file name."""
    by_org = _by(board.due, lambda one: one.org)
    made = {"index.html": _page("dashboard.html.j2", board, _index(board, by_org))}
    for month in range(1, 13):
        due = tuple(one for one in board.due if (one.day.year, one.day.month) == (board.year, month))
        made[_month_file(board.year, month)] = _page("dashboard_list.html.j2", board, _month(board, month, due))
    for group in board.groups:
        view = _organization(board, group, by_org.get(group.id, ()))
        made[f"org-{group.id}.html"] = _page("dashboard_list.html.j2", board, view)
    return made


def _page(template: str, board: Board, view: Mapping[str, Any]) -> str:
    common = {"site": board.title, "year": board.year, "as_of": board.as_of, "lights": _legend()}
    return render(environment("html", (shipped("templates"),)), template, {**common, **view})


def _legend() -> list[dict[str, str]]:
    return [_light_view(key) for key in LIGHTS]


def _light_view(key: str) -> dict[str, str]:
    word, sign = LIGHTS[key]
    return {"key": key, "word": word, "sign": sign}


def _by(due: Iterable[Due], key: Any) -> dict[Any, tuple[Due, ...]]:
    found: dict[Any, list[Due]] = {}
    for one in due:
        found.setdefault(key(one), []).append(one)
    return {name: tuple(some) for name, some in found.items()}


# --- the first page -------------------------------------------------------------------------------------


def _index(board: Board, by_org: Mapping[str, tuple[Due, ...]]) -> dict[str, Any]:
    return {
        "tally": _tally(board.due),
        "bars": _bars(board),
        "calendar": [_calendar_month(board, month) for month in range(1, 13)],
        "organizations": [_line(board, group, by_org.get(group.id, ())) for group in board.groups],
        "kinds": [_kind(board, kind, by_org) for kind in KIND if any(g.kind == kind for g in board.groups)],
        "weekdays": list(_WEEKDAYS),
    }


def _tally(due: Iterable[Due]) -> list[dict[str, Any]]:
    numbers = Counter(one.state for one in due)
    return [{"key": state, "word": DUE_STATE.label(state), "count": numbers.get(state, 0)} for state in DUE_STATE]


def _line(board: Board, group: Group, due: tuple[Due, ...]) -> dict[str, Any]:
    waiting = min((one.moment for one in due if one.state == "due"), default="")
    return {
        "name": group.name, "href": f"org-{group.id}.html", "depth": min(group.depth, 6), "kind": KIND.label(group.kind),
        "light": _light_view(light(due, board.today)), "tally": _tally(due), "next": waiting,
    }  # fmt: skip


def _kind(board: Board, kind: str, by_org: Mapping[str, tuple[Due, ...]]) -> dict[str, Any]:
    """The lights of all organizations of one kind, a column for each clause."""
    groups = [group for group in board.groups if group.kind == kind]
    clauses = groups[0].clauses
    rows = []
    for group in groups:
        by_clause = _by(by_org.get(group.id, ()), lambda one: one.clause)
        lights = [_light_view(light(by_clause.get(clause, ()), board.today)) for clause in clauses]
        rows.append({"name": group.name, "href": f"org-{group.id}.html", "lights": lights})
    return {"label": KIND.label(kind), "clauses": list(clauses), "rows": rows}


def _bars(board: Board) -> dict[str, Any]:
    """What is due in each month, as stacked bars with the same figures as a table."""
    rows = []
    for month in range(1, 13):
        due = [one for one in board.due if (one.day.year, one.day.month) == (board.year, month)]
        numbers = Counter(one.state for one in due)
        rows.append([numbers.get(state, 0) for state in DUE_STATE])
    most = max((sum(row) for row in rows), default=0) or 1
    bars = [_bar(number, row, most) for number, row in enumerate(rows)]
    return {
        "states": [{"key": state, "word": DUE_STATE.label(state)} for state in DUE_STATE],
        "rows": [{"month": f"{number}月", "counts": row, "sum": sum(row)} for number, row in enumerate(rows, 1)],
        "bars": bars,
        "width": 12 * (_BAR_WIDTH + _GAP) + _GAP,
        "height": _BAR_HEIGHT + 40,
        "base": _BAR_HEIGHT + 16,
        "label_at": _BAR_HEIGHT + 32,
    }


def _bar(number: int, counts: Sequence[int], most: int) -> dict[str, Any]:
    left, top = _GAP + number * (_BAR_WIDTH + _GAP), float(_BAR_HEIGHT + 16)
    parts = []
    for state, count in zip(DUE_STATE, counts, strict=True):
        height = round(count * _BAR_HEIGHT / most, 1)
        top = round(top - height, 1)
        if count:
            parts.append({"key": state, "x": left, "y": top, "height": height})
    middle = left + _BAR_WIDTH // 2
    return {"parts": parts, "middle": middle, "top": round(top - 4, 1), "sum": sum(counts), "month": number + 1}


def _calendar_month(board: Board, month: int) -> dict[str, Any]:
    by_day = _by(
        (one for one in board.due if (one.day.year, one.day.month) == (board.year, month)), lambda one: one.day
    )
    weeks = [
        [_day(board, day, by_day.get(day, ())) if day.month == month else {"number": ""} for day in week]
        for week in months.Calendar().monthdatescalendar(board.year, month)
    ]
    return {"label": f"{board.year}年{month}月", "href": _month_file(board.year, month), "weeks": weeks}


def _day(board: Board, day: date, due: tuple[Due, ...]) -> dict[str, Any]:
    key = light(due, board.today)
    view: dict[str, Any] = {"number": str(day.day), "today": int(day == board.today), "count": len(due)}
    if due:
        view |= {"light": _light_view(key), "href": f"{_month_file(day.year, day.month)}#d-{day.isoformat()}"}
    return view


# --- the lists ------------------------------------------------------------------------------------------


def _month(board: Board, month: int, due: tuple[Due, ...]) -> dict[str, Any]:
    names = {group.id: group.name for group in board.groups}
    days = sorted(_by(due, lambda one: one.day).items())
    parts = [_part(f"{day.month}月{day.day}日", f"d-{day.isoformat()}", some, board, names) for day, some in days]
    return {"title": f"{board.year}年{month}月应公开事项", "parts": parts, "tally": _tally(due), "several": 1}


def _organization(board: Board, group: Group, due: tuple[Due, ...]) -> dict[str, Any]:
    by_clause = _by(due, lambda one: one.clause)
    clauses = [*group.clauses, *sorted(by_clause.keys() - set(group.clauses))]
    parts = [
        _part(clause or "目录外", f"c-{number}", by_clause[clause], board, {})
        for number, clause in enumerate(clauses, 1)
        if clause in by_clause
    ]
    return {"title": f"{group.name}{board.year}年公开事项", "parts": parts, "tally": _tally(due), "several": 0}


def _part(label: str, anchor: str, due: Iterable[Due], board: Board, names: Mapping[str, str]) -> dict[str, Any]:
    ordered = sorted(due, key=lambda one: (one.day, one.org, one.entry, one.which))
    return {
        "label": label,
        "anchor": anchor,
        "light": _light_view(light(ordered, board.today)),
        "rows": [_row(one, board, names) for one in ordered],
    }


def _row(one: Due, board: Board, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "org": names.get(one.org, one.org), "href": f"org-{one.org}.html", "entry": one.entry, "title": one.title,
        "which": one.which, "moment": one.moment, "light": _light_view(light((one,), board.today)),
        "state": DUE_STATE.label(one.state), "who": one.who, "item": one.item, "why": one.why,
    }  # fmt: skip


def _month_file(year: int, month: int) -> str:
    return f"month-{year}-{month:02d}.html"

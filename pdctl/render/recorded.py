"""The sheet of what was registered in a person's name (纸质审批登记签认单), as plain data and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pdctl.core.judge.cases import day
from pdctl.core.model import Plan, Record
from pdctl.core.words import ASPECT, DECISION, LEVEL
from pdctl.render.templates import environment, render
from pdctl.render.view import chinese_date

HEADING = "纸质审批登记签认单"


@dataclass(frozen=True)
class Entered:
    """One record in the person's name."""

    plan: Plan
    record: Record
    registrar: str
    counts: bool


def recorded_view(person: str, month: str, printed: date, lines: Iterable[Entered]) -> dict[str, Any]:
    """The plain data of the sheet."""
    year, _, number = month.partition("-")
    return {
        "heading": HEADING,
        "person": person,
        "month": f"{year}年{int(number)}月",
        "printed": chinese_date(printed),
        "rows": [_row(number, line) for number, line in enumerate(lines, 1)],
    }


def _row(number: int, line: Entered) -> dict[str, Any]:
    record = line.record
    return {
        "number": number,
        "item": line.plan.id,
        "title": line.plan.title or "",
        "box": ASPECT.label(record.aspect) if record.aspect else LEVEL.label(record.level or ""),
        "decision": DECISION.label(record.decision or ""),
        "opinion": record.opinion or "",
        "signed": _date(record.signed_on),
        "entered": f"{_date(record.at)}　{line.registrar}",
        "code": record.form_code or "",
        "note": "" if line.counts else "内容已改，意见失效",
    }


def _date(text: str | None) -> str:
    found = day(text)
    return chinese_date(found) if found else ""


def render_recorded(view: Mapping[str, Any], templates: Path) -> str:
    """The sheet as a page, from the templates in a folder; raises TemplateFault."""
    return render(environment("html", (templates,)), "recorded.html.j2", view)

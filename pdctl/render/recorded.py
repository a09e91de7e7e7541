"""The sheet of what was registered in a person's name (纸质审批登记签认单), as plain data and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.model import Plan, Record
from pdctl.core.words import ASPECT, DECISION, LEVEL
from pdctl.render.templates import environment, render
from pdctl.render.typst import typeset
from pdctl.render.view import chinese_date

RecordedFormat = Literal["html", "pdf"]
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
    rows = [_row(place, line) for place, line in enumerate(lines, 1)]
    when = f"{year}年{int(number)}月"
    return {
        "heading": HEADING,
        "person": person,
        "month": when,
        "intro": (
            f"下列意见系{when}由纸质审批登记人依据纸质审批件，以{person}的名义登记，共{len(rows)}条。"
            "请逐条核对，与本人所签不一致的，在“签认”栏注明。"
        ),
        "printed": chinese_date(printed),
        "rows": rows,
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


def render_recorded(view: Mapping[str, Any], fmt: RecordedFormat, templates: Path, day: date) -> bytes:
    """The sheet in one format, from the templates in a folder; `day` dates a PDF. Raises TemplateFault, NoGlyph."""
    if fmt == "pdf":
        return typeset("recorded.typ.j2", view, (templates,), day)
    return render(environment("html", (templates,)), "recorded.html.j2", view).encode()

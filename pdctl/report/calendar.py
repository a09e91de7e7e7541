"""The calendar for people and machines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pdctl.core.counting import run_words
from pdctl.core.days import Calendar, Year
from pdctl.core.findings import Finding
from pdctl.core.text import Msg, listing, msg
from pdctl.report.findings import finding_json, finding_lines
from pdctl.report.layout import fields, table
from pdctl.report.talk import out, out_json, say

Value = dict[str, Any]


def year_json(value: Value) -> Value:
    """A year as JSON."""
    return {**{key: value[key] for key in ("year", "source", "holidays", "workdays")}, "total": _total(value)}


def _days(value: Value, key: str) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(text) for text in value[key]))


def _total(value: Value) -> int:
    """How many working days the year has."""
    year = Year(frozenset(_days(value, "holidays")), frozenset(_days(value, "workdays")))
    calendar = Calendar({value["year"]: year})
    first = date(value["year"], 1, 1)
    every = (first + timedelta(days=n) for n in range(366))
    return sum(calendar.is_workday(day) for day in every if day.year == value["year"])


def overview(values: Sequence[Value], as_json: bool) -> None:
    """All years that are known."""
    if as_json:
        out_json("calendar", {"years": [year_json(value) for value in values]})
        return
    heads = (msg("Year"), msg("Working days"), msg("Make-up days"), msg("Notice"))
    table(
        heads,
        [(v["year"], _total(v), len(v["workdays"]), v["source"].get("number") or v["source"]["title"]) for v in values],
    )


def one(value: Value, as_json: bool) -> None:
    """One year: the days off, the make-up days, and where they come from."""
    if as_json:
        out_json("calendar", {"years": [year_json(value)]})
        return
    source = value["source"]
    off, made_up = _days(value, "holidays"), _days(value, "workdays")
    fields(
        (
            (msg("Year"), value["year"]),
            (msg("Notice"), source["title"]),
            (msg("Number of the notice"), source.get("number")),
            (msg("Address"), source.get("url")),
            (msg("Taken from"), source.get("seeded_from")),
            (msg("Days off"), run_words(off) if off else None),
            (msg("Make-up days"), run_words(made_up) if made_up else None),
            (msg("Working days"), _total(value)),
        )
    )


def unknown(year: int, as_json: bool) -> None:
    """A year that is not known."""
    if as_json:
        out_json("calendar", {"years": [], "unknown": [year]})
        return
    out(msg("The calendar of {year} is not known; dates that touch it are provisional.", year=year))
    say(msg("  pdctl calendar add {year}", year=year))


def checked(findings: Sequence[Finding], years: int, as_json: bool) -> None:
    """What the check found."""
    if as_json:
        ok = not any(finding.severity == "error" for finding in findings)
        rows = [finding_json(finding) for finding in findings]
        out_json("calendar-check", {"ok": ok, "checked": {"years": years}, "findings": rows})
        return
    for finding in findings:
        for text in finding_lines(finding):
            out(text)
    if not findings:
        out(msg("The calendar is complete and agrees with what was announced: {years} years.", years=years))


def entered_lines(value: Value) -> list[Msg]:
    """What is said after a year was entered."""
    numbers = msg("{off} days off, {made_up} make-up days, {total} working days", off=len(value["holidays"]),
                  made_up=len(value["workdays"]), total=_total(value))  # fmt: skip
    return [
        msg("The calendar of {year}: {numbers}", year=value["year"], numbers=numbers),
        msg("Source: {source}", source=_source(value)),
    ]


def _source(value: Value) -> Any:
    source = value["source"]
    return listing(*(text for text in (source["title"], source.get("number")) if text))

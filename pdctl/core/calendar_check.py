"""What is wrong with the calendar files of a repository, or will be soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pdctl.core.counting import weekday_words
from pdctl.core.days import ONE_DAY, SATURDAY, Calendar, Year
from pdctl.core.findings import Finding
from pdctl.core.text import msg

NOVEMBER = 11  # about when the days off of the next year are announced


def check_year(value: Mapping[str, Any], year: Year, known: Year | None) -> Iterator[Finding]:
    """What contradicts itself in one calendar file, or what `known` says of its year; and a source that is no notice."""
    for finding in (*_days(value), *_differing(value, year, known), *_source(value)):
        yield replace(finding, clause="五(四)", file=f"calendar/{value['year']}.yaml")


def _days(value: Mapping[str, Any]) -> Iterator[Finding]:
    for number, text in enumerate(value["workdays"]):
        day = date.fromisoformat(text)
        if day.weekday() < SATURDAY:
            yield Finding(
                msg("{date} is a weekday and needs no make-up", date=text), rule="E-CALENDAR", pointer=("workdays", number),
                expected=msg("a day of the weekend"), found=weekday_words(day), fix=msg("take it out, or correct it"),
            )  # fmt: skip
        if text in value["holidays"]:
            yield Finding(
                msg("{date} is a day off and a make-up working day", date=text), rule="E-CALENDAR",
                pointer=("workdays", number), expected=msg("one of the two"), found=text,
            )  # fmt: skip


def _differing(value: Mapping[str, Any], year: Year, known: Year | None) -> Iterator[Finding]:
    if known is None:
        return
    number = value["year"]
    here, there = Calendar({number: year}), Calendar({number: known})
    day = date(number, 1, 1)
    while day.year == number:
        if here.is_workday(day) != there.is_workday(day):
            works = msg("a working day"), msg("a day off")
            yield Finding(
                msg("{date} is not as it was announced", date=day.isoformat()), rule="E-CALENDAR",
                expected=works[not there.is_workday(day)], found=works[not here.is_workday(day)],
                fix=msg("pdctl calendar add {year} --replace", year=number),
            )  # fmt: skip
        if day == date.max:
            return
        day += ONE_DAY


def _source(value: Mapping[str, Any]) -> Iterator[Finding]:
    source = value["source"]
    if not any(source.get(key) for key in ("number", "url", "seeded_from")):
        yield Finding(
            msg("the file does not name the notice it comes from"), rule="W-CALENDAR", pointer=("source",),
            expected=msg("number or address of the notice"), found=source["title"],
            fix=msg("pdctl calendar add {year} --replace --number NUMBER --url ADDRESS", year=value["year"]),
        )  # fmt: skip


def check_years(calendar: Calendar, today: date, known: tuple[int, ...]) -> Iterator[Finding]:
    """Years that are missing: the present one, from November on the next one, and those that pdctl knows by itself."""
    wanted = [today.year, *([today.year + 1] if today.month >= NOVEMBER else [])]
    for year in wanted:
        if calendar.knows(year):
            continue
        own = year in known
        fix = (
            msg("pdctl calendar add {year}", year=year)
            if own
            else msg("pdctl calendar add {year} --from FILE, once it is announced", year=year)
        )
        yield Finding(
            msg("the calendar of {year} is missing", year=year), rule="W-CALENDAR", clause="五(四)",
            file=f"calendar/{year}.yaml", expected=msg("the announced days off"),
            found=msg("none; dates that touch it are provisional"), fix=fix,
        )  # fmt: skip

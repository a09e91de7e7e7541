"""The calendar of working days: shown, checked, and one more year entered by an admin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pdctl.actions.calendar_seed import calendar_file, known_years, notice_title, seed
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.texts import MAX_TITLE, day, line
from pdctl.core.calendar_check import check_year, check_years
from pdctl.core.days import ONE_DAY
from pdctl.core.findings import Finding, Refusal, environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.core.trouble import plainly
from pdctl.store import codec
from pdctl.store.schema import read_checked
from pdctl.store.yaml_read import load_marked

FIRST, LAST = 2000, 2199


@dataclass(frozen=True)
class Given:
    """What the admin says of a year: a file, or days; and the notice they come from."""

    file: Path | None = None
    holidays: tuple[str, ...] = ()
    workdays: tuple[str, ...] = ()
    title: str | None = None
    number: str | None = None
    url: str | None = None

    @property
    def days(self) -> bool:
        """Whether days are named one by one."""
        return bool(self.holidays or self.workdays)


@dataclass(frozen=True)
class Entered:
    """A year that was entered (or would be)."""

    value: dict[str, Any]
    landed: Landed


def years(session: Session) -> list[dict[str, Any]]:
    """The calendar files, as plain values, by their year."""
    session.require_repository()
    return [value for year in sorted(session.view.calendar.years) if (value := one(session, year))]


def one(session: Session, year: int) -> dict[str, Any] | None:
    """The calendar file of a year as plain values, or None."""
    session.require_repository()
    value: dict[str, Any] | None = session.view.value(f"calendar/{year}.yaml", "calendar")
    return value


def check(session: Session) -> list[Finding]:
    """Everything that is wrong with the calendar, or will be soon."""
    session.require_repository()
    known = known_years()
    found = list(check_years(session.view.calendar, session.now.date(), known))
    for value in years(session):
        found += _placed(session, value, _year_findings(value))
    return found


def _year_findings(value: dict[str, Any]) -> Iterable[Finding]:
    own = seed(value["year"])
    return check_year(value, codec.year_from(value), codec.year_from(own) if own else None)


def _placed(session: Session, value: dict[str, Any], findings: Iterable[Finding]) -> list[Finding]:
    """Findings with their line and column."""
    data = session.view.read(f"calendar/{value['year']}.yaml") or b""
    document = load_marked(data)
    placed = []
    for finding in findings:
        row, column = document.where(finding.pointer)
        placed.append(replace(finding, line=row, column=column))
    return placed


def add(session: Session, year: int, given: Given, replaces: bool = False, dry_run: bool = False) -> Entered:
    """Enter a year: from a file, from days, or as pdctl knows it by itself. Raises `Refusal` or `Stop`."""
    session.require_repository()
    if not FIRST <= year <= LAST:
        raise usage(msg("a calendar is of a year from {first} to {last}", first=FIRST, last=LAST))
    if session.view.calendar.knows(year) and not replaces:
        raise usage(
            msg("the calendar of {year} is there already", year=year),
            msg("add --replace to put another one in its place"),
        )
    value = _sourced(_value(year, given), given)
    wrong = [f for f in _year_findings(value) if f.rule.startswith("E-")]
    if wrong:
        raise Refusal(*wrong)
    chain = Chain(session)
    who = session.actor.person
    chain.add(Draft(dict(calendar_file(value)), f"登记 {year} 年工作日历（{who.name}）", (("By", who.id),)))
    return Entered(value, chain.land(dry_run))


def _value(year: int, given: Given) -> dict[str, Any]:
    if given.file is not None:
        return _from_file(year, given.file)
    if given.days:
        holidays, workdays = (_spread(year, option, texts) for option, texts in
                              (("--holidays", given.holidays), ("--workdays", given.workdays)))  # fmt: skip
        source = {"title": notice_title(year)}
        return {"format": codec.FORMAT, "year": year, "source": source, "holidays": holidays, "workdays": workdays}
    own = seed(year)
    if own is None:
        raise usage(
            msg("this pdctl does not know the days off of {year}", year=year),
            msg("give --from FILE, or --holidays DATE..DATE and --workdays DATE from the notice"),
        )
    return own


def _from_file(year: int, file: Path) -> dict[str, Any]:
    try:
        data = file.read_bytes()
    except OSError as error:
        problem = plainly(error.strerror or str(error))
        raise environment(msg("{file} cannot be read: {problem}", file=str(file), problem=problem)) from error
    value: dict[str, Any] = read_checked(data, "calendar", str(file))
    if value["year"] != year:
        text = msg("the file is of another year")
        raise Refusal(Finding(text, rule="E-CALENDAR", file=str(file), expected=str(year), found=str(value["year"])))
    for key in ("holidays", "workdays"):
        value[key] = sorted(day(key, text) or "" for text in value[key])
    return value


def _spread(year: int, option: str, texts: tuple[str, ...]) -> list[str]:
    """The days of `DATE` and `DATE..DATE`, each once."""
    found: set[str] = set()
    for text in texts:
        first, dots, last = text.replace("至", "..").partition("..")
        start = date.fromisoformat(day(option, first.strip()) or "")
        end = date.fromisoformat(day(option, last.strip()) or "") if dots else start
        if end < start or start.year != year or end.year != year:
            raise usage(msg("{option}: {text} is no run of days of {year}", option=option, text=text, year=year))
        while start <= end:
            found.add(start.isoformat())
            start += ONE_DAY
    return sorted(found)


def _sourced(value: dict[str, Any], given: Given) -> dict[str, Any]:
    """The value with the notice that the admin names."""
    named = {
        "title": line("--title", given.title, MAX_TITLE),
        "number": line("--number", given.number, 120),
        "url": line("--url", given.url),
    }
    source = {**value["source"], **{key: text for key, text in named.items() if text}}
    return {**value, "source": source}

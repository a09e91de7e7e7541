"""Rules of days beyond a single posting: the period and the trigger that an item speaks of, and years not yet announced."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.days import span
from pdctl.core.due.periods import parse
from pdctl.core.findings import Finding
from pdctl.core.judge.cases import Rule, StepCase, day
from pdctl.core.replay import CONTENT_STEPS
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import FREQUENCY, PERIOD

Findings = Iterator[Finding]


def check_period(case: StepCase) -> Findings:
    """The period that an item speaks of is one of its entry's."""
    name, entry = case.plan.period, case.entry
    if name is None:
        return
    wanted = entry.period if entry and entry.frequency == "periodic" else None
    if wanted is None:
        yield Finding(
            msg("only a periodic matter has a period"), expected=Word(FREQUENCY, "periodic"),
            found=Word(FREQUENCY, entry.frequency) if entry else msg("none"), fix=msg("leave out --period"),
        )  # fmt: skip
        return
    period = parse(name)
    if period is None or period.kind != wanted:
        yield Finding(
            msg("the period {period} does not fit the frequency of the entry", period=name), expected=Word(PERIOD, wanted),
            found=Word(PERIOD, period.kind) if period else name,
            fix=msg("write 2026 for a year, 2026-H1 for a half-year, 2026-Q3 for a quarter, 2026-09 for a month"),
        )  # fmt: skip


def check_trigger(case: StepCase) -> Findings:
    """The event that an item answers is one of its entry's, and is not periodic."""
    name, trigger = case.plan.event, case.trigger
    if name is None:
        return
    if trigger is None or trigger.kind != "event" or trigger.entry != case.plan.entry or trigger.revokes:
        yield Finding(
            msg("the entry has no such event: {event}", event=name), expected=msg("an event of the same entry"),
            found=name, fix=msg("pdctl ledger list {org} lists them", org=case.plan.org),
        )  # fmt: skip


def check_known_years(case: StepCase) -> Findings:
    """A notice with a least length is not posted into a year whose days off are not announced, unless for a reason."""
    record, plan, start = case.record, case.plan, day(case.record.on)
    if record.step != "publish" or plan.family != "notice" or plan.duration is None or start is None:
        return
    counted = span(start, plan.duration, case.parent.calendar, case.parent.settings.policy.notice_days_from)
    if counted is None or not counted.provisional or record.provisional_reason:
        return
    years = listing(*counted.unknown)
    yield Finding(
        msg("the period of the notice runs into a year whose days off are not known: {years}", years=years),
        expected=msg("a calendar of {years}", years=years),
        found=msg("{start} to {end}, provisional", start=counted.start.isoformat(), end=counted.end.isoformat()),
        fix=msg("an admin adds the year: pdctl calendar add {year}; or give --accept-provisional REASON", year=counted.unknown[0]),
    )  # fmt: skip


TIMING_RULES: tuple[Rule[StepCase], ...] = (
    Rule("E-PLAN", "六(二)", msg("The period that an item speaks of is one of its entry's."), check_period, CONTENT_STEPS),
    Rule("E-PLAN", "六(二)", msg("The event that an item answers is one of its entry's."), check_trigger, CONTENT_STEPS),
    Rule("E-CALENDAR", "五(四)", msg("A notice is not posted into a year whose days off are not known, unless for a reason."), check_known_years, ("publish",)),
)  # fmt: skip

"""Entries whose period, stages or term do not fit their frequency: what is due by them cannot be computed as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.due.periods import MONTHS
from pdctl.core.findings import Finding
from pdctl.core.model import Entry
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import DUE_FROM, FREQUENCY, PERIOD


def misfits(org: str, entry: Entry) -> Iterator[Finding]:
    """Every finding against the timing of one entry of a release."""
    for message, expected, found in _misfits(entry):
        yield Finding(
            msg("the entry {entry} of {org}: {problem}", entry=entry.id, org=org, problem=message), rule="E-FREQUENCY",
            clause="六(二)", file=f"catalogs/{org}/catalog.yaml", expected=expected, found=found,
            fix=msg("mend the entry in the catalogue and release it again"),
        )  # fmt: skip


def _misfits(entry: Entry) -> Iterator[tuple[Msg, Msg | Word | str, Msg | Word | str]]:
    due, frequency = entry.due, Word(FREQUENCY, entry.frequency)
    if entry.frequency == "periodic":
        months = MONTHS.get(entry.period or "", 0)
        if not months:
            yield msg("a periodic matter has a period"), msg("a period"), msg("none")
        elif due.month is not None and due.month > months:
            text = msg("the period has no month of that number")
            yield (
                text,
                msg("{period}: 1 to {months}", period=Word(PERIOD, entry.period or ""), months=months),
                str(due.month),
            )
        return
    if due.start in ("period", "period-end"):
        yield (
            msg("the term counts from a period that the entry does not have"),
            msg("another beginning"),
            Word(DUE_FROM, due.start),
        )
    if entry.frequency == "staged" and len(set(entry.stages)) < max(2, len(entry.stages)):
        yield (
            msg("the stages are fewer than two, or one stands twice"),
            msg("two stages or more"),
            "、".join(entry.stages),
        )
    if entry.frequency == "immediate" and due.hours is None and due.workdays is None and due.days is None:
        yield msg("an immediate matter has a term of hours or days"), msg("hours, days or working days"), frequency

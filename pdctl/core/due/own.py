"""By when an open item is due, from its plan and its entry alone: for lists that show many items and must be quick."""

from __future__ import annotations

from datetime import date

from pdctl.core.due.periods import Period, parse, period_of
from pdctl.core.due.terms import Deadline, Terms, explained, in_period
from pdctl.core.due.titles import spoken
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry, Plan
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import DUE_FROM


@dataclass(frozen=True)
class OwnTerm:
    """The deadline of one item, and how it was counted."""

    deadline: Deadline
    why: Msg


def own_term(
    plan: Plan, entry: Entry | None, proposed: date, event: LedgerRecord | None, terms: Terms
) -> OwnTerm | None:
    """The term of the period or event that an item speaks of; None where neither is known."""
    if entry is None:
        return None
    if entry.frequency == "periodic" and entry.period:
        period = _period(plan, entry, entry.period, proposed, terms)
        deadline = terms.of_period(period, entry.due)
        ended = msg("{period}, ended {day}", period=period.label, day=period.end.isoformat())
        return OwnTerm(deadline, explained(period.label if in_period(entry.due) else ended, deadline))
    if event is not None and event.on:
        deadline = terms.after(date.fromisoformat(event.on), entry.due, event.time)
        head = msg("triggered {day}, {start}", day=event.on, start=Word(DUE_FROM, entry.due.start))
        return OwnTerm(deadline, explained(head, deadline))
    return None


def _period(plan: Plan, entry: Entry, kind: str, proposed: date, terms: Terms) -> Period:
    """The period stated, else that of the title, else the one that ended last while its term runs, else the present one."""
    named = [plan.period] if plan.period else spoken(plan.title or "")
    fitting = [period for name in named if (period := parse(name)) is not None and period.kind == kind]
    if len(fitting) == 1:
        return fitting[0]
    current = period_of(kind, proposed)
    if not in_period(entry.due) and proposed <= terms.of_period(current.before, entry.due).day:
        return current.before
    return current

"""One obligation: what is due, from which organization, by when and why, and what answered it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from pdctl.core.due.periods import Period
from pdctl.core.due.terms import Deadline, explained, in_period
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import Entry
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import DUE_FROM


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What an item contributes: when it was proposed, and when it was first made public (`on`, recorded at `at`).

    `gone` says that it counts for nothing: withdrawn, rejected or closed; `live` that it is not filed yet. `period` is the one that the plan states, `hints` are those that
    its title speaks of; `refused` that it was decided not to disclose it.
    """

    item: str
    entry: str | None
    proposed: date
    on: date | None = None
    at: str | None = None
    period: str | None = None
    event: str | None = None
    supersedes: str | None = None
    gone: bool = False
    live: bool = False
    hints: tuple[str, ...] = ()
    refused: bool = False

    @property
    def recorded(self) -> datetime | None:
        """The moment at which the publication was recorded."""
        try:
            return datetime.fromisoformat(self.at) if self.at else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that is due.

    `kind` is a word of `words.OBLIGATION`, `state` one of `words.DUE_STATE`; `trigger` is the day from which the term
    counts. `item` is the item that answers it, or the one under way. `open_from` is the first day on which it could be
    answered.
    """

    org: str
    entry: Entry | None
    kind: str
    key: str
    trigger: date
    deadline: Deadline
    state: str
    open_from: date
    done_on: date | None = None
    item: str | None = None
    period: Period | None = None
    event: LedgerRecord | None = None

    @property
    def id(self) -> str:
        """A name that stays the same from day to day."""
        return f"{self.org}/{self.entry.id if self.entry else '-'}/{self.kind}/{self.key}"

    @property
    def done(self) -> bool:
        """Whether it was answered, in time or late."""
        return self.state in ("done", "done-late")

    @property
    def settled(self) -> bool:
        """Whether nothing is asked for any more: answered, or decided not to be disclosed."""
        return self.done or self.state == "exempt"

    @property
    def why(self) -> Msg:
        """The date, explained: from when, which days count, until when."""
        return explained(self._head(), self.deadline)

    def _head(self) -> Msg:
        day = self.trigger.isoformat()
        if self.kind == "period":
            return self._period_head(day)
        if self.kind == "recheck":
            months = self.entry.recheck_months if self.entry else None
            return msg("looked at {day}, to be looked at again after {months} months", day=day, months=months)
        if self.kind == "again":
            return msg("feedback of {day}", day=day)
        if self.kind == "present":
            return msg("in the catalogue since {day}", day=day)
        start = Word(DUE_FROM, self.entry.due.start if self.entry else "event")
        if self.event is not None and self.event.stage:
            return msg("triggered {day}, stage {stage}, {start}", day=day, stage=self.event.stage, start=start)
        return msg("triggered {day}, {start}", day=day, start=start)

    def _period_head(self, day: str) -> Msg:
        label = self.period.label if self.period else msg("none")
        inside = self.entry is not None and in_period(self.entry.due)
        return msg("{period}", period=label) if inside else msg("{period}, ended {day}", period=label, day=day)


@dataclass(frozen=True)
class Books:
    """What one organization has: its entries with the day since which each is in force, its items, its ledger."""

    org: str
    entries: tuple[tuple[Entry, date], ...]
    disclosures: Mapping[str | None, tuple[Disclosure, ...]] = field(default_factory=dict)
    ledger: tuple[LedgerRecord, ...] = ()
    until: date | None = None

    @property
    def in_force(self) -> tuple[tuple[Entry, date], ...]:
        """The entries that are not suspended."""
        return tuple((entry, since) for entry, since in self.entries if not entry.suspended)

    def of(self, kind: str, entry: str | None) -> list[LedgerRecord]:
        """The records of a kind on one entry, in the order of their days; what follows another comes after it."""
        found = {record.id: record for record in self.ledger if record.kind == kind and record.entry == entry}

        def rank(record: LedgerRecord) -> tuple[str, str, str, int, str]:
            return record.on or "", record.time or "", record.at, _depth(record, found), record.id

        return sorted(found.values(), key=rank)


def _depth(record: LedgerRecord, known: Mapping[str, LedgerRecord]) -> int:
    """How many stages lie before a record."""
    seen: set[str] = set()
    while record.follows in known and record.id not in seen:
        seen.add(record.id)
        record = known[record.follows or ""]
    return len(seen)


def state_of(deadline: Deadline, now: datetime, done: Disclosure | None) -> str:
    """Due, overdue, done or done late."""
    if done is not None and done.on is not None:
        return "done" if deadline.kept(done.on, done.recorded) else "done-late"
    return "overdue" if deadline.passed(now) else "due"

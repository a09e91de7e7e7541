"""What differs between two states of a catalogue, entry by entry and in words; and which of it makes an entry stricter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.model import Channel, Due, Duration, Entry, ImportNote, Plan
from pdctl.core.requirements import approvals
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import (
    ASPECT,
    DUE_FROM,
    DURATION_UNTIL,
    FAMILY,
    FREQUENCY,
    IMPORTANCE,
    LEVEL,
    MATTER,
    OWN_LEVELS,
    PERIOD,
    RETENTION,
    SCOPE,
    SUPERIOR_BY,
    Vocabulary,
)

_VOCABULARIES: dict[str, Vocabulary] = {
    "scope": SCOPE,
    "importance": IMPORTANCE,
    "matter": MATTER,
    "frequency": FREQUENCY,
    "period": PERIOD,
    "approval": LEVEL,
    "superior_by": SUPERIOR_BY,
    "reviews": ASPECT,
    "family": FAMILY,
    "retention": RETENTION,
}
LABELS: dict[str, Msg] = {
    "clause": msg("clause"),
    "category": msg("category"),
    "title": msg("title"),
    "wording_as_of": msg("wording as of"),
    "elements": msg("elements"),
    "basis": msg("basis"),
    "responsible": msg("responsible organization"),
    "department": msg("department"),
    "scope": msg("scope"),
    "audience": msg("audience"),
    "importance": msg("importance"),
    "matter": msg("nature of the matter"),
    "frequency": msg("frequency"),
    "period": msg("period"),
    "stages": msg("stages"),
    "recheck_months": msg("looked at again after months"),
    "due": msg("due"),
    "duration": msg("duration"),
    "channels": msg("channels"),
    "approval": msg("approval"),
    "superior_by": msg("approved by which superior"),
    "reviews": msg("reviews"),
    "family": msg("kind of document"),
    "retention": msg("retention"),
    "note": msg("note"),
    "import_notes": msg("import notes"),
}
# How many can read it: only for the question whether a new scope is narrower than that of an item under way.
_OPENNESS = {"society": 3, "party": 2, "unit": 1, "targeted": 0}


@dataclass(frozen=True)
class FieldChange:
    """One field of an entry: what it was and what it is."""

    field: str
    before: Any
    after: Any

    @property
    def words(self) -> Msg:
        """As people read it."""
        before, after = shown(self.field, self.before), shown(self.field, self.after)
        return msg("{field} {before} → {after}", field=LABELS[self.field], before=before, after=after)


@dataclass(frozen=True)
class Difference:
    """One entry that differs: `change` is a word of `words.CATALOG_CHANGE`."""

    entry: str
    change: str
    title: str
    fields: tuple[FieldChange, ...] = ()


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> tuple[Difference, ...]:
    """What happened to each entry between two states, in the order of the newer one; what was cancelled comes last."""
    old, new = {entry.id: entry for entry in before}, {entry.id: entry for entry in after}
    found = [_difference(old.get(entry.id), entry) for entry in after]
    gone = [Difference(entry.id, "cancel", entry.title) for entry in before if entry.id not in new]
    return (*(one for one in found if one is not None), *gone)


def _difference(before: Entry | None, after: Entry) -> Difference | None:
    if before is None:
        return Difference(after.id, "add", after.title)
    changed = tuple(
        FieldChange(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Entry)
        if field.name != "suspended" and getattr(before, field.name) != getattr(after, field.name)
    )
    if before.suspended != after.suspended:
        return Difference(after.id, "suspend" if after.suspended else "resume", after.title, changed)
    return Difference(after.id, "change", after.title, changed) if changed else None


def shown(name: str, value: Any) -> Any:
    """The value of a field as people read it."""
    if value is None or value == ():
        return msg("none")
    if name == "due":
        return due_words(value)
    if name == "duration":
        return _duration_words(value)
    vocabulary = _VOCABULARIES.get(name)
    if isinstance(value, tuple):
        return listing(*(_one(vocabulary, part) for part in value))
    return _one(vocabulary, value)


def _one(vocabulary: Vocabulary | None, value: Any) -> Any:
    if isinstance(value, Channel):
        return msg("{channel}", channel=value.label)
    if isinstance(value, ImportNote):
        return msg("{column}: {text}", column=value.column, text=value.text)
    return Word(vocabulary, value) if vocabulary else value


def due_words(due: Due) -> Msg:
    """By when something must appear."""
    start = Word(DUE_FROM, due.start)
    if due.workdays is not None:
        return msg("within {count} working days of: {start}", count=due.workdays, start=start)
    if due.days is not None:
        return msg("within {count} days of: {start}", count=due.days, start=start)
    if due.hours is not None:
        return msg("within {count} hours of: {start}", count=due.hours, start=start)
    return msg("each period, month {month}, day {day}", month=due.month, day=due.day)


def _duration_words(duration: Duration) -> Any:
    if duration.workdays is not None:
        return msg("{count} working days", count=duration.workdays)
    if duration.days is not None:
        return msg("{count} days", count=duration.days)
    return Word(DURATION_UNTIL, duration.until or "")


def stricter(plan: Plan, before: Entry | None, after: Entry | None) -> tuple[Msg, ...]:
    """Why an item that was proposed under `before` would not do under `after`; empty where it would.

    Only what binds an item counts: who may read it, who decides on it, who reviews it. Looser rules bind nobody anew.
    """
    if before is None:
        return ()
    return tuple(_stricter(plan, before, after))


def _stricter(plan: Plan, before: Entry, after: Entry | None) -> Iterator[Msg]:
    if after is None:
        yield msg("the entry {entry} was cancelled", entry=before.id)
        return
    if _narrower(plan, before, after):
        yield FieldChange("scope", before.scope, after.scope).words
    if before.scope == after.scope == "targeted" and _other_audience(plan, before, after):
        yield FieldChange("audience", before.audience, after.audience).words
    if _raised(approvals(plan, before), approvals(plan, after)) or (
        "superior" in after.approval and before.superior_by != after.superior_by
    ):
        yield FieldChange("approval", before.approval, after.approval).words
    if set(after.reviews) - set(before.reviews):
        yield FieldChange("reviews", before.reviews, after.reviews).words
    if before.importance != after.importance == "important" and plan.importance != "important":
        yield FieldChange("importance", before.importance, after.importance).words
    if before.matter == "general" != after.matter and "collective" in after.approval:
        yield FieldChange("matter", before.matter, after.matter).words


def _narrower(plan: Plan, before: Entry, after: Entry) -> bool:
    """Whether the entry's scope was narrowed below that of the plan."""
    return narrower(after.scope, before.scope) and plan.scope is not None and narrower(after.scope, plan.scope)


def narrower(scope: str, than: str) -> bool:
    """Whether fewer people can read what has one scope than what has the other."""
    return _OPENNESS[scope] < _OPENNESS[than]


def _other_audience(plan: Plan, before: Entry, after: Entry) -> bool:
    """Whether the plan speaks to somebody whom the entry named and names no more."""
    return set(plan.audience) <= set(before.audience) and not set(plan.audience) <= set(after.audience)


def _raised(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether some level is wanted that the earlier ones do not satisfy."""
    own = max((OWN_LEVELS.index(level) for level in before if level in OWN_LEVELS), default=-1)
    return any(OWN_LEVELS.index(level) > own if level in OWN_LEVELS else level not in before for level in after)

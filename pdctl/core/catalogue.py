"""Where a catalogue stands, computed from its records by one pure function: its working copy, its releases, its filings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from pdctl.core.frozen import dataclass
from pdctl.core.model import CatalogRecord, EntryChange, Policy
from pdctl.core.requirements import satisfied

# Who a release was filed with: the id of an organization, or this for a superior outside the repository.
OUTSIDE = ""


@dataclass(frozen=True)
class Filing:
    """A release that was sent to a superior: its state (a word of `words.FILING_STATE`), by whom, and the answer."""

    state: str
    filed: CatalogRecord
    receipt: CatalogRecord | None = None


@dataclass(frozen=True)
class CatalogCourse:
    """Where a catalogue stands after its records so far.

    `subject` is the digest of the working copy under decision; `named` maps each entry to the change that the records
    since the last release give for it; `adjusters` and `done_levels` belong to the same round. `makers` maps a release
    to those who adjusted what became it, `filings` a release and its addressee to what came of it, and `settled` an
    off-catalogue item to the entry that it led to.
    """

    state: str = "current"
    subject: str = ""
    records: tuple[CatalogRecord, ...] = ()
    named: Mapping[str, EntryChange] = field(default_factory=dict)
    adjusters: frozenset[str] = frozenset()
    approvers: frozenset[str] = frozenset()
    done_levels: int = 0
    makers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filings: Mapping[tuple[str, str], Filing] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)

    def filing_state(self, release: str, to: str) -> str:
        """Where the filing of a release with a superior stands."""
        filing = self.filings.get((release, to))
        return filing.state if filing else "unfiled"

    def filing(self, release: str) -> Filing | None:
        """The last filing of a release, with whomever."""
        return next((f for (number, _), f in reversed(list(self.filings.items())) if number == release), None)


def replay_catalogue(records: Iterable[CatalogRecord], policy: Policy) -> CatalogCourse:
    """The course of a catalogue through its records, in their order."""
    course = CatalogCourse()
    for record in records:
        course = advance_catalogue(course, record, policy)
    return course


def advance_catalogue(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    """The course after one more record. Records were judged when they were made; here they only count."""
    course = replace(course, records=(*course.records, record))
    return _ADVANCE[record.step](course, record, policy)


def addressee(record: CatalogRecord) -> str:
    """With whom a filing lies or by whom a receipt was given."""
    return record.to or OUTSIDE


def _adjust(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    return replace(
        course,
        state="adjusting",
        subject=record.subject or "",
        named={**course.named, **{change.entry: change for change in record.changes}},
        adjusters=course.adjusters | {record.by},
        approvers=frozenset(),
        done_levels=0,
        settled={**course.settled, **{change.item: change.entry for change in record.changes if change.item}},
    )


def _approve(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    if record.decision != "pass":
        state = "rejected" if record.decision == "reject" else "returned"
        return replace(course, state=state, done_levels=0, approvers=frozenset())
    done = satisfied(policy.catalog_approval, course.done_levels, record.level or "")
    complete = done >= len(policy.catalog_approval)
    approvers = course.approvers | {record.actor, record.by}
    return replace(course, state="approved" if complete else course.state, done_levels=done, approvers=approvers)


def _release(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    return replace(
        course,
        state="current",
        subject="",
        named={},
        adjusters=frozenset(),
        approvers=frozenset(),
        done_levels=0,
        makers={**course.makers, record.release or "": course.adjusters},
    )


def _file(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    return _filed(course, record, Filing("filed", record))


def _receive(course: CatalogCourse, record: CatalogRecord, policy: Policy) -> CatalogCourse:
    before = course.filings.get((record.release or "", addressee(record)))
    state = "received" if record.decision == "pass" else "sent-back"
    return _filed(course, record, Filing(state, before.filed if before else record, record))


def _filed(course: CatalogCourse, record: CatalogRecord, filing: Filing) -> CatalogCourse:
    key = (record.release or "", addressee(record))
    others = {k: v for k, v in course.filings.items() if k != key}
    return replace(course, filings={**others, key: filing})


_ADVANCE = {
    "adjust": _adjust,
    "approve": _approve,
    "release": _release,
    "file": _file,
    "receive": _receive,
}

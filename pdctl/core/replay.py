"""The state of an item, computed from its records by one pure function. No state is ever stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from pdctl.core import procedure
from pdctl.core.frozen import dataclass
from pdctl.core.model import Plan, Record
from pdctl.core.requirements import Requirements, satisfied

CONTENT_STEPS = ("propose", "revise")
Changes = dict[str, Any]  # fields of a course that a record sets anew


@dataclass(frozen=True)
class Course:
    """Where an item stands after its records so far.

    `subject` is the digest of the version under decision and `content_seq` the record that brought it;
    `passes` maps each aspect to the record that counts; `done_levels` counts the satisfied approval levels;
    `published`, `dropped` and `taken_down` are keyed by channel name.
    """

    state: str = procedure.NEW
    subject: str = ""
    content_seq: int = 0
    records: tuple[Record, ...] = ()
    proposers: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    passes: Mapping[str, Record] = field(default_factory=dict)
    done_levels: int = 0
    published: Mapping[str, Record] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    taken_down: frozenset[str] = frozenset()
    number: str | None = None
    archive_no: str | None = None
    void: frozenset[int] = frozenset()

    def missing(self, needs: Requirements) -> tuple[str, ...]:
        """The required aspects that have no opinion that counts."""
        return _missing(self.passes, needs)

    def stale(self, record: Record) -> bool:
        """Whether a review or approval counts only for earlier content."""
        decided = record.step in ("review", "approve")
        return decided and (record.seq < self.content_seq or record.subject != self.subject)

    def superseded(self) -> Course:
        """The same course once a later item that names this one was published."""
        return replace(self, state="superseded") if self.state in ("approved", "published") else self

    @property
    def approvers(self) -> frozenset[str]:
        """Who consented to this version at some level; of a collective, who signed for it."""
        given = [r for r in self.records if r.step == "approve" and r.decision == "pass" and r.seq > self.content_seq]
        return frozenset({r.actor for r in given} | {r.by for r in given if r.level == "collective"})

    def standing(self) -> tuple[str, ...]:
        """The channels where something is posted now."""
        return tuple(name for name in self.published if name not in self.taken_down)

    def waiting(self, plan: Plan) -> tuple[str, ...]:
        """The planned channels that are neither done nor dropped."""
        return tuple(c.name for c in plan.channels if c.name not in self.published and c.name not in self.dropped)


def replay(
    plan: Plan,
    needs: Requirements,
    records: Iterable[Record],
    superseded: bool = False,
    void: frozenset[int] = frozenset(),
) -> Course:
    """The course of an item through its records, in their order.

    `superseded` says that a later item which names this one was published; `void` holds the numbers of records that
    no longer count, because their key was compromised.
    """
    course = Course()
    for record in records:
        course = _voided(course, record) if record.seq in void else advance(course, plan, needs, record)
    return course.superseded() if superseded else course


def advance(course: Course, plan: Plan, needs: Requirements, record: Record) -> Course:
    """The course after one more record. Records were judged when they were made; here they only count."""
    changes = _ADVANCE[record.step](course, plan, needs, record)
    return replace(course, records=(*course.records, record), **changes)


def choice_of(record: Record) -> str:
    """The decision or result by which the procedure table distinguishes records of one step."""
    if record.step == "propose":
        return record.secrecy or ""
    return record.decision or record.result or ""


def _voided(course: Course, record: Record) -> Course:
    """A record that no longer counts: it stays in the list; content that it brought must be brought again."""
    course = replace(course, records=(*course.records, record), void=course.void | {record.seq})
    if record.step not in CONTENT_STEPS:
        return course
    return replace(course, state="returned", subject=record.subject, content_seq=record.seq, passes={}, done_levels=0)


def _content(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    return {
        "state": "referred" if record.secrecy == "doubt" else "proposed",
        "subject": record.subject,
        "content_seq": record.seq,
        "proposers": course.proposers | {record.by},
        "passes": {},
        "done_levels": 0,
    }


def _answer(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    if record.result == "closed":
        return {"state": "closed"}
    if record.result == "masked" or plan.reference:
        return {"state": "returned"}
    return {"state": _open_state(course.passes, needs)}


def _review(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    reviewers = course.reviewers | {record.actor}
    if record.decision == "pass":
        passes = {**course.passes, record.aspect or "": record}
        state = _open_state(passes, needs)
    else:
        passes = {aspect: kept for aspect, kept in course.passes.items() if aspect != record.aspect}
        state = "referred" if record.decision == "refer" else "returned"
    return {"state": state, "passes": passes, "reviewers": reviewers}


def _missing(passes: Mapping[str, Record], needs: Requirements) -> tuple[str, ...]:
    return tuple(aspect for aspect in needs.reviews if aspect not in passes)


def _open_state(passes: Mapping[str, Record], needs: Requirements) -> str:
    if not _missing(passes, needs):
        return "reviewed"
    return "reviewing" if passes else "proposed"


def _approve(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    if course.void and course.missing(needs):
        return {}  # it rested on reviews that no longer count
    if record.decision != "pass":
        return {"state": "rejected" if record.decision == "reject" else "returned", "done_levels": 0}
    done = satisfied(needs.approvals, course.done_levels, record.level or "")
    if done < len(needs.approvals):
        return {"done_levels": done}
    # What was posted under an approval that no longer counts is posted still.
    return {"done_levels": done, "state": "published" if course.published else "approved"}


def _publish(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    published = {**course.published, record.posting.name: record}
    state = "published" if course.state == "approved" else course.state
    return {"state": state, "published": published, "number": course.number or record.number}


def _drop(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    return {"dropped": course.dropped | {record.posting.name}}


def _takedown(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    return {"taken_down": course.taken_down | {record.posting.name}}


def _archive(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    complete = procedure.find_row("archive", "", course.state) is not None
    return {"state": "archived" if complete else course.state, "archive_no": record.archive_no}


def _withdraw(course: Course, plan: Plan, needs: Requirements, record: Record) -> Changes:
    return {"state": "withdrawn"}


_ADVANCE = {
    "propose": _content,
    "revise": _content,
    "answer": _answer,
    "review": _review,
    "approve": _approve,
    "publish": _publish,
    "drop": _drop,
    "takedown": _takedown,
    "archive": _archive,
    "withdraw": _withdraw,
}

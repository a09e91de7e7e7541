"""Items without files: what a command would hand to the judge, built from plain values.

    scene = Scene().after("propose", "chen").after("review", "wu", aspect="necessity")
    found = judge(scene.case("approve", "sun", level="head"))

Every step of `after` is judged first, so that a scene is a legal history or no scene at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from pdctl.core.days import Calendar, Year
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.findings import Finding
from pdctl.core.judge import judge
from pdctl.core.judge.cases import Facts, Parent, Signer, StepCase
from pdctl.core.model import (
    Channel,
    Due,
    Duration,
    Entry,
    Key,
    Meeting,
    Organization,
    Person,
    Plan,
    Policy,
    Record,
    Release,
    Settings,
)
from pdctl.core.paths import Change, Shape
from pdctl.core.replay import Course, advance
from pdctl.core.requirements import requirements
from tests.story import PAPER_PERSON, PEOPLE, SEATS

ITEM = "dzb-20261123-abcd"
FOLDER = f"catalogs/dzb/items/2026/{ITEM}"
NOW = "2026-11-23T15:00:00+08:00"
TODAY = NOW[:10]
BASIC = ("necessity", "accuracy", "legal", "secrecy")
MEETING = Meeting("2026-7", TODAY, "he", ("he", "gao", "sun"), 3, 0, 0)

ENTRY = Entry(
    id="2.5.4",
    clause="三(二)5",
    title="执行“三会一课”制度情况",
    wording_as_of="2018-08-17",
    elements=("会议次数",),
    basis=("《中国共产党党务公开条例（试行）》",),
    scope="party",
    importance="ordinary",
    frequency="periodic",
    period="quarter",
    due=Due("period-end", workdays=20),
    duration=Duration(workdays=5),
    channels=(Channel("meeting"), Channel("bulletin-board", "inside")),
    approval=("head",),
    reviews=BASIC,
    family="report",
    retention="y10",
)
PLAN = Plan(
    id=ITEM,
    org="dzb",
    release="0001",
    secrecy="clear",
    entry=ENTRY.id,
    title="“三会一课”制度执行情况",
    family="report",
    scope="party",
    duration=Duration(workdays=5),
    channels=ENTRY.channels,
)
SOCIETY = replace(PLAN, scope="society", scope_reason="群众关心", channels=(Channel("meeting"), Channel("website")))
REFERENCE = Plan(id=ITEM, org="dzb", release="0001", secrecy="doubt", entry=ENTRY.id)

# The seat in which each step is taken; reviews and approvals name theirs by aspect and level.
_SEAT = {
    "propose": "proposer", "revise": "proposer", "withdraw": "proposer", "answer": "reviewer-secrecy",
    "publish": "publisher", "drop": "publisher", "takedown": "publisher", "archive": "archivist",
}  # fmt: skip
_LEVEL_SEAT = {"collective": "principal", "superior": "principal"}
_CHOICE = {"review": {"decision": "pass"}, "approve": {"decision": "pass"}, "propose": {"secrecy": "clear"}}
_PUBLISHED = {"on": TODAY, "where": "会议室"}


def person(name: str) -> Person:
    """An active person; whoever signs on paper has no key."""
    keys = () if name == PAPER_PERSON[0] else (Key(f"ssh-ed25519 {name}", "active", TODAY),)
    return Person(name, dict([*PEOPLE.items(), PAPER_PERSON])[name], "active", keys)


def organizations(**more: Any) -> dict[str, Organization]:
    """The root `gw` and the branch `dzb` below it; `more` changes the branch."""
    seats = {seat: tuple(persons) for seat, persons in SEATS.items()}
    branch = Organization("dzb", "第一党支部", "basic", superior="gw", seats=seats)
    root = Organization("gw", "党工委", "work-committee", seats={"admin": ("lin",), "principal": ("ding",)})
    return {"gw": root, "dzb": replace(branch, **more)}


def parent(policy: Policy | None = None, **more: Any) -> Parent:
    """The files of a first parent."""
    people = {name: person(name) for name in (*PEOPLE, PAPER_PERSON[0])}
    settings = Settings("党务公开", "gw", 1, "main", "Asia/Shanghai", policy or Policy())
    return Parent(settings, people, organizations(**more), Calendar({2026: Year(), 2027: Year()}))


@dataclass(frozen=True)
class Scene:
    """One item and its surroundings. `entry` None makes it an off-catalogue matter."""

    plan: Plan = PLAN
    entry: Entry | None = ENTRY
    parent: Parent = field(default_factory=parent)
    course: Course = field(default_factory=Course)
    text: str = "first"
    facts: Facts = field(default_factory=Facts)

    @property
    def content(self) -> dict[str, str]:
        """The digests of the item's files: another plan or text is another content."""
        files = {"item.yaml": file_digest(repr(self.plan).encode())}
        return files if self.plan.reference else {**files, "body.md": file_digest(self.text.encode())}

    @property
    def needs(self) -> Any:
        return requirements(self.plan, self.entry, self.parent.settings.policy)

    @property
    def release(self) -> Release | None:
        return Release("dzb", "0001", TODAY, (self.entry,) if self.entry else ())

    def record(self, step: str, by: str, **fields: Any) -> Record:
        """The record of a step as a command would write it; `fields` win."""
        seat = _SEAT.get(step, "")
        if step == "review":
            seat = f"reviewer-{fields.get('aspect')}"
        if step == "approve":
            seat = _LEVEL_SEAT.get(fields.get("level", ""), fields.get("level", ""))
        usual: dict[str, Any] = {"seat": seat, "org": "dzb", "at": NOW, **_CHOICE.get(step, {})}
        if step == "publish":
            usual |= {**_PUBLISHED, "number": None if self.course.published else "2026-001"}
        if step == "archive":
            usual |= {"retention": "y10", "archive_no": "WS·2026-D10-DZB-0001"}
        if fields.get("level") == "collective":
            usual["meeting"] = MEETING
        seq = len(self.course.records) + 1
        return Record(**{"item": ITEM, "seq": seq, "step": step, "by": by, "subject": self.digest, **usual, **fields})

    @property
    def digest(self) -> str:
        return subject_digest(self.content)

    def case(self, step: str, by: str, before: Scene | None = None, **fields: Any) -> StepCase:
        """The case of a step; `before` is the scene of the parent where the step changes content."""
        record, before = self.record(step, by, **fields), before or self
        new = not self.course.records
        evidence = {piece.file: piece.sha256 for piece in record.evidence}
        name = record.file_name.removesuffix(".yaml")
        return StepCase(
            self.parent,
            Signer(by, f"ssh-ed25519 {by}"),
            Shape("step", "dzb", ITEM, (name,)),
            (Change(f"{FOLDER}/record/{name}.yaml", "add"),),
            record=record,
            plan=self.plan,
            content=self.content,
            digest=self.digest,
            course=self.course,
            needs=before.needs,
            release=self.release,
            current_release="0001",
            facts=self.facts,
            plan_before=None if new else before.plan,
            content_before={} if new else before.content,
            evidence=evidence,
        )

    def after(self, step: str, by: str, before: Scene | None = None, **fields: Any) -> Scene:
        """The scene one legal step later."""
        case = self.case(step, by, before, **fields)
        assert judge(case) == [], said(judge(case))
        return replace(self, course=advance(self.course, self.plan, self.needs, case.record))

    def revised(self, by: str = "chen", **plan: Any) -> Scene:
        """The scene after a revision: another text, and another plan where `plan` says so."""
        changed = replace(self, plan=replace(self.plan, **plan), text=f"{self.text} again")
        return changed.after("revise", by, before=self)

    def reviewed(self, **by: str) -> Scene:
        """All reviews that are still missing, by the persons of the story."""
        usual = {"necessity": "wu", "accuracy": "wu", "legal": "zhao", "secrecy": "zhao", **by}
        missing = self.course.missing(self.needs)
        return reduce(lambda scene, aspect: scene.after("review", usual[aspect], aspect=aspect), missing, self)

    def to(self, state: str) -> Scene:
        """A scene with this plan in a state, by the shortest way."""
        return _WAYS[state](self)


def _published(scene: Scene) -> Scene:
    return scene.to("approved").after("publish", "chen", channel="meeting")


_WAYS: Mapping[str, Any] = {
    "": lambda s: s,
    "proposed": lambda s: s.after("propose", "chen"),
    "reviewing": lambda s: s.to("proposed").after("review", "wu", aspect="necessity"),
    "reviewed": lambda s: s.to("proposed").reviewed(),
    "approved": lambda s: s.to("reviewed").after("approve", "sun", level="head"),
    "published": _published,
    "returned": lambda s: s.to("proposed").after("review", "wu", aspect="necessity", decision="return"),
    "rejected": lambda s: s.to("reviewed").after("approve", "sun", level="head", decision="reject"),
    "referred": lambda s: s.to("proposed").after("review", "zhao", aspect="secrecy", decision="refer"),
    "closed": lambda s: s.to("referred").after("answer", "zhao", **ANSWERED, result="closed"),
    "withdrawn": lambda s: s.to("proposed").after("withdraw", "chen", reason="不再需要"),
    "superseded": lambda s: replace(s.to("published"), course=s.to("published").course.superseded()),
    "archived": lambda s: s.to("rejected").after("archive", "xu"),
}  # fmt: skip
ANSWERED = {"authority": "新区保密行政管理部门", "number": "3号", "on": TODAY}


def said(findings: list[Finding]) -> str:
    """Findings in words, for a test that fails."""
    return "\n".join(f"{found.rule}: {found.message}" for found in findings)

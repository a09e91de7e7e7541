"""Rules of items and of what is recorded: the judge's own rules of a plan, and that names and places agree."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pdctl.core.content.cases import Findings, Pointer, Rule, Subject
from pdctl.core.content.organization import NOBODY, UNSET, no_such_day, nobody
from pdctl.core.findings import Finding
from pdctl.core.judge import plan as judged
from pdctl.core.judge.cases import Facts, Parent, StepCase, day
from pdctl.core.model import Attachment, Channel, Plan, Record
from pdctl.core.numbers import is_item
from pdctl.core.paths import Shape
from pdctl.core.replay import Course
from pdctl.core.requirements import Requirements
from pdctl.core.text import Msg, listing, msg
from pdctl.core.words import SECRECY

_NO_NEEDS, _NEW, _NOWHERE = Requirements((), ()), Course(), Parent(UNSET, {}, {})
_PROPOSED = {secrecy: Record("", 1, "propose", "", "", "", "", "", secrecy=secrecy) for secrecy in SECRECY}
_JUDGED = {rule.check: rule for rule in judged.PLAN_RULES}
# What is asked of a plan wherever it lies, and what only in its repository.
_ALONE = (judged.check_plan_dates, judged.check_channels_fit, judged.check_duplicate_channels)
_AT_HOME = (judged.check_names, judged.check_text, judged.check_release, judged.check_scope)


def plan_of(value: Any) -> Plan:
    """The parts of a plan that the rules look at."""
    special = ("format", "off_catalog", "audience", "duration", "channels", "attachments")
    off = value.get("off_catalog")
    return Plan(
        **{key: item for key, item in value.items() if key not in special},
        off_catalog=off["reason"] if off else None,
        channels=tuple(Channel(c["channel"], c.get("place")) for c in value.get("channels", ())),
        attachments=tuple(Attachment(**a) for a in value.get("attachments", ())),
    )


def _case(subject: Subject, plan: Plan, state: str = "") -> StepCase:
    """The plan as if it were proposed now, as it stands."""
    around = subject.around
    parent = Parent(around.settings or UNSET, {}, around.organizations) if around else _NOWHERE
    release = around.release(plan.org, plan.release) if around else None
    content = around.content(plan.id) if around else frozenset()
    return StepCase(
        parent, NOBODY, Shape("step", subject.org, plan.id), (), _PROPOSED[plan.secrecy], plan, dict.fromkeys(content, ""), "", _NEW,
        _NO_NEEDS, release, plan.release, Facts(superseded=state),
    )  # fmt: skip


def check_plan(subject: Subject) -> Findings:
    """What the judge asks of a plan when it is proposed, as far as its files can tell."""
    plan = plan_of(subject.value)
    case = _case(subject, plan)
    for check in (*_ALONE, *(_AT_HOME if subject.around else ())):
        for found in check(case):
            yield _by_hand(found, case, _JUDGED[check].id, _JUDGED[check].clause)


def _by_hand(found: Finding, case: StepCase, rule: str, clause: str) -> Finding:
    """A finding of the judge with the remedy for somebody who edits the file."""
    key = found.pointer[0] if found.pointer else ""
    fix = _FIXES.get(str(key)) or found.fix or msg("add the file, or take it out of the plan")
    if key == "entry" and case.release and case.plan.entry:
        near = difflib.get_close_matches(case.plan.entry, [entry.id for entry in case.release.entries], 1)
        fix = msg("did you mean {near}?", near=near[0]) if near else fix
    if key in ("id", "org"):
        fix = msg("write {right}", right=found.expected)
    return replace(found, rule=found.rule or rule, clause=found.clause or clause, fix=fix)


_FIXES: dict[str, Msg] = {
    "scope": msg("write the scope of the entry, or add the key {key} and say why", key="scope_reason"),
    "importance": msg("write the importance of the entry, or add the key {key} and say why", key="importance_reason"),
    "entry": msg("name an entry that exists"),
    "publish_on": msg("write a day of the calendar"),
    "channels": msg("use a channel inside, such as meeting, document, or bulletin-board with place inside"),
    "attachments": msg("add the file, or take it out of the plan"),
    "supersedes": msg("name an approved item of this organization, or remove the key"),
}


def check_supersedes(subject: Subject) -> Findings:
    """What is superseded is an approved item of the same organization."""
    item = subject.value.get("supersedes")
    if item and subject.around is not None:
        case = _case(subject, plan_of(subject.value), subject.around.state(item))
        for found in judged.check_supersedes(case):
            yield replace(found, fix=_FIXES["supersedes"])


def check_places(subject: Subject) -> Findings:
    """An item carries the name of its folder, and names a release that is there."""
    value, around = subject.value, subject.around
    if subject.item and value["id"] != subject.item:
        yield _misplaced(subject.item, value["id"], ("id",))
    if around is None:
        return
    org, number = value["org"], value["release"]
    if org in around.organizations and not around.has_release(org, number):
        yield Finding(
            msg("there is no release {release} of {org}", release=number, org=org),
            expected=msg("a release in {folder}", folder=f"catalogs/{org}/releases"), found=number,
            fix=msg("name a release that exists"), pointer=("release",),
        )  # fmt: skip


def _misplaced(wanted: str, found: str, pointer: Pointer) -> Finding:
    return Finding(
        msg("this is not what the place of the file says"), expected=wanted, found=found,
        fix=msg("write {right}", right=wanted), pointer=pointer,
    )  # fmt: skip


def check_reach(subject: Subject) -> Findings:
    """An item for society has a channel that society can read."""
    value = subject.value
    channels = [Channel(c["channel"], c.get("place")) for c in value.get("channels", ())]
    if value.get("scope") == "society" and not any(channel.society for channel in channels):
        yield Finding(
            msg("the scope is society, but nobody outside can read any of the channels"),
            expected=msg("a channel outside, first of all the website"),
            found=listing(*(channel.name for channel in channels)),
            fix=msg("add the channel website, or choose another scope"), pointer=("channels",),
        )  # fmt: skip


# Records ------------------------------------------------------------------------------------------------------------

_RECORDS = ("record", "catalog-record", "ledger")
_PERSONS: tuple[Pointer, ...] = (("by",), ("on_behalf_of",), ("meeting", "chair"))


def check_record(subject: Subject) -> Findings:
    """A record names the item or organization of its folder, and is called by its number and step."""
    value = subject.value
    for key, wanted in (("item", subject.item), ("org", subject.org if subject.schema != "record" else "")):
        if wanted and value.get(key) != wanted and key in value:
            yield _misplaced(wanted, value[key], (key,))
    if subject.name and subject.schema in ("record", "catalog-record"):
        detail = value.get("aspect") or value.get("level") or value.get("channel")
        step = f"{value['step']}-{detail}" if detail and subject.schema == "record" else value["step"]
        number, _, kind = subject.name.partition("-")
        if number.isdigit() and int(number) != value["seq"]:
            yield _misplaced(str(int(number)), str(value["seq"]), ("seq",))
        if kind != step:
            yield _misplaced(kind, step, ("step",))


def check_signers(subject: Subject) -> Findings:
    """The persons that a record names stand in people.yaml."""
    people = subject.around.people if subject.around else None
    if people is None:
        return
    for pointer, person in _persons(subject.value):
        if person not in people:
            yield nobody(person, people, pointer)


def _persons(value: Any) -> Iterator[tuple[Pointer, str]]:
    for pointer in _PERSONS:
        found = value.get(pointer[0])
        for part in pointer[1:]:
            found = found.get(part) if isinstance(found, dict) else None
        if isinstance(found, str):
            yield pointer, found
    for number, person in enumerate(value.get("meeting", {}).get("present", ())):
        yield ("meeting", "present", number), person


def check_named_item(subject: Subject) -> Findings:
    """The item and the entry that a ledger file names exist."""
    value, around = subject.value, subject.around
    item = value.get("item")
    if around is not None and isinstance(item, str) and is_item(item) and not around.content(item):
        yield Finding(
            msg("there is no item {item}", item=item), expected=msg("an item of this repository"), found=item,
            fix=msg("name an item that exists"), pointer=("item",),
        )  # fmt: skip
    entry, release = value.get("entry"), around.newest(value["org"]) if around else None
    if isinstance(entry, str) and release is not None and release.entry(entry) is None:
        near = difflib.get_close_matches(entry, [e.id for e in release.entries], 1)
        yield Finding(
            msg("the release has no entry {entry}", entry=entry),
            expected=msg("an entry of release {release}", release=release.release), found=entry,
            fix=msg("did you mean {near}?", near=near[0]) if near else msg("name an entry that exists"),
            pointer=("entry",),
        )  # fmt: skip


def check_dates(subject: Subject) -> Findings:
    """The days that a record names are days of the calendar."""
    for key in ("on", "signed_on", "due"):
        text = subject.value.get(key)
        if isinstance(text, str) and len(text) == len("2026-11-23") and day(text) is None:
            yield no_such_day(text, (key,))


PLAN_RULES: tuple[Rule, ...] = (
    Rule("E-PLAN", "五(一)", msg("A plan agrees with its entry, its text, its attachments and the place it lies in."), ("item",), check_plan),
    Rule("E-PLAN", "六(二)", msg("Only an approved item of the same organization is superseded."), ("item",), check_supersedes),
    Rule("E-REF", "五(一)", msg("An item carries the name of its folder, and the release it names is there."), ("item",), check_places),
    Rule("W-CHANNEL", "六(一)", msg("What is for society has a channel that society can read."), ("item",), check_reach),
    Rule("E-PATH", "五(五)", msg("A record lies where it says it belongs."), _RECORDS, check_record),
    Rule("E-REF", "五(五)", msg("Persons in records stand in people.yaml."), _RECORDS, check_signers),
    Rule("E-REF", "七(八)", msg("What a ledger file names exists."), ("ledger",), check_named_item),
    Rule("E-DATE", "五(五)", msg("Recorded days are days of the calendar."), _RECORDS, check_dates),
)  # fmt: skip

"""Rules of organizations, people, settings and calendars: what they name exists, and every organization has somebody."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from pdctl.core.content.cases import Findings, Pointer, Rule, Subject
from pdctl.core.findings import Finding, Shown
from pdctl.core.judge.cases import OrganizationCase, Parent, PeopleCase, Signer
from pdctl.core.judge.organization import check_names, check_superiors
from pdctl.core.judge.people import check_unique
from pdctl.core.model import Key, Organization, Person, Policy, Settings
from pdctl.core.paths import Shape
from pdctl.core.text import Word, msg
from pdctl.core.words import SEAT

NOBODY = Signer("", "")
UNSET = Settings("", "", 1, "", "", Policy())


def _organization(subject: Subject) -> Organization:
    """The organization, read by the same names as the model has."""
    value = subject.value
    kept = {key: item for key, item in value.items() if key not in ("format", "seats", "succeeded_by")}
    seats = {seat: tuple(persons) for seat, persons in value.get("seats", {}).items()}
    return Organization(**kept, seats=seats, succeeded_by=tuple(value.get("succeeded_by", ())))


def check_superior_line(subject: Subject) -> Findings:
    """What the judge asks of an organization whoever signed: its name is that of its folder, its superiors form one line."""
    around, after = subject.around, _organization(subject)
    if around is None:
        if after.id in (after.superior, after.superior_discipline):
            yield _circle(after.id, "superior" if after.superior == after.id else "superior_discipline")
        return
    parent = Parent(around.settings or UNSET, around.people or {}, around.organizations)
    case = OrganizationCase(parent, NOBODY, Shape("organization", subject.org), (), before=after, after=after)
    checks = [check_names]
    if not any(org and around.broken(org) for org in (after.superior, after.superior_discipline)):
        checks.append(check_superiors)
    for found in (found for check in checks for found in check(case)):
        fix = (
            msg("name the organization above")
            if found.pointer != ("id",)
            else msg("write {right}", right=found.expected)
        )
        yield replace(found, fix=found.fix or fix)


def _circle(org: str, key: str) -> Finding:
    return Finding(
        msg("the superiors form a circle"), expected=msg("one line up to the root"), found=org,
        fix=msg("name the organization above"), pointer=(key,),
    )  # fmt: skip


def check_persons(subject: Subject) -> Findings:
    """Everybody in a seat, and the responsible person, stands in people.yaml."""
    people = subject.around.people if subject.around else None
    if people is None:
        return
    for pointer, person in _named(subject):
        if person not in people:
            yield nobody(person, people, pointer)


def nobody(person: str, people: Iterable[str], pointer: Pointer) -> Finding:
    """That people.yaml does not have somebody."""
    near = difflib.get_close_matches(person, list(people), 1)
    fix = (
        msg("did you mean {near}?", near=near[0])
        if near
        else msg("pdctl person add {person} --name NAME", person=person)
    )
    return Finding(
        msg("there is no person {person}", person=person), expected=msg("a person of people.yaml"), found=person,
        fix=fix, pointer=pointer,
    )  # fmt: skip


def check_retired(subject: Subject) -> Findings:
    """Nobody who retired is left in a seat or responsible."""
    people = subject.around.people if subject.around else None
    for pointer, person in _named(subject) if people else ():
        if people and person in people and not people[person].active:
            where: Shown = Word(SEAT, str(pointer[1])) if pointer[0] == "seats" else msg("Responsible person")
            yield Finding(
                msg("{person} is retired, but stands here as {seat}", person=person, seat=where),
                expected=msg("an active person"), found=person,
                fix=msg("pdctl seat revoke {org} SEAT {person}", org=subject.value["id"], person=person)
                if pointer[0] == "seats"
                else msg("pdctl org set {org} --responsible-person PERSON", org=subject.value["id"]),
                pointer=pointer,
            )  # fmt: skip


def _named(subject: Subject) -> Iterable[tuple[Pointer, str]]:
    if "responsible_person" in subject.value:
        yield ("responsible_person",), subject.value["responsible_person"]
    for seat, persons in subject.value.get("seats", {}).items():
        yield from ((("seats", seat, number), person) for number, person in enumerate(persons))


def check_responsible(subject: Subject) -> Findings:
    """An organization names the person who is responsible for disclosure."""
    if subject.whole and "responsible_person" not in subject.value and "valid_to" not in subject.value:
        yield Finding(
            msg("nobody is named as responsible for disclosure here"), expected="responsible_person", found=msg("none"),
            fix=msg("pdctl org set {org} --responsible-person PERSON", org=subject.value["id"]), pointer=("id",),
        )  # fmt: skip


def check_successors(subject: Subject) -> Findings:
    """Successors exist, without a circle."""
    value, around = subject.value, subject.around
    for number, org in enumerate(value.get("succeeded_by", ())):
        pointer = ("succeeded_by", number)
        if org == value["id"]:
            yield Finding(
                msg("an organization cannot succeed itself"), expected=msg("another organization"), found=org,
                fix=msg("name the organization that took over"), pointer=pointer,
            )  # fmt: skip
        elif around is not None and org not in around.organizations and not around.broken(org):
            yield Finding(
                msg("there is no organization {org}", org=org), expected=msg("an organization that exists"), found=org,
                fix=msg("name an organization that exists, or add it first"), pointer=pointer,
            )  # fmt: skip
        elif around is not None and value["id"] in _heirs(org, around.organizations):
            yield Finding(
                msg("the successors form a circle"), expected=msg("successors that came later"), found=org,
                fix=msg("remove one of the two"), pointer=pointer,
            )  # fmt: skip


def _heirs(org: str, organizations: Mapping[str, Organization]) -> set[str]:
    """Everybody who succeeds an organization, directly or not."""
    seen: set[str] = set()
    waiting = [org]
    while waiting:
        current = waiting.pop()
        found = organizations.get(current)
        fresh = [heir for heir in (found.succeeded_by if found else ()) if heir not in seen]
        seen.update(fresh)
        waiting += fresh
    return seen


def check_days(subject: Subject) -> Findings:
    """The days of an organization are days, in their order; what has a successor is closed."""
    value = subject.value
    first, last = value.get("valid_from"), value.get("valid_to")
    for key, day in (("valid_from", first), ("valid_to", last)):
        if day and not _is_day(day):
            yield no_such_day(day, (key,))
    if first and last and last < first:
        yield Finding(
            msg("the end lies before the beginning"), expected=msg("{date} or later", date=first), found=last,
            fix=msg("exchange the two, or mend one"), pointer=("valid_to",),
        )  # fmt: skip
    if subject.whole and value.get("succeeded_by") and not last:
        yield Finding(
            msg("an organization with a successor has no last day"), expected="valid_to", found=msg("none"),
            fix=msg("add the key {key}", key="valid_to"), pointer=("succeeded_by",),
        )  # fmt: skip


def no_such_day(text: str, pointer: Pointer) -> Finding:
    """That a day is none of the calendar."""
    return Finding(
        msg("there is no such day: {date}", date=text), expected="YYYY-MM-DD", found=text,
        fix=msg("write a day of the calendar"), pointer=pointer,
    )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_keys(subject: Subject) -> Findings:
    """One key belongs to one person."""
    people = {
        name: Person(name, person["name"], person["state"], tuple(Key(**{**k, "void": tuple(k.get("void", ()))}) for k in person.get("keys", ())))
        for name, person in subject.value["people"].items()
    }  # fmt: skip
    parent = Parent(UNSET, {}, {})
    for found in check_unique(PeopleCase(parent, NOBODY, Shape("people"), (), after=people)):
        yield replace(found, fix=msg("leave the key with the person whose it is"))


def check_root(subject: Subject) -> Findings:
    """The root organization of the settings exists."""
    around, root = subject.around, subject.value["root"]
    if around is not None and root not in around.organizations and not around.broken(root):
        near = difflib.get_close_matches(root, list(around.organizations), 1)
        yield Finding(
            msg("there is no organization {org}", org=root), expected=msg("an organization that exists"), found=root,
            fix=msg("did you mean {near}?", near=near[0]) if near else msg("name an organization that exists, or add it first"),
            pointer=("root",),
        )  # fmt: skip


def check_calendar(subject: Subject) -> Findings:
    """A calendar lists days of its own year, each as one thing, a make-up day only on a weekend."""
    value = subject.value
    if subject.name and subject.name != str(value["year"]):
        yield Finding(
            msg("this is not what the place of the file says"), expected=subject.name, found=str(value["year"]),
            fix=msg("write {right}", right=subject.name), pointer=("year",),
        )  # fmt: skip
    holidays = set(value.get("holidays", ()))
    for key in ("holidays", "workdays"):
        for number, day in enumerate(value.get(key, ())):
            pointer = (key, number)
            if not _is_day(day):
                yield no_such_day(day, pointer)
            elif not day.startswith(f"{value['year']}-"):
                yield Finding(
                    msg("this day belongs to another year"), expected=f"{value['year']}-…", found=day,
                    fix=msg("move it to calendar/{year}.yaml", year=day[:4]), pointer=pointer,
                )  # fmt: skip
            elif key == "workdays" and day in holidays:
                yield Finding(
                    msg("this day is a holiday and a working day at once"), expected=msg("one of the two"), found=day,
                    fix=msg("remove one of the two"), pointer=pointer,
                )  # fmt: skip


ORGANIZATION_RULES: tuple[Rule, ...] = (
    Rule("E-POLICY", "七(一)", msg("An organization has the name of its folder, and superiors that exist, without a circle."), ("organization",), check_superior_line),
    Rule("E-REF", "七(一)", msg("Persons in seats stand in people.yaml."), ("organization",), check_persons),
    Rule("W-SEAT", "七(一)", msg("Nobody who retired is left in a seat."), ("organization",), check_retired),
    Rule("W-RESPONSIBLE", "七(一)", msg("An organization names somebody who is responsible for disclosure."), ("organization",), check_responsible),
    Rule("E-REF", "七(一)", msg("Successors exist and form no circle."), ("organization",), check_successors),
    Rule("E-DATE", "七(一)", msg("The days of an organization are in their order."), ("organization",), check_days),
    Rule("E-KEY-DUP", "七(一)", msg("One key belongs to one person."), ("people",), check_keys),
    Rule("E-REF", "七(一)", msg("The root organization exists."), ("disclosure",), check_root),
    Rule("E-DATE", "六(二)", msg("A calendar lists days of its own year, each as one thing."), ("calendar",), check_calendar),
)  # fmt: skip

"""Persons, organizations and seats for people and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdctl.core.model import Organization, Person
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import DEPARTMENT, FORM, KIND, PERSON_STATE, REVIEWS_BY, SEAT
from pdctl.report.duties import person_words
from pdctl.report.lang import show
from pdctl.report.layout import fields, out_wrapped, table
from pdctl.report.talk import out, out_json
from pdctl.store.sshsig import fingerprint


def key_list(person: Person) -> list[str]:
    """The fingerprints of a person's keys, retired ones named as such."""
    return [fingerprint(k.blob) + ("" if k.active else show(msg(" (retired)"))) for k in person.keys]


def people(known: Mapping[str, Person], organizations: Mapping[str, Organization], as_json: bool) -> None:
    """All persons with their seats."""
    seats: dict[str, list[tuple[str, str]]] = {}
    for org in organizations.values():
        for seat, persons in org.seats.items():
            for person in persons:
                seats.setdefault(person, []).append((org.id, seat))
    if as_json:
        as_rows = [
            {"person": p.id, "name": p.name, "state": p.state, "keys": key_list(p),
             "seats": [{"org": org, "seat": seat} for org, seat in seats.get(p.id, [])]}
            for p in known.values()
        ]  # fmt: skip
        out_json("people", {"people": as_rows})
        return
    rows = [
        (p.id, p.name, Word(PERSON_STATE, p.state), len(p.keys) or msg("paper"), listing(*(msg("{org}: {seat}", org=o, seat=Word(SEAT, s)) for o, s in seats.get(p.id, []))))
        for p in known.values()
    ]  # fmt: skip
    table((msg("Person"), msg("Person's name"), msg("State"), msg("Keys"), msg("Seats")), rows)


def organization_json(org: Organization) -> dict[str, Any]:
    """An organization as JSON."""
    apart = ("seats", "contact", "succeeded_by", "former_names", "departments")
    value = {key: item for key, item in vars(org).items() if key not in apart}
    seats = {seat: list(persons) for seat, persons in org.seats.items()}
    lists = {"succeeded_by": list(org.succeeded_by), "departments": list(org.departments)}
    former = [vars(one) for one in org.former_names]
    return {**value, "contact": dict(org.contact), **lists, "former_names": former, "seats": seats}


def organization(
    org: Organization, release: str, gaps: Sequence[Msg], known: Mapping[str, Person], as_json: bool
) -> None:
    """One organization, and what its seats cannot do."""
    if as_json:
        value = {"org": org.id, **organization_json(org), "release": release, "gaps": [show(gap) for gap in gaps]}
        out_json("org", value)
        return
    pairs: tuple[tuple[Msg, Any], ...] = (
        (msg("Organization"), org.id),
        (msg("Name"), org.name),
        (msg("Short name"), org.short_name),
        (msg("Kind"), Word(KIND, org.kind)),
        (msg("Form"), Word(FORM, org.form) if org.form else None),
        (msg("Superior"), org.superior or org.superior_outside),
        (msg("Superior discipline body"), org.superior_discipline),
        (msg("Responsible person"), person_words(org.responsible_person, known) if org.responsible_person else None),
        (msg("Contact"), listing(*org.contact.values()) if org.contact else None),
        (msg("Fonds number"), org.fonds),
        (msg("Reviews by"), Word(REVIEWS_BY, org.reviews_by)),
        (msg("Release"), release),
        (msg("Catalogue kept by"), org.maintained_by),
        (msg("Stands for"), listing(*(Word(DEPARTMENT, d) for d in org.departments)) if org.departments else None),
        (
            msg("Former names"),
            listing(*(msg("{name} (until {date})", name=f.name, date=f.until) for f in org.former_names))
            if org.former_names
            else None,
        ),
        (msg("Closed on"), org.valid_to),
        (msg("Reason for closing"), org.closed_reason),
        (msg("Successors"), listing(*org.succeeded_by) if org.succeeded_by else None),
    )
    fields(pairs)
    for seat in SEAT:
        if org.seats.get(seat):
            persons = listing(*(person_words(person, known) for person in org.seats[seat]))
            out_wrapped(msg("  {seat}: {persons}", seat=Word(SEAT, seat), persons=persons), 4)
    tell_gaps(org.id, gaps)


def tell_gaps(org: str, gaps: Sequence[Msg]) -> None:
    """What keeps items of an organization from their end."""
    if not gaps:
        out(msg("Every step and level has its persons."))
        return
    out(msg("An item of {org} cannot reach its end:", org=org))
    for gap in gaps:
        out(msg("  - {gap}", gap=gap))


def tell_responsible(org: Organization) -> None:
    """Part seven (一): somebody is named who is responsible for disclosure."""
    if not org.responsible_person and not org.closed:
        out(msg("No responsible person is named: pdctl org set {org} --responsible-person PERSON", org=org.id))


def checked(rows: Sequence[tuple[Organization, Sequence[Msg]]], known: Mapping[str, Person], as_json: bool) -> None:
    """All organizations: who is responsible, and what their seats cannot do."""
    if as_json:
        found = [
            {
                "org": org.id,
                "name": org.name,
                "responsible_person": org.responsible_person,
                "gaps": [show(g) for g in gaps],
            }
            for org, gaps in rows
        ]
        out_json("org-check", {"ok": not any(gaps for _, gaps in rows), "organizations": found})
        return
    heads = (msg("Organization"), msg("Name"), msg("Responsible person"), msg("Missing"))
    table(
        heads,
        [
            (org.id, org.name, _responsible(org, known), listing(*gaps) if gaps else msg("nothing"))
            for org, gaps in rows
        ],
    )


def _responsible(org: Organization, known: Mapping[str, Person]) -> Any:
    return person_words(org.responsible_person, known) if org.responsible_person else msg("nobody yet")


def tree(rows: Sequence[tuple[int, Organization]], as_json: bool) -> None:
    """All organizations."""
    if as_json:
        out_json("org-tree", {"organizations": [{"depth": depth, **organization_json(org)} for depth, org in rows]})
        return
    for depth, org in rows:
        if org.closed:
            text = msg(
                "{indent}{name} ({org}), closed on {date}, succeeded by {orgs}",
                indent="  " * depth,
                name=org.name,
                org=org.id,
                date=org.valid_to,
                orgs=listing(*org.succeeded_by),
            )
            out(text)
            continue
        out(
            msg(
                "{indent}{name} ({org}, {kind})",
                indent="  " * depth,
                name=org.name,
                org=org.id,
                kind=Word(KIND, org.kind),
            )
        )

"""Rules of `people.yaml`: who may change it, and that no key and no person is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import PeopleCase, Rule
from pdctl.core.model import Organization, Person
from pdctl.core.text import listing, msg

Findings = Iterator[Finding]


def _root(case: PeopleCase) -> Organization | None:
    return case.parent.organizations.get(case.parent.settings.root)


def check_admin(case: PeopleCase) -> Findings:
    """An admin of the root organization changes people; anybody changes his own keys."""
    root = _root(case)
    signer = case.signer.person
    if root is not None and root.holds(signer, "admin"):
        return
    before, after = case.parent.people, case.after
    others = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)} - {signer}
    own_before, own_after = before.get(signer), after.get(signer)
    only_keys = bool(
        own_before and own_after and (own_before.name, own_before.state) == (own_after.name, own_after.state)
    )
    if others or not only_keys:
        yield Finding(
            msg("{person} is not an admin of the root organization", person=signer),
            expected=msg("admin of {org}", org=case.parent.settings.root),
            found=signer,
            file=f"catalogs/{case.parent.settings.root}/organization.yaml",
            pointer=("seats", "admin"),
            who=root.seats.get("admin", ()) if root else (),
            exit_code=NO_SEAT,
        )


def check_kept(case: PeopleCase) -> Findings:
    """Persons and their keys are retired, never removed, and a retired key never comes back."""
    for person in case.parent.people.values():
        after = case.after.get(person.id)
        if after is None:
            yield Finding(
                msg("the person {person} is removed", person=person.id), expected=msg("retired"), found=msg("removed")
            )
            continue
        states = {key.blob: key.state for key in after.keys}
        for key in person.keys:
            now = states.get(key.blob)
            if now is None or (key.state == "retired" and now != "retired"):
                yield Finding(
                    msg("a key of {person} is removed or comes back", person=person.id),
                    rule="E-POLICY" if now is None else "E-KEY-RETIRED",
                    expected="retired",
                    found=now or msg("removed"),
                )


def check_unique(case: PeopleCase) -> Findings:
    """One key belongs to one person, for ever."""
    owners: dict[str, str] = {}
    for person in case.after.values():
        for number, key in enumerate(person.keys):
            if owners.setdefault(key.blob, person.id) != person.id:
                yield Finding(
                    msg("the same key stands for {first} and {second}", first=owners[key.blob], second=person.id),
                    expected=msg("one key, one person"),
                    found=person.id,
                    pointer=("people", person.id, "keys", number, "public"),
                )
        if len({key.blob for key in person.keys}) < len(person.keys):
            yield Finding(
                msg("a key of {person} stands twice", person=person.id),
                expected=msg("each once"),
                found=person.id,
                pointer=("people", person.id, "keys"),
            )


def check_compromised(case: PeopleCase) -> Findings:
    """A key is declared compromised by another admin, once, with exactly the records that no longer count."""
    before = {key.blob: key for person in case.parent.people.values() for key in person.keys}
    for person in case.after.values():
        for key in person.keys:
            was = before.get(key.blob)
            if (
                (was.compromised_since, was.void) == (key.compromised_since, key.void)
                if was
                else not key.compromised_since
            ):
                continue
            wanted = case.void.get(key.blob)
            if was is None or was.compromised_since or person.id == case.signer.person or key.active or wanted is None:
                yield Finding(
                    msg("a key of {person} cannot be declared compromised in this way", person=person.id),
                    expected=msg("another admin, a known key, a commit of this history, once"),
                    found=key.compromised_since or msg("none"),
                )
            elif wanted != key.void:
                yield Finding(
                    msg("the list of records that no longer count is not what the history says"),
                    expected=listing(*wanted),
                    found=listing(*key.void),
                    fix=msg("pdctl person compromise {person} --since COMMIT", person=person.id),
                )


def check_admin_left(case: PeopleCase) -> Findings:
    """Somebody can still act as admin of the root organization."""
    root = _root(case)
    admins = root.seats.get("admin", ()) if root else ()
    if not any(can_sign(case.after.get(person)) for person in admins):
        yield Finding(
            msg("no admin of the root organization would be left who can sign"),
            expected=msg("an admin with an active key"),
            found=msg("none"),
            fix=msg("give another person the seat admin first"),
        )


def can_sign(person: Person | None) -> bool:
    """Whether a person is active and has an active key."""
    return person is not None and person.active and any(key.active for key in person.keys)


PEOPLE_RULES: tuple[Rule[PeopleCase], ...] = (
    Rule("E-SEAT", "七(一)", msg("People are kept by the admins of the root organization; a person's own keys also by himself."), check_admin),
    Rule("E-POLICY", "七(一)", msg("Persons and keys are retired, never removed."), check_kept),
    Rule("E-KEY-DUP", "七(一)", msg("One key belongs to one person, for ever."), check_unique),
    Rule("E-POLICY", "七(一)", msg("A compromised key is named by another admin, with exactly what no longer counts."), check_compromised),
    Rule("E-POLICY", "七(一)", msg("Nobody can lock everyone out: an admin who can sign is always left."), check_admin_left),
)  # fmt: skip

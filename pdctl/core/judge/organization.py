"""Rules of organizations and seats: who may set them, and that nobody gives a seat to himself."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.authority import chain
from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import OrganizationCase, Rule
from pdctl.core.judge.people import can_sign
from pdctl.core.model import Organization
from pdctl.core.text import listing, msg

Findings = Iterator[Finding]


def _authorities(case: OrganizationCase) -> tuple[str, ...]:
    """The organizations whose admins may sign: the organization itself and its superiors, as the parent has them."""
    if case.before is not None:
        return chain(case.before.id, case.parent.organizations)
    above = case.after.superior if case.after else None
    return chain(above, case.parent.organizations) if above else ()


def check_admin(case: OrganizationCase) -> Findings:
    """The signer is an admin of the organization or of one above it."""
    authorities = _authorities(case)
    organizations = case.parent.organizations
    if any(organizations[org].holds(case.signer.person, "admin") for org in authorities):
        return
    yield Finding(
        msg("{person} is not an admin of this organization or of its superior", person=case.signer.person),
        expected=msg("admin of {orgs}", orgs=listing(*authorities)),
        found=case.signer.person,
        file=f"catalogs/{authorities[0]}/organization.yaml" if authorities else "",
        pointer=("seats", "admin"),
        who=tuple(dict.fromkeys(p for org in authorities for p in organizations[org].seats.get("admin", ()))),
        exit_code=NO_SEAT,
    )


def check_own_seats(case: OrganizationCase) -> Findings:
    """Nobody grants a seat to himself."""
    before = case.before.seats if case.before else {}
    person = case.signer.person
    for seat, persons in (case.after.seats if case.after else {}).items():
        if person in persons and person not in before.get(seat, ()):
            yield Finding(
                msg("{person} gives himself the seat {seat}", person=person, seat=seat),
                expected=msg("another admin assigns it"),
                found=person,
            )


def check_names(case: OrganizationCase) -> Findings:
    """The organization stays, keeps its id and kind, and is what its folder says."""
    before, after = case.before, case.after
    if after is None:
        yield Finding(msg("the organization is removed"), expected=msg("closed with a successor"), found=msg("removed"))
        return
    if after.id != case.shape.org:
        yield Finding(
            msg("the organization's id is not that of its folder"),
            rule="E-PATH",
            expected=case.shape.org,
            found=after.id,
            pointer=("id",),
        )
    if before is not None and before.kind != after.kind:
        yield Finding(msg("an organization keeps its kind"), expected=before.kind, found=after.kind)
    if case.release is not None and (case.release.org, case.release.release) != (case.shape.org, "0001"):
        yield Finding(
            msg("the release names another organization or number than its file"),
            rule="E-PATH",
            expected=f"{case.shape.org} 0001",
            found=f"{case.release.org} {case.release.release}",
        )
    if before is None and case.release is None:
        yield Finding(
            msg("a new organization comes with its first release"),
            rule="E-SHAPE",
            expected="releases/0001.yaml",
            found=msg("none"),
        )
    if before is not None and any("/organization.yaml" not in change.path for change in case.changes):
        yield Finding(
            msg("the catalogue of an organization changes by its own steps"),
            rule="E-SHAPE",
            expected="organization.yaml",
            found=msg("other files"),
        )


def check_superiors(case: OrganizationCase) -> Findings:
    """Superiors exist, without a circle."""
    after = case.after
    if after is None:
        return
    for key, above in (("superior", after.superior), ("superior_discipline", after.superior_discipline)):
        if above and _after(case, above) is None:
            yield Finding(
                msg("there is no organization {org}", org=above),
                expected=msg("an organization that exists"),
                found=above,
                pointer=(key,),
            )
    seen: set[str] = set()
    current: Organization | None = after
    while current is not None:
        if current.id in seen:
            yield Finding(
                msg("the superiors form a circle"),
                expected=msg("one line up to the root"),
                found=current.id,
                pointer=("superior",),
            )
            return
        seen.add(current.id)
        current = _after(case, current.superior)


def _after(case: OrganizationCase, org: str | None) -> Organization | None:
    """An organization as it is once the commit is made; only those on the way up are ever read."""
    if case.after is not None and org == case.after.id:
        return case.after
    return case.parent.organizations.get(org) if org else None


def check_persons(case: OrganizationCase) -> Findings:
    """Everybody newly named in a seat or as responsible person is an active person of the repository."""
    if case.after is None:
        return
    before = case.before.seats if case.before else {}
    named = {p for seat, persons in case.after.seats.items() for p in persons if p not in before.get(seat, ())}
    if case.after.responsible_person:
        named.add(case.after.responsible_person)
    for person in sorted(named):
        if person not in case.parent.people or not case.parent.people[person].active:
            yield Finding(
                msg("there is no active person {person}", person=person),
                expected=msg("a person of people.yaml"),
                found=person,
                fix=msg("pdctl person add {person} --name NAME", person=person),
            )


def check_admin_left(case: OrganizationCase) -> Findings:
    """The root organization keeps an admin who can sign."""
    if case.shape.org != case.parent.settings.root or case.after is None:
        return
    if not any(can_sign(case.parent.people.get(p)) for p in case.after.seats.get("admin", ())):
        yield Finding(
            msg("no admin of the root organization would be left who can sign"),
            expected=msg("an admin with an active key"),
            found=msg("none"),
            fix=msg("give another person the seat admin first"),
        )


ORGANIZATION_RULES: tuple[Rule[OrganizationCase], ...] = (
    Rule("E-SEAT", "七(一)", msg("An organization is kept by its own admins or those of its superiors."), check_admin),
    Rule("E-SOD", "七(一)", msg("Nobody grants a seat to himself."), check_own_seats),
    Rule("E-POLICY", "七(一)", msg("An organization is never removed and keeps its kind."), check_names),
    Rule("E-POLICY", "七(一)", msg("Superiors exist and form no circle."), check_superiors),
    Rule("E-POLICY", "七(一)", msg("Seats are held by persons of the repository."), check_persons),
    Rule("E-POLICY", "七(一)", msg("The root organization keeps an admin who can sign."), check_admin_left),
)  # fmt: skip

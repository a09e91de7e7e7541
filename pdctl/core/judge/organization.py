"""Rules of organizations and seats: who may set them, and that nobody gives a seat to himself."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.authority import chain
from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import OrganizationCase, Rule, day
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


def check_former_names(case: OrganizationCase) -> Findings:
    """A new name leaves the old one written, with the day from which the new one counts."""
    before, after = case.before, case.after
    if before is None or after is None:
        if after is not None and after.former_names:
            yield Finding(
                msg("a new organization has no former names"), expected=msg("none"), found=after.former_names[0].name
            )
        return
    kept, added = after.former_names[: len(before.former_names)], after.former_names[len(before.former_names) :]
    if kept != before.former_names:
        yield Finding(
            msg("former names are kept as they are"),
            expected=listing(*(former.name for former in before.former_names)),
            found=listing(*(former.name for former in kept)) if kept else msg("none"),
        )
        return
    wanted = (before.name,) if before.name != after.name else ()
    if tuple(former.name for former in added) != wanted:
        yield Finding(
            msg("the former name is not written as it was"),
            expected=before.name if wanted else msg("none"),
            found=listing(*(former.name for former in added)) if added else msg("none"),
            fix=msg("pdctl org rename {org} --name NAME", org=after.id),
        )
    for former in added:
        if day(former.until) is None:
            text = msg("there is no such day: {date}", date=former.until)
            yield Finding(text, rule="E-DATE", expected="YYYY-MM-DD", found=former.until)


def check_closing(case: OrganizationCase) -> Findings:
    """An organization is closed into open successors, when nothing hangs on it; closed, it changes no more."""
    before, after = case.before, case.after
    if after is None:
        return
    if before is not None and before.closed:
        if after != before:
            yield Finding(
                msg("the organization {org} was closed on {date}", org=before.id, date=before.valid_to),
                expected=msg("nothing changes in it any more"),
                found=msg("a change"),
                fix=msg("change its successors: {orgs}", orgs=listing(*before.succeeded_by)),
            )
        return
    if not after.closed:
        yield from _upward(case, after)
        return
    if before is None:
        yield Finding(
            msg("a new organization cannot be closed already"), expected=msg("open"), found=after.valid_to or ""
        )
    if after.id == case.parent.settings.root:
        yield Finding(
            msg("the root organization cannot be closed"),
            expected=msg("renamed, or other organizations below it closed"),
            found=after.id,
            fix=msg("pdctl org rename {org} --name NAME", org=after.id),
        )
    if day(after.valid_to) is None:
        text = msg("there is no such day: {date}", date=after.valid_to)
        yield Finding(text, rule="E-DATE", expected="YYYY-MM-DD", found=after.valid_to or "")
    yield from _successors(case, after)
    yield from _hanging_on(case, after)


def _upward(case: OrganizationCase, after: Organization) -> Findings:
    """What an open organization stands below is open too, where it is newly named."""
    before = case.before
    for key in ("superior", "superior_discipline", "maintained_by"):
        named = getattr(after, key)
        known = case.parent.organizations.get(named) if named else None
        if known is not None and known.closed and (before is None or getattr(before, key) != named):
            yield Finding(
                msg("the organization {org} was closed on {date}", org=known.id, date=known.valid_to),
                expected=msg("one of its successors: {orgs}", orgs=listing(*known.succeeded_by)),
                found=known.id,
            )


def _successors(case: OrganizationCase, after: Organization) -> Findings:
    if not after.succeeded_by:
        yield Finding(
            msg("a closed organization names who finishes what is open in it"),
            expected=msg("--successor ORG; its superior, where there is no other"),
            found=msg("none"),
        )
    for successor in after.succeeded_by:
        known = case.parent.organizations.get(successor)
        if successor == after.id or known is None or known.closed:
            yield Finding(
                msg("{org} cannot succeed this organization", org=successor),
                expected=msg("another organization that is open"),
                found=msg("no such organization") if known is None else msg("itself") if successor == after.id else msg("closed on {date}", date=known.valid_to),
            )  # fmt: skip


def _hanging_on(case: OrganizationCase, after: Organization) -> Findings:
    """Open organizations below it, or whose catalogue it keeps, are placed elsewhere first."""
    below = tuple(
        org.id
        for org in case.parent.organizations.values()
        if not org.closed and after.id in (org.superior, org.superior_discipline, org.maintained_by)
    )
    if below:
        yield Finding(
            msg("other organizations still name it as their superior"),
            expected=msg("they name another one first"),
            found=listing(*below),
            fix=msg("pdctl org set {org} --superior ORG", org=below[0]),
        )


def check_maintainer(case: OrganizationCase) -> Findings:
    """A catalogue is kept for an organization by one above it."""
    after = case.after
    if after is None or after.maintained_by is None:
        return
    above = _above(case, after)
    if after.maintained_by not in above:
        yield Finding(
            msg("only an organization above it keeps its catalogue"),
            expected=listing(*above) if above else msg("none"),
            found=after.maintained_by,
        )


def _above(case: OrganizationCase, after: Organization) -> tuple[str, ...]:
    found: list[str] = []
    current = _after(case, after.superior)
    while current is not None and current.id not in (*found, after.id):
        found.append(current.id)
        current = _after(case, current.superior)
    return tuple(found)


ORGANIZATION_RULES: tuple[Rule[OrganizationCase], ...] = (
    Rule("E-SEAT", "七(一)", msg("An organization is kept by its own admins or those of its superiors."), check_admin),
    Rule("E-SOD", "七(一)", msg("Nobody grants a seat to himself."), check_own_seats),
    Rule("E-POLICY", "七(一)", msg("An organization is never removed and keeps its kind."), check_names),
    Rule("E-POLICY", "七(一)", msg("Superiors exist and form no circle."), check_superiors),
    Rule("E-POLICY", "七(一)", msg("Seats are held by persons of the repository."), check_persons),
    Rule("E-POLICY", "七(一)", msg("The root organization keeps an admin who can sign."), check_admin_left),
    Rule("E-POLICY", "七(一)", msg("A new name leaves the former one written."), check_former_names),
    Rule("E-POLICY", "七(一)", msg("An organization is closed into open successors, when nothing hangs on it; closed, it changes no more."), check_closing),
    Rule("E-POLICY", "七(二)", msg("A catalogue is kept for an organization by one above it."), check_maintainer),
)  # fmt: skip

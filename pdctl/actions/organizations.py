"""Organizations and their seats: added, set, shown, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import takewhile

from pdctl.actions import items
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.setup import check_id, organization_file, organization_files, organization_path
from pdctl.actions.texts import day, line, prose
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import FormerName, Organization
from pdctl.core.staffing import gaps
from pdctl.core.text import Msg, msg
from pdctl.core.words import SEAT

_CONTACT = ("phone", "address", "postcode", "email")
_TEXTS = ("name", "short_name", "superior_outside", "fonds", "archive_code")


@dataclass(frozen=True)
class OrganizationDone:
    """A change of one organization."""

    org: Organization
    landed: Landed


def add(
    session: Session,
    org: str,
    name: str,
    kind: str,
    superior: str,
    superior_discipline: str | None = None,
    form: str | None = None,
    dry_run: bool = False,
    responsible_person: str | None = None,
) -> OrganizationDone:
    """A new organization below another one, with the starter catalogue of its kind as release 0001."""
    check_id("ID", org)
    session.require_repository()
    if org in session.view.organizations:
        raise usage(
            msg("the organization {org} exists already", org=org), msg("pdctl org set {org} changes it", org=org)
        )
    items.organization(session, superior)
    if superior_discipline:
        items.organization(session, superior_discipline)
    if responsible_person:
        items.person(session, responsible_person)
    new = Organization(
        org, line("--name", name) or org, kind, form=form, superior=superior, superior_discipline=superior_discipline,
        responsible_person=responsible_person,
    )  # fmt: skip
    return _land(session, new, organization_files(new, session.today), f"设立组织 {org}", dry_run)


def change(
    session: Session,
    org: str,
    dry_run: bool = False,
    departments: tuple[str, ...] | None = None,
    valid_from: str | None = None,
    **wanted: str | None,
) -> OrganizationDone:
    """Set what is given: contact, fonds number, superior, responsible person and so on; empty text clears it."""
    before = items.organization(session, org)
    known = {field.name for field in fields(Organization)} | set(_CONTACT)
    given = {key: value for key, value in wanted.items() if value is not None and key in known}
    if not given and departments is None:
        raise usage(msg("nothing to set is given"), msg("pdctl org set --help lists what can be set"))
    contact = dict(before.contact)
    plain: dict[str, str | None] = {}
    for key, value in given.items():
        text = line("--" + key.replace("_", "-"), value) if value else None
        if key in _CONTACT:
            contact = {k: v for k, v in {**contact, key: text}.items() if v}
        else:
            plain[key] = text
    if plain.get("responsible_person"):
        items.person(session, plain["responsible_person"] or "")
    for key in ("superior", "superior_discipline", "maintained_by"):
        if plain.get(key):
            items.organization(session, plain[key] or "")
    plain = {
        key: value if value is not None or key not in ("name", "reviews_by") else getattr(before, key)
        for key, value in plain.items()
    }
    after = replace(before, contact=contact, **plain)  # type: ignore[arg-type]
    if departments is not None:
        after = replace(after, departments=departments)
    after = _renamed(session, before, after, valid_from)
    return _land(session, after, _changed(session, after), f"修改组织 {org}", dry_run)


def _renamed(session: Session, before: Organization, after: Organization, valid_from: str | None) -> Organization:
    """With a new name, the former one is written, and from which day the new one counts."""
    if after.name == before.name:
        if valid_from is not None:
            raise usage(
                msg("--valid-from goes with a new name"), msg("pdctl org rename {org} --name NAME", org=before.id)
            )
        return after
    until = day("--valid-from", valid_from) or session.today
    former = FormerName(before.name, until, session.now.isoformat(), before.short_name)
    return replace(after, former_names=(*before.former_names, former))


def close(
    session: Session, org: str, successors: Sequence[str], on: str | None, reason: str | None, dry_run: bool = False
) -> OrganizationDone:
    """Close an organization: its successors finish what is open in it, and nothing new begins there."""
    before = items.organization(session, org)
    if before.valid_to:
        raise usage(
            msg("{org} was closed already, on {date}", org=org, date=before.valid_to),
            msg("pdctl org show {org}", org=org),
        )
    for successor in successors:
        items.organization(session, successor)
    when = day("--on", on) or session.today
    if when > session.today:
        raise usage(msg("the day {date} lies in the future", date=when), msg("record it on the day itself or later"))
    after = replace(
        before, valid_to=when, succeeded_by=tuple(dict.fromkeys(successors)), closed_reason=prose("--reason", reason)
    )
    return _land(session, after, _changed(session, after), f"撤销组织 {org}", dry_run)


def handed_over(session: Session, org: Organization) -> tuple[str, ...]:
    """The items of a closed organization that its successors have to finish."""
    return tuple(facts.item for facts in session.index.live(org.id))


def assign(session: Session, org: str, seats: Sequence[str], person: str, dry_run: bool = False) -> OrganizationDone:
    """Give a person seats. Nobody gives one to himself."""
    before = items.organization(session, org)
    person = items.person(session, person)
    held = {seat: before.seats.get(seat, ()) for seat in SEAT}
    new = [seat for seat in seats if person not in held[seat]]
    if not new:
        raise usage(msg("{person} holds that seat already", person=person))
    after = replace(before, seats={**held, **{seat: (*held[seat], person) for seat in new}})
    return _land(
        session, after, _changed(session, after), f"授予岗位 {org} {'、'.join(map(SEAT.label, new))} {person}", dry_run
    )


def revoke(session: Session, org: str, seat: str, person: str, dry_run: bool = False) -> OrganizationDone:
    """Take a seat from a person; what he did in it stays done."""
    before = items.organization(session, org)
    held = before.seats.get(seat, ())
    if person not in held:
        raise usage(msg("{person} does not hold that seat", person=person), msg("pdctl org show {org}", org=org))
    after = replace(before, seats={**before.seats, seat: tuple(p for p in held if p != person)})
    return _land(session, after, _changed(session, after), f"收回岗位 {org} {SEAT.label(seat)} {person}", dry_run)


def _changed(session: Session, org: Organization) -> dict[str, bytes]:
    """The organization's file with what people wrote beside it."""
    return organization_file(org, session.view.read(organization_path(org.id)))


def _land(session: Session, org: Organization, files: dict[str, bytes], what: str, dry_run: bool) -> OrganizationDone:
    chain = Chain(session)
    chain.add(
        Draft(dict(files), f"{what}（{session.actor.person.name}）", (("Org", org.id), ("By", session.actor.person.id)))
    )
    landed = chain.land(dry_run)
    return OrganizationDone(landed.view.organizations[org.id], landed)


def check(session: Session, org: str) -> tuple[Msg, ...]:
    """What keeps an item of an organization from its end: persons missing for a step or level."""
    found = items.organization(session, org)
    if found.closed:
        return ()
    release = session.view.release(org, session.view.current_release(org))
    return gaps(found, release.entries if release else (), session.around)


def check_all(session: Session) -> list[tuple[Organization, tuple[Msg, ...]]]:
    """Every open organization with what keeps its items from their end."""
    session.require_repository()
    return [(org, check(session, org.id)) for org in session.view.organizations.values() if not org.closed]


def tree(session: Session) -> list[tuple[int, Organization]]:
    """All organizations with their depth below the top, each after its superior."""
    session.require_repository()
    organizations = session.view.organizations
    below: dict[str | None, list[Organization]] = {}
    for org in organizations.values():
        above = org.superior if org.superior in organizations else None
        below.setdefault(above, []).append(org)
    return _branch(None, below, 0)


def below(session: Session, org: str) -> list[Organization]:
    """The organizations below one, near and far, in the order of the tree."""
    ordered = tree(session)
    start = next(n for n, (_, member) in enumerate(ordered) if member.id == org)
    depth = ordered[start][0]
    return [member for level, member in takewhile(lambda row: row[0] > depth, ordered[start + 1 :])]


def _branch(
    above: str | None, below: dict[str | None, list[Organization]], depth: int
) -> list[tuple[int, Organization]]:
    found: list[tuple[int, Organization]] = []
    for org in below.get(above, []):
        found += [(depth, org), *_branch(org.id, below, depth + 1)]
    return found

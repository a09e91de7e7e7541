"""Rules of the working copy of a catalogue, which binds nobody until it is released."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.authority import holders, keepers
from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import CatalogCase, Rule
from pdctl.core.text import listing, msg


def check_keeper(case: CatalogCase) -> Iterator[Finding]:
    """The signer is a keeper of the organization's catalogue."""
    organizations = case.parent.organizations
    posts = keepers(case.shape.org, organizations)
    if not any(
        post.org in organizations and organizations[post.org].holds(case.signer.person, post.seat) for post in posts
    ):
        yield Finding(
            msg("{person} is not the keeper of this catalogue", person=case.signer.person),
            expected=msg("keeper of {org}", org=listing(*(post.org for post in posts))),
            found=case.signer.person,
            file=f"catalogs/{case.shape.org}/organization.yaml",
            pointer=("seats", "keeper"),
            who=holders(posts, organizations, case.parent.people),
            exit_code=NO_SEAT,
        )


def check_open(case: CatalogCase) -> Iterator[Finding]:
    """The catalogue of a closed organization is not worked on any more."""
    org = case.parent.organizations.get(case.shape.org)
    if org is not None and org.closed:
        yield Finding(
            msg("the organization {org} was closed on {date}", org=org.id, date=org.valid_to),
            expected=msg("the catalogue of a successor: {orgs}", orgs=listing(*org.succeeded_by)),
            found=org.id,
        )


CATALOG_RULES: tuple[Rule[CatalogCase], ...] = (
    Rule("E-SEAT", "七(二)", msg("The working copy of a catalogue is kept by its keeper."), check_keeper),
    Rule("E-POLICY", "七(一)", msg("The catalogue of a closed organization is not worked on any more."), check_open),
)

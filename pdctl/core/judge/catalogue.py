"""Rules of the working copy of a catalogue, which binds nobody until it is released."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import CatalogCase, Rule
from pdctl.core.text import msg


def check_keeper(case: CatalogCase) -> Iterator[Finding]:
    """The signer is a keeper of the organization's catalogue."""
    org = case.parent.organizations.get(case.shape.org)
    if org is None or not org.holds(case.signer.person, "keeper"):
        yield Finding(
            msg("{person} is not the keeper of this catalogue", person=case.signer.person),
            expected=msg("keeper of {org}", org=case.shape.org),
            found=case.signer.person,
            file=f"catalogs/{case.shape.org}/organization.yaml",
            pointer=("seats", "keeper"),
            who=org.seats.get("keeper", ()) if org else (),
            exit_code=NO_SEAT,
        )


CATALOG_RULES: tuple[Rule[CatalogCase], ...] = (
    Rule("E-SEAT", "七(二)", msg("The working copy of a catalogue is kept by its keeper."), check_keeper),
)

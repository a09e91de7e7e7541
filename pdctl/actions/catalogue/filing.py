"""备案 and 备案回执: a release is sent to the superior, which receives it with a number or returns it with opinions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pdctl.actions import items
from pdctl.actions.catalogue.step import CatalogDone, load, take
from pdctl.actions.decide import evidence_files
from pdctl.actions.session import Session
from pdctl.actions.texts import day, line, prose
from pdctl.core.authority import keepers, receivers, seats_for
from pdctl.core.catalogue import Filing
from pdctl.core.findings import usage
from pdctl.core.text import listing, msg


def file(
    session: Session,
    org: str,
    to: str | None = None,
    on: str | None = None,
    release: str | None = None,
    reason: str | None = None,
    dry_run: bool = False,
) -> CatalogDone:
    """Send the current release to the superior: the one named, else the superior, inside or outside the repository."""
    catalogue, organizations = load(session, org), session.view.organizations
    own = catalogue.org
    if to is not None:
        items.organization(session, to)
    elif own.superior in organizations:
        to = own.superior
    fields: dict[str, Any] = {
        "release": release.zfill(4) if release else catalogue.current,
        "to": to,
        "to_outside": None if to else own.superior_outside,
        "on": day("--on", on) or session.today,
        "reason": prose("--reason", reason),
    }
    return take(session, catalogue, "file", keepers(org, organizations), {}, dry_run, **fields)


def receive(
    session: Session,
    org: str,
    decision: str,
    number: str | None = None,
    opinion: str | None = None,
    on: str | None = None,
    release: str | None = None,
    evidence: Sequence[Path] = (),
    dry_run: bool = False,
) -> CatalogDone:
    """Answer a filing, for the organization that it lies with; the answer of a superior outside is entered with its scan."""
    catalogue, organizations = load(session, org), session.view.organizations
    filing = _waiting(session, catalogue.course.filings, org, release)
    to = filing.filed.to
    posts = receivers(to, organizations) if to else seats_for(org, "registrar", organizations)
    files, named = evidence_files(len(catalogue.course.records) + 1, evidence)
    fields: dict[str, Any] = {
        "release": filing.filed.release,
        "to": to,
        "to_outside": filing.filed.to_outside,
        "decision": decision,
        "number": line("--number", number),
        "opinion": prose("--opinion", opinion),
        "on": day("--on", on) or session.today,
        "evidence": named,
    }
    placed: dict[str, bytes | None] = {f"catalog-record/{path}": data for path, data in files.items()}
    return take(session, catalogue, "receive", posts, placed, dry_run, **fields)


def _waiting(session: Session, filings: Any, org: str, release: str | None) -> Filing:
    """The filing that is meant: the one that waits, of the actor's own organizations first. Raises `Stop` (usage)."""
    release = release.zfill(4) if release else None
    known: list[Filing] = [f for (number, _), f in filings.items() if release in (None, number)]
    if not known:
        raise usage(
            msg("no release of {org} was filed", org=org) if release is None else msg("the release {release} of {org} was not filed", release=release, org=org),
            msg("pdctl catalog file {org}", org=org),
        )  # fmt: skip
    open_ones = [f for f in known if f.state == "filed"] or known[-1:]
    actor, organizations = session.actor.person.id, session.view.organizations
    mine = [
        f
        for f in open_ones
        if f.filed.to
        and any(
            p.org in organizations and organizations[p.org].holds(actor, p.seat)
            for p in receivers(f.filed.to, organizations)
        )
    ]
    chosen = mine or open_ones
    if len(chosen) > 1:
        numbers = listing(*(f.filed.release or "" for f in chosen))
        raise usage(msg("several filings wait: {releases}", releases=numbers), msg("name one: --release N"))
    return chosen[0]

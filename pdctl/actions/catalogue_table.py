"""The table of a catalogue: shown as it is published, or exported with all of each entry to be edited and imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pdctl.actions import items
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, Organization
from pdctl.core.sheet.write import Names
from pdctl.core.text import listing, msg
from pdctl.render.catalogue import CatalogueView, Edition, catalogue_view
from pdctl.render.catalogue_csv import catalogue_csv
from pdctl.store import codec
from pdctl.store.data import shipped


@dataclass(frozen=True)
class Table:
    """A catalogue, the file that it lies in, its view, and the present day."""

    org: Organization
    edition: Edition
    entries: tuple[Any, ...]
    view: CatalogueView
    file: str
    day: date

    @property
    def typed(self) -> tuple[Entry, ...]:
        """The entries as typed values."""
        return tuple(codec.entry_from(entry) for entry in self.entries)


def table(session: Session, org: str, release: str | None = None, published: bool = True) -> Table:
    """The table of a release: by its number, `current` for the newest one, or (None) of the working copy.

    Raises `Stop` (usage) where there is none.
    """
    found = items.organization(session, org)
    names = names_of(session, found)
    if release is None:
        file = f"catalogs/{org}/catalog.yaml"
        value = session.view.value(file, "catalog")
        edition = Edition()
    else:
        number = _number(session, org, release)
        file = f"catalogs/{org}/releases/{number}.yaml"
        value = session.view.value(file, "release")
        edition = Edition(number, value["on"]) if value else Edition()
    entries = tuple(value["entries"]) if value else ()
    return Table(found, edition, entries, catalogue_view(names, edition, entries, published), file, session.now.date())


def names_of(session: Session, org: Organization) -> Names:
    """How the organizations of the repository are called, as seen from one of them."""
    return Names(org.name, {o.id: o.name for o in session.view.organizations.values()})


def _number(session: Session, org: str, release: str) -> str:
    newest = session.view.current_release(org)
    number = newest if release == "current" else release.zfill(4)
    if number and not session.view.read(f"catalogs/{org}/releases/{number}.yaml"):
        known = [name.removesuffix(".yaml") for name in session.view.names(f"catalogs/{org}/releases")]
        raise usage(
            msg("{org} has no release {number}", org=org, number=release),
            msg("there are: {orgs}", orgs=listing(*known)),
        )
    return number


def html(found: Table) -> bytes:
    """The table as a page."""
    from pdctl.render.templates import environment as sandbox
    from pdctl.render.templates import render

    return render(sandbox("html", (shipped("templates"),)), "catalogue.html.j2", found.view).encode()


def pdf(found: Table) -> bytes:
    """The table as PDF, A4 across, its head repeated on each page. Raises `Refusal` where a font lacks a character."""
    from pdctl.render.typst import NoGlyph, typeset

    day = date.fromisoformat(found.edition.on) if found.edition.on else found.day
    try:
        return typeset("catalogue.typ.j2", found.view, (shipped("templates"),), day)
    except NoGlyph as fault:
        raise Refusal(
            Finding(
                msg("no font here has these characters: {characters}", characters=str(fault)), rule="E-RENDER",
                file=found.file, expected=msg("characters that can be printed"), found=listing(*fault.characters),
                fix=msg("install a font that has them (pdctl doctor lists the fonts), or write them otherwise"),
            )
        ) from fault  # fmt: skip


def book(found: Table) -> bytes:
    """The table as a workbook. Raises `Refusal` where a cell is longer than one can hold."""
    from pdctl.render.catalogue_book import MOST_IN_CELL, TooLong, catalogue_book

    try:
        return catalogue_book(found.view)
    except TooLong as fault:
        raise Refusal(
            Finding(
                msg(
                    "{column} of the entry {entry} is longer than a cell of a workbook",
                    column=fault.label,
                    entry=found.entries[fault.row]["id"],
                ),
                rule="E-LIMIT",
                expected=msg("at most {most} characters", most=MOST_IN_CELL),
                fix=msg("write it as csv: -o FILE.csv"),
            )
        ) from fault


FORMATS: dict[str, Callable[[Table], bytes]] = {
    "html": html,
    "pdf": pdf,
    "xlsx": book,
    "csv": lambda found: catalogue_csv(found.view),
}

"""What every step of a catalogue shares: the seat it is taken in, its record, its commit, where the catalogue stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdctl.actions import items
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.step import held_by_actor
from pdctl.actions.texts import schema_for
from pdctl.core.authority import Post
from pdctl.core.catalogue import CatalogCourse, replay_catalogue
from pdctl.core.digest import catalogue_digest
from pdctl.core.frozen import dataclass
from pdctl.core.model import CatalogRecord, Organization
from pdctl.core.text import Msg
from pdctl.core.words import CATALOG_STEP, DECISION, LEVEL
from pdctl.store import codec
from pdctl.store.view import View
from pdctl.store.yaml_write import dump


@dataclass(frozen=True)
class Catalogue:
    """A catalogue as it stands at one commit: its organization, its course, and the number of its current release."""

    org: Organization
    course: CatalogCourse
    current: str
    view: View

    @property
    def changed(self) -> bool:
        """Whether the working copy is not the one that was last adjusted."""
        return bool(self.course.subject) and working_digest(self.view, self.org.id) != self.course.subject


@dataclass(frozen=True)
class CatalogDone:
    """A step that was taken (or, with `dry_run`, would be): its record, and the catalogue as it stands now."""

    record: CatalogRecord
    catalogue: Catalogue
    landed: Landed
    notes: tuple[Msg, ...] = ()


def load(session: Session, org: str) -> Catalogue:
    """The catalogue of an organization at the tip. Raises `Stop` (usage) with near misses."""
    return load_at(items.organization(session, org), session.view)


def load_at(org: Organization, view: View) -> Catalogue:
    """The catalogue of an organization as a view has it."""
    course = replay_catalogue(view.catalog_records(org.id), view.settings.policy)
    return Catalogue(org, course, view.current_release(org.id), view)


def working_digest(view: View, org: str) -> str:
    """The digest of the working copy."""
    return catalogue_digest((view.working_copy(org) or {"entries": []})["entries"])


def take(
    session: Session,
    catalogue: Catalogue,
    step: str,
    posts: tuple[Post, ...],
    files: Mapping[str, bytes | None],
    dry_run: bool,
    notes: tuple[Msg, ...] = (),
    **fields: Any,
) -> CatalogDone:
    """Take one step: `files` lie below the organization's folder, `fields` are those of the record. Raises `Refusal`."""
    chain, org = Chain(session), catalogue.org.id
    post = held_by_actor(session, posts) or posts[0]
    record = CatalogRecord(
        org=org,
        seq=len(catalogue.course.records) + 1,
        step=step,
        by=session.actor.person.id,
        seat=post.seat,
        seat_org=post.org if post.org != org else None,
        at=session.now.isoformat(),
        **fields,
    )
    chain.add(draft(session, record, {f"catalogs/{org}/{path}": data for path, data in files.items()}))
    landed = chain.land(dry_run)
    return CatalogDone(record, load_at(landed.view.organizations[org], landed.view), landed, notes)


def draft(session: Session, record: CatalogRecord, files: Mapping[str, bytes | None]) -> Draft:
    """The commit of a record with its files."""
    path = f"catalogs/{record.org}/catalog-record/{record.file_name}"
    own = {path: dump(codec.catalog_record_to(record), schema_for(path, "catalog-record"))}
    return Draft({**files, **own}, summary(record, session), trailers(record))


def summary(record: CatalogRecord, session: Session) -> str:
    """The one plain line of a step's commit, in Chinese, without people's text: it can never be taken back."""
    detail = LEVEL.label(record.level) if record.level else record.release
    parts = [
        f"目录{CATALOG_STEP.label(record.step)}",
        record.org,
        detail or "、".join(change.entry for change in record.changes[:5]),
        DECISION.label(record.decision) if record.decision else None,
    ]
    actor = session.view.people.get(record.actor)
    return " ".join(part for part in parts if part) + (f"（{actor.name}）" if actor else "")


def trailers(record: CatalogRecord) -> tuple[tuple[str, str], ...]:
    """What machines read from a step's commit."""
    pairs = (
        ("Catalogue", record.org),
        ("Record", f"{record.seq:04d}-{record.step}"),
        ("Subject", record.subject),
        ("By", record.by),
        ("On-Behalf-Of", record.on_behalf_of),
    )
    return tuple((key, value) for key, value in pairs if value)

"""What is judged: one commit, the files of its first parent, and who signed. Plain values, nothing loaded here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Generic, TypeVar

from pdctl.core.authority import Organizations
from pdctl.core.catalogue import CatalogCourse
from pdctl.core.days import Calendar
from pdctl.core.days import day as day  # noqa: PLC0414 - what judges import with their cases
from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import CatalogRecord, Entry, Organization, Person, Plan, Record, Release, Settings
from pdctl.core.paths import Change, Shape
from pdctl.core.replay import Course
from pdctl.core.requirements import Requirements
from pdctl.core.text import Msg


@dataclass(frozen=True)
class Parent:
    """What the first parent says: the only source of authority for its child."""

    settings: Settings
    people: Mapping[str, Person]
    organizations: Organizations
    calendar: Calendar = field(default_factory=Calendar)


@dataclass(frozen=True)
class Signer:
    """The person whose active key signed; `key` is the base64 part of the public key."""

    person: str
    key: str


@dataclass(frozen=True)
class Case:
    """What every case has."""

    parent: Parent
    signer: Signer
    shape: Shape
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Facts:
    """What other items say: the highest numbers given so far, and how this item and another replace each other.

    `publication` and `archive` map a class to its highest number; `superseded_by` is a published item that names
    this one; `superseded` is the state of the item that this one names (empty when it does not exist).
    """

    publication: int = 0
    archive: int = 0
    superseded_by: str | None = None
    superseded: str = ""


@dataclass(frozen=True)
class StepCase(Case):
    """One new record of one item, with or without new content.

    `course`, `plan_before` and `content_before` tell of the parent; `plan`, `content` and `digest` of the commit
    itself. `evidence` maps each evidence file that the commit adds to its SHA-256; `current_release` is the number
    of the newest release in the parent, and `newer` that release where an approval must ask whether it is stricter;
    `trigger` is the event that the plan names.
    """

    record: Record
    plan: Plan
    content: Mapping[str, str]
    digest: str
    course: Course
    needs: Requirements
    release: Release | None
    current_release: str
    facts: Facts
    plan_before: Plan | None = None
    content_before: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    newer: Release | None = None
    trigger: LedgerRecord | None = None

    @cached_property
    def entry(self) -> Entry | None:
        """The catalogue entry by which the item is judged, or None for an off-catalogue matter."""
        return self.release.entry(self.plan.entry) if self.release and self.plan.entry else None


@dataclass(frozen=True)
class PeopleCase(Case):
    """A new `people.yaml`.

    `void` gives, for each key that it declares compromised, the records that thereby no longer count, as the history
    has them; None where the commit named is not in the history.
    """

    after: Mapping[str, Person]
    void: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)


@dataclass(frozen=True)
class SettingsCase(Case):
    """New settings, calendar, templates or other files outside `catalogs/`; `after` is None when removed."""

    after: Settings | None


@dataclass(frozen=True)
class OrganizationCase(Case):
    """A new or changed `organization.yaml`, when new with its first release."""

    before: Organization | None
    after: Organization | None
    release: Release | None = None


@dataclass(frozen=True)
class CatalogCase(Case):
    """Work on `catalog.yaml`, the working copy."""


@dataclass(frozen=True)
class OpenItem:
    """An item under way: not yet published, archived or otherwise at its end."""

    plan: Plan
    state: str


@dataclass(frozen=True)
class CatalogStepCase(Case):
    """One new record of a catalogue, with the working copy or release that it brings.

    `course`, `working_before` and `current` (the newest release) tell of the parent; `working` and `digest` of the
    working copy in the commit itself; `release` and `release_digest` of a release that it adds. `evidence` maps each
    evidence file that it adds to its SHA-256. `under_way` holds the organization's open items where the step asks for
    them, and `named` the plans of the items that the record names.
    """

    record: CatalogRecord
    course: CatalogCourse
    working_before: tuple[Entry, ...]
    working: tuple[Entry, ...]
    digest: str
    current: Release | None
    release: Release | None = None
    release_digest: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    under_way: tuple[OpenItem, ...] = ()
    named: Mapping[str, Plan] = field(default_factory=dict)

    @property
    def org(self) -> Organization | None:
        """The organization whose catalogue it is."""
        return self.parent.organizations.get(self.shape.org)


C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Rule(Generic[C]):
    """A rule: its id, the clause it comes from, one sentence, and one pure check.

    `steps` are those of an item that it speaks to, none meaning all of them. A check yields findings without rule and
    clause; the judge adds them.
    """

    id: str
    clause: str
    sentence: Msg
    check: Callable[[C], Iterator[Finding]]
    steps: tuple[str, ...] = ()

"""What a case asks of the state before a commit, whoever holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pdctl.core.days import Calendar
from pdctl.core.judge.cases import Parent
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import CatalogRecord, Organization, Person, Release, Settings
from pdctl.store.view import Standing


class Numbers(Protocol):
    """What the rest of the repository says about numbers and successors."""

    def highest_number(self, org: str, year: int) -> int:
        """The highest publication number of an organization in a year."""
        ...

    def highest_archive(self, org: str, klass: str) -> int:
        """The highest archive number of a class."""
        ...

    def superseded_by(self, item: str) -> str | None:
        """A published item that names this one, or None."""
        ...


class Before(Protocol):
    """The first parent of a commit: a `View` for commands, a state kept in memory for the verifier."""

    @property
    def settings(self) -> Settings:
        """`disclosure.yaml`."""
        ...

    @property
    def people(self) -> Mapping[str, Person]:
        """`people.yaml`."""
        ...

    @property
    def organizations(self) -> Mapping[str, Organization]:
        """All organizations."""
        ...

    @property
    def calendar(self) -> Calendar:
        """The calendar files."""
        ...

    def release(self, org: str, number: str) -> Release | None:
        """A release of an organization's catalogue."""
        ...

    def current_release(self, org: str) -> str:
        """The number of the newest release."""
        ...

    def standing(self, item: str) -> Standing | None:
        """An item as it stands, or None where there is no such item."""
        ...

    def ledger_record(self, org: str, record_id: str) -> LedgerRecord | None:
        """A record of an organization's ledger, or None."""
        ...

    def entry_since(self, org: str, entry: str) -> str | None:
        """The day of the first release that holds an entry."""
        ...

    def catalog_records(self, org: str) -> tuple[CatalogRecord, ...]:
        """The records of an organization's catalogue."""
        ...

    def working_copy(self, org: str) -> Mapping[str, Any] | None:
        """The plain value of `catalog.yaml`."""
        ...

    def unfiled_items(self, org: str) -> tuple[str, ...]:
        """The items of an organization that were not archived."""
        ...

    def signed_since(self, blob: str, since: str) -> tuple[str, ...] | None:
        """The records that a key signed after a commit; None where that is not in the history."""
        ...


def parent_of(before: Before) -> Parent:
    """What the first parent says, as the judge takes it."""
    return Parent(before.settings, before.people, before.organizations, before.calendar)

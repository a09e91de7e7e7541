"""The files around one that is looked at: read when a rule asks, and forgiving, for each is judged where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from pdctl.core.findings import Refusal, Stop
from pdctl.core.model import Organization, Person, Release, Settings
from pdctl.core.numbers import is_item, item_folder
from pdctl.store.view import View

T = TypeVar("T")
# What may go wrong in a file that is told elsewhere: no such file, a refused one, a value of another shape.
_BROKEN = (Refusal, Stop, LookupError, TypeError, ValueError, AttributeError)


class Around:
    """The repository of a view, as `core.content.cases.Around` describes it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._releases: dict[tuple[str, str], Release | None] = {}

    @cached_property
    def settings(self) -> Settings | None:
        """`disclosure.yaml`."""
        return _try(lambda: self.view.settings)

    @cached_property
    def people(self) -> Mapping[str, Person] | None:
        """`people.yaml`; None where it is missing too, which is told once."""
        return _try(lambda: self.view.people) if self.view.read("people.yaml") is not None else None

    @cached_property
    def organizations(self) -> Mapping[str, Organization]:
        """The organizations whose files can be read."""
        return _Organizations(self.view)

    def broken(self, org: str) -> bool:
        """Whether an organization is there, but its file cannot be read."""
        return org not in self.organizations and self.view.read(f"catalogs/{org}/organization.yaml") is not None

    def release(self, org: str, number: str) -> Release | None:
        """A release of a catalogue."""
        key = (org, number)
        if key not in self._releases:
            self._releases[key] = _try(lambda: self.view.release(org, number))
        return self._releases[key]

    def has_release(self, org: str, number: str) -> bool:
        """Whether there is a file of that release."""
        return (
            self.release(org, number) is not None
            or self.view.read(f"catalogs/{org}/releases/{number}.yaml") is not None
        )

    def newest(self, org: str) -> Release | None:
        """The newest release of a catalogue."""
        return self.release(org, self.view.current_release(org))

    def content(self, item: str) -> frozenset[str]:
        """The paths of an item's files below `content/`."""
        return frozenset(self.view.files(f"{item_folder(item)}/content")) if is_item(item) else frozenset()

    def state(self, item: str) -> str:
        """The state of an item; empty where there is none, or where it cannot be told."""
        standing = _try(lambda: self.view.standing(item)) if is_item(item) else None
        return standing.course.state if standing else ""


class _Organizations(Mapping[str, Organization]):
    """Organizations by their folders; one that cannot be read is as good as none here."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, Organization | None] = {}

    def _find(self, org: str) -> Organization | None:
        if org not in self._known:
            self._known[org] = _try(lambda: self._view.organizations[org])
        return self._known[org]

    def __getitem__(self, org: str) -> Organization:
        found = self._find(org)
        if found is None:
            raise KeyError(org)
        return found

    def __contains__(self, org: object) -> bool:
        return isinstance(org, str) and self._find(org) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._view.names("catalogs") if self._find(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _try(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _BROKEN:
        return None

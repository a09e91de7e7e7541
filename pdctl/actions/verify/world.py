"""What the first parent says, kept in memory while a history is walked, and read again only where it changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pdctl.actions.tally import Tally
from pdctl.core.days import Calendar
from pdctl.core.judge.cases import Case, OrganizationCase, StepCase
from pdctl.core.ledger import LedgerRecord
from pdctl.core.model import CatalogRecord, Organization, Person, Release, Settings
from pdctl.core.paths import Change, classify
from pdctl.core.replay import advance
from pdctl.core.requirements import requirements
from pdctl.store.history import BadObject
from pdctl.store.proven import Proven
from pdctl.store.trees import Trees
from pdctl.store.view import Overlay, Standing, View

# Items at hand, those that had a step lately: some 25 kB each. Another item is read again when its next step comes.
_KEPT = 2_000


class World:
    """The state behind one commit: the verifier's `Before`."""

    def __init__(self, trees: Trees, commit: str | None, tally: Tally, pins: dict[str, str] | None = None) -> None:
        self.trees = trees
        self.tally = tally
        self.commit = commit
        self.pins = dict(pins or {})
        self._pinned_bytes: dict[tuple[str, str], bytes | None] = {}
        self._proven = Proven(trees, commit)
        self.view = self._pinned(self._proven)
        self._standings: OrderedDict[str, Standing | None] = OrderedDict()
        self._releases: dict[str, str] = {}
        self._organizations = _Organizations(self)

    def _pinned(self, view: View) -> View:
        """A view in which the files that failing commits touched are as they were before them."""
        if not self.pins:
            return view
        return Overlay(view, {path: self._before(path, commit) for path, commit in self.pins.items()})

    def _before(self, path: str, commit: str) -> bytes | None:
        """A file as it was at a commit; where that cannot be proved, it grants nothing."""
        if (path, commit) not in self._pinned_bytes:
            try:
                self._pinned_bytes[path, commit] = Proven(self.trees, commit).read(path)
            except BadObject:
                self._pinned_bytes[path, commit] = None
        return self._pinned_bytes[path, commit]

    @cached_property
    def settings(self) -> Settings:
        """`disclosure.yaml`."""
        return self.view.settings

    @cached_property
    def people(self) -> dict[str, Person]:
        """`people.yaml`."""
        return self.view.people

    @cached_property
    def keys(self) -> dict[str, tuple[Person, bool]]:
        """Every key with its person, and whether it is active."""
        return {key.blob: (p, key.active and p.active) for p in self.people.values() for key in p.keys}

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar files."""
        return self.view.calendar

    @property
    def organizations(self) -> Mapping[str, Organization]:
        """All organizations."""
        return self._organizations

    def release(self, org: str, number: str) -> Release | None:
        """A release; it never changes once it is there."""
        return self.view.cached_release(org, number)

    def current_release(self, org: str) -> str:
        """The number of the newest release."""
        if org not in self._releases:
            self._releases[org] = self.view.current_release(org)
        return self._releases[org]

    def standing(self, item: str) -> Standing | None:
        """An item as it stands, or None."""
        if item in self._standings:
            self._standings.move_to_end(item)
            return self._standings[item]
        standing = self.view.standing(item)
        self._keep(item, standing)
        return standing

    def ledger_record(self, org: str, record_id: str) -> LedgerRecord | None:
        """A record of an organization's ledger; none of them changes once it is there."""
        return self.view.ledger_record(org, record_id)

    def entry_since(self, org: str, entry: str) -> str | None:
        """The day of the first release that holds an entry."""
        return self.view.entry_since(org, entry)

    def catalog_records(self, org: str) -> tuple[CatalogRecord, ...]:
        """The records of an organization's catalogue."""
        return self.view.catalog_records(org)

    def working_copy(self, org: str) -> Mapping[str, Any] | None:
        """The plain value of `catalog.yaml`."""
        return self.view.working_copy(org)

    def unfiled_items(self, org: str) -> tuple[str, ...]:
        """The items of an organization that were not archived."""
        return self.view.unfiled_items(org)

    def signed_since(self, blob: str, since: str) -> tuple[str, ...] | None:
        """The records that a key signed after a commit."""
        return self.view.signed_since(blob, since)

    def _keep(self, item: str, standing: Standing | None) -> None:
        self._standings[item] = standing
        self._standings.move_to_end(item)
        if len(self._standings) > _KEPT:
            self._standings.popitem(last=False)

    def move(self, commit: str, tree: str, changes: tuple[Change, ...], case: Case | None, failed: bool) -> None:
        """Step on to the next commit and its tree. What failed grants nothing: its files count as they were before it.

        A case that was allowed carries its item along; anything else is read again.
        """
        for change in changes:
            if not failed:
                self.pins.pop(change.path, None)
            elif self.commit is not None:
                self.pins.setdefault(change.path, self.commit)
        self.commit, self._proven = commit, self._proven.at(commit, tree)
        self.view = self._pinned(self._proven)
        for change in changes:
            self._forget(change.path)
        if isinstance(case, StepCase) and not failed:
            self._carry(case)
        elif isinstance(case, OrganizationCase) and not failed:
            if case.after:
                self._organizations.keep(case.after)
            if case.release:
                self.view.keep_release(case.release)

    def _forget(self, path: str) -> None:
        place = classify(path)
        kind = place.kind if place else ""
        if kind in ("content", "record", "evidence") and place:
            self._standings.pop(place.item, None)
        elif kind == "organization" and place:
            self._organizations.forget(place.org)
        elif kind == "release" and place:
            self._releases.pop(place.org, None)
            self.view.forget_releases(place.org)
        elif kind == "people":
            for name in ("people", "keys"):
                self.__dict__.pop(name, None)
            self._standings.clear()
        elif path == "disclosure.yaml":
            self.__dict__.pop("settings", None)
            self._standings.clear()
        elif path.startswith("calendar/"):
            self.__dict__.pop("calendar", None)

    def _carry(self, case: StepCase) -> None:
        kept = case.plan is case.plan_before
        needs = case.needs if kept else requirements(case.plan, case.entry, self.settings.policy)
        course = advance(case.course, case.plan, needs, case.record)
        self._keep(case.plan.id, Standing(case.plan, needs, course, case.content, case.digest))


class _Organizations(Mapping[str, Organization]):
    """The organizations of a world: each is read when it is first asked for, and again when it changed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, Organization] = {}

    def __getitem__(self, org: str) -> Organization:
        if org not in self._known:
            self._known[org] = self._world.view.organizations[org]
        return self._known[org]

    def get(self, org: str, default: Any = None) -> Any:
        """An organization; those that were read are asked for in every step."""
        return self._known[org] if org in self._known else super().get(org, default)

    def __contains__(self, org: object) -> bool:
        return isinstance(org, str) and self.get(org) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._world.view.organizations)

    def __len__(self) -> int:
        return len(self._world.view.organizations)

    def keep(self, organization: Organization) -> None:
        self._known[organization.id] = organization

    def forget(self, org: str) -> None:
        self._known.pop(org, None)

"""A disclosure repository at one commit, or with a change laid over it: files read, checked and typed, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from pdctl.core.days import Calendar, Year
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.findings import environment
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LEDGER_ID, LedgerRecord, ledger_path
from pdctl.core.model import CatalogRecord, Organization, Person, Plan, Record, Release, Settings
from pdctl.core.numbers import is_item, item_folder
from pdctl.core.replay import Course, replay
from pdctl.core.requirements import Requirements, requirements
from pdctl.core.text import msg
from pdctl.store import codec
from pdctl.store.git import Git, TreeEntry
from pdctl.store.schema import read_checked
from pdctl.store.signers import signed_since

_FOLDERS_A_CALL = 500
Parse = Callable[[bytes, str, str], Any]


@dataclass(frozen=True)
class Standing:
    """An item as it stands: its plan, what it needs, its course, the SHA-256 of its content files, and the digest over them."""

    plan: Plan
    needs: Requirements
    course: Course
    content: Mapping[str, str]
    digest: str


class View:
    """The files of one commit. Nothing comes from the work tree.

    `parse` takes a file apart: strictly, for the judge, or with what is known from earlier, for lists.
    """

    def __init__(self, git: Git, commit: str | None, parse: Parse = read_checked) -> None:
        self.git = git
        self.commit = commit
        self._parse = parse
        self._blobs: dict[str, bytes | None] = {}
        self._releases: dict[tuple[str, str], Release | None] = {}
        self._current: dict[str, str] = {}

    def at(self, commit: str) -> View:
        """The same repository at another commit; releases, which never change, stay read."""
        moved = View(self.git, commit)
        moved._releases = self._releases
        return moved

    def forget_releases(self, org: str) -> None:
        """Read the releases of an organization anew."""
        for key in [key for key in self._releases if key[0] == org]:
            del self._releases[key]

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None."""
        if path not in self._blobs:
            found = self.git.objects.read(f"{self.commit}:{path}") if self.commit else None
            self._blobs[path] = found[2] if found and found[1] == "blob" else None
        return self._blobs[path]

    def forget(self, folder: str) -> None:
        """Let go of what was read below a folder, so that going through many items keeps none of them."""
        for path in [path for path in self._blobs if path.startswith(f"{folder}/")]:
            del self._blobs[path]

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Take files of this commit that were read in another way."""
        self._blobs.update(files)

    def entries(self, folder: str) -> list[TreeEntry]:
        """What lies directly in a folder."""
        return self.git.tree(f"{self.commit}:{folder}") if self.commit else []

    def names(self, folder: str) -> list[str]:
        """The names in a folder, sorted."""
        return sorted(entry.name.decode("utf-8", "replace") for entry in self.entries(folder))

    def files(self, folder: str) -> Iterator[str]:
        """The paths of all files below a folder, relative to it."""
        for entry in self.entries(folder):
            name = entry.name.decode("utf-8", "replace")
            if entry.is_tree:
                below = f"{folder}/{name}" if folder else name
                yield from (f"{name}/{path}" for path in self.files(below))
            else:
                yield name

    def value(self, path: str, schema: str) -> Any:
        """The checked value of a YAML file, or None where there is none. Raises `Refusal`."""
        data = self.read(path)
        return None if data is None else self._parse(data, schema, path)

    @cached_property
    def settings(self) -> Settings:
        """`disclosure.yaml`. Raises `Stop` where this is no disclosure repository."""
        value = self.value("disclosure.yaml", "disclosure")
        if value is None:
            raise environment(
                msg("this git repository holds no disclosure.yaml"), msg("pdctl init makes a disclosure repository")
            )
        return codec.settings_from(value)

    @cached_property
    def people(self) -> dict[str, Person]:
        """`people.yaml`."""
        return codec.people_from(self.value("people.yaml", "people") or {"people": {}})

    @cached_property
    def _void(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {}
        for person in self.people.values():
            for name in (name for key in person.keys for name in key.void):
                item, _, seq = name.rpartition("/")
                found.setdefault(item, set()).add(int(seq))
        return {item: frozenset(numbers) for item, numbers in found.items()}

    @property
    def voided(self) -> tuple[str, ...]:
        """The items with records that no longer count."""
        return tuple(sorted(self._void))

    def void(self, item: str) -> frozenset[int]:
        """The records of an item that no longer count, because their key was compromised."""
        return self._void.get(item, frozenset())

    @cached_property
    def organizations(self) -> Mapping[str, Organization]:
        """All organizations; each file is read when it is first asked for."""
        return _Organizations(self)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar files, each read when a day of its year is asked for."""
        return Calendar(_Years(self))

    def release(self, org: str, number: str) -> Release | None:
        """A release of an organization's catalogue."""
        value = self.value(f"catalogs/{org}/releases/{number}.yaml", "release")
        return codec.release_from(value) if value else None

    def cached_release(self, org: str, number: str) -> Release | None:
        """As `release`, read once: lists of items ask for the same one again and again."""
        key = (org, number)
        if key not in self._releases:
            self._releases[key] = self.release(org, number)
        return self._releases[key]

    def keep_release(self, release: Release) -> None:
        """Spare the reading of a release that was read when it came in."""
        self._releases[release.org, release.release] = release

    def current_release(self, org: str) -> str:
        """The number of the newest release, or empty text."""
        names = self.names(f"catalogs/{org}/releases")
        return names[-1].removesuffix(".yaml") if names else ""

    def ledger_record(self, org: str, record_id: str) -> LedgerRecord | None:
        """A record of an organization's ledger, or None where there is no such file."""
        if not LEDGER_ID.fullmatch(record_id):
            return None
        value = self.value(ledger_path(org, record_id), "ledger")
        return codec.ledger_from(value) if value else None

    def entry_since(self, org: str, entry: str) -> str | None:
        """The day of the first release that holds an entry."""
        numbers = (name.removesuffix(".yaml") for name in self.names(f"catalogs/{org}/releases"))
        releases = (self.cached_release(org, number) for number in numbers)
        return next((release.on for release in releases if release and release.entry(entry)), None)

    def cached_current_release(self, org: str) -> str:
        """As `current_release`, asked once: lists of items ask for the same one again and again."""
        if org not in self._current:
            self._current[org] = self.current_release(org)
        return self._current[org]

    def look_up_releases(self, orgs: Iterable[str]) -> None:
        """Ask for the current releases of many organizations at once, for lists that will want them one by one."""
        wanted = sorted(org for org in orgs if org and org not in self._current)
        for start in range(0, len(wanted) if self.commit else 0, _FOLDERS_A_CALL):
            folders = [f"catalogs/{org}/releases" for org in wanted[start : start + _FOLDERS_A_CALL]]
            for name in self.git.stream("ls-tree", "-r", "-z", "--name-only", self.commit or "", "--", *folders):
                _, org, _, number = name.decode("utf-8", "replace").split("/", 3)
                self._current[org] = max(self._current.get(org, ""), number.removesuffix(".yaml"))

    def catalog_records(self, org: str) -> tuple[CatalogRecord, ...]:
        """The records of an organization's catalogue, in their order."""
        folder = f"catalogs/{org}/catalog-record"
        names = [name for name in self.names(folder) if name.endswith(".yaml")]
        return tuple(codec.catalog_record_from(self.value(f"{folder}/{name}", "catalog-record")) for name in names)

    def working_copy(self, org: str) -> Mapping[str, Any] | None:
        """The plain value of `catalog.yaml`, or None."""
        value: Mapping[str, Any] | None = self.value(f"catalogs/{org}/catalog.yaml", "catalog")
        return value

    def unfiled_items(self, org: str) -> tuple[str, ...]:
        """The items of an organization that were not archived, told by their file names."""
        found = []
        for year in self.names(f"catalogs/{org}/items"):
            for item in self.names(f"catalogs/{org}/items/{year}"):
                records = self.names(f"catalogs/{org}/items/{year}/{item}/record")
                if is_item(item) and not any(name.endswith("-archive.yaml") for name in records):
                    found.append(item)
        return tuple(found)

    def plan(self, item: str) -> Plan | None:
        """The plan of an item, or None where there is no such item."""
        value = self.value(f"{item_folder(item)}/content/item.yaml", "item")
        return codec.plan_from(value) if value else None

    def records(self, item: str) -> tuple[Record, ...]:
        """The records of an item, in their order."""
        folder = f"{item_folder(item)}/record"
        names = [name for name in self.names(folder) if name.endswith(".yaml")]
        return tuple(codec.record_from(self.value(f"{folder}/{name}", "record")) for name in names)

    def content(self, item: str) -> dict[str, str]:
        """The SHA-256 of each file of an item's content, by its path below `content/`."""
        folder = f"{item_folder(item)}/content"
        return {path: file_digest(self.read(f"{folder}/{path}") or b"") for path in self.files(folder)}

    def standing(self, item: str) -> Standing | None:
        """An item as it stands here, or None where there is no such item."""
        plan = self.plan(item)
        if plan is None:
            return None
        release = self.cached_release(plan.org, plan.release)
        entry = release.entry(plan.entry) if release and plan.entry else None
        needs = requirements(plan, entry, self.settings.policy)
        course = replay(plan, needs, self.records(item), void=self.void(item))
        content = self.content(item)
        return Standing(plan, needs, course, content, subject_digest(content))

    def signed_since(self, blob: str, since: str) -> tuple[str, ...] | None:
        """The records that a key signed after a commit, as `item/0003`; None where that is not in the history."""
        return signed_since(self.git, blob, since, self.commit)

    def digest(self, item: str) -> str:
        """The 内容校验码 of an item as it lies here."""
        return subject_digest(self.content(item))


class _Years(Mapping[int, Year]):
    """The calendar files by their year; most commands ask for one of them or none."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[int, Year | None] = {}

    def _find(self, year: int) -> Year | None:
        if year not in self._known:
            value = self._view.value(f"calendar/{year}.yaml", "calendar")
            self._known[year] = codec.year_from(value) if value else None
        return self._known[year]

    def __getitem__(self, year: int) -> Year:
        found = self._find(year)
        if found is None:
            raise KeyError(year)
        return found

    def __contains__(self, year: object) -> bool:
        return isinstance(year, int) and self._find(year) is not None

    def __iter__(self) -> Iterator[int]:
        names = (name.removesuffix(".yaml") for name in self._view.names("calendar"))
        return (int(name) for name in names if name.isdecimal() and self._find(int(name)) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Organizations(Mapping[str, Organization]):
    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, Organization | None] = {}

    def _find(self, org: str) -> Organization | None:
        if org not in self._known:
            value = self._view.value(f"catalogs/{org}/organization.yaml", "organization")
            self._known[org] = codec.organization_from(value) if value else None
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


class Overlay(View):
    """A view with a change laid over it: what the commit will hold."""

    def __init__(self, base: View, files: Mapping[str, bytes | None]) -> None:
        super().__init__(base.git, base.commit)
        self.base = base
        self.changed = dict(files)
        self._releases = base._releases

    def read(self, path: str) -> bytes | None:
        """The changed bytes of a file, else those below."""
        return self.changed[path] if path in self.changed else self.base.read(path)

    def entries(self, folder: str) -> list[TreeEntry]:
        """What lies in a folder once the change is made; ids of new entries are empty."""
        found = {entry.name: entry for entry in self.base.entries(folder)}
        prefix = f"{folder}/" if folder else ""
        for path, data in self.changed.items():
            if not path.startswith(prefix):
                continue
            name, _, below = path[len(prefix) :].partition("/")
            if data is None and not below:
                found.pop(name.encode(), None)
            elif data is not None:
                mode = "40000" if below else "100644"
                found.setdefault(name.encode(), TreeEntry(mode, name.encode(), ""))
        return list(found.values())

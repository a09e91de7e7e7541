"""扫描: personal data and secrecy marks in files, in their names, and in an item with what was acknowledged of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pdctl.actions.printed import printed
from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.model import Acknowledgement, Record
from pdctl.core.privacy import found as telling
from pdctl.core.privacy import registry
from pdctl.core.privacy.found import Found
from pdctl.core.text import listing, msg
from pdctl.store import yaml_read
from pdctl.store.extract.kinds import extract
from pdctl.store.extract.parts import Part
from pdctl.store.intake import read_file
from pdctl.store.scan_key import scan_key

if TYPE_CHECKING:
    from pdctl.actions.items import Item
    from pdctl.actions.session import Session

# Folders that are no documents of people.
_SKIPPED = (".git", ".venv", "__pycache__")


@dataclass(frozen=True)
class Scanned:
    """What a scan of files found: the findings, and how many files it read."""

    findings: tuple[Finding, ...]
    files: int

    @property
    def unscannable(self) -> int:
        """How many files could not be read, or not whole."""
        return sum(finding.rule == "E-UNSCANNABLE" for finding in self.findings)


@dataclass(frozen=True)
class Acknowledged:
    """A finding that was acknowledged: by which record, with which reason."""

    record: Record
    given: Acknowledgement


@dataclass(frozen=True)
class ItemScan:
    """The present content of an item: what stands open, what was acknowledged, and the lawful exemption if it has one."""

    item: str
    open: tuple[Finding, ...]
    acknowledged: tuple[tuple[Finding, Acknowledged], ...]
    exemption: str | None
    files: int

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.open or self.acknowledged or self.exemption)


def look(name: str, data: bytes, allowed: Iterable[str] = ()) -> list[Found]:
    """Everything found in one file and in its name."""
    extracted = extract(name, data)
    allowed = tuple(allowed)
    found = _in_part(name, Part(name.rpartition("/")[2], msg("name of the file"), lines=False), allowed)
    for number, part in enumerate(extracted.parts):
        seen = {(one.kind, one.value) for one in found} if number else set()
        found += [one for one in _in_part(name, part, allowed) if (one.kind, one.value) not in seen or part.lines]
    if name.lower().endswith((".md", ".markdown")):
        seen = {(one.kind, one.value) for one in found}
        found += [
            one
            for part in extracted.parts
            for one in _printed(name, part, allowed)
            if (one.kind, one.value) not in seen
        ]
    if extracted.unread:
        found.append(Found("unscannable", name, "", sha256(data).hexdigest(), why=listing(*extracted.unread)))
    return found


def _printed(name: str, part: Part, allowed: tuple[str, ...]) -> list[Found]:
    """What stands in a Markdown text only as it is printed."""
    text = printed(part.text)
    return _in_part(name, Part(text, part.name), allowed) if text else []


def _in_part(name: str, part: Part, allowed: tuple[str, ...]) -> list[Found]:
    sights = registry.find(part.text, allowed)
    found = []
    for sight in sights:
        place = part.place(sight.start)
        line, column = (sight.line, sight.column) if part.lines else (0, 0)
        found.append(Found(sight.kind, name, sight.shown, sight.value, line, column, place or part.name, sight.sure))
    return found


def files(paths: Sequence[Path], key: bytes, allowed: Iterable[str] = ()) -> Scanned:
    """Scan files and folders. Raises `Stop` (usage) where one cannot be read."""
    named = [one for path in paths for one in _below(path)]
    found = [one for path in named for one in look(str(path), read_file(path), (*allowed, *published(path)))]
    return Scanned(with_codes(found, key), len(named))


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for below in sorted(path.iterdir()):
        if below.name not in _SKIPPED and not below.is_symlink():
            yield from _below(below)


def published(path: Path) -> tuple[str, ...]:
    """The published contact of the organization in whose folder of a repository a file lies."""
    parts = path.absolute().parts
    if "catalogs" not in parts[:-2]:
        return ()
    at = len(parts) - 1 - parts[::-1].index("catalogs")
    try:
        value = yaml_read.load(Path(*parts[: at + 2], "organization.yaml").read_bytes())
        contact = value.get("contact", {})
    except (OSError, AttributeError, yaml_read.YamlFault):
        return ()
    return tuple(one for one in contact.values() if isinstance(one, str)) if isinstance(contact, dict) else ()


def contact(session: Session, org: str) -> tuple[str, ...]:
    """What an organization publishes of itself."""
    known = session.view.organizations
    return tuple(known[org].contact.values()) if org in known else ()


def of_item(session: Session, item: Item) -> ItemScan:
    """The present content of an item and its records, with what was acknowledged."""
    allowed = contact(session, item.plan.org)
    paths = [path for path in item.view.files(item.folder) if not path.startswith("record/evidence/")]
    found = [one for path in paths for one in look(path, item.view.read(f"{item.folder}/{path}") or b"", allowed)]
    given = acknowledged(item.course.records)
    open_, known = [], []
    for one in found:
        said = given.get((one.kind, one.shown, one.file)) or given.get((one.kind, one.shown, ""))
        finding = telling.finding(one, item=item.id)
        known.append((finding, said)) if said else open_.append(finding)
    exempt = next((r.exemption for r in reversed(item.course.records) if r.exemption), None)
    return ItemScan(item.id, tuple(open_), tuple(known), exempt, len(paths))


def acknowledged(records: Iterable[Record]) -> dict[tuple[str, str, str], Acknowledged]:
    """What records acknowledge, by kind, masked form and file; and by kind and masked form alone."""
    known: dict[tuple[str, str, str], Acknowledged] = {}
    for record in records:
        for given in record.acknowledged:
            known[given.kind, given.shown, given.file] = known[given.kind, given.shown, ""] = Acknowledged(
                record, given
            )
    return known


def with_codes(found: Iterable[Found], key: bytes, item: str = "") -> tuple[Finding, ...]:
    """Findings that may be acknowledged by their codes."""
    return tuple(telling.finding(one, one.code(key), item) for one in found)


def key_of(session: Session) -> bytes:
    """The key of the codes on this machine."""
    return scan_key(session.git.git_dir)

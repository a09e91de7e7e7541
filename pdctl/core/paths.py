"""The path table: which class each path belongs to, and which one shape a commit may have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg

_ORG = r"catalogs/(?P<org>[a-z][a-z0-9-]{0,31})"
# An item lies in the folder of the organization and year that its id names, and nowhere else.
_ITEM = _ORG + r"/items/(?P<year>[0-9]{4})/(?P<item>(?P=org)-(?P=year)[0-9]{4}-[a-z2-7]{4})"
_NAME = r"[^/\x00-\x1f\x7f\\:*?\"<>|]{1,200}"

# First match wins. Everything outside catalogs/ that no row names is a setting.
TABLE: tuple[tuple[str, str], ...] = (
    ("people", r"people\.yaml"),
    ("organization", _ORG + r"/organization\.yaml"),
    ("catalog", _ORG + r"/catalog\.yaml"),
    ("release", _ORG + r"/releases/(?P<name>[0-9]{4})\.yaml"),
    ("catalog-evidence", _ORG + r"/catalog-record/(?P<name>evidence/" + _NAME + ")"),
    ("catalog-record", _ORG + r"/catalog-record/(?P<name>[0-9]{4}-[a-z-]+)\.yaml"),
    ("content", _ITEM + r"/content/(?P<name>item\.yaml|body\.md|attachments/" + _NAME + ")"),
    ("evidence", _ITEM + r"/record/(?P<name>evidence/" + _NAME + ")"),
    ("record", _ITEM + r"/record/(?P<name>[0-9]{4}-[a-z-]+)\.yaml"),
    ("ledger", _ORG + r"/ledger/(?P<year>[0-9]{4})/(?P<name>[a-z-]+/[0-9a-z-]+)\.yaml"),
    ("quarantine", r"quarantine/(?P<name>[0-9a-f]{40})\.yaml"),
    ("settings", r"(?!catalogs/).+"),
)
_COMPILED = tuple((kind, re.compile(pattern, re.DOTALL)) for kind, pattern in TABLE)
# No other row begins like an item's folder; most paths of a large repository do, and records are most of them.
_OF_ITEMS = tuple((kind, dict(_COMPILED)[kind]) for kind in ("record", "content", "evidence"))


@dataclass(frozen=True)
class Place:
    """A path, understood: its class and what it names."""

    path: str
    kind: str
    org: str = ""
    item: str = ""
    name: str = ""


@dataclass(frozen=True)
class Change:
    """One path of a commit: `kind` is add, change or delete; `mode` is git's mode of the new file."""

    path: str
    kind: str
    mode: str = "100644"


@dataclass(frozen=True)
class Shape:
    """What a commit is: one of the shapes of the table in the trust model, with what it touches."""

    kind: str
    org: str = ""
    item: str = ""
    records: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def classify(path: str) -> Place | None:
    """The class of a path, or None for an unknown path under `catalogs/`. A commit's few paths are asked for often."""
    for kind, pattern in _OF_ITEMS if "/items/" in path and path.startswith("catalogs/") else _COMPILED:
        match = pattern.fullmatch(path)
        if match:
            return Place(path, kind, **{k: v for k, v in match.groupdict().items() if k != "year"})
    return None


def shape_of(changes: Iterable[Change]) -> Shape | Msg:
    """The shape of a commit, or why it has none."""
    changes = tuple(changes)
    places = [(classify(change.path), change.path) for change in changes]
    known = [place for place, _ in places if place is not None]
    kinds = {place.kind for place in known}
    if "quarantine" in kinds:
        return Shape("quarantine")
    if len(known) < len(places):
        unknown = next(path for place, path in places if place is None)
        return msg("a disclosure repository has no place for the file {path}", path=unknown)
    if not kinds:
        return msg("nothing is changed")
    for wanted, shape in SHAPES:
        if kinds <= wanted:
            return _single(shape, kinds, known)
    return msg("one step cannot change two kinds of files: {kinds}", kinds=", ".join(sorted(kinds)))


SHAPES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"people"}), "people"),
    (frozenset({"settings"}), "settings"),
    (frozenset({"catalog"}), "catalog"),
    (frozenset({"organization", "catalog", "release"}), "organization"),
    (frozenset({"catalog", "release", "catalog-record", "catalog-evidence"}), "catalog-step"),
    (frozenset({"content", "record", "evidence"}), "step"),
    (frozenset({"ledger"}), "ledger"),
)


def _single(shape: str, kinds: set[str], places: list[Place]) -> Shape | Msg:
    first = places[0]
    if any(place.org != first.org for place in places):
        return msg("one commit touches two organizations")
    if any(place.item != first.item for place in places):
        return msg("one commit touches two items")
    if shape == "organization" and "organization" not in kinds:
        return msg("a release or catalogue comes with its organization or with a catalogue record")
    if shape == "ledger" and len(places) > 1:
        return msg("one commit adds one ledger file")
    records = tuple(place.name for place in places if place.kind in ("record", "catalog-record"))
    if shape in ("step", "catalog-step") and not records:
        return msg("content or evidence changes without a record")
    return Shape(shape, first.org, first.item, records)

"""What can be read of a catalogue: its history, what differs between two states, what keeps coming outside of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pdctl.actions import items, ledger
from pdctl.actions.catalogue.step import Catalogue, load, load_at
from pdctl.actions.session import Session
from pdctl.core.authority import acting
from pdctl.core.catalogue_diff import Difference, differences
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import in_force
from pdctl.core.model import CatalogRecord, Entry, Plan
from pdctl.core.text import msg
from pdctl.store import codec

WORKING = "working"
_ALIKE = 0.6
# What makes two titles of the same matter differ: numbers, dates, years, quarters.
_PASSING = re.compile(r"[0-9０-９〇一二三四五六七八九十]+|[年月日季度第届次上下半]")


@dataclass(frozen=True)
class LogLine:
    """A record with the commit that brought it."""

    record: CatalogRecord
    commit: str


def log(session: Session, org: str) -> tuple[Catalogue, list[LogLine]]:
    """The steps of a catalogue, each with its commit."""
    catalogue = load(session, org)
    commits = _commits(session, f"catalogs/{org}/catalog-record")
    return catalogue, [LogLine(r, commits.get(r.file_name, "")) for r in catalogue.course.records]


def _commits(session: Session, folder: str) -> dict[str, str]:
    """The commit that added each file of a folder."""
    found: dict[str, str] = {}
    commit = ""
    options = ("--format=%H", "--name-only", "--diff-filter=A")
    for piece in session.git.log(*options, session.tip or "HEAD", "--", folder):
        above, _, name = piece.decode("utf-8", "replace").strip("\n").rpartition("/")
        if not above:  # an id stands before the paths of its commit
            commit = name
        else:
            found.setdefault(name, commit)
    return found


def diff(session: Session, org: str, before: str | None, after: str | None) -> tuple[str, str, tuple[Difference, ...]]:
    """What differs between two releases, or one and the working copy; default: the current release and the working copy."""
    catalogue = load(session, org)
    first, second = before or catalogue.current, after or WORKING
    return first, second, differences(_entries(session, org, first), _entries(session, org, second))


def _entries(session: Session, org: str, name: str) -> tuple[Entry, ...]:
    if name == WORKING:
        return codec.entries_from(session.view.working_copy(org) or {"entries": []})
    number = name.zfill(4) if name.isdecimal() and name.isascii() else name
    numbers = [one.removesuffix(".yaml") for one in session.view.names(f"catalogs/{org}/releases")]
    release = session.view.release(org, number) if number in numbers else None
    if release is None:
        listed = ", ".join([*numbers, WORKING])
        raise usage(
            msg("{org} has no release {release}", org=org, release=name), msg("there are: {releases}", releases=listed)
        )
    return release.entries


@dataclass(frozen=True)
class Unsettled:
    """A published off-catalogue item that waits for an entry or for the decision that it was one-off."""

    plan: Plan
    org: str
    seats: tuple[str, ...]
    who: tuple[str, ...]


def off_catalogue(session: Session, org: str | None = None) -> Iterator[Plan]:
    """The plans of all published off-catalogue items."""
    for item in session.index.off_catalogue(org):
        plan = session.view.plan(item)
        if plan is not None:
            yield plan


def unsettled(session: Session, org: str | None = None) -> list[Unsettled]:
    """The open duties that published off-catalogue items leave with the keepers (part seven (二))."""
    from pdctl.core.authority import holders, keepers

    organizations = session.view.organizations
    settled: dict[str, set[str]] = {}
    found = []
    for plan in off_catalogue(session, org):
        if plan.family == "catalogue":
            continue  # that a catalogue is published is no matter that a catalogue could lack
        if plan.org not in settled:
            settled[plan.org] = _settled(session, plan.org)
        if plan.id not in settled[plan.org]:
            posts = keepers(plan.org, organizations)
            who = holders(posts, organizations, session.view.people)
            found.append(Unsettled(plan, plan.org, tuple(dict.fromkeys(p.seat for p in posts)), who))
    return found


def _settled(session: Session, org: str) -> set[str]:
    """What an entry (of the organization or of a successor) or a one-off decision has settled."""
    organizations = session.view.organizations
    found: set[str] = set()
    for one in dict.fromkeys([org, *acting(org, organizations)]):
        if one not in organizations:
            continue
        catalogue = load_at(organizations[one], session.view)
        standing = {e.id for name in (WORKING, catalogue.current) if name for e in _entries(session, one, name)}
        found |= {item for item, entry in catalogue.course.settled.items() if entry in standing}
        records = in_force(ledger.records(session.view, one, "one-off"))
        found |= {record.item for record in records if record.item}
    return found


@dataclass(frozen=True)
class Suggestion:
    """A matter that keeps coming outside the catalogue: its items, newest first."""

    plans: tuple[Plan, ...]

    @property
    def title(self) -> str:
        """The title of the newest one."""
        return self.plans[0].title or ""


def suggest(session: Session, org: str, least: int = 2) -> list[Suggestion]:
    """What keeps coming: off-catalogue items of one family with similar titles, most frequent first."""
    items.organization(session, org)
    groups: list[list[Plan]] = []
    for plan in sorted(off_catalogue(session, org), key=lambda p: p.id[-13:], reverse=True):
        group = next((g for g in groups if g[0].family == plan.family and _alike(g[0], plan)), None)
        if group is None:
            groups.append([plan])
        else:
            group.append(plan)
    found = [Suggestion(tuple(group)) for group in groups if len(group) >= least]
    return sorted(found, key=lambda suggestion: -len(suggestion.plans))


def _alike(first: Plan, second: Plan) -> bool:
    one, other = (_PASSING.sub("", plan.title or "") for plan in (first, second))
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE

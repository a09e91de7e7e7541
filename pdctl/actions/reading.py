"""What can be read: the open items, what waits for me, one item whole, its history in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.actions import items, urging
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.actions.urging import Standing
from pdctl.core.duty import Duty
from pdctl.core.findings import environment
from pdctl.core.frozen import dataclass
from pdctl.core.model import Record
from pdctl.core.numbers import item_org
from pdctl.core.text import msg


@dataclass(frozen=True)
class Row:
    """An item in a list: where it stands, and what comes next."""

    item: Item
    duties: tuple[Duty, ...]


def status(session: Session, org: str | None = None) -> list[Row]:
    """Every open item: those that are not archived."""
    session.require_repository()
    if org:
        items.organization(session, org)
    superseded = session.index.superseded()
    live = session.index.live(org)
    session.view.look_up_releases({item_org(facts.item) or "" for facts in live})
    found = (items.from_facts(session, facts, facts.item in superseded) for facts in live)
    return [Row(item, items.duties(item)) for item in (*found, *_fallen_back(session, org))]


def _fallen_back(session: Session, org: str | None) -> Iterator[Item]:
    """Items that were filed, but rest on records that no longer count: the index takes them for filed."""
    for item in session.view.voided:
        found = items.load_at(session, item, session.view)
        filed = any(record.step == "archive" for record in found.course.records)
        if filed and found.course.state != "archived" and org in (None, found.plan.org):
            yield found


def todo(session: Session) -> tuple[list[Row], list[Standing]]:
    """What waits for the actor: each open item with the steps that he may take, by signature or from paper; and urges."""
    actor = session.actor.person.id
    rows = []
    every = status(session)
    for row in every:
        mine = tuple(duty for duty in row.duties if actor in duty.who or actor in duty.paper)
        if mine:
            rows.append(Row(row.item, mine))
    return rows, urging.mine(session, (row.item for row in every))


@dataclass(frozen=True)
class HistoryLine:
    """A record with the commit that brought it."""

    record: Record
    commit: str
    stale: bool
    actor_name: str
    by_name: str


def history(session: Session, part: str) -> tuple[Item, list[HistoryLine]]:
    """An item with its records, each with its commit."""
    item = items.load(session, part)
    commits = record_commits(session, item)
    people = session.view.people

    def name(person: str) -> str:
        return people[person].name if person in people else person

    lines = [
        HistoryLine(r, commits.get(r.file_name, ""), item.course.stale(r), name(r.actor), name(r.by))
        for r in item.course.records
    ]
    return item, lines


def record_commits(session: Session, item: Item) -> dict[str, str]:
    """The commit that added each record file; the history is read back until all are found."""
    options = ("--format=%H", "--name-only", "--diff-filter=A")
    wanted = {record.file_name for record in item.course.records}
    found: dict[str, str] = {}
    commit = ""
    for piece in session.git.log(*options, session.tip or "HEAD", "--", f"{item.folder}/record"):
        folder, _, name = piece.decode("utf-8", "replace").strip("\n").rpartition("/")
        if not folder:  # an id stands before the paths of its commit
            commit = name
        elif name in wanted:
            found.setdefault(name, commit)
        if wanted <= found.keys():
            break
    return found


def commit_of(session: Session, item: Item, seq: int) -> str:
    """The commit that brought a record. Raises `Stop` where the history does not reach so far back."""
    record = item.course.records[seq - 1]
    commit = record_commits(session, item).get(record.file_name)
    if commit is None:
        raise environment(
            msg("the history here does not reach back to record {seq}", seq=seq), msg("git fetch --unshallow")
        )
    return commit

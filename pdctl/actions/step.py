"""What every step of an item shares: the seat it is taken in, its record, its commit, and what it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdctl.actions import items
from pdctl.actions.items import Item
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.texts import schema_for
from pdctl.core.authority import Ask, Post, paper_posts, posts_for
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, Plan, Record
from pdctl.core.numbers import item_folder
from pdctl.core.text import Msg
from pdctl.core.words import ASPECT, DECISION, LEVEL, STEP
from pdctl.store import codec
from pdctl.store.yaml_write import dump


@dataclass(frozen=True)
class Done:
    """A step that was taken (or, with `dry_run`, would be): the item as it stands now, and what was written."""

    item: Item
    landed: Landed
    notes: tuple[Msg, ...] = ()


def take(
    session: Session, item: Item, ask: Ask, dry_run: bool, files: Mapping[str, bytes] | None = None, **fields: Any
) -> Done:
    """Take one step on an item: `fields` are those of the record, `files` its evidence by path below `record/`."""
    chain = Chain(session)
    add(chain, item, ask, files or {}, fields)
    return finish(session, chain, item.id, dry_run)


def add(chain: Chain, item: Item, ask: Ask, files: Mapping[str, bytes], fields: Mapping[str, Any]) -> Record:
    """Add one step to a chain; returns its record. Raises `Refusal`."""
    session = chain.session
    post = paper_post(session, ask, item) if fields.get("on_behalf_of") else None
    post = post or own_post(session, ask, item.plan, item.entry, item.course.state)
    record = Record(
        item=item.id,
        seq=len(item.course.records) + 1,
        step=ask.step,
        by=chain.actor.person.id,
        seat=post.seat,
        org=post.org,
        at=session.now.isoformat(),
        subject=item.course.subject or item.view.digest(item.id),
        aspect=ask.aspect,
        level=ask.level,
        **fields,
    )
    evidence: dict[str, bytes | None] = {f"{item.folder}/record/{file}": data for file, data in files.items()}
    chain.add(Draft({**evidence, **record_file(record)}, summary(record, session), trailers(record)))
    return record


def finish(session: Session, chain: Chain, item: str, dry_run: bool, notes: tuple[Msg, ...] = ()) -> Done:
    """Land a chain and tell how its item stands."""
    landed = chain.land(dry_run)
    return Done(items.load_at(session, item, landed.view), landed, notes)


def paper_post(session: Session, ask: Ask, item: Item) -> Post | None:
    """The registrar's post by which the actor enters a paper, or None where he holds none."""
    posts = posts_for(ask, item.plan, item.entry, item.course.state, session.view.organizations)
    papers = paper_posts(posts, item.plan.org, session.view.organizations)
    return held_by_actor(session, papers) or papers[0]


def held_by_actor(session: Session, posts: tuple[Post, ...]) -> Post | None:
    """The first of some posts that the actor holds."""
    organizations, actor = session.view.organizations, session.actor.person.id
    held = (p for p in posts if p.org in organizations and organizations[p.org].holds(actor, p.seat))
    return next(held, None)


def own_post(session: Session, ask: Ask, plan: Plan, entry: Entry | None, state: str) -> Post:
    """The post by which the actor may take a step: the first he holds, else the first asked for (the judge refuses)."""
    posts = posts_for(ask, plan, entry, state, session.view.organizations)
    return held_by_actor(session, posts) or posts[0]


def record_file(record: Record) -> dict[str, bytes | None]:
    """The file of a new record."""
    path = f"{item_folder(record.item)}/record/{record.file_name}"
    return {path: dump(codec.record_to(record), schema_for(path, "record"))}


def summary(record: Record, session: Session) -> str:
    """The one plain line of a step's commit, in Chinese, without people's text: it can never be taken back."""
    detail = (record.aspect and ASPECT.label(record.aspect)) or (record.level and LEVEL.label(record.level))
    if record.channel:
        detail = record.posting.label
    parts = [STEP.label(record.step), record.item, detail, DECISION.label(record.decision) if record.decision else None]
    actor = session.view.people.get(record.actor)
    return " ".join(part for part in parts if part) + (f"（{actor.name}）" if actor else "")


def trailers(record: Record) -> tuple[tuple[str, str], ...]:
    """What machines read from a step's commit."""
    pairs = (
        ("Item", record.item),
        ("Record", f"{record.seq:04d}-{record.kind}"),
        ("Subject", record.subject),
        ("By", record.by),
        ("On-Behalf-Of", record.on_behalf_of),
    )
    return tuple((key, value) for key, value in pairs if value)

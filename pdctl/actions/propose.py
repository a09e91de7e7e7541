"""提出: a plan enters, as a new item or as a new version of one (part five (一) of the source)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from pdctl.actions import items
from pdctl.actions.items import Item
from pdctl.actions.landing import Chain, Draft
from pdctl.actions.planning import Wishes, content_of, planned
from pdctl.actions.session import Session
from pdctl.actions.step import Done, finish, own_post, record_file, summary, trailers
from pdctl.actions.texts import line, prose, schema_for
from pdctl.core.authority import Ask
from pdctl.core.catalogue_diff import narrower
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.model import Entry, Plan, Record
from pdctl.core.numbers import item_folder, item_id
from pdctl.core.text import Msg, msg
from pdctl.store import codec
from pdctl.store.yaml_write import dump

_TAIL = "abcdefghijklmnopqrstuvwxyz234567"


def propose(
    session: Session,
    org: str,
    entry_id: str | None,
    secrecy: str,
    wishes: Wishes,
    off_reason: str | None = None,
    copy_of: str | None = None,
    dry_run: bool = False,
) -> Done:
    """A new item. `off_reason` makes it an off-catalogue matter; `copy_of` takes text and plan of an earlier item."""
    items.organization(session, org)
    entry = items.entry(session, org, entry_id) if entry_id else None
    chain = Chain(session)
    new_id = _free_id(session, org)
    plan = Plan(
        id=new_id,
        org=org,
        release=session.view.current_release(org),
        secrecy=secrecy,
        entry=entry_id,
        off_catalog=line("--reason", off_reason),
    )
    notes: tuple[Msg, ...] = ()
    content: dict[str, bytes] = {}
    if secrecy == "doubt":
        plan = replace(plan, off_catalog=None)
    else:
        plan, content, notes = planned(session, plan, entry, wishes, copy_of)
    return _land(session, chain, "propose", plan, entry, content, {}, notes, dry_run)


def revise(
    session: Session,
    part: str,
    wishes: Wishes,
    reason: str | None,
    dry_run: bool = False,
    entry_id: str | None = None,
    off_catalog: bool = False,
) -> Done:
    """A new version of an item: what is not said stays as it was. A reference may name its matter only now."""
    item = items.load(session, part)
    chain = Chain(session)
    before = content_of(item)
    plan, entry = _matter(session, item, entry_id, (reason or "") if off_catalog else None)
    wishes = _brought_up(item, plan, entry, wishes)
    plan, content, notes = planned(session, plan, entry, wishes, None, item)
    reason = prose("--reason", reason)
    return _land(session, chain, "revise", plan, entry, content, before, notes, dry_run, item, reason)


def _matter(session: Session, item: Item, entry_id: str | None, off_reason: str | None) -> tuple[Plan, Entry | None]:
    """The plan of a revision with its entry: those of the item, or what is named for a reference that had none."""
    plan = replace(item.plan, secrecy="clear")
    if entry_id is not None:
        entry = items.entry(session, plan.org, entry_id, plan.release)
        return replace(plan, entry=entry_id, off_catalog=None), entry
    if off_reason is not None:
        return replace(plan, entry=None, off_catalog=line("--reason", off_reason)), None
    if item.plan.reference and plan.entry is None:
        raise usage(
            msg("the reference does not say which matter it is"),
            msg("add --entry ENTRY, or --off-catalog --reason TEXT"),
        )
    if item.stricter and plan.entry is not None:
        current = session.view.current_release(plan.org)
        return replace(plan, release=current), items.entry(session, plan.org, plan.entry, current)
    return plan, item.entry


def _brought_up(item: Item, plan: Plan, entry: Entry | None, wishes: Wishes) -> Wishes:
    """Where an item is revised to a stricter release, it takes what is stricter there; a wider scope is never taken."""
    old = item.entry
    if plan.release == item.plan.release or entry is None or old is None:
        return wishes
    if wishes.scope is None and item.plan.scope and narrower(entry.scope, item.plan.scope):
        wishes = replace(wishes, scope=entry.scope)
    if wishes.importance is None and item.plan.importance == old.importance:
        wishes = replace(wishes, importance=entry.importance)
    if not wishes.audience and item.plan.audience == old.audience and entry.audience != old.audience:
        wishes = replace(wishes, audience=entry.audience)
    return wishes


def _free_id(session: Session, org: str) -> str:
    while True:
        new = item_id(org, session.now.date(), "".join(secrets.choice(_TAIL) for _ in range(4)))
        if not session.view.entries(item_folder(new)):
            return new


def _land(
    session: Session,
    chain: Chain,
    step: str,
    plan: Plan,
    entry: Entry | None,
    content: dict[str, bytes],
    before: Mapping[str, bytes],
    notes: tuple[Msg, ...],
    dry_run: bool,
    item: Item | None = None,
    reason: str | None = None,
) -> Done:
    folder = item_folder(plan.id)
    path = f"{folder}/content/item.yaml"
    content = {**content, "item.yaml": dump(codec.plan_to(plan), schema_for(path, "item"))}
    if plan.reference:
        content = {"item.yaml": content["item.yaml"]}
    post = own_post(session, Ask(step), plan, entry, item.course.state if item else "")
    record = Record(
        item=plan.id,
        seq=len(item.course.records) + 1 if item else 1,
        step=step,
        by=session.actor.person.id,
        seat=post.seat,
        org=post.org,
        at=session.now.isoformat(),
        subject=subject_digest({name: file_digest(data) for name, data in content.items()}),
        secrecy=plan.secrecy if step == "propose" else None,
        reason=reason,
    )
    files: dict[str, bytes | None] = {
        f"{folder}/content/{name}": data for name, data in content.items() if before.get(name) != data
    }
    files |= {f"{folder}/content/{name}": None for name in before if name not in content}
    files |= record_file(record)
    if step == "revise" and len(files) == 1:
        raise Refusal(
            Finding(
                msg("the revision changes nothing"), rule="E-STEP", clause="五(一)", item=plan.id, expected=msg("new content"),
                found=msg("the text as it was"), fix=msg("give a new --body, --title or another option"),
            )
        )  # fmt: skip
    chain.add(Draft(files, summary(record, session), trailers(record)))
    return finish(session, chain, plan.id, dry_run, notes)

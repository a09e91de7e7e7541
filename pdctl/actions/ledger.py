"""The ledger: one signed file for an event, an urge, a feedback, a question and so on."""

from __future__ import annotations

import secrets
from typing import Any

from pdctl.actions import items
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.step import held_by_actor
from pdctl.actions.texts import schema_for
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.ledger import LEDGER_ID, LedgerRecord, in_force, ledger_id, ledger_path, ledger_posts
from pdctl.core.model import Entry
from pdctl.core.text import listing, msg
from pdctl.core.words import LEDGER_KIND
from pdctl.store import codec
from pdctl.store.view import View
from pdctl.store.yaml_write import dump

_TAIL = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class Noted:
    """A record of the ledger that was written (or would be)."""

    record: LedgerRecord
    landed: Landed


def note(session: Session, kind: str, org: str, dry_run: bool = False, **fields: Any) -> Noted:
    """Write one record of a kind into the ledger of an organization. Raises `Refusal`."""
    items.organization(session, org)
    entry = _entry(session, org, fields.get("entry"))
    chain = Chain(session)
    record = LedgerRecord(
        id=_free_id(session, org, kind),
        org=org,
        kind=kind,
        by=session.actor.person.id,
        seat="",
        at=session.now.isoformat(),
        **fields,
    )
    record = _seated(session, record, entry)
    path = ledger_path(org, record.id)
    files: dict[str, bytes | None] = {path: dump(codec.ledger_to(record), schema_for(path, "ledger"))}
    line = f"登记 {LEDGER_KIND.label(kind)} {record.id}（{session.actor.person.name}）"
    chain.add(Draft(files, line, (("Ledger", record.id), ("Org", org), ("By", record.by))))
    return Noted(record, chain.land(dry_run))


def _entry(session: Session, org: str, entry: str | None) -> Entry | None:
    return items.entry(session, org, entry) if entry else None


def _free_id(session: Session, org: str, kind: str) -> str:
    while True:
        new = ledger_id(kind, session.today, "".join(secrets.choice(_TAIL) for _ in range(4)))
        if session.view.read(ledger_path(org, new)) is None:
            return new


def _seated(session: Session, record: LedgerRecord, entry: Entry | None) -> LedgerRecord:
    """The record with the seat in which the actor signs: the first that he holds, else the first asked for."""
    posts = ledger_posts(record, entry, session.view.organizations)
    post = held_by_actor(session, posts) or posts[0]
    return LedgerRecord(**{**vars(record), "seat": post.seat})


def records(view: View, org: str, kind: str | None = None) -> tuple[LedgerRecord, ...]:
    """The ledger of an organization in the order of its ids, read file by file."""
    found = []
    for year in view.names(f"catalogs/{org}/ledger"):
        for name in view.names(f"catalogs/{org}/ledger/{year}"):
            for file in view.names(f"catalogs/{org}/ledger/{year}/{name}") if kind in (None, name) else ():
                record = view.ledger_record(org, f"{name}-{file.removesuffix('.yaml')}")
                found += [record] if record else []
    return tuple(sorted(found, key=lambda record: (record.at, record.id)))


def find(session: Session, part: str, kind: str | None = None) -> LedgerRecord:
    """The record meant by any unique part of its id. Raises `Stop` (usage) with the candidates."""
    session.require_repository()
    orgs = session.view.names("catalogs")
    if LEDGER_ID.fullmatch(part):
        exact = (session.view.ledger_record(org, part) for org in orgs)
        found = [record for record in exact if record]
    else:
        found = [r for org in orgs for r in records(session.view, org, kind) if part and part in r.id]
    if kind:
        found = [record for record in found if record.kind == kind]
    if len(found) == 1:
        return found[0]
    if found:
        raise usage(
            msg("{part} is part of several records: {records}", part=part, records=listing(*(r.id for r in found))),
            msg("give more of the id"),
        )
    raise usage(msg("the ledger has no such record: {record}", record=part), msg("pdctl ledger list ORG lists them"))


def under_way(session: Session, org: str, entry: str) -> tuple[str, ...]:
    """The open items of an entry that are not public yet."""
    known = (facts for facts in session.index.live(org) if facts.plan.get("entry") == entry)
    done = ("publish", "withdraw")
    return tuple(facts.item for facts in known if not any(record["step"] in done for record in facts.records))


def latest_stage(session: Session, org: str, entry: Entry, stage: str) -> str | None:
    """The event that a stage follows: the newest one of the stage before that no other event follows yet."""
    if stage not in entry.stages or entry.stages.index(stage) == 0:
        return None
    before = entry.stages[entry.stages.index(stage) - 1]
    known = [r for r in records(session.view, org, "event") if r.entry == entry.id]
    gone = {record.revokes for record in known} | {record.follows for record in known if record.stage == stage}
    fitting = [r.id for r in known if r.stage == before and r.id not in gone]
    return fitting[-1] if fitting else None


def questions(
    session: Session, org: str | None = None, text: str | None = None
) -> list[tuple[LedgerRecord, LedgerRecord | None]]:
    """The questions on how the plan is to be read, each with the newest answer; `text` picks those that hold it."""
    session.require_repository()
    orgs = [items.organization(session, org).id] if org else session.view.names("catalogs")
    found: list[tuple[LedgerRecord, LedgerRecord | None]] = []
    for name in orgs:
        kept = in_force(records(session.view, name, "question"))
        answers = {record.answers: record for record in kept if record.answers}
        found += [(record, answers.get(record.id)) for record in kept if not record.answers]
    return [pair for pair in found if text is None or text in _words(pair)]


def _words(pair: tuple[LedgerRecord, LedgerRecord | None]) -> str:
    asked, given = pair
    return "\n".join(filter(None, (asked.title, asked.text, given.reply.text if given and given.reply else None)))

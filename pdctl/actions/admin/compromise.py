"""A compromised key: what it signed after a commit no longer counts, and the items affected fall back."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain as joined

from pdctl.actions import items
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.setup import people_file
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Key, Person
from pdctl.core.text import msg
from pdctl.store.signers import commits_since
from pdctl.store.sshsig import fingerprint


@dataclass(frozen=True)
class Compromised:
    """What no longer counts: records as `item/0003`, the items with their states, and commits that are no steps with their lines."""

    person: Person
    void: tuple[str, ...]
    states: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    landed: Landed


def compromise(session: Session, person_id: str, since: str, key_id: str | None, dry_run: bool = False) -> Compromised:
    """Declare keys of a person compromised since a commit. Raises `Stop` or `Refusal`."""
    session.require_repository()
    person = session.view.people[items.person(session, person_id)]
    commit = session.git.tip(since)
    if commit is None:
        raise usage(msg("there is no commit {commit}", commit=since), "git log --oneline")
    chosen = [key for key in person.keys if _meant(key, key_id) and not key.compromised_since]
    if not chosen:
        raise usage(msg("{person} has no such key", person=person.id), msg("pdctl person list shows them"))
    marked = {key.blob: _marked(session, key, commit) for key in chosen}
    after = replace(person, keys=tuple(marked.get(key.blob, key) for key in person.keys))
    chain = Chain(session)
    people = {**session.view.people, person.id: after}
    line = f"密钥失密 {person.id}（{session.actor.person.name}）"
    chain.add(
        Draft(
            dict(people_file(people, session.view.read("people.yaml"))),
            line,
            (("Since", commit), ("By", session.actor.person.id)),
        )
    )
    landed = chain.land(dry_run)
    void = tuple(name for key in marked.values() for name in key.void)
    affected = tuple(dict.fromkeys(name.rpartition("/")[0] for name in void))
    states = tuple((item, items.load_at(session, item, landed.view).course.state) for item in affected)
    since_then = (commits_since(session.git, key.blob, commit, session.tip or commit) for key in chosen)
    others = tuple((oid, _line(session, oid)) for oid in joined.from_iterable(since_then))
    return Compromised(after, void, states, others, landed)


def _line(session: Session, oid: str) -> str:
    """What a commit says of itself: which record of the ledger or of a catalogue it brought."""
    found = session.git.commit(oid)
    return found.payload.partition(b"\n\n")[2].partition(b"\n")[0].decode("utf-8", "replace") if found else ""


def _meant(key: Key, key_id: str | None) -> bool:
    wanted = (key_id or "").removeprefix("SHA256:")
    return fingerprint(key.blob).removeprefix("SHA256:").startswith(wanted)


def _marked(session: Session, key: Key, since: str) -> Key:
    void = session.view.signed_since(key.blob, since)
    if void is None:
        raise usage(
            msg("the commit {commit} is not in the history of this branch", commit=since[:12]), "git log --oneline"
        )
    retired = key.retired or session.today
    return replace(key, state="retired", retired=retired, compromised_since=since, void=void)

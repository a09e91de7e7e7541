"""Persons and their keys: added, retired, never removed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pdctl.actions import items
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.new_keys import key_refused
from pdctl.actions.session import Session
from pdctl.actions.setup import check_id, people_file
from pdctl.actions.texts import line
from pdctl.core.findings import Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Key, Person
from pdctl.core.text import listing, msg
from pdctl.store.sshsig import check_public_line, fingerprint


@dataclass(frozen=True)
class PersonDone:
    """A change of one person."""

    person: Person
    landed: Landed


def add(session: Session, person_id: str, name: str | None, pubkey: str | None, dry_run: bool = False) -> PersonDone:
    """A new person, or a new key of a known one; without a key he signs on paper only."""
    check_id("ID", person_id)
    session.require_repository()
    public = _public(pubkey) if pubkey else None
    keys = (Key(public, "active", session.today),) if public else ()
    known = session.view.people.get(person_id)
    if known is None:
        if name is None:
            raise usage(msg("a new person needs a name"), msg("add --name NAME"))
        person = Person(person_id, line("--name", name) or "", "active", keys)
        return _land(session, person, f"登记人员 {person_id}", dry_run)
    if not keys:
        raise usage(msg("the person {person} exists already", person=person_id), msg("--pubkey FILE adds a key"))
    return _land(session, replace(known, keys=(*known.keys, *keys)), f"登记公钥 {person_id}", dry_run)


def _public(text: str) -> str:
    """A public key line from a file or from the text itself, without its comment's control over anything."""
    looks_like_key = text.split(" ", 1)[0].startswith(("ssh-", "ecdsa-", "sk-"))
    if not looks_like_key:
        try:
            text = Path(text).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise usage(msg("the public key file {file} cannot be read", file=text)) from error
    if "PRIVATE KEY" in text:
        raise usage(msg("this is a private key; never hand it out"), msg("name the file that ends in .pub"))
    fault = check_public_line(text)
    if fault is not None:
        raise Refusal(key_refused(text))
    return " ".join(text.split()[:2])


def retire(session: Session, person_id: str, key: str | None, dry_run: bool = False) -> PersonDone:
    """A person with all his keys, or one key of his, is no longer used."""
    session.require_repository()
    known = session.view.people[items.person(session, person_id)]
    if key is None:
        keys = tuple(_retired(k, session.today) for k in known.keys)
        return _land(session, replace(known, state="retired", keys=keys), f"停用人员 {person_id}", dry_run)
    matches = [
        k for k in known.keys if fingerprint(k.blob).removeprefix("SHA256:").startswith(key.removeprefix("SHA256:"))
    ]
    if len(matches) != 1 or not key:
        have = listing(*(fingerprint(k.blob) for k in known.keys))
        raise usage(
            msg("{key} does not name exactly one key of {person}", person=person_id, key=key),
            msg("keys: {keys}", keys=have),
        )
    keys = tuple(_retired(k, session.today) if k is matches[0] else k for k in known.keys)
    return _land(session, replace(known, keys=keys), f"停用公钥 {person_id}", dry_run)


def _retired(key: Key, today: str) -> Key:
    return replace(key, state="retired", retired=today) if key.active else key


def _land(session: Session, person: Person, what: str, dry_run: bool) -> PersonDone:
    chain = Chain(session)
    people = {**session.view.people, person.id: person}
    chain.add(
        Draft(
            dict(people_file(people, session.view.read("people.yaml"))),
            f"{what}（{session.actor.person.name}）",
            (("By", session.actor.person.id),),
        )
    )
    return PersonDone(person, chain.land(dry_run))

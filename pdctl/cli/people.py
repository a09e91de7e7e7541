"""Persons and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import people
from pdctl.cli import outcome
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import PERSON_STATE
from pdctl.report import staff
from pdctl.report.lang import tr as _

if TYPE_CHECKING:
    from pdctl.actions.people import PersonDone

PersonId = Annotated[str, typer.Argument(metavar="ID", help=_("The person's id: lower-case letters, figures and -."))]


def _tell(done: PersonDone) -> None:
    person = done.person
    data = {"person": person.id, "name": person.name, "state": person.state, "keys": staff.key_list(person)}
    state = msg("{name} ({id}): {state}", name=person.name, id=person.id, state=Word(PERSON_STATE, person.state))
    keys = listing(*staff.key_list(person)) if person.keys else msg("no key: signs on paper only")
    outcome.tell_change("person", data, [state, msg("Keys: {keys}", keys=keys)], done.landed)


def add(
    person: PersonId,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=_("The person's name."))] = None,
    pubkey: Annotated[str | None, typer.Option("--pubkey", metavar="FILE", help=_("The public key (.pub), or its text; without one the person signs on paper."))] = None,
) -> None:  # fmt: skip
    """Add."""
    with session() as opened:
        _tell(people.add(opened, person, name, pubkey, COMMON.dry_run))


def retire(
    person: PersonId,
    key: Annotated[str | None, typer.Option("--key", "--key-id", metavar="FINGERPRINT", help=_("Only this key (SHA256:… or its beginning)."))] = None,
) -> None:  # fmt: skip
    """Retire."""
    with session() as opened:
        _tell(people.retire(opened, person, key, COMMON.dry_run))


def list_all() -> None:
    """List."""
    with session() as opened:
        opened.require_repository()
        staff.people(opened.view.people, opened.view.organizations, COMMON.json)

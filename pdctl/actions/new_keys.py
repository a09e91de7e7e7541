"""Public keys that come in: by a command, or with a commit that somebody made by hand."""

from __future__ import annotations

from collections.abc import Mapping

from pdctl.core.findings import Finding, Refusal
from pdctl.core.model import Key, Person
from pdctl.core.text import msg
from pdctl.store.sshsig import check_public_line


def check_new_keys(known: Mapping[str, Key], people: Mapping[str, Person]) -> None:
    """A key that comes in is of an accepted kind, in OpenSSH's one writing: one key is one text. Raises `Refusal`."""
    new = [(person.id, key) for person in people.values() for key in person.keys if key.blob not in known]
    bad = [(person, key) for person, key in new if check_public_line(key.public) is not None]
    if bad:
        raise Refusal(*(key_refused(key.public, person) for person, key in bad))


def key_refused(line: str, person: str = "") -> Finding:
    """A public key that is not accepted."""
    return Finding(
        msg("this public key is not accepted"),
        rule="E-SIG-ALGO",
        clause="五(五)",
        file="people.yaml" if person else "",
        pointer=("people", person) if person else (),
        expected=msg("ed25519, ecdsa, rsa of 3072 bits or more, or a FIDO key"),
        found=line[:40],
        fix=msg("pdctl key new makes one that is"),
    )

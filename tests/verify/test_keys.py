"""E-KEY-*: a key counts for the person whom the parent's files name, while it is active there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.history import History


def with_key(history: History, person: str, public: Path, state: str = "active") -> dict[str, str]:
    """`people.yaml` with one more key of a person."""
    people = history.value("people.yaml")["people"]
    key = {"public": " ".join(public.read_text().split()[:2]), "state": state, "added": "2026-11-23"}
    people.setdefault(person, {"name": "某人", "state": "active", "keys": []})["keys"].append(key)
    return history.changed("people.yaml", people=people)


def test_a_stranger(history: History) -> None:
    finding = history.caught(
        "E-KEY-UNKNOWN", history.passes(history.items["proposed"], "legal", "zhao", signed_by="stranger")
    )
    assert finding.file == "people.yaml"


def test_a_stranger_changes_settings(history: History) -> None:
    history.caught("E-KEY-UNKNOWN", history.forge(files={"README.md": "x"}, by="stranger"))


def test_a_key_that_the_commit_itself_adds(history: History) -> None:
    files = with_key(history, "lin", history.keys / "stranger.pub")
    history.caught("E-KEY-UNKNOWN", history.forge(files=files, by="stranger"))


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_a_key_in_another_writing(history: History, kind: str) -> None:
    """The same key in other letters would be a second key that nobody can sign with."""
    key = history.keys / f"other-{kind}"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(key)], check=True)
    name, data = key.with_suffix(".pub").read_text().split()[:2]
    # Bytes left over behind an ed25519 key; other bits in the last letter of an ecdsa key, which no reader looks at.
    other = f"{data}AAAA" if kind == "ed25519" else f"{data[:-2]}{chr(ord(data[-2]) + 1)}="
    key.with_suffix(".pub").write_text(f"{name} {other}")
    history.caught("E-SIG-ALGO", history.forge(files=with_key(history, "wu", key.with_suffix(".pub")), by="lin"))


def test_a_key_of_a_side_branch_that_did_not_land(history: History) -> None:
    files = with_key(history, "zhao", history.keys / "stranger.pub")
    side = history.forge(files=files, by="lin", move=False)
    history.raw("update-ref", "refs/heads/side", side)
    history.caught("E-KEY-UNKNOWN", history.passes(history.items["proposed"], "legal", "zhao", signed_by="stranger"))


def test_an_added_key_works_from_the_next_commit_on(history: History) -> None:
    history.forge(files=with_key(history, "zhao", history.keys / "stranger.pub"), by="lin")
    history.passes(history.items["proposed"], "legal", "zhao", signed_by="stranger")
    history.clean()


def test_a_person_adds_and_retires_his_own_keys(history: History) -> None:
    history.forge(files=with_key(history, "zhao", history.keys / "stranger.pub"), by="zhao")
    people = history.value("people.yaml")["people"]
    people["zhao"]["keys"][0] |= {"state": "retired", "retired": "2026-11-23"}
    history.forge(files=history.changed("people.yaml", people=people), by="stranger")
    history.clean()
    history.caught("E-KEY-RETIRED", history.passes(history.items["proposed"], "legal", "zhao"))


def test_a_retired_key(history: History) -> None:
    history.run("person", "retire", "zhao", by="lin")
    bad = history.passes(history.items["proposed"], "legal", "zhao")
    finding = history.caught("E-KEY-RETIRED", bad)
    assert history.git("show", f"{bad}^:people.yaml").split("\n")[finding.line - 1].strip() == "state: retired"


def test_a_retired_key_changes_people(history: History) -> None:
    history.run("person", "retire", "zhao", by="lin")
    history.caught(
        "E-KEY-RETIRED", history.forge(files=with_key(history, "zhao", history.keys / "stranger.pub"), by="zhao")
    )


def test_a_retired_key_made_active_again(history: History) -> None:
    before = history.value("people.yaml")["people"]
    history.run("person", "retire", "zhao", by="lin")
    history.caught("E-KEY-RETIRED", history.forge(files=history.changed("people.yaml", people=before), by="lin"))


def test_one_key_for_two_persons(history: History) -> None:
    history.caught("E-KEY-DUP", history.forge(files=with_key(history, "wu", history.keys / "zhao.pub"), by="lin"))


def test_one_key_for_a_new_person(history: History) -> None:
    history.caught("E-KEY-DUP", history.forge(files=with_key(history, "new", history.keys / "zhao.pub"), by="lin"))


def test_a_retired_key_given_to_another_person(history: History) -> None:
    history.run("person", "retire", "zhao", by="lin")
    history.caught("E-KEY-DUP", history.forge(files=with_key(history, "wu", history.keys / "zhao.pub"), by="lin"))


def test_a_key_twice_for_one_person(history: History) -> None:
    people = history.value("people.yaml")["people"]
    people["zhao"]["keys"].append({**people["zhao"]["keys"][0], "added": "2026-11-24"})
    history.caught("E-KEY-DUP", history.forge(files=history.changed("people.yaml", people=people), by="lin"))


def test_a_key_of_the_wrong_kind_of_text(history: History) -> None:
    people = history.value("people.yaml")["people"]
    people["zhao"]["keys"][0]["public"] = "ssh-ed25519"
    history.caught("E-SCHEMA", history.forge(files=history.changed("people.yaml", people=people), by="lin"))


def test_ssh_keygen_agrees_that_the_key_is_another(history: History) -> None:
    """The premise of these tests: the stranger's key is none of the persons' keys."""
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(history.keys / "stranger.pub")], capture_output=True, text=True, check=True
    )
    assert shown.stdout.split()[1] not in history.git("show", "HEAD:people.yaml")

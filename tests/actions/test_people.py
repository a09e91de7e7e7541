"""Persons and their keys: added and retired, never removed; a key works from the next commit on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _person(story: Story, person: str) -> dict:
    return next(p for p in story.run("person", "list", "--json").json["people"] if p["person"] == person)


def _fingerprint(story: Story, person: str) -> str:
    return _person(story, person)["keys"][0]


def test_a_person_without_a_key_signs_on_paper_only(story: Story) -> None:
    ran = story.run("person", "add", "bai", "--name", "白一凡", by="lin")
    assert "paper" in ran.err
    assert _person(story, "bai") == {"person": "bai", "name": "白一凡", "state": "active", "keys": [], "seats": []}


def test_a_key_is_added_by_file_or_text(story: Story, keys: Path) -> None:
    story.run("person", "add", "bai", "--name", "白一凡", "--pubkey", str(keys / "stranger.pub"), by="lin")
    assert len(_person(story, "bai")["keys"]) == 1
    other = (keys / "stranger.pub").read_text().strip()
    story.refused("E-KEY-DUP", "person", "add", "hei", "--name", "黑", "--pubkey", other, by="lin")


def test_a_stranger_does_nothing(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-KEY-UNKNOWN", "review", item, "--aspect", "legal", "--pass", by="stranger", code=4)


def test_everybody_changes_his_own_keys(at: At, keys: Path) -> None:
    story, item = at("proposed")
    old = _fingerprint(story, "zhao")
    story.run("person", "add", "zhao", "--pubkey", str(keys / "stranger.pub"), by="zhao")
    story.review(item, "legal", by="stranger")
    assert story.show(item)["records"][-1]["by"] == "zhao"
    story.run("person", "retire", "zhao", "--key", old, by="stranger")
    story.refused("E-KEY-RETIRED", "review", item, "--aspect", "secrecy", "--pass", by="zhao", code=4)
    story.review(item, "secrecy", by="stranger")


def test_nobody_changes_anothers_keys_or_his_own_name_and_state(story: Story, keys: Path) -> None:
    key = ("--pubkey", str(keys / "stranger.pub"))
    story.refused("E-SEAT", "person", "add", "wu", *key, by="zhao", code=4)
    story.refused("E-SEAT", "person", "retire", "zhao", by="zhao", code=4)
    story.refused("E-SEAT", "person", "add", "bai", "--name", "白一凡", by="zhao", code=4)


def test_a_retired_person_does_nothing_more(at: At) -> None:
    story, item = at("proposed")
    story.run("person", "retire", "zhao", by="lin")
    assert _person(story, "zhao")["state"] == "retired"
    story.refused("E-KEY-RETIRED", "review", item, "--aspect", "legal", "--pass", by="zhao", code=4)
    assert story.show(item)["next"][2]["who"] == []


@pytest.mark.parametrize("beginning", [0, 7, 15])
def test_one_key_by_the_beginning_of_its_fingerprint(story: Story, beginning: int) -> None:
    fingerprint = _fingerprint(story, "wu")
    part = fingerprint if not beginning else fingerprint[:beginning] + fingerprint[beginning : beginning + 6]
    story.run("person", "retire", "wu", "--key", part, by="lin")
    person = _person(story, "wu")
    assert person["state"] == "active"
    assert "retired" in person["keys"][0]


def test_the_last_admin_is_not_retired(story: Story) -> None:
    story.refused("E-POLICY", "person", "retire", "lin", by="lin")
    story.refused("E-POLICY", "person", "retire", "lin", "--key", _fingerprint(story, "lin"), by="lin")


def test_a_retired_key_never_comes_back(story: Story, keys: Path) -> None:
    story.run("person", "retire", "wu", "--key", _fingerprint(story, "wu"), by="lin")
    public = ("--pubkey", str(keys / "wu.pub"))
    story.refused("E-KEY-DUP", "person", "add", "wu", *public, by="lin")
    story.refused("E-KEY-DUP", "person", "add", "bai", "--name", "白一凡", *public, by="lin")


def test_a_private_key_is_not_taken(story: Story, keys: Path) -> None:
    story.refused("", "person", "add", "bai", "--name", "白", "--pubkey", str(keys / "stranger"), by="lin", code=2)


@pytest.mark.parametrize(
    "line",
    [
        "ssh-dss AAAAB3NzaC1kc3M=",
        "ssh-ed25519 AAAA",
        "ssh-ed25519-cert-v01@openssh.com AAAA",
        "ssh-rsa AAAAB3NzaC1yc2E=",
    ],
)
def test_weak_and_malformed_keys_are_refused(story: Story, line: str) -> None:
    story.refused("E-SIG-ALGO", "person", "add", "bai", "--name", "白", "--pubkey", line, by="lin")


@pytest.mark.parametrize(
    "args",
    [
        ("add", "bai"),
        ("add", "Bai", "--name", "白"),
        ("add", "wu", "--name", "吴"),
        ("add", "bai", "--name", ""),
        ("add", "bai", "--name", "白", "--pubkey", "/no/such/file.pub"),
        ("retire", "nobody"),
        ("retire", "wu", "--key", "SHA256:none"),
        ("retire", "wu", "--key", ""),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(story: Story, args: tuple[str, ...]) -> None:
    story.refused("", "person", *args, by="lin", code=2)


def test_the_acting_person_is_found_from_the_key(
    at: At, keys: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`--key FILE`, else PDCTL_KEY, else git's user.signingkey."""
    story, item = at("proposed")
    story.run("review", item, "--aspect", "legal", "--pass", "--key", str(keys / "zhao"), by="xu")
    (Path.home() / ".gitconfig").write_text(f"[user]\n\tsigningkey = {keys / 'zhao'}\n")
    story.run("review", item, "--aspect", "secrecy", "--pass")
    assert [r["by"] for r in story.show(item)["records"][1:]] == ["zhao", "zhao"]


def test_nobody_acts_without_a_key(at: At) -> None:
    story, item = at("proposed")
    ran = story.run("review", item, "--aspect", "legal", "--pass", code=4)
    assert "pdctl key new" in ran.err

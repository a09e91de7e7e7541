"""`pdctl key new`: a key for somebody who has none, and what to do with it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.cli.refusals import error_document
from tests.program import program
from tests.story import Story


def test_a_key_that_pdctl_finds_by_itself(story: Story) -> None:
    ran = program("key", "new", story=story)
    assert ran.code == 0, ran.err
    key = Path(os.environ["HOME"]) / ".config/pdctl/id_ed25519"
    public = ran.out.strip()
    assert public == key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0
    assert "pdctl person add" in ran.err, "what the admin will do with it"
    story.run("person", "add", "gao", "--pubkey", public, by="lin")
    assert program("todo", "--json", story=story).json["person"] == "gao"


def test_it_signs(story: Story, tmp_path: Path) -> None:
    target = tmp_path / "keys/key"
    ran = program("key", "new", "--out", str(target), "--no-passphrase")
    assert f"PDCTL_KEY={target}" in ran.err
    story.run("person", "add", "chen", "--pubkey", f"{target}.pub", by="lin")
    item = story.propose()
    story.run("withdraw", item, "--reason", "误发", "--key", str(target))
    assert story.state(item) == "withdrawn"


def test_as_json(tmp_path: Path) -> None:
    target = tmp_path / "key"
    document = program("key", "new", "--out", str(target), "--json").json
    assert document["schema"] == "pdctl/key/v1"
    listed = subprocess.run(["ssh-keygen", "-lf", f"{target}.pub"], capture_output=True, text=True, check=True).stdout
    assert document["fingerprint"] in listed
    assert json.loads(json.dumps(document))["public"].startswith("ssh-ed25519 ")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "key"
    assert program("key", "new", "--out", str(target)).code == 0
    before = target.read_bytes()
    ran = program("key", "new", "--out", str(target), "--json")
    assert ran.code == 5
    error_document(ran)
    assert target.read_bytes() == before
    assert "--out" in ran.err


def test_nor_is_its_public_part(tmp_path: Path) -> None:
    public = tmp_path / "key.pub"
    public.write_text("mine", encoding="utf-8")
    ran = program("key", "new", "--out", str(tmp_path / "key"))
    assert ran.code == 5
    assert public.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for target in (tmp_path / "file/key", tmp_path):
        ran = program("key", "new", "--out", str(target), "--json")
        assert ran.code == 5, ran.err
        error_document(ran)


def test_a_passphrase_needs_a_terminal(tmp_path: Path) -> None:
    ran = program("key", "new", "--out", str(tmp_path / "key"), "--passphrase")
    assert ran.code == 2
    assert "--no-passphrase" in ran.err
    assert not (tmp_path / "key").exists()


def test_the_comment_stays_text(tmp_path: Path) -> None:
    """A comment goes into the key and never becomes an option."""
    target = tmp_path / "key"
    assert program("key", "new", "--out", str(target), "--comment", "-t rsa 陈思敏").code == 0
    assert target.with_suffix(".pub").read_text(encoding="utf-8").startswith("ssh-ed25519 ")

"""The key of whoever acts: none, unknown, retired, locked, missing, unfit. Always exit 4, and never a half-done step."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.refusals import Document, error_document, told
from tests.program import program
from tests.story import Ran, Story


def make_key(path: Path, *options: str, passphrase: str = "") -> Path:
    kind = options or ("-t", "ed25519")
    subprocess.run(["ssh-keygen", "-q", *kind, "-N", passphrase, "-C", "x", "-f", str(path)], check=True)
    return path


def withdrawal(story: Story) -> tuple[str, ...]:
    return ("withdraw", story.propose(), "--reason", "不再公开")


def without_key(story: Story, *args: str, key: str | None = None, says: tuple[str, ...] = ()) -> Document:
    """Refused with exit 4, in words and as JSON; nothing changes."""
    before = story.tip()
    options = ("--key", key) if key is not None else ()
    told(story.run(*args, *options, code=4), *says)
    document = error_document(story.run(*args, *options, "--json", code=4))
    assert story.tip() == before
    assert story.git("status", "--porcelain") == ""
    return document


def test_no_key(story: Story) -> None:
    without_key(story, *withdrawal(story), says=("pdctl key new", "--key", "PDCTL_KEY"))


def test_key_of_nobody(story: Story) -> None:
    args = withdrawal(story)
    document = without_key(story, *args, key=str(story.keys / "stranger"), says=("E-KEY-UNKNOWN", "people.yaml"))
    public = (story.keys / "stranger.pub").read_text(encoding="utf-8").split()[1]
    assert public in document["findings"][0]["fix"], "the command that an admin needs, with the key in it"


def test_retired_key(story: Story) -> None:
    args = withdrawal(story)
    story.run("person", "retire", "chen", by="lin")
    without_key(story, *args, key=str(story.keys / "chen"), says=("E-KEY-RETIRED", "chen"))


def test_missing_key_file(story: Story) -> None:
    without_key(story, *withdrawal(story), key="/nonexistent/key", says=("/nonexistent/key",))


@pytest.mark.parametrize(
    "text", ["", "not a key\n", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"]
)
def test_file_that_is_no_key(story: Story, text: str) -> None:
    path = story.file("key", text)
    Path(path).chmod(0o600)
    without_key(story, *withdrawal(story), key=path, says=(path,))


def test_folder_as_key(story: Story) -> None:
    without_key(story, *withdrawal(story), key=str(story.folder), says=(str(story.folder),))


@pytest.mark.parametrize("key", ["ssh-ed25519", "key::ssh-ed25519", "key::", "ssh-ed25519 AAAA", "~nobody-here/id"])
def test_literal_key_that_is_none(story: Story, key: str) -> None:
    without_key(story, *withdrawal(story), key=key)


def test_public_key_without_agent(story: Story) -> None:
    public = story.file("chen.pub", (story.keys / "chen.pub").read_bytes())
    without_key(story, *withdrawal(story), key=public, says=("ssh-add",))


def test_public_key_beside_its_private_key(story: Story) -> None:
    args = withdrawal(story)
    story.run(*args, "--key", str(story.keys / "chen.pub"))
    assert story.state(args[1]) == "withdrawn"


def test_private_key_that_others_can_read(story: Story) -> None:
    """OpenSSH will not use it, and says why."""
    key = Path(story.file("open", (story.keys / "chen").read_bytes()))
    key.chmod(0o644)
    without_key(story, *withdrawal(story), key=str(key), says=(f"chmod 600 {key}",))


class TestLockedKey:
    """A real key with a passphrase, of a person with a seat."""

    @pytest.fixture
    def locked(self, story: Story, tmp_path: Path) -> Path:
        key = make_key(tmp_path / "locked", passphrase="not written down")
        story.run("person", "add", "chen", "--pubkey", f"{key}.pub", by="lin")
        return key

    def test_without_agent(self, story: Story, locked: Path) -> None:
        objects = story.git("count-objects")
        args = withdrawal(story)
        assert story.git("count-objects") != objects
        objects = story.git("count-objects")
        without_key(story, *args, key=str(locked), says=(f"ssh-add {locked}",))
        assert story.git("count-objects") == objects, "refused before anything is written"

    def test_never_asks_for_the_passphrase(self, story: Story, locked: Path) -> None:
        """Also where a helper would pop up a window."""
        asker = story.file("asker", "#!/bin/sh\ntouch asked\n")
        Path(asker).chmod(0o755)
        env = {"SSH_ASKPASS": asker, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":9", "PDCTL_KEY": str(locked)}
        ran = program(*withdrawal(story), story=story, env=env)
        assert ran.code == 4
        assert not (story.folder / "asked").exists()

    def test_reading_needs_no_passphrase(self, story: Story, locked: Path) -> None:
        story.propose()
        assert story.run("todo", "--json", "--key", str(locked)).json["person"] == "chen"

    def test_with_agent(self, story: Story, locked: Path, agent: None) -> None:
        asker = story.file("asker", "#!/bin/sh\necho not written down\n")
        Path(asker).chmod(0o755)
        env = {**os.environ, "SSH_ASKPASS": asker, "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":9"}
        subprocess.run(["ssh-add", "-q", str(locked)], env=env, check=True, stdin=subprocess.DEVNULL)
        args = withdrawal(story)
        story.run(*args, "--key", str(locked))
        assert story.state(args[1]) == "withdrawn"

    def test_agent_that_is_gone(self, story: Story, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSH_AUTH_SOCK", "/nonexistent/socket")
        without_key(story, *withdrawal(story), key=str(locked), says=("ssh-add",))


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An agent that ends with the test."""
    out = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    found = dict(part.split("=", 1) for part in out.replace("\n", ";").split(";") if "=" in part)
    monkeypatch.setenv("SSH_AUTH_SOCK", found["SSH_AUTH_SOCK"])
    monkeypatch.setenv("SSH_AGENT_PID", found["SSH_AGENT_PID"])
    yield
    subprocess.run(["ssh-agent", "-k"], capture_output=True, check=True)


def test_key_only_in_the_agent(story: Story, agent: None) -> None:
    subprocess.run(["ssh-add", "-q", str(story.keys / "chen")], check=True, capture_output=True)
    public = story.file("chen.pub", (story.keys / "chen.pub").read_bytes())
    args = withdrawal(story)
    story.run(*args, "--key", public)
    assert story.state(args[1]) == "withdrawn"


class TestWhereTheKeyIsFound:
    """--key before PDCTL_KEY before git's user.signingkey before pdctl's own place."""

    def who(self, story: Story, *options: str, **env: str) -> str:
        ran: Ran = program("todo", "--json", *options, story=story, env=env)
        return str(ran.json["person"])

    def test_order(self, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
        home = Path(os.environ["HOME"])
        place = home / ".config/pdctl"
        place.mkdir(parents=True)
        for name in ("id_ed25519", "id_ed25519.pub"):
            (place / name).write_bytes((story.keys / f"he{name.removeprefix('id_ed25519')}").read_bytes())
            (place / name).chmod(0o600)
        assert self.who(story) == "he"
        (home / ".gitconfig").write_text(f"[user]\n\tsigningkey = {story.keys / 'sun'}\n", encoding="utf-8")
        assert self.who(story) == "sun"
        assert self.who(story, PDCTL_KEY=str(story.keys / "wu")) == "wu"
        assert self.who(story, "--key", str(story.keys / "xu"), PDCTL_KEY=str(story.keys / "wu")) == "xu"


def test_weak_rsa_key_is_not_entered(story: Story, tmp_path: Path) -> None:
    key = make_key(tmp_path / "weak", "-t", "rsa", "-b", "2048")
    told(story.run("person", "add", "gao", "--pubkey", f"{key}.pub", by="lin", code=1), "E-SIG-ALGO", "3072")


def test_private_key_is_not_entered(story: Story) -> None:
    ran = story.run("person", "add", "gao", "--pubkey", str(story.keys / "stranger"), by="lin", code=2)
    told(ran, ".pub")


def test_init_with_a_weak_key_leaves_nothing(story: Story, tmp_path: Path) -> None:
    key = make_key(tmp_path / "weak", "-t", "rsa", "-b", "2048")
    target = tmp_path / "new"
    options = ("--org", "a", "--name", "甲", "--kind", "basic", "--person", "p", "--person-name", "某")
    ran = program("init", str(target), *options, "--key", str(key))
    assert ran.code in (1, 4), ran.err
    assert not target.exists() or not list(target.iterdir())

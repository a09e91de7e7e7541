"""Keys are understood without OpenSSH where that is possible, and are never guessed."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from pdctl.core.findings import NO_SEAT, Stop
from pdctl.store import keys

KINDS = {
    "ed25519": ("-t", "ed25519"),
    "ecdsa": ("-t", "ecdsa", "-b", "256"),
    "rsa": ("-t", "rsa", "-b", "3072"),
    "rsa-pem": ("-t", "rsa", "-b", "3072", "-m", "PEM"),
    "pkcs8": ("-t", "ecdsa", "-m", "PKCS8"),
}


def made(path: Path, *options: str, passphrase: str = "") -> Path:
    subprocess.run(["ssh-keygen", "-q", *options, "-N", passphrase, "-C", "", "-f", str(path)], check=True)
    return path


def public_of(path: Path) -> str:
    return " ".join(path.with_name(path.name + ".pub").read_text(encoding="utf-8").split()[:2])


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_part_of_every_kind(tmp_path: Path, kind: str) -> None:
    path = made(tmp_path / "key", *KINDS[kind])
    for line_ends in ("\n", "\r\n") if kind == "ed25519" else ("\n",):
        path.write_bytes(path.read_bytes().replace(b"\n", line_ends.encode()))
        found = keys.read(path)
        assert " ".join(found.public.split()[:2]) == public_of(path)
        assert found.argument == str(path)
        assert not found.locked


def test_a_locked_key_is_known_as_such(tmp_path: Path) -> None:
    path = made(tmp_path / "key", "-t", "ed25519", passphrase="words")
    found = keys.read(path)
    assert found.locked
    assert found.public == public_of(path)


def test_a_public_file_without_its_private_one(tmp_path: Path) -> None:
    path = made(tmp_path / "key", "-t", "ed25519")
    path.unlink()
    with pytest.raises(Stop) as stop:
        keys.read(path.with_name("key.pub"))
    assert stop.value.exit_code == NO_SEAT


def test_every_cut_of_a_key_file_is_no_key(tmp_path: Path) -> None:
    """Or a key whose public part is whole already; never something else, never a fault."""
    path = made(tmp_path / "key", "-t", "ed25519")
    whole, public = path.read_bytes(), public_of(path)
    cut = tmp_path / "cut"
    cut.touch(mode=0o600)
    for end in range(0, len(whole), 7):
        cut.write_bytes(whole[:end])
        with suppress(Stop):
            assert keys.read(cut).public == public


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n公钥\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ecdsa-",
        "sk-x y",
        "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_files_that_are_no_keys(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(Stop) as stop:
        keys.read(path)
    assert stop.value.exit_code == NO_SEAT
    assert stop.value.fix


def test_a_made_key(tmp_path: Path) -> None:
    public = keys.make(tmp_path / "below/key", "pdctl")
    assert keys.read(tmp_path / "below/key").public == " ".join(public.split()[:2])
    with pytest.raises(Stop):
        keys.make(tmp_path / "below/key", "pdctl")

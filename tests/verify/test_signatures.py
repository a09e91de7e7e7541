"""E-SIG-*: only a whole, well-formed signature in git's namespace over exactly this commit."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from tests.history import History


def review(history: History) -> bytes:
    """The payload of a lawful review by zhao, not yet signed."""
    item = history.items["proposed"]
    files = history.record(item, "review", "zhao", "reviewer-legal", aspect="legal", decision="pass")
    return history.payload(history.tree_with("HEAD", files), [history.tip()], "审核", "zhao")


def new_key(history: History, name: str, *options: str) -> Path:
    """A key of another kind, which the admin adds for zhao."""
    path = history.folder.parent / name
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-f", str(path), *options], check=True)
    history.run("person", "add", "zhao", "--pubkey", f"{path}.pub", by="lin")
    return path


def flipped(signature: str, byte: int) -> str:
    """The same armor with one bit changed."""
    lines = signature.strip().split("\n")
    data = bytearray(base64.b64decode("".join(lines[1:-1])))
    data[byte] ^= 1
    return "\n".join([lines[0], base64.b64encode(data).decode(), lines[-1]])


def test_lawful(history: History) -> None:
    payload = review(history)
    history.move(history.sealed(payload, history.sign(payload, "zhao")))
    history.clean()


@pytest.mark.parametrize(
    "options",
    [
        ("-t", "ecdsa", "-b", "256"),
        ("-t", "ecdsa", "-b", "384"),
        ("-t", "ecdsa", "-b", "521"),
        ("-t", "rsa", "-b", "3072"),
    ],
    ids="-".join,
)
def test_lawful_kinds_of_keys(history: History, options: tuple[str, ...]) -> None:
    key = new_key(history, "other", *options)
    payload = review(history)
    history.move(history.sealed(payload, history.sign(payload, "zhao", key=key)))
    history.clean()


def test_unsigned_step(history: History) -> None:
    item = history.items["proposed"]
    history.forge(
        files=history.record(item, "review", "zhao", "reviewer-legal", aspect="legal", decision="pass"), sign=False
    )
    assert not history.caught("E-SIG-NONE").fix


def test_unsigned_settings_and_empty_commits(history: History) -> None:
    first = history.forge(files={"README.md": "x"}, sign=False)
    second = history.forge(sign=False)
    history.caught("E-SIG-NONE", first, only=False)
    finding = history.caught("E-SIG-NONE", second, only=False)
    assert "squash" not in str(finding.fix)  # its tree is merely that of its parent


def test_squash_by_a_forge_is_named(history: History) -> None:
    base = history.tip()
    history.review(history.items["proposed"], "necessity", "accuracy", by="wu")
    tree = history.git("rev-parse", "HEAD^{tree}")
    history.raw("update-ref", "refs/heads/side", history.tip())
    history.move(base)
    history.forge("Squashed commit (#7)", tree=tree, sign=False)
    assert "squash or rebase by the forge" in str(history.caught("E-SIG-NONE").fix)


def test_signature_of_another_payload(history: History) -> None:
    payload = review(history)
    other = history.sign(payload.replace("审核".encode(), "审批".encode()), "zhao")
    history.caught("E-SIG-BAD", history.move(history.sealed(payload, other)))


def test_signature_taken_from_another_commit(history: History) -> None:
    old = history.bytes_of(history.git("rev-list", "-1", "--author=zhao", "HEAD")).decode()
    armor = old.split("gpgsig ")[1].split("-----END")[0].replace("\n ", "\n") + "-----END SSH SIGNATURE-----"
    history.caught("E-SIG-BAD", history.move(history.sealed(review(history), armor)))


def test_a_commit_backdated_after_signing(history: History) -> None:
    payload = review(history)
    signature = history.sign(payload, "zhao")
    history.caught("E-SIG-BAD", history.move(history.sealed(payload.replace(b"1795417200", b"1595417200"), signature)))


@pytest.mark.parametrize("byte", [-1, -64, -20])
def test_one_bit_changed(history: History, byte: int) -> None:
    payload = review(history)
    history.caught("E-SIG-BAD", history.move(history.sealed(payload, flipped(history.sign(payload, "zhao"), byte))))


@pytest.mark.parametrize("namespace", ["file", "git2", "Git"])
def test_other_namespaces(history: History, namespace: str) -> None:
    payload = review(history)
    history.caught("E-SIG-NS", history.move(history.sealed(payload, history.sign(payload, "zhao", namespace))))


def test_a_short_rsa_key(history: History) -> None:
    """An admin who writes it into people.yaml by hand does not make it strong."""
    path = history.folder.parent / "weak"
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-t", "rsa", "-b", "2048", "-f", str(path)], check=True)
    people = history.value("people.yaml")["people"]
    people["zhao"]["keys"].append(
        {"public": " ".join(Path(f"{path}.pub").read_text().split()[:2]), "state": "active", "added": "2026-11-23"}
    )
    history.forge("公钥", history.changed("people.yaml", people=people), "lin")
    payload = review(history)
    history.caught(
        "E-SIG-ALGO", history.move(history.sealed(payload, history.sign(payload, "zhao", key=path))), only=False
    )


def test_sha1_with_rsa(history: History) -> None:
    key = new_key(history, "rsa", "-t", "rsa", "-b", "3072")
    payload = review(history)
    signature = history.sign(payload, "zhao", key=key).strip().split("\n")
    data = base64.b64decode("".join(signature[1:-1]))
    assert b"rsa-sha2-512" in data
    weak = data.replace(b"\0\0\0\x0crsa-sha2-512", b"\0\0\0\x07ssh-rsa")
    inner = data.index(b"\0\0\0\x0crsa-sha2-512") - 4
    size = int.from_bytes(data[inner : inner + 4]) - 5
    weak = weak[:inner] + size.to_bytes(4) + weak[inner + 4 :]
    armor = "\n".join([signature[0], base64.b64encode(weak).decode(), signature[-1]])
    history.caught("E-SIG-ALGO", history.move(history.sealed(payload, armor)))


def test_a_certificate(history: History) -> None:
    """Signed with a certificate that another key issued for zhao's own key."""
    folder = history.folder.parent
    key = new_key(history, "holder", "-t", "ed25519")
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-t", "ed25519", "-f", str(folder / "ca")], check=True)
    subprocess.run(["ssh-keygen", "-q", "-s", str(folder / "ca"), "-I", "zhao", "-n", "zhao", f"{key}.pub"], check=True)
    payload = review(history)
    signature = history.sign(payload, "zhao", key=key).strip().split("\n")
    data = base64.b64decode("".join(signature[1:-1]))
    certificate = base64.b64decode((folder / "holder-cert.pub").read_text().split()[1])
    size = int.from_bytes(data[10:14])
    forged = data[:10] + len(certificate).to_bytes(4) + certificate + data[14 + size :]
    armor = "\n".join([signature[0], base64.b64encode(forged).decode(), signature[-1]])
    history.caught("E-SIG-ALGO", history.move(history.sealed(payload, armor)))


HEADERS = {
    "a second signature": lambda s: ([], ["gpgsig " + s.strip().replace("\n", "\n ")]),
    "a signature of another hash": lambda s: ([], ["gpgsig-sha256 " + s.strip().replace("\n", "\n ")]),
    "an encoding": lambda s: (["encoding GB18030"], []),
    "an unknown header": lambda s: ([], ["mergetag object 0000"]),
    "a header that hides a line": lambda s: (["HG:extra x"], []),
}


@pytest.mark.parametrize("name", HEADERS)
def test_other_headers(history: History, name: str) -> None:
    payload = review(history)
    signature = history.sign(payload, "zhao")
    before, after = HEADERS[name](signature)
    history.caught("E-SIG-FORM", history.move(history.sealed(payload, signature, before, after)))


MANGLED = {
    "PGP": lambda s: "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----",
    "no armor": lambda s: "\n".join(s.strip().split("\n")[1:-1]),
    "cut short": lambda s: "\n".join([*s.strip().split("\n")[:2], s.strip().split("\n")[-1]]),
    "left over": lambda s: armored(base64.b64decode("".join(s.strip().split("\n")[1:-1])) + b"\0"),
    "not base64": lambda s: s.replace("U1NIU0lH", "U1NIU0l!"),
    "another version": lambda s: armored(
        b"SSHSIG\0\0\0\x02" + base64.b64decode("".join(s.strip().split("\n")[1:-1]))[10:]
    ),
    "empty": lambda s: "",
}


def armored(data: bytes) -> str:
    """An SSH signature's armor around any bytes."""
    return f"-----BEGIN SSH SIGNATURE-----\n{base64.b64encode(data).decode()}\n-----END SSH SIGNATURE-----"


@pytest.mark.parametrize("name", MANGLED)
def test_malformed_signatures(history: History, name: str) -> None:
    payload = review(history)
    history.caught("E-SIG-FORM", history.move(history.sealed(payload, MANGLED[name](history.sign(payload, "zhao")))))

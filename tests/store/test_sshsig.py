"""Signatures: this reader and OpenSSH give the same verdict, except where this one is stricter on purpose."""

from __future__ import annotations

import base64
import hashlib
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pdctl.store.sshsig import BEGIN, END, BadSignature, check_public_line, fingerprint, verify

PAYLOAD = "tree 1234\nauthor 陈思敏\n\n审核\n".encode()
KINDS = {
    "ed25519": ("-t", "ed25519"),
    "ecdsa-256": ("-t", "ecdsa", "-b", "256"),
    "ecdsa-384": ("-t", "ecdsa", "-b", "384"),
    "ecdsa-521": ("-t", "ecdsa", "-b", "521"),
    "rsa-3072": ("-t", "rsa", "-b", "3072"),
}


@dataclass(frozen=True)
class Keys:
    """Real keys of every kind, and OpenSSH to sign and verify with them."""

    folder: Path

    def make(self, name: str, *options: str) -> Path:
        path = self.folder / name
        if not path.exists():
            subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-C", name, "-f", str(path)], check=True)
        return path

    def sign(self, name: str, payload: bytes = PAYLOAD, namespace: str = "git", *options: str) -> str:
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(self.folder / name), *options]
        return subprocess.run(command, input=payload, capture_output=True, check=True).stdout.decode()

    def openssh_accepts(self, public: str, armored: bytes, payload: bytes = PAYLOAD) -> bool:
        """The verdict of `ssh-keygen -Y verify` for one allowed signer."""
        (self.folder / "allowed").write_text(f"signer {public}\n", encoding="utf-8")
        (self.folder / "signature").write_bytes(armored)
        command = ["ssh-keygen", "-Y", "verify", "-n", "git", "-I", "signer"]
        command += ["-f", str(self.folder / "allowed"), "-s", str(self.folder / "signature")]
        return subprocess.run(command, input=payload, capture_output=True, check=False).returncode == 0

    def public(self, name: str) -> str:
        return " ".join((self.folder / f"{name}.pub").read_text(encoding="utf-8").split()[:2])


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    found = Keys(tmp_path_factory.mktemp("sshsig"))
    for name, options in KINDS.items():
        found.make(name, *options)
    return found


def accepts(public: str, armored: str, payload: bytes = PAYLOAD) -> bool:
    """The verdict of pdctl for the same signer: the signature holds, and it is his key."""
    try:
        return verify(armored, payload).key_text == public.split()[1]
    except BadSignature:
        return False


def raw(armored: str) -> bytes:
    return base64.b64decode("".join(armored.strip().split("\n")[1:-1]))


def armor(data: bytes) -> str:
    text = base64.b64encode(data).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join([BEGIN, *lines, END]) + "\n"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("options", [(), ("-O", "hashalg=sha256")])
def test_what_openssh_signs_is_accepted(keys: Keys, name: str, options: tuple[str, ...]) -> None:
    armored = keys.sign(name, PAYLOAD, "git", *options)
    assert keys.openssh_accepts(keys.public(name), armored.encode())
    assert accepts(keys.public(name), armored)
    assert not accepts(keys.public(name), armored, PAYLOAD + b"x")
    assert not accepts(keys.public("ed25519" if name != "ed25519" else "rsa-3072"), armored)


@pytest.mark.parametrize("name", KINDS)
def test_many_signatures_of_one_key(keys: Keys, name: str) -> None:
    """Some have short numbers, or numbers with a zero in front."""
    for number in range(12):
        payload = f"commit {number}".encode()
        assert accepts(keys.public(name), keys.sign(name, payload), payload)


def mutations(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Bits turned, bytes cut out, doubled, swapped, put in; always the same ones."""
    chance = random.Random(seed)
    for _ in range(count):
        at = chance.randrange(len(data))
        changed = bytearray(data)
        match chance.randrange(6):
            case 0 | 1:
                changed[at] ^= 1 << chance.randrange(8)
            case 2:
                del changed[at]
            case 3:
                changed.insert(at, chance.randrange(256))
            case 4:
                changed[at] = chance.choice((0, 0x7F, 0x80, 0xFF))
            case 5:
                other = chance.randrange(len(data))
                changed[at], changed[other] = changed[other], changed[at]
        yield bytes(changed)


@pytest.mark.parametrize(("name", "seed"), [(name, seed) for seed, name in enumerate(KINDS)])
def test_mutated_signatures(keys: Keys, name: str, seed: int) -> None:
    """What OpenSSH refuses is refused here, and the other way round."""
    public, data = keys.public(name), raw(keys.sign(name))
    for changed in mutations(data, seed, 60):
        armored = armor(changed)
        here, there = accepts(public, armored), keys.openssh_accepts(public, armored.encode())
        assert here == there, f"pdctl {here}, OpenSSH {there}: {changed.hex()}"


def test_mutated_armor(keys: Keys) -> None:
    """Around the signature OpenSSH is lenient; here only one form is accepted."""
    armored = keys.sign("ed25519")
    public = keys.public("ed25519")
    for number, changed in enumerate(mutations(armored.encode(), 99, 80)):
        here, there = accepts(public, changed.decode("utf-8", "replace")), keys.openssh_accepts(public, changed)
        assert there or not here, (number, changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda a: " " + a,
        lambda a: "\n" + a,
        lambda a: a.replace("\n", "\r\n"),
        lambda a: a + "\n",
        lambda a: a + "more",
        lambda a: a.replace("\n", "\n\n", 1),
        lambda a: a.replace("\n", "\n ", 2),
        lambda a: a.replace(BEGIN, BEGIN.lower()),
        lambda a: a.replace(END, ""),
        lambda a: a.replace(BEGIN + "\n", BEGIN + "\nHash: x\n"),
        lambda a: a + a,
        lambda _: "",
        lambda _: f"{BEGIN}\n{END}\n",
    ],
)
def test_only_one_armor(keys: Keys, change: Callable[[str], str]) -> None:
    changed = change(keys.sign("ed25519"))
    assert not accepts(keys.public("ed25519"), changed)


def test_wrong_namespace(keys: Keys) -> None:
    for namespace in ("file", "git@x", "Git", "git\n"):
        with pytest.raises(BadSignature) as bad:
            verify(keys.sign("ed25519", PAYLOAD, namespace), PAYLOAD)
        assert bad.value.rule == "E-SIG-NS"


def test_weak_rsa_is_refused(keys: Keys) -> None:
    """OpenSSH accepts 2048 bits; here 3072 are the least."""
    keys.make("rsa-2048", "-t", "rsa", "-b", "2048")
    armored = keys.sign("rsa-2048")
    assert keys.openssh_accepts(keys.public("rsa-2048"), armored.encode())
    with pytest.raises(BadSignature) as bad:
        verify(armored, PAYLOAD)
    assert bad.value.rule == "E-SIG-ALGO"
    assert check_public_line(keys.public("rsa-2048")) == "bits"


def test_certificates_are_refused(keys: Keys) -> None:
    """A certificate would bring in an authority that no people file names."""
    authority = keys.make("authority", "-t", "ed25519")
    member = keys.make("member", "-t", "ed25519")
    command = ["ssh-keygen", "-q", "-s", str(authority), "-I", "member", "-n", "signer", f"{member}.pub"]
    subprocess.run(command, check=True)
    certificate = keys.folder / "member-cert.pub"
    armored = keys.sign(certificate.name)
    with pytest.raises(BadSignature) as bad:
        verify(armored, PAYLOAD)
    assert bad.value.rule == "E-SIG-ALGO"
    assert check_public_line(certificate.read_text(encoding="utf-8")) == "type"


def test_sha1_of_rsa_is_refused(keys: Keys) -> None:
    data = raw(keys.sign("rsa-3072")).replace(b"rsa-sha2-512", b"ssh-rsa")
    data = data.replace(b"\x00\x00\x00\x0cssh-rsa", b"\x00\x00\x00\x07ssh-rsa")
    with pytest.raises(BadSignature):
        verify(armor(data), PAYLOAD)


def test_fingerprint_is_that_of_openssh(keys: Keys) -> None:
    for name in KINDS:
        listed = subprocess.run(
            ["ssh-keygen", "-lf", f"{keys.folder / name}.pub"], capture_output=True, text=True, check=True
        ).stdout
        assert fingerprint(keys.public(name).split()[1]) == listed.split()[1]


def test_public_lines(keys: Keys) -> None:
    for name in KINDS:
        assert check_public_line(keys.public(name)) is None
    blob = keys.public("ed25519").split()[1]
    for line in (
        "",
        "ssh-ed25519",
        f"ssh-rsa {blob}",
        "ssh-dss AAAA",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 AAAA",
        f"ssh-ed25519 {blob[:-8]}",
        f"ssh-ed25519 {blob}AAAA",
        "ssh-ed25519 公钥",
    ):
        assert check_public_line(line) is not None, line


def sized(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4) + part for part in parts)


def split(data: bytes) -> list[bytes]:
    parts = []
    while data:
        size = int.from_bytes(data[:4])
        parts.append(data[4 : 4 + size])
        data = data[4 + size :]
    return parts


def rebuilt(armored: str, change: Callable[[bytes], bytes]) -> str:
    """An ecdsa signature with the first of its two numbers written in another way."""
    data = raw(armored)
    head, (key, namespace, reserved, hash_name, inner) = data[:10], split(data[10:])
    algorithm, numbers = split(inner)
    first, second = split(numbers)
    return armor(head + sized(key, namespace, reserved, hash_name, sized(algorithm, sized(change(first), second))))


def test_numbers_have_one_form(keys: Keys) -> None:
    """A number that could be read as negative is refused by OpenSSH too; zeros in front only here."""
    public = keys.public("ecdsa-256")
    signatures = (keys.sign("ecdsa-256", PAYLOAD) for _ in range(60))
    armored = next(a for a in signatures if split(split(split(raw(a)[10:])[4])[1])[0][0] == 0)
    assert accepts(public, rebuilt(armored, lambda number: number))
    negative = rebuilt(armored, lambda number: number[1:])
    assert not accepts(public, negative)
    assert not keys.openssh_accepts(public, negative.encode())
    assert not accepts(public, rebuilt(armored, lambda number: b"\0" + number))


class TestSecurityKeys:
    """The two FIDO kinds, with tokens made of software: OpenSSH checks them like any other."""

    APPLICATION = b"ssh:"

    def signed(self, kind: str, flags: int) -> tuple[str, str]:
        """A public line and a signature of a token that reports these flags."""
        inner = b"SSHSIG" + sized(b"git", b"", b"sha512", hashlib.sha512(PAYLOAD).digest())
        told = hashlib.sha256(self.APPLICATION).digest() + bytes([flags]) + (7).to_bytes(4)
        told += hashlib.sha256(inner).digest()
        if kind == "sk-ssh-ed25519@openssh.com":
            private = Ed25519PrivateKey.generate()
            public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            blob, proof = sized(kind.encode(), public, self.APPLICATION), private.sign(told)
        else:
            secret = ec.generate_private_key(ec.SECP256R1())
            point = secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            blob = sized(kind.encode(), b"nistp256", point, self.APPLICATION)
            numbers = decode_dss_signature(secret.sign(told, ec.ECDSA(SHA256())))
            proof = sized(*(n.to_bytes(n.bit_length() // 8 + 1) for n in numbers))
        signature = sized(kind.encode(), proof) + bytes([flags]) + (7).to_bytes(4)
        armored = armor(b"SSHSIG\0\0\0\1" + sized(blob, b"git", b"", b"sha512", signature))
        return f"{kind} {base64.b64encode(blob).decode()}", armored

    @pytest.mark.parametrize("kind", ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"])
    def test_touched(self, keys: Keys, kind: str) -> None:
        public, armored = self.signed(kind, 1)
        assert check_public_line(public) is None
        assert keys.openssh_accepts(public, armored.encode())
        assert accepts(public, armored)
        assert not accepts(public, armored, PAYLOAD + b"x")
        for number, changed in enumerate(mutations(raw(armored), 5, 40)):
            changed_armor = armor(changed)
            assert not accepts(public, changed_armor) or keys.openssh_accepts(public, changed_armor.encode()), number

    @pytest.mark.parametrize("kind", ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"])
    def test_not_touched(self, kind: str) -> None:
        """Somebody must have been there."""
        _, armored = self.signed(kind, 0)
        with pytest.raises(BadSignature) as bad:
            verify(armored, PAYLOAD)
        assert bad.value.rule == "E-SIG-BAD"


def test_a_compressed_point_is_another_face_of_the_same_key(keys: Keys) -> None:
    kind, name, point = split(base64.b64decode(keys.public("ecdsa-256").split()[1]))
    compressed = bytes([2 + point[-1] % 2]) + point[1:33]
    line = f"ecdsa-sha2-nistp256 {base64.b64encode(sized(kind, name, compressed)).decode()}"
    assert check_public_line(line) == "form"


@pytest.mark.parametrize("public", [bytes([1]) + bytes(31), bytes(32), bytes([0xEC]) + b"\xff" * 30 + b"\x7f"])
def test_a_key_with_which_anybody_could_sign_is_refused(public: bytes) -> None:
    """A point of small order takes the number zero for a proof of any text."""
    blob = sized(b"ssh-ed25519", public)
    proof = sized(b"ssh-ed25519", bytes([1]) + bytes(63))
    for text in (PAYLOAD, b"1", b"2", b"3"):
        with pytest.raises(BadSignature) as bad:
            verify(armor(b"SSHSIG\0\0\0\1" + sized(blob, b"git", b"", b"sha512", proof)), text)
        assert bad.value.rule == "E-SIG-BAD"


@pytest.mark.parametrize(("key", "proof"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 64), (32, 0)])
def test_keys_and_proofs_have_one_length(key: int, proof: int) -> None:
    blob = sized(b"ssh-ed25519", bytes(range(key)))
    inner = sized(b"ssh-ed25519", bytes(range(proof)))
    with pytest.raises(BadSignature) as bad:
        verify(armor(b"SSHSIG\0\0\0\1" + sized(blob, b"git", b"", b"sha512", inner)), PAYLOAD)
    assert bad.value.rule == "E-SIG-BAD"

"""SSH signatures (the SSHSIG format of OpenSSH), parsed and checked in process.

Accepted keys: ed25519, ecdsa on the NIST curves, rsa of 3072 bits or more with SHA-2, and the two FIDO kinds.
Refused: certificates, ssh-rsa with SHA-1, any namespace but `git`, anything with bytes left over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg

MAGIC = b"SSHSIG"
NAMESPACE = b"git"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
MIN_RSA_BITS = 3072
_UNCOMPRESSED = b"\x04"
_ED25519_SIZE, _ED25519_PROOF_SIZE = 32, 64
_CURVES = {
    b"nistp256": ("SECP256R1", "SHA256"),
    b"nistp384": ("SECP384R1", "SHA384"),
    b"nistp521": ("SECP521R1", "SHA512"),
}
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
# The whole of what OpenSSH writes for an ed25519 key: nearly every signature has this one form.
_USUAL = re.compile(
    rb"SSHSIG\0\0\0\x01"
    rb"\0\0\x003(\0\0\0\x0bssh-ed25519\0\0\0 [\s\S]{32})"
    rb"\0\0\0\x03(git)\0\0\0\0\0\0\0\x06(sha512)"
    rb"\0\0\0S\0\0\0\x0b(ssh-ed25519)(\0\0\0@[\s\S]{64})"
)
_RSA_HASH = {b"rsa-sha2-256": "SHA256", b"rsa-sha2-512": "SHA512"}
KEY_TYPES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)


class BadSignature(Exception):
    """A signature that does not hold; `rule` says which rule it breaks."""

    def __init__(self, rule: str, message: Msg) -> None:
        super().__init__(str(message))
        self.rule = rule
        self.message = message


class _Fields:
    """Reads the length-prefixed fields of SSH's wire format."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def take(self, count: int) -> bytes:
        if count > len(self.data):
            raise BadSignature("E-SIG-FORM", msg("the signature is cut short"))
        out, self.data = self.data[:count], self.data[count:]
        return out

    def number(self) -> int:
        return int.from_bytes(self.take(4))

    def field(self) -> bytes:
        return self.take(self.number())

    def integer(self) -> int:
        """A whole number in the one form that it has: never below zero, no zero byte in front without need."""
        data = self.field()
        if data[:1] > b"\x7f" or (data[:1] == b"\0" and data[1:2] < b"\x80"):
            raise BadSignature("E-SIG-FORM", msg("a number in the signature is not written in OpenSSH's one way"))
        return int.from_bytes(data)

    def end(self) -> None:
        if self.data:
            raise BadSignature("E-SIG-FORM", msg("the signature has bytes left over"))


@dataclass(frozen=True)
class Signature:
    """A parsed signature: the public key's blob, and what was signed in which way."""

    key: bytes
    namespace: bytes
    hash_name: bytes
    algorithm: bytes
    blob: bytes

    @property
    def key_text(self) -> str:
        """The base64 form of the key, as in a people file."""
        return base64.b64encode(self.key).decode()


def parse(armored: str) -> Signature:
    """A signature from its armored text. Raises `BadSignature`."""
    lines = armored.removesuffix("\n").split("\n")
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END or "" in lines:
        raise BadSignature("E-SIG-FORM", msg("this is not an SSH signature"))
    try:
        text = "".join(lines[1:-1])
        data = base64.b64decode(text, validate=True)
        if base64.b64encode(data).decode() != text:
            raise binascii.Error("not canonical")
    except ValueError as error:
        raise BadSignature("E-SIG-FORM", msg("the signature is not base64")) from error
    usual = _USUAL.fullmatch(data)
    return Signature(*usual.groups()) if usual else _taken_apart(data)


def _taken_apart(data: bytes) -> Signature:
    """A signature of any form, field by field. Raises `BadSignature`."""
    fields = _Fields(data)
    if fields.take(len(MAGIC)) != MAGIC or fields.number() != 1:
        raise BadSignature("E-SIG-FORM", msg("this is not an SSH signature of version 1"))
    key, namespace, reserved, hash_name, inner = (fields.field() for _ in range(5))
    fields.end()
    if reserved:
        raise BadSignature("E-SIG-FORM", msg("the signature has a reserved field"))
    parts = _Fields(inner)
    algorithm, blob = parts.field(), parts.data
    return Signature(key, namespace, hash_name, algorithm, blob)


def verify(armored: str, payload: bytes) -> Signature:
    """Check a signature over a payload; returns it, with the key that made it. Raises `BadSignature`."""
    signature = parse(armored)
    if signature.namespace != NAMESPACE:
        raise BadSignature(
            "E-SIG-NS", msg("the signature was made for {namespace}, not for git", namespace=repr(signature.namespace))
        )
    digest = _HASHES.get(signature.hash_name)
    if digest is None:
        raise BadSignature("E-SIG-ALGO", msg("the hash {name} is not accepted", name=repr(signature.hash_name)))
    signed = MAGIC + b"".join(
        _sized(part) for part in (signature.namespace, b"", signature.hash_name, digest(payload).digest())
    )
    _check(signature, signed)
    return signature


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _check(signature: Signature, signed: bytes) -> None:
    key = _Fields(signature.key)
    kind = key.field().decode("ascii", "replace")
    if kind not in KEY_TYPES:
        raise BadSignature("E-SIG-ALGO", msg("keys of the type {kind} are not accepted", kind=kind))
    if not _CHECKS[kind](signature, key, signed):
        raise BadSignature("E-SIG-BAD", msg("the signature does not belong to this commit"))


def _expect(signature: Signature, *algorithms: bytes) -> None:
    if signature.algorithm not in algorithms:
        raise BadSignature("E-SIG-ALGO", msg("the algorithm {name} is not accepted", name=repr(signature.algorithm)))


def _ed25519(signature: Signature, key: _Fields, signed: bytes) -> bool:
    _expect(signature, b"ssh-ed25519")
    blob = _Fields(signature.blob)
    public, proof = key.field(), blob.field()
    key.end()
    blob.end()
    return _ed25519_holds(public, proof, signed)


def _ed25519_holds(public: bytes, proof: bytes, signed: bytes) -> bool:
    """RFC 8032 by libsodium, which also refuses keys of small order, with which anybody could sign."""
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import BadSignatureError

    if len(public) != _ED25519_SIZE or len(proof) != _ED25519_PROOF_SIZE:
        return False
    try:
        crypto_sign_open(proof + signed, public)
    except BadSignatureError:
        return False
    return True


def _passes(check: Callable[[], None]) -> bool:
    """Whether a check of `cryptography` raises nothing."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        check()
    except (InvalidSignature, UnsupportedAlgorithm, OverflowError, ValueError):
        return False
    return True


def _ecdsa(signature: Signature, key: _Fields, signed: bytes) -> bool:
    curve, point = key.field(), key.field()
    key.end()
    if curve not in _CURVES:
        raise BadSignature("E-SIG-ALGO", msg("the algorithm {name} is not accepted", name=repr(curve)))
    _expect(signature, b"ecdsa-sha2-" + curve)
    blob = _Fields(signature.blob)
    numbers = _Fields(blob.field())
    blob.end()
    return _ecdsa_holds(curve, point, numbers, signed)


def _ecdsa_holds(curve: bytes, point: bytes, numbers: _Fields, signed: bytes) -> bool:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    name, hash_name = _CURVES[curve]
    if point[:1] != _UNCOMPRESSED:
        raise BadSignature("E-SIG-FORM", msg("the key is not written in OpenSSH's one way"))
    r, s = numbers.integer(), numbers.integer()
    numbers.end()

    def check() -> None:
        public = ec.EllipticCurvePublicKey.from_encoded_point(getattr(ec, name)(), point)
        public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(getattr(hashes, hash_name)()))

    return _passes(check)


def _rsa(signature: Signature, key: _Fields, signed: bytes) -> bool:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    _expect(signature, *_RSA_HASH)
    exponent, modulus = key.integer(), key.integer()
    key.end()
    if modulus.bit_length() < MIN_RSA_BITS:
        raise BadSignature("E-SIG-ALGO", msg("rsa keys need {bits} bits or more", bits=MIN_RSA_BITS))
    blob = _Fields(signature.blob)
    proof = blob.field()
    blob.end()

    def check() -> None:
        public = RSAPublicNumbers(exponent, modulus).public_key()
        public.verify(proof, signed, PKCS1v15(), getattr(hashes, _RSA_HASH[signature.algorithm])())

    return _passes(check)


def _sk_data(key: _Fields, blob: _Fields, signed: bytes) -> bytes:
    """What a FIDO token signs: the application's hash, flags (user present), counter, hash of the data."""
    application = key.field()
    key.end()
    flags, counter = blob.take(1), blob.take(4)
    blob.end()
    if not flags[0] & 1:
        raise BadSignature("E-SIG-BAD", msg("the security key was not touched"))
    return hashlib.sha256(application).digest() + flags + counter + hashlib.sha256(signed).digest()


def _sk_ed25519(signature: Signature, key: _Fields, signed: bytes) -> bool:
    _expect(signature, b"sk-ssh-ed25519@openssh.com")
    public, blob = key.field(), _Fields(signature.blob)
    proof = blob.field()
    return _ed25519_holds(public, proof, _sk_data(key, blob, signed))


def _sk_ecdsa(signature: Signature, key: _Fields, signed: bytes) -> bool:
    _expect(signature, b"sk-ecdsa-sha2-nistp256@openssh.com")
    curve, point, blob = key.field(), key.field(), _Fields(signature.blob)
    if curve != b"nistp256":
        raise BadSignature("E-SIG-ALGO", msg("the algorithm {name} is not accepted", name=repr(curve)))
    numbers = _Fields(blob.field())
    return _ecdsa_holds(curve, point, numbers, _sk_data(key, blob, signed))


_CHECKS = {
    "ssh-ed25519": _ed25519,
    "ecdsa-sha2-nistp256": _ecdsa,
    "ecdsa-sha2-nistp384": _ecdsa,
    "ecdsa-sha2-nistp521": _ecdsa,
    "ssh-rsa": _rsa,
    "sk-ssh-ed25519@openssh.com": _sk_ed25519,
    "sk-ecdsa-sha2-nistp256@openssh.com": _sk_ecdsa,
}


def fingerprint(blob: str) -> str:
    """The fingerprint people compare: SHA256 of the key, as OpenSSH shows it."""
    digest = hashlib.sha256(base64.b64decode(blob)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def check_public_line(line: str) -> str | None:
    """Why an OpenSSH public key line is not accepted, or None. Returns the reason as a plain word."""
    parts = line.split()
    if len(parts) < 2 or parts[0] not in KEY_TYPES:
        return "type"
    try:
        data = base64.b64decode(parts[1], validate=True)
        fields = _Fields(data)
        if fields.field() != parts[0].encode():
            return "type"
        fault = _key_fault(parts[0], fields)
        fields.end()
    except (ValueError, BadSignature):
        return "form"
    return fault if base64.b64encode(data).decode() == parts[1] else "form"


def _key_fault(kind: str, fields: _Fields) -> str | None:
    if kind == "ssh-rsa":
        fields.integer()
        return "bits" if fields.integer().bit_length() < MIN_RSA_BITS else None
    if "ecdsa" in kind:
        curve, point = fields.field(), fields.field()
        good = curve in _CURVES and curve.decode() in kind and point[:1] == _UNCOMPRESSED
    else:
        good = len(fields.field()) == _ED25519_SIZE
    if kind.startswith("sk-"):
        fields.field()  # the application, such as `ssh:`
    return None if good else "form"

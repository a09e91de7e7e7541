"""The signing key of whoever acts: found, read, made. Private keys are only ever read by OpenSSH itself."""

from __future__ import annotations

import base64
import binascii
import os
import subprocess
from pathlib import Path

from pdctl.core.findings import ENVIRONMENT, NO_SEAT, Stop
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.core.trouble import plainly
from pdctl.store.git import user_setting
from pdctl.store.places import config_home

_PRIVATE = "-----BEGIN OPENSSH PRIVATE KEY-----"
_MAGIC = b"openssh-key-v1\0"


@dataclass(frozen=True)
class SigningKey:
    """A key to sign with: `public` is its OpenSSH line; `argument` is what git is told; `locked` needs a passphrase."""

    public: str
    argument: str
    locked: bool = False

    @property
    def blob(self) -> str:
        """The base64 part of the public line."""
        return self.public.split()[1]


def default_key() -> Path:
    """Where `pdctl key new` puts a key, and the last place where one is looked for."""
    return config_home() / "id_ed25519"


def no_key(message: Msg, fix: Msg | str = "") -> Stop:
    """No usable key: exit code 4."""
    return Stop(NO_SEAT, message, fix or msg("pdctl key new makes a key; --key FILE or PDCTL_KEY names one"))


def find(option: str | None, folder: Path) -> SigningKey:
    """The key of whoever acts: the option, else PDCTL_KEY, else git's user.signingkey, else pdctl's own place."""
    named = option or os.environ.get("PDCTL_KEY") or user_setting(folder, "user.signingkey")
    if named and named.startswith(("key::", "ssh-", "ecdsa-", "sk-")):
        return _in_agent(named.removeprefix("key::"))
    if named:
        return read(Path(os.path.expanduser(named)))
    if default_key().exists():
        return read(default_key())
    raise no_key(msg("no signing key is set"))


def read(path: Path) -> SigningKey:
    """The key in a file, private or public. Raises `Stop` (exit code 4)."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise no_key(
            msg(
                "the key file {file} cannot be read: {problem}",
                file=str(path),
                problem=plainly(error.strerror or str(error)),
            )
        ) from error
    if text.split(" ", 1)[0] in ("ssh-ed25519", "ssh-rsa") or text.startswith(("ecdsa-", "sk-")):
        private = path.with_suffix("") if path.suffix == ".pub" else None
        return read(private) if private and private.exists() else _in_agent(text.strip())
    if text.startswith(_PRIVATE):
        return _from_private(path, text)
    return SigningKey(_asked(path), str(path.resolve()))


def _from_private(path: Path, text: str) -> SigningKey:
    """An OpenSSH private key file holds its public key in the clear."""
    try:
        data = base64.b64decode("".join(text.strip().split("\n")[1:-1]))
        if not data.startswith(_MAGIC):
            raise ValueError
        cipher, rest = _field(data[len(_MAGIC) :])
        for _ in range(2):  # key derivation: name and options
            _, rest = _field(rest)
        blob, _ = _field(rest[4:])
        kind, _ = _field(blob)
    except (ValueError, binascii.Error, IndexError) as error:
        raise no_key(msg("{file} is not a private key that OpenSSH can read", file=str(path))) from error
    public = f"{kind.decode()} {base64.b64encode(blob).decode()}"
    locked = cipher != b"none"
    if locked and _agent_holds(public):
        return SigningKey(public, f"key::{public}")
    return SigningKey(public, str(path.resolve()), locked)


def _field(data: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:4])
    if len(data) < 4 + size:
        raise ValueError
    return data[4 : 4 + size], data[4 + size :]


def _asked(path: Path) -> str:
    done = _openssh("ssh-keygen", "-y", "-P", "", "-f", str(path))
    if done.returncode != 0:
        raise no_key(msg("{file} is not a private key that OpenSSH can read", file=str(path)))
    return done.stdout.strip()


def _in_agent(public: str) -> SigningKey:
    if len(public.split()) < 2 or not _agent_holds(public):
        raise no_key(
            msg("the private key is neither in a file nor in the ssh-agent"), msg("ssh-add FILE puts it into the agent")
        )
    return SigningKey(public, f"key::{public}")


def _agent_holds(public: str) -> bool:
    return public.split()[1] in _openssh("ssh-add", "-L").stdout.split()


def agent_keys() -> int | None:
    """How many keys the agent holds, or None where no agent answers."""
    done = _openssh("ssh-add", "-L")
    return len(done.stdout.splitlines()) if done.returncode == 0 else (0 if done.returncode == 1 else None)


def make(path: Path, comment: str, ask: bool = False) -> str:
    """Make an ed25519 key; returns its public line. Raises `Stop` where the file exists or OpenSSH is missing.

    A passphrase is asked for by OpenSSH itself: as an argument, every user of the machine could read it.
    """
    public = path.with_name(f"{path.name}.pub")
    for file in (path, public):
        if file.exists():
            raise Stop(
                ENVIRONMENT,
                msg("{file} exists already; nothing was changed", file=str(file)),
                msg("choose another place with --out FILE"),
            )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    passphrase = () if ask else ("-N", "")
    done = _openssh("ssh-keygen", "-q", "-t", "ed25519", *passphrase, "-C", comment, "-f", str(path), ask=ask)
    if done.returncode != 0:
        raise Stop(ENVIRONMENT, msg("ssh-keygen failed: {problem}", problem=plainly(done.stderr.strip())))
    return public.read_text(encoding="utf-8").strip()


def _openssh(*command: str, ask: bool = False) -> subprocess.CompletedProcess[str]:
    stdin = None if ask else subprocess.DEVNULL
    try:
        return subprocess.run(command, capture_output=True, text=True, stdin=stdin, check=False)
    except FileNotFoundError as error:
        raise missing_program(command[0]) from error


def missing_program(name: str) -> Stop:
    """A program of OpenSSH is not there."""
    return Stop(ENVIRONMENT, msg("the program {name} is missing", name=name), msg("install OpenSSH 8.9 or newer"))

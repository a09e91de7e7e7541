"""History as objects: every one is read as bytes and hashed again; commits are taken apart strictly.

Nothing here believes git's rendered output, a commit-graph, replace refs, or that a loose object still holds what its
name says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pdctl.core.findings import UNCHECKED, Stop
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.store.git import Failure, Git
from pdctl.store.objects import Damaged, TooLarge
from pdctl.store.pack import object_id
from pdctl.store.sshsig import BadSignature, verify

_PERSON = re.compile(rb"[^<>\n\0]* <[^<>\n\0]*> [0-9]{1,12} [+-][0-9]{4}")
_OID = re.compile(rb"[0-9a-f]{40}")
# The headers of nearly every commit: one parent, and a signature.
_USUAL = re.compile(
    rb"(tree (%b)\nparent (%b)\nauthor %b\ncommitter %b\n)gpgsig ([ -~]*(?:\n [ -~]*)*)\n\n"
    % (_OID.pattern, _OID.pattern, _PERSON.pattern, _PERSON.pattern)
)


class BadObject(Exception):
    """An object that is not what it must be; `rule` says which rule it breaks."""

    def __init__(self, rule: str, message: Msg, path: str = "") -> None:
        super().__init__(str(message))
        self.rule = rule
        self.message = message
        self.path = path


@dataclass(frozen=True)
class StrictCommit:
    """A commit whose bytes hash to its id and whose headers stand once each, in git's order."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    signature: str | None
    payload: bytes
    message: str


def unchecked(message: Msg, fix: Msg | str = "") -> Stop:
    """Something could not be checked, which is never "ok": exit code 6."""
    return Stop(UNCHECKED, message, fix)


def unreadable(problem: str) -> Stop:
    """Git cannot list commits: exit code 6."""
    return unchecked(msg("the history cannot be read: {problem}", problem=problem), "git fsck")


def read_object(git: Git, oid: str, kind: str) -> bytes:
    """The bytes of an object, hashed again. Raises `BadObject`, or `Stop` (exit code 6) where it is missing."""
    at_hand = git.objects.proved(oid, kind)
    if at_hand is not None:
        return at_hand
    try:
        found = git.objects.read(oid)
    except TooLarge as large:
        raise BadObject("E-LIMIT", large.message) from large
    except Damaged as damaged:
        raise _other_than_named(oid) from damaged
    if found is None or found[1] == "missing":
        raise unchecked(
            msg("the object {oid} is missing here", oid=oid[:12]), msg("git fetch --refetch, or clone again")
        )
    if found[1] != kind or object_id(kind, found[2]) != oid:
        git.objects.afresh()
        raise _other_than_named(oid)
    return found[2]


def _other_than_named(oid: str) -> BadObject:
    return BadObject("E-OBJ", msg("the object {oid} does not hold what its name says", oid=oid[:12]))


def parse_strict(oid: str, data: bytes) -> StrictCommit:
    """A commit taken apart. Raises `BadObject`."""
    usual = _USUAL.match(data)
    if usual and b"\0" not in data:
        head, tree, parent, signature = usual.groups()
        message = data[usual.end() :]
        armored = signature.replace(b"\n ", b"\n").decode("ascii")
        text = message.decode("utf-8", "replace")
        return StrictCommit(oid, tree.decode(), (parent.decode(),), armored, head + b"\n" + message, text)
    return _taken_apart(oid, data)


def checked_key(commit: StrictCommit) -> str:
    """The base64 key that signed a commit. Raises `BadSignature`."""
    if commit.signature is None:
        raise BadSignature("E-SIG-NONE", msg("the commit is not signed"))
    return verify(commit.signature, commit.payload).key_text


def _taken_apart(oid: str, data: bytes) -> StrictCommit:
    """A commit of any form, header by header. Raises `BadObject`."""
    head, found, message = data.partition(b"\n\n")
    if not found or b"\0" in data:
        raise BadObject("E-OBJ", msg("the commit has no message") if not found else msg("the commit holds a NUL byte"))
    lines = head.split(b"\n")
    rest = iter(enumerate(lines))
    tree = _one(rest, b"tree ", _OID)
    parents: list[bytes] = []
    position, line = next(rest, (0, b""))
    while line.startswith(b"parent "):
        parents.append(_matched(line[7:], _OID))
        position, line = next(rest, (0, b""))
    if not line.startswith(b"author "):
        raise BadObject("E-OBJ", msg("the commit's headers are not in order"))
    _matched(line[7:], _PERSON)
    _one(rest, b"committer ", _PERSON)
    start = position + 2
    signature = _signature(lines[start:])
    payload = b"\n".join(lines[:start]) + b"\n\n" + message
    if len(set(parents)) < len(parents):
        raise BadObject("E-OBJ", msg("the commit names a parent twice"))
    return StrictCommit(
        oid, tree.decode(), tuple(p.decode() for p in parents), signature, payload, message.decode("utf-8", "replace")
    )


def _one(rest: Iterator[tuple[int, bytes]], key: bytes, pattern: re.Pattern[bytes]) -> bytes:
    _, line = next(rest, (0, b""))
    if not line.startswith(key):
        raise BadObject("E-OBJ", msg("the commit's headers are not in order"))
    return _matched(line[len(key) :], pattern)


def _matched(value: bytes, pattern: re.Pattern[bytes]) -> bytes:
    if pattern.fullmatch(value) is None:
        raise BadObject("E-OBJ", msg("a header of the commit is malformed"))
    return value


def _signature(lines: list[bytes]) -> str | None:
    """The one signature header, which stands last; anything else is refused."""
    if not lines:
        return None
    if any(line.startswith((b"tree ", b"parent ", b"author ", b"committer ")) for line in lines):
        raise BadObject("E-OBJ", msg("a header of the commit stands twice"))
    if not lines[0].startswith(b"gpgsig "):
        raise BadObject("E-SIG-FORM", msg("the commit has an unknown header"))
    out = [lines[0][7:]]
    for line in lines[1:]:
        if not line.startswith(b" "):
            raise BadObject("E-SIG-FORM", msg("the commit has several signatures or an unknown header"))
        out.append(line[1:])
    try:
        return b"\n".join(out).decode("ascii")
    except UnicodeDecodeError as error:
        raise BadObject("E-SIG-FORM", msg("the signature is not plain text")) from error


@dataclass(frozen=True)
class Line:
    """A stretch of the first-parent chain, oldest first; `follows` is the first parent of its first commit, if any."""

    commits: tuple[str, ...]
    follows: str


@lru_cache(maxsize=8)
def _line(git: Git, tip: str, stop: str | None) -> Line:
    """What leads from behind `stop` (or from a root) to a tip. Raises `Failure`; commits never change, so it is kept."""
    names = [tip, f"^{stop}"] if stop else [tip]
    lines = git.run("rev-list", "--first-parent", "--reverse", "--parents", *names).decode().splitlines()
    first = lines[0].split() if lines else []
    return Line(tuple(line[:40] for line in lines), first[1] if len(first) > 1 else "")


def first_parents(git: Git, tip: str, stop: str | None = None) -> tuple[str, ...]:
    """The ids of the first-parent chain from its root (or from behind `stop`) to the tip.

    Only a proposal: the caller checks each link against the bytes of the commits.
    """
    try:
        return _line(git, tip, stop).commits
    except Failure as failure:
        raise unreadable(failure.stderr) from failure


def is_ancestor(git: Git, old: str, new: str) -> bool:
    """Whether a commit lies on the first-parent chain of another: what a merge brought in does not."""
    if old == new or git.tip(old) != old:
        return old == new
    try:
        return _line(git, new, old).follows == old
    except Failure:
        return False

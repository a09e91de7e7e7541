"""A server that lets nothing unproven in: `pre-receive` verifies what is pushed before the branch moves."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pdctl.actions.verify import run as verifying
from pdctl.actions.verify import trust
from pdctl.actions.verify.resume import save
from pdctl.actions.verify.share import advance
from pdctl.actions.verify.walk import Walk
from pdctl.core.findings import Finding, environment
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.store.calls import admit_quarantine
from pdctl.store.git import NO_OBJECT, Git, Writer
from pdctl.store.history import is_ancestor

# What keeps a server safe whatever a client sends.
_SETTINGS = {
    "receive.fsckObjects": "true",
    "transfer.fsckObjects": "true",
    "receive.denyNonFastForwards": "true",
    "receive.denyDeletes": "true",
    "receive.advertisePushOptions": "false",
    "core.logAllRefUpdates": "always",
}
_MARK = "# pdctl pre-receive"
_LOG = "pdctl-received.log"


@dataclass(frozen=True)
class Push:
    """One ref that somebody wants to move."""

    old: str
    new: str
    ref: str


def install(folder: Path, introduction: str) -> Path:
    """Put the hook and the safe settings into a bare repository; returns the hook's path. Raises `Stop`."""
    given = trust.introduction(introduction)
    git = Git(folder)
    if not git.bare:
        raise environment(
            msg("{folder} is not a bare repository", folder=str(folder)), msg("git init --bare, or git clone --bare")
        )
    hook = git.git_dir / "hooks" / "pre-receive"
    if hook.exists() and _MARK not in hook.read_text(encoding="utf-8", errors="replace"):
        raise environment(
            msg("there is another pre-receive hook: {file}", file=str(hook)), msg("move it away, or call pdctl from it")
        )
    writer = Writer(folder)
    for key, value in _SETTINGS.items():
        writer.call("config", key, value)
    hook.parent.mkdir(exist_ok=True)
    command = shlex.join([sys.executable, "-m", "pdctl", "hook", "pre-receive", "--introduction", str(given)])
    temporary = hook.with_name(f".pre-receive.{os.getpid()}")
    temporary.write_text(
        f"#!/bin/sh\n{_MARK}: nothing unverified enters the protected branch\nexec {command}\n", encoding="utf-8"
    )
    temporary.chmod(0o755)
    temporary.replace(hook)
    return hook


def read_pushes(lines: Iterable[str]) -> tuple[Push, ...]:
    """What git tells a pre-receive hook on its standard input."""
    return tuple(Push(*line.split(" ", 2)) for line in (raw.rstrip("\n") for raw in lines) if line)


@dataclass(frozen=True)
class Received:
    """What became of a push: every finding against it, and how many commits were verified for it."""

    findings: tuple[Finding, ...]
    fresh: int


def receive(pushes: tuple[Push, ...], introduction: str, now: datetime) -> Received:
    """Judge a push; with no finding, the time of receipt is noted. Raises `Stop` (exit code 6)."""
    admit_quarantine()
    git = Git(Path.cwd())
    try:
        answers = [_against(git, push, introduction) for push in pushes]
        received = Received(tuple(f for a in answers for f in a.findings), sum(a.fresh for a in answers))
        if not received.findings:
            _note(git, pushes, now)
        return received
    finally:
        git.close()


def _refused(rule: str, message: Msg, expected: str, found: str) -> Received:
    return Received(
        (Finding(message, rule=rule, clause="五(五)", expected=expected, found=found, fix="pdctl sync"),), 0
    )


def _against(git: Git, push: Push, introduction: str) -> Received:
    branch = verifying.protected(git, trust.introduction(introduction))
    if push.new != NO_OBJECT and push.ref.startswith("refs/replace/"):
        return _refused("E-OBJ", msg("replace refs would change what every reader sees"), "", push.ref)
    if _shadows(push.ref, branch):
        return _refused("E-FORK", msg("this name could be taken for the protected branch"), branch or "", push.ref)
    # Before the first commit is here, nothing says which branch is protected: then each of them is.
    if push.ref != branch and not (branch is None and push.ref.startswith("refs/heads/")):
        return Received((), 0)
    if push.new == NO_OBJECT:
        return _refused("E-ROLLBACK", msg("the protected branch cannot be deleted"), push.old[:12], push.ref)
    if push.old != NO_OBJECT and not is_ancestor(git, push.old, push.new):
        message = msg("the push does not follow the branch as it is here")
        return _refused("E-FORK", message, push.old[:12], push.new[:12])
    return _judged(git, push, introduction)


def _judged(git: Git, push: Push, introduction: str) -> Received:
    """Only what is new is verified, from the state that the branch has here; whoever pushes is not held to that."""
    if push.old == NO_OBJECT:
        walk = verifying.walk_to(git, introduction, push.new)
        return _saved(git, walk, Received(tuple(walk.findings), walk.commits))
    walk = verifying.walk_to(git, introduction, push.old)
    before, done = tuple(walk.findings), walk.commits
    save(git, walk)
    advance(walk, push.new)
    return _saved(git, walk, Received(tuple(f for f in walk.findings if f not in before), walk.commits - done))


def _saved(git: Git, walk: Walk, received: Received) -> Received:
    if not received.findings:
        save(git, walk)
    return received


def _shadows(ref: str, branch: str | None) -> bool:
    """Whether git, or a file system that knows no capitals, might take a ref for the protected branch."""
    name = (branch or "").removeprefix("refs/heads/")
    if not name or ref == branch:
        return False
    likely = (
        f"refs/tags/{name}",
        f"refs/{name}",
        f"refs/heads/{name}",
        f"refs/heads/heads/{name}",
        f"refs/heads/{branch}",
    )
    return ref.casefold() in {one.casefold() for one in likely}


def _note(git: Git, pushes: tuple[Push, ...], now: datetime) -> None:
    """The time of receipt is the server's own claim, kept beside the repository's objects."""
    stamp = now.replace(microsecond=0).isoformat()
    with (git.git_dir / _LOG).open("a", encoding="utf-8") as log:
        log.writelines(f"{stamp} {push.old} {push.new} {push.ref}\n" for push in pushes)

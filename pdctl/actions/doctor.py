"""The surroundings, checked one by one, each fault with its remedy."""

from __future__ import annotations

import locale
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pdctl.actions import calendar, organizations
from pdctl.actions.fonts_check import font_checks
from pdctl.actions.own_templates import template_checks
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal, Shown, Stop
from pdctl.core.text import Msg, listing, msg
from pdctl.report.checks import Check
from pdctl.store import keys
from pdctl.store.sshsig import fingerprint

_GIT_FLOOR, _SSH_FLOOR = (2, 34), (8, 2)


def examine(folder: Path, now: datetime, key_option: str | None) -> list[Check]:
    """All checks; those of the repository only where there is one."""
    checks = [_python(), _git(), _ssh(), _encoding(), _key(folder, key_option), _agent(), *font_checks()]
    try:
        session = Session(folder, now, key_option)
        session.require_repository()
        checks.extend(_repository(session))
    except Stop as problem:
        checks.append(Check("repository", "warning", problem.message, problem.fix))
    except Refusal as problem:
        checks.extend(_unreadable(finding) for finding in problem.findings)
    return checks


def _unreadable(finding: Finding) -> Check:
    said = msg("{file}, line {line}: {problem}", file=finding.file, line=finding.line, problem=finding.message)
    return Check("repository", "error", said, finding.fix or msg("correct the file in a new commit (an admin can)"))


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(
        "python",
        "ok" if sys.version_info >= (3, 11) else "error",
        version,
        "" if sys.version_info >= (3, 11) else msg("install Python 3.11 or newer"),
    )


def _version(command: list[str]) -> tuple[tuple[int, ...], str] | None:
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"([0-9]+)\.([0-9]+)", done.stdout + done.stderr)
    return (tuple(map(int, found.groups())), found.group()) if found else None


def _program(name: str, command: list[str], floor: tuple[int, int], fix: Msg) -> Check:
    found = _version(command)
    if found is None:
        return Check(name, "error", msg("the program {name} is missing", name=command[0]), fix)
    return Check(name, "ok" if found[0] >= floor else "error", found[1], "" if found[0] >= floor else fix)


def _git() -> Check:
    return _program("git", ["git", "--version"], _GIT_FLOOR, msg("install git 2.34 or newer"))


def _ssh() -> Check:
    return _program("ssh", ["ssh", "-V"], _SSH_FLOOR, msg("install OpenSSH 8.9 or newer"))


def _encoding() -> Check:
    name = locale.getpreferredencoding(False)
    if name.lower().replace("-", "") == "utf8":
        return Check("locale", "ok", name)
    return Check(
        "locale",
        "warning",
        msg("{name} cannot show every character", name=name),
        msg("set LANG=zh_CN.UTF-8, or PYTHONUTF8=1"),
    )


def _key(folder: Path, option: str | None) -> Check:
    try:
        key = keys.find(option, folder if folder.is_dir() else Path.cwd())
    except Stop as problem:
        return Check("key", "warning", problem.message, problem.fix)
    if key.locked:
        return Check(
            "key",
            "warning",
            msg("the key is protected by a passphrase and is not in the ssh-agent"),
            msg("unlock it for this session with: ssh-add {file}", file=key.argument),
        )
    return Check("key", "ok", fingerprint(key.blob))


def _agent() -> Check:
    try:
        count = keys.agent_keys()
    except Stop as problem:
        return Check("agent", "warning", problem.message, problem.fix)
    if count is None:
        return Check("agent", "ok", msg("no ssh-agent is running; keys without a passphrase need none"))
    return Check("agent", "ok", msg("{count} keys", count=count))


def _repository(session: Session) -> Iterator[Check]:
    yield Check("repository", "ok", session.view.settings.title)
    yield _branch(session)
    yield _clone(session)
    yield _locks(session)
    yield _hooks(session)
    yield _clock(session)
    yield _calendar(session)
    yield from _staff(session)
    yield from template_checks(session)


def _branch(session: Session) -> Check:
    try:
        return Check("branch", "ok", session.work_tree.check().removeprefix("refs/heads/"))
    except Stop as problem:
        return Check("branch", "error", problem.message, problem.fix)


def _clone(session: Session) -> Check:
    if session.git.shallow:
        return Check("history", "error", msg("this clone is shallow: its history is cut off"), "git fetch --unshallow")
    return Check("history", "ok", msg("complete"))


def _locks(session: Session) -> Check:
    git = session.git
    places = (git.git_dir / "index", git.git_dir / "HEAD", git.common_dir / "packed-refs", git.common_dir / session.ref)
    locks = [lock for place in places if (lock := place.with_name(place.name + ".lock")).exists()]
    if locks:
        return Check(
            "locks",
            "error",
            msg("{file} was left behind", file=listing(*map(str, locks))),
            msg("when no git program is running, remove it"),
        )
    return Check("locks", "ok", msg("none"))


def _hooks(session: Session) -> Check:
    folder = session.git.common_dir / "hooks"
    found = sorted(p.name for p in folder.iterdir() if not p.name.endswith(".sample")) if folder.is_dir() else []
    said: Shown = listing(*found) if found else msg("none")
    return Check("hooks", "ok", said)


def _clock(session: Session) -> Check:
    """A clock behind the newest record is wrong, for records cannot come from the future."""
    commit = session.git.commit(session.tip) if session.tip else None
    stamp = re.search(rb"^committer .* ([0-9]+) [+-][0-9]{4}$", commit.payload, re.MULTILINE) if commit else None
    if stamp and int(stamp[1]) > session.now.timestamp() + 300:
        return Check(
            "clock", "warning", msg("the clock is behind the newest record"), msg("set the clock of this machine")
        )
    return Check("clock", "ok", session.now.isoformat())


def _calendar(session: Session) -> Check:
    """Without the calendar of a year every date that touches it is provisional."""
    found = calendar.check(session)
    if found:
        state = "error" if any(finding.severity == "error" for finding in found) else "warning"
        said = listing(*(finding.message for finding in found))
        return Check("calendar", state, said, found[0].fix or msg("pdctl calendar check"))
    return Check("calendar", "ok", listing(*map(str, sorted(session.view.calendar.years))))


def _staff(session: Session) -> Iterator[Check]:
    for org in session.view.organizations.values():
        gaps = organizations.check(session, org.id)
        if gaps:
            yield Check(
                f"seats {org.id}", "warning", listing(*gaps), msg("pdctl seat assign {org} SEAT PERSON", org=org.id)
            )
        else:
            yield Check(f"seats {org.id}", "ok", msg("every step and level has its persons"))

"""The first day of a new user: clone, verify from an introduction, and see who he is there."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pdctl.actions.session import Session
from pdctl.actions.verify import run as verifying
from pdctl.actions.verify import trust
from pdctl.actions.verify.run import Verdict
from pdctl.core.findings import Refusal, Stop, environment
from pdctl.core.frozen import dataclass
from pdctl.core.judge.root import Introduction
from pdctl.core.model import Person
from pdctl.core.text import msg
from pdctl.store.git import Git
from pdctl.store.remote import check_out, clone


@dataclass(frozen=True)
class Joined:
    """A verified clone; `person` is whoever's key was found, `problem` why nobody's was."""

    folder: Path
    verdict: Verdict
    person: Person | None
    problem: Stop | Refusal | None


def join(url: str, folder: Path, introduction: str, now: datetime, key_option: str | None) -> Joined:
    """Clone and verify. A clone that does not verify is removed again. Raises `Stop` or `Refusal`."""
    given = trust.introduction(introduction)
    trust.check_known(given)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise environment(msg("the folder {folder} is not empty", folder=str(folder)), msg("name a new folder"))
    made = [path for path in (folder.resolve(), *folder.resolve().parents) if not path.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        clone(url, folder.resolve())
        _check_out(folder.resolve(), given)
        verdict = _verified(folder, introduction)
    except BaseException:
        _clear(folder, made)
        raise
    trust.trust(introduction)
    trust.remember(trust.Trusted(verdict.introduction, verdict.tip))
    session = Session(folder, now, key_option)
    try:
        return Joined(folder, verdict, session.actor.person, None)
    except (Stop, Refusal) as problem:
        return Joined(folder, verdict, None, problem)
    finally:
        session.close()


def _clear(folder: Path, made: list[Path]) -> None:
    """Leave nothing behind that was not there before."""
    shutil.rmtree(folder, ignore_errors=True)
    for path in made:
        with suppress(OSError):
            path.rmdir()
    if folder.resolve() not in made:
        folder.mkdir(exist_ok=True)


def _check_out(folder: Path, introduction: Introduction) -> None:
    """The protected branch, whatever the server calls its first one: `git init --bare` calls it as its git does."""
    git = Git(folder)
    try:
        branch = verifying.protected(git, introduction)
    finally:
        git.close()
    if branch:
        check_out(folder, branch.removeprefix("refs/heads/"))


def _verified(folder: Path, introduction: str) -> Verdict:
    git = Git(folder)
    try:
        verdict = verifying.verify(git, introduction, full=True)
    finally:
        git.close()
    if not verdict.ok:
        raise Refusal(*verdict.findings)
    return verdict

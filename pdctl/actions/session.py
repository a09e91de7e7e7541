"""One run of pdctl on one repository: its tip, its files, the clock, and who acts."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pdctl.actions.reasons import Reasons
from pdctl.core.duty import Surroundings
from pdctl.core.findings import NO_SEAT, Finding, Refusal, environment
from pdctl.core.frozen import dataclass
from pdctl.core.model import Key, Person
from pdctl.core.text import msg
from pdctl.store import keys
from pdctl.store.git import Git, Writer
from pdctl.store.index import Index
from pdctl.store.keys import SigningKey
from pdctl.store.sshsig import fingerprint
from pdctl.store.values import read_known
from pdctl.store.view import View
from pdctl.store.worktree import WorkTree

if TYPE_CHECKING:
    from pdctl.core.judge.cases import Signer


@dataclass(frozen=True)
class Actor:
    """Who acts: a person of the repository and the key he signs with."""

    person: Person
    key: SigningKey

    @property
    def signer(self) -> Signer:
        """As the judge sees him."""
        from pdctl.core.judge.cases import Signer

        return Signer(self.person.id, self.key.blob)


class Session:
    """A repository at its present tip. Nothing is read before it is needed."""

    def __init__(self, folder: Path, now: datetime, key_option: str | None = None) -> None:
        self.git = Git(folder)
        self.work_tree = WorkTree(self.git)
        self.work_tree.heal(Writer)
        self.now_given = now
        self.key_option = key_option
        self.landed: tuple[str, ...] = ()
        self.reasons = Reasons()
        self.tip = self.git.tip("HEAD")
        self.view = View(self.git, self.tip, read_known)
        # The files that say who acts, and where. A quarantine looks past those that a failing commit has spoiled.
        self.counted = self.view

    @cached_property
    def ref(self) -> str:
        """The full name of the checked-out branch, or HEAD where it is detached."""
        return self.git.branch() or "HEAD"

    @cached_property
    def index(self) -> Index:
        """The index of items at the tip."""
        return Index(self.git, self.tip)

    @property
    def numbers(self) -> LateNumbers:
        """The numbers of the tip; the index is opened when one is asked for."""
        return LateNumbers(self)

    @cached_property
    def now(self) -> datetime:
        """The present moment in the repository's time zone."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        name = self.counted.settings.timezone
        try:
            return self.now_given.astimezone(ZoneInfo(name)).replace(microsecond=0)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise environment(
                msg("the time zone {name} is unknown here", name=name), msg("pip install tzdata")
            ) from error

    @property
    def today(self) -> str:
        """The present day in the repository's time zone."""
        return self.now.date().isoformat()

    @cached_property
    def actor(self) -> Actor:
        """Who acts. Raises `Stop` or `Refusal` (exit code 4) where no usable key or no such person is found."""
        self.require_repository()
        key = keys.find(self.key_option, self.git.folder)
        return Actor(_owner(key, self.counted.people), key)

    def require_repository(self) -> None:
        """Raise `Stop` where this git repository is no disclosure repository."""
        _ = self.counted.settings

    @property
    def around(self) -> Surroundings:
        """What decides who may act."""
        return Surroundings(self.view.organizations, self.view.people, self.view.settings.policy)

    def close(self) -> None:
        """End what still runs."""
        self.git.close()


class LateNumbers:
    """What the index says about numbers and successors, asked for only where a step needs it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def highest_number(self, org: str, year: int) -> int:
        """The highest publication number of an organization in a year."""
        return self._session.index.highest_number(org, year)

    def highest_archive(self, org: str, klass: str) -> int:
        """The highest archive number of a class."""
        return self._session.index.highest_archive(org, klass)

    def superseded_by(self, item: str) -> str | None:
        """A published item that names this one, or None."""
        return self._session.index.superseded_by(item)


def _owner(key: SigningKey, people: dict[str, Person]) -> Person:
    found = [(person, k) for person in people.values() for k in person.keys if k.blob == key.blob]
    if not found:
        raise Refusal(
            Finding(
                msg("this key belongs to nobody in the repository"),
                rule="E-KEY-UNKNOWN",
                clause="七(一)",
                file="people.yaml",
                expected=msg("a key of people.yaml"),
                found=fingerprint(key.blob),
                fix=msg(
                    'hand the public key to an admin: pdctl person add ID --name NAME --pubkey "{key}"', key=key.public
                ),
                exit_code=NO_SEAT,
            )
        )
    person, own = found[0]
    if not own.active or not person.active:
        raise Refusal(_retired(person, own))
    return person


def _retired(person: Person, key: Key) -> Finding:
    return Finding(
        msg("the key of {person} is retired", person=person.id),
        rule="E-KEY-RETIRED",
        clause="七(一)",
        file="people.yaml",
        expected=msg("an active key"),
        found=fingerprint(key.blob),
        fix=msg("use your present key, or ask an admin to add a new one"),
        exit_code=NO_SEAT,
    )

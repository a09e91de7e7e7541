"""What the rules of content look at: one file with the files around it. Plain values, nothing loaded here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.model import Organization, Person, Release, Settings
from pdctl.core.text import Msg

Findings = Iterator[Finding]
Pointer = tuple[str | int, ...]


class Around(Protocol):
    """The files around one: those of its repository, each read when a rule first asks.

    What is broken is None, and told where it stands; a rule that would need it says nothing.
    """

    @property
    def settings(self) -> Settings | None:
        """`disclosure.yaml`."""
        ...

    @property
    def people(self) -> Mapping[str, Person] | None:
        """`people.yaml`."""
        ...

    @property
    def organizations(self) -> Mapping[str, Organization]:
        """The organizations whose files can be read."""
        ...

    def broken(self, org: str) -> bool:
        """Whether an organization is there, but its file cannot be read."""
        ...

    def release(self, org: str, number: str) -> Release | None:
        """A release of a catalogue."""
        ...

    def has_release(self, org: str, number: str) -> bool:
        """Whether there is a file of that release."""
        ...

    def newest(self, org: str) -> Release | None:
        """The newest release of a catalogue."""
        ...

    def content(self, item: str) -> frozenset[str]:
        """The paths of an item's files below `content/`; empty where there is no such item."""
        ...

    def state(self, item: str) -> str:
        """The state of an item; empty where there is none, or where it cannot be told."""
        ...


@dataclass(frozen=True)
class Subject:
    """One file: its path, the name of its schema, its value, and where it lies.

    `org` and `name` are what the path names: the organization of its folder, the item or the file. `around` is None for
    a file outside any repository. `whole`: the schema accepts all of it; else only some entries are shown.
    """

    file: str
    schema: str
    value: Any
    org: str = ""
    item: str = ""
    name: str = ""
    around: Around | None = None
    whole: bool = True


@dataclass(frozen=True)
class Rule:
    """A rule of content: its id, the clause it comes from, one sentence, and one pure check.

    `schemas` are the kinds of file it looks at. A check yields findings without rule and clause, with a pointer to
    the value that is meant.
    """

    id: str
    clause: str
    sentence: Msg
    schemas: tuple[str, ...]
    check: Callable[[Subject], Findings]


@dataclass(frozen=True)
class TextRule:
    """A rule of what people write: its check gets one text, and yields findings with an offset into it."""

    id: str
    clause: str
    sentence: Msg
    check: Callable[[str], Findings]

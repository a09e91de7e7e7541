"""What a commit of no lawful shape does to single paths: so that a mixed commit does not hide it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from pdctl.core.findings import Finding
from pdctl.core.paths import Change, Place, classify
from pdctl.core.procedure import FROZEN_STATES
from pdctl.core.replay import Course
from pdctl.core.text import Word, msg
from pdctl.core.words import STATE

_ONLY_ADDED = ("record", "evidence", "release", "catalog-record", "catalog-evidence", "ledger")


class Stands(Protocol):
    """An item as it stands before the commit."""

    @property
    def course(self) -> Course:
        """Its course."""
        ...


def trespasses(
    changes: Iterable[Change], standing: Callable[[str], Stands | None], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Every finding against single paths, whatever else the commit does; `findings` are those against it so far."""
    unreadable = {f.file for f in findings if f.rule.startswith(("E-SCHEMA", "E-YAML", "E-LIMIT"))}
    for change in changes:
        place = classify(change.path)
        if place is None:
            text = msg("a disclosure repository has no place for the file {path}", path=change.path)
            yield Finding(text, rule="E-PATH", clause="五", file=change.path)
        elif place.kind in _ONLY_ADDED and change.kind != "add":
            text = msg("a record or its evidence is changed or removed")
            yield Finding(
                text,
                rule="E-APPEND",
                clause="五(五)",
                file=change.path,
                expected=msg("only new files"),
                found=change.kind,
            )
        elif place.kind == "content":
            yield from _frozen(change, place, standing)
        elif _lost(change, place, unreadable):
            text = msg("people, seats and settings are never removed or emptied")
            yield Finding(text, rule="E-POLICY", clause="七(一)", file=change.path, found=change.kind)


def _lost(change: Change, place: Place, unreadable: set[str]) -> bool:
    """Whether people, seats or settings would fall back to nothing."""
    if place.kind not in ("people", "organization") and change.path != "disclosure.yaml":
        return False
    return change.kind == "delete" or (change.kind == "change" and change.path in unreadable)


def _frozen(change: Change, place: Place, standing: Callable[[str], Stands | None]) -> Iterator[Finding]:
    stands = standing(place.item)
    if stands is not None and stands.course.state in FROZEN_STATES:
        yield Finding(
            msg("the content is frozen in the state {state}", state=Word(STATE, stands.course.state)),
            rule="E-FROZEN", clause="五(四)", file=change.path, item=place.item,
            expected=msg("the content as it was"), found=change.kind,
        )  # fmt: skip

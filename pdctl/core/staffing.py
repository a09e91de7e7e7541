"""Whether the persons in an organization's seats can carry an item to its end, the separation of duties included."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core import authority, procedure
from pdctl.core.authority import Ask, Post, levels_from
from pdctl.core.duty import Surroundings
from pdctl.core.model import Entry, Organization, Plan
from pdctl.core.requirements import approvals
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import LEVEL, SEAT


def gaps(org: Organization, entries: tuple[Entry, ...], around: Surroundings) -> tuple[Msg, ...]:
    """What keeps an item of the organization from its end, each said once; empty when three persons or more suffice."""
    return tuple(dict.fromkeys(_gaps(org, entries, around)))


def _gaps(org: Organization, entries: tuple[Entry, ...], around: Surroundings) -> Iterator[Msg]:
    for step, seat in (("propose", "proposer"), ("publish", "publisher"), ("archive", "archivist")):
        if not _able(org, Ask(step), None, around):
            yield msg("nobody holds the seat {seat}", seat=Word(SEAT, seat))
    aspects = dict.fromkeys([*around.policy.reviews, *(a for entry in entries for a in entry.reviews)])
    reviewers = {aspect: _able(org, Ask("review", aspect), None, around) for aspect in aspects}
    for aspect, persons in reviewers.items():
        if not persons:
            seat = procedure.ASPECT_SEAT[aspect]
            yield msg("nobody holds the seat {seat}", seat=Word(SEAT, seat))
    for entry in _distinct(entries):
        for level in approvals(_plan(org), entry):
            yield from _level_gaps(org, entry, level, reviewers, around)


def _distinct(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """One entry for each way of approval: more would say the same again."""
    return tuple({(entry.approval, entry.superior_by): entry for entry in entries}.values())


def _level_gaps(
    org: Organization, entry: Entry, level: str, reviewers: dict[str, tuple[str, ...]], around: Surroundings
) -> Iterator[Msg]:
    if level == "collective" and not authority.holders((Post(org.id, "member"),), around.organizations, around.people):
        yield msg("nobody holds the seat {seat}", seat=Word(SEAT, "member"))
        return
    approvers = _approvers(org, entry, level, around)
    if not approvers:
        yield msg("nobody can approve at the level {level}", level=Word(LEVEL, level))
        return
    proposers = _able(org, Ask("propose"), None, around)
    if proposers and not any(
        _workable(proposer, approver, reviewers, around.policy.secrecy_reviewer_apart)
        for proposer in proposers
        for approver in approvers
    ):
        yield msg(
            "proposer, reviewers and approver at the level {level} cannot be three different persons",
            level=Word(LEVEL, level),
        )


def _approvers(org: Organization, entry: Entry, level: str, around: Surroundings) -> tuple[str, ...]:
    """Who can approve at a level, or at a higher one of the same organization."""
    levels = [one for one in levels_from(level) if one != "collective" or org.seats.get("member")]
    found = [_able(org, Ask("approve", level=one), entry, around) for one in levels]
    return tuple(dict.fromkeys(person for persons in found for person in persons))


def _workable(proposer: str, approver: str, reviewers: dict[str, tuple[str, ...]], apart: bool) -> bool:
    """Whether every review finds a third person; `apart`: and the secrecy review one who gives no other opinion."""
    if proposer == approver:
        return False
    free = {aspect: set(persons) - {proposer, approver} for aspect, persons in reviewers.items() if persons}
    if not all(free.values()):
        return False
    others = [persons for aspect, persons in free.items() if aspect != "secrecy"]
    return not apart or any(all(persons - {one} for persons in others) for one in free.get("secrecy", {""}))


def _plan(org: Organization) -> Plan:
    return Plan(id="", org=org.id, release="", secrecy="clear")


def _able(org: Organization, ask: Ask, entry: Entry | None, around: Surroundings) -> tuple[str, ...]:
    posts = authority.posts_for(ask, _plan(org), entry, "", around.organizations)
    return authority.holders(posts, around.organizations, around.people)

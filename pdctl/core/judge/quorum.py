"""Whether a collective decision has its members present and its majority: on an item and on a catalogue alike."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import Finding
from pdctl.core.model import Meeting, Organization, Quorum
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import QUORUM


def short_of(
    meeting: Meeting | None, org: Organization | None, quorum: Quorum, passing: bool, strict: bool = False
) -> Iterator[Finding]:
    """What a collective decision of an organization lacks; `strict` for personnel and discipline."""
    if meeting is None:
        yield Finding(
            msg("a collective decision names its meeting"), expected="--meeting ID --present …", found=msg("none")
        )
        return
    members = set(org.seats.get("member", ())) if org else set()
    if len(set(meeting.present)) != len(meeting.present):
        yield Finding(msg("a person is counted twice"), expected=msg("each once"), found=", ".join(meeting.present))
    for person in meeting.present:
        if person not in members:
            yield Finding(
                msg("{person} is not a member of the leading body", person=person),
                expected=listing(*sorted(members)),
                found=person,
            )
    if meeting.chair not in meeting.present:
        yield Finding(msg("the chair is not among those present"), expected=msg("present"), found=meeting.chair)
    yield from _votes(meeting, len(members), quorum, passing, strict)


def _votes(meeting: Meeting, members: int, quorum: Quorum, passing: bool, strict: bool) -> Iterator[Finding]:
    need = quorum.personnel_present if strict else quorum.present
    here = len(set(meeting.present))
    if not _enough(here, members, need):
        yield Finding(
            msg("too few members are present"),
            expected=msg("{quorum} of {members}", quorum=Word(QUORUM, need), members=members),
            found=str(here),
        )
    if meeting.in_favour + meeting.against + meeting.abstain != len(meeting.present):
        yield Finding(
            msg("the votes do not add up to those present"),
            expected=str(len(meeting.present)),
            found=f"{meeting.in_favour} + {meeting.against} + {meeting.abstain}",
        )
    if passing and not _enough(meeting.in_favour, members, quorum.in_favour):
        yield Finding(
            msg("too few votes in favour"),
            expected=msg("{quorum} of {members}", quorum=Word(QUORUM, quorum.in_favour), members=members),
            found=str(meeting.in_favour),
        )


def _enough(count: int, members: int, word: str) -> bool:
    if word == "over-half":
        return count * 2 > members
    return count * 3 >= members * 2 if word == "two-thirds" else count == members

"""The ledger (工作登记): events, urges, feedback and so on, one file each; who may sign which, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pdctl.core.authority import Organizations, Post, acting, chain
from pdctl.core.frozen import dataclass
from pdctl.core.model import Acknowledgement, Entry, Evidence
from pdctl.core.words import LEDGER_KIND, SEAT

LEDGER_ID = re.compile(rf"(?P<kind>{'|'.join(LEDGER_KIND)})-(?P<day>[0-9]{{8}})-(?P<tail>[a-z2-7]{{4}})")


@dataclass(frozen=True)
class Reply:
    """What was answered, when, and the number of the answer where it has one."""

    text: str
    on: str
    number: str | None = None


@dataclass(frozen=True)
class LedgerRecord:
    """One file of the ledger.

    `on` (with `time` where hours count) is when it happened, `due` by when it must be dealt with. `follows` names the
    event of the stage before, `answers` and `revokes` another record that this one answers or takes back.
    """

    id: str
    org: str
    kind: str
    by: str
    seat: str
    at: str
    entry: str | None = None
    item: str | None = None
    on: str | None = None
    time: str | None = None
    stage: str | None = None
    follows: str | None = None
    answers: str | None = None
    revokes: str | None = None
    due: str | None = None
    via: str | None = None
    again: bool = False
    title: str | None = None
    text: str | None = None
    result: str | None = None
    reply: Reply | None = None
    evidence: tuple[Evidence, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    unscanned: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The other records that this one names."""
        return tuple(name for name in (self.follows, self.answers, self.revokes) if name)


# Seats of the organization itself, and seats of any organization above it. A proposer may also be one of the
# organization that is responsible for the entry.
_OWN: Mapping[str, tuple[str, ...]] = {
    "event": ("proposer", "publisher", "head", "principal", "coordinator"),
    "urge": ("principal", "head", "coordinator"),
    "feedback": ("proposer", "publisher", "head", "principal", "coordinator", "registrar", "supervisor"),
    "participation": ("proposer", "head", "principal", "coordinator"),
    "inspection": ("head", "principal", "coordinator", "supervisor"),
    "opinion-event": ("proposer", "publisher", "head", "principal", "coordinator"),
    "question": SEAT.keys,
    "recheck": ("proposer", "keeper", "head", "principal", "coordinator"),
    "one-off": ("keeper", "principal", "head"),
}
_ABOVE: Mapping[str, tuple[str, ...]] = {
    "event": ("coordinator",),
    "urge": ("coordinator",),
    "feedback": ("coordinator", "supervisor"),
    "inspection": ("coordinator", "supervisor"),
    "opinion-event": ("coordinator",),
    "recheck": ("coordinator",),
}
# How the plan is to be read is said by the office of the leading group or by a leader.
ANSWERERS = ("coordinator", "head", "principal")


def ledger_posts(record: LedgerRecord, entry: Entry | None, organizations: Organizations) -> tuple[Post, ...]:
    """The posts whose holder may sign a record, the closest first."""
    own, above = _OWN[record.kind], _ABOVE.get(record.kind, ())
    if record.kind == "question" and record.answers:
        own = above = ANSWERERS
    posts = [Post(org, seat) for org in acting(record.org, organizations) or (record.org,) for seat in own]
    if entry is not None and entry.responsible and "proposer" in own:
        posts.append(Post(entry.responsible, "proposer"))
    posts += [Post(org, seat) for org in chain(record.org, organizations)[1:] for seat in above]
    return tuple(dict.fromkeys(posts))


def ledger_path(org: str, record_id: str) -> str:
    """The file of a record; a text that is no id raises `ValueError`."""
    match = LEDGER_ID.fullmatch(record_id)
    if match is None:
        raise ValueError(record_id)
    return f"catalogs/{org}/ledger/{match['day'][:4]}/{match['kind']}/{match['day']}-{match['tail']}.yaml"


def ledger_id(kind: str, day: str, tail: str) -> str:
    """The id of a record signed on a day (YYYY-MM-DD)."""
    return f"{kind}-{day.replace('-', '')}-{tail}"


def in_force(records: tuple[LedgerRecord, ...]) -> tuple[LedgerRecord, ...]:
    """The records that were not taken back, without those that take back."""
    gone = {record.revokes for record in records if record.revokes}
    return tuple(record for record in records if record.id not in gone and not record.revokes)

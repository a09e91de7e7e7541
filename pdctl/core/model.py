"""What a disclosure repository holds, as typed values. Nothing here is read from or written to anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from functools import cached_property

from pdctl.core.frozen import dataclass
from pdctl.core.words import BASIC_ASPECTS, channel_label, channel_name, is_society_channel


@dataclass(frozen=True)
class Quorum:
    """How many must be present and in favour for a collective decision, as words of `words.QUORUM`."""

    present: str = "over-half"
    personnel_present: str = "two-thirds"
    in_favour: str = "over-half"


@dataclass(frozen=True)
class Policy:
    """What a repository decides for itself (`disclosure.yaml`)."""

    reviews: tuple[str, ...] = BASIC_ASPECTS
    secrecy_reviewer_apart: bool = False
    quorum: Quorum = Quorum()
    notice_days_from: str = "next-day"
    masking: str = "common"
    public_code: str = "choice"
    remotes: tuple[str, ...] = ()
    catalog_approval: tuple[str, ...] = ("principal",)


@dataclass(frozen=True)
class Sealed:
    """An earlier history that was sealed: its last commit, when and why. What lies before must be verified apart."""

    tip: str
    on: str
    reason: str


@dataclass(frozen=True)
class Settings:
    """`disclosure.yaml`: `rules` is the number of the rule tables that judge the children of this commit."""

    title: str
    root: str
    rules: int
    branch: str
    timezone: str
    policy: Policy
    format: int = 1
    sealed: Sealed | None = None


@dataclass(frozen=True)
class Key:
    """A public SSH key of a person: `public` is the OpenSSH line, dates are claims.

    What a compromised key signed outside the ancestry of the commit `compromised_since` no longer counts; `void` names
    those records, as `item/0003`.
    """

    public: str
    state: str
    added: str
    retired: str | None = None
    compromised_since: str | None = None
    void: tuple[str, ...] = ()

    @property
    def blob(self) -> str:
        """The base64 part of the line: what identifies the key."""
        return self.public.split()[1]

    @property
    def active(self) -> bool:
        """Whether commits signed by it count."""
        return self.state == "active"


@dataclass(frozen=True)
class Person:
    """Somebody who acts; without keys he signs on paper only."""

    id: str
    name: str
    state: str
    keys: tuple[Key, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the person may act at all."""
        return self.state == "active"


@dataclass(frozen=True)
class FormerName:
    """A name that an organization had: until which day, and when the change was recorded."""

    name: str
    until: str
    at: str
    short_name: str | None = None


@dataclass(frozen=True)
class Organization:
    """A party organization, and the persons in its seats.

    `maintained_by` is a superior whose keeper keeps this catalogue too; `departments` are the words of
    `words.DEPARTMENT` that it stands for in the tables of mechanisms.
    """

    id: str
    name: str
    kind: str
    short_name: str | None = None
    form: str | None = None
    superior: str | None = None
    superior_discipline: str | None = None
    superior_outside: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    succeeded_by: tuple[str, ...] = ()
    responsible_person: str | None = None
    contact: Mapping[str, str] = field(default_factory=dict)
    fonds: str | None = None
    archive_code: str | None = None
    reviews_by: str = "own"
    seats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former_names: tuple[FormerName, ...] = ()
    closed_reason: str | None = None
    maintained_by: str | None = None
    departments: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether it was closed: nothing new begins in it, and its successors finish what is open."""
        return self.valid_to is not None

    def as_of(self, instant: str) -> Organization:
        """The organization under the name that it had when something was signed."""
        moment = datetime.fromisoformat(instant)
        former = next((one for one in self.former_names if moment < datetime.fromisoformat(one.at)), None)
        return replace(self, name=former.name, short_name=former.short_name) if former else self

    def holds(self, person: str, seat: str) -> bool:
        """Whether a person sits in a seat here."""
        return person in self.seats.get(seat, ())


@dataclass(frozen=True)
class Channel:
    """One way of making something public; `place` says inside or outside where the channel alone does not."""

    channel: str
    place: str | None = None

    @property
    def name(self) -> str:
        """`channel[:place]`."""
        return channel_name(self.channel, self.place)

    @property
    def label(self) -> str:
        """The Chinese label."""
        return channel_label(self.channel, self.place)

    @property
    def society(self) -> bool:
        """Whether anybody can read it there."""
        return is_society_channel(self.channel, self.place)


@dataclass(frozen=True)
class Duration:
    """How long a posting stays: a number of days, or until something happens."""

    workdays: int | None = None
    days: int | None = None
    until: str | None = None


@dataclass(frozen=True)
class Due:
    """By when something must appear, counted from `start` (a word of `words.DUE_FROM`)."""

    start: str
    workdays: int | None = None
    days: int | None = None
    hours: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class ImportNote:
    """A cell of an imported table that could not be read: the head of its column, and its text."""

    column: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One matter of a catalogue."""

    id: str
    clause: str
    title: str
    wording_as_of: str
    elements: tuple[str, ...]
    basis: tuple[str, ...]
    scope: str
    importance: str
    frequency: str
    due: Due
    duration: Duration
    channels: tuple[Channel, ...]
    approval: tuple[str, ...]
    reviews: tuple[str, ...]
    family: str
    retention: str
    matter: str = "general"
    category: str | None = None
    responsible: str | None = None
    department: str | None = None
    audience: tuple[str, ...] = ()
    period: str | None = None
    stages: tuple[str, ...] = ()
    recheck_months: int | None = None
    superior_by: str = "superior"
    note: str | None = None
    suspended: bool = False
    import_notes: tuple[ImportNote, ...] = ()


@dataclass(frozen=True)
class Release:
    """A numbered, approved state of a catalogue: what items are judged by."""

    org: str
    release: str
    on: str
    entries: tuple[Entry, ...]

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return self._by_id.get(entry_id)

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in reversed(self.entries)}


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the text; `file` is its path below `content/`."""

    file: str
    title: str | None = None


@dataclass(frozen=True)
class Plan:
    """`content/item.yaml`: what is to be disclosed, to whom, when and how (part five (一) of the source).

    A reference of a doubtful matter has `secrecy` doubt and no title, text, scope or channels.
    """

    id: str
    org: str
    release: str
    secrecy: str
    entry: str | None = None
    off_catalog: str | None = None
    title: str | None = None
    family: str | None = None
    scope: str | None = None
    scope_reason: str | None = None
    audience: tuple[str, ...] = ()
    importance: str = "ordinary"
    importance_reason: str | None = None
    publish_on: str | None = None
    duration: Duration | None = None
    channels: tuple[Channel, ...] = ()
    supersedes: str | None = None
    round: int | None = None
    period: str | None = None
    event: str | None = None
    attachments: tuple[Attachment, ...] = ()
    title_lines: tuple[str, ...] = ()
    document_number: str | None = None
    main_recipients: tuple[str, ...] = ()
    copy_recipients: tuple[str, ...] = ()
    printed_by: str | None = None
    printed_on: str | None = None

    @property
    def reference(self) -> bool:
        """Whether only a reference stands here, without title and text."""
        return self.secrecy == "doubt"


@dataclass(frozen=True)
class Meeting:
    """The meeting of a collective decision."""

    id: str
    date: str
    chair: str
    present: tuple[str, ...]
    in_favour: int
    against: int
    abstain: int


@dataclass(frozen=True)
class Evidence:
    """A file below `record/` that a record names with its SHA-256."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Acknowledgement:
    """A finding of the scan that stays in, and why: its kind, its masked form, and the file below the item's folder."""

    kind: str
    shown: str
    file: str
    reason: str


@dataclass(frozen=True)
class Record:
    """One step of one item: what was decided, by whom, in which seat, on which content."""

    item: str
    seq: int
    step: str
    by: str
    seat: str
    org: str
    at: str
    subject: str
    secrecy: str | None = None
    aspect: str | None = None
    level: str | None = None
    decision: str | None = None
    opinion: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    reconfirms: int | None = None
    on_behalf_of: str | None = None
    signed_on: str | None = None
    form_code: str | None = None
    evidence: tuple[Evidence, ...] = ()
    meeting: Meeting | None = None
    reply_number: str | None = None
    reply_date: str | None = None
    result: str | None = None
    authority: str | None = None
    number: str | None = None
    on: str | None = None
    channel: str | None = None
    place: str | None = None
    where: str | None = None
    direct_reason: str | None = None
    late_reason: str | None = None
    provisional_reason: str | None = None
    reason: str | None = None
    retention: str | None = None
    archive_no: str | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()
    unscanned: tuple[str, ...] = ()
    exemption: str | None = None

    @property
    def actor(self) -> str:
        """The person whose act it is: who signed the paper, else who signed the commit."""
        return self.on_behalf_of or self.by

    @property
    def posting(self) -> Channel:
        """The channel of a publish, drop or takedown record."""
        return Channel(self.channel or "", self.place)

    @property
    def kind(self) -> str:
        """The part of the record's file name behind its number."""
        detail = self.aspect or self.level or self.channel
        return f"{self.step}-{detail}" if detail else self.step

    @property
    def file_name(self) -> str:
        """The record's file name below `record/`."""
        return f"{self.seq:04d}-{self.kind}.yaml"


@dataclass(frozen=True)
class Mechanism:
    """One of the ten mechanisms of part seven: which departments lead it and which support it."""

    clause: str
    title: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True)
class EntryChange:
    """What happens to one entry of a catalogue and why; `item` is the off-catalogue item that gave rise to it."""

    entry: str
    change: str
    reason: str
    item: str | None = None


@dataclass(frozen=True)
class CatalogRecord:
    """One step of a catalogue: what was adjusted, decided, released, filed or received.

    `org` is the catalogue's, `seat_org` the organization of the seat where that is another one.
    """

    org: str
    seq: int
    step: str
    by: str
    seat: str
    at: str
    seat_org: str | None = None
    subject: str | None = None
    reason: str | None = None
    changes: tuple[EntryChange, ...] = ()
    level: str | None = None
    decision: str | None = None
    opinion: str | None = None
    on_behalf_of: str | None = None
    signed_on: str | None = None
    evidence: tuple[Evidence, ...] = ()
    meeting: Meeting | None = None
    reply_number: str | None = None
    reply_date: str | None = None
    release: str | None = None
    to: str | None = None
    to_outside: str | None = None
    on: str | None = None
    number: str | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()
    unscanned: tuple[str, ...] = ()

    @property
    def actor(self) -> str:
        """The person whose act it is: who signed the paper, else who signed the commit."""
        return self.on_behalf_of or self.by

    @property
    def acting_org(self) -> str:
        """The organization whose seat the signer acts in."""
        return self.seat_org or self.org

    @property
    def file_name(self) -> str:
        """The record's file name below `catalog-record/`."""
        return f"{self.seq:04d}-{self.step}.yaml"

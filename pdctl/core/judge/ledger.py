"""Rules of the ledger: one new file, signed in a seat for its kind, whose references resolve and whose days fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from pdctl.core.findings import NO_SEAT, Finding, Shown
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import Case, Rule, day
from pdctl.core.ledger import LedgerRecord, ledger_path, ledger_posts
from pdctl.core.model import Entry, Plan
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import FREQUENCY, LEDGER_KIND, SEAT

Findings = Iterator[Finding]
# What a record of a kind cannot do without, unless it answers or takes back another one.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "event": ("entry", "on"),
    "urge": ("entry", "due", "text"),
    "feedback": ("on", "text"),
    "participation": ("on", "title"),
    "inspection": ("on", "title"),
    "opinion-event": ("title",),
    "question": ("text",),
    "recheck": ("entry", "on"),
    "one-off": ("item", "text"),
}
# What only some kinds say.
_ONLY: Mapping[str, tuple[str, ...]] = {
    "time": ("event",),
    "stage": ("event",),
    "follows": ("event",),
    "answers": ("question", "feedback"),
    "via": ("feedback", "participation", "opinion-event"),
    "again": ("feedback",),
    "due": ("urge", "feedback", "inspection"),
}


@dataclass(frozen=True)
class LedgerCase(Case):
    """One new file of the ledger.

    `entry` is that of the newest release in the parent and `since` the day of the first release that holds it;
    `plan` is that of the item it names; `named` holds the other records it names, None where there is no such file.
    """

    record: LedgerRecord
    entry: Entry | None = None
    since: str | None = None
    plan: Plan | None = None
    named: Mapping[str, LedgerRecord | None] = field(default_factory=dict)


def _odd(
    case: LedgerCase, message: Msg, expected: Shown = "", found: Shown = "", fix: Shown = "", at: str = ""
) -> Finding:
    file = case.changes[0].path
    return Finding(message, file=file, expected=expected, found=found, fix=fix, pointer=(at,) if at else ())


def check_new(case: LedgerCase) -> Findings:
    """Files of the ledger are only added."""
    if any(change.kind != "add" for change in case.changes):
        yield _odd(
            case, msg("a record or its evidence is changed or removed"), msg("only new files"), case.changes[0].kind
        )


def check_place(case: LedgerCase) -> Findings:
    """A record lies where its organization, kind and day say."""
    record, path = case.record, case.changes[0].path
    wanted = ledger_path(case.shape.org, record.id)
    if path != wanted or record.org != case.shape.org:
        yield _odd(case, msg("the file is not where its id and organization say"), wanted, path)
    if record.id.rpartition("-")[0] != f"{record.kind}-{record.at[:10].replace('-', '')}":
        yield _odd(
            case, msg("the id does not have the kind and day of the record"),
            f"{record.kind}-{record.at[:10].replace('-', '')}-…", record.id, at="id",
        )  # fmt: skip


def check_signer(case: LedgerCase) -> Findings:
    """The signer is the one named, in a seat that may sign this kind."""
    record, organizations = case.record, case.parent.organizations
    if record.by != case.signer.person:
        yield Finding(
            msg("the record names another person than the signer"), expected=case.signer.person, found=record.by
        )
    posts = ledger_posts(record, case.entry, organizations)
    fitting = [post for post in posts if post.seat == record.seat and post.org in organizations]
    if any(organizations[post.org].holds(record.by, post.seat) for post in fitting):
        return
    who = [p for post in posts if post.org in organizations for p in organizations[post.org].seats.get(post.seat, ())]
    yield Finding(
        msg("{person} holds no seat for this record: {kind}", person=record.by, kind=Word(LEDGER_KIND, record.kind)),
        expected=listing(*dict.fromkeys(Word(SEAT, post.seat) for post in posts)),
        found=record.by, file=case.changes[0].path, who=tuple(dict.fromkeys(who)), exit_code=NO_SEAT,
    )  # fmt: skip


def check_fields(case: LedgerCase) -> Findings:
    """A record says what its kind needs, and nothing that belongs to another kind."""
    record = case.record
    needed = () if record.answers or record.revokes else NEEDS[record.kind]
    for key in needed:
        if not getattr(record, key):
            yield _odd(case, msg("the record does not say: {key}", key=key), key, msg("none"))
    for key, kinds in _ONLY.items():
        if getattr(record, key) and record.kind not in kinds:
            yield _odd(
                case, msg("{key} has no place in this kind of record", key=key),
                listing(*(Word(LEDGER_KIND, kind) for kind in kinds)), Word(LEDGER_KIND, record.kind), at=key,
            )  # fmt: skip
    if record.answers and record.reply is None:
        yield _odd(case, msg("an answer has its text and day"), "reply", msg("none"))
    if record.revokes and not record.text:
        yield _odd(case, msg("what is taken back is taken back for a reason"), "text", msg("none"))
    if record.evidence:
        yield _odd(case, msg("the ledger keeps no evidence files"), msg("none"), record.evidence[0].file, at="evidence")


def check_references(case: LedgerCase) -> Findings:
    """Entry, item and other records that are named exist in the same organization."""
    record = case.record
    if record.entry and case.entry is None:
        yield _odd(
            case, msg("the current release has no entry {entry}", entry=record.entry), msg("an entry of the current release"),
            record.entry, msg("pdctl catalog show {org} lists them", org=record.org), "entry",
        )  # fmt: skip
    if record.item and (case.plan is None or case.plan.org != record.org):
        yield _odd(
            case, msg("the organization has no item {item}", item=record.item), msg("an item of {org}", org=record.org),
            record.item, at="item",
        )  # fmt: skip
    if record.kind == "one-off" and case.plan is not None and case.plan.entry:
        yield _odd(
            case, msg("only an off-catalogue matter can be one-off"), msg("no entry"), case.plan.entry, at="item"
        )
    for name in record.named:
        other = case.named.get(name)
        if other is None or other.kind != record.kind:
            yield _odd(
                case, msg("the ledger has no such record: {record}", record=name),
                msg("a record of the same kind and organization"), name,
                msg("pdctl ledger list {org} lists them", org=record.org),
            )  # fmt: skip


def check_days(case: LedgerCase) -> Findings:
    """What happened did not happen later than it was recorded, and what is asked for is not due before it."""
    record, today = case.record, case.record.at[:10]
    reply_on = record.reply.on if record.reply else None
    for key, text in (("on", record.on), ("reply", reply_on), ("due", record.due)):
        if text and day(text) is None:
            yield _odd(case, msg("there is no such day: {date}", date=text), "YYYY-MM-DD", text, at=key)
        elif text and key != "due" and text > today:
            yield _odd(
                case,
                msg("the date {date} lies in the future", date=text),
                msg("{date} or earlier", date=today),
                text,
                at=key,
            )
    happened = f"{record.on}T{record.time}"
    if record.time and record.on == today and happened > record.at[:16]:
        yield _odd(
            case, msg("the date {date} lies in the future", date=happened), msg("{date} or earlier", date=record.at[:16]),
            happened, at="time",
        )  # fmt: skip
    if record.due and record.due < today:
        yield _odd(case, msg("the term has passed already"), msg("{date} or later", date=today), record.due, at="due")


def check_event(case: LedgerCase) -> Findings:
    """A trigger fits its entry: the frequency has triggers, the entry existed, hours have their instant."""
    record, entry = case.record, case.entry
    if record.kind != "event" or entry is None or record.revokes:
        return
    if entry.frequency == "periodic":
        yield _odd(
            case, msg("a periodic matter is due by its periods and has no trigger"),
            listing(*(Word(FREQUENCY, key) for key in FREQUENCY if key != "periodic")),
            Word(FREQUENCY, entry.frequency), at="entry",
        )  # fmt: skip
    if record.on and case.since and record.on < case.since:
        yield _odd(
            case, msg("on that day the catalogue did not have the entry yet"), msg("{date} or later", date=case.since),
            record.on, at="on",
        )  # fmt: skip
    if entry.due.hours is not None and not record.time:
        yield _odd(
            case, msg("a term of hours needs the time of the event"), "HH:MM", msg("none"), msg("add --time HH:MM")
        )


def check_recheck(case: LedgerCase) -> Findings:
    """Only what is disclosed long-term is looked at again, from the day of its entry on."""
    record, entry = case.record, case.entry
    if record.kind != "recheck" or entry is None or record.revokes:
        return
    if entry.frequency != "long-term":
        yield _odd(
            case, msg("only what is disclosed long-term is looked at again"), Word(FREQUENCY, "long-term"),
            Word(FREQUENCY, entry.frequency), at="entry",
        )  # fmt: skip
    if record.on and case.since and record.on < case.since:
        yield _odd(
            case, msg("on that day the catalogue did not have the entry yet"), msg("{date} or later", date=case.since),
            record.on, at="on",
        )  # fmt: skip


def check_stage(case: LedgerCase) -> Findings:
    """Stages come in their order, each after the one before it."""
    record, entry = case.record, case.entry
    if record.kind != "event" or entry is None or record.revokes:
        return
    if entry.frequency != "staged":
        if record.stage or record.follows:
            yield _odd(
                case, msg("the entry has no stages"), msg("none"), record.stage or record.follows or "", at="stage"
            )
        return
    if record.stage not in entry.stages:
        yield _odd(
            case, msg("the entry has no such stage"), listing(*entry.stages), record.stage or msg("none"),
            msg("add --stage STAGE"), "stage",
        )  # fmt: skip
        return
    number = entry.stages.index(record.stage)
    before = case.named.get(record.follows or "")
    wanted = entry.stages[number - 1] if number else None
    found = before.stage if before is not None and before.entry == record.entry else None
    if found != wanted:
        yield _odd(
            case, msg("the stages are out of order"), wanted or msg("none"), found or msg("none"),
            msg("record the stage before it first: pdctl event {org} {entry} --stage {stage} --on DATE", org=record.org, entry=entry.id, stage=wanted or record.stage), "stage",
        )  # fmt: skip
    elif before is not None and (record.on or "") < (before.on or ""):
        yield _odd(
            case, msg("the stage is dated before the one it follows"), msg("{date} or later", date=before.on), record.on or "",
            at="on",
        )  # fmt: skip


LEDGER_RULES: tuple[Rule[LedgerCase], ...] = (
    Rule("E-APPEND", "五(五)", msg("Files of the ledger are only added."), check_new),
    Rule("E-PATH", "七(一)", msg("A record of the ledger lies where its organization, kind and day say."), check_place),
    Rule("E-SEAT", "七(一)", msg("Each kind of record is signed in a seat for it, of the organization or of one above."), check_signer),
    Rule("E-LEDGER", "五(一)", msg("A record says what its kind needs and nothing else."), check_fields),
    Rule("E-LEDGER", "七(二)", msg("What a record names exists in the same organization."), check_references),
    Rule("E-DATE", "六(二)", msg("What is recorded has happened, and what is asked for is still to come."), check_days),
    Rule("E-LEDGER", "六(二)", msg("A trigger fits the frequency of its entry and is not older than the entry."), check_event),
    Rule("E-LEDGER", "六(二)", msg("Stages come in the order of the entry."), check_stage),
    Rule("E-LEDGER", "六(二)", msg("Only a long-term disclosure is looked at again."), check_recheck),
)  # fmt: skip

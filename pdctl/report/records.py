"""Records in plain words: who did what and when, one sentence each."""

from __future__ import annotations

from collections.abc import Callable

from pdctl.core.model import Record
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import ANSWER, ASPECT, DECISION, EXEMPTION, LEVEL, RETENTION, SCAN_KIND
from pdctl.report.duties import People, channel_words, person_words


def record_words(record: Record, stale: bool, people: People) -> Msg:
    """A record in one plain sentence."""
    what = _DETAILS[record.step](record)
    who = person_words(record.actor, people)
    text = msg("{date} {who}: {what}", date=record.at[:10], who=who, what=what)
    if record.on_behalf_of:
        text = msg("{text} (from the paper of {date}, entered by {registrar})", text=text, date=record.signed_on,
                   registrar=person_words(record.by, people))  # fmt: skip
    if record.opinion:
        text = msg("{text}; opinion: {opinion}", text=text, opinion=record.opinion)
    text = _scanned(text, record)
    return msg("{text} [the content has changed; this no longer counts]", text=text) if stale else text


def _scanned(text: Msg, record: Record) -> Msg:
    """What the scan found and the record leaves in, and what nobody could scan."""
    for given in record.acknowledged:
        text = msg("{text}; stays in: {kind} {shown} in {file}, because: {reason}", text=text, kind=Word(SCAN_KIND, given.kind),
                   shown=given.shown, file=given.file, reason=given.reason)  # fmt: skip
    if record.unscanned:
        text = msg("{text}; looked at by eye, not scannable: {files}", text=text, files=listing(*record.unscanned))
    if record.exemption:
        text = msg("{text}; lawful exemption: {matter}", text=text, matter=Word(EXEMPTION, record.exemption))
    return text


def _decided(record: Record) -> Msg:
    level = msg("approval ({level})", level=Word(LEVEL, record.level or ""))
    detail = Word(ASPECT, record.aspect) if record.aspect else level
    text = msg("{detail}: {decision}", detail=detail, decision=Word(DECISION, record.decision or ""))
    meeting = record.meeting
    if meeting:
        text = msg("{text}, meeting {id} of {date}: {present} present, {favour} in favour, {against} against, {abstain} abstaining",
                   text=text, id=meeting.id, date=meeting.date, present=len(meeting.present), favour=meeting.in_favour,
                   against=meeting.against, abstain=meeting.abstain)  # fmt: skip
    if record.reply_number:
        text = msg("{text}, reply {number} of {date}", text=text, number=record.reply_number, date=record.reply_date)
    return text


def _answered(record: Record) -> Msg:
    return msg("the secrecy authority {authority} answered {result} (number {number}, {date})", authority=record.authority,
               result=Word(ANSWER, record.result or ""), number=record.number, date=record.on)  # fmt: skip


def _published(record: Record) -> Msg:
    text = msg(
        "published on {date} by {channel} at {where}",
        date=record.on,
        channel=channel_words(record.posting.name),
        where=record.where,
    )
    if record.number:
        text = msg("{text}, number {number}", text=text, number=record.number)
    if record.direct_reason:
        text = msg("{text}; before the members, because: {reason}", text=text, reason=record.direct_reason)
    if record.provisional_reason:
        text = msg(
            "{text}; counted on a provisional calendar, because: {reason}", text=text, reason=record.provisional_reason
        )
    return (
        msg("{text}; later than planned, because: {reason}", text=text, reason=record.late_reason)
        if record.late_reason
        else text
    )


def _proposed(record: Record) -> Msg:
    return msg("proposed") if record.secrecy != "doubt" else msg("asked whether the matter is secret")


def _revised(record: Record) -> Msg:
    return msg("revised the content: {reason}", reason=record.reason) if record.reason else msg("revised the content")


def _dropped(record: Record) -> Msg:
    return msg(
        "dropped the channel {channel}: {reason}", channel=channel_words(record.posting.name), reason=record.reason
    )


def _taken_down(record: Record) -> Msg:
    return msg("took down {channel} on {date}", channel=channel_words(record.posting.name), date=record.on)


def _filed(record: Record) -> Msg:
    return msg(
        "filed as {number}, kept {retention}",
        number=record.archive_no,
        retention=Word(RETENTION, record.retention or ""),
    )


def _withdrawn(record: Record) -> Msg:
    return msg("withdrew the item: {reason}", reason=record.reason)


_DETAILS: dict[str, Callable[[Record], Msg]] = {
    "propose": _proposed,
    "revise": _revised,
    "answer": _answered,
    "review": _decided,
    "approve": _decided,
    "publish": _published,
    "drop": _dropped,
    "takedown": _taken_down,
    "archive": _filed,
    "withdraw": _withdrawn,
}

"""Items for people and machines: as JSON, and one whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdctl.core.digest import short_digest
from pdctl.core.duty import Duty
from pdctl.core.model import Entry, Organization, Plan, Record
from pdctl.core.replay import Course
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import FAMILY, IMPORTANCE, SCOPE, STATE
from pdctl.report.duties import People, channel_words, duty_json, groups, next_words
from pdctl.report.lang import show
from pdctl.report.layout import fields, out_wrapped
from pdctl.report.records import record_words
from pdctl.report.talk import out


def record_json(record: Record, stale: bool, commit: str) -> dict[str, Any]:
    """A record as JSON."""
    keys = (
        "seq", "step", "aspect", "level", "decision", "by", "seat", "org", "at", "subject", "opinion", "on_behalf_of",
        "signed_on", "form_code", "reconfirms", "result", "authority", "number", "on", "channel", "place", "where", "direct_reason",
        "late_reason", "reason", "retention", "archive_no",
    )  # fmt: skip
    value = {key: getattr(record, key) for key in keys}
    scanned = {
        "acknowledged": [vars(given) for given in record.acknowledged],
        "unscanned": list(record.unscanned),
        "exemption": record.exemption,
    }
    return {**value, **scanned, "commit": commit, "stale": stale}


def item_json(plan: Plan, course: Course, duties: Iterable[Duty], stricter: Iterable[Msg] = ()) -> dict[str, Any]:
    """An item as JSON, without its records."""
    return {
        "item": plan.id,
        "org": plan.org,
        "entry": plan.entry,
        "release": plan.release,
        "off_catalog": plan.off_catalog,
        "title": plan.title,
        "family": plan.family,
        "scope": plan.scope,
        "importance": plan.importance,
        "publish_on": plan.publish_on,
        "channels": [channel.name for channel in plan.channels],
        "supersedes": plan.supersedes,
        "document_number": plan.document_number,
        "state": course.state,
        "subject": course.subject,
        "number": course.number,
        "archive_no": course.archive_no,
        "published": list(course.published),
        "dropped": sorted(course.dropped),
        "taken_down": sorted(course.taken_down),
        "stricter": [show(reason) for reason in stricter],
        "next": [duty_json(duty) for duty in duties],
    }


def tell_item(
    plan: Plan,
    entry: Entry | None,
    org: Organization,
    course: Course,
    duties: tuple[Duty, ...],
    people: People,
    stricter: tuple[Msg, ...] = (),
) -> None:
    """One item: what it is, where it stands, its records, what comes next."""
    must = (msg("Must be revised to the current release"), listing(*stricter) if stricter else None)
    fields((*_plan_fields(plan, entry, org), *_state_fields(course), must))
    out(msg("Records:"))
    for record in course.records:
        line = msg("  {seq} {what}", seq=f"{record.seq:04d}", what=record_words(record, course.stale(record), people))
        out_wrapped(line, 7)
    for group in groups(duties):
        out_wrapped(next_words(group, people), 2)


def _plan_fields(plan: Plan, entry: Entry | None, org: Organization) -> tuple[tuple[Any, Any], ...]:
    matter = msg("{name} ({id})", name=entry.title, id=entry.id) if entry else plan.entry
    return (
        (msg("Item"), plan.id),
        (msg("Title"), plan.title or msg("(a reference without title and text)")),
        (msg("Organization"), msg("{name} ({id})", name=org.name, id=org.id)),
        (msg("Entry"), msg("off-catalogue: {reason}", reason=plan.off_catalog) if plan.off_catalog else matter),
        (msg("Release"), plan.release),
        (msg("Kind of document"), Word(FAMILY, plan.family) if plan.family else None),
        (msg("Scope"), Word(SCOPE, plan.scope) if plan.scope else None),
        (msg("Reason for the scope"), plan.scope_reason),
        (msg("Audience"), listing(*plan.audience) if plan.audience else None),
        (msg("Importance"), Word(IMPORTANCE, plan.importance) if plan.title else None),
        (msg("Reason for the importance"), plan.importance_reason),
        (msg("Planned day"), plan.publish_on),
        (msg("Channels"), listing(*(channel_words(c.name) for c in plan.channels)) if plan.channels else None),
        (msg("Supersedes"), plan.supersedes),
        (msg("Document number"), plan.document_number),
        (msg("Sent to"), listing(*plan.main_recipients) if plan.main_recipients else None),
        (msg("Copies to"), listing(*plan.copy_recipients) if plan.copy_recipients else None),
    )


def _state_fields(course: Course) -> tuple[tuple[Any, Any], ...]:
    return (
        (msg("State"), Word(STATE, course.state)),
        (msg("Number"), course.number),
        (msg("Archive number"), course.archive_no),
        (msg("Digest"), short_digest(course.subject)),
    )

"""Between the plain values of files and the typed values of the model, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pdctl.core.days import Calendar, Year
from pdctl.core.ledger import LedgerRecord, Reply
from pdctl.core.model import (
    Acknowledgement,
    Attachment,
    CatalogRecord,
    Channel,
    Due,
    Duration,
    Entry,
    EntryChange,
    Evidence,
    FormerName,
    ImportNote,
    Key,
    Mechanism,
    Meeting,
    Organization,
    Person,
    Plan,
    Policy,
    Quorum,
    Record,
    Release,
    Sealed,
    Settings,
)

FORMAT = 1
Value = Mapping[str, Any]


def settings_from(value: Value) -> Settings:
    """`disclosure.yaml`."""
    policy = value["policy"]
    return Settings(
        title=value["title"],
        root=value["root"],
        rules=value["rules"],
        branch=value["branch"],
        timezone=value["timezone"],
        format=value["format"],
        sealed=Sealed(**value["sealed"]) if "sealed" in value else None,
        policy=Policy(
            reviews=tuple(policy["reviews"]),
            secrecy_reviewer_apart=policy["secrecy_reviewer_apart"],
            quorum=Quorum(**policy["quorum"]),
            notice_days_from=policy["notice_days_from"],
            masking=policy["masking"],
            public_code=policy.get("public_code", Policy.public_code),
            remotes=tuple(policy.get("remotes", ())),
            catalog_approval=tuple(policy.get("catalog_approval", ("principal",))),
        ),
    )


def settings_to(settings: Settings) -> dict[str, Any]:
    """`disclosure.yaml` as plain values."""
    policy = settings.policy
    return {
        "format": settings.format,
        "title": settings.title,
        "root": settings.root,
        "rules": settings.rules,
        "branch": settings.branch,
        "timezone": settings.timezone,
        "policy": {
            "reviews": list(policy.reviews),
            "secrecy_reviewer_apart": policy.secrecy_reviewer_apart,
            "quorum": vars(policy.quorum),
            "notice_days_from": policy.notice_days_from,
            "masking": policy.masking,
            "public_code": policy.public_code if policy.public_code != Policy.public_code else None,
            "remotes": list(policy.remotes),
            "catalog_approval": list(policy.catalog_approval) if policy.catalog_approval != ("principal",) else None,
        },
        "sealed": vars(settings.sealed) if settings.sealed else None,
    }


def people_from(value: Value) -> dict[str, Person]:
    """`people.yaml`."""
    return {
        name: Person(name, person["name"], person["state"], tuple(map(_key, person.get("keys", ()))))
        for name, person in value["people"].items()
    }


def _key(value: Value) -> Key:
    return Key(**{**value, "void": tuple(value.get("void", ()))})


def people_to(people: Mapping[str, Person]) -> dict[str, Any]:
    """`people.yaml` as plain values."""
    return {"format": FORMAT, "people": {person.id: _person_to(person) for person in people.values()}}


def _person_to(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "state": person.state,
        "keys": [{**vars(key), "void": list(key.void)} for key in person.keys],
    }


def year_from(value: Value) -> Year:
    """One calendar file."""

    def days(key: str) -> frozenset[date]:
        return frozenset(date.fromisoformat(text) for text in value.get(key, ()))

    return Year(days("holidays"), days("workdays"))


def calendar_from(values: list[Value]) -> Calendar:
    """Calendar files, together."""
    return Calendar({value["year"]: year_from(value) for value in values})


def organization_from(value: Value) -> Organization:
    """`organization.yaml`."""
    special = ("format", "seats", "succeeded_by", "former_names", "departments")
    return Organization(
        **{key: item for key, item in value.items() if key not in special},
        seats={seat: tuple(persons) for seat, persons in value.get("seats", {}).items()},
        succeeded_by=tuple(value.get("succeeded_by", ())),
        former_names=tuple(FormerName(**former) for former in value.get("former_names", ())),
        departments=tuple(value.get("departments", ())),
    )


def organization_to(org: Organization) -> dict[str, Any]:
    """`organization.yaml` as plain values; seats in the order of the vocabulary."""
    from pdctl.core.words import SEAT

    value = {"format": FORMAT, **vars(org)}
    value["contact"] = dict(org.contact)
    value["succeeded_by"] = list(org.succeeded_by)
    value["former_names"] = [vars(former) for former in org.former_names]
    value["departments"] = list(org.departments)
    value["reviews_by"] = org.reviews_by if org.reviews_by != "own" else None
    value["seats"] = {seat: list(org.seats[seat]) for seat in SEAT if org.seats.get(seat)}
    return value


def _channels(values: list[Value]) -> tuple[Channel, ...]:
    return tuple(Channel(value["channel"], value.get("place")) for value in values)


def _due(value: Value) -> Due:
    return Due(start=value["from"], **{key: number for key, number in value.items() if key != "from"})


_ENTRY_LISTS = ("elements", "basis", "audience", "stages", "approval", "reviews")
_ENTRY_SPECIAL = (*_ENTRY_LISTS, "due", "duration", "channels", "import_notes")


def entry_from(value: Value) -> Entry:
    """One entry of a catalogue or release."""
    plain: dict[str, Any] = {key: item for key, item in value.items() if key not in _ENTRY_SPECIAL}
    plain |= {key: tuple(value.get(key, ())) for key in _ENTRY_LISTS}
    return Entry(
        **plain,
        due=_due(value["due"]),
        duration=Duration(**value["duration"]),
        channels=_channels(value["channels"]),
        import_notes=tuple(ImportNote(**note) for note in value.get("import_notes", ())),
    )


def release_from(value: Value) -> Release:
    """A release of a catalogue."""
    return Release(value["org"], value["release"], value["on"], tuple(entry_from(e) for e in value["entries"]))


def plan_from(value: Value) -> Plan:
    """`content/item.yaml`."""
    special = ("format", "off_catalog", "duration", "channels", "attachments")
    lists = ("audience", "title_lines", "main_recipients", "copy_recipients")
    off = value.get("off_catalog")
    simple: Value = {key: tuple(item) if key in lists else item for key, item in value.items() if key not in special}
    return Plan(
        **simple,
        off_catalog=off["reason"] if off else None,
        duration=Duration(**value["duration"]) if "duration" in value else None,
        channels=_channels(value.get("channels", [])),
        attachments=tuple(Attachment(**a) for a in value.get("attachments", ())),
    )


def plan_to(plan: Plan) -> dict[str, Any]:
    """`content/item.yaml` as plain values."""
    head = {"format": FORMAT, "id": plan.id, "org": plan.org, "entry": plan.entry, "release": plan.release}
    if plan.reference:
        return {**head, "secrecy": plan.secrecy}
    return {
        **head,
        "off_catalog": {"reason": plan.off_catalog} if plan.off_catalog else None,
        "secrecy": plan.secrecy,
        "title": plan.title,
        "title_lines": list(plan.title_lines),
        "family": plan.family,
        "scope": plan.scope,
        "scope_reason": plan.scope_reason,
        "audience": list(plan.audience),
        "importance": plan.importance,
        "importance_reason": plan.importance_reason,
        "publish_on": plan.publish_on,
        "duration": vars(plan.duration) if plan.duration else None,
        "channels": [vars(channel) for channel in plan.channels],
        "supersedes": plan.supersedes,
        "round": plan.round,
        "period": plan.period,
        "event": plan.event,
        "document_number": plan.document_number,
        "main_recipients": list(plan.main_recipients),
        "copy_recipients": list(plan.copy_recipients),
        "printed_by": plan.printed_by,
        "printed_on": plan.printed_on,
        "attachments": [vars(attachment) for attachment in plan.attachments],
    }


def record_from(value: Value) -> Record:
    """A record of an item."""
    special = ("format", "evidence", "meeting", "reply", *_SCAN)
    meeting, reply = value.get("meeting"), value.get("reply", {})
    return Record(
        **{key: item for key, item in value.items() if key not in special},
        evidence=tuple(Evidence(**piece) for piece in value.get("evidence", ())),
        meeting=Meeting(**{**meeting, "present": tuple(meeting["present"])}) if meeting else None,
        reply_number=reply.get("number"),
        reply_date=reply.get("date"),
        **_scanned_from(value),
    )


_SCAN = ("acknowledged", "unscanned")


def _scanned_from(value: Value) -> dict[str, Any]:
    """What the scan left in a record."""
    pieces = (Acknowledgement(**{"shown": "", **piece}) for piece in value.get("acknowledged", ()))
    return {"acknowledged": tuple(pieces), "unscanned": tuple(value.get("unscanned", ()))}


def _scanned_to(record: Record | LedgerRecord | CatalogRecord) -> dict[str, Any]:
    """What the scan left in a record, as plain values."""
    return {"acknowledged": [vars(piece) for piece in record.acknowledged], "unscanned": list(record.unscanned)}


def record_to(record: Record) -> dict[str, Any]:
    """A record of an item as plain values."""
    value = {"format": FORMAT, **vars(record)}
    value["detail"] = dict(record.detail)
    value["evidence"] = [vars(piece) for piece in record.evidence]
    value["meeting"] = {**vars(record.meeting), "present": list(record.meeting.present)} if record.meeting else None
    reply = {"number": value.pop("reply_number"), "date": value.pop("reply_date")}
    value["reply"] = reply if record.reply_number else None
    return {**value, **_scanned_to(record)}


def ledger_from(value: Value) -> LedgerRecord:
    """A record of the ledger."""
    special = ("format", "evidence", "reply", *_SCAN)
    return LedgerRecord(
        **_scanned_from(value),
        **{key: item for key, item in value.items() if key not in special},
        reply=Reply(**value["reply"]) if "reply" in value else None,
        evidence=tuple(Evidence(**piece) for piece in value.get("evidence", ())),
    )


def ledger_to(record: LedgerRecord) -> dict[str, Any]:
    """A record of the ledger as plain values."""
    value = {"format": FORMAT, **vars(record)}
    value["again"] = record.again or None
    value["reply"] = vars(record.reply) if record.reply else None
    value["evidence"] = [vars(piece) for piece in record.evidence]
    return {**value, **_scanned_to(record)}


def entries_from(value: Value) -> tuple[Entry, ...]:
    """The entries of a working copy or release."""
    return tuple(entry_from(entry) for entry in value["entries"])


def catalog_record_from(value: Value) -> CatalogRecord:
    """A record of a catalogue."""
    special = ("format", "changes", "evidence", "meeting", "reply", *_SCAN)
    meeting, reply = value.get("meeting"), value.get("reply", {})
    return CatalogRecord(
        **{key: item for key, item in value.items() if key not in special},
        changes=tuple(EntryChange(**change) for change in value.get("changes", ())),
        evidence=tuple(Evidence(**piece) for piece in value.get("evidence", ())),
        meeting=Meeting(**{**meeting, "present": tuple(meeting["present"])}) if meeting else None,
        reply_number=reply.get("number"),
        reply_date=reply.get("date"),
        **_scanned_from(value),
    )


def catalog_record_to(record: CatalogRecord) -> dict[str, Any]:
    """A record of a catalogue as plain values."""
    value = {"format": FORMAT, **vars(record)}
    value["changes"] = [vars(change) for change in record.changes]
    value["evidence"] = [vars(piece) for piece in record.evidence]
    value["meeting"] = {**vars(record.meeting), "present": list(record.meeting.present)} if record.meeting else None
    reply = {"number": value.pop("reply_number"), "date": value.pop("reply_date")}
    value["reply"] = reply if record.reply_number else None
    return {**value, **_scanned_to(record)}


def mechanisms_from(value: Value) -> tuple[Mechanism, ...]:
    """The mechanisms of part seven."""
    return tuple(
        Mechanism(one["clause"], one["title"], tuple(one["lead"]), tuple(one["support"]), one.get("note"))
        for one in value["mechanisms"]
    )

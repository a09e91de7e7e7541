"""The steps of a catalogue for people and machines: what was done, what differs, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdctl.core.catalogue import CatalogCourse, Filing
from pdctl.core.catalogue_diff import Difference
from pdctl.core.model import CatalogRecord, Organization, Plan
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.words import CATALOG_CHANGE, CATALOG_STATE, CATALOG_STEP, DECISION, FAMILY, FILING_STATE, LEVEL
from pdctl.report.duties import People, person_words
from pdctl.report.lang import show
from pdctl.report.layout import out_wrapped, table
from pdctl.report.talk import out, out_json, say

_NEXT = {
    "adjusting": msg("pdctl catalog approve {org} --pass"),
    "approved": msg("pdctl catalog release {org}"),
    "returned": msg("pdctl catalog adjust {org} ENTRY --reason TEXT"),
    "rejected": msg("pdctl catalog adjust {org} ENTRY --reason TEXT"),
}


def record_json(record: CatalogRecord, commit: str) -> dict[str, Any]:
    """A record as JSON; what it does not say is left out."""
    value = {key: item for key, item in vars(record).items() if item not in (None, ())}
    for key in ("changes", "evidence"):
        if key in value:
            value[key] = [vars(piece) for piece in value[key]]
    if record.meeting:
        value["meeting"] = {**vars(record.meeting), "present": list(record.meeting.present)}
    return {**value, "commit": commit}


def course_json(org: Organization, course: CatalogCourse, current: str) -> dict[str, Any]:
    """Where a catalogue stands, as JSON."""
    filing = course.filing(current)
    return {
        "org": org.id,
        "state": course.state,
        "release": current,
        "filing": filing_json(filing),
        "adjusted": {entry: change.change for entry, change in course.named.items()},
    }


def filing_json(filing: Filing | None) -> dict[str, Any]:
    """A filing as JSON."""
    if filing is None:
        return {"state": "unfiled"}
    receipt = filing.receipt
    return {
        "state": filing.state,
        "to": filing.filed.to or filing.filed.to_outside,
        "on": filing.filed.on,
        "number": receipt.number if receipt else None,
        "opinion": receipt.opinion if receipt else None,
    }


def step_lines(record: CatalogRecord, org: Organization, course: CatalogCourse, people: People) -> list[Msg]:
    """After a step: what was done, where the catalogue stands, and what comes next."""
    lines = [record_words(record, people)]
    if record.step in ("file", "receive"):
        filing = course.filing(record.release or "")
        return [*lines, msg("Filing: {state}", state=Word(FILING_STATE, filing.state if filing else "unfiled"))]
    lines.append(msg("Catalogue of {org}: {state}", org=org.id, state=Word(CATALOG_STATE, course.state)))
    if course.state in _NEXT:
        lines.append(msg("Next: {command}", command=Msg(_NEXT[course.state].template, (("org", org.id),))))
    elif record.step == "release":
        command = msg("pdctl catalog file {org}", org=org.id)
        lines.append(msg("Next: {command}", command=command))
        lines.append(msg("Next: {command}", command=msg("pdctl catalog publish {org}", org=org.id)))
    return lines


def record_words(record: CatalogRecord, people: People) -> Msg:
    """A record in plain words."""
    step = Word(CATALOG_STEP, record.step)
    who = person_words(record.actor, people)
    detail = _detail(record)
    text = record.opinion or record.reason
    if detail and text:
        return msg("{step} {detail}: {who}: {text}", step=step, detail=detail, who=who, text=text)
    if detail:
        return msg("{step} {detail}: {who}", step=step, detail=detail, who=who)
    return msg("{step}: {who}", step=step, who=who)


def _detail(record: CatalogRecord) -> Any:
    decision = Word(DECISION, record.decision) if record.decision else None
    if record.step == "adjust":
        return listing(*(msg("{entry} {change}", entry=c.entry, change=Word(CATALOG_CHANGE, c.change)) for c in record.changes))  # fmt: skip
    if record.step == "approve":
        return listing(*(part for part in (Word(LEVEL, record.level or ""), decision) if part))
    if record.step == "file":
        return msg("release {release} with {to}", release=record.release, to=record.to or record.to_outside)
    if record.step == "receive":
        return listing(*(part for part in (record.release, decision, record.number) if part))
    return record.release


def log(
    org: Organization, course: CatalogCourse, current: str, lines: Sequence[tuple[CatalogRecord, str]], people: People, as_json: bool
) -> None:  # fmt: skip
    """The history of a catalogue in plain words."""
    if as_json:
        records = [record_json(record, commit) for record, commit in lines]
        out_json("catalog-log", {**course_json(org, course, current), "records": records})
        return
    if not lines:
        say(msg("No step has been taken on this catalogue; release {release} is in force.", release=current))
    for record, commit in lines:
        out_wrapped(
            msg("{seq} {date} {what}", seq=f"{record.seq:04d}", date=record.at[:10], what=record_words(record, people)), 5
        )  # fmt: skip
        for change in record.changes:
            out_wrapped(msg("     {entry}: {reason}", entry=change.entry, reason=change.reason), 7)
        out(msg("     commit {commit}", commit=commit[:12]))


def diff(org: str, before: str, after: str, found: Sequence[Difference], as_json: bool) -> None:
    """What differs, entry by entry, in words."""
    if as_json:
        rows = [
            {
                "entry": one.entry, "title": one.title, "change": one.change,
                "fields": [{"field": f.field, "words": show(f.words)} for f in one.fields],
            }
            for one in found
        ]  # fmt: skip
        out_json("catalog-diff", {"org": org, "before": before, "after": after, "differences": rows})
        return
    if not found:
        say(msg("No entry differs."))
    for one in found:
        out_wrapped(difference_words(one), 4)


def difference_words(one: Difference) -> Msg:
    """One entry in words: 事项 2.6.3：范围 党内 → 社会."""
    changed = listing(*(change.words for change in one.fields))
    if one.change == "change":
        return msg("entry {entry}: {fields}", entry=one.entry, fields=changed)
    word = Word(CATALOG_CHANGE, one.change)
    if one.fields:
        return msg(
            "entry {entry}: {change} ({title}); {fields}", entry=one.entry, change=word, title=one.title, fields=changed
        )
    return msg("entry {entry}: {change} ({title})", entry=one.entry, change=word, title=one.title)


def suggestions(org: str, groups: Sequence[tuple[Plan, ...]], as_json: bool) -> None:
    """What keeps coming outside the catalogue."""
    if as_json:
        rows = [
            {"title": plans[0].title, "family": plans[0].family, "count": len(plans), "items": [p.id for p in plans]}
            for plans in groups
        ]
        out_json("catalog-suggest", {"org": org, "suggestions": rows})
        return
    if not groups:
        say(msg("Nothing keeps coming outside the catalogue."))
        return
    heads = (msg("Times"), msg("Kind of document"), msg("Title"), msg("Items"))
    table(
        heads, [(len(p), Word(FAMILY, p[0].family or ""), p[0].title, listing(*(one.id for one in p))) for p in groups]
    )
    newest = groups[0][0].id
    say(
        msg(
            "Next: {command}",
            command=msg("pdctl catalog adjust {org} ENTRY --item {item} --reason TEXT --edit", org=org, item=newest),
        )
    )

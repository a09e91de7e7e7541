"""The certificate of an item in plain words: each step, who, in which seat, on what, by which rule, signed by which key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pdctl.core.digest import short_digest
from pdctl.core.model import Organization, Record
from pdctl.core.proof import Ending, ItemProof, Step
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import SEAT, STATE, STEP
from pdctl.report.duties import People, person_words
from pdctl.report.findings import finding_lines
from pdctl.report.items import record_json
from pdctl.report.layout import fields
from pdctl.report.records import record_words
from pdctl.report.talk import out


def tell_certificate(proof: ItemProof, ended: Ending, people: People) -> None:
    """The certificate on stdout; it ends with the verdict on the whole history."""
    out(msg("Record of procedure (程序核验记录) of one item"))
    _tell_head(proof)
    for step in proof.steps:
        _tell_step(step, people, vouching(step, proof.org, people))
    for line in (*item_verdict(proof), *conclusion(ended)):
        out(line)


def tell_in_short(proof: ItemProof, people: People) -> None:
    """An item with its steps and whose key signed each; nothing is verified here."""
    _tell_head(proof)
    for step in proof.steps:
        _tell_step(step, people, signature_words(step, people))
    out(msg("To prove it: pdctl verify --item {item}", item=proof.plan.id))


def _tell_head(proof: ItemProof) -> None:
    plan, course = proof.plan, proof.course
    fields((
        (msg("Item"), plan.id),
        (msg("Title"), plan.title or msg("(a reference without title and text)")),
        (msg("Organization"), msg("{name} ({id})", name=proof.org.name, id=proof.org.id)),
        (msg("State"), Word(STATE, course.state)),
        (msg("Digest"), short_digest(course.subject)),
        (msg("Number"), course.number),
        (msg("Archive number"), course.archive_no),
    ))  # fmt: skip


def _tell_step(step: Step, people: People, lines: Iterable[Msg]) -> None:
    out(msg("{seq} {what}", seq=f"{step.record.seq:04d}", what=record_words(step.record, step.stale, people)))
    for line in lines:
        out(msg("     {line}", line=line))


def vouching(step: Step, org: Organization, people: People) -> Iterator[Msg]:
    """What vouches for a step: seat, content, rule, key, commit; and what speaks against it."""
    yield seat_words(step.record, org)
    yield msg("content: digest {digest}", digest=short_digest(step.record.subject))
    yield rule_words(step)
    yield from signature_words(step, people)
    if not step.same:
        yield msg("the record here and the one that was signed do not agree")
    if step.void:
        yield msg("the key was declared compromised; this no longer counts")


def seat_words(record: Record, org: Organization) -> Msg:
    """The seat that was used, and where."""
    where = msg("{name} ({id})", name=org.name, id=org.id) if record.org == org.id else record.org
    return msg("seat: {seat} of {org}", seat=Word(SEAT, record.seat), org=where)


def rule_words(step: Step) -> Msg:
    """The rule and clause of a step."""
    if step.row is None or not step.rules:
        return msg("rule: none seen")
    return msg("rule: clause {clause}, {step}: {provided} (rules number {rules})", clause=step.row.clause,
               step=Word(STEP, step.row.step), provided=step.row.provided, rules=step.rules)  # fmt: skip


def signature_words(step: Step, people: People) -> Iterator[Msg]:
    """Whose key signed which commit. A paper is never passed off as the signature of who signed it."""
    if not step.commit:
        yield msg("signature: no commit seen that brought this record")
    elif not step.key:
        yield msg("signature: none seen that holds (commit {commit})", commit=step.commit[:12])
    else:
        who = person_words(step.holder, people) if step.holder else msg("nobody in the files of the parent")
        yield msg("signature: key {key} of {who}, commit {commit}", key=step.key, who=who, commit=step.commit[:12])
    if step.record.on_behalf_of:
        yield msg("registered from a paper (依据纸质审批件登记): the signature is that of the registrar {registrar}, not that of {person}",
                  registrar=person_words(step.record.by, people),
                  person=person_words(step.record.on_behalf_of, people))  # fmt: skip
    elif step.record.reply_number:
        yield msg("registered from a paper (依据纸质审批件登记): reply {number} of {date}; the signature is that of the registrar {registrar}",
                  number=step.record.reply_number, date=step.record.reply_date,
                  registrar=person_words(step.record.by, people))  # fmt: skip
    for piece in step.record.evidence:
        yield msg("evidence: {file}, SHA-256 {digest}", file=piece.file, digest=piece.sha256[:16])


def item_verdict(proof: ItemProof) -> Iterator[Msg]:
    """What was found against the steps of the item."""
    if not proof.findings:
        return
    yield msg("{count} findings concern this item:", count=len(proof.findings))
    for finding in proof.findings:
        yield from finding_lines(finding)


def conclusion(ended: Ending) -> Iterator[Msg]:
    """The verdict on the whole history."""
    if ended.stop is not None:
        yield msg("Could not be verified: {problem}", problem=ended.stop.message)
        return
    for commit, reason in ended.quarantined:
        yield msg("Set aside: commit {commit}, because: {reason}", commit=commit[:12], reason=reason)
    if ended.sealed:
        yield msg(
            "The history before this one is sealed (up to {tip}) and must be verified apart.", tip=ended.sealed[:12]
        )
    counts = {"commits": ended.commits, "fresh": ended.fresh, "tip": ended.tip[:12]}
    if ended.findings:
        count = len(ended.findings)
        yield msg("{count} findings in {commits} commits ({fresh} checked now), up to {tip}.", count=count, **counts)
    else:
        yield msg(
            "The whole history, {commits} commits ({fresh} checked now) up to {tip}: nothing found that disagrees.",
            **counts,
        )


def certificate_json(proof: ItemProof) -> dict[str, Any]:
    """The certificate as JSON, beside the verdict."""
    return {
        "item": proof.plan.id,
        "org": proof.org.id,
        "title": proof.plan.title,
        "state": proof.course.state,
        "subject": proof.course.subject,
        "steps": [_step_json(step) for step in proof.steps],
    }


def _step_json(step: Step) -> dict[str, Any]:
    row = {"clause": step.row.clause if step.row else None, "rules": step.rules or None}
    signed = {"key": step.key or None, "signer": step.holder or None, "same": step.same, "void": step.void}
    paper = bool(step.record.on_behalf_of or step.record.reply_number)
    return {**record_json(step.record, step.stale, step.commit), **row, **signed, "paper": paper}

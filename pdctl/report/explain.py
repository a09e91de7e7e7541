"""Rules and commits at length, for people and machines."""

from __future__ import annotations

from typing import Any

from pdctl.core.proof import CommitProof
from pdctl.core.rules import Explained
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import CATALOG_STEP, STEP
from pdctl.report.duties import People, person_words
from pdctl.report.findings import finding_json, finding_lines
from pdctl.report.lang import show
from pdctl.report.layout import fields, out_wrapped
from pdctl.report.talk import out, out_json

_SHAPES: dict[str, Msg] = {
    "people": msg("persons and their keys"),
    "settings": msg("settings"),
    "catalog": msg("work on a catalogue"),
    "organization": msg("an organization and its seats"),
    "catalog-step": msg("a step of a catalogue"),
    "step": msg("one step of one item"),
    "ledger": msg("one entry of a ledger"),
    "quarantine": msg("setting aside a commit that fails"),
}
_SHOWN_PATHS = 20


def tell_rule(rule: Explained, as_json: bool) -> None:
    """A rule: what it says, what it catches, what mends it, how it sounds."""
    if as_json:
        sentences = [{"clause": clause, "sentence": show(text)} for clause, text in rule.sentences]
        value = {"id": rule.id, "sentences": sentences, "catches": show(rule.catches), "mend": show(rule.mend)}
        out_json("explain", {"rule": {**value, "example": show(rule.example)}})
        return
    out(rule.id)
    for clause, sentence in rule.sentences:
        out_wrapped(msg("  {sentence} (clause {clause})", sentence=sentence, clause=clause), 2)
    out_wrapped(msg("It catches: {text}", text=rule.catches), 2)
    out_wrapped(msg("What mends it: {text}", text=rule.mend), 2)
    out_wrapped(msg("For example: {rule} {text}", rule=rule.id, text=rule.example), 2)


def tell_commit(proof: CommitProof, people: People, as_json: bool) -> None:
    """A commit: what it is, who signed, what it changes, and what the judge says of it now."""
    if as_json:
        out_json("explain", {"commit": _commit_json(proof)})
        return
    shape = proof.shape
    fields((
        (msg("Commit"), proof.commit),
        (msg("It says"), proof.line),
        (msg("What it is"), _what(proof)),
        (msg("Item"), shape.item if shape else ""),
        (msg("Organization"), shape.org if shape else ""),
        (msg("Signed by"), person_words(proof.signer, people) if proof.signer else msg("nobody in the files of the parent")),
        (msg("Key"), proof.key or msg("none seen that holds")),
    ))  # fmt: skip
    for change in proof.changes[:_SHOWN_PATHS]:
        out(msg("  {sign} {path}", sign={"add": "+", "delete": "-"}.get(change.kind, "~"), path=change.path))
    if len(proof.changes) > _SHOWN_PATHS:
        out(msg("  and {count} more", count=len(proof.changes) - _SHOWN_PATHS))
    _tell_judgement(proof)


def _what(proof: CommitProof) -> Msg:
    """What a commit is, in plain words."""
    if not proof.parents:
        return msg("the first commit: one person, one organization")
    if len(proof.parents) > 1:
        return msg("a merge of two lines")
    unknown = msg("nothing that the rules know")
    return _SHAPES.get(proof.shape.kind, unknown) if proof.shape else unknown


def _tell_judgement(proof: CommitProof) -> None:
    if not proof.compared:
        out(msg("There is no introduction here to compare it with: pdctl trust pdctl1:…"))
        return
    if proof.findings:
        out(msg("Judged again by its parent's files (rules number {number}), it does not hold:", number=proof.number))
        for finding in proof.findings:
            for line in finding_lines(finding):
                out(line)
        return
    out(msg("Judged again by its parent's files (rules number {number}), it holds.", number=proof.number))
    if proof.row:
        out_wrapped(msg("The procedure table allows it: clause {clause}, {step}: {provided}", clause=proof.row.clause,
                        step=_step_word(proof.row.step), provided=proof.row.provided), 2)  # fmt: skip
    if proof.rules:
        out(msg("The rules that looked at it:"))
    for rule, clause, sentence in proof.rules:
        out_wrapped(msg("  {rule} {sentence} (clause {clause})", rule=rule, sentence=sentence, clause=clause), 4)


def _step_word(step: str) -> Word:
    """A step of an item or of a catalogue; where both have it, they call it the same."""
    return Word(STEP if step in STEP else CATALOG_STEP, step)


def _commit_json(proof: CommitProof) -> dict[str, Any]:
    shape = proof.shape
    return {
        "commit": proof.commit,
        "parents": list(proof.parents),
        "shape": shape.kind if shape else None,
        "what": show(_what(proof)),
        "item": (shape.item if shape else "") or None,
        "org": (shape.org if shape else "") or None,
        "signer": proof.signer or None,
        "key": proof.key or None,
        "changes": [{"path": change.path, "kind": change.kind} for change in proof.changes],
        "rules": [{"id": rule, "clause": clause, "sentence": show(text)} for rule, clause, text in proof.rules],
        "ok": proof.compared and not proof.findings,
        "findings": [finding_json(finding) for finding in proof.findings],
    }

"""审核 and 审批: opinions and decisions, signed by their givers or entered from paper (part five (二), (三))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from pdctl.actions import items, step
from pdctl.actions.figures import notes_on
from pdctl.actions.items import Item
from pdctl.actions.landing import Chain
from pdctl.actions.session import Session
from pdctl.actions.step import Done
from pdctl.actions.texts import day, line, prose
from pdctl.core.authority import Ask
from pdctl.core.digest import file_digest
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Evidence, Meeting, Record
from pdctl.core.text import msg
from pdctl.store.intake import read_attachments


@dataclass(frozen=True)
class Paper:
    """What was signed on paper: by whom, when, and the scan of it."""

    on_behalf_of: str | None = None
    signed_on: str | None = None
    evidence: tuple[Path, ...] = ()

    @property
    def given(self) -> bool:
        """Whether a person is named."""
        return self.on_behalf_of is not None


@dataclass(frozen=True)
class Votes:
    """The meeting of a collective decision as options give it."""

    meeting: str | None = None
    date: str | None = None
    chair: str | None = None
    present: tuple[str, ...] = ()
    in_favour: int | None = None
    against: int = 0
    abstain: int = 0


@dataclass(frozen=True)
class Opinion:
    """A decision and what goes with it."""

    decision: str
    text: str | None = None
    detail: dict[str, str] = field(default_factory=dict)
    paper: Paper = Paper()


def evidence_files(seq: int, paths: Sequence[Path]) -> tuple[dict[str, bytes], tuple[Evidence, ...]]:
    """Evidence as it will lie below `record/`, named after its record, and how the record names it."""
    files: dict[str, bytes] = {}
    for name, data in read_attachments(paths).items():
        files[f"evidence/{seq:04d}-{name}"] = data
    return files, tuple(Evidence(file, file_digest(data)) for file, data in files.items())


def paper_fields(session: Session, paper: Paper) -> dict[str, Any]:
    """What a record says of a paper; nothing where none is given. Raises `Stop` (usage)."""
    if not paper.given:
        if paper.signed_on:
            raise usage(msg("--signed-on goes with --on-behalf-of"))
        return {}
    if not paper.signed_on or not paper.evidence:
        raise usage(
            msg("a decision on paper needs --on-behalf-of, --signed-on and --evidence together"),
            msg("scan the signed form and name it with --evidence FILE"),
        )
    person = items.person(session, paper.on_behalf_of or "")
    return {"on_behalf_of": person, "signed_on": day("--signed-on", paper.signed_on)}


def review(session: Session, part: str, aspects: Sequence[str], opinion: Opinion, dry_run: bool = False) -> Done:
    """One opinion for each aspect, each its own commit; all land together or none does."""
    item = items.load(session, part)
    chain = Chain(session)
    for aspect in dict.fromkeys(aspects):
        fields: dict[str, Any] = {"decision": opinion.decision, "opinion": prose("--opinion", opinion.text)}
        fields["detail"] = {line("--detail", k) or "": prose("--detail", v) or "" for k, v in opinion.detail.items()}
        item = _opinion(chain, item, Ask("review", aspect), opinion.paper, fields)
    notes = notes_on(item) if "accuracy" in aspects and opinion.decision == "pass" else ()
    return step.finish(session, chain, item.id, dry_run, notes)


def reconfirm(session: Session, part: str, aspects: Sequence[str], text: str | None, dry_run: bool = False) -> Done:
    """Renew one's own earlier consents for the present version, after seeing what changed."""
    item = items.load(session, part)
    chain = Chain(session)
    for aspect in dict.fromkeys(aspects):
        earlier = earlier_opinion(session, item, aspect)
        fields = {
            "decision": "pass",
            "opinion": prose("--opinion", text) or earlier.opinion,
            "detail": dict(earlier.detail),
            "reconfirms": earlier.seq,
        }
        item = _opinion(chain, item, Ask("review", aspect), Paper(), fields)
    return step.finish(session, chain, item.id, dry_run)


def earlier_opinion(session: Session, item: Item, aspect: str) -> Record:
    """The actor's latest consent to an aspect, on paper or by his own key. Raises `Refusal`."""
    actor = session.actor.person.id
    own = [r for r in item.course.records if r.aspect == aspect and r.actor == actor and r.decision == "pass"]
    if not own or not item.course.stale(own[-1]):
        raise Refusal(
            Finding(
                msg("there is no earlier opinion of {person} to renew", person=actor),
                rule="E-STEP",
                clause="五(二)",
                item=item.id,
                expected=msg("an earlier consent that has become stale"),
                found=msg("an opinion that still counts") if own else msg("none"),
                fix=msg("pdctl review {item} --aspect {aspect} --pass", item=item.id, aspect=aspect),
            )
        )
    return own[-1]


def changes_since(session: Session, item: Item, record: Record) -> tuple[tuple[str, bytes | None, bytes | None], ...]:
    """What changed in the content since a record: path, bytes then, bytes now."""
    from pdctl.actions.reading import commit_of
    from pdctl.store.view import View

    then = View(session.git, commit_of(session, item, record.seq))
    folder = f"{item.folder}/content"
    paths = sorted({*then.files(folder), *item.view.files(folder)})
    pairs = ((path, then.read(f"{folder}/{path}"), item.view.read(f"{folder}/{path}")) for path in paths)
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def approve(
    session: Session,
    part: str,
    level: str,
    opinion: Opinion,
    votes: Votes = Votes(),
    reply: tuple[str | None, str | None] = (None, None),
    dry_run: bool = False,
) -> Done:
    """A decision at one level; `reply` is number and date of the answer of a superior outside the repository."""
    item = items.load(session, part)
    chain = Chain(session)
    fields: dict[str, Any] = {"decision": opinion.decision, "opinion": prose("--opinion", opinion.text)}
    if level == "collective":
        fields["meeting"] = meeting_of(session, votes)
    elif votes.meeting or votes.present:
        raise usage(msg("a meeting goes with --level collective only"))
    if any(reply) and level != "superior":
        raise usage(msg("a reply goes with --level superior only"))
    if any(reply):
        fields["reply_number"], fields["reply_date"] = line("--reply-number", reply[0]), day("--reply-date", reply[1])
    item = _opinion(chain, item, Ask("approve", level=level), opinion.paper, fields)
    return step.finish(session, chain, item.id, dry_run, notes_on(item) if opinion.decision == "pass" else ())


def _opinion(chain: Chain, item: Item, ask: Ask, paper: Paper, fields: dict[str, Any]) -> Item:
    """Add one decision to a chain; returns the item as it then stands."""
    session = chain.session
    files, evidence = evidence_files(len(item.course.records) + 1, paper.evidence)
    fields = {**fields, **paper_fields(session, paper), "evidence": evidence}
    step.add(chain, item, ask, files, fields)
    return items.load_at(session, item.id, chain.view)


def meeting_of(session: Session, votes: Votes) -> Meeting:
    """The meeting of a collective decision. Raises `Stop` (usage) where it is not whole."""
    missing = [
        option
        for option, value in (
            ("--meeting", votes.meeting),
            ("--meeting-date", votes.date),
            ("--chair", votes.chair),
            ("--present", votes.present),
            ("--in-favour", votes.in_favour is not None),
        )
        if not value
    ]
    if missing:
        raise usage(msg("a collective decision needs {options}", options=", ".join(missing)))
    present = tuple(items.person(session, person) for person in votes.present)
    chair = items.person(session, votes.chair or "")
    return Meeting(
        line("--meeting", votes.meeting) or "",
        day("--meeting-date", votes.date) or "",
        chair,
        present,
        votes.in_favour or 0,
        votes.against,
        votes.abstain,
    )


def answer(
    session: Session, part: str, result: str, authority: str, number: str, on: str, dry_run: bool = False
) -> Done:
    """What the secrecy authority decided: result, number and date, never the reply itself (part seven (三))."""
    item = items.load(session, part)
    fields: dict[str, Any] = {
        "result": result,
        "authority": line("--authority", authority),
        "number": line("--number", number),
        "on": day("--on", on),
    }
    return step.take(session, item, Ask("answer"), dry_run, **fields)


def withdraw(session: Session, part: str, reason: str, dry_run: bool = False) -> Done:
    """Take an item back: the proposer before approval, an approver after it."""
    item = items.load(session, part)
    return step.take(session, item, Ask("withdraw"), dry_run, reason=prose("--reason", reason))


def waiting_aspects(session: Session, item: Item) -> tuple[str, ...]:
    """The aspects that wait for the actor: those still missing whose seat he holds."""
    actor = session.actor.person.id
    duties = items.duties(item)
    return tuple(d.aspect for d in duties if d.aspect and actor in d.who)

"""A signed form registered: each box as its own step and commit, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pdctl.actions import items, step
from pdctl.actions.decide import Votes, meeting_of
from pdctl.actions.form.boxes import counting
from pdctl.actions.form.printing import require_text
from pdctl.actions.form.signed import Signed
from pdctl.actions.form.versions import check_code, check_scans
from pdctl.actions.items import Item
from pdctl.actions.landing import Chain, Landed
from pdctl.actions.session import Session
from pdctl.actions.step import Done
from pdctl.core.authority import superior_for
from pdctl.core.digest import file_digest
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Evidence
from pdctl.core.text import Msg, Word, msg
from pdctl.core.words import ASPECT, LEVEL
from pdctl.store.intake import read_attachments

_NO_VOTES = Votes()


@dataclass(frozen=True)
class Paper:
    """A form that came back: its scans, the code on it, the boxes signed, and the meeting where one decided."""

    scans: tuple[Path, ...]
    code: str
    boxes: tuple[Signed, ...]
    votes: Votes = _NO_VOTES


def register(session: Session, part: str, paper: Paper, dry_run: bool = False) -> Done:
    """File every signed box that is not filed yet. Raises `Refusal` before anything is written."""
    item = items.load(session, part)
    require_text(item)
    code = check_code(session, item, paper.code)
    scans = read_attachments(paper.scans)
    check_scans(session, item, code, scans.values())
    _check_votes(paper)
    _check_superior(item, paper)
    waiting, notes = _waiting(item, paper.boxes, code)
    chain = Chain(session)
    if not waiting:
        return Done(item, Landed((), (), session.view, dry_run), notes)
    for box in _ordered(item, waiting):
        item = _file(chain, item, box, code, scans, paper.votes)
    return step.finish(session, chain, item.id, dry_run, notes)


def _waiting(item: Item, boxes: Sequence[Signed], code: str) -> tuple[list[Signed], tuple[Msg, ...]]:
    """The boxes that are still to be filed, and a word on those that are filed already."""
    filed = {
        (r.aspect or r.level, r.on_behalf_of, r.signed_on, r.decision): r for r in counting(item) if r.form_code == code
    }
    waiting, notes = [], []
    for box in boxes:
        record = filed.get((box.key, box.person, box.on, box.decision))
        if record is None:
            waiting.append(box)
        else:
            seq = f"{record.seq:04d}"
            word = Word(ASPECT if box.ask.aspect else LEVEL, box.key)
            notes.append(msg("the box {box} is registered already, as record {seq}", box=word, seq=seq))
    return waiting, tuple(notes)


def _ordered(item: Item, boxes: Sequence[Signed]) -> list[Signed]:
    """As the procedure takes them: reviews, then approvals by level; what sends the item back comes last."""
    order = [*item.needs.reviews, *item.needs.approvals]

    def place(box: Signed) -> tuple[bool, bool, int]:
        at = order.index(box.key) if box.key in order else len(order)
        return box.ask.step == "approve", box.decision != "pass", at

    return sorted(boxes, key=place)


def _file(chain: Chain, item: Item, box: Signed, code: str, scans: dict[str, bytes], votes: Votes) -> Item:
    """Add one box to a chain; returns the item as it then stands."""
    seq = len(item.course.records) + 1
    files = {f"evidence/{seq:04d}-{name}": data for name, data in scans.items()}
    fields: dict[str, Any] = {
        "decision": box.decision,
        "opinion": box.opinion,
        "on_behalf_of": box.person,
        "signed_on": box.on,
        "form_code": code,
        "evidence": tuple(Evidence(file, file_digest(data)) for file, data in files.items()),
    }
    if box.detail:
        fields["detail"] = box.detail
    if box.key == "collective":
        fields["meeting"] = meeting_of(chain.session, votes)
    step.add(chain, item, box.ask, files, fields)
    return items.load_at(chain.session, item.id, chain.view)


def _check_votes(paper: Paper) -> None:
    if (paper.votes.meeting or paper.votes.present) and all(box.key != "collective" for box in paper.boxes):
        raise usage(msg("a meeting goes with --level collective only"))


def _check_superior(item: Item, paper: Paper) -> None:
    """A superior outside the repository signs no box: it answers by a reply of its own."""
    if all(box.key != "superior" for box in paper.boxes):
        return
    if superior_for(item.plan.org, item.entry, item.view.organizations) is None:
        raise usage(
            msg("the superior is outside the repository; register its reply"),
            f"pdctl approve {item.id} --level superior --pass --reply-number N --reply-date D --evidence SCAN",
        )

"""The check of a paper, or of what somebody typed from one, against the repository at its tip."""

from __future__ import annotations

import re
from pathlib import Path

from pdctl.actions import items
from pdctl.actions.check_notice import find
from pdctl.actions.check_notice.compare import Match, compare
from pdctl.actions.check_notice.stages import approved_subject, stages
from pdctl.actions.items import Item
from pdctl.actions.notice import shown_state
from pdctl.actions.session import Session
from pdctl.core.answer import Answer
from pdctl.core.claims import SHORTEST_CODE, read_claim, read_code
from pdctl.core.digest import PREFIX, short_digest
from pdctl.core.findings import Refusal, usage
from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.wording import Difference
from pdctl.core.words import STATE
from pdctl.store.intake import read_file
from pdctl.store.paper import MAX_FILE, Paper, PaperFault, read_paper

_FILE_LIKE = re.compile(r"(?i)[^\s]*[/\\.](?:html?|pdf|docx?|txt|md|xhtml)|.*[/\\].*")
_LONGEST, _MOST = 60, 20  # characters and pieces of hidden text that are shown
_FAULTS = {
    "unknown": msg("this is neither a PDF, a page, a Word file nor a text"),
    "damaged": msg("the file is damaged"),
    "locked": msg("the file is locked with a password"),
    "large": msg("the file is too large to be read"),
    "no-text": msg("the file holds no text that can be read, only pictures of it"),
}


def check(session: Session, what: str, part: str | None, code: str | None) -> Answer:
    """The verdict on a file, or on a typed text. Raises `Stop` (usage)."""
    session.require_repository()
    given = items.find_id(session, part) if part else None
    path = Path(what)
    if path.exists():
        return _check_file(session, path, given, code)
    if _FILE_LIKE.fullmatch(what):
        raise usage(msg("there is no file {file}", file=what), msg("check the name, or type what stands on the notice"))
    return _check_claim(session, what, given, code)


# --- what somebody typed ----------------------------------------------------------------------------------


def _check_claim(session: Session, text: str, given: str | None, code_given: str | None) -> Answer:
    claim = read_claim(text)
    code = _code(code_given) if code_given else claim.code
    found = [given] if given else find.of_claim(session, claim)
    if len(found) > 1 and code:
        found = [item for item in found if _digest_of(session, item).startswith(code)] or found
    item_id = find.only(found)
    if item_id is None:
        if not (claim.item or claim.number or claim.rest):
            raise usage(
                msg("nothing is named: {text}", text=text), msg("give a file, or the id or number and the code")
            )
        return Answer("unseen", msg("this repository holds no such item"))
    item = items.load(session, item_id)
    if not code:
        reason = msg("without the file or its code, nothing can be compared")
        return _answer(item, "unchecked", reason, notes=(_code_note(item),))
    if item.plan.reference or approved_subject(item) is None:
        return _answer(item, "unseen", msg("no approval of this item is seen"), notes=_since(session, item))
    if item.course.subject.removeprefix(PREFIX).startswith(code):
        notes = (
            msg("the code is that of the approved content; whether the text is, only a check of the file can say"),
        )
        return _answer(
            item, "same", msg("the code is that of the approved content"), notes=(*notes, *_since(session, item))
        )
    earlier = any(record.subject.removeprefix(PREFIX).startswith(code) for record in item.course.records)
    reason = msg("the code is that of an earlier draft") if earlier else msg("the code is not that of this item")
    difference = Difference("changed", short_digest(item.course.subject), _grouped(code), "", "")
    return _answer(item, "differs", reason, notes=_since(session, item), differences=(difference,))


def _code(text: str) -> str:
    code = read_code(text)
    if len(code) < SHORTEST_CODE or re.search("[^0-9a-f]", code):
        raise usage(
            msg("this is no code: {text}", text=text),
            msg("the code (内容校验码) has at least {count} figures, 0 to 9 and a to f", count=SHORTEST_CODE),
        )
    return code


def _digest_of(session: Session, item: str) -> str:
    return items.load(session, item).course.subject.removeprefix(PREFIX)


def _grouped(code: str) -> str:
    return " ".join(re.findall(".{1,4}", code))


def _code_note(item: Item) -> Msg:
    return msg("the code of this item is {code}", code=short_digest(item.course.subject))


# --- a file ---------------------------------------------------------------------------------------------


def _check_file(session: Session, path: Path, given: str | None, code: str | None) -> Answer:
    try:
        data = read_file(path, MAX_FILE)
        paper = read_paper(data)
    except Refusal:
        return Answer("unchecked", _FAULTS["large"])
    except PaperFault as fault:
        return Answer("unchecked", _FAULTS[fault.what])
    item_id = given or find.only(find.of_paper(session, paper))
    if item_id is None:
        return Answer("unseen", msg("this repository holds no item of that id or title"))
    item = items.load(session, item_id)
    if item.plan.reference:
        return _answer(item, "unseen", msg("no approval of this item is seen"))
    return _judged(session, item, paper, data, _code(code) if code else None)


def _judged(session: Session, item: Item, paper: Paper, data: bytes, code: str | None) -> Answer:
    possible = stages(session, item, paper.text, paper.kind == "pdf")
    match = compare(paper, data, possible)
    if match is None:
        return _answer(item, "unchecked", msg("no notice can be made of this item here"))
    notes = (*_mark_notes(match.marks), *_since(session, item))
    if match.differences or not match.stage.approved_wording:
        return _unlike(session, item, paper, data, match, notes)
    if paper.hidden:
        hidden = tuple(Difference("added", "", text[:_LONGEST], "", "") for text in paper.hidden[:_MOST])
        return _answer(item, "differs", msg("the file holds text that is not shown"), match, notes, hidden)
    if code and not item.course.subject.removeprefix(PREFIX).startswith(code):
        changed = Difference("changed", short_digest(item.course.subject), _grouped(code), "", "")
        return _answer(item, "differs", msg("the code is not that of this item"), match, notes, (changed,))
    if doubt := _doubt(match):
        return _answer(item, "unchecked", doubt, match, notes)
    notes = (*notes, *(() if match.same_bytes or paper.kind == "page" else (_only_text(paper),)))
    return _answer(item, "same", msg("this is word for word what was approved"), match, notes)


def _doubt(match: Match) -> Msg | None:
    """Why an equal text need not be what a reader sees."""
    if match.unseen:
        return msg(
            "the text is the same, but the file shows what no text tells: {things}", things=listing(*match.unseen)
        )
    if not match.same_style:
        return msg(
            "the text is the same, but the page is not in the style of this version, which may show it otherwise"
        )
    return None


def _unlike(session: Session, item: Item, paper: Paper, data: bytes, match: Match, notes: tuple[Msg, ...]) -> Answer:
    """A paper that does not say what was approved."""
    subject = approved_subject(item)
    if subject is None:
        same = msg("the text is that of the item as it stands in the repository")
        notes = notes if match.differences else (same, *notes)
        return _answer(item, "unseen", msg("no approval of this item is seen"), match, notes, match.differences)
    if not match.differences:
        approved = [stage for stage in stages(session, item, paper.text, paper.kind == "pdf") if stage.approved_wording]
        nearest = compare(paper, data, approved)
        differences = nearest.differences if nearest else ()
        return _answer(
            item, "differs", msg("this is an earlier draft, not what was approved"), match, notes, differences
        )
    reason = msg("this is not word for word what was approved; differences: {count}", count=len(match.differences))
    return _answer(item, "differs", reason, match, notes, match.differences)


def _only_text(paper: Paper) -> Msg:
    if paper.kind == "pdf":
        return msg("what was compared is the text that the PDF gives, not its picture")
    return msg("what was compared is the text")


def _mark_notes(marks: tuple[str, ...]) -> tuple[Msg, ...]:
    return (msg("it carries the marks: {marks}", marks=listing(*marks)),) if marks else ()


def _since(session: Session, item: Item) -> tuple[Msg, ...]:
    """What became of the item, where that matters to somebody who reads the paper."""
    state = shown_state(item)
    notes: list[Msg] = []
    if state in ("withdrawn", "superseded", "rejected", "closed", "returned"):
        notes.append(msg("the item stands now as: {state}", state=Word(STATE, state)))
    later = session.index.superseded_by(item.id)
    if later is not None:
        notes.append(msg("in its place stands {item}", item=later))
    if item.course.published and not item.course.standing():
        notes.append(msg("everything that was posted of it was taken down"))
    return tuple(notes)


def _answer(
    item: Item,
    verdict: str,
    reason: Msg,
    match: Match | None = None,
    notes: tuple[Msg, ...] = (),
    differences: tuple[Difference, ...] = (),
) -> Answer:
    return Answer(
        verdict, reason, item.id, item.plan.title or "", item.course.number, shown_state(item), item.course.subject,
        approved_subject(item) is not None, match.stage.commit if match else "", match.marks if match else (),
        notes, differences,
    )  # fmt: skip

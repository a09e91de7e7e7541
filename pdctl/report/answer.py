"""The verdict on a paper, in words and as JSON."""

from __future__ import annotations

from pdctl.core.answer import Answer
from pdctl.core.text import Msg, Word, msg
from pdctl.core.wording import Difference
from pdctl.core.words import STATE, VERDICT
from pdctl.report.lang import show
from pdctl.report.talk import fancy, out, out_json

_MOST_SHOWN = 50


def tell(answer: Answer) -> None:
    """The verdict, the item, each difference, and what else must be known."""
    out(msg("{verdict}: {reason}", verdict=Word(VERDICT, answer.verdict), reason=answer.reason), bold=fancy())
    if answer.item:
        state = Word(STATE, answer.state)
        out(msg("Item: {item} {title} ({state})", item=answer.item, title=answer.title, state=state))
    for number, difference in enumerate(answer.differences[:_MOST_SHOWN], 1):
        out(msg("  {number}. {what}", number=number, what=_words(difference)))
    if len(answer.differences) > _MOST_SHOWN:
        out(msg("  and {count} more", count=len(answer.differences) - _MOST_SHOWN))
    for note in answer.notes:
        out(msg("Note: {note}", note=note))


def _words(difference: Difference) -> Msg:
    what = _change(difference)
    if not difference.before and not difference.after:
        return what
    return msg("{what}, at …{before}【】{after}…", what=what, before=difference.before, after=difference.after)


def _change(difference: Difference) -> Msg:
    expected, found = difference.expected, difference.found
    if difference.kind == "missing":
        return msg("missing: “{expected}”", expected=expected)
    if difference.kind == "added":
        return msg("added: “{found}”", found=found)
    if difference.kind == "joined":
        return msg("divided otherwise: “{expected}” is “{found}”", expected=expected, found=found)
    return msg("changed: “{expected}” is “{found}”", expected=expected, found=found)


def tell_json(answer: Answer) -> None:
    """One document."""
    out_json(
        "check-notice",
        {
            "ok": answer.verdict == "same",
            "verdict": answer.verdict,
            "label": VERDICT.label(answer.verdict),
            "reason": show(answer.reason),
            "item": answer.item or None,
            "title": answer.title or None,
            "number": answer.number,
            "state": answer.state or None,
            "approved": answer.approved,
            "subject": answer.subject or None,
            "commit": answer.commit or None,
            "marks": list(answer.marks),
            "notes": [show(note) for note in answer.notes],
            "differences": [vars(difference) for difference in answer.differences],
        },
    )

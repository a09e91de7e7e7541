"""The clerk's door: the next thing that waits, asked in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pdctl.actions import carry_out, decide, planning
from pdctl.actions import propose as proposing
from pdctl.actions import reading as actions
from pdctl.cli import ask, outcome, scan
from pdctl.cli.options import COMMON
from pdctl.cli.reading import tell_todo
from pdctl.cli.session import may_ask, session
from pdctl.core.text import Word, msg
from pdctl.core.words import ANSWER, DECISION, Vocabulary
from pdctl.report import duties as next_steps
from pdctl.report import lists
from pdctl.report.scan import tell_reviewer
from pdctl.report.talk import say

if TYPE_CHECKING:
    from pdctl.actions.reading import Row
    from pdctl.actions.session import Session
    from pdctl.actions.step import Done
    from pdctl.core.duty import Duty


def do() -> None:
    """The next thing that waits."""
    with session() as opened:
        rows, urges = actions.todo(opened)
        if not may_ask() or not rows:
            tell_todo(opened, rows, urges)
            return
        lists.tell_urges([(one.record, one.entry) for one in urges], opened.view.people, say)
        for row in rows:
            done = _offer(opened, row)
            if done is not None:
                outcome.tell_step(done)
                return
        say(msg("That was all. Nothing was changed."))


def _offer(opened: Session, row: Row) -> Done | None:
    """Show an item and what it waits for; None when it is left for later."""
    mine = tuple(duty for duty in row.duties if opened.actor.person.id in duty.who)
    if not mine:
        return None
    say()
    say(msg("{item} {title}", item=row.item.id, title=row.item.plan.title or "—"))
    for duty in mine:
        say(msg("  waits for: {step}", step=next_steps.duty_name(duty)))
    lists.tell_body_aside(row.item.body())
    if any(duty.aspect == "secrecy" for duty in mine):
        tell_reviewer(scan.of_item(opened, row.item), opened.view.people)
    if not ask.confirm(msg("Do it now?")):
        return None
    return _ASK[mine[0].step](opened, row.item.id, mine)


def _choose(vocabulary: Vocabulary, keys: tuple[str, ...]) -> str:
    """One of several words, by its number."""
    for number, key in enumerate(keys, 1):
        say(msg("{number}. {word}", number=number, word=Word(vocabulary, key)))
    while True:
        chosen = ask.question(msg("Number of your choice"))
        if chosen.isdigit() and 1 <= int(chosen) <= len(keys):
            return keys[int(chosen) - 1]


def _opinion() -> str | None:
    return ask.question(msg("Opinion in words (may be empty)"), default="") or None


def _review(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    aspects = [duty.aspect for duty in duties if duty.aspect]
    may_refer = "secrecy" in aspects
    decision = _choose(DECISION, ("pass", "return", "refer") if may_refer else ("pass", "return"))
    if decision == "refer":
        aspects = ["secrecy"]
    elif decision == "return":
        aspects = aspects[:1]
    return decide.review(opened, item, aspects, decide.Opinion(decision, _opinion()), COMMON.dry_run)


def _approve(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done | None:
    level = duties[0].level or ""
    if level == "collective":
        say(msg("A collective decision names its meeting:"))
        say(
            msg(
                "  pdctl approve {item} --level collective --pass --meeting ID --meeting-date DATE --chair PERSON --present P,P --in-favour N",
                item=item,
            )
        )
        return None
    return decide.approve(
        opened,
        item,
        level,
        decide.Opinion(_choose(DECISION, ("pass", "return", "reject")), _opinion()),
        dry_run=COMMON.dry_run,
    )


def _day(opened: Session) -> str:
    return ask.question(msg("Date"), default=opened.today)


def _publish(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    channel = duties[0].channel or ""
    say(msg("Channel: {step}", step=next_steps.duty_name(duties[0])))
    on, where = _day(opened), ask.question(msg("Where (an address, a document number, a room)"))
    return carry_out.publish(opened, item, channel, on, where, dry_run=COMMON.dry_run)


def _takedown(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    return carry_out.takedown(opened, item, duties[0].channel or "", _day(opened), dry_run=COMMON.dry_run)


def _revise(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    plan = opened.view.plan(item)
    reference = plan is not None and plan.reference
    entry = ask.entry(opened, plan.org) if plan is not None and reference and plan.entry is None else None
    wishes = planning.Wishes(title=ask.title() if reference else None, body=ask.body() or Path())
    reason = ask.question(msg("What was changed and why"))
    return proposing.revise(opened, item, wishes, reason, COMMON.dry_run, entry)


def _drop(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    return carry_out.drop(
        opened, item, duties[0].channel or "", ask.question(msg("Why it is not used")), COMMON.dry_run
    )


def _archive(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    return carry_out.archive(opened, item, dry_run=COMMON.dry_run)


def _answer(opened: Session, item: str, duties: tuple[Duty, ...]) -> Done:
    result = _choose(ANSWER, ANSWER.keys)
    authority, number = ask.question(msg("Which authority answered")), ask.question(msg("Number of the reply"))
    return decide.answer(opened, item, result, authority, number, _day(opened), COMMON.dry_run)


_ASK: dict[str, Callable[[Session, str, tuple[Duty, ...]], Done | None]] = {
    "review": _review,
    "approve": _approve,
    "publish": _publish,
    "takedown": _takedown,
    "drop": _drop,
    "revise": _revise,
    "archive": _archive,
    "answer": _answer,
}

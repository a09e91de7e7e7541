"""The ledger: events, urges, feedback, questions and other records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import items, texts
from pdctl.actions import ledger as actions
from pdctl.cli import outcome
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON, Word
from pdctl.cli.session import session
from pdctl.core import words
from pdctl.core.findings import usage
from pdctl.core.ledger import LEDGER_ID, Reply
from pdctl.core.numbers import is_item
from pdctl.core.text import msg
from pdctl.report import ledger as report
from pdctl.report.lang import tr as _

if TYPE_CHECKING:
    from pdctl.actions.ledger import Noted
    from pdctl.actions.session import Session

Org = Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)]
Entry = Annotated[str, typer.Argument(metavar="ENTRY", help=_("The entry of the catalogue."))]
Record = Annotated[str, typer.Argument(metavar="RECORD", help=_("Any unique part of the record's id."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=_("The day it happened."))]
MaybeOn = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("The day it happened; default: today."))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=_("In words."))]
Via = Annotated[str | None, typer.Option("--via", click_type=Word(words.VIA), help=_("How it came."))]


def _tell(done: Noted, under_way: tuple[str, ...] = ()) -> None:
    lines = report.noted_lines(done.record, under_way)
    outcome.tell_change("ledger-record", report.ledger_json(done.record), lines, done.landed)


def event(
    org: Org,
    entry: Entry,
    on: On,
    time: Annotated[str | None, typer.Option("--time", metavar="HH:MM", help=_("The time of day, where the term is in hours."))] = None,
    stage: Annotated[str | None, typer.Option("--stage", metavar="STAGE", help=_("Which stage of a staged matter was reached."))] = None,
    follows: Annotated[str | None, typer.Option("--follows", metavar="RECORD", help=_("The event of the stage before; default: the newest one."))] = None,
    note: Note = None,
) -> None:  # fmt: skip
    """触发事件."""
    with session() as opened:
        items.organization(opened, org)
        found = items.entry(opened, org, entry)
        before = actions.find(opened, follows, "event").id if follows else None
        if stage and not before:
            before = actions.latest_stage(opened, org, found, stage)
        _tell(actions.note(
            opened, "event", org, COMMON.dry_run, entry=entry, on=texts.day("--on", on), time=_time(time),
            stage=texts.line("--stage", stage), follows=before, text=texts.prose("--note", note),
        ))  # fmt: skip


def _time(text: str | None) -> str | None:
    hours, sign, minutes = (text or "").replace("：", ":").partition(":")
    if text is None:
        return None
    if (
        sign
        and hours.isdecimal()
        and minutes.isdecimal()
        and int(hours) < 24
        and int(minutes) < 60
        and len(minutes) == 2
    ):
        return f"{int(hours):02d}:{int(minutes):02d}"
    raise usage(msg("--time: there is no such time: {text}", text=text), msg("write it as 09:30"))


def urge(
    org: Org,
    entry: Entry,
    by: Annotated[str, typer.Option("--by", metavar="DATE", help=_("By when an item must be proposed."))],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("What is missing, and why it is asked for."))],
) -> None:  # fmt: skip
    """催办."""
    with session() as opened:
        done = actions.note(
            opened, "urge", org, COMMON.dry_run, entry=entry, due=texts.day("--by", by), text=texts.prose("--reason", reason)
        )  # fmt: skip
        _tell(done, actions.under_way(opened, org, entry))


def feedback(
    what: Annotated[str, typer.Argument(metavar="ORG|ITEM", help=_("The organization, or the item that it is about."))],
    summary: Annotated[str | None, typer.Option("--summary", metavar="TEXT", help=_("What was said, without personal data."))] = None,
    via: Via = None,
    entry: Annotated[str | None, typer.Option("--entry", metavar="ENTRY", help=_("The entry that it is about."))] = None,
    on: MaybeOn = None,
    again: Annotated[bool, typer.Option("--again", help=_("It must be answered by a disclosure again (再次公开)."))] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE", help=_("By when; default: 15 working days."))] = None,
    result: Annotated[str | None, typer.Option("--result", metavar="TEXT", help=_("What came of it."))] = None,
    reply: Annotated[str | None, typer.Option("--reply", metavar="TEXT", help=_("What was answered to whom it came from."))] = None,
) -> None:  # fmt: skip
    """意见反馈. With a record of feedback in the place of ORG, it is answered."""
    with session() as opened:
        opened.require_repository()
        given = Reply(texts.prose("--reply", reply) or "", texts.day("--on", on) or opened.today) if reply else None
        if LEDGER_ID.fullmatch(what):
            before = actions.find(opened, what, "feedback")
            if given is None:
                raise usage(msg("the answer is missing"), msg("add --reply TEXT"))
            _tell(actions.note(opened, "feedback", before.org, COMMON.dry_run, answers=before.id, reply=given,
                               result=texts.prose("--result", result)))  # fmt: skip
            return
        item = None if what in opened.view.organizations else items.load(opened, what)
        if summary is None:
            raise usage(msg("what was said is missing"), msg("add --summary TEXT"))
        _tell(actions.note(
            opened, "feedback", item.plan.org if item else what, COMMON.dry_run, item=item.id if item else None,
            entry=entry or (_present(opened, item.plan.org, item.plan.entry) if item else None),
            on=texts.day("--on", on) or opened.today, text=texts.prose("--summary", summary), via=via, again=again,
            due=texts.day("--by", by), result=texts.prose("--result", result), reply=given,
        ))  # fmt: skip


def _present(opened: Session, org: str, entry: str | None) -> str | None:
    """The entry of an item, where the current release still has it."""
    release = opened.view.release(org, opened.view.current_release(org))
    return entry if entry and release and release.entry(entry) else None


def recheck(org: Org, entry: Entry, on: MaybeOn = None, note: Note = None) -> None:
    """复核."""
    with session() as opened:
        _tell(actions.note(
            opened, "recheck", org, COMMON.dry_run, entry=entry, on=texts.day("--on", on) or opened.today,
            text=texts.prose("--note", note),
        ))  # fmt: skip


def question_add(
    org: Org,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=_("The question."))],
    title: Annotated[str | None, typer.Option("--title", metavar="T", help=_("A title."))] = None,
) -> None:  # fmt: skip
    """方案解释."""
    with session() as opened:
        _tell(actions.note(
            opened, "question", org, COMMON.dry_run, text=texts.prose("--text", text), title=texts.line("--title", title, texts.MAX_TITLE),
            on=opened.today,
        ))  # fmt: skip


def question_answer(
    record: Record,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=_("The answer."))],
    number: Annotated[str | None, typer.Option("--number", metavar="N", help=_("The number of the answer, where it has one."))] = None,
    on: MaybeOn = None,
) -> None:  # fmt: skip
    """答复."""
    with session() as opened:
        asked = actions.find(opened, record, "question")
        reply = Reply(
            texts.prose("--text", text) or "",
            texts.day("--on", on) or opened.today,
            texts.line("--number", number, 120),
        )
        _tell(actions.note(opened, "question", asked.org, COMMON.dry_run, answers=asked.id, reply=reply))


def question_list(
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("Only this organization."), autocompletion=complete_org)] = None,
    find: Annotated[str | None, typer.Option("--find", metavar="TEXT", help=_("Only those that hold this text."))] = None,
) -> None:  # fmt: skip
    """List."""
    with session() as opened:
        pairs = actions.questions(opened, org, find)
        report.questions(pairs, opened.view.people, COMMON.json)


def add(
    org: Org,
    kind: Annotated[str, typer.Argument(metavar="KIND", click_type=Word(words.LEDGER_KIND), help=_("The kind of record."))],
    on: MaybeOn = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help=_("A title."))] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help=_("In words, without personal data."))] = None,
    result: Annotated[str | None, typer.Option("--result", metavar="TEXT", help=_("What came of it."))] = None,
    entry: Annotated[str | None, typer.Option("--entry", metavar="ENTRY", help=_("The entry that it is about."))] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help=_("The item that it is about."), autocompletion=complete_item)] = None,
    via: Via = None,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE", help=_("By when it must be dealt with."))] = None,
) -> None:  # fmt: skip
    """登记."""
    with session() as opened:
        _tell(actions.note(
            opened, kind, org, COMMON.dry_run, on=texts.day("--on", on) or opened.today, title=texts.line("--title", title, texts.MAX_TITLE),
            text=texts.prose("--text", text), result=texts.prose("--result", result), entry=entry,
            item=items.find_id(opened, item) if item and not is_item(item) else item, via=via, due=texts.day("--by", by),
        ))  # fmt: skip


def revoke(
    record: Record, reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("The reason."))]
) -> None:
    """撤销."""
    with session() as opened:
        gone = actions.find(opened, record)
        _tell(actions.note(
            opened, gone.kind, gone.org, COMMON.dry_run, revokes=gone.id, text=texts.prose("--reason", reason)
        ))  # fmt: skip


def list_all(
    org: Org,
    kind: Annotated[str | None, typer.Option("--kind", click_type=Word(words.LEDGER_KIND), help=_("Only this kind."))] = None,
) -> None:  # fmt: skip
    """List."""
    with session() as opened:
        items.organization(opened, org)
        report.listed(actions.records(opened.view, org, kind), opened.view.people, COMMON.json)

"""The steps of a catalogue: adjusted, approved, released, filed, received, published."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import decide, planning
from pdctl.actions.catalogue import adjusting, deciding, filing, publishing, reading
from pdctl.cli import outcome
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON, Word, comma_list
from pdctl.cli.session import may_ask, session
from pdctl.cli.steps import (
    Abstain,
    Against,
    Chair,
    EvidenceFiles,
    InFavour,
    MeetingDate,
    MeetingId,
    OnBehalfOf,
    OpinionText,
    Passes,
    Present,
    ReplyDate,
    ReplyNumber,
    Returns,
    SignedOn,
)
from pdctl.core import words
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.report import catalogue as report
from pdctl.report.lang import tr as _

if TYPE_CHECKING:
    from pdctl.actions.catalogue.step import CatalogDone

Org = Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=_("The day it happened; default: today."))]
# A catalogue is approved by the principal at least.
_LEVELS = words.Vocabulary("level", {key: label for key, label in words.LEVEL.labels.items() if key != "head"})
Release = Annotated[str | None, typer.Option("--release", metavar="N", help=_("The number of a release."))]


def _tell(done: CatalogDone) -> None:
    org, course, current = done.catalogue.org, done.catalogue.course, done.catalogue.current
    commit = done.landed.commits[-1] if done.landed.commits else ""
    data = {**report.course_json(org, course, current), "record": report.record_json(done.record, commit)}
    lines = [*report.step_lines(done.record, org, course, done.catalogue.view.people), *done.notes]
    outcome.tell_change("catalog-step", data, lines, done.landed)


def adjust(
    org: Org,
    entry: Annotated[str | None, typer.Argument(metavar="[ENTRY]", help=_("The entry; without it, every change that no record names yet."))] = None,
    change: Annotated[str | None, typer.Option("--change", click_type=Word(words.CATALOG_CHANGE), help=_("What happens to it; default: add or change, whichever fits."))] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("The reason."))] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=_("A field of the entry; may be repeated; an empty value takes it away."))] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_("The entry as a YAML file."))] = None,
    like: Annotated[str | None, typer.Option("--like", metavar="ENTRY", help=_("Begin with this entry."))] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help=_("The off-catalogue item that the entry is made for."))] = None,
    edit: Annotated[bool, typer.Option("--edit", help=_("Open the entry in your editor."))] = False,
) -> None:  # fmt: skip
    """调整."""
    given = bool(settings or file or like)
    plain = change in ("suspend", "resume", "cancel")
    wants_editor = edit or (entry is not None and not given and not plain and may_ask())
    if entry is not None and not given and not plain and not wants_editor:
        raise usage(msg("say what changes"), msg("give --set KEY=VALUE, --file FILE or --edit"))
    with session() as opened:
        wanted = adjusting.Wanted(
            change, reason, tuple(settings or ()), file, like, item, editor if wants_editor else None
        )
        _tell(adjusting.adjust(opened, org, entry, wanted, COMMON.dry_run))


def editor(text: str) -> str | None:
    """A text as the user's editor leaves it; None where nothing changed. Raises `Stop` (usage)."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with TemporaryDirectory(prefix="pdctl-") as folder:
        path = Path(folder) / "entry.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            code = subprocess.run(f'{command} "{path}"', shell=True, check=False).returncode  # noqa: S602 - the user's own
        except OSError as error:
            raise usage(msg("the editor cannot be started: {editor}", editor=command)) from error
        if code != 0:
            raise usage(
                msg("the editor ended with an error: {editor}", editor=command), msg("set EDITOR, or use --set or --file")
            )  # fmt: skip
        new = path.read_text(encoding="utf-8")
    return None if new == text else new


def approve(
    org: Org,
    level: Annotated[str | None, typer.Option("--level", click_type=Word(_LEVELS), help=_("At which level; default: the one whose turn it is."))] = None,
    pass_: Passes = False,
    return_: Returns = False,
    reject: Annotated[bool, typer.Option("--reject", help=_("Do not agree to the adjustment."))] = False,
    opinion: OpinionText = None,
    meeting: MeetingId = None,
    meeting_date: MeetingDate = None,
    chair: Chair = None,
    present: Present = None,
    in_favour: InFavour = None,
    against: Against = 0,
    abstain: Abstain = 0,
    reply_number: ReplyNumber = None,
    reply_date: ReplyDate = None,
    on_behalf_of: OnBehalfOf = None,
    signed_on: SignedOn = None,
    evidence: EvidenceFiles = None,
) -> None:  # fmt: skip
    """审批."""
    choice = _one({"--pass": pass_, "--return": return_, "--reject": reject})
    votes = decide.Votes(meeting, meeting_date, chair, comma_list(present), in_favour, against, abstain)
    paper = decide.Paper(on_behalf_of, signed_on, tuple(evidence or ()))
    with session() as opened:
        given = decide.Opinion(choice, opinion, {}, paper)
        reply = (reply_number, reply_date)
        _tell(deciding.approve(opened, org, level, given, votes, reply, COMMON.dry_run))


def _one(choices: dict[str, bool]) -> str:
    given = [name for name, chosen in choices.items() if chosen]
    if len(given) != 1:
        raise usage(msg("say one of {choices}", choices=", ".join(choices)))
    return given[0].removeprefix("--")


def release(org: Org) -> None:
    """发布版本."""
    with session() as opened:
        _tell(deciding.release(opened, org, COMMON.dry_run))


def file(
    org: Org,
    to: Annotated[str | None, typer.Option("--to", metavar="ORG", help=_("With which superior; default: the superior."), autocompletion=complete_org)] = None,
    on: On = None,
    release: Release = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("What the superior should know."))] = None,
) -> None:  # fmt: skip
    """备案."""
    with session() as opened:
        _tell(filing.file(opened, org, to, on, release, reason, COMMON.dry_run))


def receive(
    org: Org,
    number: Annotated[str | None, typer.Option("--number", metavar="N", help=_("Accept it, under this number."))] = None,
    return_: Annotated[bool, typer.Option("--return", help=_("Return it with opinions."))] = False,
    opinion: OpinionText = None,
    on: On = None,
    release: Release = None,
    evidence: EvidenceFiles = None,
) -> None:  # fmt: skip
    """备案回执."""
    if return_ == (number is not None):
        raise usage(msg("say one of {choices}", choices="--number N, --return --opinion TEXT"))
    if return_ and not opinion:
        raise usage(msg("what is returned says why"), msg("add --opinion TEXT"))
    decision = "return" if return_ else "pass"
    with session() as opened:
        done = filing.receive(
            opened, org, decision, number, opinion, on, release, tuple(evidence or ()), COMMON.dry_run
        )
        _tell(done)


def publish(
    org: Org,
    release: Release = None,
    entry: Annotated[str | None, typer.Option("--entry", metavar="ENTRY", help=_("Under which entry; default: that of the catalogue itself."))] = None,
    scope: Annotated[str | None, typer.Option("--scope", click_type=Word(words.SCOPE), help=_("To whom."))] = None,
    scope_reason: Annotated[str | None, typer.Option("--scope-reason", metavar="TEXT", help=_("Why the scope differs from the entry."))] = None,
    channel: Annotated[list[str] | None, typer.Option("--channel", metavar="C[:inside|:outside]", help=_("A channel; may be repeated."))] = None,
    publish_on: Annotated[str | None, typer.Option("--publish-on", metavar="DATE", help=_("The day on which it is to appear."))] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help=_("The title."))] = None,
    supersedes: Annotated[str | None, typer.Option("--supersedes", metavar="ITEM", help=_("The item that this one replaces."))] = None,
) -> None:  # fmt: skip
    """公开."""
    wishes = planning.Wishes(
        title=title, scope=scope, scope_reason=scope_reason, channels=tuple(channel or ()), publish_on=publish_on,
        supersedes=supersedes,
    )  # fmt: skip
    with session() as opened:
        outcome.tell_step(publishing.publish(opened, org, wishes, entry, release, COMMON.dry_run))


def log(org: Org) -> None:
    """The history of a catalogue."""
    with session() as opened:
        found, lines = reading.log(opened, org)
        pairs = [(line.record, line.commit) for line in lines]
        report.log(found.org, found.course, found.current, pairs, opened.view.people, COMMON.json)


def diff(
    org: Org,
    before: Annotated[str | None, typer.Argument(metavar="[A]", help=_("A release; default: the current one."))] = None,
    after: Annotated[str | None, typer.Argument(metavar="[B]", help=_("A release, or `working`; default: the working copy."))] = None,
) -> None:  # fmt: skip
    """What differs."""
    with session() as opened:
        first, second, found = reading.diff(opened, org, before, after)
        report.diff(org, first, second, found, COMMON.json)


def suggest(
    org: Org,
    least: Annotated[int, typer.Option("--at-least", metavar="N", min=1, help=_("How many times at least."))] = 2,
) -> None:  # fmt: skip
    """What keeps coming."""
    with session() as opened:
        groups = [found.plans for found in reading.suggest(opened, org, least)]
        report.suggestions(org, groups, COMMON.json)

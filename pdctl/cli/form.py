"""The approval form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import decide
from pdctl.actions import output as files
from pdctl.actions.form import printing, recorded, registering
from pdctl.actions.form.signed import read_signed
from pdctl.cli import outcome
from pdctl.cli.completion import complete_item
from pdctl.cli.options import COMMON, comma_list
from pdctl.cli.session import session
from pdctl.cli.steps import Abstain, Against, Chair, InFavour, MeetingDate, MeetingId, Present
from pdctl.core.findings import usage
from pdctl.core.text import Msg, msg
from pdctl.core.words import Vocabulary
from pdctl.report import form as reports
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_bytes, out_json, say

FORMATS = Vocabulary("format", {"html": "网页", "pdf": "版式文件", "docx": "Word 文件"})


def form(
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help=_("Any unique part of the item's id."), autocompletion=complete_item)] = None,
    fmt: Annotated[str | None, typer.Option("--format", metavar="|".join(FORMATS), help=_("The format; default: by the name of the file, else html."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output."))] = None,
    register: Annotated[list[Path] | None, typer.Option("--register", metavar="SCAN", help=_("Register a signed form: its scan; may be repeated for several pages."))] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help=_("The code printed on the signed form."))] = None,
    signed: Annotated[list[str] | None, typer.Option("--signed", metavar="BOX=PERSON:DATE[:DECISION],…", help=_("Which boxes were signed, by whom and when; the decision is consent unless return, reject or refer is named."))] = None,
    opinion: Annotated[list[str] | None, typer.Option("--opinion", metavar="BOX=TEXT", help=_("What was written into a box; may be repeated."))] = None,
    detail: Annotated[list[str] | None, typer.Option("--detail", metavar="BOX:KEY=TEXT", help=_("A point of an assessment; may be repeated."))] = None,
    meeting: MeetingId = None,
    meeting_date: MeetingDate = None,
    chair: Chair = None,
    present: Present = None,
    in_favour: InFavour = None,
    against: Against = 0,
    abstain: Abstain = 0,
    recorded_for: Annotated[str | None, typer.Option("--recorded-for", metavar="PERSON", help=_("List what was registered in this person's name, for his countersignature."))] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help=_("With --recorded-for: the month."))] = None,
) -> None:  # fmt: skip
    """审批表."""
    if recorded_for or month:
        _alone(item or register or code or signed, msg("--recorded-for stands without an item"))
        _recorded(recorded_for, month, fmt, output)
        return
    if not item:
        raise usage(msg("name the item"), "pdctl form ITEM")
    if register or code or signed:
        votes = decide.Votes(meeting, meeting_date, chair, comma_list(present), in_favour, against, abstain)
        _alone(fmt or output, msg("--register writes no form; --format and -o do not go with it"))
        _register(item, register or [], code, signed or [], opinion or [], detail or [], votes)
        return
    _alone(opinion or detail or meeting or present, msg("what was decided goes with --register"))
    _print(item, fmt, output)


def _alone(given: object, problem: Msg) -> None:
    if given:
        raise usage(problem, "pdctl form --help")


def _format(fmt: str | None, output: Path | None) -> str:
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    chosen = fmt or (suffix if suffix in FORMATS else "html")
    if chosen not in FORMATS:
        raise usage(
            msg("there is no format {format}", format=chosen), msg("one of: {values}", values=", ".join(FORMATS))
        )
    return chosen


def _print(item: str, fmt: str | None, output: Path | None) -> None:
    chosen = _format(fmt, output)
    if output is not None and str(output) == "-" and chosen != "html" and sys.stdout.isatty():
        raise usage(msg("a {format} file cannot be shown on a terminal", format=chosen), msg("name a file: -o FILE"))
    with session() as opened:
        made = printing.form(opened, item, chosen)  # type: ignore[arg-type]
    target = _write(made.data, output, f"{made.item}-form.{chosen}")
    if target is None:
        return
    if COMMON.json:
        about = {"item": made.item, "format": chosen, "code": made.code, "subject": made.subject}
        out_json("form", {**about, "file": str(target)})
        return
    out(str(target))
    say(msg("The form lies in {file}; its code is {code}.", file=str(target), code=made.code))


def _write(data: bytes, output: Path | None, name: str) -> Path | None:
    """Write a page to its file, which is returned, or to standard output. With --dry-run nothing is written."""
    if output is not None and str(output) == "-":
        out_bytes(data)
        return None
    target = output or Path(name)
    if not COMMON.dry_run:
        files.write(data, target)
    return target


def _register(
    item: str,
    scans: list[Path],
    code: str | None,
    signed: list[str],
    opinions: list[str],
    details: list[str],
    votes: decide.Votes,
) -> None:
    if not (scans and code and signed):
        raise usage(
            msg("a signed form needs --register, --code and --signed together"),
            "--register SCAN --code CODE --signed secrecy=PERSON:DATE",
        )
    with session() as opened:
        boxes = read_signed(opened, ",".join(signed), opinions, details)
        paper = registering.Paper(tuple(scans), code, boxes, votes)
        outcome.tell_step(registering.register(opened, item, paper, COMMON.dry_run))


def _recorded(person: str | None, month: str | None, fmt: str | None, output: Path | None) -> None:
    if not person or not month:
        raise usage(msg("--recorded-for and --month go together"), "--recorded-for PERSON --month 2026-11")
    chosen = _format(fmt, output)
    if chosen not in ("html", "pdf"):
        raise usage(msg("there is no format {format}", format=chosen), msg("one of: {values}", values="html, pdf"))
    with session() as opened:
        found = recorded.recorded_for(opened, person, month)
        page = recorded.sheet(opened, found, chosen) if output else b""  # type: ignore[arg-type]
    entries = tuple((line.plan, line.record, line.registrar, line.counts) for line in found.lines)
    target = _write(page, output, "") if output else None
    if COMMON.json:
        reports.recorded_json(found.person.id, month, entries, str(target or ""))
    elif target is not None:
        out(str(target))
    elif output is None:
        reports.tell_recorded(found.person.name, month, entries)

"""What a plan says of the paper itself: lines of the title, 文号, 主送, 抄送, 印发."""

from __future__ import annotations

from typing import Any

from pdctl.actions.texts import MAX_TITLE, day, line
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Plan
from pdctl.core.numbers import DOCUMENT_NUMBER, as_document_number
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Paperwork:
    """What the proposer says of the paper; empty where the earlier version decides."""

    title_lines: tuple[str, ...] = ()
    document_number: str | None = None
    main_recipients: tuple[str, ...] = ()
    copy_recipients: tuple[str, ...] = ()
    printed_by: str | None = None
    printed_on: str | None = None


def title_of(said: str | None, paper: Paperwork) -> str | None:
    """The title, which its lines give where it is not said apart. Raises `Refusal`."""
    lines = _lines("--title-line", paper.title_lines)
    title = line("--title", said or joined(lines) or None, MAX_TITLE)
    if lines and title and _bare(title) != _bare("".join(lines)):
        raise usage(msg("the lines of the title do not make up the title"), msg("give --title-line alone"))
    return title


def joined(lines: tuple[str, ...]) -> str:
    """Lines as one title: with a blank only between words of Latin letters."""
    text = ""
    for part in lines:
        apart = text and text[-1].isascii() and part[:1].isascii()
        text += f" {part}" if apart else part
    return text


def papers(paper: Paperwork, old: Plan | None, new_title: bool, same_item: bool) -> dict[str, Any]:
    """The fields of a plan; a copy of another item takes over neither its 文号 nor its day of printing."""
    kept = old.title_lines if old and not new_title else ()
    keep = old if same_item else None
    return {
        "title_lines": _lines("--title-line", paper.title_lines) or kept,
        "document_number": _number(paper.document_number) or (keep.document_number if keep else None),
        "main_recipients": _lines("--to", paper.main_recipients) or (old.main_recipients if old else ()),
        "copy_recipients": _lines("--copy-to", paper.copy_recipients) or (old.copy_recipients if old else ()),
        "printed_by": line("--printed-by", paper.printed_by) or (old.printed_by if old else None),
        "printed_on": day("--printed-on", paper.printed_on) or (keep.printed_on if keep else None),
    }


def paper_notes(plan: Plan) -> tuple[Msg, ...]:
    """What the proposer should hear about the paper."""
    if plan.family == "circular" and plan.scope != "society" and not (plan.main_recipients or plan.audience):
        return (msg("a circular (通报) names whom it is sent to (主送): add --to TEXT, once for each"),)
    return ()


def _lines(option: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line(option, text) or "" for text in texts)


def _bare(text: str) -> str:
    return "".join(text.split())


def _number(text: str | None) -> str | None:
    number = line("--document-number", text)
    if number is None or DOCUMENT_NUMBER.fullmatch(number):
        return number
    proposal = as_document_number(number)
    raise Refusal(
        Finding(
            msg("this is not how a document number (文号) is written"),
            rule="E-SCHEMA",
            expected="云党发〔2026〕7号",
            found=number,
            fix=msg("write {number}", number=proposal)
            if proposal
            else msg("code of the office, year in 〔〕, number without leading zero, 号"),
        )
    )

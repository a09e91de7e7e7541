"""The steps of an item."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import carry_out, decide, items, paperwork, planning
from pdctl.actions import propose as proposing
from pdctl.cli import ask, outcome, scan
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON, Word, comma_list
from pdctl.cli.session import session
from pdctl.core import words
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.report.lang import tr as _
from pdctl.report.scan import tell_reviewer

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help=_("Any unique part of the item's id."), autocompletion=complete_item)
]
Title = Annotated[str | None, typer.Option("--title", help=_("The title, at most 120 characters."))]
BodyFile = Annotated[
    Path | None,
    typer.Option("--body", metavar="FILE", help=_("The text: Markdown, UTF-8 or GB18030 text, or Word (.docx).")),
]
Attach = Annotated[
    list[Path] | None, typer.Option("--attach", metavar="FILE", help=_("A file that goes with it; may be repeated."))
]
Scope = Annotated[
    str | None, typer.Option("--scope", click_type=Word(words.SCOPE), help=_("To whom; default: as the entry says."))
]
ScopeReason = Annotated[
    str | None, typer.Option("--scope-reason", metavar="TEXT", help=_("Why another scope than the entry's."))
]
Audience = Annotated[
    list[str] | None,
    typer.Option("--audience", metavar="TEXT", help=_("For the scope targeted: to whom; may be repeated.")),
]
Channels = Annotated[
    list[str] | None,
    typer.Option(
        "--channel", metavar="C[:inside|:outside]", help=_("A channel; may be repeated. Default: as the entry says.")
    ),
]
Family = Annotated[str | None, typer.Option("--family", click_type=Word(words.FAMILY), help=_("The kind of document."))]
Importance = Annotated[
    str | None,
    typer.Option("--importance", click_type=Word(words.IMPORTANCE), help=_("Important matters go to the principal.")),
]
ImportanceReason = Annotated[
    str | None, typer.Option("--importance-reason", metavar="TEXT", help=_("Why less important than the entry says."))
]
PublishOn = Annotated[
    str | None, typer.Option("--publish-on", metavar="DATE", help=_("The planned day, such as 2026-12-01."))
]
Days = Annotated[int | None, typer.Option("--days", metavar="N", help=_("For how many (working) days it stays."))]
PeriodOf = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIOD", help=_("Which period it speaks of: 2026, 2026-H1, 2026-Q3, 2026-09.")),
]
EventOf = Annotated[
    str | None, typer.Option("--event", metavar="RECORD", help=_("The event of the ledger that it answers."))
]
Supersedes = Annotated[
    str | None, typer.Option("--supersedes", metavar="ITEM", help=_("The item that this one replaces."))
]
TotalsAsWritten = Annotated[
    bool,
    typer.Option("--totals-as-written", help=_("The totals in the text are meant so, though they are not the sums.")),
]
TitleLines = Annotated[
    list[str] | None,
    typer.Option(
        "--title-line", metavar="TEXT", help=_("One line of the title as it is to be set; once for each line.")
    ),
]
DocumentNumber = Annotated[
    str | None,
    typer.Option(
        "--document-number", metavar="NUMBER", help=_("The registered number (文号, such as 云党发〔2026〕7号).")
    ),
]
MainRecipients = Annotated[
    list[str] | None, typer.Option("--to", metavar="TEXT", help=_("Whom it is sent to (主送); may be repeated."))
]
CopyRecipients = Annotated[
    list[str] | None, typer.Option("--copy-to", metavar="TEXT", help=_("Who gets a copy (抄送); may be repeated."))
]
PrintedBy = Annotated[
    str | None, typer.Option("--printed-by", metavar="TEXT", help=_("Who prints it (印发机关), if not the issuer."))
]
PrintedOn = Annotated[
    str | None, typer.Option("--printed-on", metavar="DATE", help=_("The day of printing (印发日期)."))
]
OpinionText = Annotated[str | None, typer.Option("--opinion", metavar="TEXT", help=_("The opinion in words."))]
OnBehalfOf = Annotated[
    str | None, typer.Option("--on-behalf-of", metavar="PERSON", help=_("Who signed on paper (for the registrar)."))
]
SignedOn = Annotated[str | None, typer.Option("--signed-on", metavar="DATE", help=_("When the paper was signed."))]
EvidenceFiles = Annotated[
    list[Path] | None, typer.Option("--evidence", metavar="FILE", help=_("A scan or photo; may be repeated."))
]
Channel = Annotated[str, typer.Option("--channel", metavar="C[:inside|:outside]", help=_("Which planned channel."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=_("The day it happened."))]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("The reason."))]
Passes = Annotated[bool, typer.Option("--pass", help=_("Consent."))]
Returns = Annotated[bool, typer.Option("--return", help=_("Return it for changes."))]
# The meeting of a collective decision, and the reply of a superior outside.
MeetingId = Annotated[
    str | None, typer.Option("--meeting", metavar="ID", help=_("The meeting of a collective decision."))
]
MeetingDate = Annotated[str | None, typer.Option("--meeting-date", metavar="DATE", help=_("The date of the meeting."))]
Chair = Annotated[str | None, typer.Option("--chair", metavar="PERSON", help=_("Who was in the chair."))]
Present = Annotated[str | None, typer.Option("--present", metavar="P,P,…", help=_("The members who were present."))]
InFavour = Annotated[int | None, typer.Option("--in-favour", metavar="N", min=0, help=_("Votes in favour."))]
Against = Annotated[int, typer.Option("--against", metavar="N", min=0, help=_("Votes against."))]
Abstain = Annotated[int, typer.Option("--abstain", metavar="N", min=0, help=_("Abstentions."))]
ReplyNumber = Annotated[
    str | None, typer.Option("--reply-number", metavar="N", help=_("The reply of a superior outside: its number."))
]
ReplyDate = Annotated[
    str | None, typer.Option("--reply-date", metavar="DATE", help=_("The reply of a superior outside: its date."))
]


def propose(
    org: Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)],
    entry: Annotated[str | None, typer.Argument(metavar="[ENTRY]", help=_("The entry of its catalogue."))] = None,
    title: Title = None,
    body: BodyFile = None,
    secrecy: Annotated[str | None, typer.Option("--secrecy", click_type=Word(words.SECRECY), help=_("Is the matter clear of secrets? In doubt only a reference enters."))] = None,
    attach: Attach = None,
    scope: Scope = None,
    scope_reason: ScopeReason = None,
    audience: Audience = None,
    channel: Channels = None,
    family: Family = None,
    importance: Importance = None,
    importance_reason: ImportanceReason = None,
    publish_on: PublishOn = None,
    days: Days = None,
    off_catalog: Annotated[bool, typer.Option("--off-catalog", help=_("A matter outside the catalogue."))] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("Why a matter outside the catalogue is disclosed."))] = None,
    supersedes: Supersedes = None,
    period: PeriodOf = None,
    event: EventOf = None,
    totals_as_written: TotalsAsWritten = False,
    copy_of: Annotated[str | None, typer.Option("--from", metavar="ITEM", help=_("Begin with the text and plan of this item."))] = None,
    title_line: TitleLines = None,
    document_number: DocumentNumber = None,
    to: MainRecipients = None,
    copy_to: CopyRecipients = None,
    printed_by: PrintedBy = None,
    printed_on: PrintedOn = None,
) -> None:  # fmt: skip
    """提出."""
    with session() as opened:
        secrecy = secrecy or ask.secrecy()
        if secrecy == "clear":
            entry = entry or (None if off_catalog else ask.entry(opened, org))
            if not copy_of:
                title, body = title or (None if title_line else ask.title()), body or ask.body()
        if off_catalog and secrecy == "clear" and not reason:
            raise usage(msg("an off-catalogue matter needs its reason"), msg("add --reason TEXT"))
        if off_catalog and entry:
            raise usage(msg("an off-catalogue matter has no entry"), msg("give either ENTRY or --off-catalog"))
        wishes = planning.Wishes(
            title, body, tuple(attach or ()), (), scope, scope_reason, tuple(audience or ()), tuple(channel or ()),
            family, importance, importance_reason, publish_on, days, supersedes, period, event, totals_as_written=totals_as_written,
            paper=_paper(title_line, document_number, to, copy_to, printed_by, printed_on),
        )  # fmt: skip
        off = reason if off_catalog else None
        outcome.tell_step(proposing.propose(opened, org, entry, secrecy, wishes, off, copy_of, COMMON.dry_run))


def revise(
    item: Item,
    title: Title = None,
    body: BodyFile = None,
    attach: Attach = None,
    detach: Annotated[list[str] | None, typer.Option("--detach", metavar="NAME", help=_("An attachment to leave out."))] = None,
    scope: Scope = None,
    scope_reason: ScopeReason = None,
    audience: Audience = None,
    channel: Channels = None,
    family: Family = None,
    importance: Importance = None,
    importance_reason: ImportanceReason = None,
    publish_on: PublishOn = None,
    days: Days = None,
    supersedes: Supersedes = None,
    period: PeriodOf = None,
    event: EventOf = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=_("What was changed and why."))] = None,
    entry: Annotated[str | None, typer.Option("--entry", metavar="ENTRY", help=_("For a reference that named none: the entry of the catalogue."))] = None,
    totals_as_written: TotalsAsWritten = False,
    off_catalog: Annotated[bool, typer.Option("--off-catalog", help=_("For a reference that named no entry: a matter outside the catalogue."))] = False,
    title_line: TitleLines = None,
    document_number: DocumentNumber = None,
    to: MainRecipients = None,
    copy_to: CopyRecipients = None,
    printed_by: PrintedBy = None,
    printed_on: PrintedOn = None,
) -> None:  # fmt: skip
    """修改."""
    wishes = planning.Wishes(
        title, body, tuple(attach or ()), tuple(detach or ()), scope, scope_reason, tuple(audience or ()),
        tuple(channel or ()), family, importance, importance_reason, publish_on, days, supersedes, period, event, totals_as_written=totals_as_written,
        paper=_paper(title_line, document_number, to, copy_to, printed_by, printed_on),
    )  # fmt: skip
    if off_catalog and (entry or not reason):
        raise usage(msg("an off-catalogue matter has its reason and no entry"), msg("add --reason TEXT"))
    with session() as opened:
        outcome.tell_step(proposing.revise(opened, item, wishes, reason, COMMON.dry_run, entry, off_catalog))


def _paper(
    title_lines: list[str] | None,
    number: str | None,
    to: list[str] | None,
    copy_to: list[str] | None,
    by: str | None,
    on: str | None,
) -> paperwork.Paperwork:
    return paperwork.Paperwork(tuple(title_lines or ()), number, tuple(to or ()), tuple(copy_to or ()), by, on)


def answer(
    item: Item,
    result: Annotated[str, typer.Option("--result", click_type=Word(words.ANSWER), help=_("What the authority decided."))],
    authority: Annotated[str, typer.Option("--authority", metavar="TEXT", help=_("Which authority."))],
    number: Annotated[str, typer.Option("--number", metavar="N", help=_("The number of its reply."))],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("The date of its reply."))],
) -> None:  # fmt: skip
    """定密答复."""
    with session() as opened:
        outcome.tell_step(decide.answer(opened, item, result, authority, number, on, COMMON.dry_run))


def review(
    item: Item,
    aspect: Annotated[list[str] | None, typer.Option("--aspect", click_type=Word(words.ASPECT), help=_("Which aspect; may be repeated."))] = None,
    pass_: Passes = False,
    return_: Returns = False,
    refer: Annotated[bool, typer.Option("--refer", help=_("Refer the matter to the secrecy authority; it is frozen until the answer."))] = False,
    reconfirm: Annotated[bool, typer.Option("--reconfirm", help=_("Renew one's own earlier consent after seeing what changed."))] = False,
    opinion: OpinionText = None,
    detail: Annotated[list[str] | None, typer.Option("--detail", metavar="KEY=VALUE", help=_("A point of an assessment; may be repeated."))] = None,
    on_behalf_of: OnBehalfOf = None,
    signed_on: SignedOn = None,
    evidence: EvidenceFiles = None,
) -> None:  # fmt: skip
    """审核."""
    choice = _one({"--pass": pass_, "--return": return_, "--refer": refer, "--reconfirm": reconfirm})
    if not aspect:
        raise usage(msg("name the aspect: --aspect ASPECT"), msg("one of: {values}", values=", ".join(words.ASPECT)))
    with session() as opened:
        if "secrecy" in aspect and not COMMON.json:
            tell_reviewer(scan.of_item(opened, items.load(opened, item)), opened.view.people)
        if choice == "--reconfirm":
            ask.confirm_changes(opened, item, aspect)
            outcome.tell_step(decide.reconfirm(opened, item, aspect, opinion, COMMON.dry_run))
            return
        paper = decide.Paper(on_behalf_of, signed_on, tuple(evidence or ()))
        given = decide.Opinion(choice.removeprefix("--"), opinion, _details(detail or []), paper)
        outcome.tell_step(decide.review(opened, item, aspect, given, COMMON.dry_run))


def _one(choices: dict[str, bool]) -> str:
    chosen = [name for name, given in choices.items() if given]
    if len(chosen) != 1:
        raise usage(msg("give exactly one of {options}", options=", ".join(choices)))
    return chosen[0]


def _details(pairs: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise usage(msg("--detail is written KEY=VALUE, not {text}", text=pair))
        found[key.strip()] = value.strip()
    return found


def approve(
    item: Item,
    level: Annotated[str, typer.Option("--level", click_type=Word(words.LEVEL), help=_("At which level."))],
    pass_: Passes = False,
    return_: Returns = False,
    reject: Annotated[bool, typer.Option("--reject", help=_("Do not disclose it."))] = False,
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
        given = decide.Opinion(choice.removeprefix("--"), opinion, {}, paper)
        reply = (reply_number, reply_date)
        outcome.tell_step(decide.approve(opened, item, level, given, votes, reply, COMMON.dry_run))


def publish(
    item: Item,
    channel: Channel,
    on: On,
    where: Annotated[str, typer.Option("--where", metavar="TEXT", help=_("Where: an address, a document number, a room."))],
    direct_reason: Annotated[str | None, typer.Option("--direct-reason", metavar="TEXT", help=_("Why society learns of it before the members."))] = None,
    late_reason: Annotated[str | None, typer.Option("--late-reason", metavar="TEXT", help=_("Why later than planned."))] = None,
    accept_provisional: Annotated[str | None, typer.Option("--accept-provisional", metavar="REASON", help=_("Why the notice does not wait for the days off of a year to be announced."))] = None,
    evidence: EvidenceFiles = None,
) -> None:  # fmt: skip
    """实施."""
    with session() as opened:
        outcome.tell_step(
            carry_out.publish(
                opened,
                item,
                channel,
                on,
                where,
                evidence or (),
                direct_reason,
                late_reason,
                accept_provisional,
                COMMON.dry_run,
            )
        )


def drop(item: Item, channel: Channel, reason: Reason) -> None:
    """取消渠道."""
    with session() as opened:
        outcome.tell_step(carry_out.drop(opened, item, channel, reason, COMMON.dry_run))


def takedown(item: Item, channel: Channel, on: On, evidence: EvidenceFiles = None) -> None:
    """撤下."""
    with session() as opened:
        outcome.tell_step(carry_out.takedown(opened, item, channel, on, evidence or (), COMMON.dry_run))


def archive(
    item: Item,
    retention: Annotated[str | None, typer.Option("--retention", click_type=Word(words.RETENTION), help=_("How long it is kept; default: as the entry says."))] = None,
) -> None:  # fmt: skip
    """归档."""
    with session() as opened:
        outcome.tell_step(carry_out.archive(opened, item, retention, COMMON.dry_run))


def withdraw(item: Item, reason: Reason) -> None:
    """撤回."""
    with session() as opened:
        outcome.tell_step(decide.withdraw(opened, item, reason, COMMON.dry_run))

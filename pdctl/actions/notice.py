"""The notice of an item: from records and content to the one view that all its formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from pdctl.actions import items
from pdctl.actions.appendices import fitting, left_apart
from pdctl.actions.archive_copy import evidence_of, refuse_society
from pdctl.actions.items import Item
from pdctl.actions.own_templates import own_templates
from pdctl.actions.paper_code import wants_code
from pdctl.actions.session import Session
from pdctl.core.days import Span, day, runs, span
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Organization
from pdctl.core.replay import replay
from pdctl.core.text import Msg, listing, msg
from pdctl.core.words import COUNT_FROM
from pdctl.render.appended import appended
from pdctl.render.blocks import BodyFault
from pdctl.render.body import parse_body
from pdctl.render.notice import NoticeFormat, render_notice
from pdctl.render.own import render_apart
from pdctl.render.source import Contact, Imprint, NoticeSource, Period
from pdctl.render.templates import TemplateFault
from pdctl.render.typst import NoGlyph
from pdctl.render.view import NoticeView, notice_view
from pdctl.store.data import shipped


@dataclass(frozen=True)
class Look:
    """How a notice is to look: `redhead` under a red head; without `seal` the signature leaves no room for one.

    `evidence` makes an archive copy: the item's data, records and signed commits inside the PDF. `append` puts the pages
    of PDF attachments behind it. `code` asks for the QR code or against it.
    """

    layout: str = "plain"
    seal: bool = True
    evidence: bool = False
    append: bool = True
    code: bool | None = None


def notice(
    session: Session, part: str, fmt: NoticeFormat, look: Look = Look(), tell: Callable[[Msg], None] | None = None
) -> tuple[str, bytes]:
    """The item's id and its notice in a format. Raises `Stop` or `Refusal`."""
    item = items.load(session, part)
    if item.plan.reference:
        raise usage(msg("{item} is a reference without text; there is nothing to show", item=item.id))
    if fmt == "pdf" and tell is not None:
        for note in left_apart(item):
            tell(note)
    return item.id, made_of(session, item, fmt, look)


def made_of(session: Session, item: Item, fmt: NoticeFormat, look: Look) -> bytes:
    """The notice of an item that has a text. Raises `Refusal`."""
    with faults_told(item):
        source = replace(
            source_of(session, item),
            seal=look.seal,
            imprint=_imprint(item, look),
            for_archive=look.evidence,
            code=wants_code(session, item, in_force(item), look.code, look.layout == "redhead"),
        )
        if fmt == "pdf" and look.append:
            source = replace(source, appendices=fitting(item))
        view = notice_view(source)
        if look.evidence:
            made = _archive_copy(session, item, view, fmt, source.signed_on)
        else:
            made = _rendered(session, item, view, fmt, source.signed_on)
        return appended(made, source.appendices)


def _archive_copy(session: Session, item: Item, view: NoticeView, fmt: NoticeFormat, on: date) -> bytes:
    """A PDF/A-3a with its evidence, always from the shipped templates: what is filed looks the same everywhere."""
    if fmt != "pdf":
        raise usage(msg("only a PDF carries its evidence"), msg("add --format pdf"))
    refuse_society(item)
    return render_notice(view, fmt, shipped("templates"), on, attached=evidence_of(session, item))


def _rendered(session: Session, item: Item, view: NoticeView, fmt: NoticeFormat, on: date) -> bytes:
    """Made in this process from the shipped templates, or apart where the repository brings its own."""
    return set_from(view, fmt, own_templates(session, item.plan.org), on)


def set_from(view: NoticeView, fmt: NoticeFormat, own: Mapping[str, str], on: date) -> bytes:
    """A notice from a repository's templates, by name, where it brings some for the format. Raises as `render_notice`."""
    if fmt == "docx":
        own = {name: data for name, data in own.items() if name == "notice.docx"}
    if own:
        return render_apart(view, fmt, shipped("templates"), own, on)
    return render_notice(view, fmt, shipped("templates"), on)


@contextmanager
def faults_told(*shown: Item) -> Iterator[None]:
    """What is wrong with a text or a template while something is made of items, as a refusal with its place."""
    try:
        yield
    except BodyFault as fault:
        raise Refusal(_fault(f"{shown[0].folder}/content/body.md", str(fault), fault.line)) from fault
    except NoGlyph as fault:
        raise Refusal(_without_glyph(_holder(shown, fault), fault)) from fault
    except TemplateFault as fault:
        raise Refusal(_fault(f"templates/{fault.template}", fault.what, fault.line)) from fault


def _fault(file: str, problem: str, line: int) -> Finding:
    return Finding(msg("the notice cannot be made: {problem}", problem=problem), rule="E-RENDER", file=file, line=line)


def _holder(shown: Sequence[Item], fault: NoGlyph) -> Item:
    """The item whose text holds what no font has, else the first."""
    bodies = ((item, item.body().decode("utf-8", "replace")) for item in shown)
    return next((item for item, body in bodies if any(text in body for text in fault.characters)), shown[0])


def _without_glyph(item: Item, fault: NoGlyph) -> Finding:
    """The finding of characters that no font has, at the first line of the text that holds one."""
    lines = item.body().decode("utf-8", "replace").splitlines()
    places = ((n, line.find(text)) for n, line in enumerate(lines, 1) for text in fault.characters if text in line)
    line, column = next(places, (0, -1))
    return Finding(
        msg("no font here has these characters: {characters}", characters=str(fault)),
        rule="E-RENDER",
        file=f"{item.folder}/content/{'body.md' if line else 'item.yaml'}",
        line=line,
        column=column + 1,
        expected=msg("characters that can be printed"),
        found=listing(*fault.characters),
        fix=msg("install a font that has them (pdctl doctor lists the fonts), or write them otherwise"),
        item=item.id,
    )


def _imprint(item: Item, look: Look) -> Imprint | None:
    """What stands under a red head. Raises `Refusal` where the item has no registered 文号."""
    plan = item.plan
    if look.layout != "redhead":
        return None
    if not plan.document_number:
        raise Refusal(
            Finding(
                msg("a red head is for documents with a registered number (文号), and this item has none"),
                rule="E-RENDER",
                file=f"{item.folder}/content/item.yaml",
                expected="document_number",
                found=msg("none"),
                fix=msg(
                    "before approval: pdctl revise {item} --document-number NUMBER; else print it without --layout redhead",
                    item=item.id,
                ),
                item=item.id,
            )
        )
    return imprint_of(item)


def imprint_of(item: Item) -> Imprint:
    """The parts of a red head of an item that has a registered 文号."""
    plan = item.plan
    return Imprint(plan.document_number or "", plan.copy_recipients, plan.printed_by or "", day(plan.printed_on))


def source_of(session: Session, item: Item) -> NoticeSource:
    """Everything that the notice of an item says. Raises `BodyFault`."""
    plan, course = item.plan, item.course
    org = items.organization_of(item)
    posted = _posted(item)
    return NoticeSource(
        item_id=plan.id,
        title=plan.title or "",
        org_name=org.name,
        issuer=org.name,
        family=plan.family or "announcement",
        scope=plan.scope or "unit",
        state=shown_state(item),
        approved=was_approved(item),
        blocks=parse_body(item.body().decode("utf-8", "replace")),
        signed_on=posted or day(plan.publish_on) or session.now.date(),
        digest=course.subject,
        number=course.number,
        audience=plan.audience,
        period=_period(session, item, posted),
        contact=_contact(org),
        attachments=tuple(a.title or a.file.removeprefix("attachments/") for a in plan.attachments),
        off_catalogue=plan.off_catalog is not None,
        title_lines=plan.title_lines,
        main_recipients=plan.main_recipients,
    )


def was_approved(item: Item) -> bool:
    """Whether an approval was complete for the present content, whatever came after it."""
    return item.course.done_levels >= len(item.needs.approvals)


def in_force(item: Item) -> bool:
    """Whether what was approved stands: neither withdrawn nor superseded."""
    return was_approved(item) and shown_state(item) in ("approved", "published", "archived")


def shown_state(item: Item) -> str:
    """The state as paper shows it: an archived item is still what it was before it was filed."""
    records = item.course.records
    before = [record for record in records if record.step != "archive"]
    if item.course.state != "archived":
        return item.course.state
    if item.superseded:
        return "superseded"
    filed = replay(item.plan, item.needs, before)
    return "archived" if filed.state in ("approved", "published") else filed.state


def _posted(item: Item) -> date | None:
    days = [day(record.on) for record in item.course.published.values()]
    return min((d for d in days if d), default=None)


def _contact(org: Organization) -> Contact | None:
    return Contact(**{key: str(value) for key, value in org.contact.items()}) if org.contact else None


def _period(session: Session, item: Item, posted: date | None) -> Period | None:
    """From when to when the notice stands: counted once it is posted or its day is planned."""
    duration = item.plan.duration
    if item.plan.family != "notice" or duration is None:
        return None
    policy = session.view.settings.policy
    start = posted or day(item.plan.publish_on)
    counted = span(start, duration, session.view.calendar, policy.notice_days_from) if start else None
    if counted is None:
        if duration.workdays:
            return Period(
                explanation=f"{duration.workdays}个工作日，自张贴之日{COUNT_FROM.label(policy.notice_days_from)}"
            )
        return Period(explanation=f"{duration.days}天") if duration.days else None
    return Period(counted.start, counted.end, _explained(counted, duration.workdays is not None))


def _explained(counted: Span, workdays: bool) -> str:
    """How it was counted, in Chinese whatever the screen speaks."""
    unit = "个工作日" if workdays else "天"
    parts = [f"共{len(counted.counted)}{unit}"]
    if counted.made_up:
        parts.append(f"含{_days(counted.made_up)}调休上班")
    if counted.off:
        parts.append(f"{_days(counted.off)}放假不计")
    if counted.unknown:
        years = "、".join(f"{year}年" for year in counted.unknown)
        parts.append(f"{years}放假安排尚未公布，截止日期为暂定，以公布为准")
    return "，".join(parts)


def _days(days: tuple[date, ...]) -> str:
    return "、".join(f"{a.month}月{a.day}日" + (f"至{b.month}月{b.day}日" if a != b else "") for a, b in runs(days))

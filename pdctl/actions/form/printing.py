"""The form of an item: from its plan, records and seats to the one view that all its formats share."""

from __future__ import annotations

from pdctl.actions import items
from pdctl.actions.figures import of_item
from pdctl.actions.form.boxes import boxes_of
from pdctl.actions.items import Item
from pdctl.actions.notice import faults_told, source_of
from pdctl.actions.session import Session
from pdctl.core.findings import usage
from pdctl.core.form_code import form_code
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.model import Plan, Record
from pdctl.core.text import msg
from pdctl.core.words import DURATION_UNTIL, FAMILY, IMPORTANCE, RETENTION, SCOPE
from pdctl.render.form import FormFormat, FormSource, Posting, form_view, render_form
from pdctl.render.view import chinese_date, notice_view
from pdctl.store.data import shipped


@dataclass(frozen=True)
class Form:
    """A form as it was made: its item, its code, the digest it stands for, and its text or bytes."""

    item: str
    code: str
    subject: str
    data: bytes


def form(session: Session, part: str, fmt: FormFormat) -> Form:
    """The form of an item in a format. Raises `Stop` or `Refusal`."""
    item = items.load(session, part)
    require_text(item)
    with faults_told(item):
        view = form_view(_source(session, item))
        made = render_form(view, fmt, shipped("templates"), session.now.date())
        return Form(item.id, view["code"], item.course.subject, made)


def require_text(item: Item) -> None:
    """Raise `Stop` for a reference: nothing can be signed of what has no text."""
    if item.plan.reference:
        raise usage(msg("{item} is a reference without text; there is nothing to show", item=item.id))


def _source(session: Session, item: Item) -> FormSource:
    org = items.organization_of(item)
    return FormSource(
        item.id,
        form_code(item.id, item.course.subject),
        item.course.subject,
        org.name,
        session.now.date(),
        tuple(_plan_rows(item)),
        boxes_of(item),
        tuple(_postings(item)),
        notice_view(source_of(session, item)),
        _filed(item),
    )


def _plan_rows(item: Item) -> list[tuple[str, str]]:
    plan, entry = item.plan, item.entry
    matter = (
        f"目录外事项（理由：{plan.off_catalog}）" if plan.off_catalog else f"{entry.id}　{entry.title}" if entry else ""
    )
    scope = SCOPE.label(plan.scope or "")
    if plan.audience:
        scope += f"（{'、'.join(plan.audience)}）"
    attached = f"，附件{len(plan.attachments)}件" if plan.attachments else ""
    length = sum(not char.isspace() for char in item.body().decode("utf-8", "replace"))
    return [
        ("公开主体", items.organization_of(item).name),
        ("标题", plan.title or ""),
        ("公开事项", matter),
        ("公开内容", f"{FAMILY.label(plan.family or '')}文本1份，约{length}字{attached}，见所附“拟公开文本”"),
        ("公开范围", scope),
        ("范围理由", plan.scope_reason or ""),
        ("重要程度", IMPORTANCE.label(plan.importance) if plan.importance == "important" else ""),
        ("重要程度理由", plan.importance_reason or ""),
        ("公开时间", f"{_date(plan.publish_on) or '批准后及时公开'}，公开时长：{_duration(plan)}"),
        ("公开渠道", "；".join(channel.label for channel in plan.channels)),
        ("替代方案", plan.supersedes or ""),
        ("承办人", _proposers(item)),
        ("是否涉密", "承办人声明：不涉密"),
        ("数据核对", "；".join(_doubtful(item))),
    ]


def _doubtful(item: Item) -> list[str]:
    """The figures of the text that do not add up, for whoever signs on paper."""
    found = (one for one in of_item(item) if one.rule == "W-SUM")
    return [f"正文第{one.line}行的“{one.found}”与各项之和{one.expected}不一致，承办人称无误" for one in found]


def _duration(plan: Plan) -> str:
    duration = plan.duration
    if duration is None:
        return ""
    if duration.workdays:
        return f"{duration.workdays}个工作日"
    return f"{duration.days}天" if duration.days else DURATION_UNTIL.label(duration.until or "")


def _proposers(item: Item) -> str:
    """Who brought each version, and when."""
    brought = [r for r in item.course.records if r.step in ("propose", "revise")]
    return "；".join(f"{_name(item, r.by)}　{_date(r.at)}{'提出' if r.step == 'propose' else '修改'}" for r in brought)


def _postings(item: Item) -> list[Posting]:
    return [Posting(channel.label, _used(item, channel.name)) for channel in item.plan.channels]


def _used(item: Item, channel: str) -> str:
    record = item.course.published.get(channel)
    if record is not None:
        number = f"，编号{record.number}" if record.number else ""
        return f"{_date(record.on)}，{record.where}{number}（发布人{_name(item, record.by)}）"
    dropped = [r for r in item.course.records if r.step == "drop" and r.posting.name == channel]
    return f"取消，理由：{dropped[-1].reason}" if dropped else ""


def _filed(item: Item) -> str:
    records: list[Record] = [r for r in item.course.records if r.step == "archive"]
    if not records or not item.course.archive_no:
        return ""
    kept = RETENTION.label(records[-1].retention or "")
    return f"{item.course.archive_no}，保管期限{kept}（档案员{_name(item, records[-1].by)}，{_date(records[-1].at)}）"


def _name(item: Item, person: str) -> str:
    people = item.view.people
    return people[person].name if person in people else person


def _date(text: str | None) -> str:
    found = day(text)
    return chinese_date(found) if found else ""

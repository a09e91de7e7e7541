"""The approval form (党务公开审批表) as plain data: what is decided so far, and a box for everything still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pdctl.core.frozen import dataclass
from pdctl.core.model import Meeting
from pdctl.core.procedure import ASPECT_DETAILS
from pdctl.core.words import ASPECT, DECISION, LEVEL
from pdctl.render.notice import marked_text
from pdctl.render.templates import TemplateFault
from pdctl.render.typst import typeset
from pdctl.render.view import NoticeView, chinese_date, short_digest
from pdctl.render.word import word_file

FormFormat = Literal["html", "pdf", "docx"]

TITLE = "党务公开审批表"
FROM_PAPER = "依据纸质审批件登记"
_BY_KEY = "本人密钥签名"
_STALE = "内容已改，意见失效"
_VALID = "本表只对版本校验码所对应的版本有效，内容修改后须重新打印、重新签署。"
_HOW = "各栏由本人签名并注明日期，签署后交纸质审批登记人扫描，连同版本校验码登记。"
# What offices ask before anything is made public; a yes stops the matter until it is cleared.
QUESTIONS = (
    "是否属于国家秘密，或者标有密级标志？",
    "是否含有工作秘密，或者出自标有不得公开字样的材料？",
    "是否含有商业秘密、个人隐私，或者未作技术处理的身份证号、电话、住址、未成年人信息等？",
    "是否引用其他单位尚未公开的文件、数据，且未征得其同意？",
    "是否属于正在调查、讨论、处理的事项，公开后可能危及国家安全、公共安全、经济安全和社会稳定？",
    "对是否涉密是否仍有疑问（有疑问的，报保密行政管理部门确定）？",
)
_CHOICES = {
    "review": ("同意", "修改后再报"),
    "secrecy": ("同意", "修改后再报", "报保密行政管理部门确定"),
    "approve": ("同意公开", "修改后再报", "不同意公开"),
}
_BLANKS = {
    "collective": ("会议名称", "会议日期", "主持人", "应到人数", "实到人数", "赞成", "反对", "弃权"),
    "superior": ("批复文号", "批复日期"),
}


@dataclass(frozen=True)
class Opinion:
    """One opinion that was recorded; `registrar` is who entered it from paper, empty where it was signed by key."""

    seq: int
    decision: str
    person: str
    on: date | None
    text: str = ""
    registrar: str = ""
    detail: Mapping[str, str] | None = None
    meeting: Meeting | None = None
    reply: str = ""


@dataclass(frozen=True)
class Box:
    """One box of the form: `key` is an aspect or a level; `earlier` no longer counts, `signers` may sign now."""

    step: str
    key: str
    opinion: Opinion | None = None
    earlier: Opinion | None = None
    signers: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the form calls it."""
        return (ASPECT if self.step == "review" else LEVEL).label(self.key)


@dataclass(frozen=True)
class Posting:
    """A planned channel, and when and where it was used."""

    label: str
    done: str = ""


@dataclass(frozen=True)
class FormSource:
    """Everything a form says. `notice` is the view of the notice: marks, title, text and attachments are its own."""

    item_id: str
    code: str
    digest: str
    org_name: str
    printed_on: date
    plan: tuple[tuple[str, str], ...]
    boxes: tuple[Box, ...]
    postings: tuple[Posting, ...]
    notice: NoticeView
    filed: str = ""


def form_view(source: FormSource) -> dict[str, Any]:
    """The plain data of a form, the same for every format."""
    boxes = [_box_view(box) for box in source.boxes]
    return {
        "heading": TITLE,
        "marks": source.notice["marks"],
        "item": source.item_id,
        "code": source.code,
        "digest": short_digest(source.digest),
        "digest_full": source.digest,
        "org": source.org_name,
        "printed": chinese_date(source.printed_on),
        "plan": [{"label": label, "value": value} for label, value in source.plan if value],
        "questions": list(QUESTIONS),
        "reviews": [box for box in boxes if box["step"] == "review"],
        "approvals": [box for box in boxes if box["step"] == "approve"],
        "postings": [{"label": posting.label, "done": posting.done} for posting in source.postings],
        "filed": source.filed,
        "validity": _VALID + (_HOW if any(not box["done"] for box in boxes) else ""),
        "title": source.notice["title"],
        "title_lines": source.notice["title_lines"],
        "title_broken": source.notice["title_broken"],
        "red_head": {},
        "addressees": source.notice["addressees"],
        "blocks": source.notice["blocks"],
        "attachments": source.notice["attachments"],
        "signature": source.notice["signature"],
    }


def _box_view(box: Box) -> dict[str, Any]:
    opinion, earlier = box.opinion, box.earlier
    kind = "secrecy" if box.key == "secrecy" else box.step
    return {
        "step": box.step,
        "key": box.key,
        "label": box.label,
        "done": int(opinion is not None),
        "decision": _decision(box.step, opinion) if opinion else "",
        "text": (opinion.text or "") if opinion else "",
        "facts": list(_facts(opinion)) if opinion else [],
        "signed": _signed(opinion) if opinion else "",
        "vouched": _vouched(opinion) if opinion else "",
        "earlier": f"第{earlier.seq}号记录：{_signed(earlier)}，{_decision(box.step, earlier)}（{_STALE}）"
        if earlier
        else "",
        "choices": list(_CHOICES[kind]),
        "blanks": [*ASPECT_DETAILS.get(box.key, ()), *(_BLANKS.get(box.key, ()) if box.step == "approve" else ())],
        "signers": "、".join(box.signers),
    }


def _decision(step: str, opinion: Opinion) -> str:
    consent = "同意公开" if step == "approve" else "同意"
    return consent if opinion.decision == "pass" else DECISION.label(opinion.decision)


def _facts(opinion: Opinion) -> Iterable[dict[str, str]]:
    for label, value in (opinion.detail or {}).items():
        yield {"label": label, "value": value}
    meeting = opinion.meeting
    if meeting:
        votes = f"赞成{meeting.in_favour}票，反对{meeting.against}票，弃权{meeting.abstain}票"
        held = f"{meeting.id}（{meeting.date}），到会{len(meeting.present)}人"
        yield {"label": "会议", "value": f"{held}，{votes}"}
    if opinion.reply:
        yield {"label": "批复", "value": opinion.reply}


def _signed(opinion: Opinion) -> str:
    return f"{opinion.person}　{chinese_date(opinion.on)}" if opinion.on else opinion.person


def _vouched(opinion: Opinion) -> str:
    how = f"{FROM_PAPER}，登记人{opinion.registrar}" if opinion.registrar else _BY_KEY
    return f"{how}，第{opinion.seq}号记录"


def render_form(view: Mapping[str, Any], fmt: FormFormat, templates: Path, day: date) -> bytes:
    """The form in one format, from the templates in a folder; `day` dates a file. Raises TemplateFault, NoGlyph."""
    if fmt == "pdf":
        return typeset("form.typ.j2", view, (templates,), day)
    if fmt == "docx":
        return word_file("form.docx", view, (templates,), day)
    text = marked_text("form", view, fmt, templates)
    if view["code"] not in text:
        raise TemplateFault("form.html.j2", 0, f"leaves out the code {view['code']}")
    return text.encode()

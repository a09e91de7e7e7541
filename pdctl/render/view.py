"""What a notice shows, as plain data: the one view that every template of a notice reads.

The source is typed; the view holds only dicts, lists, text and numbers, because the sandbox of the templates
does not guard the methods of objects. An absent value is an empty text, so that no template tests for None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pdctl.core import words
from pdctl.render.appended import Appendix
from pdctl.render.body_view import blocks_view
from pdctl.render.characters import clean
from pdctl.render.qr import code_view
from pdctl.render.source import Contact, NoticeSource, Period
from pdctl.render.titles import title_lines

DRAFT = "草稿"
UNDER_REVIEW = "送审稿（未经审批不得外传）"
FOR_ARCHIVE = "仅供归档"
SCOPE_MARKS = {"party": "党内公开", "unit": "本单位公开", "targeted": "向特定对象公开"}
_NOTES = {
    "society": "此件公开发布",
    "party": "此件在党内公开",
    "unit": "此件在本单位公开",
    "targeted": "此件向特定对象公开",
}
_IN_REVIEW = frozenset({"proposed", "reviewing", "reviewed", "referred"})
_OPEN_TO_CHANGE = frozenset({None, "returned"})
_IN_FORCE = frozenset({"approved", "published", "archived"})

# Characters of an issuer: more do not fit over a date that ends four characters in, or not on one line.
_LONG_ISSUER, _FOLDED_ISSUER = 15, 26
_DIGEST_SHOWN = 12
_ANSWERED = ("notice", "clarification", "result")  # families that say where questions go


NoticeView = Mapping[str, Any]


def notice_view(source: NoticeSource) -> dict[str, Any]:
    """The plain data of a notice, the same for every format."""
    titles = _clean_all(source.attachments)
    return {
        **_title(source),
        "marks": notice_marks(source.state, source.approved, source.scope, source.for_archive),
        "family": {"key": source.family, "label": words.FAMILY.label(source.family)},
        "scope": {"key": source.scope, "label": words.SCOPE.label(source.scope)},
        "state": {"key": source.state or "draft", "label": _state_label(source.state)},
        "red_head": _red_head(source),
        "addressees": _addressees(source),
        "blocks": blocks_view(source.blocks),
        "closing": _closing(source),
        "contact": _contact(source.contact) if source.family in _ANSWERED else [],
        "attachments": [
            {"number": f"{n}." if len(titles) > 1 else "", "title": title} for n, title in enumerate(titles, 1)
        ],
        "appendices": [_appendix(each, len(titles)) for each in source.appendices],
        "signature": _signature(source),
        "provenance": _provenance(source),
        "code": code_view(source),
    }


def notice_marks(state: str | None, approved: bool, scope: str, for_archive: bool = False) -> list[dict[str, str]]:
    """The marks of every page: where an item stands unless approved and in force, and who may read it."""
    marks = [
        ("stage", _stage_mark(state, approved)),
        ("archive", FOR_ARCHIVE if for_archive else ""),
        ("scope", SCOPE_MARKS.get(scope, "")),
    ]
    return [{"kind": kind, "text": text} for kind, text in marks if text]


def _stage_mark(state: str | None, approved: bool) -> str:
    if approved and state in _IN_FORCE:
        return ""
    if state in _IN_REVIEW:
        return UNDER_REVIEW
    if state in _OPEN_TO_CHANGE or state in _IN_FORCE:
        return DRAFT
    return _state_label(state) if approved else f"{DRAFT}（{_state_label(state)}）"


def _state_label(state: str | None) -> str:
    return words.STATE.label(state) if state else DRAFT


def chinese_date(day: date) -> str:
    """A date as official documents write it: Arabic figures, the full year, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_digest(digest: str) -> str:
    """The first twelve figures of a digest in groups of four, to be read aloud and compared."""
    figures = digest.removeprefix("sha256:")[:_DIGEST_SHOWN]
    return " ".join(re.findall(".{1,4}", figures))


# --- the parts around the body --------------------------------------------------------------------------


def _appendix(appendix: Appendix, of: int) -> dict[str, Any]:
    label = f"附件{appendix.number}" if of > 1 else "附件"
    pages = [[round(width, 2), round(height, 2)] for width, height in appendix.sizes]
    return {"label": label, "title": _line(appendix.title), "pages": pages}


def _title(source: NoticeSource) -> dict[str, Any]:
    """The title, and its lines on paper: as the item has them, else balanced."""
    title, said = _line(source.title), _clean_all(source.title_lines)
    own = _bare("".join(said)) == _bare(title)
    lines = said if own else title_lines(title, (_line(source.issuer), _line(source.org_name)))
    return {"title": title, "title_lines": lines, "title_broken": int(own)}


def _bare(text: str) -> str:
    return "".join(text.split())


def _addressees(source: NoticeSource) -> str:
    """主送: those the item names, else the audience of a targeted item."""
    named = source.main_recipients or (source.audience if source.scope == "targeted" else ())
    return "、".join(_clean_all(named))


def _red_head(source: NoticeSource) -> dict[str, str]:
    """发文机关标志, 发文字号, 附注 and 版记; empty without a red head."""
    imprint = source.imprint
    if imprint is None:
        return {}
    issuer = _line(source.issuer)
    copies = "，".join(_clean_all(imprint.copies))
    return {
        "mark": f"{issuer}文件",
        "number": _line(imprint.number),
        "note": f"（{_NOTES.get(source.scope, '')}）",
        "copies": f"抄送：{copies}。" if copies else "",
        "printed_by": _line(imprint.printed_by) or issuer,
        "printed_on": f"{chinese_date(imprint.printed_on or source.signed_on)}印发",
    }


def _closing(source: NoticeSource) -> list[str]:
    paragraphs = [_period(source.period, source.family)] if source.period else []
    if source.family == "notice" and source.contact:
        paragraphs.append(_objection(source.contact, _line(source.issuer)))
    return [paragraph for paragraph in paragraphs if paragraph]


def _period(period: Period, family: str) -> str:
    label = "公示期" if family == "notice" else "公开时长"
    days = "至".join(chinese_date(day) for day in (period.start, period.end) if day)
    explanation = _line(period.explanation).rstrip("。")
    text = f"{days}（{explanation}）" if days and explanation else days or explanation
    return f"{label}：{text}。" if text else ""


def _objection(contact: Contact, issuer: str) -> str:
    ways = [way for value, way in _ways(contact) if value]
    if not ways:
        return ""
    return (
        f"如对公示内容有异议，请在公示期内以{'、'.join(ways)}等方式向{issuer}反映。反映情况应当客观真实，"
        "提倡署真实姓名并留下联系方式，以便核实和答复。"
    )


def _ways(contact: Contact) -> Iterable[tuple[str, str]]:
    return (
        (contact.address, "来访"),
        (contact.address, "来信"),
        (contact.phone, "来电"),
        (contact.email, "电子邮件"),
    )


def _contact(contact: Contact | None) -> list[dict[str, str]]:
    if contact is None:
        return []
    phone, address, postcode, email = map(_line, (contact.phone, contact.address, contact.postcode, contact.email))
    if address and postcode:
        address, postcode = f"{address}（邮编：{postcode}）", ""
    fields = (("联系电话", phone), ("通信地址", address), ("邮政编码", postcode), ("电子邮箱", email))
    return [{"label": label, "value": value} for label, value in fields if value]


def _signature(source: NoticeSource) -> dict[str, Any]:
    issuer = _line(source.issuer)
    sizes = ("short", _LONG_ISSUER), ("long", _FOLDED_ISSUER)
    size = next((name for name, most in sizes if len(issuer) <= most), "folded")
    return {"issuer": issuer, "date": chinese_date(source.signed_on), "size": size, "seal": int(source.seal)}


def _provenance(source: NoticeSource) -> list[dict[str, str]]:
    """How a reader finds the item and tells whether the paper carries its text; `full` is for machines."""
    rows = (
        ("编号", _line(source.number or ""), ""),
        ("方案", _line(source.item_id), ""),
        ("公开主体", _line(source.org_name) if source.org_name != source.issuer else "", ""),
        ("目录", "目录外事项" if source.off_catalogue else "", ""),
        ("状态", _state_label(source.state), ""),
        ("内容校验码", short_digest(source.digest), source.digest),
    )
    return [{"label": label, "value": value, "full": full} for label, value, full in rows if value]


def _line(text: str) -> str:
    return re.sub(r"[\t\n]+", " ", clean(text)).strip()


def _clean_all(texts: Iterable[str]) -> list[str]:
    return [text for text in map(_line, texts) if text]

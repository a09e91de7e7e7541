"""Terms as offices write them: how often, by when, and for how long. What is not wholly understood is not taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pdctl.core.sheet.aliases import FREQUENCY, PERIOD, STARTS, UNTIL, find
from pdctl.core.sheet.tidy import counted, half
from pdctl.core.words import DUE_FROM, DURATION_UNTIL
from pdctl.core.words import FREQUENCY as FREQUENCIES
from pdctl.core.words import PERIOD as PERIODS

_UNITS = {"工作日": "workdays", "天": "days", "日": "days", "自然日": "days", "小时": "hours", "个小时": "hours"}
_NAMES = {**{half(label): key for key, label in DUE_FROM.labels.items()}, **STARTS}
_START = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_LIMIT = re.compile(
    rf"(?:(?:自|从|于|在)?(?:信息|事项|文件)?(?P<start>{_START})?(?:之日|之时|当日|后|之后|以后|日)?(?:起|开始)?(?:的|之后)?)?"
    r"(?P<n>[0-9]{1,5})个?(?P<unit>工作日|自然日|天|日|小时)(?:之?以?内)?"
)
_SAME_DAY = re.compile(rf"(?P<start>{_START})当[日天]")
_IN_PERIOD = re.compile(
    r"(?:(?P<each>每(?:年度?|半年度?|季度?|个?月))的?)?(?:(?P<month>首|第[0-9]{1,2}|[0-9]{1,2})个?月的?(?:份的?)?)?"
    r"(?P<day>[0-9]{1,2})[日号](?:之?以?前)?"
)
_EACH = {
    "每年": "year",
    "每年度": "year",
    "每半年": "half-year",
    "每半年度": "half-year",
    "每季": "quarter",
    "每季度": "quarter",
    "每月": "month",
    "每个月": "month",
}
_RECHECK = re.compile(r"每(?P<n>[0-9]{1,3})个月复核(?:一次)?")
_OWN_IN_PERIOD = re.compile(r"周期内第(?P<month>[0-9]{1,2})个月(?P<day>[0-9]{1,2})[日号]前")
_FILLING = re.compile(r"(?:予以|进行|公开|公布|发布|完成|更新|一次|,|;|。|、|\(|\))*")


@dataclass
class Terms:
    """What a cell of terms says; empty where it says nothing of it."""

    frequency: str | None = None
    period: str | None = None
    recheck: int | None = None
    due: dict[str, Any] = field(default_factory=dict)
    loose: bool = False  # a due without its start, or one of two starts


def terms(text: str) -> Terms | None:
    """Everything a cell of times says, or None where any part of it is not understood."""
    plain = counted(half(text)).strip("。.,;、")
    found = Terms()
    whole = find(PERIOD, plain, PERIODS)
    if whole:
        return Terms("periodic", whole)
    for part in filter(None, re.split(r"[,;。、()/]", plain)):
        if not _part(part, found):
            return None
    return found if found.frequency or found.due or found.recheck else None


def _part(part: str, found: Terms) -> bool:
    """Take in one part; whether all of it was understood and nothing is said twice."""
    frequency, period = find(FREQUENCY, part, FREQUENCIES), find(PERIOD, part, PERIODS)
    recheck = _RECHECK.fullmatch(part)
    if recheck and not found.recheck:
        found.recheck = int(recheck["n"])
        return 1 <= found.recheck <= 120
    if period and found.period is None and found.frequency in (None, "periodic"):
        found.frequency, found.period = "periodic", period
        return True
    if frequency and (found.frequency is None or found.frequency == frequency):
        found.frequency = frequency
        return True
    return not found.due and _due(part, found)


def _due(part: str, found: Terms) -> bool:
    """Take in a limit."""
    own = _OWN_IN_PERIOD.fullmatch(part)
    if own:
        found.due = {"from": "period", "month": int(own["month"]), "day": int(own["day"])}
        return _valid(found.due)
    same = _SAME_DAY.fullmatch(part)
    if same:
        found.due = {"from": _NAMES[same["start"]], "days": 0}
        return True
    limit = _LIMIT.match(part)
    if limit and not _FILLING.sub("", part[limit.end() :], count=1):
        start = limit["start"]
        found.due = {"from": _NAMES[start]} if start else {}
        found.due[_UNITS[limit["unit"]]] = int(limit["n"])
        found.loose = start is None or "或" in start
        return _valid(found.due)
    return _in_period(part, found)


def _in_period(part: str, found: Terms) -> bool:
    each = _IN_PERIOD.match(part)
    if not each or _FILLING.sub("", part[each.end() :], count=1) or not (each["each"] or each["month"]):
        return False
    period = _EACH.get(each["each"] or "", found.period)
    if period is None or found.frequency not in (None, "periodic") or (found.period and found.period != period):
        return False
    month = each["month"]
    if month is None and period != "month":
        return False
    found.frequency, found.period = "periodic", period
    number = 1 if month in (None, "首") else int(re.sub("[^0-9]", "", month))
    found.due = {"from": "period", "month": number, "day": int(each["day"])}
    return _valid(found.due)


def _valid(due: dict[str, Any]) -> bool:
    most = {"workdays": 2500, "days": 36525, "hours": 8760, "month": 12, "day": 31}
    least = {"hours": 1, "month": 1, "day": 1}
    return all(least.get(key, 0) <= due[key] <= limit for key, limit in most.items() if key in due)


_STAYS = re.compile(
    r"(?:不少于|至少|不得少于|不低于|公示|公开|共)?(?P<n>[0-9]{1,5})个?(?P<unit>工作日|自然日|天|日)(?:以上)?"
)


def duration(text: str) -> dict[str, Any] | None:
    """How long a posting stays, or None."""
    plain = counted(half(text)).strip("。.,;、")
    until = find(UNTIL, plain, DURATION_UNTIL)
    if until:
        return {"until": until}
    found = _STAYS.fullmatch(plain)
    if not found:
        return None
    unit = _UNITS[found["unit"]]
    most = {"workdays": 2500, "days": 36525}[unit]
    return {unit: int(found["n"])} if 1 <= int(found["n"]) <= most else None

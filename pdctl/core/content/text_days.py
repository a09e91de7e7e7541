"""Days that people write and that no calendar has, `2月30日` and `2026-02-29`, and weekdays that are others."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from pdctl.core.content.cases import Findings
from pdctl.core.findings import Finding
from pdctl.core.text import msg

_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_BEFORE = r"(?<![0-9A-Za-z_.\-/#=+])"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_WEEKDAYS = "一二三四五六日"
_WRITTEN = re.compile(
    rf"{_BEFORE}(?:{_YEAR} ?年 ?)?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}) ?日"
    rf"(?: ?[（(] ?(?:星期|周|礼拜) ?(?P<weekday>[{_WEEKDAYS}天]) ?[）)])?"
    r"(?: ?(?:至|到|—{1,2}|[-－–~～]) ?(?P<until>[0-9]{1,2}) ?日)?"
)
_SEPARATED = re.compile(
    rf"{_BEFORE}{_YEAR}(?P<sign>[-./])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})"
    r"(?![0-9A-Za-z_/=]|[-.][0-9A-Za-z])"
)
# A month of the old calendar has thirty days whatever its number.
_OLD_CALENDAR = re.compile(r"(?:农历|阴历|旧历|夏历)[^，。；\n]{0,12}$")
_LEAP_YEAR = 2000  # a day without its year may lie in one
# For the quick test of a whole file, what follows some figure where such a day stands: behind the figures of a month a
# day that not every month has; behind a month that is none, a day; the later end of a period; a weekday. It may find
# too much and never too little, and begins with one class of characters, for most figures are none by what follows.
_SIGNS = "至到—–－~～-"
_NEVER = "3[2-9]|[4-9][0-9]|00?(?![0-9])"
_BEHIND_MONTH = (
    "(?:(?<=2{0})(?:29|30)|(?:(?<=[2469]{0})|(?<=11{0}))31|(?<={0})(?:"
    + _NEVER
    + ")|(?:(?<=1[3-9]{0})|(?<=[2-9][0-9]{0})|(?<=0{0})(?<!10{0}))[0-9])"
)
_LIKELY = [
    *(gap[1:] + _BEHIND_MONTH.format(gap) for gap in ("月", "月 ", " 月", " 月 ")),
    r"(?<=[-./])(?:(?<=[12][0-9][0-9][0-9][-./][0-9].)|(?<=[12][0-9][0-9][0-9][-./][0-9][0-9].))"
    + _BEHIND_MONTH.format("."),
    rf"(?<!月)日? ?[{_SIGNS}]{{0,2}} ?(?:29|3[0-9]|{_NEVER}) ?日",
    r"(?:(?<=日)|(?<= )日) ?[（(] ?[星周礼]",
]
SUSPECT = rf"[ 月日./{_SIGNS}](?:{'|'.join(_LIKELY)})"


def check_days(text: str) -> Findings:
    """Days that no calendar has, `2月30日` or `2026-02-29`, and days that are another weekday."""
    half = text.translate(_HALF)
    for match in sorted((*_WRITTEN.finditer(half), *_SEPARATED.finditer(half)), key=re.Match.start):
        if not _OLD_CALENDAR.search(half, max(0, match.start() - 16), match.start()):
            yield from _judged(text, match)


def _judged(text: str, match: re.Match[str]) -> Findings:
    parts = {name: figures for name, figures in match.groupdict().items() if figures}
    year, month = int(parts.get("year", _LEAP_YEAR)), int(match["month"])
    longest = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    for part in ("day", "until"):
        if part in parts and not 1 <= int(parts[part]) <= longest:
            yield Finding(
                msg("there is no such day"),
                expected=msg("a day from 1 to {last}", last=longest) if longest else msg("a month from 1 to 12"),
                found=_shown(text, match, part),
                fix=msg("write the day that is meant"),
                offset=match.start() if part == "day" else match.start("until"),
            )
            return
    if "year" in parts and "weekday" in parts:
        right = _WEEKDAYS[date(year, month, int(match["day"])).weekday()]
        if parts["weekday"].replace("天", "日") != right:
            yield Finding(
                msg("this day is another weekday"),
                expected=f"星期{right}",
                found=_shown(text, match, "weekday"),
                fix=msg("write the day or the weekday that is meant"),
                offset=match.start(),
            )


def _shown(text: str, match: re.Match[str], part: str) -> str:
    """The day as it is written, as far as the part that is wrong."""
    behind = re.compile("(?: ?[日）)])?").match(text, match.end(part))
    return text[match.start() : behind.end() if behind else match.end(part)]

"""ID numbers of 18 and 15 figures (GB 11643), split or mistyped as they may be."""

from __future__ import annotations

import re

from pdctl.core.privacy.hits import Hit, before, bounded, luhn, names_thing
from pdctl.core.privacy.numbers import Run, spans

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_LONG = re.compile(rf"[0-9]{{6}}(?:19[0-9]{{2}}|20[0-4][0-9]){_DAY}[0-9]{{3}}[0-9X]")
_SHORT = re.compile(rf"[0-9]{{6}}[0-9]{{2}}{_DAY}[0-9]{{3}}")
_LABEL = re.compile(
    r"(?:身份证(?:件)?(?:号码?|编号)?|公民身份号码|身份号码|证件号码?|ID ?(?:No|号)?)[.:：]?[为是]?[ \t(（|]*$"
)
_CARD = re.compile(r"(?:卡号?|账号|帐号|账户|帐户)[^0-9\n]{0,6}$")
_CREDIT = re.compile(r"(?:信用代码|代码|税号|识别号)[:：]?[为是]?[ \t(（|]*$")
# How people split an ID number; another way counts only with the right check character.
_SPLITS = frozenset(
    {(18,), (17,), (6, 8, 4), (6, 8, 3), (6, 8, 3, 1), (6, 4, 4, 4), (6, 4, 4, 3), (6, 4, 2, 2, 4), (6, 4, 2, 2, 3), (3, 3, 4, 4, 4), (3, 3, 4, 4, 3),
     (4, 4, 4, 4, 2), (4, 4, 4, 4, 1), (6, 12), (6, 11), (14, 4), (14, 3), (6, 6, 6), (6, 6, 5), (3, 3, 3, 3, 3, 3)}
)  # fmt: skip


def check_character(digits: str) -> str:
    """The last character of an ID number, from its first 17 figures."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11]


def is_whole(value: str) -> bool:
    """Whether a text is nothing but an ID number of eighteen characters with its right check character."""
    known = value[:2] in _PROVINCES and _LONG.fullmatch(value) is not None
    return known and check_character(value) == value[17]


def at(run: Run, first: int) -> tuple[Hit, int] | None:
    """An ID number that begins at a group."""
    start = run.groups[first][0]
    if run.gap(first) == "." and first and run.sizes(first - 1, first - 1)[0] > 2:
        return None
    for last in spans(run, first, 18):
        letter = run.ends_with_letter(last)
        value = run.digits(first, last) + ("X" if letter else "")
        end = (run.letter or 0) + 1 if letter else run.groups[last][1]
        if len(value) not in (15, 18) or (letter and len(value) != 18):
            continue
        sure = _judged(run, first, last, value, start)
        if sure is not None and bounded(run.text, start, end):
            return Hit("id", start, end, value, sure), last
    return _labelled(run, first)


def _judged(run: Run, first: int, last: int, value: str, start: int) -> bool | None:
    """Whether a number of the right length is an ID number: True, False where it is mistyped, None where it is none."""
    left = before(run.text, start)
    labelled = bool(_LABEL.search(left))
    if len(value) == 15:
        shaped = value[:2] in _PROVINCES and _SHORT.fullmatch(value) is not None
        whole = first == last or run.sizes(first, last) in ((6, 6, 3), (6, 2, 2, 2, 3))
        return True if shaped and whole and (labelled or not names_thing(run.text, start)) else None
    if _CREDIT.search(left) and not labelled:
        return None
    known = value[:2] in _PROVINCES or value[0] == "9"
    if not known or not _LONG.fullmatch(value):
        return None
    if check_character(value) == value[17]:
        return True
    if value.isdigit() and luhn(value) and _CARD.search(left):
        return None
    tidy = run.sizes(first, last) in _SPLITS and value[0] != "9"
    return False if tidy and (labelled or not names_thing(run.text, start)) else None


def _labelled(run: Run, first: int) -> tuple[Hit, int] | None:
    """A number behind the words 身份证号 that is too long, too short or has no such day: it is mistyped."""
    start = run.groups[first][0]
    if not _LABEL.search(before(run.text, start)):
        return None
    for last in spans(run, first, 20):
        letter = run.ends_with_letter(last)
        value = run.digits(first, last) + ("X" if letter else "")
        end = (run.letter or 0) + 1 if letter else run.groups[last][1]
        if 14 <= len(value) <= 20 and bounded(run.text, start, end):
            return Hit("id", start, end, value, sure=False), last
    return None

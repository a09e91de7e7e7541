"""Numbers that are written out, 一三八…, and numbers that the end of a line cuts in two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy import card, identity, phone
from pdctl.core.privacy.hits import Hit, before

NUMERALS = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_FIGURES = str.maketrans(NUMERALS, "001234567891123456789")
_WRITTEN = re.compile(f"[{NUMERALS}]{{11,19}}[Xx]?")
_CUT = re.compile(r"[0-9][ \t\r]*\n[ \t]*[0-9]")
_HEAD, _TAIL = re.compile(r"(?<![0-9A-Za-z*._-])[0-9]{1,18}$"), re.compile(r"[0-9]{1,18}[Xx]?(?![0-9A-Za-z*._-])")
_MOBILE = re.compile("1[3-9][0-9]{9}")
_MOBILE_LABEL = re.compile(r"(?:手机|联系)[^0-9\n]{0,8}$")


def find(text: str) -> Iterator[Hit]:
    """Every ID number, mobile number and card so written. Only what proves itself or has its label."""
    for found in _WRITTEN.finditer(text):
        value = found[0].translate(_FIGURES)
        kind = "id" if identity.is_whole(value.upper()) else ("phone" if _MOBILE.fullmatch(value) else "")
        if kind:
            yield Hit(kind, *found.span(), value)
    for cut in _CUT.finditer(text):
        head, tail = _HEAD.search(text[max(0, cut.start() - 19) : cut.start() + 1]), _TAIL.match(text, cut.end() - 1)
        if head is None or tail is None:
            continue
        start, value = cut.start() + 1 - len(head[0]), head[0] + tail[0].upper()
        kind = "id" if identity.is_whole(value) else _labelled(value, before(text, start))
        if kind:
            yield Hit(kind, start, tail.end(), value)


def _labelled(value: str, left: str) -> str:
    """What a number is by its shape and the words before it."""
    if _MOBILE.fullmatch(value) and (phone.is_label(left) or _MOBILE_LABEL.search(left)):
        return "phone"
    return "card" if value.isdigit() and card.is_labelled(value, left) else ""

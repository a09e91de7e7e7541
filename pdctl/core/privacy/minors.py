"""Hints that a text tells of a minor: an age below eighteen, a class of a school. Only hints, for the reviewer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy.hits import Hit, before, places

_AGE = re.compile(
    r"(?<![0-9一二三四五六七八九十])(?:[1-9]|1[0-7]|[一二三四五六七八九]|十[一二三四五六七]?)周?岁(?!以[上下内前后]|及|至|到|-|—|~|儿童|婴幼儿|以|之)"
)
_RULE = re.compile(r"(?:[0-9一二三四五六七八九十百]|满|至|到|龄|[-—~]|达|逾|超过|不足|低于|高于|未到|第)$")
_PUPIL = re.compile(
    r"(?:就读于|现读于?|在读于|系|为)[\u4e00-\u9fff]{0,14}(?:小学|幼儿园|初中|中学)(?![\u4e00-\u9fff]{0,6}(?:教师|老师|校长|教研|支部|党员|主任|职工|书记))"
    r"|(?:小学|幼儿园|中学|初中|高中)[\u4e00-\u9fff]{0,3}[一二三四五六七八九1-9]年级[^\n,，。]{0,6}(?:学生|班)"
)


def find(text: str) -> Iterator[Hit]:
    """Every hint."""
    for end in places(text, "岁"):
        left = before(text, end, 5)
        found = _AGE.search(left + text[end : end + 4])
        if found and found.end() == len(left) + 1:
            start = end + 1 - len(found[0])
            if not _RULE.search(before(text, start, 3)):
                yield Hit("minor", start, end + 1, found[0])
    for word in ("小学", "幼儿园", "初中", "中学", "高中"):
        for place in places(text, word):
            left = before(text, place, 20)
            found = _PUPIL.search(left + text[place : place + 20].partition("\n")[0])
            if found and found.start() <= len(left) < found.end():
                start = place - len(left) + found.start()
                yield Hit("minor", start, start + len(found[0]), found[0])

"""One cell that holds several things: numbered items, items with semicolons, several laws one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.sheet.tidy import tidy, trimmed

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# How items are numbered: the text before a number, the number, the mark behind it.
_MARKS = (
    re.compile(r"(?<![0-9.．第])([0-9]{1,2})[、.．](?![0-9])\s*"),
    re.compile(r"[（(]([0-9]{1,2})[)）]\s*"),
    re.compile(r"(?<![0-9第])([0-9]{1,2})[)）]\s*"),
    re.compile(rf"(?<![第{_CHINESE}])([{_CHINESE}]{{1,2}})、\s*"),
    re.compile(rf"[（(]([{_CHINESE}]{{1,2}})[)）]\s*"),
    re.compile(rf"([{_CIRCLED}])\s*"),
)
_PAIRS = {"《": "》", "（": "）", "(": ")", "〈": "〉", "“": "”", "〔": "〕", "[": "]", "【": "】"}


def items(text: str) -> tuple[str, ...]:
    """The items of a content cell: by their numbers, else by lines, else by semicolons."""
    text = tidy(text)
    parts = _numbered(text) or text.split("\n")
    if len(parts) == 1:
        parts = list(_outside(text, "；;"))
    return _clean(parts)


def laws(text: str) -> tuple[str, ...]:
    """The laws of a cell: by their numbers or lines, and where one title follows another."""
    text = tidy(text)
    parts = [law for part in _numbered(text) or text.split("\n") for law in _laws(part)]
    return _clean(parts)


def _clean(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in map(trimmed, parts) if part))


def _numbered(text: str) -> list[str]:
    """The parts of a text whose numbers count up from one; empty where there are none."""
    for mark in _MARKS:
        found: list[re.Match[str]] = []
        for match in mark.finditer(text):
            if _value(match[1]) == len(found) + 1:
                found.append(match)
        if found and (len(found) > 1 or found[0].start() == 0):
            head = trimmed(text[: found[0].start()])
            ends = [match.start() for match in found[1:]] + [len(text)]
            parts = [text[match.end() : end].replace("\n", "") for match, end in zip(found, ends, strict=True)]
            return [head.replace("\n", ""), *parts] if head else parts
    return []


def _value(text: str) -> int:
    if text.isdigit() and text not in _CIRCLED:
        return int(text)
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.startswith("十"):
        return 10 + (_CHINESE.index(text[1]) + 1 if len(text) > 1 else 0)
    return _CHINESE.index(text[0]) + 1 if len(text) == 1 else 0


def _outside(text: str, separators: str) -> Iterator[str]:
    """The parts of a text between separators that stand outside every bracket."""
    part = ""
    inside: list[str] = []
    for char in text:
        if inside and char == inside[-1]:
            inside.pop()
        elif char in _PAIRS:
            inside.append(_PAIRS[char])
        if char in separators and not inside:
            yield part
            part = ""
        else:
            part += char
    yield part


def _laws(text: str) -> Iterator[str]:
    """Parts between separators that each name a title; a part without one belongs to the title before it."""
    held = ""
    for part in _outside(text, "；;、，,"):
        for law in _adjacent(part):
            if held and "《" in held and "《" in law:
                yield held
                held = law
            else:
                held = f"{held}、{law}" if held else law
    yield held


def _adjacent(text: str) -> Iterator[str]:
    """Titles that follow one another with nothing, or only an "and", between them."""
    start, depth = 0, 0
    for place, char in enumerate(text):
        if char in "《（(":
            if char == "《" and depth == 0 and place > start and text[place - 1] in "》）)条款项号和及与":
                yield text[start:place].rstrip("和及与")
                start = place
            depth += 1
        elif char in "》）)":
            depth = max(0, depth - 1)
    yield text[start:]

"""Asterisks and underscores that are text: names and numbers that were masked, not emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_MARKS = re.compile(r"\\.|<[^<>\s]*>|\*+|_+")
_LIST_PREFIX = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")
_STAR_RULE = re.compile(r"[ \t]*\*(?:[ \t]*\*){2,}[ \t]*")
_CANNOT_FOLLOW_OPENER = "、，。；：！？）》〉】」』”’…,.;:!?)]|"
_CANNOT_PRECEDE_CLOSER = "（《〈【「『“‘([|"
_LONGEST_WORD = 20
_Span = tuple[int, int]


def protect_masks(line: str) -> str:
    """A line with every asterisk and underscore escaped that is not clearly one of a pair around emphasis.

    In notices most asterisks mask a name or a number; losing one would change what was approved, while an
    emphasis that is not recognised is seen at once.
    """
    if _STAR_RULE.fullmatch(line):
        return line
    prefix = _LIST_PREFIX.match(line)
    found = _MARKS.finditer(line, prefix.end() if prefix else 0)
    spans = [match.span() for match in found if match[0][0] in "*_"]
    paired = set(_pairs(line, spans))
    parts, done = [], 0
    for begin, end in spans:
        run = line[begin:end]
        parts += [line[done:begin], run if begin in paired else re.sub("(.)", r"\\\1", run)]
        done = end
    return "".join(parts) + line[done:]


def _pairs(line: str, spans: Sequence[_Span]) -> Iterator[int]:
    waiting: dict[str, _Span] = {}
    masked: set[str] = set()
    for span in spans:
        run = line[span[0] : span[1]]
        word = _word_before(line, 0, span)
        if run not in ("*", "**", "_") or _within_word(line, span) or word in masked:
            continue
        opener = waiting.pop(run, None)
        if opener and _closes(line, span):
            if word := _mask(line, opener, span):
                masked.add(word)
            else:
                yield from (opener[0], span[0])
        elif _opens(line, span):
            waiting[run] = span


def _within_word(line: str, span: _Span) -> bool:
    before, after = line[span[0] - 1 : span[0]], line[span[1] : span[1] + 1]
    joined = before.isalnum() and after.isalnum()
    return joined and (span[1] - span[0] == 1 or (before.isascii() and after.isascii()))


def _opens(line: str, span: _Span) -> bool:
    after = line[span[1] : span[1] + 1]
    return bool(after.strip()) and after not in _CANNOT_FOLLOW_OPENER


def _closes(line: str, span: _Span) -> bool:
    before = line[span[0] - 1 : span[0]]
    return bool(before.strip()) and before not in _CANNOT_PRECEDE_CLOSER


def _mask(line: str, opener: _Span, closer: _Span) -> str:
    """The kind of word that two runs follow when they mask, not emphasise, as in 张**的申请、李**的申请."""
    first, second = _word_before(line, 0, opener), _word_before(line, opener[1], closer)
    return first if first == second else ""


def _word_before(line: str, begin: int, span: _Span) -> str:
    """The word right before a run, set off by what stands before it; "?" for any single character."""
    end = start = span[0]
    while start > begin and end - start <= _LONGEST_WORD and line[start - 1].isalnum():
        start -= 1
    set_off = start == 0 or not (line[start - 1].isalnum() or line[start - 1] == "*")
    return "" if not set_off else "?" if end - start == 1 else line[start:end]

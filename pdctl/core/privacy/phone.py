"""Mobile and fixed-line numbers of the mainland, with or without country code, area code and extension."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from pdctl.core.privacy.hits import Hit, before, bounded, in_address_of_page, is_amount, names_thing
from pdctl.core.privacy.numbers import DASHES, Run, spans

_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9][0-9]{9})")
_SPLITS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (3, 5, 3), (3, 2, 2, 2, 2), (3, 4, 2, 2), (3, 2, 4, 2), (3, 2, 2, 4), (3, 2, 6),
     (3, 6, 2), (1, 10), (1, 2, 4, 4), (1, 2, 8), (1, 3, 3, 4), (1,) * 11}
)  # fmt: skip
_DASHED = frozenset({(4, 4, 3), (5, 6), (6, 5), (5, 3, 3), (4, 7)})
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})")
_DATED = re.compile(r"20[0-4][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_AREA_BEFORE = re.compile(rf"[(（]?(0(?:10|2[0-9]|[3-9][0-9]{{2}}))[)）]?[ {DASHES}]?$")
_WORDS = (
    r"(?:电话(?:号码)?|座机|传真|热线|固话|来电|致电|拨打|联系方式|举报电话|监督电话|Tel|TEL|tel|Fax|FAX)[^0-9\n]{0,10}"
)
_LABEL = re.compile(rf"{_WORDS}$")
# Several numbers behind one word, and the head of a column of them.
_LISTED = re.compile(rf"{_WORDS}(?:(?<![0-9])[0-9]{{7,8}}(?:[,、;/ ]|或|和){{1,2}}){{0,3}}$")
_HEADS = ("电话", "座机", "传真", "固话", "联系方式")
_DIVIDERS = "|\t,;"
_HEAD = 12
_LOCALS = ((7,), (8,), (4, 4), (3, 4))
_TRUNK_ZERO = re.compile(r"86[ -]?\(0\) ?$")
_EXTENSION = re.compile(rf"[ ,，]?(?:转|分机号?|[Ee]xt\.?|[{DASHES}])[ :：]?([0-9]{{1,6}})(?![0-9])")


def at(run: Run, first: int) -> tuple[Hit, int] | None:
    """A telephone number that begins at a group."""
    if run.gap(first) == "." and run.sizes(first - 1, first - 1)[0] > 2:  # the fraction of an amount
        return None
    return _mobile(run, first) or _landline(run, first)


def _mobile(run: Run, first: int) -> tuple[Hit, int] | None:
    start = run.groups[first][0]
    for last in spans(run, first, 15):
        found = _MOBILE.fullmatch(run.digits(first, last))
        end = run.groups[last][1]
        if found is None or run.ends_with_letter(last) or not _split_like_a_mobile(run, first, last):
            continue
        if last + 1 < len(run.groups) and run.gap(last + 1) == "." and run.sizes(last + 1, last + 1)[0] <= 2:
            continue  # an amount with its cents
        if not bounded(run.text, start, end) or names_thing(run.text, start) or is_amount(run.text, start, end):
            continue
        if not in_address_of_page(run.text, start):
            return Hit("phone", start, end, found[1]), last
    return None


def _split_like_a_mobile(run: Run, first: int, last: int) -> bool:
    """Whether the eleven figures behind a country code are split as people split them."""
    sizes = list(run.sizes(first, last))
    gaps = [run.gap(group) for group in range(first + 1, last + 1)]
    over = sum(sizes) - 11
    while over:
        taken = min(over, sizes[0])
        over, sizes[0] = over - taken, sizes[0] - taken
        if not sizes[0]:
            sizes, gaps = sizes[1:], gaps[1:]
    if {".", "·"} & {*gaps}:
        return sizes == [3, 4, 4] and gaps[0] == gaps[1]
    return tuple(sizes) in _SPLITS or (tuple(sizes) in _DASHED and "" not in gaps)


def _landline(run: Run, first: int) -> tuple[Hit, int] | None:
    """An area code and seven or eight figures, or the latter alone behind the word for a telephone."""
    start = run.groups[first][0]
    left = before(run.text, start)
    for last in spans(run, first, 12, 5):
        digits, sizes, end = run.digits(first, last), run.sizes(first, last), run.groups[last][1]
        if run.ends_with_letter(last) or any(run.gap(g) in (".", "·") for g in range(first + 1, last + 1)):
            continue
        area = _area(digits, sizes, left, start) or _told(run, digits, sizes, start, end)
        if area is None:
            continue
        begin, local, code = area
        if any(not bounded(run.text, first, end) or names_thing(run.text, first) for first in (start, begin)):
            continue
        dated = _DATED.fullmatch(local) and not _LABEL.search(left)
        if is_amount(run.text, start, end) or dated or in_address_of_page(run.text, start):
            continue
        return _extended(run, begin, end, code + local, last)
    return None


def _area(digits: str, sizes: tuple[int, ...], left: str, start: int) -> tuple[int, str, str] | None:
    """Where the number begins, its local part and its area code; None where it is no fixed-line number."""
    if _TRUNK_ZERO.search(left):
        digits, sizes = "0" + digits, (sizes[0] + 1, *sizes[1:])
    elif digits.startswith("86") and sizes[:1] == (2,) != sizes and left.endswith(("+", "00")):
        digits, sizes = "0" + digits[2:], (sizes[1] + 1, *sizes[2:])
    code = _AREA.match(digits)
    if code is not None:
        local = digits[code.end() :]
        shaped = len(sizes) == 1 or (sizes[0] == code.end() and sizes[1:] in ((7,), (8,), (4, 4), (3, 4), (4, 3)))
        return (start, local, code[0]) if shaped and _local(local) else None
    if sizes not in _LOCALS or not _local(digits):
        return None
    prefix = _AREA_BEFORE.search(left)
    if prefix is not None:
        return start - len(left) + prefix.start(), digits, prefix[1]
    return (start, digits, "") if _LABEL.search(left) else None


def _told(run: Run, digits: str, sizes: tuple[int, ...], start: int, end: int) -> tuple[int, str, str] | None:
    """A local number that a word farther off makes one: it stands in a list behind the word, or in a column under it."""
    if sizes not in _LOCALS or not _local(digits):
        return None
    listed = _LISTED.search(before(run.text, start, 48)) or _in_column(run.text, start, end)
    return (start, digits, "") if listed else None


def _in_column(text: str, start: int, end: int) -> bool:
    """Whether a number fills a cell of a table, and the head of its column says telephone."""
    line = text.rfind("\n", 0, start) + 1
    left = text[line:start]
    behind = text[end : end + 3].lstrip('" ')
    divider = next((d for d in _DIVIDERS if d in left), behind[:1])
    if behind[:1] not in ("", "\n", "\r", divider) or left.rpartition(divider or "\n")[2].strip('" '):
        return False
    if not divider or divider not in _DIVIDERS:  # a line of its own
        return is_head(text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line])
    offsets, columns = _columns(text, divider)
    return left.count(divider) in columns[bisect_right(offsets, line) - 1]


@lru_cache(maxsize=2)
def _columns(text: str, divider: str) -> tuple[list[int], list[frozenset[int]]]:
    """From which places on which columns of a table hold telephone numbers; a line without cells ends a table."""
    offsets, columns, at = [0], [frozenset[int]()], 0
    for line in text.splitlines(keepends=True) if any(word in text for word in _HEADS) else ():
        now = columns[-1] if divider in line else frozenset[int]()
        if divider in line and any(word in line for word in _HEADS):
            now |= {column for column, cell in enumerate(line.split(divider)) if is_head(cell)}
        if now != columns[-1]:
            offsets.append(at)
            columns.append(now)
        at += len(line)
    return offsets, columns


def is_label(left: str) -> bool:
    """Whether what stands before a number is the word for a telephone."""
    return bool(_LABEL.search(left))


def is_head(text: str) -> bool:
    """Whether the head of a column says that telephone numbers stand below it."""
    core = text.strip()
    return len(core) <= _HEAD and any(word in core for word in _HEADS) and not any(c.isdigit() for c in core)


def _local(digits: str) -> bool:
    return len(digits) in (7, 8) and (digits[0] != "0" or not digits.strip("0"))


def _extended(run: Run, start: int, end: int, value: str, last: int) -> tuple[Hit, int]:
    """The number with its extension, where one follows."""
    found = _EXTENSION.match(run.text, end)
    if found is None or _MOBILE.match(found[1]):
        return Hit("phone", start, end, value), last
    while last + 1 < len(run.groups) and run.groups[last + 1][1] <= found.end():
        last += 1
    return Hit("phone", start, found.end(), f"{value}-{found[1]}"), last

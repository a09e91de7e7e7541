"""Accounts that must balance, whichever way a table lays them out: dues, votes, appraisals.

Each is a whole and its parts, known by the words that offices use for them. They stand side by side in a row, or one
below another in a column; where a part or the whole is missing, or a word fits two of them, nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.tables.figures import is_blank, read_figure, rounding
from pdctl.core.tables.reading import Cell, Table
from pdctl.core.tables.totals import columns_of, differing, row_kind
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Part:
    """A part of an account: the words for it, and how it counts; `needed` where nothing is judged without it."""

    words: re.Pattern[str]
    sign: int = 1
    needed: bool = False


@dataclass(frozen=True)
class Account:
    """A whole and its parts; words are tried in order, the whole's last."""

    name: Msg
    whole: re.Pattern[str]
    parts: tuple[Part, ...]


_PLANNED = r"(?!.*(?:应[交缴收]|计划|预算|标准|人数))"
DUES = Account(
    msg("income less what was paid up and spent is not the balance"),
    re.compile(r".*(?:结余|余额|结存)(?:金额|数额?|党费|资金)?"),
    (
        Part(re.compile(r".*(?:上[年期季月]|上年度|上季度|上半年|期初|年初|季初|月初|往年|历年).*(?:结余|余额|结存|结转).*|(?:期初|年初|上年)(?:数|金额)")),
        Part(re.compile(_PLANNED + r"(?!.*(?:使用|支出|上缴|上交)).*(?:收缴|收入|实[收交缴]|收到|交纳|缴纳).*"), 1, True),
        Part(re.compile(r"(?!.*(?:使用|支出)).*(?:下拨|拨付|返还|拨入|利息).*")),
        Part(re.compile(_PLANNED + r".*(?:上缴|上交|上解).*"), -1),
        Part(re.compile(_PLANNED + r".*(?:支出|使用|开支).*"), -1),
    ),
)  # fmt: skip
VOTES = Account(
    msg("the votes for, against and abstaining are not the votes that count"),
    re.compile(r"有效票数?|投票(?:人数|总数|数)|参加?(?:表决|投票)(?:人数|数)|表决人数"),
    (
        Part(re.compile(r"(?:赞成|同意)(?:票数?|人数|数)?"), 1, True),
        Part(re.compile(r"(?:反对|不赞成|不同意)(?:票数?|人数|数)?"), 1, True),
        Part(re.compile(r"弃权(?:票数?|人数|数)?")),
        Part(re.compile(r"另选(?:他人)?(?:票数?|数)?")),
    ),
)
BALLOTS = Account(
    msg("valid and invalid votes are not the votes collected"),
    re.compile(r"收回(?:选票|表决票|票)?(?:数|张数)?"),
    (
        Part(re.compile(r"有效(?:选票|表决票|票)(?:数|张数)?"), 1, True),
        Part(re.compile(r"(?:无效|废)(?:选票|表决票|票)(?:数|张数)?"), 1, True),
    ),
)
APPRAISAL = Account(
    msg("the marks given are not as many as those who took part"),
    re.compile(
        r"参(?:加)?(?:评议?|测评|评议|评定)(?:的)?(?:党员)?(?:人数|数|票数)|(?:评议|测评)(?:人数|票数)|有效(?:测评|评议)?票数?"
    ),
    (
        Part(re.compile(r"优秀(?:票数?|人数|数)?"), 1, True),
        Part(re.compile(r"(?<!基本)(?:合格|称职|良好)(?:票数?|人数|数)?"), 1, True),
        Part(re.compile(r"基本(?:合格|称职)(?:票数?|人数|数)?")),
        Part(re.compile(r"不(?:合格|称职)(?:票数?|人数|数)?")),
        Part(re.compile(r"(?:弃权|不了解|未评)(?:票数?|人数|数)?")),
    ),
)
ACCOUNTS = (DUES, VOTES, BALLOTS, APPRAISAL)
_WHOLE = re.compile(r"合计|总[额计数]|共计|小计")
_OF_WHICH = re.compile(r"其中|[（(]其中")
_NOISE = re.compile(
    r"[\s\u3000]|^[一二三四五六七八九十\d]+[、.．]|[（(]\s*(?:单位[:：]\s*)?[^（()）]{0,6}[）)]$|[:：]$"
)


def unbalanced(table: Table) -> Iterator[Finding]:
    """The accounts of a table that do not balance."""
    for account in ACCOUNTS:
        yield from _in_rows(account, table)
        yield from _in_columns(account, table)


def _in_rows(account: Account, table: Table) -> Iterator[Finding]:
    """Parts side by side: every row is an account."""
    places = _found(account, [cell.text for cell in table.head])
    if places is None:
        return
    units = {column.place: column.unit for column in columns_of(table)}
    for row in table.rows:
        yield from _judged(account, {n: (row[n], units.get(n, "")) for n in range(len(row))}, places)


def _in_columns(account: Account, table: Table) -> Iterator[Finding]:
    """Parts one below another: every column of figures is an account."""
    labels = ["" if row_kind(row) or _OF_WHICH.match(row[0].text) else row[0].text for row in table.rows]
    places = _found(account, labels)
    if places is None:
        return
    for column in columns_of(table):
        if column.place:
            cells = {n: (row[column.place], column.unit) for n, row in enumerate(table.rows)}
            yield from _judged(account, cells, places)


_Places = tuple[int, Sequence[tuple[int, int]]]


def _found(account: Account, labels: Sequence[str]) -> _Places | None:
    """Where the whole and each part of an account stand; None where it is not there, or not once."""
    plain = [_NOISE.sub("", label) for label in labels]
    parts: list[tuple[int, int]] = []
    taken: set[int] = set()
    for part in account.parts:
        found = [n for n, label in enumerate(plain) if label and n not in taken and part.words.fullmatch(label)]
        found = [n for n in found if _WHOLE.search(plain[n])] or found  # else a part would count with its parts
        if (part.needed and not found) or (len(found) > 1 and part.sign > 0):
            return None
        taken |= set(found)
        parts += [(n, part.sign) for n in found]
    whole = [n for n, label in enumerate(plain) if label and n not in taken and account.whole.fullmatch(label)]
    return (whole[0], parts) if len(whole) == 1 and len(parts) > 1 else None


def _judged(account: Account, cells: Mapping[int, tuple[Cell, str]], places: _Places) -> Iterator[Finding]:
    at, parts = places
    cell, unit = cells[at]
    whole = read_figure(cell.text, unit)
    figures = [(cells[n][0], sign, read_figure(cells[n][0].text, cells[n][1])) for n, sign in parts]
    if whole is None or any(figure is None and not is_blank(part.text) for part, _, figure in figures):
        return
    known = [sign * figure for _, sign, figure in figures if figure is not None]
    real = sum(known, Decimal(0))
    if known and abs(real - whole) > rounding([part.text for part, _, _ in figures], unit):
        yield differing(account.name, cell, real)

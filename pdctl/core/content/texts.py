"""Rules of what people write: dates, numbers of documents and figures that lost their form on the way from Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pdctl.core.content import text_days
from pdctl.core.content.cases import Findings, TextRule
from pdctl.core.findings import Finding
from pdctl.core.text import listing, msg

_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
# What stands beside figures that are no date: the parts of ids, file names, addresses and amounts.
_BEFORE = r"(?<![0-9A-Za-z_.\-/#=+])"
_BEHIND = r"(?![0-9A-Za-z_/=]|[-.][0-9A-Za-z]| *(?:[万亿元人名户个件次份页条字余多吨米％%]|[平立]方|平米|公[里斤顷吨分升]|千|百))"
_RUN = re.compile(rf"{_BEFORE}((?:19|20)[0-9]{{5,6}}){_BEHIND}")
_RUN_PAIR = re.compile(rf"{_BEFORE}((?:19|20)[0-9]{{6}})-(?:19|20)[0-9]{{6}}{_BEHIND}")
_LONG_RUN = re.compile(rf"{_BEFORE}((?:19|20)[0-9]{{10,14}}){_BEHIND}")
_YEARS = re.compile(rf"{_BEFORE}((?:19|20)[0-9]{{2}})((?:19|20)[0-9]{{2}}){_BEHIND}")
_DAY = r"[0-9]{1,2}日"
_CHINESE_DATE = rf"(?:[0-9]{{4}}年)?[0-9]{{1,2}}月{_DAY}"
_DAYS = re.compile(rf"({_CHINESE_DATE})({_CHINESE_DATE}|{_DAY})")
_DOTTED_PAIR = re.compile(
    r"(?<![0-9])([0-9]{4}([./-])[0-9]{1,2}\2[0-9]{1,2}?)((?:19|20)[0-9]{2}\2[0-9]{1,2}\2[0-9]{1,2})(?![0-9])"
)
_CLOCKS = re.compile(r"(?<![0-9:：])([0-2]?[0-9][:：][0-5][0-9])([0-2]?[0-9][:：][0-5][0-9])(?![0-9:：])")
_OPENING, _CLOSING = r"\[(（【［﹝{〔〈", r"\])）】］﹞}〕〉"
_DOCUMENT = re.compile(rf"([{_OPENING}]) ?((?:19|20)[0-9]{{2}}) ?年? ?([{_CLOSING}])( ?第?[ ]?)([0-9]{{1,6}})( ?号)")
_SHORT_YEAR = re.compile(r"(?<=[发字函文办知])([〔\[［【])([0-9]{2})([〕\]］】]) ?(?:第 ?)?0*([1-9][0-9]{0,5}) ?号")
_FIGURES = re.compile(r"[0-9０-９]+")
# A text without any of this needs no closer look.
# It begins with one class of characters, which is looked for ten times as quickly as any of several beginnings.
SUSPECT = re.compile(
    r"[0-9０-９](?:(?<=[０-９])|(?<=日.)[年月日]|[0-9]"
    r"(?:(?<![0-9A-Za-z_.\-/#=+]..)[0-9０-９]{5}"
    rf"|(?<![0-9]..)[0-9]{{2}} ?年? ?[{_CLOSING}]"
    r"|(?<=[〔\[［【]..)[〕\]］】]|(?<=日..)[0-9]{0,2}[年月日]|(?<=[:：]..)[0-9]{1,2}[:：]|(?<=[./-]..)[0-9]{3,4}[./-])"
    rf"|{text_days.SUSPECT})"
)


def check_date_runs(text: str) -> Findings:
    """Dates that lost their separators: `2018817`."""
    half = text.translate(_HALF)
    for match in (*_RUN.finditer(half), *_RUN_PAIR.finditer(half)):
        meant = list(_readings(match[1]))
        if meant:
            shown = listing(*(f"{day.year}年{day.month}月{day.day}日" for day in meant))
            yield Finding(
                msg("a date without separators"),
                expected=shown,
                found=text[match.start() : match.end(1)],
                fix=msg("write the date with year, month and day"),
                offset=match.start(),
            )


def _readings(figures: str) -> Iterator[date]:
    """The days that figures without separators may mean."""
    year, rest = int(figures[:4]), figures[4:]
    splits = [(rest[:2], rest[2:])] if len(rest) == 4 else [(rest[:1], rest[1:]), (rest[:2], rest[2:])]
    for month, day in splits:
        if len(rest) == 3 and (month.startswith("0") or day == "0"):
            continue
        try:
            yield date(year, int(month), int(day))
        except ValueError:
            continue


def check_range_runs(text: str) -> Findings:
    """Ranges that lost their dash: `2026112320261130`, `11月23日30日`, `20182020年`, `9:0011:30`."""
    half = text.translate(_HALF)
    for match in _LONG_RUN.finditer(half):
        pair = next(_pairs(match[1]), None)
        if pair:
            first, last = (f"{day.year}年{day.month}月{day.day}日" for day in pair)
            yield _range(text, match, f"{first}至{last}")
    for match in _YEARS.finditer(half):
        if match[1] < match[2] and not list(_readings(match[0])):
            yield _range(text, match, f"{match[1]}—{match[2]}")
    for match in _DAYS.finditer(half):
        yield _range(text, match, f"{match[1]}至{match[2]}")
    for match in _CLOCKS.finditer(half):
        yield _range(text, match, f"{match[1]}—{match[2]}")
    for match in _DOTTED_PAIR.finditer(half):
        yield _range(text, match, f"{match[1]}—{match[3]}")


def _pairs(figures: str) -> Iterator[tuple[date, date]]:
    for length in (8, 7):
        for first in _readings(figures[:length]):
            rest = figures[length:]
            if len(rest) in (7, 8) and rest[:2] in ("19", "20"):
                yield from ((first, last) for last in _readings(rest) if last >= first)


def _range(text: str, match: re.Match[str], meant: str) -> Finding:
    return Finding(
        msg("two dates or times without anything between them"),
        expected=meant,
        found=text[match.start() : match.end()],
        fix=msg("write 至 or a dash between them"),
        offset=match.start(),
    )


def check_document_numbers(text: str) -> Findings:
    """文号 with wrong brackets, a leading zero or 第: `[2018]12号`, `〔2018〕012号`."""
    for match in _DOCUMENT.finditer(text.translate(_HALF)):
        opening, year, closing, between, number, _ = match.groups()
        right = f"〔{year}〕{number.lstrip('0') or '0'}号"
        shown = text[match.start() : match.end()]
        if (opening, closing) != ("〔", "〕"):
            message, offset = msg("the year of a document's number stands in 〔〕"), match.start(1)
        elif number.startswith("0"):
            message, offset = msg("the number of a document has no leading zero"), match.start(5)
        elif "第" in between:
            message, offset = msg("the number of a document has no 第"), match.start(4) + between.index("第")
        else:
            continue
        yield Finding(message, expected=right, found=shown, fix=msg("write {right}", right=right), offset=offset)
    yield from _short_years(text)


def _short_years(text: str) -> Findings:
    """文号 whose year lost its century: `〔26〕12号`."""
    for match in _SHORT_YEAR.finditer(text.translate(_HALF)):
        right = f"〔20{match[2]}〕{match[4]}号"
        shown = text[match.start() : match.end()]
        message = msg("the year of a document's number has four figures")
        yield Finding(
            message, expected=right, found=shown, fix=msg("write {right}", right=right), offset=match.start(2)
        )


def check_broken_figures(text: str) -> Findings:
    """One number in half-width and full-width figures: `2０26`."""
    for match in _FIGURES.finditer(text):
        run = match.group()
        if not (run.isascii() or _all_full(run)):
            right = run.translate(_HALF)
            offset = next(n for n, c in enumerate(run) if c.isascii() != run[0].isascii())
            yield Finding(
                msg("one number in half-width and full-width figures"),
                expected=right,
                found=run,
                fix=msg("write {right}", right=right),
                offset=match.start() + offset,
            )


def check_mixed_figures(text: str) -> Findings:
    """A text with half-width figures here and full-width ones there."""
    runs = list(_FIGURES.finditer(text))
    full = [match for match in runs if _all_full(match.group())]
    if full and any(match.group().isascii() for match in runs):
        run = full[0].group()
        yield Finding(
            msg("a text with half-width and full-width figures"),
            expected=run.translate(_HALF),
            found=run,
            fix=msg("write all figures half-width"),
            offset=full[0].start(),
        )


def _all_full(run: str) -> bool:
    return not any(c.isascii() for c in run)


TEXT_RULES: tuple[TextRule, ...] = (
    TextRule("E-TEXT-DATE", "五(一)", msg("A date shows its year, month and day."), check_date_runs),
    TextRule("E-TEXT-DAY", "五(一)", msg("A day that a text names is in the calendar, on its weekday."), text_days.check_days),
    TextRule("E-TEXT-RANGE", "五(一)", msg("Between the two ends of a period stands 至 or a dash."), check_range_runs),
    TextRule("E-TEXT-NUMBER", "五(一)", msg("The number of a document is written as in 〔2026〕12号."), check_document_numbers),
    TextRule("E-TEXT-FIGURES", "五(一)", msg("A number is written in figures of one width."), check_broken_figures),
    TextRule("W-TEXT-FIGURES", "五(一)", msg("A text keeps to figures of one width."), check_mixed_figures),
)  # fmt: skip

"""Entries that the schema takes, made by Hypothesis: their texts are anything that a file may hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pdctl.core import words
from pdctl.store.schema import accepts

_NASTY = [
    "同上", "=1+1", "+86", "-", "@x", "'=1", "1. 甲", "1、甲；2、乙", "党 费 收 缴", "、首尾、", "长期公开", "每季度", "每年", "合计",
    "注：甲", "序号", "公开事项", "√", "□甲", "t政府网站", "《甲》、《乙》", "甲：乙", "0012", "123456789012345678", "TRUE", "#REF!",
    "_x000D_", "1.0", "2018-08-17", "甲\u3000乙", "“甲", "gw", "第一党支部", "（dzb）", "é", "e\u0301", "㎡", "１２", "a,b", 'a"b', "a\tb",
]  # fmt: skip
_FORBIDDEN = "\u2028\u2029\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=_FORBIDDEN)


def line(most: int = 40) -> st.SearchStrategy[str]:
    """One line of any text."""
    made = st.one_of(
        st.sampled_from([n for n in _NASTY if "\t" not in n]), st.text(_CHARACTERS, min_size=1, max_size=most)
    )
    return made.map(str.strip).filter(bool)


def passage() -> st.SearchStrategy[str]:
    """Text of several lines, with blanks wherever they may stand."""
    return st.text(st.one_of(_CHARACTERS, st.sampled_from("\n \u3000")), min_size=1, max_size=40).filter(
        lambda text: bool(text.strip())
    )


def lines(least: int = 1) -> st.SearchStrategy[list[str]]:
    """A list of different lines."""
    return st.lists(line(), min_size=least, max_size=4, unique=True)


def key(vocabulary: words.Vocabulary) -> st.SearchStrategy[str]:
    """A word of a vocabulary."""
    return st.sampled_from(vocabulary.keys)


def channel() -> st.SearchStrategy[dict[str, str]]:
    """A channel, with its place where it has one."""
    return key(words.CHANNEL).flatmap(
        lambda name: (
            key(words.PLACE).map(lambda place: {"channel": name, "place": place})
            if name in words.PLACED_CHANNELS
            else st.just({"channel": name})
        )
    )


def due() -> st.SearchStrategy[dict[str, Any]]:
    """By when."""
    start = key(words.DUE_FROM)
    return st.one_of(
        st.fixed_dictionaries({"from": start, "workdays": st.integers(0, 2500)}),
        st.fixed_dictionaries({"from": start, "days": st.integers(0, 36525)}),
        st.fixed_dictionaries({"from": start, "hours": st.integers(1, 8760)}),
        st.fixed_dictionaries({"from": st.just("period"), "month": st.integers(1, 12), "day": st.integers(1, 31)}),
    )


def rhythm() -> st.SearchStrategy[dict[str, Any]]:
    """How often, with what goes with it."""
    return st.one_of(
        st.just({"frequency": "immediate"}),
        st.just({"frequency": "long-term"}),
        st.integers(1, 120).map(lambda months: {"frequency": "long-term", "recheck_months": months}),
        key(words.PERIOD).map(lambda period: {"frequency": "periodic", "period": period}),
        lines(2).map(lambda stages: {"frequency": "staged", "stages": stages}),
    )


_REQUIRED: dict[str, st.SearchStrategy[Any]] = {
    "title": line(),
    "wording_as_of": st.dates(min_value=__import__("datetime").date(1000, 1, 1)).map(lambda d: d.isoformat()).filter(lambda t: t < "3"),
    "elements": lines(),
    "basis": lines(),
    "scope": key(words.SCOPE),
    "importance": key(words.IMPORTANCE),
    "due": due(),
    "duration": st.one_of(
        st.fixed_dictionaries({"workdays": st.integers(1, 2500)}),
        st.fixed_dictionaries({"days": st.integers(1, 36525)}),
        st.fixed_dictionaries({"until": key(words.DURATION_UNTIL)}),
    ),
    "channels": st.lists(channel(), min_size=1, max_size=5, unique_by=str),
    "approval": st.lists(key(words.LEVEL), min_size=1, max_size=4, unique=True),
    "reviews": st.permutations(words.ASPECT.keys).map(list),
    "family": key(words.FAMILY),
    "retention": key(words.RETENTION),
}  # fmt: skip
_OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "category": line(),
    "responsible": st.sampled_from(["dzb", "gw", "zzb", "unknown-org"]),
    "department": line(),
    "audience": lines(),
    "matter": key(words.MATTER),
    "superior_by": key(words.SUPERIOR_BY),
    "note": passage(),
    "suspended": st.booleans(),
    "import_notes": st.lists(
        st.fixed_dictionaries({"column": line(12).filter(lambda t: "：" not in t), "text": line()}),
        min_size=1, max_size=3, unique_by=str,
    ),
}  # fmt: skip


@st.composite
def entry(draw: st.DrawFn) -> dict[str, Any]:
    """One entry that the schema takes."""
    part, number, last = draw(st.integers(1, 4)), draw(st.integers(1, 99)), draw(st.integers(1, 99))
    made = {
        "id": f"{part}.{number}.{last}",
        "clause": f"三({'一二三四'[draw(st.integers(0, 3))]}){draw(st.integers(1, 99))}",
    }
    made |= draw(st.fixed_dictionaries(_REQUIRED, optional=_OPTIONAL)) | draw(rhythm())
    if made["scope"] == "targeted":
        made.setdefault("audience", draw(lines()))
    if "superior" not in made["approval"]:
        made.pop("superior_by", None)
    assert accepts({"format": 1, "org": "dzb", "entries": [made]}, "catalog"), made
    return made


def catalogue() -> st.SearchStrategy[list[dict[str, Any]]]:
    """A catalogue of some entries."""
    return st.lists(entry(), min_size=1, max_size=4, unique_by=lambda made: made["id"])

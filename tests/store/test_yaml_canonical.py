"""The short cut for canonical documents says the same as the full reader, or leaves the document to it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pdctl.store import yaml_canonical
from pdctl.store.yaml_read import YamlFault, _Reader, decode_text
from pdctl.store.yaml_write import dump

_WORDS = st.sampled_from(
    ["a", "on", '"on"', "no", "null", "true", "false", "True", "1", "007", "-3", "1_000", "0x1f", "2026-01-01", '"2026-01-01"', "同意", "同意。",
     "a b", "a ", " a", "a: b", "a#b", "a #b", "《x》", "- a", "[a]", "{a: b}", "&a", "*a", "!a", "|", ">", "'a'", '"a\\n"', '""',
     "a-b", "a,b", "é", "\u3000", "~", "=", "<<", "1.5", ".inf", "a\tb", "y", "Y", "NO"]
)  # fmt: skip
_PAIRS = st.tuples(_WORDS, _WORDS).map(lambda p: f"{p[0]}: {p[1]}")
_KEYS = _WORDS.map(lambda word: f"{word}:")
_INDENTS = st.sampled_from(["", "  ", "    ", "      ", " ", "- ", "  - ", "    - ", "  - - ", "-", "   ", "\t"])
_LINES = st.lists(st.tuples(_INDENTS, st.one_of(_PAIRS, _KEYS, _WORDS)).map("".join), max_size=7)
_SCALARS = st.one_of(st.text(min_size=1, max_size=30), st.integers(-(10**17), 10**17))


def _full(text: str) -> object:
    try:
        return _Reader(decode_text(text.encode()), None).document()
    except YamlFault as fault:
        return fault.finding.rule


@given(_LINES)
@example(["a: 同意\u3000"])
def test_it_agrees_or_leaves_it(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    flat = yaml_canonical.read(text)
    if flat is not None:
        assert flat == _full(text)
        assert repr(flat) == repr(_full(text))  # True is not 1


_NAMES = st.from_regex(r"[a-z_]{1,12}|[一-龥]{1,4}|[a-z]{1,3}-[0-9]{1,2}", fullmatch=True)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(_SCALARS, min_size=1, max_size=3),
        st.lists(st.dictionaries(_NAMES, inner, min_size=1, max_size=3), min_size=1, max_size=3),
        st.dictionaries(_NAMES, inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _VALUES, min_size=1, max_size=6))
def test_what_the_writer_writes_reads_the_same(value: dict[str, object]) -> None:
    try:
        text = decode_text(dump(value))
    except (YamlFault, UnicodeEncodeError):
        return
    flat = yaml_canonical.read(text)
    assert flat is None or flat == _full(text)


def test_a_plain_record_takes_the_short_cut() -> None:
    text = decode_text(dump({"format": 1, "step": "review", "on": "2026-11-23", "opinion": "同意公开。"}))
    assert yaml_canonical.read(text) == {"format": 1, "step": "review", "on": "2026-11-23", "opinion": "同意公开。"}


def test_a_nested_document_takes_it_too() -> None:
    value = {"a": {"b": [{"c": 1, "d": ["x", "y"]}, {"c": 2}]}, "入": "出", "e": "f"}
    assert yaml_canonical.read(decode_text(dump(value))) == value


@pytest.mark.parametrize(
    "text",
    ["", "a: b\n  - c\n", "a: b\n  c: d\n", "a: b\na: c\n",
     "a:\n  - b: c\n   d: e\n", "a: b # c\n", "a: {b: c}\n", "a: &b c\n", "a: b", "y: 1\n", "a: no\n",
     "a:\n  - b\n  c: d\n", "a:\n  b: c\n  - d\n", "---\na: b\n"],
)  # fmt: skip
def test_what_is_not_canonical_is_left_to_the_full_reader(text: str) -> None:
    assert yaml_canonical.read(text) is None


def test_depth_and_length_are_bounded() -> None:
    deep = "".join(f"{'  ' * n}a:\n" for n in range(40)) + "  " * 40 + "a: b\n"
    assert yaml_canonical.read(deep) is None
    assert yaml_canonical.read("a:\n" + "  - b\n" * 45_000) is None

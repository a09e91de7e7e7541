"""The short cut for flat documents says the same as the full reader, or leaves the document to it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pdctl.store import yaml_flat
from pdctl.store.yaml_read import YamlFault, _Reader, decode_text
from pdctl.store.yaml_write import dump

_WORDS = st.sampled_from(
    ["a", "on", '"on"', "no", "null", "true", "1", "007", "-3", "1_000", "0x1f", "2026-01-01", '"2026-01-01"', "同意", "同意。",
     "a b", "a ", " a", "a: b", "a#b", "a #b", "《x》", "- a", "[a]", "{a: b}", "&a", "*a", "!a", "|", ">", "'a'", '"a\\n"', '""',
     "a-b", "a,b", "é", "\u3000", "~", "=", "<<", "1.5", ".inf", "a\tb", "y", "Y", "NO"]
)  # fmt: skip
_LINES = st.lists(st.one_of(st.tuples(_WORDS, _WORDS).map(lambda p: f"{p[0]}: {p[1]}"), _WORDS), max_size=5)
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
    flat = yaml_flat.read(text)
    if flat is not None:
        assert flat == _full(text)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), _SCALARS, min_size=1, max_size=6))
def test_what_the_writer_writes_flat_reads_the_same(value: dict[str, object]) -> None:
    try:
        text = decode_text(dump(value))
    except (YamlFault, UnicodeEncodeError):
        return
    flat = yaml_flat.read(text)
    assert flat is None or flat == _full(text)


def test_a_plain_record_takes_the_short_cut() -> None:
    text = decode_text(dump({"format": 1, "step": "review", "on": "2026-11-23", "opinion": "同意公开。"}))
    assert yaml_flat.read(text) == {"format": 1, "step": "review", "on": "2026-11-23", "opinion": "同意公开。"}


def test_nested_documents_do_not() -> None:
    assert yaml_flat.read("a: 1\nb:\n  - c\n") is None

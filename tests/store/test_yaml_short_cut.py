"""The short cut for block documents says the same as the full reader, or leaves the document to it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pdctl.store import yaml_canonical
from pdctl.store.yaml_read import YamlFault, _Reader, decode_text
from pdctl.store.yaml_write import dump
from tests.store.test_yaml_properties import _without_merge_keys, documents

_KEYS = st.sampled_from(["a", "b", "c", "on", '"on"', "<<", "true", "公开", '"x y"', "a b", "1", "-a", "?a", '"a": b'])
_VALUES = st.sampled_from(
    ["", " ", " a", " a ", " '", " ''", " 'x'", ' "x"', ' ""', ' "\\n"', " 1", " 007", " -1", " 1.5", " true", " no", " ~", " 2026-01-01",
     " 2026年", " 1月", " |", " |-", " |+", " >", " | # c", " # c", " a # c", " a#c", " [a]", " {a: b}", " &x", " *x", " !t", " a: b", " 公开：x", " - a",
     " '‘’'", " 《x》 ", " a\u3000", " \u3000a", "x"]
)  # fmt: skip
_LINES = st.lists(
    st.one_of(
        st.builds(
            lambda pad, dash, key, value: f"{' ' * pad}{dash}{key}:{value}",
            st.integers(0, 5), st.sampled_from(["", "", "- ", "-", "-  ", "- - "]), _KEYS, _VALUES,
        ),
        st.builds(lambda pad, value: f"{' ' * pad}-{value}", st.integers(0, 5), _VALUES),
        st.builds(lambda pad, text: f"{' ' * pad}{text}", st.integers(0, 5), st.sampled_from(["", "x", "# c", "...", "---", "-", "a"])),
    ),
    max_size=7,
)  # fmt: skip


def full(text: str) -> object:
    try:
        return _Reader(decode_text(text.encode()), None).document()
    except YamlFault as fault:
        return fault.finding.rule


@settings(max_examples=400, deadline=None)
@given(_LINES)
@example(["a:", "- b", "c: 1"])
@example(["a:", "  - b: 1", "    c: |", "      x", "", "      y", "  - d"])
@example(["a: |-", "  x", " # c", "b: 1"])
@example(["a: x", "  y"])
@example(["a:", "  b", "c: d"])
def test_it_agrees_or_leaves_it(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    found = yaml_canonical.read(text)
    if found is not None:
        assert found == full(text)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_what_the_writer_writes_reads_the_same(value: dict[str, object]) -> None:
    text = decode_text(dump(_without_merge_keys(value)))
    found = yaml_canonical.read(text)
    assert found is None or found == full(text)


@pytest.mark.parametrize(
    "value",
    [
        {"a": {"b": [{"c": 1, "d": ["x", "y"]}, {"c": 2}]}, "e": "f"},
        {"reason": "一\n\n二", "list": ["1", "二"], "on": "2026-11-23"},
    ],
)
def test_nested_documents_take_the_short_cut(value: dict[str, object]) -> None:
    assert yaml_canonical.read(decode_text(dump(value, "../../schemas/item.schema.json"))) == value


def test_comments_and_blank_lines_are_skipped() -> None:
    assert yaml_canonical.read("# 说明\n\na:\n  # 其一\n  - b\n\n  - c\n") == {"a": ["b", "c"]}


@pytest.mark.parametrize(
    "text", ["", "a: 1", "a: &x b\n", "a: 1\na: 2\n", "a: 2026-01-01\n", "a: [b]\n", "a: b\n  c\n", "\ta: b\n"]
)
def test_all_else_is_left_to_the_full_reader(text: str) -> None:
    assert yaml_canonical.read(text) is None

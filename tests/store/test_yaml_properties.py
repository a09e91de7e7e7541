"""The writer and the reader agree on every text; nothing that is fed to the reader breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.store.yaml_read import BAD_CHARACTER, MAX_BYTES, MAX_DEPTH, YamlFault, load, load_marked
from pdctl.store.yaml_write import dump

# Text as the product lets it in: no control or bidirectional characters but tab and line feed.
text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(
    lambda value: not BAD_CHARACTER.search(value) and "\r" not in value
)
ODD = st.sampled_from(
    [
        "null",
        "~",
        "true",
        "No",
        "on",
        "y",
        ".inf",
        "NaN",
        "2026-11-23",
        "12:30",
        "0x1F",
        "1e3",
        "017",
        "-",
        "- a",
        "? a",
        ": a",
        "a: b",
        "a #b",
        "#",
        "'",
        '"',
        "\\",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%TAG",
        "@a",
        "`a",
        "{",
        "[]",
        ",",
        "---",
        "...",
        " a",
        "a ",
        "\ta",
        "a\n",
        "\na",
        "a\n\nb",
        "a\n b",
        "a \nb",
        "<<",
        "=",
        "公开 ",
        "《条例》：第十条",
        "０",
        "é",
    ]
)
values = st.recursive(
    st.one_of(text, ODD, st.integers(-(10**15), 10**15), st.booleans()),
    lambda inner: st.one_of(
        st.lists(st.one_of(text, ODD, st.integers(0, 9)), min_size=1, max_size=4),
        st.lists(st.dictionaries(st.one_of(text, ODD), inner, min_size=1, max_size=3), min_size=1, max_size=3),
        st.dictionaries(st.one_of(text, ODD), inner, min_size=1, max_size=4),
    ),
    max_leaves=8,
)
documents = st.dictionaries(st.one_of(text, ODD).filter(lambda key: key != "<<"), values, min_size=1, max_size=5)


def _without_merge_keys(value):
    if isinstance(value, dict):
        return {key: _without_merge_keys(item) for key, item in value.items() if key != "<<"} or {"a": 1}
    return [_without_merge_keys(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=100, deadline=None)
@given(documents)
def test_what_is_written_is_read_back(document):
    document = _without_merge_keys(document)
    assert load(dump(document)) == document
    assert load_marked(dump(document, "../schemas/x.json")).value == document


@pytest.mark.parametrize("value", ODD.elements)
def test_odd_text_stays_text(value):
    assert load(dump({"a": value, "b": [value], "c": [{"d": value}]})) == {
        "a": value,
        "b": [value],
        "c": [{"d": value}],
    }


@settings(max_examples=100, deadline=None)
@given(documents)
def test_what_is_written_is_plain_to_others(document):
    """One line feed at every end, no tabs before values, nothing but UTF-8."""
    data = dump(_without_merge_keys(document))
    assert data.endswith(b"\n")
    assert b"\r" not in data
    data.decode("utf-8")


def _read(data: bytes) -> None:
    """Read it; anything but a fault with a rule, and a line where it has one, goes through to the test."""
    try:
        load_marked(data)
    except YamlFault as fault:
        if not fault.finding.rule.startswith("E-") or fault.finding.line < 0:
            raise AssertionError(fault) from fault


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_give_a_value_or_a_fault(data):
    _read(data)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("a:-?[]{}#&*!|>'\"%@`,\n \t\\<.~0\u4e00"), max_size=60))
def test_random_yaml_gives_a_value_or_a_fault(document):
    _read(document.encode())


@settings(max_examples=100, deadline=None)
@given(documents, st.data())
def test_a_damaged_document_gives_a_value_or_a_fault(document, data):
    written = bytearray(dump(_without_merge_keys(document)))
    for _ in range(data.draw(st.integers(1, 4))):
        written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    _read(bytes(written))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"{a: " * 50_000,
        b"- " * 100_000,
        b"a: &x [*x, *x]",
        b"!!python/object:os.system x",
        b"? [a]\n: b",
    ],
    ids=["flow", "mappings", "sequences", "aliases", "tag", "complex key"],
)
def test_bombs_are_faults(data):
    with pytest.raises(YamlFault):
        load(data)


def test_limits():
    with pytest.raises(YamlFault):
        load(b"a: " + b"x" * MAX_BYTES)
    deep = "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH + 2)) + " " * (MAX_DEPTH + 2) + "b"
    with pytest.raises(YamlFault):
        load(deep.encode())

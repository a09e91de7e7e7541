"""Folders that differ by one entry are taken from what was checked before: never otherwise than when read in full."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pdctl.store.history import BadObject
from pdctl.store.trees import Folder, _one_differs, _strict_tree

NAMES = st.sampled_from(
    [b"a", b"A", b"a.b", b"a-", b"ab", b"b", b"0001-propose.yaml", b"0002-review.yaml", b"record", b"RECORD", b".", b"..",
     "名".encode(), "é".encode(), "e\u0301".encode(), b"\xff", b" ", b"a b", b".git"]
)  # fmt: skip
MODES = st.sampled_from([b"100644", b"100644", b"40000", b"100755", b"120000", b"100600", b"040000"])
ENTRIES = st.tuples(MODES, NAMES, st.binary(min_size=20, max_size=20))


def written(entries: list[tuple[bytes, bytes, bytes]]) -> bytes:
    return b"".join(b"%b %b\0%b" % entry for entry in entries)


def in_order(entries: list[tuple[bytes, bytes, bytes]]) -> list[tuple[bytes, bytes, bytes]]:
    return sorted(entries, key=lambda e: e[1] + b"/" * (e[0] == b"40000"))


def read(data: bytes) -> Folder | None:
    try:
        return _strict_tree(data, "")
    except BadObject:
        return None


def same(quick: Folder, data: bytes) -> None:
    """What the short way gives is what the long way gives."""
    full = read(data)
    assert full is not None
    assert quick.entries() == full.entries()
    assert list(quick.entries()) == list(full.entries())
    assert quick.names.collides == full.names.collides
    assert quick.names.places == full.names.places
    assert [quick.name(number) for number in quick.names.numbers.values()] == list(full.names.numbers)


@given(st.lists(ENTRIES, max_size=6), ENTRIES, st.integers(0, 6))
@settings(max_examples=400, deadline=None)
@example([(b"100644", b"a", bytes(20))], (b"100644", b"A", bytes(20)), 0)
@example([(b"100644", b"a", bytes(20))], (b"40000", b"a", bytes(20)), 1)
@example([(b"40000", b"a", bytes(20))], (b"100644", b"a.b", bytes(20)), 0)
def test_one_entry_more(entries: list[tuple[bytes, bytes, bytes]], new: tuple[bytes, bytes, bytes], at: int) -> None:
    before = read(written(in_order(entries)))
    if before is None:
        return
    for more in (in_order([*entries, new]), [*in_order(entries)[:at], new, *in_order(entries)[at:]]):
        quick = _one_differs(before, written(more))
        if quick is not None:
            same(quick, written(more))
            assert quick.added


@given(st.lists(ENTRIES, min_size=1, max_size=6), st.integers(0, 5), st.binary(min_size=20, max_size=20))
@settings(max_examples=300, deadline=None)
def test_another_id(entries: list[tuple[bytes, bytes, bytes]], at: int, oid: bytes) -> None:
    before = read(written(in_order(entries)))
    if before is None:
        return
    changed = in_order(entries)
    mode, name, _ = changed[at % len(changed)]
    changed[at % len(changed)] = (mode, name, oid)
    quick = _one_differs(before, written(changed))
    assert quick is not None
    same(quick, written(changed))
    assert quick.name(quick.changed) == name or before.data == quick.data


@given(st.lists(ENTRIES, max_size=5), st.integers(0, 200), st.binary(max_size=4), st.integers(0, 4))
@settings(max_examples=500, deadline=None)
def test_any_other_change(entries: list[tuple[bytes, bytes, bytes]], at: int, put: bytes, cut: int) -> None:
    """Whatever else the bytes become, the short way never takes what the long way refuses."""
    data = written(in_order(entries))
    before = read(data)
    if before is None:
        return
    changed = data[:at] + put + data[at + cut :]
    quick = _one_differs(before, changed)
    if quick is not None:
        same(quick, changed)


def test_a_record_added_is_taken_the_short_way() -> None:
    records = [(b"100644", b"%04d-review.yaml" % number, bytes(20)) for number in range(1, 9)]
    for number in range(1, 9):
        before = read(written(records[: number - 1] + records[number:]))
        assert before is not None
        quick = _one_differs(before, written(records))
        assert quick is not None
        same(quick, written(records))

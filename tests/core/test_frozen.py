"""Frozen values made the quick way are dataclasses in everything that pdctl asks of them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field, replace
from functools import cached_property

import pytest

from pdctl.core import model
from pdctl.core.frozen import dataclass


@dataclass(frozen=True)
class Below:
    """A value with all that a field can have."""

    name: str
    size: int = 3
    more: Mapping[str, int] = field(default_factory=dict)
    secret: str = field(default="", repr=False)
    aside: str = field(default="", compare=False)

    @cached_property
    def double(self) -> int:
        """What is computed once."""
        return self.size * 2


@dataclass(frozen=True)
class Above(Below):
    """A value that has one field more."""

    last: str = "z"


@dataclass(frozen=True)
class Empty:
    """A value without any field."""


def test_values_are_made_by_place_and_name() -> None:
    assert vars(Below("a", 4)) == {"name": "a", "size": 4, "more": {}, "secret": "", "aside": ""}
    assert vars(Above("a", last="b"))["last"] == "b"
    assert Below("a").more is not Below("a").more
    for wrong in ((), ("a", 1, {}, "", "", "too many")):
        with pytest.raises(TypeError):
            Below(*wrong)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(TypeError):
        Below("a", other=1)  # type: ignore[call-arg]  # wrong on purpose


def test_equal_is_what_has_equal_fields_and_is_of_one_class() -> None:
    assert Below("a", aside="x") == Below("a", aside="y")
    assert Below("a") != Below("b")
    assert Below("a") != Above("a")
    assert Above("a") == Above("a", 3)
    assert Empty() == Empty()
    assert Empty() != Below("a")
    computed, plain = Below("a"), Below("a")
    assert computed.double == 6
    assert computed == plain


def test_hashes() -> None:
    assert hash(model.Channel("meeting")) == hash(model.Channel("meeting"))
    assert len({model.Channel("meeting"), model.Channel("meeting"), Empty(), Empty()}) == 2
    with pytest.raises(TypeError):
        hash(Below("a"))  # it holds a mapping


def test_nothing_can_be_changed() -> None:
    value = Below("a")
    with pytest.raises(FrozenInstanceError):
        value.name = "b"  # type: ignore[misc]  # wrong on purpose
    with pytest.raises(FrozenInstanceError):
        del value.name  # type: ignore[misc]  # wrong on purpose
    assert value.name == "a"


def test_what_is_not_to_be_shown_is_not() -> None:
    assert repr(Below("a", secret="13812345678")) == "Below(name='a', size=3, more={}, aside='')"
    assert repr(Empty()) == "Empty()"


def test_the_tools_of_dataclasses_take_them() -> None:
    value = Above("a", more={"x": 1})
    assert replace(value, size=9) == Above("a", 9, {"x": 1})
    assert [f.name for f in dataclasses.fields(Above)] == ["name", "size", "more", "secret", "aside", "last"]
    assert dataclasses.asdict(value)["more"] == {"x": 1}
    assert dataclasses.is_dataclass(value)
    assert copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value
    match value:
        case Above("a", 3):
            pass
        case _:
            pytest.fail("the fields are matched in their order")


def test_other_options_are_those_of_the_standard_library() -> None:
    @dataclass(frozen=True, order=True)
    class Ordered:
        size: int

    @dataclass
    class Loose:
        size: int = 1

    assert Ordered(1) < Ordered(2)
    loose = Loose()
    loose.size = 2
    assert loose == Loose(2)

"""The code of an approval form: bound to one version, typable, with a check that notices slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdctl.core.form_code import ALPHABET, form_code, read_code

ITEM, DIGEST = "dzb-20261123-abcd", "sha256:" + "5" * 64
CODE = form_code(ITEM, DIGEST)
CODES = st.builds(form_code, st.sampled_from([ITEM, "gw-20261123-efgh"]), st.text(max_size=9))


def test_it_is_the_same_for_ever():
    assert CODE == "2RP-KE8-HRE"


def test_it_is_of_one_item_and_one_version():
    assert len({CODE, form_code(ITEM, DIGEST[:-1] + "6"), form_code(ITEM[:-1] + "e", DIGEST)}) == 3


@pytest.mark.parametrize(
    "typed", [CODE, CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " "), CODE.replace("-", "—"), "　".join(CODE),
              "".join(chr(ord(c) + 0xFEE0) for c in CODE)]
)  # fmt: skip
def test_it_is_read_as_people_type_it(typed):
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "-", CODE[:-1], CODE + "2", "0" * 9, "一" * 9, CODE.replace(CODE[0], "O")])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


@given(CODES, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code, at, char):
    letters = list(code.replace("-", ""))
    wrong = letters[at] != char
    letters[at] = char
    assert (read_code("".join(letters)) is None) == wrong


@given(CODES, st.integers(0, 8), st.integers(0, 8))
def test_two_changed_about_are_noticed(code, one, two):
    letters = list(code.replace("-", ""))
    letters[one], letters[two] = letters[two], letters[one]
    changed = letters != list(code.replace("-", ""))
    assert (read_code("".join(letters)) is None) == changed

"""Sentences as values: the same twice is one, and known troubles have plain words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pdctl.core.text import Msg, Word, listing, msg
from pdctl.core.trouble import plainly
from pdctl.core.words import LEVEL, SEAT


def test_the_same_sentence_is_said_once() -> None:
    """What keeps an organization's items from their end is collected in a dict, words included."""
    said = [msg("nobody holds the seat {seat}", seat=Word(SEAT, seat)) for seat in ("head", "principal", "head")]
    assert list(dict.fromkeys(said)) == said[:2]
    assert msg("{words}", words=listing(Word(SEAT, "head"))) != msg("{words}", words=listing(Word(LEVEL, "head")))


@pytest.mark.parametrize("name", ["missing", "folder", "file/below", "x" * 300])
def test_what_the_system_says_has_plain_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError) as caught:  # noqa: PT011 - which kind it is does not matter
        (tmp_path / name).read_bytes()
    assert isinstance(plainly(str(caught.value.strerror)), Msg)


def test_what_nobody_knows_stays_as_it_was_said() -> None:
    assert plainly(os.strerror(9999)) == os.strerror(9999)

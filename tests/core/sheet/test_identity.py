"""Export, then import: every entry comes back as it was, whatever stands in it, and a second import changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from pdctl.core.words import KIND
from pdctl.render.catalogue import Edition, catalogue_view
from pdctl.render.catalogue_book import catalogue_book
from pdctl.render.catalogue_csv import catalogue_csv
from tests import sheets
from tests.core.sheet.made import catalogue

WRITERS = {"xlsx": catalogue_book, "csv": catalogue_csv}
every_format = pytest.mark.parametrize("fmt", WRITERS)


def exported(entries: list[dict[str, Any]], fmt: str) -> bytes:
    return WRITERS[fmt](catalogue_view(sheets.NAMES, Edition(), entries, published=False))


@every_format
@pytest.mark.parametrize("kind", KIND.keys)
def test_a_starter_catalogue_comes_back_as_it_was(kind: str, fmt: str) -> None:
    entries = sheets.starter(kind)
    for there in (entries, []):
        outcome = sheets.read(exported(entries, fmt), there)
        assert list(outcome.entries) == entries
        assert not outcome.unread
        assert not outcome.assumed
    assert not sheets.read(exported(entries, fmt), entries).differs


def comes_back(entries: list[dict[str, Any]], fmt: str) -> None:
    outcome = sheets.read(exported(entries, fmt), [])
    assert list(outcome.entries) == entries
    assert (outcome.unread, outcome.assumed) == ((), ())


@settings(max_examples=50, deadline=None)
@given(entries=catalogue())
def test_any_catalogue_comes_back_as_it_was_from_csv(entries: list[dict[str, Any]]) -> None:
    comes_back(entries, "csv")


@settings(max_examples=10, deadline=None)
@given(entries=catalogue())
def test_any_catalogue_comes_back_as_it_was_from_a_workbook(entries: list[dict[str, Any]]) -> None:
    comes_back(entries, "xlsx")


@settings(max_examples=12, deadline=None)
@given(entries=catalogue(), others=catalogue())
def test_any_catalogue_takes_the_place_of_another_one(
    entries: list[dict[str, Any]], others: list[dict[str, Any]]
) -> None:
    outcome = sheets.read(exported(entries, "csv"), others, remove=True)
    assert list(outcome.entries) == entries
    assert not sheets.read(exported(entries, "csv"), list(outcome.entries)).differs

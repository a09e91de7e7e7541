"""Ids and numbers that people use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pdctl.core.model import Organization
from pdctl.core.numbers import archive_class, archive_number, is_item, item_folder, item_id, publication_number

ROOT = Organization("gw", "党工委", "work-committee", fonds="J001")
BRANCH = Organization("dzb", "第一党支部", "basic", superior="gw")


def test_an_item_id_says_organization_and_day():
    assert item_id("dzb", date(2026, 11, 23), "k4mt") == "dzb-20261123-k4mt"
    assert is_item("dzb-20261123-k4mt")
    assert item_folder("dzb-20261123-k4mt") == "catalogs/dzb/items/2026/dzb-20261123-k4mt"


@pytest.mark.parametrize(
    "text", ["", "dzb", "dzb-20261123", "dzb-20261123-K4MT", "dzb-2026112-k4mt", "a/b-20261123-k4mt"]
)
def test_anything_else_has_no_folder(text):
    assert not is_item(text)
    with pytest.raises(ValueError, match=r".*"):
        item_folder(text)


def test_publication_numbers_have_three_figures_or_more():
    assert [publication_number(2026, n) for n in (1, 17, 1234)] == ["2026-001", "2026-017", "2026-1234"]


@pytest.mark.parametrize(
    ("org", "orgs", "klass"),
    [
        (BRANCH, {"gw": ROOT}, "J001-WS·2026-D30-DZB"),
        (replace(BRANCH, fonds="J077"), {"gw": ROOT}, "J077-WS·2026-D30-DZB"),
        (replace(BRANCH, archive_code="ZB1"), {"gw": ROOT}, "J001-WS·2026-D30-ZB1"),
        (replace(BRANCH, superior=None), {"gw": ROOT}, "WS·2026-D30-DZB"),
        (BRANCH, {"gw": replace(ROOT, fonds=None, superior="dzb"), "dzb": BRANCH}, "WS·2026-D30-DZB"),
    ],
    ids=["superior's fonds", "own fonds", "own code", "no fonds", "a circle"],
)
def test_an_archive_number_has_fonds_year_retention_organization_and_four_figures(org, orgs, klass):
    found = archive_class(org, orgs, 2026, "y30")
    assert found == klass
    assert archive_number(found, 7) == f"{klass}-0007"


@pytest.mark.parametrize(("retention", "code"), [("permanent", "Y"), ("y30", "D30"), ("y10", "D10")])
def test_retention_codes(retention, code):
    assert archive_class(BRANCH, {}, 2026, retention) == f"WS·2026-{code}-DZB"

"""Each path belongs to one shape, and one commit has one shape."""

from __future__ import annotations

import pytest

from pdctl.core.paths import Change, Shape, classify, shape_of
from pdctl.core.text import Msg

ITEM = "catalogs/dzb/items/2026/dzb-20261123-abcd"
OTHER = "catalogs/dzb/items/2026/dzb-20261123-zzzz"
PATHS = {
    "people": ["people.yaml"],
    "settings": [
        "disclosure.yaml",
        "calendar/2026.yaml",
        "templates/a.html",
        "schemas/x.json",
        ".gitattributes",
        "a/b",
    ],
    "organization": ["catalogs/dzb/organization.yaml"],
    "catalog": ["catalogs/dzb/catalog.yaml"],
    "release": ["catalogs/dzb/releases/0001.yaml"],
    "catalog-record": ["catalogs/dzb/catalog-record/0001-adjust.yaml"],
    "content": [f"{ITEM}/content/{name}" for name in ("item.yaml", "body.md", "attachments/名单.pdf")],
    "record": [f"{ITEM}/record/0001-propose.yaml", f"{ITEM}/record/0002-review-legal.yaml"],
    "evidence": [f"{ITEM}/record/evidence/0002-审批表.pdf", f"{ITEM}/record/evidence/0002-a.yaml"],
    "ledger": ["catalogs/dzb/ledger/2026/event/20261123-abcd.yaml"],
}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in PATHS.items() for path in paths])
def test_a_path_belongs_to_one_class(kind, path):
    place = classify(path)
    assert place is not None
    assert place.kind == kind


@pytest.mark.parametrize(
    "path",
    [
        "catalogs/dzb/notes.txt",
        "catalogs/DZB/organization.yaml",
        "catalogs/dzb/releases/1.yaml",
        f"{ITEM}/content/other.yaml",
        f"{ITEM}/content/attachments/a/b.pdf",
        f"{ITEM}/content/attachments/a:b.pdf",
        f"{ITEM}/record/1-propose.yaml",
        f"{ITEM}/readme.md",
        "catalogs/dzb/items/2026/dzb-20261123-ABCD/content/item.yaml",
        # An item has one folder: that of the organization and year in its id.
        "catalogs/dzb/items/2025/dzb-20261123-abcd/record/0002-review-legal.yaml",
        "catalogs/gw/items/2026/dzb-20261123-abcd/record/0002-review-legal.yaml",
        "catalogs/dz/items/2026/dzb-20261123-abcd/record/0002-review-legal.yaml",
    ],
)
def test_a_path_below_catalogs_that_no_shape_knows(path):
    assert classify(path) is None
    assert isinstance(shape_of([Change(path, "add")]), Msg)


SHAPES = [
    (["people.yaml"], Shape("people")),
    (["disclosure.yaml", "calendar/2026.yaml"], Shape("settings")),
    (["catalogs/dzb/organization.yaml"], Shape("organization", "dzb")),
    (
        ["catalogs/dzb/organization.yaml", "catalogs/dzb/catalog.yaml", "catalogs/dzb/releases/0001.yaml"],
        Shape("organization", "dzb"),
    ),
    (["catalogs/dzb/catalog.yaml"], Shape("catalog", "dzb")),
    (
        ["catalogs/dzb/releases/0002.yaml", "catalogs/dzb/catalog-record/0001-release.yaml"],
        Shape("catalog-step", "dzb", records=("0001-release",)),
    ),
    (
        ["catalogs/dzb/catalog.yaml", "catalogs/dzb/catalog-record/0001-adjust.yaml"],
        Shape("catalog-step", "dzb", records=("0001-adjust",)),
    ),
    (
        ["catalogs/dzb/catalog-record/0002-approve.yaml", "catalogs/dzb/catalog-record/evidence/0002-a.pdf"],
        Shape("catalog-step", "dzb", records=("0002-approve",)),
    ),
    (
        [f"{ITEM}/content/item.yaml", f"{ITEM}/record/0001-propose.yaml"],
        Shape("step", "dzb", "dzb-20261123-abcd", ("0001-propose",)),
    ),
    (
        [f"{ITEM}/record/0002-review-legal.yaml", f"{ITEM}/record/evidence/0002-a.pdf"],
        Shape("step", "dzb", "dzb-20261123-abcd", ("0002-review-legal",)),
    ),
    (["catalogs/dzb/ledger/2026/event/20261123-abcd.yaml"], Shape("ledger", "dzb")),
]


@pytest.mark.parametrize(("paths", "shape"), SHAPES, ids=lambda value: getattr(value, "kind", ""))
def test_a_commit_has_one_shape(paths, shape):
    assert shape_of([Change(path, "add") for path in paths]) == shape


@pytest.mark.parametrize(
    "paths",
    [
        [],
        ["people.yaml", "disclosure.yaml"],
        ["people.yaml", f"{ITEM}/record/0002-review-legal.yaml"],
        ["disclosure.yaml", f"{ITEM}/record/0002-review-legal.yaml"],
        ["calendar/2026.yaml", "catalogs/dzb/organization.yaml"],
        [".github/workflows/ci.yml", f"{ITEM}/record/0002-review-legal.yaml"],
        ["catalogs/dzb/organization.yaml", "catalogs/gw/organization.yaml"],
        ["catalogs/dzb/catalog.yaml", "catalogs/dzb/releases/0002.yaml"],
        [f"{ITEM}/record/0002-review-legal.yaml", f"{OTHER}/record/0002-review-legal.yaml"],
        [f"{ITEM}/content/body.md"],
        ["catalogs/dzb/catalog-record/evidence/0002-a.pdf"],
        ["catalogs/dzb/catalog-record/0001-adjust.yaml", "catalogs/gw/catalog-record/0001-adjust.yaml"],
        ["catalogs/dzb/catalog-record/0001-adjust.yaml", "catalogs/dzb/organization.yaml"],
        ["catalogs/dzb/catalog-record/0001-adjust.yaml", f"{ITEM}/record/0002-review-legal.yaml"],
        [f"{ITEM}/record/evidence/0002-a.pdf"],
        [f"{ITEM}/record/0002-review-legal.yaml", "catalogs/dzb/ledger/2026/event/20261123-abcd.yaml"],
        ["catalogs/dzb/ledger/2026/event/20261123-abcd.yaml", "catalogs/dzb/ledger/2026/event/20261123-abce.yaml"],
    ],
    ids=str,
)
def test_two_things_at_once_have_none(paths):
    assert isinstance(shape_of([Change(path, "add") for path in paths]), Msg)

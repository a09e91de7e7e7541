"""People, seats and settings that no command makes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.bench import Bench, last
from tests.actions.conftest import At


@pytest.fixture
def seat(at: At) -> Bench:
    """A seat given by lin."""
    return last(at, "proposed", "lin", "seat", "assign", "dzb", "head", "xu")


ORG = "catalogs/dzb/organization.yaml"


def test_a_seat_for_oneself(seat: Bench) -> None:
    assert seat.rules() == set()
    assert "E-SOD" in seat.rules(seat.spoiled(ORG, lambda value: value["seats"]["head"].append("lin")))
    assert {"E-SEAT", "E-SOD"} <= seat.rules(by="xu")


@pytest.mark.parametrize("path", ["people.yaml", "disclosure.yaml", ORG, "catalogs/dzb/catalog.yaml"])
def test_nothing_is_removed_to_fall_back_to_defaults(seat: Bench, path: str) -> None:
    assert "E-POLICY" in seat.rules({path: None})


@pytest.mark.parametrize("path", ["people.yaml", "disclosure.yaml", ORG, "calendar/2026.yaml"])
@pytest.mark.parametrize("data", [b"", b"format: 1\n", b"{}\n"])
def test_nothing_is_emptied(seat: Bench, path: str, data: bytes) -> None:
    assert seat.rules({path: data})


def test_settings_are_not_weakened(seat: Bench) -> None:
    def without_legal(value: dict[str, Any]) -> None:
        value["policy"]["reviews"].remove("legal")

    for change in (without_legal, lambda value: value.update(root="dzb"), lambda value: value.update(rules=0)):
        files = seat.spoiled("disclosure.yaml", change)
        assert seat.rules({"disclosure.yaml": files["disclosure.yaml"]}) & {"E-POLICY", "E-SCHEMA"}


def test_only_the_root_admin_touches_what_is_outside_catalogs(seat: Bench) -> None:
    for path in ("README.md", ".github/workflows/ci.yml", "templates/notice.html.j2"):
        assert seat.rules({path: b"x"}) == set()
        assert "E-SEAT" in seat.rules({path: b"x"}, by="he")


def test_a_key_for_two_persons(seat: Bench) -> None:
    def shared(value: dict[str, Any]) -> None:
        value["people"]["wu"]["keys"] = value["people"]["zhao"]["keys"]

    files = seat.spoiled("people.yaml", shared)
    assert "E-KEY-DUP" in seat.rules({"people.yaml": files["people.yaml"]})


def test_a_path_that_no_shape_knows(seat: Bench) -> None:
    for path in ("catalogs/dzb/notes.txt", "catalogs/dzb/items/2026/x", "catalogs/readme.md"):
        assert seat.rules({path: b"x"}) & {"E-SHAPE", "E-PATH"}

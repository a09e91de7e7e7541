"""The ledger, tampered with by hand: what pdctl itself would never write is caught, and what it writes verifies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.history import AT, History

BASE = {"format": 1, "org": "dzb", "at": AT}
EVENT = {"kind": "event", "by": "chen", "seat": "proposer", "entry": "2.6.5", "on": "2026-11-23"}
URGE = {"kind": "urge", "by": "he", "seat": "principal", "entry": "2.1.4", "due": "2026-11-30", "text": "请提出"}


def path(kind: str, tail: str = "abcd", year: str = "2026", org: str = "dzb") -> str:
    return f"catalogs/{org}/ledger/{year}/{kind}/20261123-{tail}.yaml"


def forged(history: History, value: dict[str, Any], by: str = "", where: str = "", tail: str = "abcd") -> str:
    """A record of the ledger by hand, with whatever in it."""
    value = {**BASE, "id": f"{value['kind']}-20261123-{tail}", **value}
    text = history.text({key: one for key, one in value.items() if one is not None})
    return history.forge("登记", {where or path(value["kind"], tail): text}, by or value["by"])


def test_by_hand_as_pdctl_would_write_it(history: History) -> None:
    forged(history, EVENT)
    forged(history, URGE)
    history.clean()


@pytest.mark.parametrize(
    ("rule", "value", "by"),
    [
        ("E-SEAT", {**URGE, "by": "chen", "seat": "proposer"}, ""),
        ("E-SEAT", URGE, "chen"),
        ("E-SEAT", {**EVENT, "by": "wu", "seat": "reviewer-legal"}, ""),
        ("E-DATE", {**EVENT, "on": "2026-11-24"}, ""),
        ("E-DATE", {**URGE, "due": "2026-11-22"}, ""),
        ("E-LEDGER", {**EVENT, "on": "2026-11-20"}, ""),
        ("E-LEDGER", {**EVENT, "entry": "2.5.4"}, ""),
        ("E-LEDGER", {**EVENT, "entry": "2.6.99"}, ""),
        ("E-LEDGER", {**EVENT, "entry": "2.6.1", "stage": "选举结果和批复"}, ""),
        ("E-LEDGER", {**EVENT, "stage": "部署"}, ""),
        ("E-LEDGER", {**EVENT, "kind": "recheck"}, ""),
        ("E-LEDGER", {**URGE, "text": None}, ""),
    ],
)
def test_forged_records_are_caught(history: History, rule: str, value: dict[str, Any], by: str) -> None:
    history.caught(rule, forged(history, value, by))


@pytest.mark.parametrize(
    "where", [path("urge"), path("event", year="2025"), path("event", "abce"), path("event", org="gw")]
)
def test_a_record_that_lies_elsewhere_is_caught(history: History, where: str) -> None:
    history.caught("E-PATH", forged(history, EVENT, where=where))


def test_a_record_that_is_changed_or_taken_away_is_caught(history: History) -> None:
    forged(history, URGE)
    history.caught("E-APPEND", history.forge("改", history.changed(path("urge"), due="2026-12-30"), "he"))
    history.forge("改回", history.changed(path("urge"), due="2026-11-30"), "he")
    history.caught("E-APPEND", history.forge("删", {path("urge"): None}, "he"), only=False)


def test_two_records_in_one_commit_are_caught(history: History) -> None:
    first, second = ({**BASE, **EVENT, "id": f"event-20261123-{tail}"} for tail in ("abcd", "abce"))
    history.caught(
        "E-SHAPE",
        history.forge(
            "两条", {path("event"): history.text(first), path("event", "abce"): history.text(second)}, "chen"
        ),
    )


def test_an_empty_commit_is_caught(history: History) -> None:
    history.caught("E-SHAPE", history.forge("空", {}, "lin"))

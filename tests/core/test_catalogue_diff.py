"""Differences between two states of a catalogue: each field has its words, and what is stricter is what binds."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from pdctl.core.catalogue_diff import LABELS, differences, stricter
from pdctl.core.model import Due, Duration, Entry, ImportNote
from tests.core.scene import ENTRY, PLAN

OTHER = replace(ENTRY, id="2.6.9")


def words(before: Entry, after: Entry) -> list[str]:
    return [str(change.words) for one in differences((before,), (after,)) for change in one.fields]


def test_every_field_of_an_entry_has_a_label() -> None:
    assert {field.name for field in fields(Entry)} - LABELS.keys() == {"id", "suspended"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scope": "society"}, "scope party → society"),
        ({"approval": ("principal", "superior")}, "approval head → principal, superior"),
        ({"due": Due("decided", workdays=3)}, "due within 20 working days of: period-end → within 3 working days of: decided"),
        ({"duration": Duration(until="superseded")}, "duration 5 working days → superseded"),
        ({"duration": Duration(days=30)}, "duration 5 working days → 30 days"),
        ({"note": "说明"}, "note none → 说明"),
        ({"audience": ("全体党员",)}, "audience none → 全体党员"),
        ({"import_notes": (ImportNote("公开时限", "适时"),)}, "import notes none → 公开时限: 适时"),
    ],
    ids=str,
)  # fmt: skip
def test_a_change_in_words(changed: dict[str, object], said: str) -> None:
    assert words(ENTRY, replace(ENTRY, **changed)) == [said]  # type: ignore[arg-type]


def test_what_happens_to_entries() -> None:
    suspended = replace(ENTRY, suspended=True)
    changes = [(one.entry, one.change) for one in differences((ENTRY, OTHER), (suspended, replace(OTHER, id="2.7.1")))]
    assert changes == [("2.5.4", "suspend"), ("2.7.1", "add"), ("2.6.9", "cancel")]
    assert [one.change for one in differences((suspended,), (ENTRY,))] == ["resume"]
    assert differences((ENTRY, OTHER), (OTHER, ENTRY)) == ()


def test_an_audience_that_the_entry_names_no_more() -> None:
    before = replace(ENTRY, scope="targeted", audience=("甲组", "乙组"))
    after = replace(before, audience=("甲组",))
    plan = replace(PLAN, scope="targeted", audience=("乙组",))
    assert stricter(plan, before, after)
    assert not stricter(replace(plan, audience=("甲组",)), before, after)
    assert not stricter(replace(plan, audience=("丙组",)), before, after)  # it spoke to somebody else, with a reason


def test_other_superior_is_stricter_only_where_one_approves() -> None:
    by_other = {"superior_by": "superior-discipline"}
    assert not stricter(PLAN, ENTRY, replace(ENTRY, **by_other))
    above = replace(ENTRY, approval=("principal", "superior"))
    assert stricter(PLAN, above, replace(above, **by_other))


def test_an_item_outside_the_catalogue_is_never_outdated() -> None:
    assert stricter(replace(PLAN, entry=None), None, None) == ()

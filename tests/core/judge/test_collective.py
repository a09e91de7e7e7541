"""领导班子集体研究决定: quorum and majority over the member seats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.judge import judge
from pdctl.core.judge import step as rules
from pdctl.core.model import Meeting, Policy, Quorum
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, TODAY, Scene, parent

DEFAULTS = Policy()
# Seven members, so that more than half is 4 and two thirds are 5.
MEMBERS = ("he", "gao", "sun", "ding", "xu", "tang", "lin")


def _case(meeting, matter="general", policy=DEFAULTS, **more):
    seats = {**parent().organizations["dzb"].seats, "member": MEMBERS}
    entry = replace(ENTRY, approval=("collective",), matter=matter)
    scene = Scene(entry=entry, parent=parent(policy, seats=seats)).to("reviewed")
    return scene.case("approve", "he", level="collective", meeting=meeting, **more)


def _meeting(here, favour=None, against=0, abstain=0, **more):
    favour = here - against - abstain if favour is None else favour
    return replace(Meeting("2026-7", TODAY, "he", MEMBERS[:here], favour, against, abstain), **more)


@pytest.mark.parametrize(("here", "favour", "matter"), [(4, 4, "general"), (7, 4, "general"), (5, 4, "personnel")])
def test_enough(here, favour, matter):
    assert judge(_case(_meeting(here, favour, here - favour), matter)) == []


def test_a_rejection_needs_no_majority_in_favour():
    assert judge(_case(_meeting(4, 0, 4), decision="reject")) == []


@refuses(rules.check_quorum, "E-QUORUM")
@pytest.mark.parametrize(("here", "matter"), [(3, "general"), (4, "personnel"), (4, "discipline")])
def test_too_few_present(here, matter):
    return _case(_meeting(here), matter)


@refuses(rules.check_quorum, "E-QUORUM")
def test_half_is_not_more_than_half():
    seats = {**parent().organizations["dzb"].seats, "member": MEMBERS[:4]}
    scene = Scene(entry=replace(ENTRY, approval=("collective",)), parent=parent(seats=seats)).to("reviewed")
    return scene.case("approve", "he", level="collective", meeting=_meeting(2))


def test_four_of_six_are_two_thirds():
    seats = {**parent().organizations["dzb"].seats, "member": MEMBERS[:6]}
    entry = replace(ENTRY, approval=("collective",), matter="personnel")
    scene = Scene(entry=entry, parent=parent(seats=seats)).to("reviewed")
    assert judge(scene.case("approve", "he", level="collective", meeting=_meeting(4))) == []


@refuses(rules.check_quorum, "E-QUORUM")
def test_a_majority_of_those_present_is_no_majority_of_all():
    return _case(_meeting(5, 3, 2))


@refuses(rules.check_quorum, "E-QUORUM")
@pytest.mark.parametrize(
    ("quorum", "here", "favour"),
    [(Quorum(present="all"), 6, 6), (Quorum(in_favour="two-thirds"), 7, 4), (Quorum(personnel_present="all"), 6, 6)],
)
def test_policy_sets_quorum_and_majority(quorum, here, favour):
    matter = "personnel" if quorum.personnel_present == "all" else "general"
    return _case(_meeting(here, favour, here - favour), matter, Policy(quorum=quorum))


@refuses(rules.check_quorum, "E-QUORUM")
def test_a_collective_decision_names_its_meeting():
    return _case(None)


@refuses(rules.check_quorum, "E-QUORUM")
@pytest.mark.parametrize(
    "more",
    [
        {"present": ("he", "gao", "sun", "ding", "ding")},
        {"present": ("he", "gao", "sun", "ding", "wu")},
        {"chair": "lin"},
        {"in_favour": 6},
        {"in_favour": 4},
    ],
    ids=["counted twice", "no member", "chair absent", "too many votes", "too few votes"],
)
def test_the_meeting_adds_up(more):
    return _case(_meeting(5, **more))


@refuses(rules.check_dates, "E-DATE")
def test_the_meeting_has_been():
    return _case(_meeting(7, date="2026-11-24"))

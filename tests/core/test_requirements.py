"""What an item needs: reviews of policy and entry, levels in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.model import Policy
from pdctl.core.requirements import requirements, satisfied
from tests.core.scene import BASIC, ENTRY, PLAN

IMPORTANT = replace(PLAN, importance="important")
OFF = replace(PLAN, entry=None, off_catalog="上级要求")


def _approvals(plan, *levels):
    return requirements(plan, replace(ENTRY, approval=levels), Policy()).approvals


def test_reviews_are_those_of_the_policy_and_of_the_entry_each_once():
    entry = replace(ENTRY, reviews=(*BASIC, "risk-stability", "countersign"))
    needs = requirements(PLAN, entry, Policy(reviews=(*BASIC, "countersign")))
    assert needs.reviews == (*BASIC, "countersign", "risk-stability")


@pytest.mark.parametrize(
    ("plan", "levels", "needed"),
    [
        (PLAN, ("head",), ("head",)),
        (PLAN, ("principal", "superior"), ("principal", "superior")),
        (IMPORTANT, ("head",), ("principal",)),
        (IMPORTANT, ("head", "principal"), ("principal",)),
        (IMPORTANT, ("head", "superior"), ("principal", "superior")),
        (IMPORTANT, ("collective",), ("collective",)),
    ],
)
def test_important_matters_go_at_least_to_the_principal(plan, levels, needed):
    assert _approvals(plan, *levels) == needed


def test_off_catalogue_matters_go_at_least_to_the_principal():
    assert requirements(OFF, None, Policy()).approvals == ("principal",)
    assert requirements(OFF, None, Policy()).reviews == BASIC


@pytest.mark.parametrize(
    ("levels", "done", "given", "after"),
    [
        (("head",), 0, "head", 1),
        (("head",), 0, "collective", 1),
        (("principal",), 0, "head", 0),
        (("head", "principal"), 0, "principal", 2),
        (("head", "principal"), 0, "head", 1),
        (("principal", "superior"), 0, "superior", 0),
        (("principal", "superior"), 0, "collective", 1),
        (("principal", "superior"), 1, "superior", 2),
        (("principal", "superior"), 1, "principal", 1),
        (("head", "superior", "collective"), 0, "collective", 1),
        (("head",), 1, "head", 1),
    ],
)
def test_a_higher_level_satisfies_the_lower_ones_of_the_same_organization(levels, done, given, after):
    assert satisfied(levels, done, given) == after

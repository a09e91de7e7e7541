"""Settings: kept by the admins of the root, never weakened to fall back to defaults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT, UNCHECKED, Stop
from pdctl.core.judge import judge
from pdctl.core.judge import settings as rules
from pdctl.core.judge.cases import SettingsCase, Signer
from pdctl.core.model import Policy, Quorum
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import BASIC, parent

PARENT = parent()


def _case(by="lin", removed=False, **after):
    settings = None if removed else replace(PARENT.settings, **after)
    changes = (Change("disclosure.yaml", "change"),)
    return SettingsCase(PARENT, Signer(by, by), Shape("settings"), changes, after=settings)


@pytest.mark.parametrize(
    "after",
    [
        {"title": "新区党务公开"},
        {"policy": Policy(secrecy_reviewer_apart=True, quorum=Quorum("two-thirds"))},
        {"policy": Policy(reviews=(*BASIC, "countersign"))},
    ],
    ids=["title", "policy", "more reviews"],
)
def test_an_admin_of_the_root_keeps_settings(after):
    assert judge(_case(**after)) == []


@refuses(rules.check_admin, "E-SEAT")
@pytest.mark.parametrize("by", ["ding", "tang", "chen"])
def test_nobody_else_keeps_settings(by):
    case = _case(by, title="改名")
    assert next(rules.check_admin(case)).exit_code == NO_SEAT
    return case


@refuses(rules.check_kept, "E-POLICY")
def test_settings_are_never_removed():
    return _case(removed=True)


@refuses(rules.check_kept, "E-POLICY")
@pytest.mark.parametrize(
    "after", [{"root": "dzb"}, {"branch": "other"}, {"rules": 0}, {"rules": 99}, {"format": 0}], ids=str
)
def test_root_and_branch_stay_and_no_number_falls_or_is_made_up(after):
    return _case(**after)


@refuses(rules.check_kept, "E-POLICY")
@pytest.mark.parametrize("aspect", BASIC)
def test_the_four_reviews_stay(aspect):
    return _case(policy=Policy(reviews=tuple(one for one in BASIC if one != aspect)))


def test_a_repository_of_newer_rules_is_not_judged_by_older_ones():
    case = _case(title="新区党务公开")
    newer = replace(PARENT, settings=replace(PARENT.settings, rules=99))
    with pytest.raises(Stop) as stopped:
        judge(replace(case, parent=newer))
    assert stopped.value.exit_code == UNCHECKED

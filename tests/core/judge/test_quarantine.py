"""A landed commit that fails is set aside in the open, by an admin, and exactly undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT
from pdctl.core.judge import judge, quarantine
from pdctl.core.judge.cases import Signer
from pdctl.core.judge.quarantine import QuarantineCase
from pdctl.core.paths import Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import parent

CASE = QuarantineCase(
    parent(), Signer("lin", "lin"), Shape("quarantine"), (), commit="a" * 40, reason="签名不符", fails=True,
    unrestored=(), extra=(),
)  # fmt: skip


def test_an_admin_quarantines_a_failing_commit():
    assert judge(CASE) == []


@refuses(quarantine.check_admin, "E-SEAT")
@pytest.mark.parametrize("by", ["ding", "tang", "chen"])
def test_nobody_else_does(by):
    case = replace(CASE, signer=Signer(by, by))
    assert next(quarantine.check_admin(case)).exit_code == NO_SEAT
    return case


@refuses(quarantine.check_fails, "E-POLICY")
def test_a_commit_that_does_not_fail_stays():
    return replace(CASE, fails=False)


@refuses(quarantine.check_restored, "E-SHAPE")
@pytest.mark.parametrize("more", [{"unrestored": ("people.yaml",)}, {"extra": ("disclosure.yaml",)}])
def test_what_it_did_is_undone_and_nothing_else(more):
    return replace(CASE, **more)

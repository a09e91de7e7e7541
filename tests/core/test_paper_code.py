"""When a notice carries the QR code, and when that is for the clerk to choose."""

from __future__ import annotations

import pytest

from pdctl.core.paper_code import code_choice
from pdctl.core.words import PUBLIC_CODE, SCOPE


@pytest.mark.parametrize("scope", ["party", "unit", "targeted"])
@pytest.mark.parametrize("public", PUBLIC_CODE.keys)
def test_inside_sheets_carry_it_unless_somebody_says_no(scope: str, public: str) -> None:
    choice = code_choice(True, True, scope, False, public)
    assert (choice.default, choice.refuses) == (True, None)


@pytest.mark.parametrize(
    ("public", "default", "free"), [("choice", False, True), ("on", True, False), ("off", False, False)]
)
def test_the_policy_decides_about_notices_to_society(public: str, default: bool, free: bool) -> None:
    choice = code_choice(True, True, "society", False, public)
    assert (choice.default, choice.refuses is None) == (default, free)


@pytest.mark.parametrize("scope", SCOPE.keys)
@pytest.mark.parametrize("public", PUBLIC_CODE.keys)
@pytest.mark.parametrize(
    ("in_force", "landed", "redhead"), [(False, True, False), (True, False, False), (True, True, True)]
)
def test_drafts_unlanded_steps_and_red_heads_never_do(
    scope: str, public: str, in_force: bool, landed: bool, redhead: bool
) -> None:
    choice = code_choice(in_force, landed, scope, redhead, public)
    assert not choice.default
    assert choice.refuses is not None

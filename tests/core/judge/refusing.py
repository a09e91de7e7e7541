"""Tests that a rule refuses. Each returns a case; it is remembered, so that another test finds checks without any."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from pdctl.core.judge import RULES, judge
from tests.core.scene import said

COVERED: set[Callable[..., Any]] = set()


def refuses(check: Callable[..., Any], rule: str) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """The case that the test returns is refused by this check, under this rule id."""
    COVERED.add(check)

    def decorated(test: Callable[..., Any]) -> Callable[..., None]:
        @wraps(test)
        def tested(*args: Any, **named: Any) -> None:
            case = test(*args, **named)
            found = list(check(case))
            assert found, f"{check.__name__} lets it pass; the judge says: {said(judge(case))}"
            every = [f for rule in RULES[type(case)] for f in rule.check(case)]
            assert len(judge(case)) == len(every), "the judge leaves out a rule that speaks to this step"
            judged = [f for f in judge(case) if f.message in [one.message for one in found]]
            assert [f.rule for f in judged] == [rule] * len(found)

        return tested

    return decorated

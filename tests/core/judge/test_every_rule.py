"""No rule without a test that it refuses, and every rule is a thing with a name."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from pdctl.core.judge import RULES, judge
from pdctl.core.judge.cases import Case, Signer
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import COVERED
from tests.core.scene import parent

ALL = [rule for table in RULES.values() for rule in table]


def test_every_check_has_a_test_that_it_refuses():
    for file in Path(__file__).parent.glob("test_*.py"):
        import_module(f"{__package__}.{file.stem}")
    bare = [f"{rule.check.__module__}.{rule.check.__name__}" for rule in ALL if rule.check not in COVERED]
    assert bare == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.check.__name__)
def test_a_rule_has_an_id_a_clause_and_a_sentence(rule):
    assert re.fullmatch(r"[EW]-[A-Z]+(-[A-Z]+)*", rule.id)
    assert re.match(r"[一二三四五六七]", rule.clause)
    assert str(rule.sentence).endswith(".")
    assert rule.check.__doc__


@pytest.mark.parametrize("shape", ["catalog-step", "anything"])
def test_what_no_table_knows_is_refused(shape):
    case = Case(parent(), Signer("lin", "lin"), Shape(shape, "dzb"), (Change("catalogs/dzb/x", "add"),))
    assert [finding.rule for finding in judge(case)] == ["E-SHAPE"]

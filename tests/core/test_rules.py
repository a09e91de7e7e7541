"""The registry of rules: whole, and told in the words that the program really uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pdctl.core.judge import RULES
from pdctl.core.rules import ALL, of

SOURCES = Path(__file__).resolve().parents[2] / "pdctl"
TEXT = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py") if path.name != "rule_texts.py")


def test_every_rule_id_of_the_code_is_explained() -> None:
    used = set(re.findall(r'"([EW]-[A-Z]+(?:-[A-Z]+)*)"', TEXT))
    families = {"-".join(rule.split("-")[:2]) for rule in ALL if rule.count("-") > 1}
    assert used - families <= ALL.keys()


def test_every_rule_of_the_judge_is_explained() -> None:
    for kind, rules in RULES.items():
        assert [rule.id for rule in rules] == [rule for rule, _, _ in of(kind)]
        assert all((rule.clause, rule.sentence) in ALL[rule.id].judged for rule in rules)


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_says_what_it_is(rule: str) -> None:
    found = ALL[rule]
    assert found.sentences
    assert all(clause for clause, _ in found.sentences)
    assert f'"{found.example.template}"' in TEXT, "the example is a message of the program"

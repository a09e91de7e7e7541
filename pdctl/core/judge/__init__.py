"""The one judge that commands and the verifier call: is this commit allowed by its parent's files?

Rules are data: each tuple of `Rule` below belongs to one kind of case. All findings are collected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pdctl.core.findings import UNCHECKED, Finding, Stop
from pdctl.core.judge.cases import (
    Case,
    CatalogCase,
    CatalogStepCase,
    OrganizationCase,
    PeopleCase,
    Rule,
    SettingsCase,
    StepCase,
)
from pdctl.core.judge.catalog_content import CONTENT_RULES
from pdctl.core.judge.catalog_step import CATALOG_STEP_RULES
from pdctl.core.judge.catalogue import CATALOG_RULES
from pdctl.core.judge.ledger import LEDGER_RULES, LedgerCase
from pdctl.core.judge.organization import ORGANIZATION_RULES
from pdctl.core.judge.people import PEOPLE_RULES
from pdctl.core.judge.plan import PLAN_RULES
from pdctl.core.judge.quarantine import QUARANTINE_RULES, QuarantineCase
from pdctl.core.judge.root import ROOT_RULES, RootCase
from pdctl.core.judge.settings import NEWEST, SETTINGS_RULES
from pdctl.core.judge.step import STEP_RULES
from pdctl.core.judge.timing import TIMING_RULES
from pdctl.core.model import Person
from pdctl.core.text import msg
from pdctl.core.words import STEP

RULES: dict[type[Case], tuple[Rule[Any], ...]] = {
    StepCase: (*STEP_RULES, *PLAN_RULES, *TIMING_RULES),
    PeopleCase: PEOPLE_RULES,
    SettingsCase: SETTINGS_RULES,
    OrganizationCase: ORGANIZATION_RULES,
    CatalogCase: CATALOG_RULES,
    CatalogStepCase: (*CATALOG_STEP_RULES, *CONTENT_RULES),
    RootCase: ROOT_RULES,
    QuarantineCase: QUARANTINE_RULES,
    LedgerCase: LEDGER_RULES,
}
# The tables by their number. A commit is judged by the number that its parent states; a table that shipped never
# changes, and a new one is added here under the next number.
BY_NUMBER: dict[int, dict[type[Case], tuple[Rule[Any], ...]]] = {NEWEST: RULES}
_OF_STEP = {
    (number, step): tuple(rule for rule in rules[StepCase] if not rule.steps or step in rule.steps)
    for number, rules in BY_NUMBER.items()
    for step in STEP
}


def judge(case: Case) -> list[Finding]:
    """Every finding against a commit; an empty list means that it is allowed.

    Raises `Stop` (exit code 6) where the parent states rules that this version of pdctl does not know.
    """
    if case.parent.settings.rules not in BY_NUMBER:
        raise Stop(
            UNCHECKED,
            msg("the rules number {number} is newer than this pdctl", number=case.parent.settings.rules),
            msg("install a newer version of pdctl"),
        )
    rules = _rules_for(case)
    if not rules:
        return [Finding(msg("no rule allows this change"), rule="E-SHAPE", clause="五")]
    return [_named(found, rule, case.parent.people) for rule in rules for found in rule.check(case)]


def _rules_for(case: Case) -> tuple[Rule[Any], ...]:
    """The rules of a kind of case; of a step's rules only those that speak to it."""
    number = case.parent.settings.rules
    if isinstance(case, StepCase):
        return _OF_STEP[number, case.record.step]
    return BY_NUMBER[number].get(type(case), ())


def _named(found: Finding, rule: Rule[Any], people: Mapping[str, Person]) -> Finding:
    """A finding with its rule, and with the names of the persons it speaks of."""
    persons = dict.fromkeys([*found.who, *(value for _, value in found.message.values if isinstance(value, str))])
    known = tuple((person, people[person].name) for person in persons if person in people)
    return replace(found, rule=found.rule or rule.id, clause=found.clause or rule.clause, names=known)

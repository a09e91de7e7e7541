"""The rules of content that no schema can say, as one registry; `check` applies them to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pdctl.core.content.cases import Pointer, Rule, Subject, TextRule
from pdctl.core.content.catalogue import CATALOGUE_RULES
from pdctl.core.content.organization import ORGANIZATION_RULES
from pdctl.core.content.plan import PLAN_RULES
from pdctl.core.content.texts import SUSPECT, TEXT_RULES
from pdctl.core.findings import Finding

RULES: tuple[Rule, ...] = (*CATALOGUE_RULES, *ORGANIZATION_RULES, *PLAN_RULES)
ALL: tuple[Rule | TextRule, ...] = (*RULES, *TEXT_RULES)
_OF_SCHEMA = {name: tuple(r for r in RULES if name in r.schemas) for r in RULES for name in r.schemas}
# Values that are names for machines, numbers given by others, or places: nothing that somebody wrote as a sentence.
_NO_TEXT = frozenset(
    {
        "id", "org", "item", "entry", "release", "file", "sha256", "subject", "public", "url", "phone", "postcode",
        "email", "at", "by", "supersedes", "tip", "compromised_since", "void", "fonds", "archive_code", "clause",
        "holidays", "workdays", "remotes",
    }
)  # fmt: skip
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # chosen and not written; other rules judge it
# What was recorded stands for ever: its words are facts, and nobody can mend them.
_RECORDED = frozenset({"record", "catalog-record", "quarantine"})


def check(subject: Subject) -> Iterator[Finding]:
    """What the rules find against a file, each with its rule and clause."""
    for rule in _OF_SCHEMA.get(subject.schema, ()):
        for found in rule.check(subject):
            yield replace(found, rule=found.rule or rule.id, clause=found.clause or rule.clause)


def check_texts(value: Any, schema: str = "") -> Iterator[Finding]:
    """What the rules of text find in every text of a value."""
    if schema not in _RECORDED:
        for pointer, text in _texts(value, ()):
            for found in check_text(text):
                yield replace(found, pointer=pointer)


def check_text(text: str) -> Iterator[Finding]:
    """What the rules of text find in one text, each with its offset."""
    if SUSPECT.search(text):
        for rule in TEXT_RULES:
            for found in rule.check(text):
                yield replace(found, rule=rule.id, clause=rule.clause)


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        if not _DAY.fullmatch(value):
            yield pointer, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _NO_TEXT:
                yield from _texts(item, (*pointer, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*pointer, number))


__all__ = ["ALL", "RULES", "SUSPECT", "TEXT_RULES", "Rule", "Subject", "TextRule", "check", "check_text", "check_texts"]

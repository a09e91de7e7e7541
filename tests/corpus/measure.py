"""Recall and false alarms of the scan, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pdctl.core.privacy.registry import find

HELD_OUT = Path(__file__).with_name("held_out.tsv")


@dataclass(frozen=True)
class Case:
    """A text and the kinds that stand in it; none where it is clean."""

    text: str
    kinds: frozenset[str]
    value: str = ""


@dataclass
class Tally:
    """How many of a kind there were and were found, and where it was found without being there."""

    there: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.there if self.there else 1.0


def held_out() -> list[Case]:
    """The sentences written by hand."""
    cases = []
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kinds, _, text = line.partition("\t")
            cases.append(Case(text, frozenset(kinds.split(",")) - {"-"}))
    return cases


def measure(cases: Iterable[Case]) -> dict[str, Tally]:
    """One tally for each kind; a false alarm is a kind found in a text in which it does not stand."""
    tallies: dict[str, Tally] = {}
    for case in cases:
        seen = {sight.kind for sight in find(case.text)}
        for kind in case.kinds | seen:
            tally = tallies.setdefault(kind, Tally())
            tally.there += kind in case.kinds
            tally.found += kind in case.kinds and kind in seen
            if kind not in seen:
                tally.missed.append(case.text)
            if kind not in case.kinds:
                tally.false.append(case.text)
    return tallies

"""What the scan is measured on: thousands of cases made by a seed, and sentences written by hand."""

from __future__ import annotations

import pytest

from tests.corpus.generated import cases
from tests.corpus.measure import held_out, measure


@pytest.fixture(scope="module")
def made() -> dict[str, tuple[int, float, int]]:
    """For each kind of the generated cases: how many there are, recall, false alarms."""
    return {kind: (t.there, t.recall, len(t.false)) for kind, t in measure(cases()).items()}


@pytest.mark.parametrize("kind", ["id", "phone", "card"])
def test_recall_on_generated_cases(made: dict[str, tuple[int, float, int]], kind: str) -> None:
    there, recall, _ = made[kind]
    assert there >= 1000
    assert recall >= 0.995


def test_false_alarms_on_generated_cases(made: dict[str, tuple[int, float, int]]) -> None:
    count = sum(1 for _ in cases())
    assert count >= 5000
    assert sum(false for _, _, false in made.values()) <= count / 1000


def test_sentences_written_by_hand() -> None:
    sentences = held_out()
    assert len(sentences) >= 200
    found = measure(sentences)
    assert [text for t in found.values() for text in t.missed] == []
    assert [text for t in found.values() for text in t.false] == []

"""The rules of content judged by examples: drop a file into `tests/examples/content`, and it is a test.

An invalid example makes one mistake; its first line says which rule finds it, and where: `# expect: E-RULE 12:5 — 原因`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pdctl.actions.look import Looker, Where
from pdctl.actions.targets import Target
from pdctl.core import content
from pdctl.report.lang import show

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "content"
EXPECT = re.compile(r"# expect: ([EW]-[A-Z-]+) ([0-9]+):([0-9]+) — \S.*")
VALID = sorted(EXAMPLES.glob("valid/*.yaml"))
INVALID = sorted(EXAMPLES.glob("invalid/*.yaml"))
# Two entries are not every clause; that is said as well, and is not what these examples are about.
BESIDES = {"W-CLAUSE", "W-RESPONSIBLE"}


def found(path: Path) -> list[tuple[str, int, int]]:
    seen = Looker(Where(str(path.parent))).look(Target(path.name, lone=True))
    assert seen is not None
    assert all(show(finding.fix) and finding.clause + finding.rule for finding in seen.findings)
    return [(finding.rule, finding.line, finding.column) for finding in seen.findings]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_example_is_clean(path: Path) -> None:
    assert found(path) == []


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_is_found_at_its_one_mistake(path: Path) -> None:
    expected = EXPECT.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
    assert expected, "the first line must read: # expect: RULE LINE:COLUMN — 原因"
    wanted = (expected[1], int(expected[2]), int(expected[3]))
    assert [one for one in found(path) if one == wanted or one[0] not in BESIDES] == [wanted]


def test_every_rule_is_a_thing_with_a_name() -> None:
    for rule in content.ALL:
        assert re.fullmatch(r"[EW]-[A-Z]+(-[A-Z]+)*", rule.id)
        assert re.match(r"[一二三四五六七]", rule.clause)
        assert str(rule.sentence).endswith(".")
        assert rule.check.__doc__

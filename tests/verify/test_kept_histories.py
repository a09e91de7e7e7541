"""Histories made under every number of rules that ever shipped are kept, and go on verifying.

A bundle in `tests/histories/` with an introduction beside it is a test. The first one holds an item through all its
steps, one approved on paper, a quarantined commit, a compromised key and its successor.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pdctl.actions.verify.run import verify
from pdctl.core.judge import BY_NUMBER
from pdctl.store.git import Git

FOLDER = Path(__file__).parent.parent / "histories"
KEPT = sorted(FOLDER.glob("*.bundle"))


@pytest.mark.parametrize("bundle", KEPT, ids=lambda path: path.stem)
def test_a_kept_history_verifies(bundle: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--branch", "main", str(bundle), str(clone)], check=True)
    git = Git(clone)
    verdict = verify(git, bundle.with_suffix(".introduction").read_text(encoding="utf-8"), full=True)
    git.close()
    assert verdict.findings == ()
    assert len(verdict.quarantined) == 1


def test_every_number_of_rules_has_its_history() -> None:
    assert {int(path.stem.removeprefix("rules-")) for path in KEPT} == set(BY_NUMBER)

"""E-ROLLBACK, E-FORK: what this user has verified once does not go away unseen."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pdctl.core.findings import Refusal
from tests.history import History
from tests.verify.test_merges import legal


def rules(history: History) -> set[str]:
    return {f.rule for f in history.verify().findings}


def trust_file() -> Path:
    return Path(os.environ["HOME"]) / ".config/pdctl/trust.json"


def test_a_shorter_branch(history: History) -> None:
    history.clean()
    history.move(history.git("rev-parse", "HEAD~2"))
    assert rules(history) == {"E-ROLLBACK"}


def test_a_shorter_branch_whose_tip_is_gone(history: History, tmp_path: Path) -> None:
    history.clean()
    history.move(history.git("rev-parse", "HEAD~2"))
    clone = history.clone(tmp_path / "clone", "--no-local")
    assert rules(clone) == {"E-ROLLBACK"}


def test_a_diverged_branch(history: History) -> None:
    history.forge(files=legal(history), by="zhao")
    history.clean()
    history.move(history.git("rev-parse", "HEAD^"))
    history.approves(history.items["reviewed"], "sun")
    assert rules(history) == {"E-FORK"}


def test_a_tag_over_the_branch(history: History) -> None:
    history.raw("tag", "main", "HEAD~3")
    assert rules(history) == {"E-FORK"}


def test_a_ref_over_the_branch(history: History) -> None:
    history.raw("update-ref", "refs/main", "HEAD~3")
    assert rules(history) == {"E-FORK"}


def test_the_branch_deleted_under_another(history: History) -> None:
    history.clean()
    history.git("checkout", "-q", "-b", "other")
    history.git("branch", "-D", "main")
    assert rules(history) == {"E-ROLLBACK"}


def test_the_branch_deleted_altogether(history: History) -> None:
    history.clean()
    history.raw("update-ref", "-d", "refs/heads/main")
    with pytest.raises(Refusal) as caught:
        history.verify()
    assert caught.value.findings[0].rule == "E-ROLLBACK"


def test_lawful_neighbours(history: History) -> None:
    history.clean()
    history.forge(files=legal(history), by="zhao")
    history.raw("tag", "v1", "HEAD~3")
    history.git("branch", "other", "HEAD~3")
    history.clean()
    history.git("checkout", "-q", "--detach", "HEAD")
    history.clean()


def test_the_end_of_a_failing_history_is_not_remembered(history: History) -> None:
    history.clean()
    good = history.tip()
    history.forge(files=legal(history), by="wu")
    history.verify()
    history.move(good)
    history.clean()


DOCTORED = (
    "",
    "{",
    "[]",
    "null",
    '{"ROOT": 1}',
    '{"ROOT": {"introduction": 1}}',
    '{"ROOT": {"introduction": "pdctl1:x", "tip": []}}',
    "\x00",
    "[" * 5000,
)


@pytest.mark.parametrize("text", DOCTORED)
def test_a_doctored_memory_is_no_memory(history: History, text: str) -> None:
    """Without what he was told once, the user is asked for the introduction again; never is it guessed."""
    history.clean()
    root = history.introduction.split(":")[1]
    trust_file().write_text(text.replace("ROOT", root))
    history.unchecked(introduction=None)
    history.clean()


def test_a_tip_that_is_no_commit_id_is_forgotten(history: History) -> None:
    history.clean()
    value = json.loads(trust_file().read_text())
    for tip in ("HEAD", "--all", "x" * 40, 7, None):
        value[history.introduction.split(":")[1]]["tip"] = tip
        trust_file().write_text(json.dumps(value))
        history.clean()


def test_an_introduction_in_the_repository_is_never_read(history: History) -> None:
    history.forge(
        files={
            ".config/pdctl/trust.json": "{}",
            "trust.json": history.introduction,
            ".pdctl/introduction": history.introduction,
        },
        by="lin",
    )
    history.unchecked(introduction=None)

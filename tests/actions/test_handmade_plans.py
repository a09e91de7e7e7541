"""Plans and texts that no command makes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.bench import Bench, Files
from tests.story import Story


@pytest.fixture
def bench(story: Story) -> Bench:
    return Bench(story, story.propose(), "chen")


def _plan(bench: Bench, **change: Any) -> Files:
    return bench.spoiled(f"{bench.folder}/content/item.yaml", lambda value: value.update(change))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("E-DIGEST", {"title": "另一题"}),
        ("E-PATH", {"org": "gw"}),
        ("E-STALE", {"release": "0002"}),
        ("E-PLAN", {"entry": "2.99.9"}),
        ("E-PLAN", {"scope": "society"}),
        ("E-SCOPE-LEAK", {"channels": [{"channel": "website"}]}),
        ("E-PLAN", {"attachments": [{"file": "attachments/none.pdf"}]}),
        ("E-PLAN", {"supersedes": "dzb-20251123-none"}),
        ("E-SCHEMA", {"status": "approved"}),
    ],
    ids=str,
)
def test_a_spoiled_plan(bench: Bench, rule: str, change: dict[str, Any]) -> None:
    assert bench.rules() == set()
    assert rule in bench.rules(_plan(bench, **change))


def test_a_plan_without_text(bench: Bench) -> None:
    body = f"{bench.folder}/content/body.md"
    assert "E-PLAN" in bench.rules({path: data for path, data in bench.files.items() if path != body})


def test_a_text_with_what_nobody_sees(bench: Bench) -> None:
    assert "E-YAML-CHAR" in bench.rules({**bench.files, f"{bench.folder}/content/body.md": "公开\u202e".encode()})


def test_a_plan_without_a_record(bench: Bench) -> None:
    assert "E-SHAPE" in bench.rules({path: data for path, data in bench.files.items() if path != bench.record})


def test_a_reference_with_text(story: Story) -> None:
    item = story.run("propose", "dzb", "2.5.4", "--secrecy", "doubt", by="chen").out.strip()
    bench = Bench(story, item, "chen")
    assert bench.rules() == set()
    assert "E-PLAN" in bench.rules({**bench.files, f"{bench.folder}/content/body.md": b"secret\n"})
    record = bench.spoiled(bench.record, lambda value: value.update(secrecy="clear"))
    assert "E-PATH" in bench.rules(record)

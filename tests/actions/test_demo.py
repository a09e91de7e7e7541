"""The worked example is built at any hour, and ends with an item in each state that it promises."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from pdctl.actions import demo, items
from pdctl.actions.session import Session
from pdctl.cli.main import run
from pdctl.core.findings import Stop


# At half past seven the example's eight hours pass midnight in the middle of a life; elsewhere it is still the day before.
@pytest.mark.parametrize("now", ["2026-11-23T15:00:00+08:00", "2026-11-23T07:30:00+08:00", "2026-11-22T22:00:00+00:00"])
def test_the_example_is_built_at_any_hour(now: str, tmp_path: Path) -> None:
    made = demo.build(tmp_path / "demo", datetime.fromisoformat(now))
    session = Session(made.repository, datetime.fromisoformat(now), str(made.keys / "wu"))
    states = [items.load(session, item).course.state for item in (made.done, made.on_paper, made.waiting)]
    assert states == ["archived", "approved", "proposed"]
    assert session.git.run("status", "--porcelain") == b""
    session.close()


# The days off of a year are announced late in the year before; the example is tried on any day all the same.
@pytest.mark.parametrize("now", ["2026-12-31T23:59:58+08:00", "2028-02-29T12:00:00+08:00", "2035-10-01T09:00:00+14:00"])
def test_the_example_is_built_in_any_year(now: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_NOW", now)
    made = demo.build(tmp_path / "demo", datetime.fromisoformat(now))
    session = Session(made.repository, datetime.fromisoformat(now), str(made.keys / "wu"))
    done = items.load(session, made.done)
    assert done.course.state == "archived"
    assert any(record.provisional_reason for record in done.course.records)
    session.close()
    assert run(["-C", str(made.repository), "verify", "--introduction", made.introduction]) == 0
    assert run(["-C", str(made.repository), "validate"]) == 0


def test_the_example_shows_a_return_and_a_paper(tmp_path: Path) -> None:
    now = datetime.fromisoformat("2026-11-23T15:00:00+08:00")
    made = demo.build(tmp_path / "demo", now)
    session = Session(made.repository, now, str(made.keys / "wu"))
    steps = [(r.step, r.decision) for r in items.load(session, made.done).course.records]
    assert ("review", "return") in steps
    assert ("revise", None) in steps
    paper = items.load(session, made.on_paper).course.records[-1]
    assert (paper.step, paper.by, paper.on_behalf_of) == ("approve", "tang", "gao")
    assert len(session.view.organizations) == 4
    session.close()


def test_the_notice_lies_where_the_example_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", str(tmp_path / "demo"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "关于接收吴念慈同志" in Path(told["notice"]).read_text(encoding="utf-8")


def test_the_example_can_be_proved_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", str(tmp_path / "demo"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out.splitlines()[-1]
    kept = tmp_path / "demo" / "introduction.txt"
    assert shown == f'   pdctl -C {tmp_path / "demo" / "repository"} verify --introduction "$(cat {kept})"'
    assert run(["-C", str(tmp_path / "demo" / "repository"), "verify", "--introduction", kept.read_text()]) == 0


def test_an_example_is_never_put_over_another(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        demo.build(tmp_path, datetime.fromisoformat("2026-11-23T15:00:00+08:00"))
    assert stop.value.exit_code == 5
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

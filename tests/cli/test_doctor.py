"""`pdctl doctor`: everything it looks at, each fault with its remedy, and it always gets to the end."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.program import program
from tests.story import Story

NAMES = ["python", "git", "ssh", "locale", "key", "agent", "repository", "branch", "history", "locks", "hooks", "clock"]


def checks(story: Story, code: int = 0, **env: str | None) -> dict[str, dict[str, Any]]:
    ran = program("doctor", "--json", story=story, by="chen", env=env)
    assert ran.code == code, ran.out
    assert ran.json["schema"] == "pdctl/doctor/v1"
    assert ran.json["ok"] == (code == 0)
    found = {check["check"]: check for check in ran.json["checks"]}
    for check in found.values():
        assert check["state"] in ("ok", "warning", "error")
        assert check["said"]
        assert check["fix"] or check["state"] == "ok", f"a fault without a remedy: {check}"
    return found


def test_a_healthy_repository(story: Story) -> None:
    found = checks(story)
    assert set(NAMES) <= set(found)
    assert {found[name]["state"] for name in NAMES} == {"ok"}
    assert found["seats dzb"]["state"] == "ok"
    assert found["seats jw"]["state"] == "warning", "nobody sits there"
    assert "pdctl seat assign jw" in found["seats jw"]["fix"]


def test_in_words(story: Story) -> None:
    ran = program("doctor", story=story, by="chen")
    assert ran.err == ""
    assert ran.out.count("✓") >= len(NAMES)
    assert ran.out.count("remedy") == ran.out.count("⚠") > 0
    assert program("doctor", story=story, by="chen", env={"PDCTL_LANG": "zh"}).out != ran.out


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_left_behind(story: Story, name: str) -> None:
    lock = story.folder / ".git" / name
    lock.write_bytes(b"")
    found = checks(story, 5)
    assert name in found["locks"]["said"]


def test_detached_head(story: Story) -> None:
    story.git("switch", "-q", "--detach")
    assert "git switch main" in checks(story, 5)["branch"]["fix"]


def test_a_merge_under_way(story: Story) -> None:
    (story.folder / ".git/MERGE_HEAD").write_text(story.tip(), encoding="utf-8")
    assert "git merge --abort" in checks(story, 5)["branch"]["fix"]


def test_shallow_clone(story: Story, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{story.folder}", str(tmp_path / "s")], check=True)
    found = checks(Story(tmp_path / "s", story.keys, story.now), 5)
    assert "--unshallow" in found["history"]["fix"]


def test_a_clock_that_is_behind(story: Story) -> None:
    assert checks(story, PDCTL_NOW="2026-11-22T15:00:00+08:00")["clock"]["state"] == "warning"


def test_the_calendar_of_next_year(story: Story) -> None:
    calendar = checks(story)["calendar"]
    assert calendar["state"] == "warning", "it is November, and 2027 is not entered"
    assert "2027" in calendar["fix"]
    assert checks(story, PDCTL_NOW="2026-10-20T15:00:00+08:00")["calendar"]["state"] == "ok"


def test_no_key(story: Story) -> None:
    found = checks(story, PDCTL_KEY=None)
    assert found["key"]["state"] == "warning"
    assert "pdctl key new" in found["key"]["fix"]


def test_a_locked_key(story: Story, tmp_path: Path) -> None:
    key = tmp_path / "locked"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "words", "-f", str(key)], check=True)
    assert f"ssh-add {key}" in checks(story, PDCTL_KEY=str(key))["key"]["fix"]


def test_an_encoding_that_cannot_show_everything(story: Story) -> None:
    found = checks(story, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert found["locale"]["state"] == "warning"
    assert "UTF-8" in found["locale"]["fix"]


def test_hooks_are_named(story: Story) -> None:
    hooks = story.folder / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "pre-commit").write_text("", encoding="utf-8")
    assert "pre-commit" in checks(story)["hooks"]["said"]


def test_a_file_that_cannot_be_read(story: Story) -> None:
    """The fault is named with its file, and everything else is reported as well."""
    path = "catalogs/jw/organization.yaml"
    (story.folder / path).write_text("kind: x\n", encoding="utf-8")
    story.git("add", path)
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    found = checks(story, 5)
    assert any(path in check["said"] for check in found.values())
    assert found["git"]["state"] == "ok"


def test_an_unknown_time_zone(story: Story) -> None:
    data = (story.folder / "disclosure.yaml").read_text(encoding="utf-8").replace("Asia/Shanghai", "Nowhere/Else")
    (story.folder / "disclosure.yaml").write_text(data, encoding="utf-8")
    story.git("add", "disclosure.yaml")
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    ran = program("doctor", "--json", story=story, by="chen")
    assert ran.code in (0, 5)
    assert "Nowhere/Else" in ran.out


def test_outside_of_any_repository(tmp_path: Path) -> None:
    ran = program("doctor", "--json", cwd=tmp_path)
    assert ran.code == 0
    found = {check["check"]: check for check in ran.json["checks"]}
    assert found["repository"]["state"] == "warning"
    assert "pdctl init" in found["repository"]["fix"]


def test_programs_that_are_too_old(story: Story, tmp_path: Path) -> None:
    old = tmp_path / "bin"
    old.mkdir()
    for name, text in (("git", "git version 2.17.1"), ("ssh", "OpenSSH_7.6p1")):
        (old / name).write_text(
            f'#!/bin/sh\n[ "$1" = --version ] || [ "$1" = -V ] && echo "{text}" && exit\nexit 9\n', encoding="utf-8"
        )
        (old / name).chmod(0o755)
    ran = program("doctor", "--json", cwd=tmp_path, env={"PATH": f"{old}:{os.environ['PATH']}"})
    found = {check["check"]: check for check in ran.json["checks"]}
    assert ran.code == 5
    assert (found["git"]["state"], found["git"]["said"]) == ("error", "2.17")
    assert (found["ssh"]["state"], found["ssh"]["said"]) == ("error", "7.6")

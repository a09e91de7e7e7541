"""`pdctl ci init`: pipelines that take everything that decides from the base side."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pdctl import __version__
from pdctl.actions.pipelines import PLACES
from pdctl.cli.table import COMMANDS
from tests.conftest import NOW
from tests.history import History
from tests.story import Story

FORGES = list(PLACES)


def made(story: Story, forge: str, *more: str) -> tuple[str, Any]:
    """The text of a pipeline and its parsed value."""
    text = story.run("ci", "init", forge, *more, "-o", "-").out
    return text, yaml.safe_load(text)


@pytest.mark.parametrize("forge", FORGES)
def test_it_is_written_to_its_place(story: Story, forge: str) -> None:
    ran = story.run("ci", "init", forge)
    path = story.folder / PLACES[forge]
    assert ran.out.strip() == str(path)
    assert yaml.safe_load(path.read_text(encoding="utf-8"))
    assert "PDCTL_INTRODUCTION" in ran.err
    story.run("ci", "init", forge)  # the same text is no conflict
    path.write_text("own: pipeline\n")
    story.run("ci", "init", forge, code=2)
    assert path.read_text() == "own: pipeline\n"
    story.run("ci", "init", forge, "--force")
    assert "pdctl verify" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("forge", FORGES)
def test_a_dry_run_writes_nothing(story: Story, forge: str) -> None:
    story.run("ci", "init", forge, "--dry-run")
    assert not (story.folder / PLACES[forge]).exists()
    assert story.git("status", "--porcelain") == ""


def test_it_is_written_elsewhere(story: Story, tmp_path: Path) -> None:
    target = tmp_path / "new" / "pipeline.yml"
    story.run("ci", "init", "gitlab", "-o", str(target))
    assert "pdctl:" in target.read_text(encoding="utf-8")


def test_an_admin_puts_it_into_the_repository(story: Story) -> None:
    story.run("ci", "init", "github", "--commit", by="lin")
    assert story.git("show", "--name-only", "--format=", "HEAD") == PLACES["github"]
    assert (story.folder / PLACES["github"]).is_file()
    assert story.git("status", "--porcelain") == ""
    History(story.folder, story.keys, NOW).clean()


def test_nobody_else_does(story: Story) -> None:
    story.refused("E-SEAT", "ci", "init", "github", "--commit", by="chen", code=4)


@pytest.mark.parametrize("forge", ["github", "forgejo"])
def test_workflows_come_from_the_base_and_only_read(story: Story, forge: str) -> None:
    _, value = made(story, forge)
    events = value[True]  # `on` is a boolean in YAML 1.1
    assert set(events) == {"pull_request_target", "push"}
    assert all(event["branches"] == ["main"] for event in events.values())
    checkout = next(step for step in value["jobs"]["verify"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"] == {"ref": "main", "fetch-depth": 0}
    scripts = "".join(step.get("run", "") for step in value["jobs"]["verify"]["steps"])
    assert "${{" not in scripts, "what a pull request names becomes no part of a script"
    assert '--range "$BASE..$HEAD"' in scripts
    if forge == "github":
        assert value["permissions"] == {"contents": "read"}


def test_gitlab_keeps_the_whole_history_and_the_report(story: Story) -> None:
    _, value = made(story, "gitlab")
    job = value["pdctl"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["artifacts"] == {"when": "always", "reports": {"codequality": "gl-code-quality-report.json"}}
    assert "refs/pdctl/base..$head" in job["script"][-1]


@pytest.mark.parametrize("forge", FORGES)
def test_only_commands_that_exist_are_called(story: Story, forge: str) -> None:
    text, _ = made(story, forge)
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    called = set(re.findall(r"\bpdctl ([a-z]+)", "\n".join(lines)))
    assert called == {"verify", "validate"}
    assert called <= COMMANDS.keys()
    assert f'"pdctl=={__version__}"' in text
    assert "@" not in re.sub(r"@v[0-9]", "", text)


@pytest.mark.parametrize("forge", FORGES)
def test_formats_of_the_forges(story: Story, forge: str) -> None:
    wanted = {"github": "github", "gitlab": "gitlab", "forgejo": "junit"}[forge]
    assert set(re.findall(r"--format (\w+)", made(story, forge)[0])) == {wanted}


@pytest.mark.parametrize("forge", FORGES)
def test_the_introduction_comes_from_the_forge_or_is_written_down(story: Story, forge: str) -> None:
    introduction = History(story.folder, story.keys, NOW).introduction
    assert "pdctl1:" not in made(story, forge)[0]
    _, value = made(story, forge, "--introduction", introduction)
    where = value["pdctl"]["variables"] if forge == "gitlab" else value["jobs"]["verify"]["env"]
    assert where["PDCTL_INTRODUCTION"] == introduction
    story.run("ci", "init", forge, "--introduction", "pdctl1:nonsense", "-o", "-", code=2)


def test_what_a_pull_request_changes_is_validated(story: Story) -> None:
    for forge in ("github", "forgejo"):
        _, value = made(story, forge)
        scripts = "".join(step.get("run", "") for step in value["jobs"]["verify"]["steps"])
        assert 'pdctl validate --since "$BASE" --commit "$HEAD"' in scripts
    _, value = made(story, "gitlab")
    assert "pdctl validate --since refs/pdctl/base" in value["pdctl-validate"]["script"][-1]


def test_the_script_of_gitlab_annotates_what_a_merge_request_breaks(story: Story, tmp_path: Path) -> None:
    _, value = made(story, "gitlab")
    history = History(story.folder, story.keys, NOW)
    base = history.tip()
    broken = (
        (story.folder / "catalogs/dzb/catalog.yaml")
        .read_text(encoding="utf-8")
        .replace("scope: party", "scope: partei", 1)
    )
    history.forge(sign=False, files={"catalogs/dzb/catalog.yaml": broken})
    head = history.tip()
    history.move(head, "refs/heads/topic")
    history.move(base)
    clone = history.clone(tmp_path / "clone")
    program = tmp_path / "bin" / "pdctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pdctl "$@"\n')
    program.chmod(0o755)
    env = {
        **os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "CI_MERGE_REQUEST_IID": "1",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": head,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip
    done = run_scripts(value["pdctl-validate"]["script"], clone.folder, env)
    assert done.returncode == 1, done.stderr
    issues = json.loads((clone.folder / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    assert [(issue["check_name"], issue["location"]["path"]) for issue in issues] == [
        ("E-SCHEMA", "catalogs/dzb/catalog.yaml")
    ]
    done = run_scripts(value["pdctl-validate"]["script"], clone.folder, {**env, "CI_COMMIT_SHA": base})
    assert done.returncode == 0, done.stderr


def run_scripts(job: list[str], folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = "\n".join(line for line in job if not line.startswith("python -m pip"))
    return subprocess.run(["bash", "-ec", script], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_script_of_gitlab_really_judges_a_merge_request(story: Story, tmp_path: Path) -> None:
    _, value = made(story, "gitlab")
    history = History(story.folder, story.keys, NOW)
    base = history.tip()
    history.forge(sign=False, files={"notes.txt": "x"})
    head = history.tip()
    history.move(head, "refs/heads/topic")
    history.move(base)
    clone = history.clone(tmp_path / "clone")
    program = tmp_path / "bin" / "pdctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pdctl "$@"\n')
    program.chmod(0o755)
    env = {
        **os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "PDCTL_INTRODUCTION": history.introduction,
        "CI_MERGE_REQUEST_IID": "1", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_COMMIT_SHA": head,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip
    done = run_scripts(value["pdctl"]["script"], clone.folder, env)
    assert done.returncode == 1, done.stderr
    assert "E-SIG-NONE" in (clone.folder / "gl-code-quality-report.json").read_text()
    assert "E-SIG-NONE" in done.stderr, "the log says it too"
    done = run_scripts(value["pdctl"]["script"], clone.folder, {**env, "CI_COMMIT_SHA": base})
    assert (done.returncode, (clone.folder / "gl-code-quality-report.json").read_text()) == (0, "[]\n")
    done = run_scripts(value["pdctl"]["script"], clone.folder, {**env, "PDCTL_INTRODUCTION": ""})
    assert done.returncode == 6, "no introduction is never ok"

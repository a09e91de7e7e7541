"""Completion: scripts for the shells, and proposals that never make a noise."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import program
from tests.story import Ran, Story


def proposed(line: str, cwd: Path, **env: str | None) -> list[str]:
    """What bash is told that may follow a line."""
    words = line.split(" ")
    request = {"_PDCTL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ran: Ran = program(cwd=cwd, env={**request, **env})
    assert ran.err == "", ran.err
    assert ran.code == 0
    return [answer.removeprefix("plain,") for answer in ran.out.split()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_scripts(shell: str) -> None:
    ran = program("completion", shell)
    assert ran.code == 0
    assert "_PDCTL_COMPLETE" in ran.out
    assert ran.err


def test_unknown_shell() -> None:
    ran = program("completion", "csh")
    assert ran.code == 2
    assert "bash" in ran.err


@pytest.mark.parametrize(
    "shell", ["bash", pytest.param("zsh", marks=pytest.mark.system), pytest.param("fish", marks=pytest.mark.system)]
)
def test_the_shell_understands_its_script(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"not run: {shell} is not installed")
    script = tmp_path / "script"
    script.write_text(program("completion", shell).out, encoding="utf-8")
    subprocess.run([shell, "-n", str(script)], check=True)


def test_commands(tmp_path: Path) -> None:
    assert {"propose", "procedure"} <= set(proposed("pdctl pro", tmp_path))
    assert proposed("pdctl org ch", tmp_path) == ["check"]


def test_options_and_their_words(tmp_path: Path) -> None:
    assert "--aspect" in proposed("pdctl review x --as", tmp_path)
    assert proposed("pdctl review x --aspect sec", tmp_path) == ["secrecy"]
    assert set(proposed("pdctl propose dzb --scope ", tmp_path)) == {"society", "party", "unit", "targeted"}


def test_items_and_organizations(story: Story) -> None:
    first, second = story.propose(), story.propose()
    assert set(proposed("pdctl show ", story.folder)) == {first, second}
    assert proposed(f"pdctl show {first}", story.folder) == [first]
    assert proposed(f"pdctl review {second[:-1]}", story.folder) == [second]
    assert set(proposed("pdctl org show ", story.folder)) == {"dzb", "gw", "jw", "zzb"}
    assert proposed("pdctl propose d", story.folder) == ["dzb"]


def test_items_of_the_named_repository(story: Story, tmp_path: Path) -> None:
    """`-C` counts while somebody is still typing."""
    item = story.propose()
    assert proposed(f"pdctl -C {story.folder} show ", tmp_path) == [item]
    assert proposed(f"pdctl show -C {story.folder} dzb", tmp_path) == [item]


def test_quiet_where_there_is_nothing(tmp_path: Path) -> None:
    assert proposed("pdctl show ", tmp_path) == []
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert proposed("pdctl show ", tmp_path) == []
    assert proposed("pdctl org show ", tmp_path) == []
    assert proposed("pdctl show ", tmp_path, PATH="/nonexistent") == []


def test_quiet_in_a_broken_repository(story: Story) -> None:
    item = story.propose()
    path = f"catalogs/dzb/items/2026/{item}/content/item.yaml"
    (story.folder / path).write_text("x", encoding="utf-8")
    story.git("add", path)
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    proposed("pdctl show ", story.folder)
    proposed("pdctl show \udcff", story.folder)


def test_bash_itself(story: Story, tmp_path: Path) -> None:
    """A real bash, with the real script, completes the id of an item."""
    item = story.propose()
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "pdctl").write_text(f'#!/bin/sh\nexec {sys.executable} -P -m pdctl "$@"\n', encoding="utf-8")
    (bin_ / "pdctl").chmod(0o755)
    lines = f"""
        PATH={bin_}:$PATH
        eval "$(pdctl completion bash 2>/dev/null)"
        cd {story.folder}
        COMP_WORDS=(pdctl show dzb) COMP_CWORD=2
        $(complete -p pdctl | sed 's/.*-F \\([^ ]*\\).*/\\1/') pdctl dzb show
        echo "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", lines], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [item], done.stderr

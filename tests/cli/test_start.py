"""The program as people start it: modules run late, and run once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.story import Story

# Modules of pdctl that ran: a lazy one still has its own class.
RAN = """
import sys
from pdctl import lazy
lazy.install()
from pdctl.cli.main import run
code = run(sys.argv[1:])
ran = [n for n, m in sys.modules.items() if n.startswith("pdctl.") and type(m).__name__ == "module"]
print(*ran, *(n for n in ("yaml", "sqlite3", "jsonschema_rs", "git", "cryptography", "jinja2") if n in sys.modules))
"""


def ran(*args: str) -> set[str]:
    """What a command line loaded."""
    done = subprocess.run([sys.executable, "-c", RAN, *args], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["review", "propose", "status", "show", "notice", "doctor", "init", "do"])
def test_help_loads_neither_actions_nor_engines(command: str) -> None:
    loaded = ran(command, "--help")
    assert "pdctl.cli.main" in loaded
    assert not {name for name in loaded if name.startswith(("pdctl.actions.", "pdctl.core.judge."))}
    assert not loaded & {"yaml", "sqlite3", "jsonschema_rs", "git", "cryptography", "jinja2"}


def test_lists_need_no_judge_and_the_second_time_no_engine(story: Story) -> None:
    story.propose()
    first, second = (ran("-C", str(story.folder), "status") for _ in range(2))
    assert "pdctl.core.judge.step" not in first
    assert "jsonschema_rs" in first
    assert not second & {"yaml", "jsonschema_rs", "git", "cryptography"}


def test_a_step_works_as_the_installed_program_runs_it(story: Story) -> None:
    item = story.propose()
    env = {**os.environ, "PDCTL_KEY": str(story.keys / "wu")}
    command = [
        sys.executable,
        "-m",
        "pdctl",
        "-C",
        str(story.folder),
        "review",
        item,
        "--aspect",
        "necessity",
        "--pass",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, story.state(item)) == (0, "reviewing"), done.stderr
    again = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    assert again.returncode == 1, again.stderr


def test_only_text_in_which_something_could_be_found_loads_the_detectors(story: Story) -> None:
    item = story.propose()
    os.environ["PDCTL_KEY"] = str(story.keys / "wu")
    command = ("-C", str(story.folder), "review", item, "--aspect", "necessity", "--pass", "--dry-run", "--opinion")
    assert "pdctl.core.privacy.registry" not in ran(*command, "属于应当公开的事项，同意。")
    assert "pdctl.core.privacy.registry" in ran(*command, "同意，电话13812345678。")

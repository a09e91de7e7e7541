"""Help pages: in both languages, quick, and without the parts that they do not need."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stdout

import click
import pytest

from pdctl.cli import main
from tests.cli.test_commands import PROMISED, command_of

HEAVY = (
    "git",
    "jinja2",
    "jsonschema",
    "jsonschema_rs",
    "rich",
    "cryptography",
    "ruamel.yaml",
    "docx",
    "markdown_it",
    "sqlite3",
)
GROUPS = ("", "key", "person", "org", "seat", "catalog")


def page(*args: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main.run([*args, "--help"]) == 0
    return out.getvalue()


@pytest.mark.parametrize("name", [*PROMISED, *GROUPS])
def test_help_in_both_languages(name: str) -> None:
    english, chinese = page(*name.split(), "--lang", "en"), page(*name.split(), "--lang", "zh")
    assert english != chinese
    assert english.startswith(f"Usage: pdctl {name}".rstrip())
    assert "pdctl" in chinese.splitlines()[0]
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)


@pytest.mark.parametrize("name", PROMISED)
def test_every_option_is_explained(name: str) -> None:
    for param in command_of(name).params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, param.opts


@pytest.mark.parametrize("name", PROMISED)
def test_lines_fit_a_terminal_of_80(name: str) -> None:
    for line in page(*name.split(), "--lang", "en").splitlines():
        assert len(line) <= 80, line


@pytest.mark.parametrize("name", ["", *PROMISED])
def test_chinese_lists_end_alike(name: str) -> None:
    """A single sentence beside a command or an option has no full stop, and so never two before a list of values."""
    assert "。。" not in page(*name.split(), "--lang", "zh")


def test_no_arguments_show_the_help() -> None:
    done = subprocess.run([sys.executable, "-P", "-m", "pdctl"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Usage: pdctl" in done.stderr
    assert "propose" in done.stderr


def loaded(*args: str) -> set[str]:
    """The modules that a command line loads, asked of a process that runs it and nothing else."""
    script = """
import os, sys
sys.argv[1:] = sys.argv[2:]
def leave(code):
    sys.stderr.write("\\n".join(sys.modules))
    sys.stderr.flush()
    os.kill(os.getpid(), 9)
os._exit = leave
from pdctl.__main__ import main
try:
    main()
finally:
    leave(0)
"""
    done = subprocess.run([sys.executable, "-P", "-c", script, "x", *args], capture_output=True, text=True, check=False)
    return {line for line in done.stderr.splitlines() if line}


@pytest.mark.parametrize("name", [*PROMISED, *GROUPS])
def test_help_loads_no_heavy_module(name: str) -> None:
    modules = loaded(*name.split(), "--help")
    assert "pdctl.cli.main" in modules
    assert not modules & set(HEAVY)


def test_the_version_loads_next_to_nothing() -> None:
    modules = loaded("--version")
    assert "pdctl" in modules
    assert not {name for name in modules if name.split(".")[0] in ("typer", "click", *HEAVY)}

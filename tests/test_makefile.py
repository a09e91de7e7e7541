"""What a fresh machine meets before anything is installed: the scripts say what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the scripts need, in a folder with a blank in its name."""
    folder = tmp_path / "my checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "tools", folder / "tools")
    return folder


def prepare(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "tools/prepare.sh"], cwd=checkout, env={**os.environ, **variables}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def script(file: Path, text: str) -> Path:
    file.write_text(f"#!/usr/bin/env bash\n{text}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def test_missing_programs_are_named_with_their_packages(checkout: Path) -> None:
    few = checkout.parent / "bin"
    few.mkdir()
    for name in ("bash", "dirname"):
        (few / name).symlink_to(shutil.which(name) or "")
    ran = prepare(checkout, PATH=str(few))
    assert ran.returncode == 1
    assert "sudo apt-get install git openssh-client python3 python3-venv" in ran.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_is_refused(checkout: Path) -> None:
    old = script(checkout.parent / "python", 'case "$*" in *version_info*) exit 1;; esac; echo Python 3.9.2')
    ran = prepare(checkout, PYTHON=str(old))
    assert ran.returncode == 1
    assert "3.11" in ran.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_is_told_which_package_to_install(checkout: Path) -> None:
    bare = script(checkout.parent / "python", f'case "$*" in *ensurepip*) exit 1;; esac; exec "{sys.executable}" "$@"')
    ran = prepare(checkout, PYTHON=str(bare))
    assert ran.returncode == 1
    assert "sudo apt-get install python3-venv" in ran.stderr
    assert not (checkout / ".venv").exists()


def test_an_example_never_goes_over_another(checkout: Path) -> None:
    program = checkout / ".venv" / "bin"
    program.mkdir(parents=True)
    script(program / "pdctl", 'mkdir "$2"; echo made "$2"')
    made = [
        subprocess.run(["bash", "tools/demo.sh"], cwd=checkout, capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    ]
    assert ["made demo\n" in made[0], "made demo-2\n" in made[1], "made demo-3\n" in made[2]] == [True] * 3
    assert "demo-2" in made[1].splitlines()[0]
    assert sorted(path.name for path in checkout.glob("demo*")) == ["demo", "demo-2", "demo-3"]


def test_help_lists_every_target(checkout: Path) -> None:
    done = subprocess.run(["make", "-C", str(checkout)], capture_output=True, text=True, check=True)
    for target in ("demo", "test", "test-all", "lint", "bench", "messages", "schemas", "docs", "bless"):
        assert f"make {target} " in done.stdout

"""The documentation tells the truth: examples are run, generated pages are up to date, links lead somewhere."""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pdctl.cli.table import COMMANDS
from tools import readme

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_examples_of_the_readme_print_what_it_says() -> None:
    text = readme.README.read_text(encoding="utf-8")
    new = readme.told(text)
    difference = "".join(difflib.unified_diff(text.splitlines(True), new.splitlines(True), "README.md", "real output"))
    assert not difference, f"{difference}\nIf that is what it should print: make docs"


def test_the_examples_go_through_all_five_steps() -> None:
    blocks = "".join(block[0] for block in readme.BLOCK.finditer(readme.README.read_text(encoding="utf-8")))
    for step in ("propose", "revise", "review", "approve", "publish", "archive"):
        assert re.search(rf"^\$ .*pdctl {step} ", blocks, re.MULTILINE), step
    assert "Traceback" not in blocks


@pytest.mark.parametrize("tool", ["build_docs", "build_schemas"])
def test_generated_files_are_up_to_date(tool: str) -> None:
    command = [sys.executable, str(ROOT / "tools" / f"{tool}.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr}\nmake docs schemas"


def test_what_varies_gets_the_same_stand_in_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    shown = readme.Reader(folder).follow(
        "$ echo dzb-20261123-aaaa; echo dzb-20261124-bbbb 0123456789ab; echo dzb-20261123-aaaa\n"
    )
    command, first, second, third = shown.splitlines()
    assert command.startswith("$ echo")
    assert first == third
    assert "aaaa" not in first
    assert "0123456789ab" not in second


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.parametrize(("page", "heading"), [("README.md", "### Not there yet"), ("CHANGELOG.md", "### Not yet")])
def test_what_is_there_is_not_called_missing(page: str, heading: str) -> None:
    section = (ROOT / page).read_text(encoding="utf-8").partition(heading)[2].partition("\n## ")[0]
    assert section
    assert not {name for name in re.findall(r"`([a-z]+)[^`]*`", section) if name in COMMANDS}


def test_the_readme_names_every_target_and_no_other() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = {
        target
        for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
        for command in re.findall(r"`make ([a-z -]+)`|^make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
        for target in "".join(command).split()
    }
    assert named <= targets
    assert {"demo", "test", "test-all", "bench"} <= named


def test_continuous_integration_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^run ([a-z-]+)$", script, re.MULTILINE) == ["demo", "test-all"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "$(MAKE) --no-print-directory test;" in makefile.partition("\ntest-all:")[2].partition("\n\n")[0]


def test_versions_are_pinned_for_everything_that_is_asked_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_plain(line.partition("==")[0]) for line in lines if not line.startswith("#")}
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines if not line.startswith("#"))
    wanted = {_plain(re.split(r"[<>=;! \[]", name)[0]) for name in asked if "win32" not in name}
    assert wanted <= pinned


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

"""What people install: the wheel holds the program with its data and nothing else, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from pdctl import __version__
from pdctl.core.words import KIND

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, folder: Path, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    run("-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(ROOT), folder=folder)
    return next(folder.glob("pdctl-*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel alone in a folder; what it depends on comes from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    options = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    run("-m", "pip", "install", *options, "--target", str(folder), str(wheel), folder=folder)
    return folder


def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def below(folder: str) -> set[str]:
    """The files of a folder of the checkout that belong into a wheel."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel: Path) -> None:
    data = {
        f"pdctl/_data/{name}" for folder in ("schemas", "templates", "catalogs", "mechanisms") for name in below(folder)
    }
    about = f"pdctl-{__version__}.dist-info"
    files = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    assert names(wheel) == below("pdctl") | data | {f"{about}/{name}" for name in files}


def test_the_wheel_holds_what_cannot_be_missed(wheel: Path) -> None:
    found = names(wheel)
    assert {f"pdctl/_data/catalogs/{kind}.yaml" for kind in KIND} <= found
    assert "pdctl/_data/schemas/item.schema.json" in found
    assert "pdctl/_data/templates/notice.html.j2" in found
    assert "pdctl/_data/templates/demo/admission.md" in found
    assert "pdctl/locale/zh/LC_MESSAGES/pdctl.mo" in found
    assert not [name for name in found if name.startswith(("tests/", "tools/", "benchmarks/", "docs/"))]


def test_an_installed_wheel_says_its_version(installed: Path, tmp_path: Path) -> None:
    said = run("-m", "pdctl", "--version", folder=tmp_path, PYTHONPATH=str(installed))
    assert said == f"pdctl {__version__}\n"


def test_an_installed_wheel_stands_on_its_own_data(installed: Path, tmp_path: Path) -> None:
    code = "from pdctl.store.data import shipped; print(shipped('schemas'))"
    assert Path(run("-c", code, folder=tmp_path, PYTHONPATH=str(installed)).strip()).is_relative_to(installed)


def test_an_installed_wheel_makes_a_repository(installed: Path, tmp_path: Path, keys: Path) -> None:
    command = ["init", "new", "--org", "gw", "--name", "云岭新区党工委", "--kind", "work-committee"]
    who = ["--person", "lin", "--person-name", "林知远"]
    variables = {"PYTHONPATH": str(installed), "PDCTL_KEY": str(keys / "lin")}
    said = run("-m", "pdctl", *command, *who, folder=tmp_path, **variables)
    assert said.startswith("pdctl1:")
    assert (tmp_path / "new" / "catalogs" / "gw" / "releases" / "0001.yaml").is_file()
    catalogue = run("-m", "pdctl", "-C", "new", "catalog", "show", "gw", folder=tmp_path, **variables)
    assert "三(一)9" in catalogue


def test_an_installed_wheel_speaks_chinese(installed: Path, tmp_path: Path) -> None:
    said = run("-m", "pdctl", "--help", folder=tmp_path, PYTHONPATH=str(installed), PDCTL_LANG="zh")
    assert "命令" in said

"""git or OpenSSH is not there: exit 5, and what to install."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cli.refusals import error_document, told
from tests.program import program
from tests.story import Story


@pytest.fixture
def only(tmp_path: Path) -> object:
    """A PATH that holds only some programs."""

    def path(*names: str) -> dict[str, str]:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        for name in names:
            found = shutil.which(name)
            assert found
            (folder / name).symlink_to(os.path.realpath(found))
        return {"PATH": str(folder)}

    return path


def test_without_git(story: Story, only: object) -> None:
    env = only("ssh-keygen", "ssh-add")  # type: ignore[operator]
    for args in (("status",), ("todo",), ("show", "x"), ("propose", "dzb", "--secrecy", "doubt")):
        ran = program(*args, story=story, by="chen", env=env)
        assert ran.code == 5
        told(ran, "git", "install")
        error_document(program(*args, "--json", story=story, by="chen", env=env))


def test_init_without_git(tmp_path: Path, only: object, keys: Path) -> None:
    env = only("ssh-keygen")  # type: ignore[operator]
    options = ("--org", "a", "--name", "甲", "--kind", "basic", "--person", "p", "--person-name", "某")
    for extra in ({}, {"PDCTL_KEY": str(keys / "lin")}):
        ran = program("init", str(tmp_path / "new"), *options, env={**env, **extra})
        assert ran.code == 5, ran.err
        told(ran, "git", "install")


def test_without_ssh_keygen(story: Story, only: object) -> None:
    item = story.propose()
    before = story.tip()
    env = only("git", "sh")  # type: ignore[operator]
    args = ("review", item, "--aspect", "necessity", "--pass")
    ran = program(*args, story=story, by="wu", env=env)
    assert ran.code == 5, ran.err
    told(ran, "ssh-keygen", "install")
    error_document(program(*args, "--json", story=story, by="wu", env=env))
    assert story.tip() == before
    assert program("status", story=story, env=env).code == 0, "reading needs no signature"


def test_key_new_without_ssh_keygen(tmp_path: Path, only: object) -> None:
    ran = program("key", "new", "--out", str(tmp_path / "key"), env=only("git"))  # type: ignore[operator]
    assert ran.code == 5
    told(ran, "ssh-keygen", "install")
    assert not (tmp_path / "key").exists()


def test_doctor_without_anything(tmp_path: Path, only: object) -> None:
    """It reports all that is missing, and does not stop at the first."""
    ran = program("doctor", "--json", cwd=tmp_path, env=only())  # type: ignore[operator]
    assert ran.code == 5
    checks = {check["check"]: check for check in ran.json["checks"]}
    assert checks["git"]["state"] == checks["ssh"]["state"] == "error"
    assert "install" in checks["git"]["fix"]
    assert ran.json["ok"] is False

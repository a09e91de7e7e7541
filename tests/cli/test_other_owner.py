"""A repository that belongs to another user of the machine: closed, until this user says that he trusts it."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.cli.refusals import told
from tests.program import program
from tests.story import Story

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="not run: only root can give files to another user")
SOMEBODY = "65534:65534"


@pytest.fixture
def foreign(story: Story) -> Story:
    story.propose()
    subprocess.run(["chown", "-R", SOMEBODY, str(story.folder)], check=True)
    return story


def test_closed_at_first(foreign: Story) -> None:
    ran = program("status", story=foreign)
    assert ran.code == 5
    told(ran, f"git config --global --add safe.directory {foreign.folder}")


@pytest.mark.parametrize("value", ["*", "the folder"])
def test_open_once_it_is_trusted(foreign: Story, value: str) -> None:
    """The remedy that pdctl names is one that works, for reading and for steps."""
    trusted = str(foreign.folder) if value == "the folder" else value
    subprocess.run(["git", "config", "--global", "--add", "safe.directory", trusted], check=True)
    (row,) = program("status", "--json", story=foreign).json["items"]
    ran = program("withdraw", row["item"], "--reason", "误发", story=foreign, by="chen")
    assert ran.code == 0, ran.err
    assert foreign.git("status", "--porcelain") == ""


def test_trust_in_another_folder_does_not_open_this_one(foreign: Story) -> None:
    subprocess.run(["git", "config", "--global", "--add", "safe.directory", "/elsewhere"], check=True)
    assert program("status", story=foreign).code == 5

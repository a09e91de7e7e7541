"""A form whose registration is killed: all of its boxes or none, and the same command again files what is missing."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess

from pdctl.core.form_code import form_code
from tests.program import program
from tests.story import Story
from tests.timing import duration, signalled

BOXES = (
    "necessity=wu:2026-11-23,accuracy=wu:2026-11-23,legal=zhao:2026-11-23,secrecy=zhao:2026-11-23,head=sun:2026-11-23"
)


def copy_of(story: Story) -> Story:
    folder = story.folder.parent / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(story.folder), str(folder)], check=True)
    return Story(folder, story.keys, story.now)


def test_killed_and_given_again(story: Story) -> None:
    item = story.propose()
    scan = story.file("form.pdf", b"%PDF-1.4 scan")
    code = form_code(item, story.show(item)["subject"])
    command = ("form", item, "--register", scan, "--code", code, "--signed", BOXES)
    whole = duration(copy_of(story), *command, by="tang")
    instants = random.Random(20261123)
    for _ in range(8):
        copy = copy_of(story)
        signalled(copy, signal.SIGKILL, instants.uniform(0, whole * 1.1), *command, by="tang")
        assert len(copy.show(item)["records"]) in (1, 6)
        assert program(*command, story=copy, by="tang").code == 0
        records = copy.show(item)["records"]
        assert [record["seq"] for record in records] == list(range(1, 7))
        assert copy.state(item) == "approved"
        assert copy.git("status", "--porcelain", "--ignored") == ""

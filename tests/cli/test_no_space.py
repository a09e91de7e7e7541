"""A full disk and a repository that cannot be written: exit 5, the remedy, and the old state."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path

import pytest

from tests.cli.refusals import told
from tests.program import COMMAND, surroundings
from tests.story import Ran, Story

ROOT = os.geteuid() == 0


def _can_mount() -> bool:
    return ROOT and subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


mounting = pytest.mark.skipif(
    not _can_mount(), reason="not run: a mount of its own needs root and the right to unshare"
)


def mounted(script: str, story: Story, *args: str, by: str) -> Ran:
    """Run pdctl behind some mounts that nobody else sees; the script ends with `exec "$@"`."""
    command = ["unshare", "-m", "sh", "-euc", script, "sh", *COMMAND, *args]
    done = subprocess.run(command, env=surroundings(story, by), capture_output=True, text=True, timeout=60, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


@mounting
@pytest.mark.parametrize("free", [0, 4, 12, 20, 28, 40])
def test_full_disk(story: Story, tmp_path: Path, free: int) -> None:
    """A disk with only so many KB left: the step happens whole or not at all, and says which."""
    item = story.propose()
    disk = tmp_path / "disk"
    disk.mkdir()
    back = tmp_path / "back"
    script = f"""
        mount -t tmpfs -o size=40m tmpfs {disk}
        cp -a {story.folder} {disk}/repository
        left=$(df --output=avail -k {disk} | tail -1)
        dd if=/dev/zero of={disk}/filler bs=1024 count=$((left - {free})) status=none
        code=0
        "$@" || code=$?
        rm {disk}/filler
        cp -a {disk}/repository {back}
        exit $code
    """
    args = ("-C", str(disk / "repository"), "review", item, "--aspect", "necessity", "--pass")
    ran = mounted(script, story, *args, by="wu")
    after = Story(back, story.keys, story.now)
    subprocess.run(["git", "fsck", "--strict", "--no-dangling"], cwd=back, check=True, capture_output=True)
    if ran.code == 0:
        assert after.state(item) == "reviewing"
    else:
        assert ran.code == 5, ran.err
        told(ran, "no space")
        assert after.tip() == story.tip() or "the step is done" in ran.err
    after.run("status")
    assert after.git("status", "--porcelain") == ""
    assert after.run("review", item, "--aspect", "necessity", "--pass", by="wu", code=None).code in (0, 1)
    assert after.state(item) == "reviewing"


@mounting
def test_read_only_disk(story: Story) -> None:
    item = story.propose()
    script = f'mount --bind {story.folder} {story.folder}; mount -o remount,ro,bind {story.folder}; exec "$@"'
    where = ("-C", str(story.folder))
    ran = mounted(script, story, *where, "review", item, "--aspect", "necessity", "--pass", by="wu")
    assert ran.code == 5
    told(ran)
    assert ran.err.count("remedy") == 1
    shown = mounted(script, story, *where, "show", item, "--json", by="wu")
    assert shown.json["state"] == "proposed", "reading goes on"


@mounting
def test_home_that_cannot_be_written(story: Story) -> None:
    """The index is a convenience: without its place everything works as well."""
    item = story.propose()
    home = os.environ["HOME"]
    script = f'mount -t tmpfs -o ro tmpfs {home}; exec "$@"'
    assert mounted(script, story, "-C", str(story.folder), "show", item[-4:], "--json", by="wu").json["item"] == item
    script = f'mount -t tmpfs -o size=8k tmpfs {home}; head -c 8192 /dev/zero > {home}/filler || true; exec "$@"'
    assert mounted(script, story, "-C", str(story.folder), "show", item[-4:], "--json", by="wu").json["item"] == item


def test_files_that_must_not_grow(story: Story) -> None:
    """A limit on the size of files stands in for a full disk where nothing can be mounted."""
    item = story.propose()
    attachment = story.file("big.bin", os.urandom(300_000))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    before = story.tip()
    revision = ["revise", item, "--attach", attachment]
    revision += story.codes(*revision, by="chen")
    command = [*COMMAND, "-C", str(story.folder), *revision]
    done = subprocess.run(
        command,
        env=surroundings(story, "chen"),
        capture_output=True,
        text=True,
        preexec_fn=limit,
        timeout=60,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert story.tip() == before
    story.run("status")
    assert story.git("status", "--porcelain") == ""
    story.run(*revision, by="chen")

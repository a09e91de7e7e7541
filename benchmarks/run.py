"""The measures of pdctl, as ratios in one run: `python benchmarks/run.py [start|step|status|validate|verify]`.

Anchors are programs that everybody has: `python -c pass`, `git add && git commit -S`, `git status`,
`git log --format=%G?`, each in the same repository and moment. A repository of 100,000 items takes minutes to make and 5 GB; it is kept for later runs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from make_repository import git, repository
from measuring import Figure, environment, machine, noise, pairs, pdctl, table, took
from proving import verify
from validate import validate

TINY = 20
SMALL = 1000
OPEN = 500
_HELP = ("review", "propose", "publish", "status", "show", "notice", "init", "doctor", "org", "seat")


class Place:
    """A made repository: its folder, its keys, and the environment of what is run there."""

    def __init__(self, made: Path, cache: Path) -> None:
        self.folder = made / "repository"
        self.keys = made / "keys"
        self.env = {**environment(cache), "PDCTL_KEY": str(self.keys / "wu")}
        self._waiting = self._items()

    def pdctl(self, *args: str) -> float:
        """How long a command of pdctl takes here."""
        return took([*pdctl(), *args], self.folder, self.env)

    def git(self, *args: str) -> float:
        """How long a command of git takes here."""
        return took(["git", *args], self.folder, self.env)

    def step(self) -> float:
        """One review: the next opinion on the next item that waits for one."""
        item, aspect = next(self._waiting)
        return self.pdctl("review", item, "--aspect", aspect, "--pass")

    def commit(self) -> float:
        """The anchor: one new file, added and committed with a signature."""
        name = f"anchor-{time.time_ns()}"
        (self.folder / name).write_text(name)
        signing = (
            "gpg.format=ssh",
            f"user.signingkey={self.keys / 'wu'}",
            "user.name=wu",
            "user.email=wu@pdctl.invalid",
        )
        options = [part for setting in signing for part in ("-c", setting)]
        return self.git("add", name) + self.git(*options, "commit", "--quiet", "-S", "-m", name)

    def _items(self) -> Iterator[tuple[str, str]]:
        listed = subprocess.run(
            [*pdctl(), "status", "--json"], cwd=self.folder, env=self.env, capture_output=True, check=True
        )
        for item in json.loads(listed.stdout)["items"]:
            if item["state"] == "proposed":
                yield from ((item["item"], aspect) for aspect in ("necessity", "accuracy"))


def start(place: Place, rounds: int) -> Iterator[Figure]:
    """What it costs to start at all, in a small repository."""

    def nothing() -> float:
        return took([sys.executable, "-c", "pass"], place.folder, place.env)

    def figure(name: str, target: float, *args: str, **env: str) -> Figure:
        def run() -> float:
            return took([*pdctl(), *args], place.folder, {**place.env, **env})

        return Figure(name, target, pairs(run, nothing, rounds))

    yield figure("start: pdctl --version / python -c pass", 2, "--version")
    yield figure("start: --help", 10, "--help")
    for command in _HELP:
        yield figure(f"start: {command} --help", 10, command, "--help")
    for command in ("procedure", "status", "todo"):
        yield figure(f"start: {command} in a small repository", 10, command)
    asked = {"_PDCTL_COMPLETE": "complete_bash", "COMP_WORDS": "pdctl re", "COMP_CWORD": "1"}
    yield figure("start: completion of a command", 10, **asked)
    asked = {"_PDCTL_COMPLETE": "complete_bash", "COMP_WORDS": "pdctl show gw-", "COMP_CWORD": "2"}
    yield figure("start: completion of an item", 10, **asked)


def step(large: Place, small: Place, rounds: int) -> Iterator[Figure]:
    """One signed step in a large repository; what was committed is taken back in the end."""
    before = git(large.folder, "rev-parse", "HEAD"), git(small.folder, "rev-parse", "HEAD")
    try:
        yield Figure("step: review / git add && git commit -S", 0.9, pairs(large.step, large.commit, rounds))
        yield Figure("step: review / review at 1,000 items", 1.5, pairs(large.step, small.step, rounds))
    finally:
        for place, commit in zip((large, small), before, strict=True):
            git(place.folder, "reset", "--quiet", "--hard", commit)


def status(place: Place, items: int, cache: Path, rounds: int) -> Iterator[Figure]:
    """The list of open items: cold, again, and after one more step."""

    def ours() -> float:
        return place.pdctl("status")

    def after_a_step() -> float:
        place.step()
        return ours()

    def theirs() -> float:
        return place.git("status", "--porcelain")

    before = git(place.folder, "rev-parse", "HEAD")
    try:
        yield Figure(
            "status: cold, items a second", 4000, tuple(_cold(place, items, cache) for _ in range(3)), "/s", least=True
        )
        yield Figure("status: second call / git status", 0.8, pairs(ours, theirs, rounds))
        yield Figure("status: after one changed file / git status", 1.2, pairs(after_a_step, theirs, rounds))
    finally:
        git(place.folder, "reset", "--quiet", "--hard", before)


def _cold(place: Place, items: int, cache: Path) -> float:
    shutil.rmtree(cache / "derived", ignore_errors=True)
    return items / place.pdctl("status")


def main() -> int:
    """Run what was asked for; the exit code says whether every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("start", "step", "status", "validate", "verify"), help="default: all"
    )
    parser.add_argument("--items", type=int, default=100_000, help="the size of the large repository")
    parser.add_argument("--commits", type=int, default=100_000, help="the length of the longest history")
    parser.add_argument("--plans", type=int, default=10_000, help="the number of plans to validate")
    parser.add_argument("--rounds", type=int, default=7, help="pairs for each figure")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "pdctl-benchmarks")
    given = parser.parse_args()
    print(machine(), noise(), sep="\n", flush=True)
    figures: list[Figure] = []
    cache = given.cache.resolve()

    def place(items: int, opened: int) -> Place:
        return Place(repository(cache, items, opened, print), cache)

    if given.what in (None, "start"):
        figures += start(place(TINY, TINY // 4), given.rounds)
    if given.what in (None, "step"):
        figures += step(place(given.items, OPEN), place(SMALL, OPEN), given.rounds)
    if given.what in (None, "status"):
        figures += status(place(given.items, OPEN), given.items, cache, given.rounds)
    if given.what in (None, "validate"):
        figures += validate(cache, given.plans, given.rounds)
    if given.what in (None, "verify"):
        figures += verify(cache, given.commits, given.rounds)
    print(table(figures), noise(), sep="\n")
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())

"""What it costs to verify: a commit of a long history against git's own look at its signature, and one new step."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from items import ENTRY
from make_history import history
from make_repository import git
from measuring import Figure, environment, pairs, pdctl, spin, took, used

_SAMPLE = 500
_LENGTHS = (1_000, 10_000, 100_000)
# Two spins at once take this much longer than one where there is no second processor to be had.
_SHARED = 1.5


@dataclass(frozen=True)
class Made:
    """A made history: its folder, and what is run there."""

    folder: Path
    cache: Path

    @property
    def repository(self) -> Path:
        """Where its commits are."""
        return self.folder / "repository"

    @property
    def env(self) -> dict[str, str]:
        """Caches and remembered introductions of the benchmark's own."""
        return {**environment(self.cache), "XDG_CONFIG_HOME": str(self.cache / "derived")}

    def verified(self, *options: str) -> float:
        """How long `pdctl verify` takes."""
        introduction = (self.folder / "introduction").read_text()
        return took([*pdctl(), "verify", "--introduction", introduction, *options], self.repository, self.env)

    def commit(self, jobs: int) -> float:
        """What a full verification costs for each commit."""
        return self.verified("--full", "--jobs", str(jobs)) / int(git(self.repository, "rev-list", "--count", "HEAD"))

    def looked_at(self) -> float:
        """The anchor: what git takes to look at the signature of one commit."""
        allowed = self.folder / "allowed_signers"
        keys = sorted((self.folder / "keys").glob("*.pub"))
        allowed.write_text("".join(f'{k.stem}@pdctl.invalid namespaces="git" {k.read_text()}' for k in keys))
        log = ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", "-n", str(_SAMPLE), "--format=%G?"]
        return took(log, self.repository, self.env) / _SAMPLE


def verify(cache: Path, longest: int, rounds: int) -> Iterator[Figure]:
    """Full verification of long histories in one process and in two, and of what is new alone."""
    # What an earlier run remembered of a branch that was taken back since would be a finding.
    shutil.rmtree(cache / "derived", ignore_errors=True)
    few = min(rounds, 3)
    lengths = [n for n in _LENGTHS if n <= longest]
    made = {n: Made(history(cache, n, print), cache) for n in lengths}
    for n in lengths[1:] or lengths:
        one = pairs(lambda n=n: made[n].commit(1), made[n].looked_at, few)  # type: ignore[misc]
        yield Figure(f"verify: git log %G? / verify, a commit of {n:,}", 25, tuple(1 / r for r in one), least=True)
        if _second_processor():
            two = pairs(lambda n=n: made[n].commit(2), made[n].looked_at, few)  # type: ignore[misc]
            yield Figure(f"verify: the same in two processes, {n:,}", 40, tuple(1 / r for r in two), least=True)
        else:
            print("no second processor was to be had: verification in two processes is not measured")
    for shorter, longer in pairwise(lengths):
        ratios = pairs(lambda n=longer: made[n].commit(1), lambda n=shorter: made[n].commit(1), few)  # type: ignore[misc]
        yield Figure(f"verify: a commit of {longer:,} / a commit of {shorter:,}", 1.2, ratios)
    yield from _memory(made)
    yield _increment(made[lengths[-1]], rounds)


def _second_processor() -> bool:
    """Whether two spins at once take about as long as one."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_spun, range(2)))
        alone = statistics.median(_spun(0) for _ in range(5))
        both = statistics.median(max(pool.map(_spun, range(2))) for _ in range(5))
    return both < _SHARED * alone


def _spun(_: int) -> float:
    return sum(spin() for _ in range(3))


def _memory(made: dict[int, Made]) -> Iterator[Figure]:
    """The largest memory of one verifying process, by the length of the history."""
    for n, history_ in made.items():
        introduction = (history_.folder / "introduction").read_text()
        command = [*pdctl(), "verify", "--introduction", introduction, "--full", "--jobs", "1"]
        size = used(command, history_.repository, history_.env).megabytes
        yield Figure(f"verify: memory at {n:,} commits", 150, (size,), "MB")


def _increment(made: Made, rounds: int) -> Figure:
    """One new step on a long history, verified; against a list of the open items that is up to date."""
    text, before = made.cache / "text.md", git(made.repository, "rev-parse", "HEAD")
    text.write_text("召开支部党员大会一次。\n", encoding="utf-8")
    propose = ["propose", "zb01", ENTRY, "--secrecy", "clear", "--title", "第三季度情况", "--body", str(text)]
    proposer = {**made.env, "PDCTL_KEY": str(made.folder / "keys" / "chen")}
    made.verified()
    ratios = []
    try:
        for _ in range(rounds):
            took([*pdctl(), *propose], made.repository, proposer)
            ours = made.verified()
            took([*pdctl(), "status"], made.repository, made.env)
            ratios.append(ours / took([*pdctl(), "status"], made.repository, made.env))
    finally:
        git(made.repository, "reset", "--quiet", "--hard", before)
    return Figure("verify: one new step / a warm status", 2, tuple(ratios))

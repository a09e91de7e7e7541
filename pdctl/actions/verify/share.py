"""A long stretch of history, walked by several processes at once, each from where the one before it is to end.

A process begins with what the files of its first commit say, as if nothing had failed before. Its part counts only
where that turns out to be so: every earlier part was clean and ended with the very numbers that this one began with.
Otherwise its commits are walked again in their turn, so that the result is the same with any number of processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from pdctl.actions.verify.merge import tally_at
from pdctl.actions.verify.resume import plain, restored
from pdctl.actions.verify.walk import Walk, tree_of
from pdctl.core.frozen import dataclass
from pdctl.core.judge.root import parse_introduction
from pdctl.store.calls import end_of
from pdctl.store.git import Git
from pdctl.store.history import first_parents, unreadable

Progress = Callable[[int, int], None]

# A process needs a moment to start; fewer commits than these are quicker walked by one.
_LEAST = 1_000
_MOST_JOBS = 8
# Before its first commit a helper starts, and reads the numbers given so far: that takes one part of so many of the whole.
_HEAD_START = 60
_EVERY = 200
# To start a git that reads ahead takes as long as to ask for those of so many commits.
_FEW = 8


def processors() -> int:
    """How many processors this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_JOBS)


def advance(walk: Walk, tip: str, progress: Progress | None = None, jobs: int = 1) -> None:
    """Walk on to a tip, by several processes where the way is long and nothing was found so far."""
    jobs = jobs if _clean(walk) and sys.executable else 1
    with ExitStack() as held:
        helpers: list[_Helper] = []
        whole = walk.tip is None
        if whole:  # which is long unless the repository is young: the helpers may get ready while it is counted
            helpers = held.enter_context(_helpers(jobs - 1))
        chain = first_parents(walk.git, tip, walk.tip)
        parts = _parts(chain, jobs)
        if not whole:
            helpers = held.enter_context(_helpers(len(parts) - 1))
        for helper, (before, part) in zip(helpers, pairwise(parts), strict=False):
            helper.ask(walk, before[-1], part)
        done = 0
        for number, part in enumerate(parts):
            if not 0 < number <= len(helpers) or not helpers[number - 1].adopt(walk):
                _through(walk, part, (done, len(chain)), progress)
            done += len(part)
    if walk.tip != tip:  # git listed something else than the way to it
        raise unreadable(tip[:12])


def _parts(chain: tuple[str, ...], jobs: int) -> list[tuple[str, ...]]:
    if not chain:
        return []
    count = max(1, min(jobs, len(chain) // _LEAST))
    # Who starts later does less: all are to be ready at the same time.
    late = len(chain) // _HEAD_START if count > 1 else 0
    size = -(-(len(chain) - late) // count)
    ends = range(late + size, len(chain) + size, size)
    return [chain[start:end] for start, end in pairwise([0, *ends])]


def _clean(walk: Walk) -> bool:
    return not (walk.findings or walk.world.pins or walk.quarantined)


def _through(walk: Walk, part: tuple[str, ...], told: tuple[int, int], progress: Progress | None = None) -> None:
    with walk.looking_ahead(part) if len(part) > _FEW else nullcontext():
        for number, oid in enumerate(part, 1):
            walk.step(oid)
            if progress and number % _EVERY == 0:
                progress(told[0] + number, told[1])


# --- the helpers ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Helper:
    """A process that walks one part."""

    process: subprocess.Popen[bytes]

    def ask(self, walk: Walk, start: str, chain: tuple[str, ...]) -> None:
        """Let it walk through a chain that follows on a commit."""
        asked = {
            "folder": str(walk.git.folder.resolve()),
            "introduction": str(walk.introduction),
            "start": start,
            "chain": chain,
        }
        stdin, self.process.stdin = self.process.stdin, None
        with suppress(OSError):  # it died; its part is walked here then
            if stdin is not None:
                with stdin:
                    stdin.write(json.dumps(asked).encode())

    def end(self) -> None:
        """Leave nothing behind of it."""
        self.process.kill()
        end_of(self.process)

    def adopt(self, walk: Walk) -> bool:
        """Take its end over, if it began where this walk stands now."""
        if not _clean(walk):
            return False
        out, _ = self.process.communicate()
        try:
            told = json.loads(out)
            if told["began"] != walk.tally.saved() or told["start"] != walk.tip:
                return False
            other = restored(walk.git, walk.introduction, told["walk"])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return False
        if other is None:
            return False
        walk.take_over(other)
        return True


@contextmanager
def _helpers(count: int) -> Iterator[list[_Helper]]:
    """So many processes that wait to be asked; none of them outlives this."""
    helpers: list[_Helper] = []
    try:
        with suppress(OSError):  # no process can be started: then there is one less to help
            for _ in range(count):
                helpers.append(_started())  # noqa: PERF401 - those before one that fails stay
        yield helpers
    finally:
        for helper in helpers:
            helper.end()


def _started() -> _Helper:
    # -P: a module that lies in the folder where the user stands must not be run.
    command = [sys.executable, "-P", "-m", __name__]
    return _Helper(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))


def walked(folder: str, introduction: str, start: str, chain: list[str]) -> dict[str, Any]:
    """What a helper tells: the numbers with which it began, and where it ended."""
    git = Git(Path(folder))
    try:
        tally = tally_at(git, start)
        began = json.loads(json.dumps(tally.saved()))
        given = parse_introduction(introduction)
        if given is None:
            raise ValueError(introduction)
        walk = Walk(git, given, start, tree_of(git, start), tally)
        _through(walk, tuple(chain), (0, 0))
        return {"start": start, "began": began, "walk": plain(walk)}
    finally:
        git.close()


def main() -> None:
    """Answer one question on standard input; whatever goes wrong leaves the work to who asked."""
    import gc

    gc.set_threshold(200_000)
    sys.stdout.write(json.dumps(walked(**json.load(sys.stdin)), ensure_ascii=True))
    sys.stdout.flush()
    os._exit(0)  # who asked waits for the end; to take a long walk apart politely would last as long as 300 commits


if __name__ == "__main__":
    main()

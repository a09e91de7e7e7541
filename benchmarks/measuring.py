"""Ratios that hold on any machine: A and B are run in turn, each pair gives a ratio, and the median counts."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Run = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One line of the table: `ratios` of single pairs, and the target they must keep (`least`: or exceed)."""

    name: str
    target: float
    ratios: tuple[float, ...]
    unit: str = "×"
    least: bool = False

    @property
    def median(self) -> float:
        """What counts."""
        return statistics.median(self.ratios)

    @property
    def kept(self) -> bool:
        """Whether the target is met."""
        return self.median >= self.target if self.least else self.median <= self.target


def took(command: Sequence[str], folder: Path, env: dict[str, str]) -> float:
    """How long a command takes, in seconds. A command that fails ends the benchmark."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    passed = time.perf_counter() - began
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} gave {done.returncode}:\n{done.stderr.decode()}")
    return passed


@dataclass(frozen=True)
class Used:
    """What a command took: seconds of the processor, seconds of the clock, its memory at the peak; and what it printed."""

    seconds: float
    passed: float
    megabytes: float
    out: bytes


def used(command: Sequence[str], folder: Path, env: dict[str, str]) -> Used:
    """Run a command by itself. One that fails ends the benchmark.

    The peak is looked up while it runs. What the system tells afterwards counts the memory of who started it, and that
    of programs that it started: git maps whole packs into its memory.
    """
    peak = status = 0
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out)
        while True:
            peak = _peak(process.pid) or peak
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if status:
        raise SystemExit(f"{' '.join(command[:4])} gave {process.returncode}")
    return Used(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, peak / 1024, printed)


def _peak(process: int) -> int:
    """The most memory that a process has held so far, in kB; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def pairs(measured: Run, anchor: Run, rounds: int) -> tuple[float, ...]:
    """The ratios of `measured` to `anchor`, taken in turn; who begins changes from round to round."""
    measured()
    anchor()
    found: list[float] = []
    for number in range(rounds):
        if number % 2:
            below = anchor()
            found.append(measured() / below)
        else:
            above = measured()
            found.append(above / anchor())
    return tuple(found)


def spin() -> float:
    """How long a fixed piece of work takes: its spread is the noise of the machine."""
    began = time.perf_counter()
    sum(number * number for number in range(400_000))
    return time.perf_counter() - began


def noise() -> str:
    """The spread of the same work, done twenty times."""
    times = sorted(spin() for _ in range(20))
    return f"the same work took {times[0] * 1000:.0f} to {times[-1] * 1000:.0f} ms (median {times[10] * 1000:.0f})"


def machine() -> str:
    """What the figures were taken on."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    return f"{platform.platform()}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}, {git}"


def environment(cache: Path) -> dict[str, str]:
    """What every program runs in: no configuration of the user's, bytecode allowed, derived data in a place of its own."""
    dropped = ("GIT_", "PDCTL_", "PYTHON", "LC_", "LANG")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    own = {"LC_ALL": "C.UTF-8", "PDCTL_LANG": "en", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return {**kept, **own, "XDG_CACHE_HOME": str(cache / "derived")}


def pdctl() -> list[str]:
    """The command beside this interpreter."""
    script = Path(sys.executable).parent / ("pdctl.exe" if os.name == "nt" else "pdctl")
    return [str(script)] if script.exists() else [sys.executable, "-m", "pdctl"]


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'figure':{width}}  {'target':>10}  {'median':>8}  {'min - max':>17}"]
    for figure in figures:
        sign, digits = (">=" if figure.least else "<="), 0 if figure.unit != "×" else 2
        target = f"{sign} {figure.target:,g} {figure.unit}"
        spread = f"{min(figure.ratios):,.{digits}f} - {max(figure.ratios):,.{digits}f}"
        verdict = "ok" if figure.kept else "NOT"
        lines.append(f"{figure.name:{width}}  {target:>10}  {figure.median:>8,.{digits}f}  {spread:>17}  {verdict}")
    return "\n".join(lines)

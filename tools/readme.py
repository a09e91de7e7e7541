"""Runs the examples of README.md in a new folder and puts their real output in.

`python tools/readme.py` rewrites README.md; with `--check` it only says whether its examples still tell the truth.
An example is a block marked `console`: a line that begins with `$ ` is typed (lines that begin with `> ` go on with
it), and what follows is what the terminal shows. The blocks are one story, told from top to bottom. What differs from
run to run (ids, digests, keys, commits) is shown by stand-ins, in the order in which it first appears.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

README = Path(__file__).resolve().parent.parent / "README.md"
HOME = "/home/chen"
NOW = "2026-11-23T15:00:00+08:00"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
SHELL = ["bash", "--noprofile", "--norc", "-c"]


def _hex(size: int) -> Callable[[str], str]:
    return lambda seed: hashlib.sha256(seed.encode()).hexdigest()[:size]


def _groups(seed: str) -> str:
    digits = _hex(12)(seed)
    return " ".join(digits[i : i + 4] for i in range(0, 12, 4))


def _tail(seed: str) -> str:
    return "".join("abcdefghijklmnopqrstuvwxyz234567"[b % 32] for b in hashlib.sha256(seed.encode()).digest()[:4])


# What differs from run to run, and how its stand-in is made from a name for it ("id 1", "id 2", …).
VARYING: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("id", r"(?<=-2026[0-9]{4}-)[a-z2-7]{4}\b", _tail),
    ("public key", r"(?<=ssh-ed25519 )AAAA[A-Za-z0-9+/]{64}", lambda seed: f"AAAAC3NzaC1lZDI1NTE5AAAAI{_hex(8)(seed)}…"),
    ("fingerprint", r"(?<=SHA256:)[A-Za-z0-9+/]{43}", lambda seed: f"{_hex(8)(seed)}…"),
    ("introduction", r"(?<=pdctl1:)[0-9a-f]{40}:[0-9a-f]{64}", lambda seed: f"{_hex(8)(seed)}…:{_hex(8)(seed + ' people')}…"),
    ("digest", r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b", _groups),
    ("commit", r"(?<![0-9A-Za-z:-])(?=[0-9a-f]*[0-9])[0-9a-f]{12}\b", _hex(12)),
)  # fmt: skip


class Reader:
    """A reader who follows the examples: a folder of his own, a fixed clock, and the stand-ins he has met."""

    def __init__(self, folder: Path) -> None:
        self.folder = self.home = folder
        self.stand_ins: dict[tuple[str, str], str] = {}
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PDCTL_", "SSH_", "XDG_"))
        }
        home = folder.parent / "home"
        home.mkdir()
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        fixed = {"HOME": str(home), "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PDCTL_NOW": NOW, "PDCTL_LANG": "zh"}
        self.environment = {**kept, **fixed, "PATH": path}

    def follow(self, block: str) -> str:
        """A block with its real output."""
        out: list[str] = []
        for command in commands(block):
            typed = "\n".join(line[2:] for line in command)
            out += [*command, *self._act(self._real(typed)).splitlines()]
        return "".join(f"{line.rstrip()}\n" for line in out)

    def _act(self, typed: str) -> str:
        if typed.startswith("cd "):
            self.folder = self.folder / typed[3:]
            return ""
        done = subprocess.run(
            [*SHELL, typed], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return self._steady(done.stdout)

    def _real(self, typed: str) -> str:
        """What is typed, with the ids of this run for their stand-ins."""
        for (kind, real), shown in self.stand_ins.items():
            typed = re.sub(rf"\b{shown}\b", real, typed) if kind == "id" else typed
        return typed

    def _steady(self, text: str) -> str:
        text = text.replace(str(self.home), HOME)
        for kind, pattern, make in VARYING:
            text = re.sub(pattern, lambda found, k=kind, m=make: self._stand_in(k, found[0], m), text)
        return text

    def _stand_in(self, kind: str, real: str, make: Callable[[str], str]) -> str:
        known = [key for key in self.stand_ins if key[0] == kind]
        if real in (self.stand_ins[key] for key in known):
            return real
        return self.stand_ins.setdefault((kind, real), make(f"{kind} {len(known) + 1}"))


def commands(block: str) -> list[list[str]]:
    """The commands of a block, each with the lines that go on with it."""
    found: list[list[str]] = []
    typing = False
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append([line])
        elif typing and line.startswith(">"):
            found[-1].append(line)
        typing = line.startswith("$ ") or (typing and line.startswith(">"))
    return found


def told(text: str) -> str:
    """A page with the real output of all its examples."""
    with TemporaryDirectory(prefix="readme-") as folder:
        place = Path(folder) / "work"
        place.mkdir()
        reader = Reader(place)
        return BLOCK.sub(lambda block: reader.follow(block[0]), text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite README.md, or check it."""
    parser = argparse.ArgumentParser(description="Put the real output into the examples of README.md.")
    parser.add_argument("--check", action="store_true", help="only show what differs; exit 1 if anything does")
    check = parser.parse_args(arguments).check
    text = README.read_text(encoding="utf-8")
    new = told(text)
    if check:
        sys.stderr.writelines(
            difflib.unified_diff(text.splitlines(True), new.splitlines(True), "README.md", "real output")
        )
        return int(new != text)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

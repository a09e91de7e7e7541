"""Histories written as scripts: who does what, on a real repository with real keys.

    item = story.propose(by="chen")
    story.review(item, "necessity", by="wu")
    story.refused("E-SOD", lambda: story.review(item, "accuracy", by="chen"))

Steps run in process through the same entry as the command line, so that exit codes and output are the real ones.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdctl.cli import options
from pdctl.cli.main import run

# Persons of the story and what they are; gao has no key and signs on paper.
PEOPLE = {
    "lin": "林知远",
    "tang": "唐一鸣",
    "chen": "陈思敏",
    "wu": "吴文澜",
    "zhao": "赵明理",
    "sun": "孙静之",
    "he": "何守诚",
    "xu": "徐立言",
    "ding": "丁修远",
}
PAPER_PERSON = ("gao", "高秉文")
SEATS = {
    "proposer": ["chen"],
    "reviewer-necessity": ["wu"],
    "reviewer-accuracy": ["wu"],
    "reviewer-legal": ["zhao"],
    "reviewer-secrecy": ["zhao"],
    "head": ["sun"],
    "principal": ["he", "gao"],
    "member": ["he", "gao", "sun", "wu", "ding"],
    "publisher": ["chen"],
    "archivist": ["xu"],
    "registrar": ["tang"],
    "keeper": ["tang"],
}
BODY = "经支部大会讨论，现将有关情况公布如下。\n\n一、基本情况\n\n本季度召开支部党员大会一次。\n"
ASPECTS = ("necessity", "accuracy", "legal", "secrecy")


@dataclass(frozen=True)
class Ran:
    """One command that was run: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.out)
        return value


class Story:
    """A repository and the persons who act on it."""

    def __init__(self, folder: Path, keys: Path, now: str) -> None:
        self.folder = folder
        self.keys = keys
        self.now = now

    def run(self, *args: str, by: str | None = None, code: int | None = 0, now: str | None = None) -> Ran:
        """Run a command as a person; `code` None accepts any exit code."""
        os.environ["PDCTL_NOW"] = now or self.now
        os.environ.pop("PDCTL_KEY", None)
        if by:
            os.environ["PDCTL_KEY"] = str(self.keys / by)
        options.COMMON.__init__()  # type: ignore[misc]
        out, err = io.StringIO(), io.StringIO()
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = out, err
        try:
            found = run(["-C", str(self.folder), *args])
        finally:
            sys.stdout, sys.stderr = before
        ran = Ran(found, out.getvalue(), err.getvalue())
        assert code is None or found == code, f"{args} gave {found}, not {code}:\n{ran.out}\n{ran.err}"
        assert "Traceback" not in ran.err
        return ran

    def git(self, *args: str) -> str:
        """What git says in the repository."""
        env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1"}  # pdctl takes it out of the environment when it writes
        done = subprocess.run(["git", *args], cwd=self.folder, env=env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def tip(self) -> str:
        return self.git("rev-parse", "HEAD")

    # Setting up ------------------------------------------------------------------------------------------------

    def found(self) -> None:
        """Four organizations; `dzb` is fully staffed."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        options.COMMON.__init__()  # type: ignore[misc]
        os.environ["PDCTL_KEY"] = str(self.keys / "lin")
        arguments = ["--org", "gw", "--name", "云岭新区党工委", "--kind", "work-committee"]
        assert run(["init", str(self.folder), *arguments, "--person", "lin", "--person-name", PEOPLE["lin"]]) == 0
        for person, name in PEOPLE.items():
            if person != "lin":
                self.run(
                    "person", "add", person, "--name", name, "--pubkey", str(self.keys / f"{person}.pub"), by="lin"
                )
        self.run("person", "add", PAPER_PERSON[0], "--name", PAPER_PERSON[1], by="lin")
        for org, name, kind in (
            ("jw", "纪工委", "discipline"),
            ("zzb", "组织人事部", "department"),
            ("dzb", "第一党支部", "basic"),
        ):
            self.run("org", "add", org, "--name", name, "--kind", kind, "--superior", "gw", by="lin")
        for seat, persons in SEATS.items():
            for person in persons:
                self.run("seat", "assign", "dzb", seat, person, by="lin")
        self.run("seat", "assign", "gw", "principal", "ding", by="lin")

    def file(self, name: str, data: str | bytes = BODY) -> str:
        """A file beside the repository."""
        path = self.folder.parent / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return str(path)

    # Steps -----------------------------------------------------------------------------------------------------

    def propose(self, *more: str, by: str = "chen", org: str = "dzb", entry: str | None = "2.5.4", **how: Any) -> str:
        """A new item; returns its id."""
        options_given = ["--title", "“三会一课”制度执行情况", "--body", self.file("body.md"), "--secrecy", "clear"]
        ran = self.run("propose", org, *([entry] if entry else []), *options_given, *more, by=by, **how)
        return ran.out.strip()

    def review(self, item: str, *aspects: str, by: str, more: Sequence[str] = ("--pass",), **how: Any) -> Ran:
        flags = [part for aspect in aspects for part in ("--aspect", aspect)]
        return self.run("review", item, *flags, *more, by=by, **how)

    def reviewed(self, item: str) -> None:
        """All four basic reviews."""
        self.review(item, "necessity", "accuracy", by="wu")
        self.review(item, "legal", "secrecy", by="zhao")

    def approve(self, item: str, level: str = "head", *more: str, by: str = "sun", **how: Any) -> Ran:
        return self.run("approve", item, "--level", level, *(more or ("--pass",)), by=by, **how)

    def approved(self, *more: str, **how: Any) -> str:
        """An item of the entry `2.5.4` that is approved by the head."""
        item = self.propose(*more, **how)
        self.reviewed(item)
        self.approve(item)
        return item

    def publish(self, item: str, channel: str, *more: str, on: str = "2026-11-23", by: str = "chen", **how: Any) -> Ran:
        return self.run("publish", item, "--channel", channel, "--on", on, "--where", "一楼公开栏", *more, by=by, **how)

    def published(self, **how: Any) -> str:
        """An approved item, published through all its channels."""
        item = self.approved(**how)
        for channel in self.show(item)["channels"]:
            self.publish(item, channel)
        return item

    def show(self, item: str) -> dict[str, Any]:
        return self.run("show", item, "--json").json

    def state(self, item: str) -> str:
        return str(self.show(item)["state"])

    def codes(self, *args: str, by: str, reason: str = "已经人工检查") -> list[str]:
        """The options that acknowledge whatever the scan finds in a command, which it refuses without them."""
        ran = self.run(*args, "--json", by=by, code=1)
        codes = dict.fromkeys(finding["code"] for finding in ran.json["findings"])
        return [part for code in codes for part in ("--acknowledge", f"{code}={reason}")]

    def refused(self, rule: str, *args: str, by: str, code: int = 1, **how: Any) -> Ran:
        """A command that a rule refuses; nothing is changed by it."""
        before = self.tip()
        ran = self.run(*args, by=by, code=code, **how)
        assert rule in ran.err, f"expected {rule}:\n{ran.err}"
        assert self.tip() == before
        assert self.git("status", "--porcelain") == ""
        return ran

"""A large disclosure repository, made quickly and honestly.

Set-up (people, organizations, seats) runs through pdctl itself: real signed commits. The items come after it in bulk
through `git fast-import`, one unsigned commit an item: their files are what pdctl writes, and a sample of them is read
and replayed before the repository is used. No figure here depends on the signatures of old commits.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from items import ZONE, Made, make_items

from pdctl.actions import organizations, people, setup
from pdctl.actions.items import entry_of
from pdctl.actions.session import Session
from pdctl.core.replay import replay
from pdctl.core.requirements import requirements
from pdctl.store import keys

ORGANIZATIONS = 50
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZONE)
PEOPLE = {
    "lin": ("林知远", ()),
    "chen": ("陈思敏", ("proposer", "publisher")),
    "wu": ("吴文澜", ("reviewer-necessity", "reviewer-accuracy")),
    "zhao": ("赵明理", ("reviewer-legal", "reviewer-secrecy")),
    "sun": ("孙静之", ("head",)),
    "xu": ("徐立言", ("archivist",)),
}
SAMPLE = 40


def git(folder: Path, *args: str, stdin: BinaryIO | None = None) -> str:
    """What a git command prints, without anybody's configuration."""
    done = subprocess.run(["git", *args], cwd=folder, env=environment(), stdin=stdin, capture_output=True, check=True)
    return done.stdout.decode().strip()


def environment() -> dict[str, str]:
    """The environment of every program that is run here."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PDCTL_"))}
    return {**kept, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}


def repository(cache: Path, count: int, opened: int, say: Callable[[str], None]) -> Path:
    """The folder that holds `repository/` and `keys/`, made now or by an earlier run."""
    folder = cache / f"items-{count}-{opened}"
    if not (folder / "done").exists():
        if folder.exists():
            raise SystemExit(f"{folder} was begun and not finished; delete it and start again")
        say(f"making a repository of {count:,} items in {folder} (a few minutes for 100,000)")
        _build(folder, count, opened, say)
        (folder / "done").touch()
    return folder


def _build(folder: Path, count: int, opened: int, say: Callable[[str], None]) -> None:
    _, places = build_staff(folder)
    say("organizations and seats are there")
    sample = bulk_import(folder / "repository", make_items(count, opened, places), max(1, count // SAMPLE))
    say("items are there")
    git(folder / "repository", "reset", "--quiet", "--hard")
    check_sample(folder, sample)


def build_staff(folder: Path, count: int = ORGANIZATIONS) -> tuple[str, list[str]]:
    """The repository with its people, organizations and seats; its introduction, and the organizations for items."""
    for person in PEOPLE:
        keys.make(folder / "keys" / person, person, "")
    began = NOW - timedelta(days=1100)
    target = folder / "repository"
    admin = str(folder / "keys" / "lin")
    founded = setup.found(target, "gw", "云岭新区党工委", "work-committee", "lin", PEOPLE["lin"][0], None, admin, began)

    def act(action: Callable[..., object], *args: object) -> None:
        session = Session(target, began, admin)
        action(session, *args)
        session.close()

    for person, (name, _) in list(PEOPLE.items())[1:]:
        act(people.add, person, name, str(folder / "keys" / f"{person}.pub"))
    places = [f"zb{number:02d}" for number in range(1, count)]
    for number, org in enumerate(places, 1):
        act(organizations.add, org, f"第{number}党支部", "basic", "gw")
        for person, (_, seats) in PEOPLE.items():
            if seats:
                act(organizations.assign, org, seats, person)
    return founded.introduction, places


def bulk_import(target: Path, made: Iterable[Made], every: int) -> list[Made]:
    """Hand all items to git; returns a sample of them: one in `every`, and all that are open up to its size."""
    sample: list[Made] = []
    tip = git(target, "rev-parse", "HEAD")
    process = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=target, env=environment(), stdin=subprocess.PIPE)
    assert process.stdin is not None
    for number, item in enumerate(made):
        text = f"办理 {item.id}\n"
        process.stdin.write(bulk_commit(item.files, text, item.proposed, tip if number == 0 else None))
        if number % every == 0 or (item.state != "archived" and len(sample) < 2 * SAMPLE):
            sample.append(item)
    process.stdin.close()
    if process.wait() != 0:
        raise SystemExit("git fast-import failed")
    return sample


def bulk_commit(files: dict[str, bytes], message: str, when: datetime, parent: str | None) -> bytes:
    """An unsigned commit as `git fast-import` reads it."""
    text = message.encode()
    seconds = int(when.timestamp())
    head = f"commit refs/heads/main\ncommitter 陈思敏 <chen@pdctl.invalid> {seconds} +0800\ndata {len(text)}\n".encode()
    parts = [head, text, f"from {parent}\n".encode() if parent else b""]
    for path, data in files.items():
        parts += [f"M 100644 inline {path}\ndata {len(data)}\n".encode(), data, b"\n"]
    return b"".join(parts)


def check_sample(folder: Path, sample: list[Made]) -> None:
    """Read and replay a sample: every file is accepted by its schema, every item stands where it was meant to."""
    session = Session(folder / "repository", NOW)
    for item in sample:
        plan = session.view.plan(item.id)
        if plan is None:
            raise SystemExit(f"{item.id} has no plan")
        needs = requirements(plan, entry_of(session.view, plan), session.view.settings.policy)
        course = replay(plan, needs, session.view.records(item.id))
        if course.state != item.state or session.view.digest(item.id) != course.subject:
            raise SystemExit(f"{item.id} is {course.state}, not {item.state}")
    session.close()


def main() -> None:
    """Make a repository from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=500)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "pdctl-benchmarks")
    given = parser.parse_args()
    print(repository(given.cache, given.items, given.open, print))


if __name__ == "__main__":
    main()

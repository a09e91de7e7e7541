"""The index is a cache: whatever happened before or to its file, it says what a fresh one says."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdctl.actions.step import record_file
from pdctl.actions.texts import schema_for
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.model import Channel, Duration, Plan, Record
from pdctl.core.numbers import item_folder
from pdctl.store import codec
from pdctl.store.git import Git
from pdctl.store.index import Index
from pdctl.store.yaml_write import dump

ORGS = ("dzb", "dzb-a", "gw")
IDS = [f"{org}-2026112{day}-{tail}" for org in ORGS for day in (1, 2) for tail in ("abcd", "bcde")]
AT = "2026-11-23T10:00:00+08:00"
Files = dict[str, bytes]


def item_files(item: str, records: int, supersedes: str | None, number: int) -> Files:
    """An item with its first few records: proposed, published, archived."""
    org = item.rsplit("-", 2)[0]
    folder = item_folder(item)
    plan = Plan(
        item, org, "0001", "clear", entry="2.5.4", title="情况", family="report", scope="party",
        duration=Duration(days=5), channels=(Channel("meeting"),), supersedes=supersedes,
    )  # fmt: skip
    content = {"body.md": b"text\n", "item.yaml": dump(codec.plan_to(plan), schema_for(folder + "/c/i", "item"))}
    subject = subject_digest({name: file_digest(data) for name, data in content.items()})
    life: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("propose", "proposer", {"secrecy": "clear"}),
        ("publish", "publisher", {"channel": "meeting", "on": "2026-11-23", "where": "室", "number": f"2026-{number:03d}"}),
        ("archive", "archivist", {"retention": "y10", "archive_no": f"WS·2026-D10-{org.upper()}-{number:04d}"}),
    )  # fmt: skip
    files = {f"{folder}/content/{name}": data for name, data in content.items()}
    for seq, (step, seat, more) in enumerate(life[:records], 1):
        made = record_file(Record(item, seq, step, "chen", seat, org, AT, subject, **more))
        files |= {path: data for path, data in made.items() if data is not None}
    return files


class History:
    """A repository that is given one state after another; branches are as easy as steps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["git", "init", "-q", str(folder)], check=True)

    def commit(self, files: Files) -> str:
        """A commit that holds just these files."""
        blobs = {path: self._git("hash-object", "-w", "--stdin", data=data) for path, data in files.items()}
        lines = "".join(f"100644 {blob}\t{path}\n" for path, blob in blobs.items())
        (self.folder / ".git/index").unlink(missing_ok=True)
        self._git("update-index", "--index-info", data=lines.encode())
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        return self._git(*identity, "commit-tree", self._git("write-tree"), "-m", "x")

    def _git(self, *args: str, data: bytes = b"") -> str:
        done = subprocess.run(["git", *args], cwd=self.folder, input=data, capture_output=True, check=True)
        return done.stdout.decode().strip()


def answers(index: Index) -> dict[str, Any]:
    """Everything that can be asked."""
    return {
        "live": index.live(),
        "live of dzb": index.live("dzb"),
        "ids": index.all_ids(),
        "found": index.find("bcd"),
        "superseded": index.superseded(),
        "superseded by": [index.superseded_by(item) for item in IDS],
        "numbers": [index.highest_number(org, 2026) for org in ORGS],
        "archive": [index.highest_archive(org, f"WS·2026-D10-{org.upper()}") for org in ORGS],
        "given": index.given(),
    }


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(tmp_path_factory.mktemp("history"))


@pytest.fixture
def git(history: History) -> Iterator[Git]:
    opened = Git(history.folder)
    yield opened
    opened.close()


def some_state(history: History, seed: int) -> str:
    """A commit with some of the items, each somewhere in its life."""
    rng = random.Random(seed)
    files: Files = {"disclosure.yaml": b"x: 1\n", "catalogs/gw/notes/a/b/c": b"not an item\n"}
    for number, item in enumerate(rng.sample(IDS, rng.randint(0, len(IDS))), 1):
        files |= item_files(item, rng.randint(1, 3), rng.choice([None, *IDS]), number)
    if rng.random() < 0.3:  # an item's files under another organization belong to nobody
        files["catalogs/gw/items/2026/dzb-20261121-abcd/record/0001-archive.yaml"] = b"x: 1\n"
    return history.commit(files)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.lists(st.integers(0, 30), min_size=2, max_size=4), ask_between=st.booleans())
def test_an_index_that_followed_says_what_a_fresh_one_says(
    history: History, git: Git, seeds: list[int], ask_between: bool
) -> None:
    for seed in seeds:
        commit = some_state(history, seed)
        followed = Index(git, commit)
        if ask_between:
            assert answers(followed) == answers(Index.aside(git, commit))
        followed.close()
    assert answers(Index(git, commit)) == answers(Index.aside(git, commit))
    assert answers(Index(git, commit)) == answers(Index.aside(git, commit, numbered=True))


def index_file() -> Path:
    """The stored file of the one repository of a test."""
    (found,) = (Path.home() / ".cache/pdctl").glob("*/index.sqlite")
    return found


def _sql(*statements: str) -> Callable[[Path], None]:
    def spoil(file: Path) -> None:
        with sqlite3.connect(file) as db:
            for statement in statements:
                db.execute(statement)
        db.close()

    return spoil


def _swap_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    place = data.index("情况".encode())
    data[place : place + 6] = "假的".encode()
    file.write_bytes(data)


SPOILT: dict[str, Callable[[Path], None]] = {
    "cut short": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "empty": lambda file: file.write_bytes(b""),
    "no database": lambda file: file.write_bytes(b"something else\n" * 500),
    "one word changed": _swap_byte,
    "items taken out": _sql("DELETE FROM items"),
    "number raised": _sql("UPDATE items SET numbered = 1, number = '2026-999', archive_no = NULL"),
    "facts changed": _sql("UPDATE items SET facts = replace(facts, 'party', 'society')"),
    "facts without sense": _sql("UPDATE items SET facts = '{' WHERE live = 1"),
    "another layout": _sql("UPDATE meta SET value = '0 ' || substr(value, 3)", "DROP TABLE items"),
    "a commit that never was": _sql(f"UPDATE meta SET value = '2 {'a' * 40}'", "DELETE FROM items"),
    "seal lost": lambda file: file.with_name("index.sqlite.seal").unlink(),
    "seal without sense": lambda file: file.with_name("index.sqlite.seal").write_bytes(b"\xff\xfe"),
    "gone": lambda file: file.unlink(),
    "a folder in its place": lambda file: (file.unlink(), file.mkdir())[1],
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_file_is_not_believed(history: History, git: Git, how: str) -> None:
    commit = history.commit(
        {"a": b"b"} | item_files(IDS[0], 1, None, 1) | item_files(IDS[1], 3, IDS[2], 2) | item_files(IDS[2], 2, None, 3)
    )
    index = Index(git, commit)
    right = answers(index)
    index.close()
    assert right["numbers"] == [3, 0, 0]
    assert right["superseded"] == {IDS[2]}
    SPOILT[how](index_file())
    assert answers(Index(git, commit)) == right


def test_two_processes_on_two_commits_do_not_mislead_each_other(history: History, git: Git) -> None:
    one = history.commit(item_files(IDS[0], 1, None, 1))
    two = history.commit(item_files(IDS[1], 3, None, 1))
    first, second = Index(git, one), Index(git, two)
    for _ in range(2):
        assert (first.all_ids(), first.highest_number("dzb", 2026)) == ([IDS[0]], 0)
        assert (second.all_ids(), second.highest_number("dzb", 2026)) == ([IDS[1]], 1)


def test_a_place_where_nothing_can_be_kept_does_no_harm(
    history: History, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    commit = history.commit(item_files(IDS[0], 1, None, 1))
    assert Index(git, commit).all_ids() == [IDS[0]]

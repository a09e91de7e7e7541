"""New files in a split index, put there without git: it is as git would have made it, or git makes it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pdctl.core.findings import Stop
from pdctl.store import git_index
from pdctl.store.git import Failure, Git, Writer
from pdctl.store.split_index import parse
from pdctl.store.worktree import WorkTree
from tests.store.yard import FILES, RECORD, Yard

ADDITIONS: dict[str, dict[str, bytes]] = {
    "a record": {f"{RECORD}/0002-review.yaml": b"x\n"},
    "several records": {f"{RECORD}/0002-review.yaml": b"x\n", f"{RECORD}/0003-review.yaml": b"y\n"},
    "before all": {"0": b"x"},
    "after all": {"zz": b"x"},
    "below the first and the last": {"a.d/x": b"x", "z/zz": b"x"},
    "an empty file": {f"{RECORD}/empty": b""},
    "a name that begins as another": {"people.yaml2": b"x", "people": b"y", "z/z0/z": b"z"},
    "Chinese": {"catalogs/dzb/公开 [1].yaml": "内容\n".encode(), "党务/公开": b"x"},
    "a new folder": {f"{RECORD}/evidence/form.pdf": b"%PDF"},
    "a new item": {
        f"catalogs/dzb/items/2026/dzb-3/{name}": name.encode() for name in ("content/item.yaml", "record/1")
    },
    "folders in folders": {
        "n/e/w/1": b"1",
        "n/e/w/2": b"2",
        "n/e/x": b"3",
        "n/f/1": b"4",
        "o": b"5",
        "n/e/w/a/b": b"6",
    },
    "names of every padding": {f"pad/{'p' * length}": b"x" for length in range(1, 18)},
    "the same file twice": {"one/x": b"x", "two/x": b"x"},
}


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_is_as_git_makes_it(yard: Yard, name: str) -> None:
    files = ADDITIONS[name]
    shutil.copy2(yard.index, yard.index.with_name("theirs"))
    yard.follow(files)
    assert yard.asked == []
    yard.git("update-index", "--add", "--", *files, index="theirs")
    assert yard.entries() == yard.entries("theirs")
    yard.git("write-tree", index="theirs")
    assert yard.trees() == yard.trees("theirs")
    in_order(yard)


def in_order(yard: Yard) -> None:
    """The index is the commit, to git as well, and a commit after it is right."""
    tree = yard.git("rev-parse", "HEAD^{tree}")
    assert yard.git("status", "--porcelain") == ""
    assert yard.git("write-tree") == tree
    assert yard.trees()[""][2] == tree
    yard.git("fsck", "--strict", "--no-dangling")
    assert sorted(path.name for path in yard.index.parent.glob("*.tmp")) == []
    assert not yard.index.with_name("index.lock").exists()
    yard.write("later", b"later")
    yard.git("add", "later")
    yard.git("commit", "-q", "-m", "later")
    assert yard.git("diff", "--name-only", "HEAD^", "HEAD") == "later"


@pytest.mark.parametrize("seed", range(8))
def test_any_files_one_after_the_other(yard: Yard, seed: int) -> None:
    """Names by chance, in folders that are there and folders that are not, some of them with equal content."""
    chance = random.Random(seed)
    known = {*FILES}
    for step in range(5):
        files: dict[str, bytes] = {}
        while len(files) < chance.randint(1, 4):
            path = "/".join(chance.choice(["a", "a.b", "a-", "b", "catalogs", "dzb", "z", "名"]) for _ in range(3))
            path = chance.choice([f"{RECORD}/{chance.randrange(99):04d}.yaml", path, f"catalogs/{path}"])
            taken = known | files.keys()
            if not any(one == path or one.startswith(f"{path}/") or path.startswith(f"{one}/") for one in taken):
                files[path] = chance.choice([b"", b"same\n", f"{step} {path}\n".encode()])
        known |= files.keys()
        shutil.copy2(yard.index, yard.index.with_name("theirs"))
        yard.follow(files)
        yard.git("update-index", "--add", "--", *files, index="theirs")
        # While it runs, git marks the entries that stand on top in place of shared ones.
        assert yard.entries().replace("8000000", "0") == yard.entries("theirs").replace("8000000", "0")
        assert yard.git("write-tree") == yard.git("write-tree", index="theirs") == yard.git("rev-parse", "HEAD^{tree}")
        assert yard.git("status", "--porcelain") == ""
    assert len(yard.asked) < 5  # equal folders are left to git, all others are not
    in_order(yard)


def test_one_after_the_other(yard: Yard) -> None:
    for number in range(2, 9):
        yard.follow({f"{RECORD}/{number:04}-review.yaml": b"%d\n" % number})
    assert yard.asked == []
    in_order(yard)


def test_after_git_has_written_its_index_again(yard: Yard) -> None:
    yard.follow({f"{RECORD}/2": b"2"})
    subprocess.run(["git", "status"], cwd=yard.folder, check=True, capture_output=True)  # takes notes in the index
    yard.follow({f"{RECORD}/3": b"3"})
    yard.git("reset", "-q", "--hard", "HEAD^")
    yard.follow({f"{RECORD}/4": b"4"})
    assert yard.asked == []
    in_order(yard)


def test_entries_that_replace_shared_ones_stay(yard: Yard) -> None:
    for path in ("a", "z/z"):
        os.utime(yard.folder / path, (10**9 + 5, 10**9 + 5))
    yard.git("update-index", "--refresh")
    mine = yard.entries().split("\n")
    yard.follow({f"{RECORD}/2": b"2", "0": b"first"})
    assert yard.asked == []
    assert set(mine) <= set(yard.entries().split("\n"))
    in_order(yard)


def test_the_step_after_a_change_is_quick_again(yard: Yard) -> None:
    """A changed file is git's to take in, and then it does not know the trees above it any more."""
    yard.follow({"people.yaml": b"changed"})
    assert yard.asked == [["people.yaml"]]
    assert yard.trees()[""][2] == ""
    yard.follow({f"{RECORD}/2": b"2"})
    assert len(yard.asked) == 1
    in_order(yard)


@pytest.mark.parametrize(
    "files",
    [
        {"people.yaml": b"changed"},
        {"people.yaml": None},
        {"people.yaml": None, "new": b"x"},
        {f"many/{number}": b"x" for number in range(300)},
    ],
    ids=["changed", "removed", "removed and new", "many"],
)
def test_everything_else_is_left_to_git(yard: Yard, files: dict[str, bytes | None]) -> None:
    yard.follow(files)
    assert yard.git("status", "--porcelain") == ""
    assert yard.git("write-tree") == yard.git("rev-parse", "HEAD^{tree}")


def staged(yard: Yard) -> None:
    yard.write("people.yaml", b"mine")
    yard.git("add", "people.yaml")


def staged_beside(yard: Yard) -> None:
    yard.write(f"{RECORD}/mine.yaml", b"mine")
    yard.git("add", RECORD)


def staged_with_known_trees(yard: Yard) -> None:
    staged_beside(yard)
    yard.git("write-tree")


def removed(yard: Yard) -> None:
    yard.git("rm", "-q", "--cached", f"{RECORD}/0001-propose.yaml")


def removed_with_known_trees(yard: Yard) -> None:
    removed(yard)
    yard.git("write-tree")


def intended(yard: Yard) -> None:
    yard.write(f"{RECORD}/mine.yaml", b"mine")
    yard.git("add", "-N", RECORD)


def intended_with_known_trees(yard: Yard) -> None:
    intended(yard)
    yard.git("write-tree")


def in_conflict(yard: Yard) -> None:
    blob = yard.git("hash-object", "-w", "people.yaml")
    lines = "".join(f"100644 {blob} {stage}\tpeople.yaml\n" for stage in (1, 2, 3))
    yard.git("update-index", "--index-info", data=f"0 {'0' * 40}\tpeople.yaml\n{lines}".encode())


def executable(yard: Yard) -> None:
    yard.git("update-index", "--chmod=+x", "z/z")


STAGED: list[Callable[[Yard], None]] = [
    staged,
    staged_beside,
    staged_with_known_trees,
    removed,
    removed_with_known_trees,
    intended,
    intended_with_known_trees,
    in_conflict,
    executable,
]


@pytest.mark.parametrize("stage", STAGED, ids=lambda stage: str(stage.__name__))
def test_what_the_user_staged_stays_to_the_letter(yard: Yard, stage: Callable[[Yard], None]) -> None:
    stage(yard)
    mine, difference = yard.entries(), yard.git("diff-index", "--cached", "HEAD")
    for number in (2, 3):
        yard.follow({f"{RECORD}/{number:04}-review.yaml": b"%d" % number})
    assert yard.git("diff-index", "--cached", "HEAD") == difference
    now = yard.entries().split("\n")
    assert [line for line in mine.split("\n") if line not in now] == []
    if stage is in_conflict:
        yard.git("add", "people.yaml")
    yard.git("commit", "-q", "--allow-empty", "-m", "mine")
    assert f"{RECORD}/0003-review.yaml" in yard.git("ls-tree", "-r", "--name-only", "HEAD").split("\n")
    assert yard.git("diff", "--name-only", "HEAD^", "HEAD", "--", "people.yaml") == ("people.yaml" * (stage is staged))


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_flags_of_the_user_stay(yard: Yard, flag: str) -> None:
    yard.git("update-index", flag, "people.yaml")
    mine = yard.entries().split("\n")
    yard.follow({f"{RECORD}/2": b"2"})
    assert set(mine) <= set(yard.entries().split("\n"))
    assert yard.git("ls-files", "-v", "people.yaml") == {"-a": "h", "-s": "S"}[flag[1:3]] + " people.yaml"


def test_what_changed_in_the_same_instant_is_still_seen(yard: Yard) -> None:
    """git trusts times only where they are older than its index, so the index must not seem younger than it was."""
    yard.git("config", "core.trustctime", "false")
    before = yard.index.stat().st_mtime_ns
    os.utime(yard.write("people.yaml", b"9\n"), ns=(before, before))
    assert yard.git("status", "--porcelain") == " M people.yaml"
    yard.follow({f"{RECORD}/2": b"2"})
    assert yard.asked == []
    assert yard.git("status", "--porcelain") == " M people.yaml"
    record = yard.folder / RECORD / "2"
    time = record.stat().st_mtime_ns
    record.write_bytes(b"3")
    os.utime(record, ns=(time, time))
    assert f" M {RECORD}/2" in yard.git("status", "--porcelain").split("\n")


def test_a_file_that_changes_while_it_is_taken_in(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    write = WorkTree._write

    def and_the_user(self: WorkTree, path: str, data: bytes | None) -> None:
        write(self, path, data)
        yard.write(path, b"mine")

    monkeypatch.setattr(WorkTree, "_write", and_the_user)
    yard.follow({f"{RECORD}/2": b"2"})
    assert yard.asked == [[f"{RECORD}/2"]]
    assert yard.git("status", "--porcelain") == f"M  {RECORD}/2"


def test_a_file_that_stays_out_leaves_it_all_to_git(yard: Yard) -> None:
    """TREE would say that the index is the new commit before it is."""
    yard.write(f"{RECORD}/2", b"mine")
    assert yard.follow({f"{RECORD}/2": b"2", f"{RECORD}/3": b"3"}) == (f"{RECORD}/2",)
    assert yard.asked == [[f"{RECORD}/3"]]
    assert yard.git("status", "--porcelain") == f" M {RECORD}/2"


def test_the_top_file_does_not_grow_for_ever(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pdctl.store.split_index.MOST", 3)
    shared = set(yard.index.parent.glob("sharedindex.*"))
    for number in range(12):
        yard.follow({f"{RECORD}/{number}": b"x"})
        os.utime(yard.folder / RECORD / str(number), (10**9, 10**9))
        yard.git("-c", "splitIndex.maxPercentChange=100", "update-index", "--refresh")
    assert 0 < len(yard.asked) < 6
    assert set(yard.index.parent.glob("sharedindex.*")) - shared
    assert yard.index.read_bytes()[8:12] < b"\0\0\0\5"
    in_order(yard)


def test_the_shared_file_is_marked_as_in_use(yard: Yard) -> None:
    (shared,) = yard.index.parent.glob("sharedindex.*")
    os.utime(shared, (0, 0))
    yard.follow({f"{RECORD}/2": b"2"})
    assert shared.stat().st_mtime > 10**9


class TestOtherProgramsAtWork:
    def test_one_that_ends_soon_is_waited_for(self, yard: Yard) -> None:
        lock = yard.index.with_name("index.lock")
        lock.write_bytes(b"")
        with subprocess.Popen(["sh", "-c", 'sleep 0.3; rm "$0"', str(lock)]):
            yard.follow({f"{RECORD}/2": b"2"})
        assert yard.git("status", "--porcelain") == ""

    def test_its_lock_is_never_touched(self, yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(git_index, "_PATIENCE", 0.2)
        lock, before = yard.index.with_name("index.lock"), yard.index.read_bytes()
        lock.write_bytes(b"theirs")
        with pytest.raises(Failure, match=r"^$|index.lock"):
            yard.follow({f"{RECORD}/2": b"2"})
        assert (lock.read_bytes(), yard.index.read_bytes()) == (b"theirs", before)
        with pytest.raises(Stop):
            WorkTree(Git(yard.folder)).check()
        assert lock.exists()

    def test_one_that_was_quicker_loses_nothing(self, yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
        link = os.link

        def late(source: Path, target: Path) -> None:
            if not yard.asked:
                yard.write("mine", b"mine")
                yard.git("add", "mine")
            link(source, target)

        monkeypatch.setattr(os, "link", late)
        yard.follow({f"{RECORD}/2": b"2"})
        assert yard.asked == [[f"{RECORD}/2"]]
        assert yard.git("status", "--porcelain") == "A  mine"


INSTANTS = ["chmod", "utime", "link", "replace", "unlink"]


@pytest.mark.parametrize("call", INSTANTS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_instant(yard: Yard, call: str, when: str) -> None:
    """Nothing is left that the next command does not put in order, and git itself sees the old index or the new."""
    files: dict[str, bytes | None] = {f"{RECORD}/2": b"2", "n/e/w": b"new"}
    old, new = yard.commit(files)
    tree = WorkTree(Git(yard.folder))
    tree.announce(old, new)
    before = yard.entries()
    child = os.fork()
    if child == 0:
        kill_at(call, when)
        WorkTree(Git(yard.folder)).follow(Writer(yard.folder), old, new)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert yard.git("ls-files", "-s").count("\n") + 1 in (len(FILES), len(FILES) + 2)
    assert set(before.split("\n")) <= set(yard.entries().split("\n"))
    tree.heal(Writer)
    in_order(yard)


def kill_at(call: str, when: str) -> None:
    """End this process, without a word, as it puts the new index in its place."""
    of = Path if call in ("chmod", "unlink") else os
    real = getattr(of, call)

    def last(*args: object, **how: object) -> object:
        ours = any("index" in os.fsdecode(name) for name in args if isinstance(name, str | Path))
        if when == "after":
            real(*args, **how)
        if ours:
            os._exit(9)
        return real(*args, **how) if when == "before" else None

    setattr(of, call, last)


def test_a_lock_of_ours_is_known_from_anothers(yard: Yard) -> None:
    tree = WorkTree(Git(yard.folder))
    whole, lock = yard.index.with_name("pdctl-index.tmp"), yard.index.with_name("index.lock")
    whole.write_bytes(b"x")
    lock.write_bytes(b"x")
    assert tree.index is not None
    assert tree.index.locked
    tree.index.clear()
    assert lock.exists()
    assert not whole.exists()
    lock.rename(whole)
    os.link(whole, lock)
    assert not tree.index.locked
    tree.index.clear()
    assert not lock.exists()


class TestWhatIsNotUnderstood:
    """Any other form of an index is git's alone, and the step comes out the same."""

    @pytest.fixture(
        params=[
            ("update-index", "--no-split-index"),
            ("update-index", "--index-version", "4"),
            ("update-index", "--force-untracked-cache"),
            ("-c", "core.fsmonitor=true", "update-index", "--fsmonitor"),
            ("-c", "index.threads=2", "update-index", "--force-write-index"),
        ],
        ids=["whole", "version 4", "untracked cache", "fsmonitor", "threads"],
    )
    def other(self, yard: Yard, request: pytest.FixtureRequest) -> Yard:
        yard.git(*request.param)
        return yard

    def test_another_form(self, other: Yard) -> None:
        assert parse(other.index.read_bytes()) is None
        other.follow({f"{RECORD}/2": b"2"})
        assert other.asked == [[f"{RECORD}/2"]]
        in_order(other)

    def test_a_sparse_index(self, yard: Yard) -> None:
        """git cannot split it, and must not be asked to."""
        yard.git("update-index", "--no-split-index")
        yard.git("sparse-checkout", "set", "--cone", "--sparse-index", "catalogs")
        for number in (2, 3):
            yard.follow({f"{RECORD}/{number}": b"x"})
        assert b"link" not in yard.index.read_bytes()
        assert yard.git("status", "--porcelain") == ""
        assert yard.git("write-tree") == yard.git("rev-parse", "HEAD^{tree}")

    def test_version_3(self, yard: Yard) -> None:
        yard.git("update-index", "--skip-worktree", "z/z")
        yard.git("update-index", "--skip-worktree", "a")
        data = yard.index.read_bytes()
        assert (data[7], parse(data)) == (3, None)

    def test_a_repository_of_sha256(self, tmp_path: Path) -> None:
        folder = tmp_path / "sha256"
        subprocess.run(["git", "init", "-q", "--object-format=sha256", str(folder)], check=True)
        yard = Yard(folder)
        yard.write("a", b"a")
        yard.git("add", "a")
        yard.git("update-index", "--split-index")
        assert parse(yard.index.read_bytes()) is None

    def test_no_checksum(self, yard: Yard) -> None:
        data = yard.index.read_bytes()
        assert parse(data) is not None
        assert parse(data[:-20] + bytes(20)) is None

    def test_one_byte_is_wrong(self, yard: Yard) -> None:
        data = yard.index.read_bytes()
        for at in range(len(data)):
            assert parse(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) is None
        for length in range(len(data)):
            assert parse(data[:length]) is None

    def test_wrong_within_a_right_checksum(self, yard: Yard) -> None:
        """Whatever stands there, it is refused or taken in, and nothing is raised."""
        yard.follow({f"{RECORD}/2": b"2"})
        data = yard.index.read_bytes()[:-20]
        for at in range(len(data)):
            for value in (0, 255):
                broken = data[:at] + bytes([value]) + data[at + 1 :]
                top = parse(broken + hashlib.sha1(broken).digest())
                if top is not None:
                    _ = top.root

    def test_trees_that_are_not_there(self, yard: Yard) -> None:
        """TREE holds less than it says it does: what is missing is not guessed at."""
        top = parse(yard.index.read_bytes())
        assert top is not None
        assert top.with_files({}, {b"x": ("1" * 40, "2" * 40)}) is None
        root = top.root
        assert top.with_files({}, {b"": (root, "2" * 40), b"catalogs": ("1" * 40, "2" * 40)}) is None

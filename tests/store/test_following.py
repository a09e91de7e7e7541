"""Whatever two commits make of a path, the work tree follows; where something of the user's is in the way, it stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pdctl.store import git_index, objects
from pdctl.store.git import Git, Writer
from pdctl.store.worktree import WorkTree
from tests.store.yard import Yard


@pytest.fixture(params=["small", "large"])
def yard(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Yard:
    """A repository; git's index in it counts as large or does not."""
    if request.param == "large":
        monkeypatch.setattr(git_index, "_LARGE", 0)
    return Yard.made(tmp_path / "yard")


def in_order(yard: Yard) -> None:
    assert yard.git("status", "--porcelain") == ""
    assert yard.git("write-tree") == yard.git("rev-parse", "HEAD^{tree}")
    assert list(yard.folder.rglob("*.tmp")) == []


SHAPES: dict[str, dict[str, bytes | None]] = {
    "a file becomes a folder": {"a": None, "a/x": b"1", "a/y/z": b"2"},
    "a folder becomes a file": {"z/z": None, "z": b"1"},
    "both": {"a": None, "a/x": b"1", "z/z": None, "z": b"2"},
    "a folder of folders becomes a file": {
        "catalogs/dzb/items/2026/dzb-1/content/item.yaml": None,
        "catalogs/dzb/items/2026/dzb-1/record/0001-propose.yaml": None,
        "catalogs/dzb/items/2026/dzb-1": b"1",
    },
    "a name with a line break": {"new\nline": b"1", "f\n/x": b"2"},
    "a name that is no UTF-8": {os.fsdecode(b"caf\xe9/\xff"): b"1"},
    "another case": {"people.yaml": None, "People.yaml": b"6\n"},
}


@pytest.mark.parametrize("name", SHAPES)
def test_there_and_back(yard: Yard, name: str) -> None:
    """As when an admin puts back what a bad commit had made of a path."""
    before = {path: yard.git("cat-file", "blob", f"HEAD:{path}").encode() + b"\n" for path in removed(SHAPES[name])}
    for files in (SHAPES[name], {**dict.fromkeys(SHAPES[name]), **before}):
        assert yard.follow(files) == ()
        in_order(yard)
        for path, data in files.items():
            assert data is None or (yard.folder / path).read_bytes() == data


def removed(files: dict[str, bytes | None]) -> list[str]:
    return [path for path, data in files.items() if data is None]


def test_a_folder_that_is_left_empty_goes(yard: Yard) -> None:
    yard.write("z/deep/er/file", b"1")
    yard.git("add", "-A")
    yard.git("commit", "-q", "-m", "deep")
    yard.follow({"z/deep/er/file": None})
    assert sorted(path.name for path in (yard.folder / "z").iterdir()) == ["z"]


def test_the_folder_in_which_the_user_stands_stays(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(yard.folder / "z")
    yard.follow({"z/z": None})
    assert (yard.folder / "z").is_dir()
    in_order(yard)


def test_empty_folders_are_in_nobodys_way(yard: Yard) -> None:
    (yard.folder / "new/er").mkdir(parents=True)
    assert yard.follow({"new": b"1"}) == ()
    in_order(yard)


@pytest.mark.parametrize("name", SHAPES)
def test_what_the_user_took_out_of_the_index_already(yard: Yard, name: str) -> None:
    for path in removed(SHAPES[name]):
        yard.git("rm", "-q", "--cached", path)
    assert yard.follow(SHAPES[name]) == ()
    in_order(yard)


class TestSomethingOfTheUsersIsInTheWay:
    def test_a_file_in_the_folder_that_becomes_a_file(self, yard: Yard) -> None:
        mine = yard.write("z/mine", b"mine")
        assert yard.follow({"z/z": None, "z": b"1"}) == ("z",)
        assert mine.read_bytes() == b"mine"
        assert yard.git("diff", "--cached", "--name-only", "HEAD") == "", "his next commit takes nothing back"

    def test_a_link_in_an_empty_folder(self, yard: Yard, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (yard.folder / "new").mkdir()
        (yard.folder / "new/link").symlink_to(tmp_path / "elsewhere")
        assert yard.follow({"new": b"1"}) == ("new",)
        assert (yard.folder / "new/link").is_symlink()

    def test_a_changed_file_that_becomes_a_folder(self, yard: Yard) -> None:
        yard.write("a", b"mine")
        assert yard.follow({"a": None, "a/x": b"1"}) == ("a", "a/x")
        assert (yard.folder / "a").read_bytes() == b"mine"
        assert yard.git("diff", "--cached", "--name-only", "HEAD") == ""

    @pytest.mark.parametrize("staged", [True, False])
    def test_a_file_where_a_folder_comes(self, yard: Yard, staged: bool) -> None:
        yard.write("new", b"mine")
        if staged:
            yard.git("add", "new")
        assert yard.follow({"new/x": b"1", "other": b"2"}) == ("new/x",)
        assert (yard.folder / "new").read_bytes() == b"mine"
        assert yard.git("diff", "--cached", "--name-only", "HEAD") == ""

    def test_a_staged_folder_where_a_file_comes(self, yard: Yard) -> None:
        yard.write("new/mine", b"mine")
        yard.git("add", "new")
        assert yard.follow({"new": b"1"}) == ("new",)
        assert (yard.folder / "new/mine").read_bytes() == b"mine"
        assert yard.git("diff", "--cached", "--name-only", "HEAD") == ""

    def test_a_changed_file_with_a_name_of_its_own(self, yard: Yard) -> None:
        yard.follow({"new\nline": b"1"})
        yard.write("new\nline", b"mine")
        assert yard.follow({"new\nline": b"2"}) == ("new\nline",)
        assert (yard.folder / "new\nline").read_bytes() == b"mine"

    def test_a_pipe(self, yard: Yard) -> None:
        os.mkfifo(yard.folder / "pipe")
        assert yard.follow({"pipe": b"1"}) == ("pipe",)

    def test_a_conflict(self, yard: Yard) -> None:
        blob = yard.git("rev-parse", "HEAD:people.yaml")
        lines = "".join(f"100644 {blob} {stage}\tpeople.yaml\n" for stage in (1, 2, 3))
        yard.git("update-index", "--index-info", data=f"0 {'0' * 40}\tpeople.yaml\n{lines}".encode())
        assert yard.follow({"people.yaml": b"2"}) == ("people.yaml",)
        assert yard.git("ls-files", "-u", "people.yaml").count("\n") == 2


class TestWhereGitIsNotToLook:
    """git itself would leave such a file out, or even take it out of its index."""

    FLAGS = (("--assume-unchanged", "h"), ("--skip-worktree", "S"))

    @pytest.mark.parametrize(("flag", "tag"), FLAGS)
    def test_it_follows_and_the_flag_stays(self, yard: Yard, flag: str, tag: str) -> None:
        yard.git("update-index", flag, "people.yaml", "a")
        assert yard.follow({"people.yaml": b"new", "a": None, "other": b"1"}) == ()
        assert (yard.folder / "people.yaml").read_bytes() == b"new"
        assert yard.git("ls-files", "-v", "people.yaml") == f"{tag} people.yaml"
        in_order(yard)

    @pytest.mark.parametrize(("flag", "tag"), FLAGS)
    def test_what_the_user_has_there_stays(self, yard: Yard, flag: str, tag: str) -> None:
        yard.git("update-index", flag, "people.yaml")
        yard.write("people.yaml", b"mine")
        assert yard.follow({"people.yaml": b"new"}) == ("people.yaml",)
        assert (yard.folder / "people.yaml").read_bytes() == b"mine"
        assert yard.git("ls-files", "-v", "people.yaml") == f"{tag} people.yaml"
        in_order(yard)

    def test_a_file_outside_a_sparse_checkout(self, yard: Yard) -> None:
        yard.git("sparse-checkout", "set", "--cone", "catalogs")
        assert yard.follow({"z/z": b"new"}) == ()
        assert not (yard.folder / "z").exists()
        in_order(yard)


class TestWhatIsNoPlainFile:
    """pdctl commits none; but a bad commit may, and the work tree has it when it is put right."""

    def made(self, yard: Yard, mode: str, target: str) -> None:
        oid = yard.git("hash-object", "-w", "--stdin", data=target.encode()) if mode != "160000" else target
        yard.git("update-index", "--cacheinfo", f"{mode},{oid},a")
        (yard.folder / "a").unlink()
        yard.git("commit", "-q", "-m", "bad")
        yard.git("checkout", "-q", "--", "a")
        yard.git("status", "--porcelain")

    @pytest.mark.parametrize("data", [b"right", None])
    def test_a_link_is_replaced_and_not_followed(self, yard: Yard, tmp_path: Path, data: bytes | None) -> None:
        secret = tmp_path / "secret"
        secret.write_bytes(b"secret")
        self.made(yard, "120000", str(secret))
        assert (yard.folder / "a").is_symlink()
        assert yard.follow({"a": data}) == ()
        assert secret.read_bytes() == b"secret"
        in_order(yard)

    def test_a_link_of_the_users(self, yard: Yard, tmp_path: Path) -> None:
        self.made(yard, "120000", "somewhere")
        (yard.folder / "a").unlink()
        (yard.folder / "a").symlink_to("elsewhere")
        assert yard.follow({"a": b"right"}) == ("a",)
        assert os.readlink(yard.folder / "a") == "elsewhere"

    def test_a_program(self, yard: Yard) -> None:
        self.made(yard, "100755", "x")
        assert yard.follow({"a": b"right"}) == ()
        in_order(yard)

    def test_one_that_becomes_a_link_or_a_program(self, yard: Yard) -> None:
        for mode, left in (("120000", ("a",)), ("100755", ())):
            old = yard.git("rev-parse", "HEAD")
            blob = yard.git("hash-object", "-w", "--stdin", data=b"x")
            yard.git("read-tree", "HEAD", index="side")
            yard.git("update-index", "--cacheinfo", f"{mode},{blob},a", index="side")
            new = yard.git("commit-tree", yard.git("write-tree", index="side"), "-p", old, "-m", "bad")
            yard.git("update-ref", "refs/heads/main", new)
            assert WorkTree(Git(yard.folder)).follow(Writer(yard.folder), old, new) == left
            assert yard.git("diff", "--cached", "--name-only", "HEAD") == ""
            yard.git("reset", "-q", "--hard")

    def test_a_repository_in_the_repository(self, yard: Yard) -> None:
        self.made(yard, "160000", yard.git("rev-parse", "HEAD"))
        yard.git("config", "diff.ignoreSubmodules", "all")
        assert yard.follow({"a": b"right"}) == ("a",)
        assert yard.git("diff", "--cached", "--name-only", "HEAD") == ""

    def test_one_that_is_too_large(self, yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(objects, "MAX_OBJECT", 2000)
        assert yard.follow({"large": bytes(3000), "new": b"1"}) == ("large",)
        assert (yard.folder / "new").read_bytes() == b"1"


def test_thousands_of_changed_files(tmp_path: Path) -> None:
    """Their names are more than one command line holds."""
    files = {f"{'folder' * 30}/{'name' * 40}-{number}": b"1" for number in range(7000)}
    yard = Yard.made(tmp_path / "many", files)
    old = yard.git("rev-parse", "HEAD")
    (yard.folder / "x").write_bytes(b"2")
    blob = yard.git("hash-object", "-w", "x")
    (yard.folder / "x").unlink()
    yard.git("read-tree", old, index="side")
    lines = "".join(f"100644 {blob}\t{path}\n" for path in files)
    yard.git("update-index", "--index-info", index="side", data=lines.encode())
    new = yard.git("commit-tree", yard.git("write-tree", index="side"), "-p", old, "-m", "next")
    yard.index.with_name("side").unlink()
    yard.git("update-ref", "refs/heads/main", new)
    assert WorkTree(Git(yard.folder)).follow(Writer(yard.folder), old, new) == ()
    in_order(yard)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write to everything")
def test_a_lock_that_may_only_be_read(yard: Yard) -> None:
    """As that of another account in a repository that several share."""
    lock = yard.folder / ".git/pdctl.lock"
    lock.touch(0o444)
    yard.follow({"new": b"1"})
    in_order(yard)


@pytest.mark.parametrize("name", SHAPES)
def test_killed_before_the_index_knew(yard: Yard, name: str) -> None:
    """All files are in their places; the next command does it again, and comes to the same."""
    old, new = yard.commit(SHAPES[name])
    tree = WorkTree(Git(yard.folder))
    index = yard.index.read_bytes()
    tree.follow(Writer(yard.folder), old, new)
    yard.index.write_bytes(index)
    tree.announce(old, new)
    tree.heal(Writer)
    assert not (yard.folder / ".git/pdctl-follow.json").exists()
    in_order(yard)

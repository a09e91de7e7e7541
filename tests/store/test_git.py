"""The gateway to git: bytes in and out, and what happens when git does not answer."""

from __future__ import annotations

import os
import signal
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from pdctl.core.findings import CONFLICT, ENVIRONMENT, Stop
from pdctl.store import patience
from pdctl.store.calls import clean_environment
from pdctl.store.git import Failure, Git, Identity, Writer, parse_commit, parse_tree
from pdctl.store.history import BadObject, read_object
from tests.story import Story


def test_objects_by_name(story: Story) -> None:
    git = Git(story.folder)
    assert git.tip("HEAD") == story.tip()
    found = git.objects.read("HEAD:people.yaml")
    assert found is not None
    assert (found[1], found[2]) == ("blob", (story.folder / "people.yaml").read_bytes())
    for name in (
        "HEAD:nosuch",
        "nosuch",
        "",
        " ",
        "HEAD:",
        "a\nb",
        "\udcff",
        "HEAD:\udcff",
        "0" * 40,
        "--help",
        "HEAD^{tag}",
    ):
        answer = git.objects.read(name)
        assert answer is None or answer[1] == "tree", name
    assert git.tip("HEAD") == story.tip(), "the questions and answers are still in step"
    git.close()


def test_many_objects_in_order(story: Story) -> None:
    git = Git(story.folder)
    names = [name for _ in range(100) for name in ("HEAD:people.yaml", "nosuch", "HEAD:disclosure.yaml")]
    answers = list(git.objects.read_many(names))
    assert len(answers) == 300
    assert answers[1] is None
    assert answers[0] == answers[297]
    assert answers[2] == answers[299]
    git.close()


def test_git_that_dies(story: Story) -> None:
    """No half answer is taken for one, and no broken pipe for a reader that went away."""
    git = Git(story.folder)
    git.tip("HEAD")
    process = git.objects._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with pytest.raises(Stop) as stop:
        git.tip("HEAD")
    assert stop.value.exit_code == ENVIRONMENT
    git.close()


def test_a_command_that_fails(story: Story) -> None:
    git = Git(story.folder)
    with pytest.raises(Failure) as failure:
        git.run("-c", "a.b=c", "cat-file", "-t", "nosuch")
    assert failure.value.command == "cat-file"
    assert failure.value.stderr
    with pytest.raises(Failure):
        list(git.stream("ls-tree", "nosuch"))


def test_where_it_stands(story: Story) -> None:
    """From a folder below, paths still count from the top."""
    git = Git(story.folder / "catalogs/dzb")
    assert git.work_tree == story.folder.resolve() == git.folder.resolve()
    assert git.git_dir == (story.folder / ".git").resolve()
    assert b"people.yaml" in git.run("ls-tree", "--name-only", "HEAD")


def test_a_tree_with_every_kind_of_name(story: Story) -> None:
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], cwd=story.folder, input=b"x", capture_output=True, check=True
    ).stdout.strip()
    names = [b"a b", "党务".encode(), b"\xff\xfe", b'"q"', b"tab\there", b"-", b"\xc3\xa9"]
    lines = b"".join(b"100644 blob %s\t%s\0" % (blob, name) for name in names)
    tree = subprocess.run(
        ["git", "mktree", "-z"], cwd=story.folder, input=lines, capture_output=True, check=True
    ).stdout
    entries = Git(story.folder).tree(tree.decode().strip())
    assert sorted(entry.name for entry in entries) == sorted(names)
    assert {entry.oid for entry in entries} == {blob.decode()}


def test_a_commit_taken_apart(story: Story) -> None:
    commit = Git(story.folder).commit(story.tip())
    assert commit is not None
    assert commit.parents == (story.git("rev-parse", "HEAD~1"),)
    assert commit.tree == story.git("rev-parse", "HEAD^{tree}")
    assert (commit.signature or "").startswith("-----BEGIN SSH SIGNATURE-----\n")
    assert b"gpgsig" not in commit.payload
    raw = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=story.folder, capture_output=True, check=True
    ).stdout
    signature = "\n ".join((commit.signature or "").split("\n")).encode()
    assert commit.payload.replace(b"\n\n", b"\ngpgsig " + signature + b"\n\n", 1) == raw


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"tree x\n", b"gpgsig \n x\n\nm", b"\xff\xfe\n\n\xff", b"gpgsig a\ngpgsig b\n\nm"]
)
def test_commits_that_are_none(data: bytes) -> None:
    """Whatever the bytes, there is an answer; what it is worth others decide."""
    assert parse_commit("0" * 40, data).oid == "0" * 40


def test_an_empty_tree() -> None:
    assert parse_tree(b"") == []


def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("GIT_TRACE", "1")
    found = clean_environment()
    assert "GIT_DIR" not in found
    assert "GIT_TRACE" not in found
    assert found["GIT_NO_REPLACE_OBJECTS"] == "1"


class TestWriting:
    WHO = Identity("陈思敏", "chen@pdctl.invalid", 1764000000, "+0800")

    def commit(self, story: Story, parent: str | None) -> str:
        tree = story.git("rev-parse", "HEAD^{tree}")
        return Writer(story.folder).commit(tree, parent, "一行\n", self.WHO, str(story.keys / "chen"))

    def test_a_signed_commit(self, story: Story) -> None:
        oid = self.commit(story, story.tip())
        assert (
            story.git("log", "-1", "--format=%an <%ae> %at %cn %s", oid)
            == "陈思敏 <chen@pdctl.invalid> 1764000000 陈思敏 一行"
        )
        assert story.tip() != oid, "no ref moves"

    def test_compare_and_swap(self, story: Story) -> None:
        old = story.tip()
        first, second = self.commit(story, old), self.commit(story, story.git("rev-parse", "HEAD~1"))
        writer = Writer(story.folder)
        writer.swap("refs/heads/main", first, old, "test")
        for wrong in (old, None, second):
            with pytest.raises(Stop) as stop:
                writer.swap("refs/heads/main", second, wrong, "test")
            assert stop.value.exit_code == CONFLICT
        assert story.tip() == first
        assert story.git("reflog", "-1", "--format=%gs", "main") == "test"

    def test_a_new_ref(self, story: Story) -> None:
        writer = Writer(story.folder)
        writer.swap("refs/heads/new", story.tip(), None, "test")
        with pytest.raises(Stop):
            writer.swap("refs/heads/new", story.tip(), None, "test")

    def test_text_never_becomes_an_option(self, story: Story) -> None:
        """Names and messages that look like options or configuration."""
        who = Identity("--exec=x\n<a>", "-c", 1764000000, "+0000")
        tree = story.git("rev-parse", "HEAD^{tree}")
        oid = Writer(story.folder).commit(tree, None, "--amend\n# kept\n", who, str(story.keys / "chen"))
        assert story.git("log", "-1", "--format=%B", oid) == "--amend\n# kept"


def test_no_folder(tmp_path: Path) -> None:
    for folder in (tmp_path / "nosuch", tmp_path):
        with pytest.raises(Stop) as stop:
            Git(folder)
        assert stop.value.exit_code == ENVIRONMENT


def file_of(story: Story, oid: str, content: bytes) -> str:
    """A loose object that holds whatever content."""
    path = Path(story.folder, ".git", "objects", oid[:2], oid[2:])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return oid


FAKE = b"0" * 40 + b" blob 4\nfake\n"
DAMAGED = {
    "less than it says": zlib.compress(b"blob 100\0less"),
    "less, and larger than any object": zlib.compress(b"blob 9000000000\0less"),
    "more than it says": zlib.compress(b"blob 3\0more"),
    "more, with an answer to the next question": zlib.compress(b"blob 3\0abc\n" + FAKE * 3),
    "more, without an end": zlib.compress(b"blob 3\0abc\n" + bytes(1 << 22)),
    "more, and no text": zlib.compress(b"blob 3\0abc\n" + b"\xff" * 41 + b" \xff 3\nabc\n"),
    "cut short": zlib.compress(b"blob 3000\0" + os.urandom(3000))[:1500],
    "of no kind": zlib.compress(b"strange 3\0abc"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_objects(story: Story, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Nobody waits for what never comes, and what is asked for next is answered rightly."""
    monkeypatch.setattr(patience, "_SILENCE_MS", 100)
    oid = file_of(story, "ab" * 20, DAMAGED[name])
    git = Git(story.folder)
    good = git.objects.read("HEAD:people.yaml")
    assert good is not None
    for _ in range(2):
        with pytest.raises(BadObject):
            read_object(git, oid, "blob")
        assert git.objects.read(good[0]) == good
    with suppress(Stop):
        list(git.objects.read_many([oid, good[0]]))
    git.objects.afresh()
    assert list(git.objects.read_many([good[0]])) == [good]
    git.close()


def test_git_that_is_slow(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to be asked more ends no answer: whoever is slow is only asked in another process the next time."""
    monkeypatch.setattr(patience, "_SILENCE_MS", 0)
    git = Git(story.folder)
    answers = {git.objects.read("HEAD:people.yaml") for _ in range(5)}
    assert len(answers) == 1
    assert None not in answers
    git.close()


def test_many_objects_of_a_git_that_dies(story: Story) -> None:
    """A broken pipe there is none of the reader of the output, whose going away is no failure."""
    git = Git(story.folder)
    assert git.tip("HEAD")
    process = git.objects._process
    assert process is not None
    process.kill()
    process.wait()
    with pytest.raises(Stop) as stop:
        list(git.objects.read_many(["HEAD"] * 100))
    assert stop.value.exit_code == ENVIRONMENT
    git.close()


def test_a_commit_with_odd_headers() -> None:
    """The first tree is the one that git sees; what is no text makes nobody stumble."""
    data = b"tree %b\nparent \xff\ntree \xfe\ngpgsig \xfd\n\nx\n" % (b"a" * 40)
    commit = parse_commit("b" * 40, data)
    assert commit.tree == "a" * 40
    assert len(commit.parents) == 1

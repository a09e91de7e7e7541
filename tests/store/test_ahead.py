"""Objects that git reads ahead: at hand when they came, asked for by name when not, and never believed unhashed."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from pdctl.store import ahead, patience
from pdctl.store.ahead import Ahead, reading_ahead
from pdctl.store.git import Git
from pdctl.store.history import BadObject, read_object
from pdctl.store.pack import object_id
from tests.store.test_git import DAMAGED, file_of
from tests.story import Story


@pytest.fixture
def git(story: Story) -> Git:
    return Git(story.folder)


def laid(story: Story, data: bytes, name: str | None = None) -> str:
    """A loose object: under its own name, or under another."""
    oid = name or object_id("blob", data)
    path = Path(story.folder, ".git", "objects", oid[:2], oid[2:])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(b"blob %d\0" % len(data) + data, 1))
    return oid


def came(stream: Ahead, *oids: str) -> list[bytes | None]:
    stream.ask(oids)
    stream.take()
    return [stream.proved(oid, "blob") for oid in oids]


def test_what_was_asked_for_is_at_hand_once(story: Story, git: Git) -> None:
    one, two = laid(story, b"one\n"), laid(story, b"two\n")
    with reading_ahead(git) as stream:
        assert came(stream, one, two) == [b"one\n", b"two\n"]
        assert stream.proved(one, "blob") is None
        assert read_object(git, one, "blob") == b"one\n", "and asked for by name the next time"
        stream.ask([one])
        stream.take()
        assert stream.proved(one, "tree") is None, "it is no folder"


def test_more_than_pipes_hold(story: Story, git: Git) -> None:
    """Many names, and answers of several megabytes: neither side waits for the other for ever."""
    oids = [laid(story, b"%06d" % n * 2_000) for n in range(600)]
    with reading_ahead(git) as stream:
        assert [data and data[:6] for data in came(stream, *oids)] == [b"%06d" % n for n in range(600)]


def test_what_is_missing_keeps_nothing_else_from_coming(story: Story, git: Git) -> None:
    oid = laid(story, b"one\n")
    with reading_ahead(git) as stream:
        assert came(stream, "0" * 40, oid, "f" * 40) == [None, b"one\n", None]


def test_what_is_too_large_is_asked_for_by_name(story: Story, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_MOST_BYTES", 100)
    small, large = laid(story, b"small\n"), laid(story, b"large\n" * 100)
    with reading_ahead(git) as stream:
        assert came(stream, large, small) == [None, b"small\n"]
        assert read_object(git, large, "blob") == b"large\n" * 100
        stream.forget()
        assert came(stream, small) == [b"small\n"]


def test_what_holds_another_thing_than_its_name_says(story: Story, git: Git) -> None:
    oid = laid(story, b"false\n", object_id("blob", b"true\n"))
    assert hashlib.sha1(b"blob 5\0true\n").hexdigest() == oid
    with reading_ahead(git) as stream:
        assert came(stream, oid) == [None]
        with pytest.raises(BadObject):
            read_object(git, oid, "blob")


def test_git_dies(story: Story, git: Git) -> None:
    one, two = laid(story, b"one\n"), laid(story, b"two\n")
    with reading_ahead(git) as stream:
        assert came(stream, one) == [b"one\n"]
        stream._process.kill()
        stream._process.wait()
        assert came(stream, one, two) == [None, None]
        assert read_object(git, two, "blob") == b"two\n"
    assert git.objects.read(two) == (two, "blob", b"two\n"), "afterwards all is read as before"


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_objects(story: Story, git: Git, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Nobody waits for what never comes, nor for a git that waits for somebody to read; all is asked for by name then."""
    monkeypatch.setattr(patience, "_SILENCE_MS", 100)
    bad, good = file_of(story, "ab" * 20, DAMAGED[name]), laid(story, b"good\n")
    with reading_ahead(git) as stream:
        assert came(stream, bad)[0] is None
        for _ in range(20):  # more names than a pipe holds
            assert set(came(stream, *[good] * 200)) <= {b"good\n", None}
        with pytest.raises(BadObject):
            read_object(git, bad, "blob")
        assert read_object(git, good, "blob") == b"good\n"

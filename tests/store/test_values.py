"""Values kept from earlier reading: the same as read anew, and not believed when something else touched them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdctl.core.findings import Refusal
from pdctl.store.schema import read_checked
from pdctl.store.values import read_known
from tests.story import Story


def kept() -> list[Path]:
    return sorted((Path.home() / ".cache/pdctl/values").glob("*"))


@pytest.fixture
def people(story: Story) -> bytes:
    return (story.folder / "people.yaml").read_bytes()


def test_the_second_reading_is_as_the_first(people: bytes) -> None:
    strict = read_checked(people, "people", "people.yaml")
    assert [read_known(people, "people", "people.yaml") for _ in range(2)] == [strict, strict]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("林知远".encode(), "林远知".encode()),
        lambda text: b"\xff" + text,
        lambda text: b"",
    ],
)
def test_a_spoilt_value_is_read_anew(people: bytes, spoil: object) -> None:
    strict = read_known(people, "people", "people.yaml")
    (file,) = kept()
    file.write_bytes(spoil(file.read_bytes()))  # type: ignore[operator]
    assert read_known(people, "people", "people.yaml") == strict


def test_what_the_schema_refuses_is_refused_every_time_and_never_kept(people: bytes) -> None:
    for _ in range(2):
        with pytest.raises(Refusal):
            read_known(people + b"more: 1\n", "people", "people.yaml")
    assert kept() == []


def test_the_judge_does_not_believe_what_was_kept(story: Story) -> None:
    """Somebody writes himself into a seat, in the cache, with a right seal: lists show it, but no step is allowed."""
    import hashlib

    story.run("org", "show", "dzb")
    for file in kept():
        text = (
            file.read_bytes()
            .partition(b"\n")[2]
            .replace(b'"reviewer-necessity": ["wu"]', b'"reviewer-necessity": ["xu"]')
        )
        file.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
    item = story.propose()
    story.run("review", item, "--aspect", "necessity", "--pass", by="xu", code=4)
    story.review(item, "necessity", by="wu")

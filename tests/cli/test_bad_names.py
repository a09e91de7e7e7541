"""Names that do not exist, that are nearly right, or that mean several things."""

from __future__ import annotations

import pytest

from tests.cli.refusals import refused
from tests.story import Story


def proposal(org: str, entry: str, story: Story) -> tuple[str, ...]:
    return ("propose", org, entry, "--title", "题目", "--body", story.file("body.md"), "--secrecy", "clear")


def test_unknown_organization_with_near_miss(story: Story) -> None:
    refused(story, 2, *proposal("dzbb", "2.5.4", story), says=("dzbb", "did you mean dzb"))


@pytest.mark.parametrize("name", ["xyz", "", "../gw", "gw/", ".", "GW", "党支部", "a\nb", "\udcff", "-", "gw:x"])
def test_unknown_organization(story: Story, name: str) -> None:
    document = refused(story, 2, "org", "show", name)
    assert "gw" in document["fix"], "the organizations that there are, or the near one"


def test_unknown_entry_with_near_miss(story: Story) -> None:
    refused(story, 2, *proposal("dzb", "2.5.44", story), says=("2.5.44", "did you mean", "2.5.4"))


def test_unknown_entry(story: Story) -> None:
    refused(story, 2, *proposal("dzb", "zz", story), says=("zz", "pdctl catalog show dzb"))


def test_entry_of_another_organization(story: Story) -> None:
    """`1.1.1` stands in the catalogue of a work committee, not in that of a branch."""
    refused(story, 2, *proposal("dzb", "1.1.1", story), says=("dzb", "1.1.1"))


@pytest.mark.parametrize("part", ["nosuch", "\udcff\udcfe", "a\nb", "%", "_", "*", "dzb-20261123-zzzz", "x" * 5000])
def test_unknown_item(story: Story, part: str) -> None:
    story.propose()
    for command in (("show",), ("log",), ("notice",), ("archive",)):
        refused(story, 2, *command, part, by="xu")


def test_empty_item(story: Story) -> None:
    """An empty text is part of every id, and means none."""
    story.propose()
    refused(story, 2, "show", "")


def test_item_with_near_miss(story: Story) -> None:
    item = story.propose()
    refused(story, 2, "show", item.replace("dzb", "dzx"), says=("did you mean", item))


def test_ambiguous_item_lists_the_candidates(story: Story) -> None:
    first, second = story.propose(), story.propose()
    refused(story, 2, "show", "dzb-2026", says=(first, second))


def test_any_unique_part_of_an_item_is_enough(story: Story) -> None:
    story.propose()
    item = story.propose()
    assert story.run("show", item[-4:], "--json").json["item"] == item


@pytest.mark.parametrize(("name", "near"), [("gaoo", "gao"), ("zzzzzz", "pdctl person list")])
def test_unknown_person(story: Story, name: str, near: str) -> None:
    refused(story, 2, "seat", "assign", "dzb", "head", name, by="lin", says=(name, near))
    refused(story, 2, "person", "retire", name, by="lin", says=(name, near))


def test_unknown_person_on_paper(story: Story) -> None:
    item = story.propose()
    scan = story.file("scan.png", b"scan")
    paper = ("--on-behalf-of", "gaoo", "--signed-on", "2026-11-23", "--evidence", scan)
    refused(story, 2, "review", item, "--aspect", "legal", "--pass", *paper, by="tang", says=("gaoo", "gao"))


@pytest.mark.parametrize("seat", ["proposr", "承办", "", "王", "root"])
def test_unknown_seat(story: Story, seat: str) -> None:
    refused(story, 2, "seat", "assign", "dzb", seat, "gao", by="lin")


def test_unknown_seat_with_near_miss(story: Story) -> None:
    refused(story, 2, "seat", "assign", "dzb", "proposr", "gao", by="lin", says=("proposr", "did you mean proposer"))


@pytest.mark.parametrize(
    ("option", "value", "near"),
    [
        ("--scope", "societ", "society"),
        ("--family", "notise", "notice"),
        ("--channel", "meting", "meeting"),
        ("--importance", "importnt", "important"),
    ],
)
def test_unknown_word_with_near_miss(story: Story, option: str, value: str, near: str) -> None:
    refused(story, 2, *proposal("dzb", "2.5.4", story), option, value, says=(value, near))


def test_unknown_command_with_near_miss(story: Story) -> None:
    refused(story, 2, "reveiw", says=("reveiw", "review"))
    refused(story, 2, "org", "tre", says=("tre", "tree"))


def test_unknown_option_and_missing_argument(story: Story) -> None:
    refused(story, 2, "status", "--orgs", "dzb", says=("--orgs", "--org"))
    refused(story, 2, "show", says=("ITEM",))
    refused(story, 2, "review", "x", "--aspect", "legal", "--pass", "--return", says=("--pass", "--return"))

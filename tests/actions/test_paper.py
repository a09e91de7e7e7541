"""Who signs on paper: the registrar records it with the scanned form, and every report says so."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _paper(story: Story, person: str = "gao", on: str = "2026-11-23") -> tuple[str, ...]:
    return "--on-behalf-of", person, "--signed-on", on, "--evidence", story.file("审批表.pdf", b"%PDF-1.4 scan")


@pytest.fixture
def important(at: At) -> tuple[Story, str]:
    """A reviewed item that waits for the principal; gao, one of the two, signs on paper."""
    story, item = at("proposed")
    story.run("revise", item, "--importance", "important", by="chen")
    story.reviewed(item)
    return story, item


def test_the_registrar_records_an_approval(important: tuple[Story, str]) -> None:
    story, item = important
    story.approve(item, "principal", "--pass", *_paper(story), by="tang")
    record = story.show(item)["records"][-1]
    assert (record["by"], record["seat"], record["on_behalf_of"], record["signed_on"]) == (
        "tang", "registrar", "gao", "2026-11-23",
    )  # fmt: skip
    assert story.state(item) == "approved"
    assert "Pdctl-On-Behalf-Of: gao" in story.git("log", "-1", "--format=%B")


def test_the_scan_is_kept_with_its_digest(important: tuple[Story, str]) -> None:
    story, item = important
    story.approve(item, "principal", "--pass", *_paper(story), by="tang")
    files = story.git("show", "-z", "--name-only", "--format=", "HEAD").split("\0")
    scan = next(name for name in files if "/evidence/" in name)
    assert (story.folder / scan).read_bytes() == b"%PDF-1.4 scan"
    record = (story.folder / next(n for n in files if n.endswith(".yaml"))).read_text(encoding="utf-8")
    assert scan.rpartition("record/")[2] in record
    assert "sha256: " in record


@pytest.mark.parametrize("command", ["log", "show"])
def test_every_report_says_that_it_is_from_paper(important: tuple[Story, str], command: str) -> None:
    story, item = important
    story.approve(item, "principal", "--pass", *_paper(story), by="tang")
    assert "from the paper of 2026-11-23" in story.run(command, item).out
    assert "依据纸质审批件登记" in story.run("--lang", "zh", command, item).out


def test_reviews_come_on_paper_too(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", "secrecy", by="tang", more=("--pass", *_paper(story, "zhao")))
    records = story.show(item)["records"][1:]
    assert [(r["aspect"], r["by"], r["on_behalf_of"]) for r in records] == [
        ("legal", "tang", "zhao"),
        ("secrecy", "tang", "zhao"),
    ]


@pytest.mark.parametrize("by", ["xu", "sun", "he"])
def test_nobody_but_the_registrar_records_paper(important: tuple[Story, str], by: str) -> None:
    story, item = important
    story.refused("E-SEAT", "approve", item, "--level", "principal", "--pass", *_paper(story), by=by, code=4)


def test_the_person_represented_holds_the_seat(important: tuple[Story, str]) -> None:
    story, item = important
    paper = _paper(story, "sun")
    story.refused("E-SEAT", "approve", item, "--level", "principal", "--pass", *paper, by="tang", code=4)


def test_the_registrar_is_never_the_proposer(important: tuple[Story, str]) -> None:
    story, item = important
    story.run("seat", "assign", "dzb", "registrar", "chen", by="lin")
    story.refused("E-SEAT", "approve", item, "--level", "principal", "--pass", *_paper(story), by="chen")


def test_separation_of_duties_applies_to_the_person_represented(important: tuple[Story, str]) -> None:
    story, item = important
    story.run("seat", "assign", "dzb", "principal", "wu", by="lin")
    story.run("seat", "assign", "dzb", "principal", "chen", by="lin")
    for person in ("wu", "chen"):
        story.refused("E-SOD", "approve", item, "--level", "principal", "--pass", *_paper(story, person), by="tang")


def test_a_paper_of_an_earlier_version_does_not_count(at: At) -> None:
    story, item = at("proposed")
    later = "2026-11-25T09:00:00+08:00"
    story.run("revise", item, "--title", "改题", by="chen", now=later)
    paper = ("--aspect", "legal", "--pass", *_paper(story, "zhao"))
    story.refused("E-PAPER", "review", item, *paper, by="tang", now=later)


def test_a_paper_of_tomorrow_is_refused(important: tuple[Story, str]) -> None:
    story, item = important
    paper = _paper(story, on="2026-11-24")
    story.refused("E-DATE", "approve", item, "--level", "principal", "--pass", *paper, by="tang")


@pytest.mark.parametrize("left_out", ["--on-behalf-of", "--signed-on", "--evidence"])
def test_the_three_parts_go_together(important: tuple[Story, str], left_out: str) -> None:
    story, item = important
    paper = list(_paper(story))
    place = paper.index(left_out)
    del paper[place : place + 2]
    story.run("approve", item, "--level", "principal", "--pass", *paper, by="tang", code=2)
    assert story.state(item) == "reviewed"


def test_the_person_without_a_key_is_named_for_paper(important: tuple[Story, str]) -> None:
    story, item = important
    (following,) = story.show(item)["next"]
    assert following["who"] == ["he", "gao"]
    assert following["paper"] == ["tang"]
    assert "from paper" in story.run("todo", by="tang").out


@pytest.mark.parametrize("name", ["scan.yaml", "0001-propose.yaml", "扫描件 第1页.jpg.pdf"])
def test_evidence_has_any_usual_name(at: At, name: str) -> None:
    story, item = at("proposed")
    scan = story.file(name, b"%PDF-1.4 scan")
    paper = ("--on-behalf-of", "zhao", "--signed-on", "2026-11-23", "--evidence", scan)
    story.review(item, "legal", by="tang", more=("--pass", *paper))
    assert story.state(item) == "reviewing"

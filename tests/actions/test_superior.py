"""上一级党组织: its principal approves; where it is outside the repository, its reply is registered."""

from __future__ import annotations

import pytest

from tests.story import Story

REVIEWERS = "reviewer-necessity,reviewer-accuracy,reviewer-legal,reviewer-secrecy"
INVESTIGATION = "3.6.1"  # principal, then the superior discipline body


@pytest.fixture
def discipline(story: Story) -> Story:
    """The discipline body `jw`, staffed; its superior discipline body is outside."""
    for seats, person in (
        ("proposer,publisher", "chen"),
        (REVIEWERS, "wu"),
        ("principal", "he"),
        ("registrar", "tang"),
    ):
        story.run("seat", "assign", "jw", seats, person, by="lin")
    return story


def _reviewed(story: Story) -> str:
    item = story.propose(org="jw", entry=INVESTIGATION)
    story.review(item, "necessity", "accuracy", "legal", "secrecy", by="wu")
    return item


def _reply(story: Story) -> tuple[str, ...]:
    scan = story.file("批复.pdf", b"%PDF-1.4 reply")
    return "--reply-number", "纪批〔2026〕3号", "--reply-date", "2026-11-23", "--evidence", scan


def test_levels_come_in_their_order(discipline: Story) -> None:
    item = _reviewed(discipline)
    reply = ("--level", "superior", "--pass", *_reply(discipline))
    discipline.refused("E-STEP", "approve", item, *reply, by="tang")
    discipline.approve(item, "principal", by="he")
    assert discipline.state(item) == "reviewed"
    assert [(n["level"], n["who"]) for n in discipline.show(item)["next"]] == [("superior", ["tang"])]


def test_the_reply_of_a_superior_outside_is_registered(discipline: Story) -> None:
    item = _reviewed(discipline)
    ran = discipline.approve(item, "principal", by="he")
    assert "--reply-number N --reply-date DATE --evidence FILE" in ran.err
    discipline.approve(item, "superior", "--pass", *_reply(discipline), by="tang")
    assert discipline.state(item) == "approved"
    assert "纪批〔2026〕3号" in discipline.run("log", item).out


@pytest.mark.parametrize("left_out", ["--reply-number", "--reply-date", "--evidence"])
def test_number_date_and_scan_belong_to_the_reply(discipline: Story, left_out: str) -> None:
    item = _reviewed(discipline)
    discipline.approve(item, "principal", by="he")
    reply = list(_reply(discipline))
    place = reply.index(left_out)
    del reply[place : place + 2]
    discipline.run("approve", item, "--level", "superior", "--pass", *reply, by="tang", code=1)
    assert discipline.state(item) == "reviewed"


@pytest.mark.parametrize("by", ["ding", "he"])
def test_only_the_registrar_answers_for_a_superior_outside(discipline: Story, by: str) -> None:
    """Not even the principal of the party superior: the entry names the discipline body."""
    item = _reviewed(discipline)
    discipline.approve(item, "principal", by="he")
    reply = ("--level", "superior", "--pass", *_reply(discipline))
    discipline.refused("E-SEAT", "approve", item, *reply, by=by, code=4)


def test_a_superior_outside_signs_no_box_of_the_form(discipline: Story) -> None:
    item = _reviewed(discipline)
    page = str(discipline.folder.parent / "form.html")
    code = discipline.run("form", item, "-o", page, "--json").json["code"]
    scan = discipline.file("form.pdf", b"%PDF-1.4 form")
    form = ("form", item, "--register", scan, "--code", code, "--signed")
    discipline.run(*form, "principal=he:2026-11-23", by="tang")
    ran = discipline.run(*form, "superior=ding:2026-11-23", by="tang", code=2)
    assert "--reply-number" in ran.err
    discipline.approve(item, "superior", "--pass", *_reply(discipline), by="tang")
    assert "批复：纪批〔2026〕3号" in discipline.run("form", item, "-o", "-").out


def test_the_principal_of_the_superior_discipline_body_inside(discipline: Story) -> None:
    discipline.run("org", "add", "sjw", "--name", "市纪委", "--kind", "discipline", "--superior", "gw", by="lin")
    discipline.run("seat", "assign", "sjw", "principal", "sun", by="lin")
    discipline.run("org", "set", "jw", "--superior-discipline", "sjw", by="lin")
    item = _reviewed(discipline)
    discipline.approve(item, "principal", by="he")
    reply = ("--level", "superior", "--pass", *_reply(discipline))
    discipline.refused("E-SEAT", "approve", item, *reply, by="tang", code=4)
    discipline.refused("E-SEAT", "approve", item, "--level", "superior", "--pass", by="ding", code=4)
    discipline.approve(item, "superior", by="sun")
    assert discipline.state(item) == "approved"
    assert discipline.show(item)["records"][-1]["org"] == "sjw"


def test_the_superior_may_return_it(discipline: Story) -> None:
    item = _reviewed(discipline)
    discipline.approve(item, "principal", by="he")
    discipline.approve(item, "superior", "--return", *_reply(discipline), by="tang")
    assert discipline.state(item) == "returned"


def test_the_principal_who_approved_does_not_review_afterwards(discipline: Story) -> None:
    item = _reviewed(discipline)
    discipline.approve(item, "principal", by="he")
    discipline.run("seat", "assign", "jw", "reviewer-legal", "he", by="lin")
    discipline.refused("E-SOD", "review", item, "--aspect", "legal", "--pass", by="he")


def test_a_reply_belongs_to_the_superior_level(discipline: Story) -> None:
    item = _reviewed(discipline)
    discipline.run("approve", item, "--level", "principal", "--pass", *_reply(discipline), by="he", code=2)
    assert discipline.state(item) == "reviewed"

"""领导班子集体研究决定: named members, quorum and majority; signed by the principal or the registrar."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story

# The five members of the leading body of `dzb` are he, gao, sun, wu and ding.
THREE_OF_FIVE = {"present": "he,gao,sun", "in-favour": "3"}


def _meeting(**more: str) -> tuple[str, ...]:
    options = {"meeting": "2026-7", "meeting-date": "2026-11-23", "chair": "he", **THREE_OF_FIVE, **more}
    return ("--pass", *(part for key, value in options.items() for part in (f"--{key}", value)))


def _refused(story: Story, rule: str, item: str, by: str = "he", code: int = 1, **more: str) -> None:
    story.refused(rule, "approve", item, "--level", "collective", *_meeting(**more), by=by, code=code)


@pytest.mark.parametrize("by", ["he", "tang"])
def test_signed_by_principal_or_registrar(at: At, by: str) -> None:
    story, item = at("reviewed")
    story.approve(item, "collective", *_meeting(), by=by)
    assert story.state(item) == "approved"
    log = story.run("log", item).out
    assert "2026-7" in log
    assert "3 in favour" in log


@pytest.mark.parametrize("by", ["sun", "chen"])
def test_signed_by_nobody_else(at: At, by: str) -> None:
    story, item = at("reviewed")
    _refused(story, "E-SEAT", item, by=by, code=4)


@pytest.mark.parametrize(
    "more",
    [
        {"present": "he,sun", "in-favour": "2"},
        {"present": "he,gao,sun,xu"},
        {"present": "he,he,sun"},
        {"chair": "ding"},
        {"in-favour": "2"},
        {"in-favour": "2", "against": "1"},
        {"in-favour": "4"},
    ],
    ids=[
        "two of five",
        "no member",
        "counted twice",
        "chair absent",
        "votes missing",
        "two of five in favour",
        "too many",
    ],
)
def test_quorum_and_majority(at: At, more: dict[str, str]) -> None:
    story, item = at("reviewed")
    _refused(story, "E-QUORUM", item, **more)


def test_two_thirds_for_personnel(story: Story) -> None:
    item = story.propose(entry="2.6.3")
    story.reviewed(item)
    _refused(story, "E-QUORUM", item)
    story.approve(item, "collective", *_meeting(present="he,gao,sun,ding", against="1"), by="he")
    assert story.state(item) == "approved"


def test_a_member_may_have_reviewed_but_not_sign(at: At) -> None:
    story, item = at("reviewed")
    story.run("seat", "assign", "dzb", "registrar", "wu", by="lin")
    _refused(story, "E-SOD", item, by="wu", present="he,gao,wu")
    story.approve(item, "collective", *_meeting(present="he,gao,wu"), by="he")
    assert story.state(item) == "approved"


def test_the_proposer_takes_no_part(at: At) -> None:
    story, item = at("reviewed")
    story.run("seat", "assign", "dzb", "member,registrar", "chen", by="lin")
    _refused(story, "E-SOD", item, present="he,gao,sun,chen", **{"in-favour": "4"})
    _refused(story, "E-SOD", item, by="chen")


def test_full_width_commas_are_understood(at: At) -> None:
    story, item = at("reviewed")
    story.approve(item, "collective", *_meeting(present="he，gao、sun"), by="he")
    assert story.state(item) == "approved"


def test_a_meeting_of_tomorrow_has_not_been(at: At) -> None:
    story, item = at("reviewed")
    _refused(story, "E-DATE", item, **{"meeting-date": "2026-11-24"})


@pytest.mark.parametrize("left_out", ["meeting", "meeting-date", "chair", "present", "in-favour"])
def test_a_collective_decision_names_everything(at: At, left_out: str) -> None:
    story, item = at("reviewed")
    options = list(_meeting())
    at_ = options.index(f"--{left_out}")
    del options[at_ : at_ + 2]
    ran = story.refused("", "approve", item, "--level", "collective", *options, by="he", code=2)
    assert f"--{left_out}" in ran.err


def test_the_body_may_also_reject(at: At) -> None:
    story, item = at("reviewed")
    options = ("--reject", *_meeting(**{"in-favour": "0", "against": "3"})[1:])
    story.approve(item, "collective", *options, by="he")
    assert story.state(item) == "rejected"


def test_the_next_command_names_what_a_collective_decision_needs(story: Story) -> None:
    seats = "proposer,publisher", "reviewer-necessity,reviewer-accuracy,reviewer-legal,reviewer-secrecy"
    story.run("seat", "assign", "gw", seats[0], "chen", by="lin")
    story.run("seat", "assign", "gw", seats[1], "wu", by="lin")
    item = story.propose(org="gw", entry="1.7.1")
    ran = story.review(item, "necessity", "accuracy", "legal", "secrecy", by="wu")
    assert f"pdctl approve {item} --level collective --pass --meeting ID" in ran.err

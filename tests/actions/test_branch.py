"""Three persons suffice for a small branch; a superior may lend it reviewers."""

from __future__ import annotations

import pytest

from tests.story import Story

REVIEWERS = "reviewer-necessity,reviewer-accuracy,reviewer-legal,reviewer-secrecy"
ASPECTS = ("necessity", "accuracy", "legal", "secrecy")
HEAD_ENTRY = "2.5.4"
PRINCIPAL_ENTRY = "2.6.1"


@pytest.fixture
def branch(story: Story) -> Story:
    """A branch of three: A (chen) proposes, publishes, archives; B (wu) reviews; C (he) approves."""
    story.run("org", "add", "xzb", "--name", "小支部", "--kind", "basic", "--superior", "gw", by="lin")
    story.run("seat", "assign", "xzb", "proposer,publisher,archivist", "chen", by="lin")
    story.run("seat", "assign", "xzb", REVIEWERS, "wu", by="lin")
    story.run("seat", "assign", "xzb", "principal", "he", by="lin")
    return story


def test_three_persons_have_every_step_and_level(branch: Story) -> None:
    assert branch.run("org", "check", "xzb", "--json").json["gaps"] == []


@pytest.mark.parametrize("entry", [HEAD_ENTRY, PRINCIPAL_ENTRY])
def test_three_persons_carry_an_item_to_its_end(branch: Story, entry: str) -> None:
    """Following what pdctl prints: each next step names one of the three."""
    item = branch.propose(org="xzb", entry=entry)
    assert {who for n in branch.show(item)["next"] for who in n["who"]} == {"wu"}
    branch.review(item, *ASPECTS, by="wu")
    (following,) = branch.show(item)["next"]
    assert (following["level"], following["who"]) == ("principal", ["he"])
    branch.approve(item, following["level"], by="he")
    for channel in branch.show(item)["channels"]:
        branch.publish(item, channel)
    assert branch.show(item)["next"][0]["who"] == ["chen"]
    branch.run("archive", item, by="chen")
    assert branch.state(item) == "archived"


@pytest.mark.parametrize(("person", "seat"), [("wu", "principal"), ("chen", "principal")])
def test_two_persons_do_not(branch: Story, person: str, seat: str) -> None:
    branch.run("seat", "revoke", "xzb", "principal", "he", by="lin")
    branch.run("seat", "assign", "xzb", seat, person, by="lin")
    assert branch.run("org", "check", "xzb", "--json", code=1).json["gaps"]


@pytest.fixture
def lent(branch: Story) -> Story:
    """The branch without a reviewer; the superior has one for each aspect."""
    for seat in REVIEWERS.split(","):
        branch.run("seat", "revoke", "xzb", seat, "wu", by="lin")
    branch.run("seat", "assign", "gw", REVIEWERS, "zhao", by="lin")
    return branch


def test_the_superiors_reviewers_are_lent(lent: Story) -> None:
    assert lent.run("org", "check", "xzb", code=1)
    item = lent.propose(org="xzb")
    lent.refused("E-SEAT", "review", item, "--aspect", "legal", "--pass", by="zhao", code=4)
    lent.run("org", "set", "xzb", "--reviews-by", "superior", by="lin")
    assert lent.run("org", "check", "xzb")
    assert {who for n in lent.show(item)["next"] for who in n["who"]} == {"zhao"}
    lent.review(item, *ASPECTS, by="zhao")
    assert {r["org"] for r in lent.show(item)["records"][1:]} == {"gw"}
    assert lent.state(item) == "reviewed"


def test_own_reviewers_still_count(lent: Story) -> None:
    lent.run("org", "set", "xzb", "--reviews-by", "上级党组织代审", by="lin")
    lent.run("seat", "assign", "xzb", "reviewer-accuracy", "wu", by="lin")
    item = lent.propose(org="xzb")
    lent.review(item, "accuracy", by="wu")
    lent.review(item, "necessity", "legal", "secrecy", by="zhao")
    assert lent.state(item) == "reviewed"


def test_lending_ends_with_the_setting(lent: Story) -> None:
    lent.run("org", "set", "xzb", "--reviews-by", "superior", by="lin")
    item = lent.propose(org="xzb")
    lent.review(item, "legal", by="zhao")
    lent.run("org", "set", "xzb", "--reviews-by", "own", by="lin")
    lent.refused("E-SEAT", "review", item, "--aspect", "secrecy", "--pass", by="zhao", code=4)
    assert lent.state(item) == "reviewing"


def test_a_lent_reviewer_does_not_approve(lent: Story) -> None:
    lent.run("org", "set", "xzb", "--reviews-by", "superior", by="lin")
    lent.run("seat", "assign", "xzb", "principal", "zhao", by="lin")
    item = lent.propose(org="xzb")
    lent.review(item, *ASPECTS, by="zhao")
    lent.refused("E-SOD", "approve", item, "--level", "principal", "--pass", by="zhao")

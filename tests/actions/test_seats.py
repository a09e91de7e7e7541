"""Seats: given and taken by admins, never to oneself; what was done in a seat stays done."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _seats(story: Story, org: str = "dzb") -> dict[str, list[str]]:
    return story.run("org", "show", org, "--json").json["seats"]


def test_assign_and_revoke(story: Story) -> None:
    story.run("seat", "assign", "zzb", "head", "sun", by="lin")
    assert _seats(story, "zzb") == {"head": ["sun"]}
    story.run("seat", "revoke", "zzb", "head", "sun", by="lin")
    assert _seats(story, "zzb") == {}


def test_several_seats_at_once_and_by_their_labels(story: Story) -> None:
    story.run("seat", "assign", "zzb", "承办人,publisher、归档", "chen", by="lin", code=2)
    story.run("seat", "assign", "zzb", "承办人，publisher、档案员", "chen", by="lin")
    assert _seats(story, "zzb") == {"proposer": ["chen"], "publisher": ["chen"], "archivist": ["chen"]}


def test_a_new_holder_may_act_from_then_on(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SEAT", "review", item, "--aspect", "legal", "--pass", by="tang", code=4)
    story.run("seat", "assign", "dzb", "reviewer-legal", "tang", by="lin")
    story.review(item, "legal", by="tang")


def test_a_former_holder_may_not(at: At) -> None:
    story, item = at("proposed")
    story.run("seat", "revoke", "dzb", "reviewer-legal", "zhao", by="lin")
    story.refused("E-SEAT", "review", item, "--aspect", "legal", "--pass", by="zhao", code=4)


@pytest.mark.parametrize("seat", ["proposer", "principal", "admin"])
def test_nobody_gives_himself_a_seat(story: Story, seat: str) -> None:
    org = "dzb" if seat == "admin" else "gw"
    story.refused("E-SOD", "seat", "assign", org, seat, "lin", by="lin")


def test_two_admins_seat_each_other(story: Story) -> None:
    story.run("seat", "assign", "gw", "admin", "tang", by="lin")
    story.run("seat", "assign", "gw", "registrar", "lin", by="tang")
    assert _seats(story, "gw")["registrar"] == ["lin"]


@pytest.mark.parametrize("by", ["he", "chen", "ding"])
def test_only_admins(story: Story, by: str) -> None:
    story.refused("E-SEAT", "seat", "assign", "dzb", "head", "xu", by=by, code=4)
    story.refused("E-SEAT", "seat", "revoke", "dzb", "head", "sun", by=by, code=4)


def test_an_admin_of_the_organization_itself(story: Story) -> None:
    story.run("seat", "assign", "dzb", "admin", "tang", by="lin")
    story.run("seat", "assign", "dzb", "head", "xu", by="tang")
    assert _seats(story)["head"] == ["sun", "xu"]
    story.refused("E-SEAT", "seat", "assign", "zzb", "head", "xu", by="tang", code=4)
    story.refused("E-SEAT", "seat", "assign", "gw", "head", "xu", by="tang", code=4)


def test_the_root_keeps_an_admin_who_can_sign(story: Story) -> None:
    story.refused("E-POLICY", "seat", "revoke", "gw", "admin", "lin", by="lin")
    story.run("seat", "assign", "gw", "admin", "gao", by="lin")
    story.refused("E-POLICY", "seat", "revoke", "gw", "admin", "lin", by="lin")
    story.run("seat", "assign", "gw", "admin", "tang", by="lin")
    story.run("seat", "revoke", "gw", "admin", "lin", by="lin")
    story.refused("E-SEAT", "seat", "assign", "gw", "admin", "lin", by="lin", code=4)


def test_a_retired_person_gets_no_seat(story: Story) -> None:
    story.run("person", "retire", "ding", by="lin")
    story.refused("E-POLICY", "seat", "assign", "dzb", "head", "ding", by="lin")


@pytest.mark.parametrize(
    "args",
    [
        ("assign", "dzb", "head", "nobody"),
        ("assign", "none", "head", "sun"),
        ("assign", "dzb", "chairman", "sun"),
        ("assign", "dzb", "head", "sun"),
        ("revoke", "dzb", "head", "chen"),
        ("revoke", "dzb", "head", "nobody"),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(story: Story, args: tuple[str, ...]) -> None:
    story.refused("", "seat", *args, by="lin", code=2)

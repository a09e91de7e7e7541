"""Whether the persons in an organization's seats can carry an item to its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.duty import Surroundings
from pdctl.core.model import Organization, Policy
from pdctl.core.staffing import gaps
from tests.core.scene import ENTRY, organizations, parent

PEOPLE = parent().people
DEFAULTS = Policy()
REVIEWERS = ("reviewer-necessity", "reviewer-accuracy", "reviewer-legal", "reviewer-secrecy")
# A proposes, publishes and archives; B reviews; C approves.
THREE = {
    **dict.fromkeys(("proposer", "publisher", "archivist"), ("chen",)),
    **dict.fromkeys(REVIEWERS, ("wu",)),
    "principal": ("he",),
}
COLLECTIVE = replace(ENTRY, approval=("collective",))


def _gaps(seats, entry=ENTRY, policy=DEFAULTS, people=PEOPLE, **more):
    orgs = organizations(seats=seats, **more)
    found = gaps(orgs["dzb"], (entry,), Surroundings(orgs, people, policy))
    return [str(gap) for gap in found]


def test_three_persons_suffice():
    assert _gaps(THREE) == []
    assert _gaps({**THREE, "head": ("he",)}, replace(ENTRY, approval=("head", "principal"))) == []


@pytest.mark.parametrize("seat", ["proposer", "publisher", "archivist", *REVIEWERS])
def test_an_empty_seat_is_named(seat):
    assert _gaps({**THREE, seat: ()}) == [f"nobody holds the seat {seat}"]


def test_a_retired_person_holds_nothing():
    retired = {**PEOPLE, "chen": replace(PEOPLE["chen"], state="retired")}
    assert len(_gaps(THREE, people=retired)) == 3


@pytest.mark.parametrize(("level", "seats"), [("principal", {**THREE, "principal": ()}), ("collective", THREE)])
def test_a_level_without_persons_is_named(level, seats):
    assert len(_gaps(seats, replace(ENTRY, approval=(level,)))) == 1


def test_a_higher_level_stands_in_for_a_lower_one():
    assert _gaps({**THREE, "head": ()}, replace(ENTRY, approval=("head",))) == []
    assert _gaps({**THREE, "principal": (), "head": ("he",)}, replace(ENTRY, approval=("principal",))) != []


def test_a_collective_has_members_and_somebody_to_sign_for_it():
    assert _gaps({**THREE, "member": ("he", "sun")}, COLLECTIVE) == []
    assert _gaps({**THREE, "principal": (), "registrar": ("tang",), "member": ("he",)}, COLLECTIVE) == []
    assert _gaps({**THREE, "principal": (), "member": ("he",)}, COLLECTIVE) != []


def test_the_superior_level_needs_its_principal_or_a_registrar_where_it_is_outside():
    entry = replace(ENTRY, approval=("superior",))
    assert _gaps(THREE, entry) == []
    assert _gaps(THREE, entry, superior=None) != []
    assert _gaps({**THREE, "registrar": ("tang",)}, entry, superior=None) == []


@pytest.mark.parametrize("seats", [{"principal": ("chen",)}, {"principal": ("wu",)}, {"reviewer-legal": ("chen",)}])
def test_separation_of_duties_needs_three_different_persons(seats):
    assert len(_gaps({**THREE, **seats})) == 1


def test_reviewers_of_the_superior_are_lent():
    orgs = organizations(seats={**THREE, **dict.fromkeys(REVIEWERS, ())}, reviews_by="superior")
    lending = Organization("gw", "党工委", "work-committee", seats=dict.fromkeys(REVIEWERS, ("wu",)))
    around = Surroundings({**orgs, "gw": lending}, PEOPLE, Policy())
    assert gaps(orgs["dzb"], (ENTRY,), around) == ()
    own = replace(orgs["dzb"], reviews_by="own")
    assert len(gaps(own, (ENTRY,), Surroundings({**orgs, "gw": lending, "dzb": own}, PEOPLE, Policy()))) == 4


def test_a_secrecy_reviewer_apart_is_a_fourth_person():
    apart = Policy(secrecy_reviewer_apart=True)
    assert len(_gaps(THREE, policy=apart)) == 1
    assert _gaps({**THREE, "reviewer-secrecy": ("zhao",)}, policy=apart) == []
    assert _gaps({**THREE, "reviewer-secrecy": ("wu", "zhao")}, policy=apart) == []


def test_each_gap_is_said_once():
    orgs = organizations(seats={})
    entries = tuple(replace(ENTRY, id=f"2.5.{n}") for n in range(1, 5))
    found = gaps(orgs["dzb"], entries, Surroundings(orgs, PEOPLE, Policy()))
    assert len(found) == len(set(found))

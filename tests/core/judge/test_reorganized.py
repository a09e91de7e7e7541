"""Organizations that change: renamed, split, merged, closed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core import authority
from pdctl.core.authority import Ask, Post
from pdctl.core.judge import judge
from pdctl.core.judge import organization as rules
from pdctl.core.judge.cases import OrganizationCase, Signer
from pdctl.core.model import FormerName, Organization, Release
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, NOW, PLAN, TODAY, Scene, organizations, parent

BEFORE = "第一党支部"
FORMER = FormerName(BEFORE, "2026-11-01", NOW)
NEW = {"name": "新区第一党支部", "former_names": (FORMER,)}
EAST = Organization("east", "东支部", "basic", superior="gw", seats={"proposer": ("xu",), "principal": ("ding",)})
WEST = Organization("west", "西支部", "basic", superior="gw", seats={"proposer": ("wu",), "registrar": ("tang",)})
PARENT = replace(parent(), organizations={**organizations(), "east": EAST, "west": WEST})
CLOSED = {"valid_to": TODAY, "succeeded_by": ("east",)}


def case(org="dzb", known=PARENT, **after):
    """A changed organization file."""
    before = known.organizations[org]
    changes = (Change(f"catalogs/{org}/organization.yaml", "change"),)
    return OrganizationCase(
        known, Signer("lin", "lin"), Shape("organization", org), changes, before, replace(before, **after)
    )


def with_closed(**more):
    """A repository whose branch is closed into the eastern one."""
    closed = replace(PARENT.organizations["dzb"], **{**CLOSED, **more})
    return replace(PARENT, organizations={**PARENT.organizations, "dzb": closed})


def new(org):
    changes = (Change(f"catalogs/{org.id}/organization.yaml", "add"),)
    release = Release(org.id, "0001", TODAY, (ENTRY,))
    return OrganizationCase(PARENT, Signer("lin", "lin"), Shape("organization", org.id), changes, None, org, release)


@pytest.mark.parametrize("successors", [("east",), ("east", "west"), ("gw",)])
def test_closed_into_one_or_several(successors):
    assert judge(case(valid_to=TODAY, succeeded_by=successors, closed_reason="社区合并")) == []


@refuses(rules.check_closing, "E-POLICY")
@pytest.mark.parametrize(
    "after",
    [
        {"valid_to": TODAY},
        {"valid_to": TODAY, "succeeded_by": ("dzb",)},
        {"valid_to": TODAY, "succeeded_by": ("none",)},
        {"valid_to": TODAY, "succeeded_by": ("east", "none")},
    ],
    ids=["nobody", "itself", "unknown", "one unknown"],
)
def test_somebody_open_succeeds(after):
    return case(**after)


@refuses(rules.check_closing, "E-POLICY")
def test_the_root_is_not_closed():
    known = replace(PARENT, organizations={"gw": PARENT.organizations["gw"], "east": replace(EAST, superior=None)})
    return case("gw", known, **CLOSED)


@refuses(rules.check_closing, "E-POLICY")
@pytest.mark.parametrize("key", ["superior", "superior_discipline", "maintained_by"])
def test_nothing_hangs_on_it(key):
    below = replace(WEST, **{"superior": "gw", key: "dzb"})
    return case("dzb", replace(PARENT, organizations={**PARENT.organizations, "west": below}), **CLOSED)


@refuses(rules.check_closing, "E-POLICY")
def test_successors_form_no_circle():
    return case("east", with_closed(), valid_to=TODAY, succeeded_by=("dzb",))


@refuses(rules.check_closing, "E-POLICY")
@pytest.mark.parametrize(
    "after",
    [
        {"valid_to": None, "succeeded_by": ()},
        {"succeeded_by": ("west",)},
        {"seats": {}},
        {"fonds": "J1"},
        {"valid_to": "2027-01-01"},
    ],
    ids=["reopened", "another successor", "seats", "fonds", "another day"],
)
def test_what_is_closed_changes_no_more(after):
    return case("dzb", with_closed(), **after)


@refuses(rules.check_closing, "E-DATE")
def test_closed_on_a_day_that_is_none():
    return case(valid_to="2026-02-30", succeeded_by=("east",))


@refuses(rules.check_closing, "E-POLICY")
def test_no_organization_is_born_closed():
    return new(replace(EAST, id="zzb", **CLOSED))


@refuses(rules.check_closing, "E-POLICY")
def test_nothing_is_placed_below_what_is_closed():
    return case("west", with_closed(), superior="dzb")


def test_renamed():
    assert judge(case(**NEW)) == []
    again = replace(PARENT.organizations["dzb"], **NEW)
    known = replace(PARENT, organizations={**PARENT.organizations, "dzb": again})
    later = FormerName(again.name, "2026-11-20", NOW)
    assert judge(case("dzb", known, name="第三个名称", former_names=(FORMER, later))) == []


@refuses(rules.check_former_names, "E-POLICY")
@pytest.mark.parametrize(
    "after",
    [
        {"name": "新名称"},
        {"name": "新名称", "former_names": (replace(FORMER, name="从未有过"),)},
        {"name": "新名称", "former_names": (FORMER, replace(FORMER, name="多余"))},
        {"former_names": (FORMER,)},
    ],
    ids=["forgotten", "another", "two", "without a new name"],
)
def test_the_former_name_is_written_as_it_was(after):
    return case(**after)


@refuses(rules.check_former_names, "E-POLICY")
@pytest.mark.parametrize("former", [(), (replace(FORMER, until="2020-01-01"),)], ids=["lost", "changed"])
def test_former_names_stay(former):
    known = replace(PARENT, organizations={**PARENT.organizations, "dzb": replace(PARENT.organizations["dzb"], **NEW)})
    return case("dzb", known, former_names=former)


@refuses(rules.check_former_names, "E-POLICY")
def test_a_new_organization_has_none():
    return new(replace(EAST, id="zzb", former_names=(FORMER,)))


@refuses(rules.check_former_names, "E-DATE")
def test_renamed_on_a_day_that_is_none():
    return case(name="新名称", former_names=(replace(FORMER, until="2026-02-30"),))


def test_the_name_of_a_moment():
    org = replace(PARENT.organizations["dzb"], **NEW)
    assert org.as_of("2026-11-23T14:59:59+08:00").name == BEFORE
    assert org.as_of("2026-11-23T06:59:59+00:00").name == BEFORE
    assert org.as_of(NOW).name == NEW["name"]


@refuses(rules.check_maintainer, "E-POLICY")
@pytest.mark.parametrize("keeper", ["west", "dzb", "none"])
def test_only_somebody_above_keeps_a_catalogue(keeper):
    return case(maintained_by=keeper)


# Who acts for a closed organization -----------------------------------------------------------------------------


def posts(ask, **closed):
    return authority.posts_for(ask, PLAN, ENTRY, "proposed", with_closed(**closed).organizations)


def test_the_seats_of_the_successors_act():
    both = {"succeeded_by": ("east", "west")}
    assert posts(Ask("revise"), **both) == (Post("east", "proposer"), Post("west", "proposer"))
    assert posts(Ask("approve", level="principal")) == (Post("east", "principal"),)
    assert posts(Ask("review", "legal")) == (Post("east", "reviewer-legal"),)
    assert posts(Ask("archive")) == (Post("east", "archivist"),)


def test_and_their_successors_in_turn():
    known = dict(with_closed().organizations)
    known["east"] = replace(EAST, valid_to=TODAY, succeeded_by=("west", "gw"))
    assert authority.acting("dzb", known) == ("west", "gw")
    known["west"] = replace(WEST, valid_to=TODAY, succeeded_by=("dzb",))  # a circle made by hand ends
    assert authority.acting("dzb", known) == ("gw",)


def test_a_closed_superior_is_followed():
    known = dict(PARENT.organizations)
    known["gw"] = replace(known["gw"], valid_to=TODAY, succeeded_by=("east",))
    assert authority.approval_posts("superior", "dzb", None, known) == (Post("east", "principal"),)


def test_the_old_seats_act_no_more():
    scene = Scene().to("reviewed")
    closed = replace(scene, parent=with_closed(succeeded_by=("east",)))
    assert {f.rule for f in judge(closed.case("approve", "sun", level="head"))} == {"E-SEAT"}
    assert judge(closed.case("approve", "ding", level="principal", seat="principal", org="east")) == []


def test_the_members_of_the_successor_decide():
    entry = replace(ENTRY, approval=("collective",))
    east = replace(EAST, seats={**EAST.seats, "member": ("ding", "xu", "tang")})
    known = replace(with_closed(), organizations={**with_closed().organizations, "east": east})
    scene = replace(Scene(entry=entry).to("reviewed"), parent=known)
    meeting = scene.record("approve", "he", level="collective").meeting
    ours = replace(meeting, chair="ding", present=("ding", "xu", "tang"))
    record = {"level": "collective", "seat": "principal", "org": "east"}
    assert judge(scene.case("approve", "ding", meeting=ours, **record)) == []
    assert "E-QUORUM" in {f.rule for f in judge(scene.case("approve", "ding", meeting=meeting, **record))}

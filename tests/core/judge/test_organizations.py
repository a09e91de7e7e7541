"""Organizations and seats: who sets them, that nobody helps himself, and that none is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT
from pdctl.core.judge import catalogue, judge
from pdctl.core.judge import organization as rules
from pdctl.core.judge.cases import CatalogCase, OrganizationCase, Signer
from pdctl.core.model import Organization, Release
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, TODAY, organizations, parent

SECTION = Organization("xz1", "第一小组", "basic", superior="dzb", seats={"admin": ("xu",)})
BRANCH_SEATS = {**organizations()["dzb"].seats, "admin": ("tang",)}
PARENT = replace(parent(), organizations={**organizations(seats=BRANCH_SEATS), "xz1": SECTION})


def _case(org="dzb", by="lin", removed=False, extra=(), **after):
    """A changed organization file."""
    before = PARENT.organizations[org]
    changes = tuple(Change(f"catalogs/{org}/{name}", "change") for name in ("organization.yaml", *extra))
    new = None if removed else replace(before, **after)
    return OrganizationCase(PARENT, Signer(by, by), Shape("organization", org), changes, before=before, after=new)


def _new(by="lin", release=True, org=None):
    """A new organization with its first release."""
    org = org or Organization("zzb", "组织人事部", "department", superior="gw")
    changes = (Change("catalogs/zzb/organization.yaml", "add"),)
    first = Release("zzb", "0001", TODAY, (ENTRY,)) if release else None
    return OrganizationCase(PARENT, Signer(by, by), Shape("organization", "zzb"), changes, None, org, first)


@pytest.mark.parametrize(
    ("org", "by"), [("dzb", "lin"), ("dzb", "tang"), ("xz1", "lin"), ("xz1", "tang"), ("xz1", "xu")]
)
def test_its_own_admin_or_one_above_keeps_an_organization(org, by):
    assert judge(_case(org, by, fonds="J009")) == []


@refuses(rules.check_admin, "E-SEAT")
@pytest.mark.parametrize(("org", "by"), [("gw", "tang"), ("dzb", "xu"), ("dzb", "he"), ("xz1", "he")])
def test_nobody_else_keeps_it(org, by):
    case = _case(org, by, fonds="J009")
    assert next(rules.check_admin(case)).exit_code == NO_SEAT
    return case


def test_an_admin_of_the_superior_adds_an_organization():
    assert judge(_new()) == []


@refuses(rules.check_admin, "E-SEAT")
@pytest.mark.parametrize("by", ["tang", "xu", "he"])
def test_nobody_else_adds_one(by):
    return _new(by)


@refuses(rules.check_own_seats, "E-SOD")
@pytest.mark.parametrize("seat", ["proposer", "principal", "admin"])
def test_nobody_gives_himself_a_seat(seat):
    seats = PARENT.organizations["dzb"].seats
    return _case(seats={**seats, seat: (*seats.get(seat, ()), "lin")})


@refuses(rules.check_own_seats, "E-SOD")
def test_nobody_comes_with_a_seat_in_a_new_organization():
    return _new(org=Organization("zzb", "组织人事部", "department", superior="gw", seats={"head": ("lin",)}))


def test_an_admin_gives_seats_to_others_and_gives_up_his_own():
    seats = PARENT.organizations["dzb"].seats
    assert judge(_case(seats={**seats, "head": ("sun", "xu")})) == []
    assert judge(_case(by="tang", seats={**seats, "admin": ()})) == []


@refuses(rules.check_names, "E-POLICY")
def test_an_organization_is_never_removed():
    return _case(removed=True)


@refuses(rules.check_names, "E-POLICY")
def test_an_organization_keeps_its_kind():
    return _case(kind="department")


@refuses(rules.check_names, "E-PATH")
def test_an_organization_is_what_its_folder_says():
    return _case(id="dzc")


@refuses(rules.check_names, "E-SHAPE")
def test_a_new_organization_comes_with_its_first_release():
    return _new(release=False)


@refuses(rules.check_names, "E-SHAPE")
@pytest.mark.parametrize("file", ["catalog.yaml", "releases/0001.yaml", "releases/0002.yaml"])
def test_the_catalogue_changes_by_its_own_steps(file):
    return _case(extra=(file,), name="新名称")


@refuses(rules.check_superiors, "E-POLICY")
@pytest.mark.parametrize("after", [{"superior": "none"}, {"superior_discipline": "none"}])
def test_superiors_exist(after):
    return _case(**after)


@refuses(rules.check_superiors, "E-POLICY")
@pytest.mark.parametrize(("org", "superior"), [("gw", "dzb"), ("dzb", "xz1"), ("dzb", "dzb")])
def test_superiors_form_no_circle(org, superior):
    return _case(org, superior=superior)


@refuses(rules.check_persons, "E-POLICY")
@pytest.mark.parametrize("after", [{"seats": {**BRANCH_SEATS, "head": ("bai",)}}, {"responsible_person": "bai"}])
def test_seats_are_held_by_known_persons(after):
    return _case(**after)


@refuses(rules.check_persons, "E-POLICY")
def test_no_seat_is_given_to_a_retired_person():
    retired = replace(PARENT.people["wu"], state="retired")
    case = _case(seats={**BRANCH_SEATS, "head": ("sun", "wu")})
    return replace(case, parent=replace(PARENT, people={**PARENT.people, "wu": retired}))


@refuses(rules.check_admin_left, "E-POLICY")
@pytest.mark.parametrize("admins", [(), ("gao",)], ids=["none", "without a key"])
def test_the_root_keeps_an_admin_who_can_sign(admins):
    return _case("gw", seats={**PARENT.organizations["gw"].seats, "admin": admins})


@refuses(catalogue.check_keeper, "E-SEAT")
@pytest.mark.parametrize("by", ["lin", "chen", "he"])
def test_the_keeper_works_on_the_catalogue(by):
    changes = (Change("catalogs/dzb/catalog.yaml", "change"),)
    case = CatalogCase(PARENT, Signer("tang", "tang"), Shape("catalog", "dzb"), changes)
    assert judge(case) == []
    return replace(case, signer=Signer(by, by))

"""Who takes a step: seats, paper, levels, and the separation of duties, which compares persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT
from pdctl.core.judge import judge
from pdctl.core.judge import step as rules
from pdctl.core.model import Evidence, Meeting, Organization, Policy
from tests.core.judge.refusing import refuses
from tests.core.scene import ANSWERED, BASIC, ENTRY, TODAY, Scene, organizations, parent

SCAN = (Evidence("evidence/0006-scan.pdf", "a" * 64),)
PAPER = {"on_behalf_of": "gao", "signed_on": TODAY, "evidence": SCAN, "seat": "registrar"}
PRINCIPAL = Scene(entry=replace(ENTRY, approval=("principal",)))
TWO_LEVELS = Scene(entry=replace(ENTRY, approval=("principal", "superior")))
COLLECTIVE = Scene(entry=replace(ENTRY, approval=("collective",)))


@refuses(rules.check_signer, "E-SEAT")
def test_a_record_names_its_signer():
    case = Scene().to("proposed").case("review", "zhao", aspect="legal")
    return replace(case, record=replace(case.record, by="wu"))


NOT_SEATED = [
    ("", "propose", "wu", {}),
    ("proposed", "revise", "wu", {}),
    ("proposed", "withdraw", "wu", {"reason": "不再需要"}),
    *[("proposed", "review", "xu", {"aspect": aspect}) for aspect in BASIC],
    ("proposed", "review", "wu", {"aspect": "legal"}),
    ("referred", "answer", "wu", {**ANSWERED, "result": "open"}),
    ("reviewed", "approve", "xu", {"level": "head"}),
    ("reviewed", "approve", "sun", {"level": "principal"}),
    ("reviewed", "approve", "sun", {"level": "collective"}),
    ("approved", "withdraw", "chen", {"reason": "情况有变"}),
    ("approved", "publish", "xu", {"channel": "meeting"}),
    ("approved", "drop", "xu", {"channel": "meeting", "reason": "会议取消"}),
    ("withdrawn", "takedown", "xu", {"channel": "meeting", "on": TODAY}),
    ("rejected", "archive", "chen", {}),
]


@pytest.mark.parametrize(("state", "step", "by", "fields"), NOT_SEATED, ids=lambda value: str(value)[:20])
@refuses(rules.check_seat, "E-SEAT")
def test_a_step_needs_its_seat(state, step, by, fields):
    case = Scene().to(state).case(step, by, **fields)
    assert next(rules.check_seat(case)).exit_code == NO_SEAT
    return case


@refuses(rules.check_seat, "E-SEAT")
def test_a_seat_in_another_organization_does_not_count():
    return Scene().to("proposed").case("review", "wu", aspect="necessity", org="gw")


@refuses(rules.check_seat, "E-SEAT")
def test_another_seat_of_the_same_person_does_not_count():
    return Scene().to("proposed").case("review", "wu", aspect="necessity", seat="member")


@refuses(rules.check_seat, "E-SEAT")
def test_the_responsible_organization_proposes():
    return Scene(entry=replace(ENTRY, responsible="gw")).case("propose", "chen")


@refuses(rules.check_seat, "E-SEAT")
def test_the_superior_level_belongs_to_the_superior():
    scene = TWO_LEVELS.to("reviewed").after("approve", "he", level="principal")
    return scene.case("approve", "he", level="superior")


@refuses(rules.check_seat, "E-SEAT")
def test_the_superior_level_asks_for_the_principal_there():
    scene = TWO_LEVELS.to("reviewed").after("approve", "he", level="principal")
    return scene.case("approve", "lin", level="superior", org="gw", seat="admin")


def test_the_superior_approves_after_the_principal():
    scene = TWO_LEVELS.to("reviewed").after("approve", "he", level="principal")
    assert scene.course.state == "reviewed"
    assert scene.after("approve", "ding", level="superior", org="gw").course.state == "approved"


def test_a_discipline_entry_says_which_superior():
    discipline = Organization("jw", "纪工委", "discipline", superior="gw", seats={"principal": ("tang",)})
    orgs = {**organizations(superior_discipline="jw"), "jw": discipline}
    scene = Scene(
        parent=replace(parent(), organizations=orgs),
        entry=replace(ENTRY, approval=("superior",), superior_by="superior-discipline"),
    ).to("reviewed")
    refused = scene.case("approve", "ding", level="superior", org="gw")
    assert [f.rule for f in judge(refused)] == ["E-SEAT"]
    assert scene.after("approve", "tang", level="superior", org="jw").course.state == "approved"


@refuses(rules.check_seat, "E-SEAT")
def test_only_the_registrar_enters_paper():
    return PRINCIPAL.to("reviewed").case("approve", "xu", **PAPER, level="principal")


@refuses(rules.check_paper_seat, "E-SEAT")
def test_who_signed_on_paper_holds_the_seat():
    return PRINCIPAL.to("reviewed").case("approve", "tang", **{**PAPER, "on_behalf_of": "sun"}, level="principal")


@refuses(rules.check_paper_seat, "E-SEAT")
def test_the_proposer_does_not_register_paper():
    seats = {**parent().organizations["dzb"].seats, "registrar": ("chen",)}
    scene = replace(PRINCIPAL, parent=parent(seats=seats)).to("reviewed")
    return scene.case("approve", "chen", **PAPER, level="principal")


def test_paper_counts_as_the_act_of_who_signed_it():
    scene = PRINCIPAL.to("reviewed").after("approve", "tang", **PAPER, level="principal")
    assert scene.course.state == "approved"
    assert scene.course.records[-1].actor == "gao"


@refuses(rules.check_level, "E-SEAT")
def test_a_level_too_low():
    return PRINCIPAL.to("reviewed").case("approve", "sun", level="head")


@refuses(rules.check_level, "E-SEAT")
@pytest.mark.parametrize("plan", [{"importance": "important"}, {"entry": None, "off_catalog": "上级要求"}])
def test_important_and_off_catalogue_matters_go_to_the_principal(plan):
    scene = Scene(entry=None if "off_catalog" in plan else ENTRY)
    return replace(scene, plan=replace(scene.plan, **plan)).to("reviewed").case("approve", "sun", level="head")


@refuses(rules.check_level, "E-STEP")
def test_levels_come_in_their_order():
    return TWO_LEVELS.to("reviewed").case("approve", "ding", level="superior", org="gw")


@pytest.mark.parametrize(("level", "by"), [("principal", "he"), ("collective", "he")])
def test_a_higher_level_satisfies_a_lower_one(level, by):
    assert Scene().to("reviewed").after("approve", by, level=level).course.state == "approved"


@refuses(rules.check_duties, "E-SOD")
@pytest.mark.parametrize("aspect", BASIC)
def test_the_proposer_does_not_review(aspect):
    return _seated(f"reviewer-{aspect}", "chen").to("proposed").case("review", "chen", aspect=aspect)


@refuses(rules.check_duties, "E-SOD")
def test_whoever_revised_is_a_proposer_too():
    return _seated("proposer", "wu").to("returned").revised("wu").case("review", "wu", aspect="necessity")


@refuses(rules.check_duties, "E-SOD")
def test_the_proposer_does_not_approve():
    return _seated("head", "chen").to("reviewed").case("approve", "chen", level="head")


@refuses(rules.check_duties, "E-SOD")
def test_the_proposer_does_not_approve_on_paper():
    paper = {**PAPER, "on_behalf_of": "chen"}
    return _seated("head", "chen").to("reviewed").case("approve", "tang", **paper, level="head")


@refuses(rules.check_duties, "E-SOD")
def test_the_proposer_does_not_answer_for_the_secrecy_authority():
    return _seated("reviewer-secrecy", "chen").to("referred").case("answer", "chen", **ANSWERED, result="open")


@refuses(rules.check_duties, "E-SOD")
def test_a_reviewer_does_not_approve():
    return _seated("head", "wu").to("reviewed").case("approve", "wu", level="head")


@refuses(rules.check_duties, "E-SOD")
def test_a_reviewer_of_an_earlier_version_does_not_approve():
    scene = _seated("head", "wu").to("reviewed").revised().reviewed(necessity="xu", accuracy="xu")
    return scene.case("approve", "wu", level="head")


@refuses(rules.check_duties, "E-SOD")
def test_an_approver_does_not_review_the_same_version():
    scene = replace(TWO_LEVELS, parent=_seated("reviewer-legal", "he").parent)
    return scene.to("reviewed").after("approve", "he", level="principal").case("review", "he", aspect="legal")


@refuses(rules.check_duties, "E-SOD")
def test_the_signer_of_a_collective_decision_did_not_review():
    seats = {**parent().organizations["dzb"].seats, "registrar": ("wu",)}
    scene = replace(COLLECTIVE, parent=parent(seats=seats)).to("reviewed")
    return scene.case("approve", "wu", level="collective", seat="registrar")


@refuses(rules.check_duties, "E-SOD")
def test_the_proposer_does_not_vote():
    scene = replace(COLLECTIVE, parent=_seated("member", "chen").parent).to("reviewed")
    return scene.case("approve", "he", level="collective", meeting=_meeting("he", "gao", "sun", "chen"))


def test_a_member_of_the_collective_may_have_reviewed():
    scene = COLLECTIVE.to("reviewed")
    approved = scene.after("approve", "tang", level="collective", seat="registrar", meeting=_meeting("he", "gao", "wu"))
    assert approved.course.state == "approved"


@refuses(rules.check_duties, "E-SOD")
@pytest.mark.parametrize("first", ["secrecy", "legal"])
def test_policy_keeps_the_secrecy_reviewer_apart(first):
    scene = Scene(parent=parent(Policy(secrecy_reviewer_apart=True))).to("proposed")
    second = {"secrecy": "legal", "legal": "secrecy"}[first]
    return scene.after("review", "zhao", aspect=first).case("review", "zhao", aspect=second)


def test_a_secrecy_reviewer_apart_reviews_beside_others():
    scene = Scene(parent=parent(Policy(secrecy_reviewer_apart=True))).to("reviewing")
    assert scene.after("review", "zhao", aspect="secrecy").course.state == "reviewing"


def test_a_refusal_names_who_could_and_nobody_whom_the_separation_of_duties_keeps_away():
    scene = replace(_seated("head", "chen"), entry=ENTRY).to("reviewed")
    (found,) = judge(scene.case("approve", "chen", level="head"))
    assert found.who == ("sun",)
    (found,) = judge(scene.case("approve", "xu", level="head"))
    assert found.who == ("sun",)


def test_a_missing_review_names_its_reviewers_without_the_proposer():
    scene = _seated("reviewer-necessity", "chen").to("proposed")
    found = judge(scene.case("approve", "sun", level="head"))
    assert [finding.who for finding in found] == [("wu", "xu"), ("wu", "xu"), ("zhao",), ("zhao",)]


def _seated(seat: str, person: str) -> Scene:
    """A scene where one person more holds a seat; xu reviews with wu."""
    seats = {**parent().organizations["dzb"].seats}
    for name in ("reviewer-necessity", "reviewer-accuracy"):
        seats[name] = (*seats[name], "xu")
    return Scene(parent=parent(seats={**seats, seat: (*seats[seat], person)}))


def _meeting(*present: str) -> Meeting:
    return Meeting("2026-7", TODAY, present[0], present, len(present), 0, 0)

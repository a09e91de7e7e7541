"""When a step is possible, on which content, and that records are only ever added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.form_code import form_code
from pdctl.core.judge import judge
from pdctl.core.judge import step as rules
from pdctl.core.model import Evidence
from pdctl.core.paths import Change, Shape
from pdctl.core.procedure import ASPECT_DETAILS
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, FOLDER, ITEM, TODAY, Scene


@refuses(rules.check_order, "E-STEP")
def test_no_publication_before_approval():
    return Scene().to("reviewed").case("publish", "chen", channel="meeting")


def test_a_refusal_names_the_states_from_which_it_is_possible():
    (found,) = rules.check_order(Scene().to("proposed").case("publish", "chen", channel="meeting"))
    assert str(found.expected) == "state approved, published"
    assert str(found.found) == "proposed"


@refuses(rules.check_order, "E-STEP")
@pytest.mark.parametrize("state", ["referred", "rejected", "withdrawn", "archived", "approved", "returned"])
def test_no_decision_on_what_is_decided_or_frozen(state):
    return Scene().to(state).case("approve", "sun", level="head")


@refuses(rules.check_reviews_complete, "E-STEP")
@pytest.mark.parametrize("state", ["proposed", "reviewing"])
def test_every_review_comes_before_approval(state):
    case = Scene().to(state).case("approve", "sun", level="head")
    assert len(list(rules.check_reviews_complete(case))) == {"proposed": 4, "reviewing": 3}[state]
    return case


@refuses(rules.check_reviews_complete, "E-STALE")
def test_an_opinion_on_earlier_content_does_not_count():
    return Scene().to("reviewed").revised().case("approve", "sun", level="head")


def test_an_approver_is_told_every_missing_review_of_the_entry():
    scene = Scene(entry=replace(ENTRY, reviews=(*ENTRY.reviews, "countersign"))).to("proposed")
    for aspect in ENTRY.reviews:
        scene = scene.after("review", "wu" if aspect in ("necessity", "accuracy") else "zhao", aspect=aspect)
    assert scene.course.state == "reviewing"
    assert [f.rule for f in judge(scene.case("approve", "sun", level="head"))] == ["E-STEP"]


@refuses(rules.check_review, "E-STEP")
@pytest.mark.parametrize("aspect", ["necessity", "accuracy"])
def test_only_the_secrecy_review_refers(aspect):
    return Scene().to("proposed").case("review", "wu", aspect=aspect, decision="refer")


@refuses(rules.check_review, "E-STEP")
def test_the_same_opinion_is_not_given_twice():
    return Scene().to("reviewing").case("review", "wu", aspect="necessity")


@refuses(rules.check_review, "E-STEP")
@pytest.mark.parametrize("seq", [1, 2, 9], ids=["no review", "another aspect", "no record"])
def test_only_an_earlier_consent_to_the_same_aspect_is_renewed(seq):
    scene = Scene().to("reviewing").revised()
    return scene.case("review", "wu", aspect="accuracy", reconfirms=seq)


@refuses(rules.check_review, "E-STEP")
def test_nobody_renews_the_opinion_of_another():
    seats = {**Scene().parent.organizations["dzb"].seats, "reviewer-necessity": ("wu", "xu")}
    orgs = {**Scene().parent.organizations}
    orgs["dzb"] = replace(orgs["dzb"], seats=seats)
    scene = Scene(parent=replace(Scene().parent, organizations=orgs)).to("reviewing").revised()
    return scene.case("review", "xu", aspect="necessity", reconfirms=2)


def test_an_earlier_consent_is_renewed():
    scene = Scene().to("reviewing").revised().after("review", "wu", aspect="necessity", reconfirms=2)
    assert scene.course.missing(scene.needs) == ("accuracy", "legal", "secrecy")


@refuses(rules.check_details, "E-STEP")
@pytest.mark.parametrize(("aspect", "left_out"), [(a, key) for a, keys in ASPECT_DETAILS.items() for key in keys])
def test_a_risk_assessment_speaks_to_each_criterion(aspect, left_out):
    scene = Scene(entry=replace(ENTRY, reviews=(*ENTRY.reviews, aspect))).to("proposed")
    detail = {key: "风险较低" for key in ASPECT_DETAILS[aspect] if key != left_out}
    by = "zhao" if aspect == "risk-stability" else "wu"
    seat = "reviewer-legal" if aspect == "risk-stability" else "reviewer-necessity"
    full = {**detail, left_out: "风险较低"}
    assert judge(scene.case("review", by, aspect=aspect, seat=seat, detail=full)) == []
    return scene.case("review", by, aspect=aspect, seat=seat, detail=detail)


@refuses(rules.check_digest, "E-DIGEST")
def test_a_record_binds_to_the_content():
    return Scene().to("proposed").case("review", "wu", aspect="necessity", subject="sha256:" + "0" * 64)


@refuses(rules.check_content, "E-FROZEN")
@pytest.mark.parametrize(
    "state", ["approved", "published", "superseded", "rejected", "closed", "withdrawn", "archived"]
)
def test_content_is_frozen_after_the_decision(state):
    scene = Scene().to(state)
    return replace(scene, text="other").case("revise", "chen", before=scene)


@refuses(rules.check_content, "E-FROZEN")
def test_no_other_step_changes_approved_content():
    scene = Scene().to("approved")
    return replace(scene, text="other").case("publish", "chen", before=scene, channel="meeting")


@refuses(rules.check_content, "E-SHAPE")
def test_a_review_changes_no_content():
    scene = Scene().to("proposed")
    return replace(scene, text="other").case("review", "wu", before=scene, aspect="necessity")


@refuses(rules.check_content, "E-STEP")
def test_a_revision_changes_something():
    scene = Scene().to("returned")
    return scene.case("revise", "chen", before=scene)


@refuses(rules.check_sequence, "E-SEQ")
@pytest.mark.parametrize("seq", [1, 3])
def test_records_are_numbered_without_gap_or_double(seq):
    return Scene().to("proposed").case("review", "wu", aspect="necessity", seq=seq)


@refuses(rules.check_sequence, "E-SEQ")
def test_a_record_file_is_named_after_its_record():
    case = Scene().to("proposed").case("review", "wu", aspect="necessity")
    return replace(case, shape=Shape("step", case.shape.org, case.shape.item, ("0002-review-legal",)))


@refuses(rules.check_sequence, "E-SEQ")
def test_a_record_names_its_own_item():
    return Scene().to("proposed").case("review", "wu", aspect="necessity", item="dzb-20261123-zzzz")


@refuses(rules.check_append, "E-APPEND")
@pytest.mark.parametrize("kind", ["change", "delete"])
@pytest.mark.parametrize("path", ["record/0001-propose.yaml", "record/evidence/0002-scan.pdf"])
def test_records_and_evidence_are_only_added(path, kind):
    case = Scene().to("proposed").case("review", "wu", aspect="necessity")
    return replace(case, changes=(*case.changes, Change(f"{FOLDER}/{path}", kind)))


SCAN = Evidence("evidence/0002-scan.pdf", "a" * 64)


@refuses(rules.check_evidence, "E-PAPER")
@pytest.mark.parametrize("there", [{}, {SCAN.file: "b" * 64}], ids=["not added", "another file"])
def test_named_evidence_is_there(there):
    case = Scene().to("approved").case("publish", "chen", channel="meeting", evidence=(SCAN,))
    return replace(case, evidence=there)


@refuses(rules.check_evidence, "E-PAPER")
def test_evidence_that_is_there_is_named():
    return replace(Scene().to("approved").case("publish", "chen", channel="meeting"), evidence={SCAN.file: "a" * 64})


PAPER = {"seat": "registrar", "on_behalf_of": "zhao", "aspect": "legal"}


@refuses(rules.check_paper, "E-PAPER")
def test_paper_is_there_as_a_scan():
    return Scene().to("proposed").case("review", "tang", **PAPER, signed_on=TODAY)


@refuses(rules.check_paper, "E-PAPER")
def test_paper_signed_before_this_version_is_of_another_version():
    return Scene().to("proposed").case("review", "tang", **PAPER, signed_on="2026-11-22", evidence=(SCAN,))


@refuses(rules.check_paper, "E-DATE")
def test_paper_is_not_dated_in_the_future():
    return Scene().to("proposed").case("review", "tang", **PAPER, signed_on="2026-11-24", evidence=(SCAN,))


FORM = {**PAPER, "signed_on": TODAY, "evidence": (SCAN,)}


def test_a_form_with_the_code_of_this_version_counts():
    scene = Scene().to("proposed")
    assert judge(scene.case("review", "tang", **FORM, form_code=form_code(ITEM, scene.digest))) == []


@refuses(rules.check_form, "E-PAPER")
@pytest.mark.parametrize("item", [ITEM, "dzb-20261123-zzzz"], ids=["another version", "another item"])
def test_a_form_of_another_version_or_item_is_refused(item):
    scene = Scene().to("proposed")
    digest = scene.revised().digest if item == ITEM else scene.digest
    return scene.case("review", "tang", **FORM, form_code=form_code(item, digest))


@refuses(rules.check_form, "E-PAPER")
def test_a_scan_is_not_entered_for_two_versions():
    scene = Scene().to("proposed")
    scene = scene.after("review", "tang", **FORM, form_code=form_code(ITEM, scene.digest)).revised()
    scan = (replace(SCAN, file="evidence/0004-scan.pdf"),)
    return scene.case("review", "tang", **{**FORM, "evidence": scan}, form_code=form_code(ITEM, scene.digest))


OUTSIDE = Scene(entry=replace(ENTRY, approval=("superior",), superior_by="superior-discipline"))
REPLY = {"reply_number": "批复3号", "reply_date": TODAY, "evidence": (SCAN,), "seat": "registrar", "level": "superior"}


@refuses(rules.check_reply, "E-PAPER")
@pytest.mark.parametrize("missing", ["reply_number", "reply_date", "evidence"])
def test_the_reply_of_a_superior_outside_is_whole(missing):
    scene = OUTSIDE.to("reviewed")
    assert judge(scene.case("approve", "tang", **REPLY)) == []
    return scene.case("approve", "tang", **{**REPLY, missing: () if missing == "evidence" else None})


@refuses(rules.check_dates, "E-DATE")
@pytest.mark.parametrize("on", ["2026-11-24", "2026-02-30"], ids=["future", "no such day"])
def test_recorded_days_exist_and_have_come(on):
    return Scene().to("approved").case("publish", "chen", channel="meeting", on=on)

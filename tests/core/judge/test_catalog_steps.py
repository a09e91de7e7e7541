"""The procedure of a catalogue: who adjusts, approves, releases, files and receives it, in which order, on what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.judge import catalog_content as content
from pdctl.core.judge import catalog_step as rules
from pdctl.core.judge import catalogue, judge
from pdctl.core.judge import plan as plan_rules
from pdctl.core.judge.cases import CatalogCase, OpenItem, Signer
from pdctl.core.model import Channel, Due, EntryChange, Evidence, Meeting, Policy, Release
from pdctl.core.paths import Change, Shape
from tests.core.catalog_scene import OTHER, CatalogScene, catalogue_parent
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, PLAN, TODAY, Scene, parent

START = CatalogScene()
ADJUSTED = START.adjusted(e2_5_4={"scope": "unit"})
APPROVED = ADJUSTED.after("approve", "he")
RELEASED = APPROVED.after("release", "tang")
FILED = RELEASED.after("file", "tang")
SCAN = Evidence("evidence/0002-scan.pdf", "0" * 64)
PAPER = {"seat": "registrar", "on_behalf_of": "gao", "signed_on": TODAY, "evidence": (SCAN,)}
OFF = replace(PLAN, id="dzb-20261120-abcd", entry=None, off_catalog="上级临时部署")
CLOSED = {"valid_to": TODAY, "succeeded_by": ("gw",)}


def test_a_whole_round():
    received = FILED.after("receive", "xu")
    assert received.course.filing_state("0002", "gw") == "received"
    assert received.course.state == "current"
    again = received.adjusted("2.6.9").after("approve", "he").after("release", "tang")
    assert (again.current.release, again.course.filing_state("0003", "gw")) == ("0003", "unfiled")


def test_returned_and_filed_again():
    returned = FILED.after("receive", "ding", seat="coordinator", decision="return", number=None, opinion="补充说明")
    assert returned.course.filing_state("0002", "gw") == "sent-back"
    assert returned.after("file", "tang").course.filing_state("0002", "gw") == "filed"


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_not_agreed_and_adjusted_again(decision):
    back = ADJUSTED.after("approve", "he", decision=decision)
    assert back.course.state == {"return": "returned", "reject": "rejected"}[decision]
    assert back.adjusted(e2_5_4={"scope": "targeted", "audience": ("第一党小组",)}).course.state == "adjusting"


def test_an_adjustment_undone():
    back = ADJUSTED.adjusted(e2_5_4={"scope": "party"})
    assert judge(back.case("approve", "he", decision="reject")) == []


def test_on_paper_and_collectively():
    assert judge(replace(ADJUSTED, parent=catalogue_parent(seats={**catalogue_parent().organizations["dzb"].seats, "registrar": ("xu",)})).case("approve", "xu", **PAPER)) == []  # fmt: skip
    meeting = Meeting("2026-7", TODAY, "he", ("he", "gao", "sun"), 3, 0, 0)
    assert judge(ADJUSTED.case("approve", "he", level="collective", meeting=meeting)) == []


def test_levels_in_their_order():
    scene = CatalogScene(parent=catalogue_parent(Policy(catalog_approval=("principal", "superior"))))
    once = scene.adjusted(e2_5_4={"scope": "unit"}).after("approve", "he")
    assert once.course.state == "adjusting"
    assert once.after("approve", "ding", level="superior", seat_org="gw").course.state == "approved"


def test_kept_by_the_superior():
    scene = CatalogScene(parent=catalogue_parent(maintained_by="gw"))
    case = scene.adjustment(scene.worked(e2_5_4={"scope": "unit"}), "xu", seat_org="gw")
    assert judge(case) == []


@refuses(rules.check_signer, "E-SEAT")
def test_by_names_somebody_else():
    case = ADJUSTED.case("approve", "he")
    return replace(case, record=replace(case.record, by="gao"))


@refuses(rules.check_seat, "E-SEAT")
@pytest.mark.parametrize(
    "case",
    [
        START.adjustment(START.worked(e2_5_4={"scope": "unit"}), "chen"),
        START.adjustment(START.worked(e2_5_4={"scope": "unit"}), "xu", seat_org="gw"),
        ADJUSTED.case("approve", "sun", seat="head"),
        ADJUSTED.case("approve", "ding", seat_org="gw"),
        APPROVED.case("release", "he", seat="principal"),
        RELEASED.case("file", "he"),
        FILED.case("receive", "he", seat_org=None, seat="principal"),
        FILED.case("receive", "lin", seat="admin"),
    ],
    ids=lambda case: f"{case.record.step} by {case.record.by}",
)
def test_without_the_seat(case):
    return case


@refuses(rules.check_paper_seat, "E-SEAT")
@pytest.mark.parametrize("more", [{"on_behalf_of": "sun"}, {}], ids=["no principal", "the registrar adjusted"])
def test_paper(more):
    return ADJUSTED.case("approve", "tang", **{**PAPER, **more})


@refuses(rules.check_paper_seat, "E-SEAT")
def test_only_an_approval_is_signed_on_paper():
    return APPROVED.case("release", "tang", **{**PAPER, "seat": "keeper"})


@refuses(rules.check_level, "E-SEAT")
def test_the_head_is_too_low():
    return ADJUSTED.case("approve", "sun", level="head", seat="head")


@refuses(rules.check_level, "E-STEP")
def test_the_superior_out_of_turn():
    return ADJUSTED.case("approve", "ding", level="superior", seat_org="gw")


@refuses(rules.check_level, "E-STEP")
def test_an_approval_without_a_level():
    return ADJUSTED.case("approve", "he", level=None)


SEATED = {**catalogue_parent().organizations["dzb"].seats, "principal": ("he", "tang"), "member": ("he", "tang", "sun")}


@refuses(rules.check_duties, "E-SOD")
def test_who_adjusted_does_not_approve():
    return replace(ADJUSTED, parent=catalogue_parent(seats=SEATED)).case("approve", "tang")


@refuses(rules.check_duties, "E-SOD")
def test_who_adjusted_stays_out_of_the_collective():
    meeting = Meeting("2026-7", TODAY, "he", ("he", "tang", "sun"), 3, 0, 0)
    scene = replace(ADJUSTED, parent=catalogue_parent(seats=SEATED))
    return scene.case("approve", "he", level="collective", meeting=meeting)


@refuses(rules.check_duties, "E-SOD")
def test_who_adjusted_and_filed_does_not_receive():
    return FILED.case("receive", "tang", seat="coordinator")


@refuses(rules.check_duties, "E-SOD")
def test_the_adjuster_of_an_earlier_round_stays_out():
    scene = ADJUSTED.after("approve", "he", decision="return")
    seats = {**SEATED, "keeper": ("tang", "xu")}
    scene = replace(scene, parent=catalogue_parent(seats=seats)).adjusted(by="xu", e2_6_9={"scope": "unit"})
    return scene.case("approve", "tang")


@refuses(rules.check_order, "E-STEP")
@pytest.mark.parametrize(
    "case",
    [
        START.case("approve", "he"),
        ADJUSTED.case("release", "tang"),
        APPROVED.case("approve", "gao"),
        RELEASED.case("release", "tang"),
        RELEASED.case("receive", "xu"),
        FILED.case("file", "tang"),
        FILED.after("receive", "xu").case("receive", "xu", number="6号"),
        FILED.after("receive", "xu").case("file", "tang"),
        FILED.case("receive", "xu", to="dzb"),
        FILED.case("receive", "xu", release="0001"),
    ],
    ids=lambda case: f"{case.record.step} {case.course.state}",
)
def test_out_of_order(case):
    return case


@refuses(rules.check_closed, "E-POLICY")
def test_a_closed_organization_adjusts_no_more():
    return replace(START, parent=catalogue_parent(**CLOSED)).adjustment(START.worked(e2_5_4={"scope": "unit"}))


@refuses(rules.check_closed, "E-POLICY")
def test_no_such_organization():
    case = START.adjustment(START.worked(e2_5_4={"scope": "unit"}))
    return replace(case, shape=replace(case.shape, org="none"), record=replace(case.record, org="none"))


@refuses(catalogue.check_open, "E-POLICY")
def test_the_working_copy_of_a_closed_organization():
    changes = (Change("catalogs/dzb/catalog.yaml", "change"),)
    return CatalogCase(parent(**CLOSED), Signer("tang", "tang"), Shape("catalog", "dzb"), changes)


@refuses(rules.check_files, "E-SHAPE")
@pytest.mark.parametrize("path", ["catalogs/dzb/catalog.yaml", "catalogs/dzb/releases/0003.yaml"])
def test_an_approval_changes_nothing_else(path):
    case = ADJUSTED.case("approve", "he")
    return replace(case, changes=(*case.changes, Change(path, "add")))


@refuses(rules.check_files, "E-SHAPE")
def test_a_release_without_its_file():
    return replace(APPROVED.case("release", "tang"), release=None)


@refuses(rules.check_files, "E-POLICY")
def test_an_adjustment_removes_the_catalogue():
    case = START.adjustment(START.worked(e2_5_4={"scope": "unit"}))
    return replace(case, changes=(case.changes[0], Change("catalogs/dzb/catalog.yaml", "delete")))


@refuses(rules.check_sequence, "E-SEQ")
@pytest.mark.parametrize("seq", [1, 3, 7])
def test_a_gap_or_a_double_number(seq):
    return ADJUSTED.case("approve", "he", seq=seq)


@refuses(rules.check_sequence, "E-SEQ")
@pytest.mark.parametrize("number", ["0001", "0003", "9999"])
def test_a_release_number_out_of_order(number):
    return APPROVED.case("release", "tang", release=number)


@refuses(rules.check_sequence, "E-SEQ")
def test_two_releases_at_once():
    case = APPROVED.case("release", "tang")
    return replace(case, changes=(*case.changes, Change("catalogs/dzb/releases/0003.yaml", "add")))


@refuses(rules.check_sequence, "E-SEQ")
def test_an_older_release_is_not_filed():
    return RELEASED.case("file", "tang", release="0001")


@refuses(rules.check_sequence, "E-SEQ")
def test_a_file_named_otherwise():
    case = ADJUSTED.case("approve", "he")
    return replace(case, shape=replace(case.shape, records=("0002-release",)))


@refuses(rules.check_sequence, "E-PATH")
def test_a_record_of_another_organization():
    return ADJUSTED.case("approve", "he", org="gw")


@refuses(rules.check_sequence, "E-PATH")
def test_a_release_of_another_organization():
    case = APPROVED.case("release", "tang")
    return replace(case, release=replace(case.release, org="gw"))


@refuses(rules.check_append, "E-APPEND")
@pytest.mark.parametrize("path", ["catalog-record/0001-adjust.yaml", "releases/0001.yaml", "catalog-record/evidence/x"])
@pytest.mark.parametrize("kind", ["change", "delete"])
def test_nothing_written_changes(path, kind):
    case = ADJUSTED.case("approve", "he")
    return replace(case, changes=(*case.changes, Change(f"catalogs/dzb/{path}", kind)))


@refuses(rules.check_digest, "E-DIGEST")
@pytest.mark.parametrize("subject", ["sha256:" + "0" * 64, None])
def test_another_digest(subject):
    return ADJUSTED.case("approve", "he", subject=subject)


@refuses(rules.check_digest, "E-DIGEST")
def test_a_release_that_is_not_what_was_approved():
    return replace(APPROVED.case("release", "tang"), release_digest="sha256:" + "1" * 64)


@refuses(rules.check_stale, "E-STALE")
@pytest.mark.parametrize(("scene", "step", "by"), [(ADJUSTED, "approve", "he"), (APPROVED, "release", "tang")])
def test_work_after_the_adjustment(scene, step, by):
    return scene.worked(e2_6_9={"scope": "unit"}).case(step, by)


@refuses(rules.check_evidence, "E-PAPER")
@pytest.mark.parametrize("evidence", [{}, {SCAN.file: "1" * 64}, {"evidence/other.pdf": "0" * 64}])
def test_evidence_that_is_not_there(evidence):
    return replace(ADJUSTED.case("approve", "he", evidence=(SCAN,)), evidence=evidence)


@refuses(rules.check_paper, "E-PAPER")
@pytest.mark.parametrize("more", [{"evidence": ()}, {"signed_on": "2026-11-22"}])
def test_paper_without_scan_or_of_an_earlier_version(more):
    return ADJUSTED.case("approve", "xu", **{**PAPER, **more})


@refuses(rules.check_paper, "E-DATE")
def test_paper_of_tomorrow():
    return ADJUSTED.case("approve", "xu", **{**PAPER, "signed_on": "2026-11-24"})


OUTSIDE = CatalogScene(
    parent=catalogue_parent(Policy(catalog_approval=("superior",)), superior=None, superior_outside="云溪区委员会")
)
ANSWERED = {"level": "superior", "seat": "registrar", "reply_number": "5号", "reply_date": TODAY, "evidence": (SCAN,)}
FILED_OUTSIDE = replace(RELEASED, parent=OUTSIDE.parent).after("file", "tang", to=None, to_outside="云溪区委员会")
RECEIPT = {
    "to": None,
    "to_outside": "云溪区委员会",
    "seat_org": None,
    "seat": "registrar",
    "on": TODAY,
    "evidence": (SCAN,),
}


def test_a_superior_outside():
    seats = {**OUTSIDE.parent.organizations["dzb"].seats, "registrar": ("xu",)}
    people = replace(OUTSIDE.parent, organizations={**OUTSIDE.parent.organizations, "dzb": replace(OUTSIDE.parent.organizations["dzb"], seats=seats)})  # fmt: skip
    adjusted = replace(OUTSIDE, parent=people).adjusted(e2_5_4={"scope": "unit"})
    assert adjusted.after("approve", "xu", **ANSWERED).course.state == "approved"
    assert replace(FILED_OUTSIDE, parent=people).after("receive", "xu", **RECEIPT).course.filing_state("0002", "") == "received"  # fmt: skip


@refuses(rules.check_paper, "E-PAPER")
@pytest.mark.parametrize("scene", ["approve", "receive"])
def test_an_answer_from_outside_without_its_scan(scene):
    if scene == "receive":
        return FILED_OUTSIDE.case("receive", "xu", **{**RECEIPT, "evidence": ()})
    return OUTSIDE.adjusted(e2_5_4={"scope": "unit"}).case("approve", "xu", **{**ANSWERED, "evidence": ()})


@refuses(rules.check_reply, "E-PAPER")
@pytest.mark.parametrize(
    "more", [{"reply_number": None}, {"reply_date": None}, {"reply_number": None, "reply_date": None}]
)
def test_an_answer_from_outside_without_number_or_date(more):
    return OUTSIDE.adjusted(e2_5_4={"scope": "unit"}).case("approve", "xu", **{**ANSWERED, **more})


@refuses(rules.check_quorum, "E-QUORUM")
@pytest.mark.parametrize("present", [(), ("he",), ("he", "gao"), ("he", "gao", "wu", "wu")])
def test_no_quorum(present):
    meeting = Meeting("2026-7", TODAY, "he", present, len(present), 0, 0) if present else None
    return ADJUSTED.case("approve", "he", level="collective", meeting=meeting)


@refuses(rules.check_dates, "E-DATE")
@pytest.mark.parametrize("on", ["2026-11-24", "2027-01-01", "2026-02-30"])
def test_days_that_are_none_or_to_come(on):
    return RELEASED.case("file", "tang", on=on)


@refuses(rules.check_dates, "E-DATE")
def test_a_release_of_tomorrow():
    case = APPROVED.case("release", "tang")
    return replace(case, release=replace(case.release, on="2026-11-24"))


# What the steps say ---------------------------------------------------------------------------------------------


@refuses(content.check_named_as_it_is, "E-STEP")
@pytest.mark.parametrize(
    "changes",
    [
        (EntryChange("2.6.9", "change", "误"),),
        (EntryChange("2.5.4", "add", "误"),),
        (EntryChange("2.5.4", "suspend", "误"),),
        (EntryChange("2.5.4", "cancel", "误"),),
        (EntryChange("2.5.4", "change", "误"), EntryChange("9.9.9", "add", "误")),
        (EntryChange("2.5.4", "change", "一"), EntryChange("2.5.4", "change", "二")),
    ],
    ids=str,
)
def test_a_change_named_as_what_it_is_not(changes):
    return START.adjustment(START.worked(e2_5_4={"scope": "unit"}), changes=changes)


@refuses(content.check_named_as_it_is, "E-STEP")
def test_an_adjustment_of_nothing():
    return START.case("adjust", "tang", changes=(EntryChange("2.5.4", "change", "误"),))


def test_earlier_work_may_be_named_later():
    scene = START.worked(e2_5_4={"scope": "unit"}, e2_6_77={})
    changes = (EntryChange("2.5.4", "change", "导入"), EntryChange("2.6.77", "add", "导入"))
    assert judge(scene.case("adjust", "tang", changes=changes)) == []


@refuses(content.check_all_named, "E-STEP")
def test_a_change_that_nobody_named():
    scene = START.worked(e2_6_9={"scope": "unit"})
    named = scene.worked(e2_5_4={"scope": "unit"})
    adjusted = replace(named, course=scene.adjusted(e2_5_4={"scope": "unit"}).course)
    return adjusted.case("approve", "he")


@refuses(content.check_something_changes, "E-STEP")
def test_a_release_without_changes():
    return ADJUSTED.adjusted(e2_5_4={"scope": "party"}).case("approve", "he")


@refuses(content.check_something_changes, "E-STEP")
def test_the_same_release_once_more():
    return RELEASED.case("release", "tang")


@refuses(content.check_entries, "E-STEP")
def test_an_entry_twice():
    scene = replace(START, working=(*START.working, replace(OTHER, scope="unit")))
    return START.adjustment(scene)


@refuses(content.check_entries, "E-STEP")
def test_an_entry_of_an_organization_that_is_not_there():
    return START.adjustment(START.worked(e2_5_4={"responsible": "none"}))


@refuses(content.check_entries, "E-SCOPE-LEAK")
@pytest.mark.parametrize("channel", [Channel("website"), Channel("bulletin-board", "outside"), Channel("new-media")])
def test_a_channel_that_society_can_read_for_a_narrower_scope(channel):
    return START.adjustment(START.worked(e2_5_4={"channels": (channel,)}))


@refuses(content.check_breaks_nothing, "E-STEP")
@pytest.mark.parametrize("state", ["referred", "returned", "proposed", "reviewing", "reviewed", "approved"])
def test_an_entry_with_items_under_way_is_not_cancelled(state):
    return START.adjustment(replace(START.worked("2.5.4"), under_way=(OpenItem(PLAN, state),)))


@refuses(content.check_breaks_nothing, "E-STEP")
def test_nor_released_as_cancelled():
    scene = START.adjusted("2.5.4").after("approve", "he")
    return replace(scene, under_way=(OpenItem(PLAN, "proposed"),)).case("release", "tang")


def test_a_suspended_entry_lets_items_under_way_finish():
    scene = replace(START.worked(e2_5_4={"suspended": True}), under_way=(OpenItem(PLAN, "proposed"),))
    assert judge(START.adjustment(scene)) == []


@refuses(content.check_addressee, "E-STEP")
@pytest.mark.parametrize(
    "more", [{"to": "dzb"}, {"to": "jw"}, {"to": None}, {"to": None, "to_outside": "云溪区委员会"}]
)
def test_filed_with_somebody_who_is_not_the_superior(more):
    return RELEASED.case("file", "tang", **more)


@refuses(content.check_addressee, "E-STEP")
def test_filed_by_an_organization_without_a_superior():
    return replace(RELEASED, parent=catalogue_parent(superior=None)).case("file", "tang", to=None)


@refuses(rules.check_course_of_days, "E-DATE")
def test_filed_before_it_was_released():
    return RELEASED.case("file", "tang", on="2026-01-01")


@refuses(rules.check_course_of_days, "E-DATE")
def test_received_before_it_was_filed():
    return FILED.case("receive", "xu", on="2026-01-01")


@refuses(content.check_timing, "E-FREQUENCY")
@pytest.mark.parametrize(
    "changed",
    [
        {"period": "quarter", "due": Due("period", month=5, day=20)},
        {"frequency": "long-term", "period": None, "due": Due("period-end", workdays=5)},
        {"frequency": "staged", "period": None, "stages": ("部署",), "due": Due("stage-done", workdays=5)},
    ],
)
def test_a_timing_that_does_not_fit_the_frequency(changed):
    return START.adjustment(START.worked(e2_5_4=changed))


@refuses(content.check_answer, "E-STEP")
@pytest.mark.parametrize("more", [{"number": None}, {"decision": "return", "opinion": None}])
def test_an_answer_that_does_not_say_it(more):
    return FILED.case("receive", "xu", **more)


@refuses(content.check_settles, "E-STEP")
@pytest.mark.parametrize("plan", [None, PLAN, replace(OFF, org="gw")], ids=["none", "under an entry", "another's"])
def test_an_entry_made_for_no_off_catalogue_item(plan):
    scene = replace(START.worked(e2_6_77={}), named={OFF.id: plan} if plan else {})
    return START.adjustment(scene, changes=(EntryChange("2.6.77", "add", "多次公开", OFF.id),))


def test_an_entry_made_for_an_off_catalogue_item():
    scene = replace(START.worked(e2_6_77={}), named={OFF.id: OFF})
    assert judge(START.adjustment(scene, changes=(EntryChange("2.6.77", "add", "多次公开", OFF.id),))) == []


# What a release means for items ---------------------------------------------------------------------------------


def approved_under(newer, **plan):
    """The approval of an item whose entry a newer release has changed."""
    scene = Scene(plan=replace(PLAN, **plan)).to("reviewed")
    release = Release("dzb", "0002", TODAY, (newer,) if newer else (OTHER,))
    return replace(scene.case("approve", "sun", level="head"), newer=release, current_release="0002")


@refuses(plan_rules.check_stricter, "E-STALE")
@pytest.mark.parametrize(
    "newer",
    [
        replace(ENTRY, scope="unit"),
        replace(ENTRY, scope="targeted", audience=("第一党小组",)),
        replace(ENTRY, approval=("principal",)),
        replace(ENTRY, approval=("collective",)),
        replace(ENTRY, approval=("head", "superior")),
        replace(ENTRY, reviews=(*ENTRY.reviews, "risk-opinion")),
        replace(ENTRY, importance="important"),
        None,
    ],
    ids=["unit", "targeted", "principal", "collective", "superior", "review", "important", "cancelled"],
)
def test_a_stricter_release_asks_for_a_revision(newer):
    return approved_under(newer)


@pytest.mark.parametrize(
    "newer",
    [
        replace(ENTRY, scope="society"),
        replace(ENTRY, title="新名称", note="说明", elements=("会议次数", "出席人数")),
        replace(ENTRY, retention="y30"),
        replace(ENTRY, suspended=True),
        ENTRY,
    ],
    ids=["wider", "words", "retention", "suspended", "same"],
)
def test_what_is_not_stricter_leaves_items_alone(newer):
    assert judge(approved_under(newer)) == []


def test_an_item_that_is_narrower_already_stays():
    assert judge(approved_under(replace(ENTRY, scope="unit"), scope="unit", scope_reason="涉及个人")) == []


def test_a_return_is_always_possible():
    case = approved_under(replace(ENTRY, scope="unit"))
    assert judge(replace(case, record=replace(case.record, decision="return"))) == []


@refuses(plan_rules.check_entry_open, "E-STEP")
def test_nothing_is_proposed_under_a_suspended_entry():
    return Scene(entry=replace(ENTRY, suspended=True)).case("propose", "chen")


@refuses(plan_rules.check_entry_open, "E-POLICY")
def test_nothing_is_proposed_in_a_closed_organization():
    return Scene(parent=parent(**CLOSED)).case("propose", "chen")


@pytest.mark.parametrize(("release", "good"), [("0001", True), ("0002", True), ("0003", False)])
def test_a_revision_keeps_its_release_or_takes_the_current_one(release, good):
    before = Scene().to("proposed")
    after = replace(before, plan=replace(PLAN, release=release), text="second")
    case = replace(after.case("revise", "chen", before=before), current_release="0002")
    assert (judge(case) == []) is good

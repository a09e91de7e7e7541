"""Carrying a plan out: channel by channel, exactly as approved; taken down in time; filed when all is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.judge import judge
from pdctl.core.judge import plan as rules
from pdctl.core.judge.cases import Facts
from pdctl.core.model import Duration, Evidence
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, PLAN, SOCIETY, TODAY, Scene

BOARD = {"channel": "bulletin-board", "place": "inside"}


@refuses(rules.check_posting, "E-PLAN")
@pytest.mark.parametrize("step", ["publish", "drop"])
@pytest.mark.parametrize("posting", [{"channel": "document"}, {"channel": "bulletin-board", "place": "outside"}])
def test_only_planned_channels_are_used(step, posting):
    return Scene().to("approved").case(step, "chen", **posting, reason="会议取消")


@refuses(rules.check_posting, "E-PLAN")
@pytest.mark.parametrize("first", ["publish", "drop"])
@pytest.mark.parametrize("again", ["publish", "drop"])
def test_a_channel_is_used_or_dropped_once(first, again):
    scene = Scene().to("approved").after(first, "chen", channel="meeting", reason="会议取消")
    return scene.case(again, "chen", channel="meeting", reason="会议取消")


@refuses(rules.check_posting, "E-PLAN")
def test_only_what_is_posted_is_taken_down():
    return Scene().to("published").case("takedown", "chen", **BOARD, on=TODAY)


@refuses(rules.check_posting, "E-PLAN")
def test_a_posting_is_taken_down_once():
    scene = Scene().to("published").after("withdraw", "sun", reason="情况有变", seat="head")
    scene = scene.after("takedown", "chen", channel="meeting", on=TODAY)
    return scene.case("takedown", "chen", channel="meeting", on=TODAY)


@refuses(rules.check_posting_leak, "E-SCOPE-LEAK")
@pytest.mark.parametrize("posting", [{"channel": "website"}, {"channel": "bulletin-board", "place": "outside"}])
def test_nothing_narrower_is_posted_for_society(posting):
    return Scene().to("approved").case("publish", "chen", **posting)


PLANNED = Scene(plan=replace(PLAN, publish_on=TODAY))
NEXT_DAY = {"on": "2026-11-24", "at": "2026-11-24T09:00:00+08:00"}


def test_on_the_planned_day():
    assert PLANNED.to("approved").after("publish", "chen", channel="meeting").course.state == "published"


@refuses(rules.check_posting_date, "E-PLAN")
def test_not_before_the_planned_day_whatever_the_reason():
    scene = Scene(plan=replace(PLAN, publish_on="2026-11-24")).to("approved")
    return scene.case("publish", "chen", channel="meeting", late_reason="提前公开")


@refuses(rules.check_posting_date, "E-PLAN")
def test_after_the_planned_day_only_for_a_reason():
    scene = PLANNED.to("approved")
    assert judge(scene.case("publish", "chen", channel="meeting", **NEXT_DAY, late_reason="停电")) == []
    return scene.case("publish", "chen", channel="meeting", **NEXT_DAY)


@refuses(rules.check_posting_date, "E-PLAN")
def test_never_before_the_approval():
    return Scene().to("approved").case("publish", "chen", channel="meeting", on="2026-11-22", number="2026-001")


@refuses(rules.check_posting_date, "E-PLAN")
def test_never_between_review_and_approval():
    later = {"at": "2026-11-25T09:00:00+08:00"}
    scene = Scene().to("reviewed").after("approve", "sun", level="head", **later)
    assert judge(scene.case("publish", "chen", channel="meeting", on="2026-11-25", **later)) == []
    return scene.case("publish", "chen", channel="meeting", on="2026-11-24", **later)


def test_paper_approves_on_the_day_it_was_signed():
    scan = (Evidence("evidence/0006-scan.pdf", "a" * 64),)
    paper = {"seat": "registrar", "on_behalf_of": "sun", "signed_on": TODAY, "evidence": scan}
    late = {"at": "2026-11-25T09:00:00+08:00"}
    scene = Scene().to("reviewed").after("approve", "tang", level="head", **paper, **late)
    assert judge(scene.case("publish", "chen", channel="meeting", on=TODAY, **late)) == []


@refuses(rules.check_superseded, "E-STEP")
@pytest.mark.parametrize("state", ["approved", "superseded"])
def test_what_was_superseded_is_not_published_further(state):
    scene = replace(Scene().to(state), facts=Facts(superseded_by="dzb-20261123-newa"))
    return scene.case("publish", "chen", **BOARD)


@refuses(rules.check_inside_first, "E-INSIDE-FIRST")
def test_members_learn_of_it_before_society():
    return Scene(plan=SOCIETY).to("approved").case("publish", "chen", channel="website")


def test_society_learns_of_it_on_the_same_day():
    scene = Scene(plan=SOCIETY).to("published")
    assert judge(scene.case("publish", "chen", channel="website")) == []


def test_society_learns_of_it_first_for_a_reason():
    scene = Scene(plan=SOCIETY).to("approved")
    assert judge(scene.case("publish", "chen", channel="website", direct_reason="突发事件")) == []


@refuses(rules.check_inside_first, "E-INSIDE-FIRST")
def test_an_inside_publication_of_a_later_day_comes_too_late():
    scene = Scene(plan=SOCIETY).to("approved").after("publish", "chen", channel="meeting", **NEXT_DAY)
    return scene.case("publish", "chen", channel="website", on=TODAY)


def _posted(**plan):
    return Scene(plan=replace(PLAN, **plan)).to("published")


@refuses(rules.check_takedown_date, "E-PLAN")
@pytest.mark.parametrize(("duration", "end"), [(Duration(workdays=5), 30), (Duration(days=3), 26)])
def test_a_posting_stays_until_its_period_ends(duration, end):
    """Posted on Monday the 23rd, counted from the next day."""
    scene = _posted(duration=duration)
    last = {"on": f"2026-11-{end}", "at": f"2026-11-{end}T17:00:00+08:00"}
    early = {"on": f"2026-11-{end - 1}", "at": f"2026-11-{end - 1}T17:00:00+08:00"}
    assert judge(scene.case("takedown", "chen", channel="meeting", **last)) == []
    return scene.case("takedown", "chen", channel="meeting", **early)


@refuses(rules.check_takedown_date, "E-PLAN")
def test_what_holds_until_superseded_stays_until_then():
    scene = _posted(duration=Duration(until="superseded"))
    newer = replace(scene, facts=Facts(superseded_by="dzb-20261123-newa"))
    assert judge(newer.case("takedown", "chen", channel="meeting", on=TODAY)) == []
    return scene.case("takedown", "chen", channel="meeting", on=TODAY)


@refuses(rules.check_takedown_date, "E-PLAN")
@pytest.mark.parametrize("until", ["term-end", "stage-end"])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_nothing_is_taken_down_before_it_was_posted(until, withdrawn):
    scene = _posted(duration=Duration(until=until))
    if withdrawn:
        scene = scene.after("withdraw", "sun", reason="情况有变", seat="head")
    assert judge(scene.case("takedown", "chen", channel="meeting", on=TODAY)) == []
    return scene.case("takedown", "chen", channel="meeting", on="2026-11-22")


@refuses(rules.check_archive_complete, "E-STEP")
@pytest.mark.parametrize("state", ["approved", "published", "superseded"])
def test_every_planned_channel_is_done_or_dropped_before_filing(state):
    scene = Scene().to(state)
    dropped = scene
    for name in scene.course.waiting(scene.plan):
        channel, _, place = name.partition(":")
        dropped = dropped.after("drop", "chen", channel=channel, place=place or None, reason="不再使用")
    assert judge(dropped.case("archive", "xu")) == []
    return scene.case("archive", "xu")


@refuses(rules.check_archive_complete, "E-STEP")
def test_what_was_withdrawn_is_taken_down_before_filing():
    scene = Scene().to("published").after("withdraw", "sun", reason="情况有变", seat="head")
    down = scene.after("takedown", "chen", channel="meeting", on=TODAY)
    assert judge(down.case("archive", "xu")) == []
    return scene.case("archive", "xu")


@refuses(rules.check_number, "E-NUMBER")
@pytest.mark.parametrize("number", [None, "2026-007", "2026-009", "2025-008", "2026-8"])
def test_publication_numbers_follow(number):
    scene = replace(Scene().to("approved"), facts=Facts(publication=7))
    assert judge(scene.case("publish", "chen", channel="meeting", number="2026-008")) == []
    return scene.case("publish", "chen", channel="meeting", number=number)


@refuses(rules.check_number, "E-NUMBER")
def test_an_item_gets_one_number():
    return Scene().to("published").case("publish", "chen", **BOARD, number="2026-002")


@refuses(rules.check_number, "E-NUMBER")
@pytest.mark.parametrize("number", ["WS·2026-D10-DZB-0003", "WS·2026-D10-DZB-0005", "WS·2026-D30-DZB-0004"])
def test_archive_numbers_follow_in_their_class(number):
    scene = replace(Scene().to("rejected"), facts=Facts(archive=3))
    assert judge(scene.case("archive", "xu", archive_no="WS·2026-D10-DZB-0004")) == []
    return scene.case("archive", "xu", archive_no=number)


def test_the_class_has_fonds_year_retention_and_organization():
    orgs = {**Scene().parent.organizations}
    orgs["gw"] = replace(orgs["gw"], fonds="J001")
    scene = Scene(parent=replace(Scene().parent, organizations=orgs), entry=ENTRY).to("rejected")
    case = scene.case("archive", "xu", retention="permanent", archive_no="J001-WS·2026-Y-DZB-0001")
    assert judge(case) == []

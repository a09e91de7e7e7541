"""State is computed from records: what counts, what became stale, what is posted, what still waits."""

from __future__ import annotations

from dataclasses import replace

from pdctl.core.model import Evidence
from pdctl.core.replay import replay
from tests.core.scene import ANSWERED, ENTRY, PLAN, REFERENCE, SOCIETY, TODAY, Scene

BOARD = {"channel": "bulletin-board", "place": "inside"}
SCAN = Evidence("evidence/0006-scan.pdf", "a" * 64)
TWO_LEVELS = Scene(entry=replace(ENTRY, approval=("principal", "superior")))


def _stale(scene):
    return [record.seq for record in scene.course.records if scene.course.stale(record)]


def test_a_revision_makes_every_earlier_opinion_stale():
    scene = Scene().to("reviewed").revised()
    assert _stale(scene) == [2, 3, 4, 5]
    assert scene.course.missing(scene.needs) == ENTRY.reviews
    assert scene.course.state == "proposed"


def test_a_renewed_opinion_counts_again():
    scene = Scene().to("reviewed").revised().after("review", "wu", aspect="accuracy", reconfirms=3)
    assert scene.course.missing(scene.needs) == ("necessity", "legal", "secrecy")
    assert scene.course.state == "reviewing"


def test_a_revision_takes_back_the_levels_already_given():
    scene = TWO_LEVELS.to("reviewed").after("approve", "he", level="principal")
    assert scene.course.done_levels == 1
    assert scene.revised().reviewed().course.done_levels == 0


def test_a_returned_approval_begins_at_the_first_level_again():
    scene = TWO_LEVELS.to("reviewed").after("approve", "he", level="principal")
    scene = scene.after("approve", "ding", level="superior", org="gw", decision="return")
    assert (scene.course.state, scene.course.done_levels) == ("returned", 0)


def test_steps_that_decide_nothing_are_never_stale():
    scene = Scene().to("returned").revised()
    assert _stale(scene) == [2]


def test_an_opinion_that_asks_for_changes_takes_back_the_consent_to_its_aspect():
    scene = Scene().to("reviewed").after("review", "wu", aspect="accuracy", decision="return")
    assert scene.course.missing(scene.needs) == ("accuracy",)


def test_published_means_the_first_channel_is_done():
    scene = Scene().to("published")
    assert scene.course.waiting(scene.plan) == ("bulletin-board:inside",)
    done = scene.after("publish", "chen", **BOARD)
    assert done.course.waiting(scene.plan) == ()
    assert done.course.standing() == ("meeting", "bulletin-board:inside")
    assert done.course.number == "2026-001"


def test_a_dropped_channel_waits_no_longer_and_stands_nowhere():
    scene = Scene().to("approved").after("drop", "chen", channel="meeting", reason="会议取消")
    assert scene.course.state == "approved"
    assert scene.course.waiting(scene.plan) == ("bulletin-board:inside",)
    assert scene.course.standing() == ()


def test_a_posting_taken_down_stands_no_longer():
    scene = Scene().to("published").after("withdraw", "sun", seat="head", reason="有误")
    assert scene.course.standing() == ("meeting",)
    assert scene.after("takedown", "chen", channel="meeting", on=TODAY).course.standing() == ()


def test_superseded_once_the_newer_one_is_published():
    for state, after in (("approved", "superseded"), ("published", "superseded"), ("archived", "archived")):
        scene = Scene().to(state)
        assert replay(scene.plan, scene.needs, scene.course.records, superseded=True).state == after


def test_a_cleared_reference_still_needs_its_text():
    scene = Scene(plan=REFERENCE).after("propose", "chen", secrecy="doubt")
    cleared = scene.after("answer", "zhao", **ANSWERED, result="open")
    assert cleared.course.state == "returned"
    told = replace(cleared, plan=PLAN).after("revise", "chen", before=cleared)
    assert told.course.state == "proposed"


def test_policy_may_ask_for_more_reviews_afterwards():
    """Needs are those of the parent of each commit, so that an item under review needs what is asked now."""
    scene = Scene().to("reviewed")
    policy = replace(scene.parent.settings.policy, reviews=(*ENTRY.reviews, "countersign"))
    settings = replace(scene.parent.settings, policy=policy)
    now = replace(scene, parent=replace(scene.parent, settings=settings))
    assert replay(now.plan, now.needs, now.course.records).state == "reviewing"


def test_a_society_item_lists_both_channels():
    assert Scene(plan=SOCIETY).to("approved").course.waiting(SOCIETY) == ("meeting", "website")


def test_approvers_are_who_consented_and_who_signed_for_a_body():
    paper = {"seat": "registrar", "on_behalf_of": "he", "signed_on": TODAY, "evidence": (SCAN,)}
    scene = TWO_LEVELS.to("reviewed").after("approve", "tang", level="principal", **paper)
    assert scene.course.approvers == {"he"}
    scene = TWO_LEVELS.to("reviewed").after("approve", "tang", level="collective", **paper)
    assert scene.course.approvers == {"he", "tang"}
    assert scene.revised().course.approvers == frozenset()

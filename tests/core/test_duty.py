"""What comes next for an item, and who may do it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.duty import Surroundings, next_duties
from pdctl.core.model import Channel, Duration
from tests.core.scene import ENTRY, PLAN, SOCIETY, Scene, parent


def _next(scene):
    around = Surroundings(scene.parent.organizations, scene.parent.people, scene.parent.settings.policy)
    return next_duties(scene.plan, scene.entry, scene.needs, scene.course, around)


def _told(scene):
    return [(duty.step, duty.detail, duty.who) for duty in _next(scene)]


NEXT = {
    "referred": [("answer", None, ("zhao",))],
    "returned": [("revise", None, ("chen",))],
    "reviewing": [("review", "accuracy", ("wu",)), ("review", "legal", ("zhao",)), ("review", "secrecy", ("zhao",))],
    "reviewed": [("approve", "head", ("sun",))],
    "approved": [("publish", "meeting", ("chen",)), ("publish", "bulletin-board:inside", ("chen",))],
    "published": [("publish", "bulletin-board:inside", ("chen",))],
    "superseded": [("drop", "bulletin-board:inside", ("chen",))],
    "rejected": [("archive", None, ("xu",))],
    "closed": [("archive", None, ("xu",))],
    "withdrawn": [("archive", None, ("xu",))],
    "archived": [],
}


@pytest.mark.parametrize("state", NEXT)
def test_each_state_has_its_next_steps(state):
    assert _told(Scene().to(state)) == NEXT[state]


def test_all_channels_done_leads_to_the_archive():
    scene = Scene().to("published").after("publish", "chen", channel="bulletin-board", place="inside")
    assert _told(scene) == [("archive", None, ("xu",))]


def test_what_was_withdrawn_is_taken_down_first():
    scene = Scene().to("published").after("withdraw", "sun", seat="head", reason="有误")
    assert _told(scene) == [("takedown", "meeting", ("chen",))]


def test_inside_channels_come_first():
    scene = Scene(plan=replace(SOCIETY, channels=(Channel("website"), Channel("meeting")))).to("approved")
    assert [duty.channel for duty in _next(scene)] == ["meeting", "website"]


def test_levels_come_one_by_one():
    scene = Scene(entry=replace(ENTRY, approval=("principal", "superior"))).to("reviewed")
    assert _told(scene) == [("approve", "principal", ("he", "gao"))]
    assert _told(scene.after("approve", "he", level="principal")) == [("approve", "superior", ("ding",))]


def _with(**seats):
    return Scene(parent=parent(seats={**parent().organizations["dzb"].seats, **seats}))


@pytest.mark.parametrize("head", [(), ("wu",), ("chen",)], ids=["empty", "reviewed", "proposed"])
def test_where_nobody_can_give_the_level_a_higher_one_is_named(head):
    assert _told(_with(head=head).to("reviewed")) == [("approve", "principal", ("he", "gao"))]


def test_where_nobody_can_the_seat_is_named_without_persons():
    scene = _with(head=(), principal=(), registrar=()).to("reviewed")
    assert [(duty.level, duty.seats, duty.who) for duty in _next(scene)] == [("head", ("head",), ())]


def test_nobody_is_named_whom_the_separation_of_duties_keeps_away():
    scene = _with(**{"reviewer-necessity": ("chen", "wu"), "head": ("wu", "sun")}).to("proposed")
    assert _next(scene)[0].who == ("wu",)
    assert _next(scene.reviewed())[0].who == ("sun",)


def test_registrars_are_named_for_paper():
    assert [duty.paper for duty in _next(Scene().to("reviewing"))] == [("tang",)] * 3
    assert _next(Scene().to("reviewed"))[0].paper == ("tang",)
    assert _next(Scene().to("approved"))[0].paper == ()


def test_a_registrar_who_proposed_is_not_named_for_paper():
    scene = _with(registrar=("chen", "tang")).to("reviewed")
    assert _next(scene)[0].paper == ("tang",)


def test_nothing_waits_where_a_long_term_posting_stands_after_filing():
    scene = Scene(plan=replace(PLAN, duration=Duration(until="term-end"))).to("published")
    done = scene.after("publish", "chen", channel="bulletin-board", place="inside").after("archive", "xu")
    assert _told(done) == []

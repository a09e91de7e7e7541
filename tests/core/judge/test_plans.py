"""The plan as it is proposed or revised: identity, release, scope, channels, text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.judge import judge
from pdctl.core.judge import plan as rules
from pdctl.core.judge.cases import Facts
from pdctl.core.model import Attachment, Channel
from pdctl.core.paths import Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, PLAN, REFERENCE, SOCIETY, Scene

OLD = "dzb-20251123-old2"


def _proposed(**plan):
    return Scene(plan=replace(PLAN, **plan)).case("propose", "chen")


def _revised(scene, **plan):
    return replace(scene, plan=replace(scene.plan, **plan), text="other").case("revise", "chen", before=scene)


@refuses(rules.check_names, "E-PATH")
def test_an_item_lies_in_the_folder_of_its_organization():
    case = _proposed()
    return replace(case, shape=Shape("step", "gw", case.shape.item, case.shape.records))


@refuses(rules.check_names, "E-PATH")
def test_an_item_names_its_organization():
    return _proposed(org="gw")


@refuses(rules.check_names, "E-PATH")
def test_the_id_begins_with_the_organization():
    return _proposed(id="gw-20261123-abcd")


@refuses(rules.check_names, "E-PATH")
def test_plan_and_record_answer_the_secrecy_question_alike():
    return Scene().case("propose", "chen", secrecy="doubt")


@refuses(rules.check_text, "E-PLAN")
@pytest.mark.parametrize("file", ["body.md", "attachments/list.pdf"])
def test_a_reference_comes_without_text(file):
    case = Scene(plan=REFERENCE).case("propose", "chen", secrecy="doubt")
    assert judge(case) == []
    return replace(case, content={**case.content, file: "0" * 64})


@refuses(rules.check_text, "E-PLAN")
def test_a_plan_comes_with_its_text():
    case = _proposed()
    return replace(case, content={"item.yaml": case.content["item.yaml"]})


@refuses(rules.check_text, "E-PLAN")
@pytest.mark.parametrize("there", [(), ("attachments/a.pdf", "attachments/b.pdf")], ids=["missing", "one too many"])
def test_attachments_are_those_that_the_plan_names(there):
    case = _proposed(attachments=(Attachment("attachments/a.pdf"),))
    return replace(case, content={**case.content, **dict.fromkeys(there, "0" * 64)})


@refuses(rules.check_text, "E-PLAN")
def test_a_revision_is_no_reference():
    scene = Scene().to("returned")
    return replace(scene, plan=REFERENCE).case("revise", "chen", before=scene)


@refuses(rules.check_release, "E-STALE")
def test_a_new_item_is_judged_by_the_current_release():
    return replace(_proposed(), current_release="0002")


@refuses(rules.check_release, "E-STALE")
def test_an_item_keeps_its_release():
    return _revised(Scene().to("returned"), release="0002")


@refuses(rules.check_release, "E-PLAN")
def test_the_release_has_the_entry():
    return _proposed(entry="2.9.9")


def test_an_item_stays_with_its_release_when_a_newer_one_is_there():
    scene = Scene().to("returned")
    case = replace(scene, text="other").case("revise", "chen", before=scene)
    assert judge(replace(case, current_release="0002")) == []


@refuses(rules.check_identity, "E-PLAN")
@pytest.mark.parametrize("plan", [{"id": "dzb-20261123-zzzz"}, {"org": "gw"}, {"entry": "2.5.1"}])
def test_a_revision_stays_the_same_item(plan):
    return _revised(Scene().to("returned"), **plan)


@refuses(rules.check_identity, "E-PLAN")
def test_a_catalogue_matter_does_not_leave_the_catalogue():
    return _revised(Scene().to("returned"), entry=None, off_catalog="上级要求")


def _cleared(plan):
    """A scene whose reference was cleared by the secrecy authority."""
    scene = Scene(plan=plan).after("propose", "chen", secrecy="doubt")
    answer = {"authority": "新区保密行政管理部门", "number": "3号", "on": "2026-11-23"}
    return scene.after("answer", "zhao", result="open", **answer)


def test_a_reference_without_entry_names_it_later():
    scene = _cleared(replace(REFERENCE, entry=None))
    assert judge(replace(scene, plan=PLAN).case("revise", "chen", before=scene)) == []


@refuses(rules.check_identity, "E-PLAN")
def test_a_reference_with_an_entry_keeps_it():
    scene = _cleared(REFERENCE)
    plan = replace(PLAN, entry=None, off_catalog="上级要求")
    return replace(scene, plan=plan, entry=None).case("revise", "chen", before=scene)


@refuses(rules.check_scope, "E-PLAN")
@pytest.mark.parametrize("scope", ["society", "unit", "targeted"])
def test_another_scope_needs_a_reason(scope):
    audience = ("全体党员",) if scope == "targeted" else ()
    told = replace(PLAN, scope=scope, audience=audience, scope_reason="群众关心")
    assert judge(Scene(plan=told).case("propose", "chen")) == []
    return _proposed(scope=scope, audience=audience)


@refuses(rules.check_scope, "E-PLAN")
def test_a_lower_importance_needs_a_reason():
    scene = Scene(entry=replace(ENTRY, importance="important", approval=("principal",)))
    told = replace(scene, plan=replace(PLAN, importance_reason="例行事项"))
    assert judge(told.case("propose", "chen")) == []
    return scene.case("propose", "chen")


def test_a_higher_importance_needs_none():
    assert judge(_proposed(importance="important")) == []


@refuses(rules.check_plan_dates, "E-DATE")
def test_the_planned_day_exists():
    return _proposed(publish_on="2026-02-30")


@refuses(rules.check_approved_in_time, "E-PLAN")
def test_a_plan_is_approved_before_its_day_has_passed():
    return Scene(plan=replace(PLAN, publish_on="2026-11-22")).to("reviewed").case("approve", "sun", level="head")


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_a_plan_whose_day_has_passed_can_go_back(decision):
    scene = Scene(plan=replace(PLAN, publish_on="2026-11-22")).to("reviewed")
    assert judge(scene.case("approve", "sun", level="head", decision=decision)) == []


SOCIETY_CHANNELS = [
    *map(Channel, ("website", "press-conference", "interview", "article", "newspaper", "broadcast", "new-media")),
    *map(Channel, ("repost",)),
    *(Channel(channel, "outside") for channel in ("bulletin-board", "e-screen", "platform")),
]


@refuses(rules.check_channels_fit, "E-SCOPE-LEAK")
@pytest.mark.parametrize("channel", SOCIETY_CHANNELS, ids=lambda c: c.name)
@pytest.mark.parametrize("scope", ["party", "unit", "targeted"])
def test_what_is_not_for_society_has_no_society_channel(scope, channel):
    return _proposed(scope=scope, scope_reason="工作需要", audience=("全体党员",), channels=(channel,))


@pytest.mark.parametrize("channel", SOCIETY_CHANNELS, ids=lambda c: c.name)
def test_society_may_have_any_channel(channel):
    scene = Scene(plan=replace(SOCIETY, channels=(Channel("meeting"), channel)))
    assert judge(scene.case("propose", "chen")) == []


@refuses(rules.check_duplicate_channels, "E-PLAN")
def test_a_channel_is_planned_once():
    return _proposed(channels=(Channel("meeting"), Channel("meeting")))


def test_a_board_inside_and_one_outside_are_two_channels():
    boards = (Channel("bulletin-board", "inside"), Channel("bulletin-board", "outside"))
    assert judge(Scene(plan=replace(SOCIETY, channels=boards)).case("propose", "chen")) == []


@refuses(rules.check_supersedes, "E-PLAN")
@pytest.mark.parametrize("state", ["", "proposed", "reviewed", "returned", "rejected", "withdrawn", "referred"])
def test_only_an_approved_item_is_superseded(state):
    return replace(_proposed(supersedes=OLD), facts=Facts(superseded=state))


@refuses(rules.check_supersedes, "E-PLAN")
def test_only_an_item_of_the_same_organization_is_superseded():
    return replace(_proposed(supersedes="gw-20251123-old2"), facts=Facts(superseded="published"))


@pytest.mark.parametrize("state", ["approved", "published", "archived"])
def test_an_approved_item_is_superseded(state):
    assert judge(replace(_proposed(supersedes=OLD), facts=Facts(superseded=state))) == []

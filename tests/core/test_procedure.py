"""Every step from every state: the rows below say what is possible; whatever they do not say is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core import procedure
from pdctl.core.judge import judge
from pdctl.core.model import Duration
from pdctl.core.replay import Course, advance
from pdctl.core.words import ASPECT, SEAT, STATE, STEP
from tests.core.scene import ANSWERED, ENTRY, PLAN, REFERENCE, TODAY, Scene, parent

UNDECIDED = ("proposed", "reviewing", "reviewed")
BOARD = {"channel": "bulletin-board", "place": "inside"}

# (step, choice): state before -> state after, as design.md tells the life of an item.
POSSIBLE: dict[tuple[str, str], dict[str, str]] = {
    ("propose", "clear"): {"": "proposed"},
    ("propose", "doubt"): {"": "referred"},
    ("answer", "open"): {"referred": "proposed"},
    ("answer", "masked"): {"referred": "returned"},
    ("answer", "closed"): {"referred": "closed"},
    ("revise", ""): dict.fromkeys(("returned", *UNDECIDED), "proposed"),
    ("review", "pass"): {"proposed": "reviewing", "reviewing": "reviewing", "reviewed": "reviewed"},
    ("review", "return"): dict.fromkeys(UNDECIDED, "returned"),
    ("review", "refer"): dict.fromkeys(UNDECIDED, "referred"),
    ("approve", "pass"): {"reviewed": "approved"},
    ("approve", "return"): {"reviewed": "returned"},
    ("approve", "reject"): {"reviewed": "rejected"},
    ("publish", ""): {"approved": "published", "published": "published"},
    ("drop", ""): {state: state for state in ("approved", "published", "superseded")},
    ("takedown", ""): {state: state for state in ("published", "superseded", "withdrawn", "archived")},
    ("withdraw", ""): dict.fromkeys(("referred", "returned", *UNDECIDED, "approved", "published"), "withdrawn"),
    ("archive", ""): dict.fromkeys(
        ("approved", "published", "superseded", "rejected", "closed", "withdrawn"), "archived"
    ),
}
STATES = ("", *STATE)


def _fields(step: str, choice: str, state: str) -> tuple[str, dict[str, object]]:
    """Who takes a step, and with what, so that only its order can be wrong."""
    if step == "review":
        return ("zhao", {"aspect": "secrecy"}) if choice == "refer" else ("xu", {"aspect": "legal"})
    after_approval = state in ("approved", "published", "superseded", "archived")
    return {
        "propose": ("chen", {"secrecy": choice}),
        "answer": ("zhao", {**ANSWERED, "result": choice}),
        "revise": ("chen", {}),
        "approve": ("sun", {"level": "head"}),
        "publish": ("chen", BOARD),
        "drop": ("chen", {**BOARD, "reason": "不再使用"}),
        "takedown": ("chen", {"channel": "meeting", "on": TODAY}),
        "withdraw": ("sun", {"seat": "head", "reason": "撤"}) if after_approval else ("chen", {"reason": "撤"}),
        "archive": ("xu", {}),
    }[step]


@pytest.fixture(scope="module")
def scenes() -> dict[str, Scene]:
    """A scene in each state, with two reviewers of the law, so that one of them has something new to say."""
    seats = {**parent().organizations["dzb"].seats, "reviewer-legal": ("zhao", "xu")}
    scene = Scene(plan=replace(PLAN, duration=Duration(until="stage-end")), parent=parent(seats=seats))
    found = {state: scene.to(state) for state in STATES}
    posted = found["published"]
    found["withdrawn"] = posted.after("withdraw", "sun", seat="head", reason="撤")
    found["archived"] = posted.after("drop", "chen", **BOARD, reason="不用").after("archive", "xu")
    return found


def _case(scene: Scene, step: str, choice: str, state: str):
    by, fields = _fields(step, choice, state)
    if step in ("review", "approve"):
        fields = {**fields, "decision": choice}
    if step == "propose" and choice == "doubt":
        return replace(scene, plan=REFERENCE).case(step, by, **fields)
    if step == "revise" and state:
        return replace(scene, text="other").case(step, by, before=scene, **fields)
    if step == "archive":
        scene = _all_done(scene, state)
    return scene.case(step, by, **fields)


def _all_done(scene: Scene, state: str) -> Scene:
    """The scene with its channels dropped, or its withdrawn posting taken down."""
    if state == "withdrawn":
        return scene.after("takedown", "chen", channel="meeting", on=TODAY)
    for name in scene.course.waiting(scene.plan) if state in ("approved", "published", "superseded") else ():
        channel, _, place = name.partition(":")
        scene = scene.after("drop", "chen", channel=channel, place=place or None, reason="不用")
    return scene


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("step", "choice"), POSSIBLE)
def test_a_step_is_possible_only_where_a_row_says_so(step, choice, state, scenes):
    case = _case(scenes[state], step, choice, state)
    found = judge(case)
    after = POSSIBLE[step, choice].get(state)
    if after is None:
        assert {finding.rule for finding in found} & {"E-STEP", "E-FROZEN"}
        return
    assert found == []
    assert advance(case.course, case.plan, case.needs, case.record).state == after


def test_the_table_has_these_rows_and_no_others():
    rows = {key: set() for key in POSSIBLE}
    for row in procedure.TABLE:
        rows[row.step, row.choice] |= set(row.sources)
    assert rows == {key: set(states) for key, states in POSSIBLE.items()}


@pytest.mark.parametrize("row", procedure.TABLE, ids=lambda row: f"{row.step}-{row.choice}-{row.sources[0]}")
def test_a_row_names_words_that_exist(row):
    assert row.step in STEP
    assert set(row.sources) <= set(STATES)
    assert row.target in {*STATE, procedure.SAME, procedure.RESUMED}
    assert row.seat in {*SEAT, procedure.BY_ASPECT, procedure.BY_LEVEL, "approver"}
    assert str(row.provided)
    assert row.clause[0] in "五七"


def test_every_step_and_state_has_its_place():
    assert {row.step for row in procedure.TABLE} == set(STEP)
    assert {s for row in procedure.TABLE for s in (*row.sources, row.target)} >= set(STATE)
    assert set(procedure.OPEN_STATES) == set(STATE) - {"archived"}
    assert set(procedure.ASPECT_SEAT) == set(ASPECT)


@pytest.mark.parametrize("state", ["proposed", "reviewing", "reviewed"])
def test_what_was_referred_goes_on_where_it_stood(state):
    """But the secrecy review itself is to be given anew."""
    before = Scene().to(state)
    referred = before.after("review", "zhao", aspect="secrecy", decision="refer")
    after = referred.after("answer", "zhao", **ANSWERED, result="open")
    assert after.course.state == ("reviewing" if state == "reviewed" else state)
    assert after.course.missing(after.needs)[-1] == "secrecy"
    assert set(after.course.passes) == set(before.course.passes) - {"secrecy"}


def test_the_last_required_review_makes_an_item_reviewed():
    scene = Scene(entry=replace(ENTRY, reviews=(*ENTRY.reviews, "countersign"))).to("proposed")
    states = []
    for aspect, by in (("necessity", "wu"), ("legal", "zhao"), ("accuracy", "wu"), ("secrecy", "zhao")):
        scene = scene.after("review", by, aspect=aspect)
        states.append(scene.course.state)
    assert states == ["reviewing"] * 4
    last = scene.after("review", "wu", aspect="countersign", seat="reviewer-accuracy")
    assert last.course.state == "reviewed"


def test_a_new_item_has_no_state():
    assert Course().state == ""

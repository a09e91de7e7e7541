"""What holds for every history that the judge lets through, and for every content."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import reduce
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.judge import judge
from pdctl.core.replay import Course, advance, replay
from pdctl.core.words import SEAT
from tests.core.scene import ANSWERED, ENTRY, Scene, parent

# Seven persons who hold every seat of the branch, so that nothing but the separation of duties keeps them apart;
# the superior's principal comes from outside.
PERSONS = ("chen", "wu", "zhao", "he", "sun", "xu", "tang")
EVERYBODY = parent(seats=dict.fromkeys(SEAT, PERSONS))
START = Scene(parent=EVERYBODY, entry=replace(ENTRY, approval=("principal", "superior")))
REASON = {"reason": "情况有变"}
# What people try, most often what leads on.
TRIES: dict[str, tuple[dict[str, object], ...]] = {
    "review": (
        *({"aspect": aspect} for aspect in ENTRY.reviews * 3),
        {"aspect": "accuracy", "decision": "return"},
        {"aspect": "secrecy", "decision": "refer"},
    ),
    "approve": (
        *({"level": "principal"}, {"level": "superior", "org": "gw"}) * 3,
        {"level": "principal", "decision": "return"},
    ),
    "answer": ({**ANSWERED, "result": "open"}, {**ANSWERED, "result": "masked"}),
    "publish": ({"channel": "meeting"}, {"channel": "bulletin-board", "place": "inside"}),
    "drop": ({"channel": "meeting", **REASON},),
    "revise": ({},),
    "withdraw": (REASON,),
    "archive": ({},),
}
WEIGHTS = {"review": 40, "approve": 30, "publish": 8, "answer": 8, "revise": 1, "drop": 2, "withdraw": 1, "archive": 4}


def _taken(scene: Scene, step: str, person: str, fields: dict[str, object]) -> Scene:
    """The scene after a step, or the same one where the judge refuses it."""
    after = replace(scene, text=f"{scene.text} again") if step == "revise" else scene
    case = after.case(step, person, before=scene, **fields)
    if judge(case):
        return scene
    return replace(after, course=advance(after.course, after.plan, after.needs, case.record))


def history(seed: int) -> Scene:
    """A scene after eighty steps tried at random, of which the judge let some through."""
    random = Random(seed)
    scene = _taken(START, "propose", random.choice(PERSONS), {})
    for step in random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=80):
        fields = random.choice(TRIES[step])
        few = PERSONS[:3] if step in ("review", "revise") and random.random() < 0.8 else PERSONS
        person = "ding" if fields.get("level") == "superior" else random.choice(few)
        scene = _taken(scene, step, person, fields)
    return scene


histories = st.integers(0, 2**32 - 1).map(history)


def test_random_histories_come_far_enough_to_show_something():
    states = {record.step for seed in range(40) for record in history(seed).course.records}
    assert states >= {"propose", "revise", "review", "approve", "publish", "withdraw", "archive"}


@settings(max_examples=100, deadline=None)
@given(histories)
def test_nobody_decides_on_what_he_proposed(scene):
    proposers: set[str] = set()
    for record in scene.course.records:
        if record.step in ("propose", "revise"):
            proposers.add(record.actor)
        if record.step in ("review", "approve", "answer"):
            assert record.actor not in proposers


@settings(max_examples=100, deadline=None)
@given(histories)
def test_nobody_both_reviews_and_approves_what_counts(scene):
    records = [record for record in scene.course.records if record.seq > scene.course.content_seq]
    reviewers = {record.actor for record in records if record.step == "review"}
    approvers = {record.actor for record in records if record.step == "approve"}
    assert not reviewers & approvers


@settings(max_examples=100, deadline=None)
@given(histories)
def test_approval_follows_every_review_and_level_of_this_very_content(scene):
    for record in scene.course.records:
        if record.step == "publish":
            earlier = [r for r in scene.course.records if r.seq < record.seq and r.subject == record.subject]
            passed = [r for r in earlier if r.decision == "pass"]
            assert {r.aspect for r in passed if r.step == "review"} == set(ENTRY.reviews)
            assert [r.level for r in passed if r.step == "approve"] == ["principal", "superior"]


@settings(max_examples=100, deadline=None)
@given(histories)
def test_replay_is_the_fold_of_its_steps(scene):
    plan, needs, records = scene.plan, scene.needs, scene.course.records
    folded = reduce(lambda course, record: advance(course, plan, needs, record), records, Course())
    assert replay(plan, needs, records) == folded == scene.course
    assert replay(plan, needs, iter(records)) == replay(plan, needs, list(records))


names = st.text(st.characters(codec="utf-8", exclude_characters="\n\0"), min_size=1, max_size=12).map(
    lambda name: unicodedata.normalize("NFC", name)
)
files = st.dictionaries(names, st.binary(max_size=40), min_size=1, max_size=6)


def _digest(content: dict[str, bytes]) -> str:
    return subject_digest({path: file_digest(data) for path, data in content.items()})


@given(files, st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_order(content, random):
    shuffled = list(content.items())
    random.shuffle(shuffled)
    assert _digest(dict(shuffled)) == _digest(content)


@given(files, st.data())
def test_the_digest_changes_with_any_byte_and_any_path(content, data):
    path = data.draw(st.sampled_from(sorted(content)))
    other = data.draw(names.filter(lambda name: name not in content))
    kept = {name: value for name, value in content.items() if name != path}
    changed = [
        {**content, path: content[path] + b"\0"},
        {**content, path: bytes([*content[path][:-1], content[path][-1] ^ 1]) if content[path] else b"x"},
        {**kept, other: content[path]},
        {**content, other: b""},
        kept,
    ]
    assert _digest(content) not in [_digest(one) for one in changed]


def test_the_digest_is_the_one_that_the_design_describes():
    """sha256 over the lines `100644 SP <sha256> SP <path> LF`, sorted by bytes."""
    lines = [f"100644 {file_digest(b'a')} body.md\n", f"100644 {file_digest(b'b')} item.yaml\n"]
    expected = f"sha256:{file_digest(''.join(sorted(lines)).encode())}"
    assert _digest({"item.yaml": b"b", "body.md": b"a"}) == expected


@given(names)
def test_the_digest_knows_a_path_in_any_composition(name):
    decomposed = unicodedata.normalize("NFD", name)
    assert subject_digest({name: "0" * 64}) == subject_digest({decomposed: "0" * 64})

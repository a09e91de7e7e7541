"""The starter catalogues answer every clause of part three, and an item of each entry can be carried to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pdctl.core import authority, procedure
from pdctl.core.authority import Ask
from pdctl.core.duty import Duty, Surroundings, next_duties
from pdctl.core.model import Entry, Meeting, Plan
from pdctl.core.words import KIND
from pdctl.store import codec
from pdctl.store.data import shipped
from pdctl.store.schema import find, read_checked
from tests.core.scene import ITEM, TODAY, Scene, parent

# Part three of the plan: the kinds in its order, and how many clauses each has.
PARTS = {"work-committee": ("一", 9), "basic": ("二", 11), "discipline": ("三", 9), "department": ("四", 2)}
NUMBER = {kind: number for number, kind in enumerate(PARTS, 1)}
MEETING = Meeting("2026-7", TODAY, "he", ("he", "gao", "sun", "ding"), 4, 0, 0)


def file(kind: str) -> Path:
    return shipped("catalogs") / f"{kind}.yaml"


def entries(kind: str) -> list[Entry]:
    value = read_checked(file(kind).read_bytes(), "starter", kind)
    return [codec.entry_from(entry) for entry in value["entries"]]


EVERY = [(kind, entry) for kind in KIND for entry in entries(kind)]
every_entry = pytest.mark.parametrize(("kind", "entry"), EVERY, ids=[f"{kind}-{entry.id}" for kind, entry in EVERY])


def test_there_is_a_catalogue_for_each_kind_and_no_other() -> None:
    assert {path.stem for path in shipped("catalogs").iterdir()} == set(KIND) == set(PARTS)


@pytest.mark.parametrize("kind", KIND.keys)
def test_a_catalogue_is_as_its_schema_says(kind: str) -> None:
    assert find(file(kind).read_bytes(), "starter", kind) == []
    value = read_checked(file(kind).read_bytes(), "starter", kind)
    assert value["kind"] == kind


@pytest.mark.parametrize("kind", KIND.keys)
def test_a_catalogue_answers_each_clause_of_its_kind(kind: str) -> None:
    part, clauses = PARTS[kind]
    wanted = [f"三({part}){number}" for number in range(1, clauses + 1)]
    assert list(dict.fromkeys(entry.clause for entry in entries(kind))) == wanted


@pytest.mark.parametrize("kind", KIND.keys)
def test_ids_follow_their_clauses_and_count_up(kind: str) -> None:
    counted: dict[str, int] = {}
    for entry in entries(kind):
        counted[entry.clause] = counted.get(entry.clause, 0) + 1
        clause = entry.clause.partition(")")[2]
        assert entry.id == f"{NUMBER[kind]}.{clause}.{counted[entry.clause]}"


@every_entry
def test_what_is_for_society_is_on_a_website_and_first_known_inside(kind: str, entry: Entry) -> None:
    if entry.scope == "society":
        assert not entry.channels[0].society
        assert "website" in [channel.channel for channel in entry.channels]
    else:
        assert not any(channel.society for channel in entry.channels)


@every_entry
def test_the_wording_of_an_entry_is_dated_and_stands_alone(kind: str, entry: Entry) -> None:
    assert entry.wording_as_of == "2018-08-17"
    assert len({entry.title for entry in entries(kind)}) == len(entries(kind))
    assert entry.title == entry.title.strip()


@every_entry
def test_an_item_of_each_entry_can_be_carried_to_its_end(kind: str, entry: Entry) -> None:
    scene = planned(kind, entry).after("propose", "chen")
    taken = []
    while scene.course.state != "archived":
        duty = waiting(scene)[0]
        scene = taken_by_its_first_person(scene, duty)
        taken.append(duty.step)
    assert taken.index("approve") == len(scene.needs.reviews)
    assert taken.count("publish") == len(entry.channels)
    assert "approved" in states(scene)


def planned(kind: str, entry: Entry) -> Scene:
    """The scene before an item, planned as its entry says."""
    plan = Plan(
        id=ITEM, org="dzb", release="0001", secrecy="clear", entry=entry.id, title=entry.title, family=entry.family,
        scope=entry.scope, audience=entry.audience, importance=entry.importance, duration=entry.duration,
        channels=entry.channels,
    )  # fmt: skip
    above = {"superior_discipline": "gw"} if kind == "discipline" else {}
    return Scene(plan, replace(entry, responsible=None), parent(kind=kind, **above))


def waiting(scene: Scene) -> tuple[Duty, ...]:
    around = Surroundings(scene.parent.organizations, scene.parent.people, scene.parent.settings.policy)
    duties = next_duties(scene.plan, scene.entry, scene.needs, scene.course, around)
    assert duties
    assert all(duty.who for duty in duties), f"nobody can take {duties}"
    return duties


def taken_by_its_first_person(scene: Scene, duty: Duty) -> Scene:
    """The scene after a duty was done; the judge is asked on the way."""
    ask = Ask(duty.step, duty.aspect, duty.level)
    state, organizations = scene.course.state, scene.parent.organizations
    posts = authority.posts_for(ask, scene.plan, scene.entry, state, organizations)
    by = duty.who[0]
    post = next(post for post in posts if organizations[post.org].holds(by, post.seat))
    return scene.after(duty.step, by, seat=post.seat, org=post.org, **dict(fields(scene, duty)))


def fields(scene: Scene, duty: Duty) -> Iterator[tuple[str, object]]:
    if duty.aspect:
        yield "aspect", duty.aspect
        yield "detail", dict.fromkeys(procedure.ASPECT_DETAILS.get(duty.aspect, ()), "已评估")
    if duty.level:
        yield "level", duty.level
    if duty.level == "collective":
        yield "meeting", MEETING
    if duty.channel:
        posting = next(channel for channel in scene.plan.channels if channel.name == duty.channel)
        yield from (("channel", posting.channel), ("place", posting.place))


def states(scene: Scene) -> set[str]:
    """Every state that the item went through."""
    from pdctl.core.replay import replay

    records = scene.course.records
    return {replay(scene.plan, scene.needs, records[:n]).state for n in range(1, len(records) + 1)}

"""The root commit: bound by an introduction from outside, it gives its signer the seat admin and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.judge import judge, root
from pdctl.core.judge.cases import Parent, Signer
from pdctl.core.judge.root import Introduction, RootCase, parse_introduction
from pdctl.core.model import Organization, Policy, Settings
from pdctl.core.paths import Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import person

INTRODUCTION = Introduction("a" * 40, "b" * 64, "SHA256:" + "C" * 43)
ROOT = Organization("gw", "党工委", "work-committee", seats={"admin": ("lin",)})
SETTINGS = Settings("党务公开", "gw", 1, "main", "Asia/Shanghai", Policy())


def _case(people=("lin",), orgs=(ROOT,), **more):
    said = Parent(SETTINGS, {name: person(name) for name in people}, {org.id: org for org in orgs})
    facts = {"oid": "a" * 40, "digest": "b" * 64, "fingerprint": INTRODUCTION.fingerprint, "parents": 0, **more}
    return RootCase(said, Signer("lin", "lin"), Shape("root"), (), introduction=INTRODUCTION, **facts)


def test_a_root_commit_as_pdctl_makes_it():
    assert judge(_case()) == []


@refuses(root.check_introduction, "E-BOOT")
@pytest.mark.parametrize(
    "more", [{"oid": "d" * 40}, {"digest": "d" * 64}, {"fingerprint": "SHA256:" + "D" * 43}, {"parents": 1}]
)
def test_the_history_begins_as_the_introduction_says(more):
    return _case(**more)


@refuses(root.check_grant, "E-BOOT")
@pytest.mark.parametrize(
    "more",
    [
        {"people": ("lin", "wu")},
        {"people": ("wu",)},
        {"orgs": (replace(ROOT, seats={"admin": ("lin",), "principal": ("lin",)}),)},
        {"orgs": (replace(ROOT, seats={"admin": ("lin", "wu")}),)},
        {"orgs": (ROOT, Organization("dzb", "第一党支部", "basic", seats={"admin": ("lin",)}))},
    ],
    ids=["another person", "not its signer", "another seat", "another admin", "another organization"],
)
def test_the_root_commit_gives_admin_and_nothing_else(more):
    return _case(**more)


def test_an_introduction_is_read_as_it_is_written():
    assert parse_introduction(f" {INTRODUCTION}\n") == INTRODUCTION


@pytest.mark.parametrize("text", ["", "pdctl1:", "pdctl2" + str(INTRODUCTION)[6:], str(INTRODUCTION)[:-1]])
def test_anything_else_is_no_introduction(text):
    assert parse_introduction(text) is None

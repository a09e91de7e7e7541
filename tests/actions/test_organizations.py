"""Organizations: added with the starter catalogue of their kind, set, shown, checked."""

from __future__ import annotations

import pytest

from pdctl.core.words import KIND
from tests.story import Story


@pytest.mark.parametrize("kind", [*KIND.keys, "基层组织"])
def test_added_with_the_starter_catalogue_as_release_0001(story: Story, kind: str) -> None:
    story.run("org", "add", "xin", "--name", "新组织", "--kind", kind, "--superior", "gw", by="lin")
    shown = story.run("org", "show", "xin", "--json").json
    assert (shown["name"], shown["superior"], shown["release"]) == ("新组织", "gw", "0001")
    assert shown["kind"] == KIND.find(kind)
    entries = story.run("catalog", "show", "xin", "--json").json["entries"]
    part = {"work-committee": "1", "basic": "2", "discipline": "3", "department": "4"}[KIND.find(kind) or ""]
    assert {entry["id"].split(".")[0] for entry in entries} == {part}
    assert story.git("show", "--name-only", "--format=", "HEAD").splitlines() == [
        f"catalogs/xin/{name}.yaml" for name in ("catalog", "organization", "releases/0001")
    ]


def test_added_below_another_organization_by_its_admin(story: Story) -> None:
    add = ("org", "add", "xz1", "--name", "第一小组", "--kind", "basic", "--superior", "dzb", "--form", "branch")
    story.refused("E-SEAT", *add, by="he", code=4)
    story.run("seat", "assign", "dzb", "admin", "tang", by="lin")
    story.run(*add, by="tang")
    depths = {o["id"]: o["depth"] for o in story.run("org", "tree", "--json").json["organizations"]}
    assert depths == {"gw": 0, "jw": 1, "zzb": 1, "dzb": 1, "xz1": 2}
    story.refused("E-SEAT", "org", "add", "xz2", *add[3:7], "--superior", "gw", by="tang", code=4)


def test_set_and_cleared(story: Story) -> None:
    story.run(
        "org", "set", "dzb", "--phone", "023-60000000", "--address", "云岭大道1号", "--postcode", "401120",
        "--email", "dzb@example.cn", "--fonds", "J009", "--archive-code", "ZB1", "--reviews-by", "superior",
        "--short-name", "一支部", "--form", "branch", "--responsible-person", "he", "--name", "第一党支部（新）", by="lin",
    )  # fmt: skip
    shown = story.run("org", "show", "dzb", "--json").json
    assert shown["contact"] == {
        "phone": "023-60000000", "address": "云岭大道1号", "postcode": "401120", "email": "dzb@example.cn",
    }  # fmt: skip
    wanted = {
        "fonds": "J009",
        "archive_code": "ZB1",
        "reviews_by": "superior",
        "short_name": "一支部",
        "form": "branch",
    }
    assert {key: shown[key] for key in wanted} == wanted
    assert (shown["responsible_person"], shown["name"]) == ("he", "第一党支部（新）")
    story.run("org", "set", "dzb", "--phone", "", "--fonds", "", by="lin")
    shown = story.run("org", "show", "dzb", "--json").json
    assert "phone" not in shown["contact"]
    assert shown["fonds"] is None
    assert shown["contact"]["postcode"] == "401120"


@pytest.mark.parametrize("by", ["he", "chen"])
def test_only_admins_set(story: Story, by: str) -> None:
    story.refused("E-SEAT", "org", "set", "dzb", "--phone", "023-60000000", by=by, code=4)


def test_superiors_form_no_circle(story: Story) -> None:
    story.refused("E-POLICY", "org", "set", "gw", "--superior", "dzb", by="lin")
    story.refused("E-POLICY", "org", "set", "dzb", "--superior", "dzb", by="lin")


@pytest.mark.parametrize(
    "args",
    [
        ("add", "dzb", "--name", "名", "--kind", "basic", "--superior", "gw"),
        ("add", "Dzc", "--name", "名", "--kind", "basic", "--superior", "gw"),
        ("add", "dzc", "--name", "名", "--kind", "club", "--superior", "gw"),
        ("add", "dzc", "--name", "名", "--kind", "basic", "--superior", "none"),
        ("add", "dzc", "--name", " ", "--kind", "basic", "--superior", "gw"),
        ("set", "dzb"),
        ("set", "none", "--phone", "1"),
        ("set", "dzb", "--superior", "none"),
        ("set", "dzb", "--responsible-person", "nobody"),
        ("set", "dzb", "--reviews-by", "nobody"),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(story: Story, args: tuple[str, ...]) -> None:
    story.refused("", "org", *args, by="lin", code=2)


def test_near_misses_are_suggested(story: Story) -> None:
    assert "dzb" in story.run("org", "show", "dzv", code=2).err


def test_check_names_what_an_organization_cannot_do(story: Story) -> None:
    assert "has its persons" in story.run("org", "check", "dzb").out
    ran = story.run("org", "check", "zzb", code=1)
    for seat in ("proposer", "reviewer-legal", "publisher", "archivist"):
        assert seat in ran.out
    assert "proposer" in story.run("org", "show", "zzb").out
    assert story.run("org", "show", "dzb", "--json").json["gaps"] == []


def test_doctor_names_it_too(story: Story) -> None:
    ran = story.run("doctor", "--json", by="lin", code=None)
    checks = {check["check"]: check for check in ran.json["checks"]}
    assert checks["seats zzb"]["state"] == "warning"
    assert checks["seats dzb"]["state"] == "ok"


def test_what_changes_nothing_is_no_commit(story: Story) -> None:
    again = ("org", "set", "dzb", "--phone", "023-0000 0000")
    story.run(*again, by="lin")
    tip = story.tip()
    ran = story.refused("E-SHAPE", *again, by="lin")
    assert "nothing is changed" in ran.err
    assert story.tip() == tip

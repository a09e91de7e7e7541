"""What a file names must exist beside it, and agree with it: each slip is found where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.test_validate import CATALOG, ORGANIZATION, change, found, line_of, validate
from tests.story import Story

PEOPLE, SETTINGS, RELEASE = "people.yaml", "disclosure.yaml", "catalogs/dzb/releases/0001.yaml"
# What is changed in which file, the rule that finds it, and the part of the line where it stands.
SLIPS: dict[str, tuple[str, str, str, str, str]] = {
    "a person who is not there": (ORGANIZATION, "- chen", "- chem", "E-REF", "- chem"),
    "a superior who is not there": (ORGANIZATION, "superior: gw", "superior: gv", "E-POLICY", "superior: gv"),
    "another organization's name": (ORGANIZATION, "id: dzb", "id: jw", "E-PATH", "id: jw"),
    "a successor who is not there": (ORGANIZATION, "superior: gw", "superior: gw\nvalid_to: \"2026-01-01\"\nsucceeded_by:\n  - nobody", "E-REF", "- nobody"),
    "a clause that nobody answers": (CATALOG, "clause: 三(二)7", "clause: 三(二)6", "E-CLAUSE", "clause: 三(二)6"),
    "a clause of another kind": (CATALOG, "clause: 三(二)4", "clause: 三(三)4", "E-CLAUSE", "clause: 三(三)4"),
    "an organization that is not responsible": (CATALOG, "scope: party", "responsible: nobody\n    scope: party", "E-REF", "responsible: nobody"),
    "a catalogue of somebody else": (CATALOG, "org: dzb", "org: jw", "E-PATH", "org: jw"),
    "a release of another number": (RELEASE, 'release: "0001"', 'release: "0002"', "E-PATH", 'release: "0002"'),
    "a root that is not there": (SETTINGS, "root: gw", "root: gwg", "E-REF", "root: gwg"),
    "a calendar of another year": ("calendar/2026.yaml", "year: 2026", "year: 2027", "E-DATE", "year: 2027"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_where_it_stands(story: Story, slip: str) -> None:
    path, before, after, rule, part = SLIPS[slip]
    change(story, path, before, after, 1 if rule != "E-CLAUSE" else 99)
    value = validate(story, code=1)
    lines = {line for r, file, line, _ in found(value) if (r, file) == (rule, path)}
    if slip == "a clause that nobody answers":
        part = '- id: "2.1.1"'
    assert line_of(story, path, part) in lines, found(value)
    assert all(finding["fix"] for finding in value["findings"])


def test_superiors_and_successors_in_a_circle(story: Story) -> None:
    change(story, "catalogs/gw/organization.yaml", "kind: work-committee", "kind: work-committee\nsuperior: dzb")
    assert {("E-POLICY", ORGANIZATION), ("E-POLICY", "catalogs/gw/organization.yaml")} <= {
        f[:2] for f in found(validate(story))
    }
    for org, heir in (("jw", "zzb"), ("zzb", "jw")):
        path = f"catalogs/{org}/organization.yaml"
        change(story, path, "superior: gw", f'superior: gw\nvalid_to: "2026-01-01"\nsucceeded_by:\n  - {heir}')
    assert {("E-REF", "catalogs/jw/organization.yaml"), ("E-REF", "catalogs/zzb/organization.yaml")} <= {
        f[:2] for f in found(validate(story))
    }


def test_somebody_retired_in_a_seat(story: Story) -> None:
    story.run("person", "retire", "xu", by="lin")
    value = validate(story)
    assert ("W-SEAT", ORGANIZATION) in {f[:2] for f in found(value)}
    assert value["ok"], "it is a warning"


def test_near_names_are_suggested(story: Story) -> None:
    change(story, ORGANIZATION, "- chen", "- chem")
    finding = next(f for f in validate(story)["findings"] if f["rule"] == "E-REF")
    assert "chen" in finding["fix"]


def test_one_fault_hides_no_other(story: Story) -> None:
    change(story, ORGANIZATION, "- chen", "-chen")
    change(story, ORGANIZATION, "- zhao", "- zhaoo")
    change(story, CATALOG, "scope: party", "scope: partei")
    change(story, CATALOG, "clause: 三(二)4", "clause: 三(三)4")
    rules = {f[:2] for f in found(validate(story))}
    assert {("E-SCHEMA", ORGANIZATION), ("E-REF", ORGANIZATION), ("E-SCHEMA", CATALOG), ("E-CLAUSE", CATALOG)} <= rules


def slips_of(story: Story, item: str, before: str, after: str) -> dict[str, Any]:
    path = f"catalogs/dzb/items/2026/{item}/content/item.yaml"
    change(story, path, before, after)
    value = validate(story, str(story.folder / path), code=1)
    change(story, path, after, before)
    return {f["rule"]: (f["line"], f["column"], f["fix"]) for f in value["findings"]}


def test_a_plan_agrees_with_its_entry_and_its_place(story: Story) -> None:
    item = story.propose()
    path = f"catalogs/dzb/items/2026/{item}/content/item.yaml"
    scope = line_of(story, path, "scope:")
    line, column, fix = slips_of(story, item, "scope: party", "scope: unit")["E-PLAN"]
    assert (line, column) == (scope, 8)
    assert "scope_reason" in fix
    assert "E-SCOPE-LEAK" in slips_of(story, item, "channel: meeting", "channel: website")
    assert "2.5.4" in slips_of(story, item, 'entry: "2.5.4"', 'entry: "2.5.44"')["E-PLAN"][2]
    assert "E-REF" in slips_of(story, item, 'release: "0001"', 'release: "0009"')
    assert "E-REF" in slips_of(
        story, item, f"id: {item}", f"id: {item[:-1]}2" if item[-1] != "2" else f"id: {item[:-1]}3"
    )
    assert "E-PLAN" in slips_of(story, item, "importance:", f"supersedes: {item}\nimportance:")
    assert "E-PLAN" in slips_of(story, item, "importance:", "attachments:\n  - file: attachments/x.pdf\nimportance:")
    assert validate(story)["ok"]


def test_a_body_is_read_too(story: Story) -> None:
    item = story.propose("--title", "情况通报")
    path = f"catalogs/dzb/items/2026/{item}/content/body.md"
    (story.folder / path).write_text("第一行\n会议于２０26年召开，见云委[2026]7号。\n", encoding="utf-8")
    assert [f[:4] for f in found(validate(story)) if f[1] == path] == [
        ("E-TEXT-FIGURES", path, 2, 6), ("E-TEXT-NUMBER", path, 2, 15),
    ]  # fmt: skip
    (story.folder / path).write_bytes(b"\xff\xfe")
    assert ("E-YAML-CHAR", path, 1, 1) in found(validate(story))
    (story.folder / path).write_bytes(b"\n")
    assert ("E-TEXT", path, 1, 1) in found(validate(story))


def test_items_that_nobody_can_tell_apart(story: Story) -> None:
    first, second = sorted(story.propose("--title", "情况通报") for _ in range(2))
    value = validate(story)
    twice = [f for f in value["findings"] if f["rule"] == "W-TWICE"]
    assert [(f["file"].split("/")[4], f["column"]) for f in twice] == [(second, 8)]
    assert first in twice[0]["message"]

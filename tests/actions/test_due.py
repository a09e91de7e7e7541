"""`pdctl due` by its command: from the catalogue, the items and the ledger to the list, in every format."""

from __future__ import annotations

import gc
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.program import COMMAND, surroundings
from tests.story import Story

LATER = "2027-02-20T10:00:00+08:00"


def due(story: Story, *more: str, now: str | None = None) -> dict[str, Any]:
    return story.run("due", "--json", *more, now=now).json


def of(story: Story, entry: str, *more: str, now: str | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = due(story, "--org", "dzb", *more, now=now)["obligations"]
    return [row for row in rows if row["entry"] == entry]


def test_a_period_from_due_to_done(story: Story) -> None:
    (row,) = of(story, "2.5.4")
    assert (row["period"], row["due"], row["state"], row["provisional"]) == ("2026-Q4", "2027-01-15", "due", True)
    assert row["who"] == ["chen"]
    assert "2027" in row["explanation"]
    assert of(story, "2.5.4", now="2027-01-16T00:00:00+08:00")[0]["state"] == "overdue"
    item = story.propose()
    (row,) = of(story, "2.5.4")
    assert (row["item"], row["seat"], row["who"]) == (item, "reviewer-necessity", ["wu"])
    story.reviewed(item)
    assert (of(story, "2.5.4")[0]["seat"], of(story, "2.5.4")[0]["who"]) == ("head", ["sun"])
    story.approve(item)
    story.publish(item, "meeting")
    (row,) = of(story, "2.5.4")
    assert (row["state"], row["done_on"], row["item"]) == ("done", "2026-11-23", item)


def test_a_stated_period_decides(story: Story) -> None:
    story.published()
    story.now = "2027-01-25T10:00:00+08:00"
    late = story.propose("--period", "2027-Q1")
    rows = {row["period"]: row for row in of(story, "2.5.4", "--to", "2027-12-31")}
    assert (rows["2026-Q4"]["state"], rows["2027-Q1"]["item"]) == ("done", late)
    story.run("propose", "dzb", "2.5.4", "--title", "x", "--body", story.file("b.md"), "--secrecy", "clear", "--period", "2027", by="chen", code=1)  # fmt: skip


def test_an_event_and_the_item_that_answers_it(story: Story) -> None:
    event = story.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--json", by="chen").json["id"]
    (row,) = of(story, "2.6.5")
    assert (row["kind"], row["event"], row["due"], row["state"]) == ("event", event, "2026-11-24", "due")
    assert "1 working days" in row["explanation"]
    item = story.propose("--event", event[-4:], entry="2.6.5")
    assert of(story, "2.6.5")[0]["item"] == item
    assert story.refused("E-PLAN", "propose", "dzb", "2.5.4", "--title", "x", "--body", story.file("b.md"), "--secrecy", "clear", "--event", event, by="chen")  # fmt: skip
    story.run("ledger", "revoke", event, "--reason", "登错了", by="chen")
    assert of(story, "2.6.5") == []


def test_hours_with_their_moment(story: Story) -> None:
    story.run("event", "dzb", "2.10.2", "--on", "2026-11-23", "--time", "9:05", by="chen")
    (row,) = of(story, "2.10.2")
    assert (row["due"], row["due_at"]) == ("2026-11-24", "2026-11-24T09:05:00+08:00")


def test_a_review_day_and_a_look(story: Story) -> None:
    assert of(story, "2.1.4")[0]["kind"] == "present"
    story.run("recheck", "dzb", "2.1.4", by="chen")
    assert "recheck" not in {row["kind"] for row in of(story, "2.1.4", "--to", "2028-12-31")}  # nothing is posted yet


def test_feedback_asks_again(story: Story) -> None:
    item = story.published()
    story.run("feedback", item, "--summary", "询问结余", "--again", by="chen")
    (row,) = [row for row in due(story)["obligations"] if row["kind"] == "again"]
    assert (row["entry"], row["due"], row["state"]) == ("2.5.4", "2026-12-14", "due")
    story.now = "2026-11-30T10:00:00+08:00"
    newer = story.propose("--supersedes", item)
    assert next(row for row in due(story)["obligations"] if row["kind"] == "again")["item"] == newer


def test_urges_stand_until_an_item_is_proposed(story: Story) -> None:
    story.run("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "请提出", by="he")
    assert [u["state"] for u in due(story)["urges"]] == ["open"]
    late = "2026-12-01T10:00:00+08:00"
    assert [u["state"] for u in due(story, now=late)["urges"]] == ["unanswered"]
    assert "unanswered" in story.run("due", now=late).out
    item = story.propose()
    assert [(u["state"], u["item"]) for u in due(story, now=late)["urges"]] == [("answered", item)]


def test_which_organizations_are_asked_for(story: Story) -> None:
    assert set(due(story)["organizations"]) == {"gw", "jw", "zzb", "dzb"}
    assert due(story, "--tree", "gw")["obligations"] == due(story)["obligations"]
    assert due(story, "--tree")["obligations"] == due(story)["obligations"]
    assert due(story, "--org", "jw")["organizations"] == due(story, "jw")["organizations"] == ["jw"]
    assert due(story, "--tree", "dzb")["organizations"] == ["dzb"]
    story.run("due", "--org", "dzz", code=2)
    story.run("due", "--org", "dzb", "--tree", "gw", code=2)
    story.run("due", "dzb", "--org", "gw", code=2)


@pytest.mark.parametrize(
    "args",
    [
        ("--to", "9999-12-31"),
        ("--from", "0001-01-01"),
        ("--to", "2026-02-29"),
        ("--from", "2027-01-01", "--to", "2026-01-01"),
    ],
)
def test_days_that_cannot_be_asked_for(story: Story, args: tuple[str, ...]) -> None:
    story.run("due", *args, code=2)


def test_which_days_are_asked_for(story: Story) -> None:
    rows = due(story, "--from", "2027-01-01", "--to", "2027-01-15")["obligations"]
    assert rows
    assert all("2027-01-01" <= row["due"] <= "2027-01-15" for row in rows)
    story.run("due", "--from", "2027-02-01", "--to", "2027-01-01", code=2)
    story.run("due", "--from", "2027-02-30", code=2)
    story.run("due", "--format", "pdf", code=2)
    overdue = due(story, now=LATER)["obligations"]
    assert any(row["due"] < "2027-01-01" and row["state"] == "overdue" for row in overdue)


def test_a_year_that_was_entered_is_no_longer_provisional(story: Story) -> None:
    assert of(story, "2.5.4")[0]["provisional"]
    story.run("calendar", "add", "2027", "--holidays", "2027-01-01..2027-01-05", by="lin")
    (row,) = of(story, "2.5.4")
    assert (row["provisional"], row["due"]) == (False, "2027-01-19")
    assert row["off"] == ["2027-01-01", "2027-01-04", "2027-01-05"]


def test_formats(story: Story, tmp_path: Path) -> None:
    rows = due(story)["obligations"]
    feed = tmp_path / "due.ics"
    story.run("due", "--format", "ics", "-o", str(feed))
    assert feed.read_bytes().count(b"BEGIN:VEVENT") == len(rows)
    command = [*COMMAND, "-C", str(story.folder), "due", "--format", "ics"]
    printed = subprocess.run(command, env=surroundings(story), capture_output=True, check=True).stdout
    assert printed == feed.read_bytes()
    sheet = tmp_path / "due.xlsx"
    story.run("due", "--format", "xlsx", "-o", str(sheet))
    cells = list(load_workbook(sheet).active.iter_rows(values_only=True))
    assert len(cells) == len(rows) + 1
    assert cells[0][0] == "党组织"
    assert {cell.year for row in cells[1:] if hasattr(cell := row[6], "year")} == {2026, 2027}
    page = tmp_path / "due.html"
    story.run("due", "--format", "html", "-o", str(page))
    text = page.read_text(encoding="utf-8")
    assert text.count("<tr>") == len(rows) + 1
    assert "<script" not in text
    assert "内部使用，不得对外公开" in text, "what is late is said on inside pages only"
    whole = tmp_path / "due.json"
    story.run("due", "--format", "json", "-o", str(whole))
    assert json.loads(whole.read_text(encoding="utf-8"))["obligations"] == rows
    story.run("due", "--format", "xlsx", code=2)


def test_a_title_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    from datetime import datetime

    from pdctl.render.due import page, workbook

    target = tmp_path / "x.xlsx"
    target.write_bytes(workbook("清单", ["甲"], [["=1+1"], ["<b>&"]], datetime(2026, 11, 25)))
    cells = [row[0] for row in load_workbook(target).active.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells[1:]] == [("=1+1", "s"), ("<b>&", "s")]
    assert "&lt;b&gt;&amp;" in page("清单", "", ["甲"], [["<b>&"]], [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_in_both_languages(story: Story, lang: str) -> None:
    out = story.run("--lang", lang, "due", "--org", "dzb").out
    assert ("截至 2027-01-15" if lang == "zh" else "until 2027-01-15") in out


def test_duties_of_a_closed_organization_go_to_its_successor(story: Story) -> None:
    from tests.history import History

    history = History(story.folder, story.keys, story.now)
    path = "catalogs/zzb/organization.yaml"
    history.forge(files=history.changed(path, valid_to="2027-01-10", succeeded_by=["dzb"]), by="lin")
    rows = due(story, "--org", "zzb", now=LATER)["obligations"]
    assert rows
    assert {(row["org"], row["from_org"]) for row in rows} == {("dzb", "zzb")}
    taken = [row for row in due(story, "--org", "dzb", now=LATER)["obligations"] if row["from_org"]]
    assert taken == rows
    assert not [
        row for row in due(story, "--org", "dzb", now="2027-01-09T10:00:00+08:00")["obligations"] if row["from_org"]
    ]


def test_a_list_leaves_the_collector_of_garbage_as_it_was(story: Story) -> None:
    """Whoever calls the command in a process of his own goes on afterwards."""
    due(story, "--tree", "gw")
    assert gc.isenabled()

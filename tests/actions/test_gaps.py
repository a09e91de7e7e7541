"""Gaps, clauses alive, urges in the todo, and the term that lists show for an open item."""

from __future__ import annotations

from typing import Any

from tests.story import Story

JANUARY = "2027-01-20T10:00:00+08:00"


def gaps(story: Story, *more: str, now: str | None = None) -> dict[str, dict[str, Any]]:
    rows = story.run("gaps", "--json", *more, now=now).json["organizations"]
    return {row["org"]: row for row in rows}


def gap(story: Story, entry: str, **how: Any) -> dict[str, Any] | None:
    return next((row for row in gaps(story, "--org", "dzb", **how)["dzb"]["gaps"] if row["entry"] == entry), None)


def clause(story: Story, name: str, **how: Any) -> dict[str, Any]:
    return next(c for c in gaps(story, "--org", "dzb", **how)["dzb"]["clauses"] if c["clause"] == name)


def test_a_new_entry_has_no_gap_before_its_first_period_ends(story: Story) -> None:
    assert gap(story, "2.5.4") is None
    found = gap(story, "2.5.4", now=JANUARY)
    assert found is not None
    assert (found["period"], found["state"], found["due"]) == ("2026-Q4", "overdue", "2027-01-15")
    story.published()
    assert gap(story, "2.5.4", now=JANUARY) is None


def test_what_stays_is_missed_at_once(story: Story) -> None:
    found = gap(story, "2.1.4")
    assert found is not None
    assert (found["cover"], found["state"]) == ("gap", "due")


def test_a_trigger_opens_a_gap(story: Story) -> None:
    assert gap(story, "2.6.5") is None
    story.run("event", "dzb", "2.6.5", "--on", "2026-11-23", by="chen")
    assert gap(story, "2.6.5") is not None


def test_clauses_alive(story: Story) -> None:
    assert clause(story, "三(二)5")["alive"] is False
    story.published()
    found = clause(story, "三(二)5")
    assert (found["alive"], found["live"], found["entries"]) == (True, 1, 4)
    names = [c["clause"] for c in gaps(story, "--org", "dzb")["dzb"]["clauses"]]
    assert names == [f"三(二){number}" for number in range(1, 12)]
    counts = {org: len(row["clauses"]) for org, row in gaps(story).items()}
    assert counts == {"gw": 9, "jw": 9, "zzb": 2, "dzb": 11}


def test_over_a_tree_and_in_words(story: Story) -> None:
    assert set(gaps(story, "--tree", "gw")) == set(gaps(story, "--tree")) == {"gw", "jw", "zzb", "dzb"}
    out = story.run("--lang", "zh", "gaps", now=JANUARY).out
    assert "未完成" in out
    assert "11条中0条" in out
    story.run("gaps", "--org", "dzz", code=2)


# Urges ---------------------------------------------------------------------------------------------------------------


def urges(story: Story, by: str = "chen", **how: Any) -> list[str]:
    return [urge["entry"] for urge in story.run("todo", "--json", by=by, **how).json["urges"]]


def test_an_urge_stands_in_the_todo_until_an_item_is_proposed(story: Story) -> None:
    story.run("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "第四季度情况请提出", by="he")
    assert urges(story) == ["2.5.4"]
    assert urges(story, by="wu") == []
    out = story.run("todo", by="chen").out
    assert "第四季度情况请提出" in out
    assert "pdctl propose dzb 2.5.4" in out
    item = story.propose()
    assert urges(story) == []
    story.run("withdraw", item, "--reason", "不再需要", by="chen")
    assert urges(story) == ["2.5.4"]  # what was taken back answers nothing


def test_an_item_that_was_filed_meanwhile_answers_it_too(story: Story) -> None:
    story.run("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "请提出", by="he")
    item = story.published()
    story.run("archive", item, by="xu")
    assert urges(story) == []


def test_an_urge_for_what_is_under_way_says_so(story: Story) -> None:
    item = story.propose(now="2026-11-22T10:00:00+08:00")
    ran = story.run("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "请提出", by="he")
    assert item in ran.err


def test_an_urge_that_was_taken_back(story: Story) -> None:
    urge = story.run("urge", "dzb", "2.5.4", "--by", "2026-11-30", "--reason", "请提出", "--json", by="he").json["id"]
    story.run("ledger", "revoke", urge, "--reason", "已经口头说明", by="he")
    assert urges(story) == []


# Terms in lists ------------------------------------------------------------------------------------------------------


def test_status_and_show_say_when_an_item_is_due(story: Story) -> None:
    item = story.propose("--period", "2026-Q4")
    (row,) = story.run("status", "--json").json["items"]
    assert (row["due"], row["due_by"], row["due_provisional"]) == ("2027-01-15", "2027-01-15", True)
    assert "2027-01-15 (provisional)" in story.run("status").out
    assert "until 2027-01-15" in story.run("show", item).out
    assert story.show(item)["due_by"] == "2027-01-15"


def test_a_planned_day_comes_first(story: Story) -> None:
    story.propose("--publish-on", "2026-12-01")
    (row,) = story.run("status", "--json").json["items"]
    assert (row["due"], row["due_by"]) == ("2026-12-01", "2027-01-15")


def test_an_item_that_answers_an_event_is_due_by_it(story: Story) -> None:
    event = story.run("event", "dzb", "2.6.5", "--on", "2026-11-23", "--json", by="chen").json["id"]
    item = story.propose("--event", event, entry="2.6.5")
    assert story.show(item)["due_by"] == "2026-11-24"
    assert "triggered 2026-11-23" in story.run("show", item).out

"""审核: opinions by aspect, one or several at once."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story


def _records(story: Story, item: str) -> list[dict]:
    return story.show(item)["records"][1:]


@pytest.mark.parametrize(
    ("aspect", "by"), [("necessity", "wu"), ("accuracy", "wu"), ("legal", "zhao"), ("secrecy", "zhao")]
)
def test_each_aspect_by_its_reviewer(at: At, aspect: str, by: str) -> None:
    story, item = at("proposed")
    story.review(item, aspect, by=by)
    (record,) = _records(story, item)
    assert (record["aspect"], record["decision"], record["by"]) == (aspect, "pass", by)
    assert record["seat"] == f"reviewer-{aspect}"
    assert story.state(item) == "reviewing"


def test_the_last_aspect_makes_it_reviewed(at: At) -> None:
    story, item = at("proposed")
    story.reviewed(item)
    assert story.state(item) == "reviewed"
    assert [n["step"] for n in story.show(item)["next"]] == ["approve"]


def test_several_aspects_land_together(at: At) -> None:
    story, item = at("proposed")
    before, moves = story.tip(), len(story.git("reflog").splitlines())
    story.review(item, "necessity", "accuracy", by="wu")
    assert story.git("rev-list", "--count", f"{before}..HEAD") == "2"
    assert len(story.git("reflog").splitlines()) == moves + 1
    assert [record["seq"] for record in _records(story, item)] == [2, 3]


def test_several_aspects_land_together_or_not_at_all(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-SEAT", "review", item, "--aspect", "necessity", "--aspect", "legal", "--pass", by="wu", code=4)
    assert _records(story, item) == []


def test_an_aspect_named_twice_is_one_opinion(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "necessity", "necessity", by="wu")
    assert len(_records(story, item)) == 1


@pytest.mark.parametrize("label", ["保密审查", "secrecy"])
def test_chinese_labels_are_understood(at: At, label: str) -> None:
    story, item = at("proposed")
    story.review(item, label, by="zhao")
    assert _records(story, item)[0]["aspect"] == "secrecy"


def test_an_opinion_in_words_is_kept(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", by="zhao", more=("--pass", "--opinion", "符合有关规定。\n建议按期公开。"))
    assert _records(story, item)[0]["opinion"] == "符合有关规定。\n建议按期公开。"
    assert "符合有关规定" in story.run("log", item).out


def test_a_return_asks_for_changes(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "accuracy", by="wu", more=("--return", "--opinion", "请补充会议时间"))
    assert story.state(item) == "returned"
    assert [(n["step"], n["who"]) for n in story.show(item)["next"]] == [("revise", ["chen"])]


def test_a_doubt_about_secrets_belongs_to_the_secrecy_review(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--refer", by="zhao")
    story.review(item, "secrecy", by="zhao", more=("--refer",))
    assert story.state(item) == "referred"


def test_an_opinion_is_given_once(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", by="zhao")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--pass", by="zhao")


def test_details_go_with_the_opinion(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", by="zhao", more=("--pass", "--detail", "依据=条例第十条", "--detail", "结论=合规"))
    path = story.git("ls-files", f"*/{item}/record/0002-review-legal.yaml")
    assert "依据: 条例第十条" in (story.folder / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--aspect", "legal"),
        ("--pass",),
        ("--aspect", "legal", "--pass", "--return"),
        ("--aspect", "legal", "--pass", "--reconfirm"),
        ("--aspect", "legality", "--pass"),
        ("--aspect", "legal", "--pass", "--detail", "没有等号"),
        ("--aspect", "legal", "--pass", "--opinion", " "),
        ("--aspect", "legal", "--pass", "--signed-on", "2026-11-23"),
    ],
    ids=" ".join,
)
def test_wrong_usage_changes_nothing(at: At, options: tuple[str, ...]) -> None:
    story, item = at("proposed")
    story.refused("", "review", item, *options, by="zhao", code=2)


def test_a_near_miss_is_suggested(at: At) -> None:
    story, item = at("proposed")
    ran = story.refused("legal", "review", item, "--aspect", "legall", "--pass", by="zhao", code=2)
    assert "did you mean" in ran.err


def test_the_proposer_does_not_review_with_another_seat_or_another_key(at: At, keys) -> None:
    """Persons are compared, not keys or seats."""
    story, item = at("proposed")
    story.run("seat", "assign", "dzb", "reviewer-legal", "chen", by="lin")
    story.run("person", "add", "chen", "--pubkey", str(keys / "stranger.pub"), by="lin")
    for key in ("chen", "stranger"):
        story.refused("E-SOD", "review", item, "--aspect", "legal", "--pass", by=key)


def test_a_later_change_of_seats_does_not_undo_a_review(at: At) -> None:
    story, item = at("reviewed")
    story.run("seat", "revoke", "dzb", "reviewer-legal", "zhao", by="lin")
    story.run("person", "retire", "zhao", by="lin")
    assert story.state(item) == "reviewed"
    story.approve(item)
    assert story.state(item) == "approved"


def test_a_refusal_says_who_could_and_what_mends_it(at: At) -> None:
    story, item = at("proposed")
    err = story.refused("E-SEAT", "review", item, "--aspect", "legal", "--pass", by="xu", code=4).err
    assert "zhao" in err
    assert "pdctl seat assign dzb reviewer-legal" in err
    assert "五" in err


def test_a_refusal_as_json(at: At) -> None:
    story, item = at("proposed")
    ran = story.refused("", "review", item, "--aspect", "legal", "--pass", "--json", by="xu", code=4)
    assert ran.json["ok"] is False
    (finding,) = ran.json["findings"]
    assert finding["rule"] == "E-SEAT"
    assert finding["who"] == ["zhao"]
    assert {"severity", "file", "line", "column", "commit", "item", "message", "expected", "found", "fix"} <= set(
        finding
    )

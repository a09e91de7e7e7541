"""One changed byte makes every earlier opinion stale; its author can renew it after seeing the difference."""

from __future__ import annotations

from tests.actions.conftest import At


def _stale(story, item):
    return {record["seq"]: record["stale"] for record in story.show(item)["records"]}


def test_a_revision_makes_opinions_stale(at: At) -> None:
    story, item = at("reviewed")
    story.run("revise", item, "--title", "第三季度“三会一课”情况", by="chen")
    assert _stale(story, item) == {1: False, 2: True, 3: True, 4: True, 5: True, 6: False}
    assert story.state(item) == "proposed"
    story.refused("E-STALE", "approve", item, "--level", "head", "--pass", by="sun")


def test_renewing_shows_the_difference_and_counts_again(at: At) -> None:
    story, item = at("reviewed")
    story.run("revise", item, "--title", "第三季度“三会一课”情况", by="chen")
    ran = story.run("review", item, "--aspect", "necessity", "--reconfirm", by="wu")
    assert "-title: “三会一课”制度执行情况" in ran.err
    assert "+title: 第三季度“三会一课”情况" in ran.err
    assert story.state(item) == "reviewing"
    assert _stale(story, item)[7] is False
    assert story.show(item)["records"][-1]["reconfirms"] == 2


def test_several_opinions_are_renewed_at_once_with_their_words(at: At) -> None:
    story, item = at("proposed")
    story.review(item, "legal", "secrecy", by="zhao", more=("--pass", "--opinion", "同意公开"))
    story.run("revise", item, "--body", story.file("new.md", "新的正文。\n"), by="chen")
    before = story.tip()
    story.run("review", item, "--aspect", "legal", "--aspect", "secrecy", "--reconfirm", "--yes", by="zhao")
    assert story.git("rev-list", "--count", f"{before}..HEAD") == "2"
    renewed = story.show(item)["records"][-2:]
    assert [(r["aspect"], r["decision"], r["opinion"]) for r in renewed] == [
        ("legal", "pass", "同意公开"),
        ("secrecy", "pass", "同意公开"),
    ]


def test_another_opinion_may_be_given_instead(at: At) -> None:
    story, item = at("reviewed")
    story.run("revise", item, "--title", "改题", by="chen")
    story.review(item, "legal", by="zhao", more=("--reconfirm", "--yes", "--opinion", "改题后仍合规"))
    assert story.show(item)["records"][-1]["opinion"] == "改题后仍合规"


def test_there_is_something_to_renew_or_a_refusal(at: At) -> None:
    story, item = at("reviewed")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--reconfirm", "--yes", by="zhao")
    story.run("revise", item, "--title", "改题", by="chen")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--reconfirm", "--yes", by="wu")


def test_nobody_renews_what_he_entered_for_another(at: At) -> None:
    story, item = at("proposed")
    scan = story.file("scan.pdf", b"%PDF-1.4 scan")
    paper = ("--on-behalf-of", "zhao", "--signed-on", "2026-11-23", "--evidence", scan)
    story.review(item, "legal", by="tang", more=("--pass", *paper))
    story.run("revise", item, "--title", "改题", by="chen")
    story.refused("E-STEP", "review", item, "--aspect", "legal", "--reconfirm", "--yes", by="tang")
    story.review(item, "legal", by="zhao", more=("--reconfirm", "--yes"))
    assert story.show(item)["records"][-1]["reconfirms"] == 2


def test_a_changed_attachment_is_named(at: At) -> None:
    story, item = at("reviewed")
    revision = ("revise", item, "--attach", story.file("名单.pdf", b"\xff\xfe binary"))
    story.run(*revision, *story.codes(*revision, by="chen"), by="chen")
    ran = story.run("review", item, "--aspect", "legal", "--reconfirm", "--yes", by="zhao")
    assert "attachments/名单.pdf" in ran.err

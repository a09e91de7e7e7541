"""A step by the wrong person, or before its time."""

from __future__ import annotations

from tests.cli.refusals import broken_rule
from tests.story import Story


def test_wrong_seat_says_who_could(story: Story) -> None:
    item = story.propose()
    finding = broken_rule(story, "E-SEAT", "review", item, "--aspect", "legal", "--pass", by="xu", code=4)
    assert finding["who"] == ["zhao"]
    assert finding["clause"].startswith("五")
    assert "seat assign dzb reviewer-legal" in finding["fix"]


def test_nobody_reviews_what_he_proposed(story: Story) -> None:
    story.run("seat", "assign", "dzb", "reviewer-legal", "chen", by="lin")
    item = story.propose()
    finding = broken_rule(story, "E-SOD", "review", item, "--aspect", "legal", "--pass", by="chen")
    assert finding["who"] == ["zhao"]


def test_approval_before_the_reviews_names_each_missing_one(story: Story) -> None:
    item = story.propose()
    story.review(item, "necessity", "accuracy", by="wu")
    finding = broken_rule(
        story, "E-STEP", "approve", item, "--level", "head", "--pass", by="sun", says=("legal", "secrecy")
    )
    assert finding["fix"] == f"pdctl review {item} --aspect legal --pass"
    assert finding["who"] == ["zhao"]


def test_publication_before_approval(story: Story) -> None:
    item = story.propose()
    publication = ("publish", item, "--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")
    finding = broken_rule(story, "E-STEP", *publication, by="chen", says=("approved", "proposed"))
    assert finding["fix"] == f"pdctl show {item}"


def test_archive_before_publication_names_each_channel(story: Story) -> None:
    item = story.approved()
    channel = story.show(item)["channels"][0]
    broken_rule(story, "E-STEP", "archive", item, by="xu", says=(channel, "pdctl drop"))


def test_change_after_approval(story: Story) -> None:
    item = story.approved()
    body = story.file("other.md", "另一份文本。\n")
    finding = broken_rule(story, "E-FROZEN", "revise", item, "--body", body, by="chen")
    assert "--supersedes" in finding["fix"]


def test_step_on_a_filed_item(story: Story) -> None:
    item = story.published()
    story.run("archive", item, by="xu")
    broken_rule(story, "E-STEP", "withdraw", item, "--reason", "误发", by="chen")
    broken_rule(story, "E-STEP", "archive", item, by="xu")


def test_channel_outside_the_plan(story: Story) -> None:
    item = story.approved()
    publication = ("publish", item, "--channel", "newspaper", "--on", "2026-11-23", "--where", "云岭日报")
    broken_rule(story, "E-PLAN", *publication, by="chen", says=("newspaper", *story.show(item)["channels"]))


def test_several_reviews_land_together_or_not_at_all(story: Story) -> None:
    """The second aspect is refused, so the first does not land either."""
    item = story.propose()
    broken_rule(
        story, "E-SEAT", "review", item, "--aspect", "necessity", "--aspect", "legal", "--pass", by="wu", code=4
    )
    assert story.state(item) == "proposed"
    assert len(story.show(item)["records"]) == 1

"""E-STEP, E-STALE, E-DIGEST, E-FROZEN: the procedure, on exactly this content."""

from __future__ import annotations

import pytest

from tests.history import History
from tests.story import BODY


def content(history: History, item: str, name: str = "body.md") -> str:
    return f"{history.folder_of(history.items[item])}/content/{name}"


def revised(history: History, item: str, text: str = "改过的正文。\n", by: str = "chen") -> str:
    """A lawful revision by hand."""
    return history.act(history.items[item], "revise", by, "proposer", files={content(history, item): text})


# E-STEP ------------------------------------------------------------------------------------------------------------


def test_approval_without_any_review(history: History) -> None:
    finding = history.caught("E-STEP", history.approves(history.items["proposed"], "sun"))
    assert finding.who == ("wu",)


@pytest.mark.parametrize("left_out", ["necessity", "accuracy", "legal", "secrecy"])
def test_approval_without_one_review(history: History, left_out: str) -> None:
    who = {"necessity": "wu", "accuracy": "wu", "legal": "zhao", "secrecy": "zhao"}
    for aspect in who.keys() - {left_out}:
        history.passes(history.items["proposed"], aspect, who[aspect])
    history.caught("E-STEP", history.approves(history.items["proposed"], "sun"))


def test_publish_before_approval(history: History) -> None:
    more = {"number": "2026-002", "on": "2026-11-23", "channel": "meeting", "where": "会议室"}
    history.caught("E-STEP", history.act(history.items["reviewed"], "publish", "chen", "publisher", **more))


def test_archive_before_publish(history: History) -> None:
    more = {"retention": "y10", "archive_no": "WS·2026-D10-DZB-0001"}
    history.caught("E-STEP", history.act(history.items["approved"], "archive", "xu", "archivist", **more))


def test_a_step_on_a_withdrawn_item(history: History) -> None:
    history.run("withdraw", history.items["proposed"], "--reason", "不再公开", by="chen")
    history.caught("E-STEP", history.passes(history.items["proposed"], "legal", "zhao"))


def test_a_step_on_a_rejected_item(history: History) -> None:
    history.approves(history.items["reviewed"], "sun", decision="reject", opinion="不予公开")
    history.clean()
    history.caught("E-STEP", history.approves(history.items["reviewed"], "sun"))


def test_a_step_on_a_referred_item(history: History) -> None:
    history.passes(history.items["proposed"], "secrecy", "zhao", decision="refer", opinion="是否涉密不明")
    history.clean()
    history.caught("E-STEP", history.passes(history.items["proposed"], "legal", "zhao"))


def test_a_second_publication_of_one_channel(history: History) -> None:
    more = {"on": "2026-11-23", "channel": "meeting", "where": "会议室"}
    history.caught("E-PLAN", history.act(history.items["published"], "publish", "chen", "publisher", **more))


def test_the_lawful_order(history: History) -> None:
    item = history.items["proposed"]
    for aspect, who in (("necessity", "wu"), ("accuracy", "wu"), ("legal", "zhao"), ("secrecy", "zhao")):
        history.passes(item, aspect, who)
    history.approves(item, "sun")
    history.act(
        item, "publish", "chen", "publisher", number="2026-002", on="2026-11-23", channel="meeting", where="会议室"
    )
    history.clean()


# E-STALE -----------------------------------------------------------------------------------------------------------


def test_approval_on_reviews_of_earlier_content(history: History) -> None:
    revised(history, "reviewed")
    history.clean()
    history.caught("E-STALE", history.approves(history.items["reviewed"], "sun"))


def test_approval_when_only_one_review_was_renewed(history: History) -> None:
    revised(history, "reviewed")
    history.passes(history.items["reviewed"], "legal", "zhao")
    history.caught("E-STALE", history.approves(history.items["reviewed"], "sun"))


def test_approval_after_the_text_was_changed_back(history: History) -> None:
    """Even the same text again needs opinions of its own, for it was put forward anew."""
    revised(history, "reviewed")
    revised(history, "reviewed", BODY)
    history.caught("E-STALE", history.approves(history.items["reviewed"], "sun"))


def test_a_revision_that_takes_another_release(history: History) -> None:
    path = content(history, "proposed", "item.yaml")
    files = history.changed(path, release="0002", title="新的标题")
    history.caught("E-STALE", history.act(history.items["proposed"], "revise", "chen", "proposer", files=files))


def test_a_proposal_under_a_release_that_is_not_the_current_one(history: History) -> None:
    old, new = history.items["proposed"], "dzb-20261123-abcd"
    files = {
        p.replace(old, new).replace("/content/", "/content/"): history.raw("show", f"HEAD:{p}")
        .decode()
        .replace(old, new)
        for p in history.paths(old)
        if "/content/" in p
    }
    plan = f"catalogs/dzb/items/2026/{new}/content/item.yaml"
    files[plan] = files[plan].replace('release: "0001"', 'release: "0002"')
    assert '"0002"' in files[plan]
    history.caught("E-STALE", history.act(new, "propose", "chen", "proposer", files=files, secrecy="clear"))


def test_renewed_reviews_count(history: History) -> None:
    revised(history, "reviewed")
    history.reviewed(history.items["reviewed"])
    history.approves(history.items["reviewed"], "sun")
    history.clean()


# E-DIGEST ----------------------------------------------------------------------------------------------------------


def test_a_review_of_another_text(history: History) -> None:
    history.caught("E-DIGEST", history.passes(history.items["proposed"], "legal", "zhao", subject="sha256:" + "0" * 64))


def test_an_approval_bound_to_the_earlier_text(history: History) -> None:
    old = history.digest(history.items["reviewed"])
    revised(history, "reviewed")
    history.reviewed(history.items["reviewed"])
    history.caught("E-DIGEST", history.approves(history.items["reviewed"], "sun", subject=old))


def test_a_revision_that_names_the_digest_of_before(history: History) -> None:
    item = history.items["proposed"]
    files = {content(history, "proposed"): "改过。\n"}
    history.caught(
        "E-DIGEST", history.act(item, "revise", "chen", "proposer", files=files, subject=history.digest(item))
    )


def test_a_digest_of_another_item(history: History) -> None:
    other = history.act
    revised(history, "reviewed")
    subject = history.digest(history.items["reviewed"])
    assert subject != history.digest(history.items["proposed"])
    history.caught(
        "E-DIGEST",
        other(
            history.items["proposed"],
            "review",
            "zhao",
            "reviewer-legal",
            aspect="legal",
            decision="pass",
            subject=subject,
        ),
    )


# E-FROZEN ----------------------------------------------------------------------------------------------------------


def test_content_changed_by_a_revision_after_approval(history: History) -> None:
    history.caught("E-FROZEN", revised(history, "approved"))


def test_content_changed_without_any_record(history: History) -> None:
    finding = history.caught("E-FROZEN", history.forge(files={content(history, "approved"): "改过。\n"}))
    assert finding.item == history.items["approved"]


def test_content_changed_together_with_a_publication(history: History) -> None:
    more = {"number": "2026-002", "on": "2026-11-23", "channel": "meeting", "where": "会议室"}
    files = {content(history, "approved"): "改过。\n"}
    history.caught(
        "E-FROZEN", history.act(history.items["approved"], "publish", "chen", "publisher", files=files, **more)
    )


def test_content_changed_within_a_settings_commit_of_the_admin(history: History) -> None:
    history.caught(
        "E-FROZEN", history.forge(files={content(history, "published"): "改过。\n", "README.md": "x"}, by="lin")
    )


def test_an_attachment_slipped_in(history: History) -> None:
    history.caught("E-FROZEN", history.forge(files={content(history, "approved", "attachments/a.pdf"): "x"}))


def test_content_deleted(history: History) -> None:
    history.caught("E-FROZEN", history.forge(files={content(history, "approved"): None}))


def test_only_the_mode_bits_changed(history: History) -> None:
    path = content(history, "approved")
    text = history.raw("show", f"HEAD:{path}")
    history.caught("E-FROZEN", history.forge(files={path: text}, modes={path: "100755"}))
    history.caught("E-MODE")


def test_the_text_becomes_a_symlink_to_another(history: History) -> None:
    path = content(history, "approved")
    history.caught("E-FROZEN", history.forge(files={path: "../../../../../../../README.md"}, modes={path: "120000"}))


def test_a_revision_before_approval_is_lawful(history: History) -> None:
    revised(history, "proposed")
    revised(history, "reviewed")
    history.clean()

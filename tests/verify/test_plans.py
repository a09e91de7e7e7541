"""E-SCOPE-LEAK, E-PLAN, E-QUORUM, E-PAPER, E-NUMBER: what was approved is what is done, once."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.history import History
from tests.verify.test_seats import paper

MEETING: dict[str, Any] = {
    "id": "m1",
    "date": "2026-11-23",
    "chair": "he",
    "present": ["he", "sun", "ding"],
    "in_favour": 3,
    "against": 0,
    "abstain": 0,
}


def publish(history: History, item: str = "approved", **more: Any) -> str:
    given = {"number": "2026-002", "on": "2026-11-23", "channel": "meeting", "where": "会议室", **more}
    return history.act(history.items[item], "publish", "chen", "publisher", **given)


def plan(history: History, item: str, **values: Any) -> str:
    """A revision by hand that changes the plan."""
    path = f"{history.folder_of(history.items[item])}/content/item.yaml"
    return history.act(history.items[item], "revise", "chen", "proposer", files=history.changed(path, **values))


def test_lawful_publication(history: History) -> None:
    publish(history)
    publish(history, number=None, channel="bulletin-board", place="inside")
    history.clean()


@pytest.mark.parametrize(
    "channel",
    [
        {"channel": "website"},
        {"channel": "bulletin-board", "place": "outside"},
        {"channel": "e-screen", "place": "outside"},
        {"channel": "new-media"},
    ],
)
def test_a_society_channel_for_a_party_item(history: History, channel: dict[str, str]) -> None:
    history.caught("E-SCOPE-LEAK", publish(history, **channel))


def test_a_plan_with_a_society_channel_for_a_party_item(history: History) -> None:
    history.caught("E-SCOPE-LEAK", plan(history, "proposed", channels=[{"channel": "website"}]))


def test_the_scope_widened_without_a_reason(history: History) -> None:
    history.caught("E-PLAN", plan(history, "proposed", scope="society"))


def test_a_channel_outside_the_plan(history: History) -> None:
    history.caught("E-PLAN", publish(history, channel="intranet"))


def test_a_board_inside_instead_of_the_meeting_twice(history: History) -> None:
    publish(history)
    history.caught("E-PLAN", publish(history, number=None))


def test_published_before_its_approval(history: History) -> None:
    history.caught("E-PLAN", publish(history, on="2026-11-22"))


def test_published_in_the_future(history: History) -> None:
    history.caught("E-DATE", publish(history, on="2026-12-24"))


def test_a_revision_that_becomes_another_matter(history: History) -> None:
    history.caught("E-PLAN", plan(history, "proposed", entry="2.5.1"))


def test_an_attachment_that_nobody_named(history: History) -> None:
    item = history.items["proposed"]
    files = {f"{history.folder_of(item)}/content/attachments/a.pdf": "x"}
    history.caught("E-PLAN", history.act(item, "revise", "chen", "proposer", files=files))


# E-QUORUM ----------------------------------------------------------------------------------------------------------------


def decided(history: History, by: str = "he", seat: str = "principal", **values: Any) -> str:
    meeting = {**MEETING, **values}
    return history.approves(history.items["reviewed"], by, seat, level="collective", meeting=meeting)


QUORUM: dict[str, dict[str, Any]] = {
    "too few present": {"present": ["he", "sun"], "in_favour": 2},
    "too few in favour": {"in_favour": 2, "against": 1},
    "somebody without the seat": {"present": ["he", "sun", "xu"], "in_favour": 3},
    "more votes than heads": {"in_favour": 4},
    "somebody twice": {"present": ["he", "sun", "he"]},
    "an absent chair": {"chair": "gao"},
}


@pytest.mark.parametrize("name", QUORUM)
def test_quorum(history: History, name: str) -> None:
    history.caught("E-QUORUM", decided(history, **QUORUM[name]))


def test_a_collective_without_its_meeting(history: History) -> None:
    history.caught("E-SCHEMA", history.approves(history.items["reviewed"], "he", "principal", level="collective"))


def test_a_lawful_collective(history: History) -> None:
    decided(history)
    history.clean()


# E-PAPER -----------------------------------------------------------------------------------------------------------------


def scanned(history: History, sha256: str = "", scan: bytes = b"%PDF-1.4 scan", **more: Any) -> str:
    item, name = history.items["reviewed"], "evidence/0006-scan.pdf"
    files = {f"{history.folder_of(item)}/record/{name}": scan} if scan else {}
    digest = sha256 or hashlib.sha256(scan).hexdigest()
    given = {"on_behalf_of": "gao", "signed_on": "2026-11-23", "evidence": [{"file": name, "sha256": digest}], **more}
    return history.act(item, "approve", "tang", "registrar", files=files, level="principal", decision="pass", **given)


def test_a_scan_of_another_digest(history: History) -> None:
    history.caught("E-PAPER", scanned(history, sha256="0" * 64))


def test_a_scan_that_is_not_there(history: History) -> None:
    history.caught("E-PAPER", scanned(history, sha256="0" * 64, scan=b""))


def test_a_paper_signed_before_this_version_was_written(history: History) -> None:
    history.caught("E-PAPER", scanned(history, signed_on="2026-11-20"))


def test_a_paper_of_the_earlier_version(history: History) -> None:
    """The text is revised a day later; the paper is dated the day before."""
    item = history.items["reviewed"]
    history.run("revise", item, "--title", "新的标题", by="chen", now="2026-11-24T09:00:00+08:00")
    for aspect, who in (("necessity", "wu"), ("accuracy", "wu"), ("legal", "zhao"), ("secrecy", "zhao")):
        history.review(item, aspect, by=who, now="2026-11-24T10:00:00+08:00")
    scan = b"%PDF"
    name = f"evidence/{len([p for p in history.paths(item) if '/record/' in p]) + 1:04d}-scan.pdf"
    files = {f"{history.folder_of(item)}/record/{name}": scan}
    more = {
        "on_behalf_of": "gao",
        "signed_on": "2026-11-23",
        "evidence": [{"file": name, "sha256": hashlib.sha256(scan).hexdigest()}],
    }
    history.caught(
        "E-PAPER",
        history.act(item, "approve", "tang", "registrar", files=files, level="principal", decision="pass", **more),
    )


def test_evidence_that_no_record_names(history: History) -> None:
    item = history.items["proposed"]
    files = {f"{history.folder_of(item)}/record/evidence/0002-x.pdf": "x"}
    history.caught("E-PAPER", history.passes(item, "legal", "zhao", files=files))


def test_a_lawful_paper(history: History) -> None:
    paper(history, "gao", "tang")
    history.clean()


# E-NUMBER ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2026-001", "2026-003", "2025-002", "2026-02", None])
def test_publication_numbers(history: History, number: str | None) -> None:
    bad = publish(history, number=number)
    found = {f.rule for f in history.verify().findings if f.commit == bad}
    assert found & {"E-NUMBER", "E-SCHEMA"}
    assert found <= {"E-NUMBER", "E-SCHEMA"}


def test_a_number_given_twice(history: History) -> None:
    history.caught("E-NUMBER", publish(history, number="2026-001"))


def test_a_second_number_for_the_second_channel(history: History) -> None:
    publish(history)
    history.caught("E-NUMBER", publish(history, number="2026-003", channel="bulletin-board", place="inside"))


@pytest.mark.parametrize("number", ["WS·2026-D10-DZB-0002", "WS·2026-D30-DZB-0001", "WS·2025-D10-DZB-0001"])
def test_archive_numbers(history: History, number: str) -> None:
    history.act(history.items["published"], "withdraw", "he", "principal", reason="不再需要")
    for channel in ({"channel": "meeting"}, {"channel": "bulletin-board", "place": "inside"}):
        history.act(history.items["published"], "takedown", "chen", "publisher", on="2026-11-23", **channel)
    history.clean()
    good = history.tip()
    bad = history.act(history.items["published"], "archive", "xu", "archivist", retention="y10", archive_no=number)
    history.caught("E-NUMBER", bad)
    history.move(good)
    history.act(
        history.items["published"], "archive", "xu", "archivist", retention="y10", archive_no="WS·2026-D10-DZB-0001"
    )
    history.clean()

"""The gate: what people write is scanned before any of it reaches git."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from pdctl.actions.session import Session
from tests.actions.conftest import At
from tests.history import History
from tests.story import BODY, Story

PHONE = "13812345678"
ID = "35012819900101123"
WHOLE_ID = "500103197809230017"
MARK = "机密★10年"


def in_git(story: Story, text: str) -> bool:
    """Whether any object of the repository holds a text."""
    listed = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch", "--unordered"],
        cwd=story.folder,
        capture_output=True,
        check=True,
    )
    return text.encode() in listed.stdout


def proposal(story: Story, body: str, *more: str) -> tuple[str, ...]:
    options = ("--title", "“三会一课”制度执行情况", "--body", story.file("text.md", body), "--secrecy", "clear")
    return ("propose", "dzb", "2.5.4", *options, *more)


def test_a_mark_of_secrecy_stops_the_proposal_and_nothing_overrides_it(story: Story) -> None:
    command = proposal(story, f"{MARK}\n\n{BODY}")
    ran = story.refused("E-SECRET-MARK", *command, by="chen")
    assert "--secrecy doubt" in ran.err
    assert not in_git(story, MARK)
    story.run(*command, "--acknowledge", "aaaaaaaa=已核实", by="chen", code=1)
    story.run("propose", "dzb", "2.5.4", "--secrecy", "doubt", by="chen")


def test_an_id_number_is_no_name_for_a_person(story: Story) -> None:
    ran = story.refused("E-PERSONAL-ID", "person", "add", f"p{WHOLE_ID}", "--name", "张三", by="lin")
    assert WHOLE_ID not in ran.err + ran.out
    assert not in_git(story, WHOLE_ID)


def test_personal_data_stops_the_proposal_until_it_is_acknowledged(story: Story) -> None:
    command = proposal(story, f"{BODY}\n联系人电话{PHONE}。\n")
    ran = story.refused("E-PERSONAL-PHONE", *command, by="chen")
    assert PHONE not in ran.err + ran.out
    assert "138****5678" in ran.err
    assert not in_git(story, PHONE)
    item = story.run(*command, *story.codes(*command, by="chen", reason="本人书面同意"), by="chen").out.strip()
    record = story.show(item)["records"][0]
    assert record["acknowledged"] == [
        {"kind": "phone", "shown": "138****5678", "file": "content/body.md", "reason": "本人书面同意"}
    ]
    assert "本人书面同意" in story.run("show", item).out
    assert "本人书面同意" in story.run("log", item).out


def test_the_reviewer_of_secrecy_sees_what_was_acknowledged(story: Story) -> None:
    command = proposal(story, f"{BODY}\n联系人电话{PHONE}。\n")
    item = story.run(*command, *story.codes(*command, by="chen", reason="本人书面同意"), by="chen").out.strip()
    assert "本人书面同意" in story.run("todo", by="zhao").out
    assert "本人书面同意" not in story.run("todo", by="wu").out
    waiting = story.run("todo", "--json", by="zhao").json["items"][0]["scan"]
    assert waiting["acknowledged"][0]["reason"] == "本人书面同意"
    ran = story.review(item, "secrecy", by="zhao")
    assert "本人书面同意" in ran.err
    assert PHONE not in ran.err
    scanned = story.run("scan", "--item", item, "--json").json
    assert (scanned["ok"], scanned["findings"]) == (True, [])
    assert scanned["acknowledged"][0]["by"] == "chen"


def test_an_acknowledgement_is_for_one_value(story: Story) -> None:
    codes = story.codes(*proposal(story, f"{BODY}\n联系人电话{PHONE}。\n"), by="chen")
    other = proposal(story, f"{BODY}\n联系人电话13899995678。\n")
    story.refused("E-PERSONAL-PHONE", *other, *codes, by="chen")


def test_a_code_that_belongs_to_nothing_is_refused(story: Story) -> None:
    ran = story.run(*proposal(story, BODY), "--acknowledge", "abcdefgh=已核实", by="chen", code=2)
    assert "abcdefgh" in ran.err


@pytest.mark.parametrize("pair", ["abcdefgh", "=理由", "abcdefgh=", "abcdefgh=  "])
def test_an_acknowledgement_is_written_code_and_reason(story: Story, pair: str) -> None:
    story.run(*proposal(story, BODY), "--acknowledge", pair, by="chen", code=2)


def test_the_reason_is_scanned_too(story: Story) -> None:
    command = proposal(story, f"{BODY}\n联系人电话{PHONE}。\n")
    codes = story.codes(*command, by="chen", reason=f"就是{PHONE}本人的")
    story.refused("E-PERSONAL-PHONE", *command, *codes, by="chen")


def test_a_revision_keeps_what_was_acknowledged_of_its_text(story: Story) -> None:
    text = f"{BODY}\n联系人电话{PHONE}。\n"
    command = proposal(story, text)
    item = story.run(*command, *story.codes(*command, by="chen", reason="本人书面同意"), by="chen").out.strip()
    story.run("revise", item, "--body", story.file("second.md", f"{text}\n补充。\n"), by="chen")
    assert story.show(item)["records"][-1]["acknowledged"][0]["reason"] == "本人书面同意"
    same_mask = text.replace(PHONE, "13899995678")
    story.refused("E-PERSONAL-PHONE", "revise", item, "--body", story.file("third.md", same_mask), by="chen")


def test_a_dry_run_is_scanned_and_tells_no_value(story: Story) -> None:
    ran = story.run(*proposal(story, f"身份证号{ID}4\n"), "--dry-run", by="chen", code=1)
    assert ID not in ran.out + ran.err


def test_the_published_contact_is_allowed_by_exact_match(story: Story) -> None:
    story.run("org", "set", "dzb", "--phone", "023-6789 0123", "--email", "dzb@yunling.gov.cn", by="lin")
    story.run(*proposal(story, f"{BODY}\n电话：023-67890123，邮箱：dzb@yunling.gov.cn。\n"), by="chen")
    story.refused("E-PERSONAL-PHONE", *proposal(story, f"{BODY}\n电话：023-67890124。\n"), by="chen")


def test_attachments_that_cannot_be_scanned_need_somebody_who_looked(story: Story) -> None:
    command = proposal(
        story, BODY, "--attach", story.file("照片.png", Path(__file__).with_name("dot.png").read_bytes())
    )
    story.refused("E-UNSCANNABLE", *command, by="chen")
    item = story.run(*command, *story.codes(*command, by="chen", reason="会场照片，无个人信息"), by="chen").out.strip()
    given = story.show(item)["records"][0]["acknowledged"][0]
    assert (given["kind"], given["file"]) == ("unscannable", "content/attachments/照片.png")


def test_names_of_files_are_scanned(story: Story) -> None:
    command = proposal(story, BODY, "--attach", story.file(f"{PHONE}.txt", "表"))
    ran = story.refused("E-PERSONAL-PHONE", *command, by="chen")
    assert PHONE not in ran.err
    ran = story.run(*command, "--json", by="chen", code=1)
    assert PHONE not in ran.out


def test_what_a_refusal_repeats_is_masked(at: At) -> None:
    story, item = at("proposed")
    for command in (
        ("publish", item, "--channel", "meeting", "--on", PHONE, "--where", "x"),
        ("review", item, "--aspect", "legal", "--pass", "--detail", PHONE),
        ("show", PHONE),
    ):
        for more in ((), ("--json",)):
            ran = story.run(*command, *more, by="chen", code=2)
            assert PHONE not in ran.out + ran.err


def test_evidence_that_is_a_picture_is_noted_and_stops_nothing(at: At) -> None:
    story, item = at("approved")
    photo = story.file("board.png", Path(__file__).with_name("dot.png").read_bytes())
    story.publish(item, "meeting", "--evidence", photo)
    record = story.show(item)["records"][-1]
    assert record["unscanned"] == [f"evidence/{record['seq']:04d}-board.png"]
    history = History(story.folder, story.keys, story.now)
    story.run("verify", "--introduction", history.introduction)


@pytest.mark.parametrize(
    ("stage", "command", "by"),
    [
        ("proposed", ("review", "{item}", "--aspect", "legal", "--pass", "--opinion", "{text}"), "zhao"),
        ("proposed", ("review", "{item}", "--aspect", "legal", "--pass", "--detail", "合法性={text}"), "zhao"),
        ("proposed", ("withdraw", "{item}", "--reason", "{text}"), "chen"),
        ("proposed", ("revise", "{item}", "--title", "{text}"), "chen"),
        ("proposed", ("revise", "{item}", "--days", "7", "--reason", "{text}"), "chen"),
        ("reviewed", ("approve", "{item}", "--level", "head", "--pass", "--opinion", "{text}"), "sun"),
        ("approved", ("publish", "{item}", "--channel", "meeting", "--on", "2026-11-23", "--where", "{text}"), "chen"),
        ("approved", ("drop", "{item}", "--channel", "meeting", "--reason", "{text}"), "chen"),
    ],
)
@pytest.mark.parametrize(("text", "rule"), [(f"电话{PHONE}", "E-PERSONAL-PHONE"), (MARK, "E-SECRET-MARK")])
def test_the_texts_of_every_step(at: At, stage: str, command: tuple[str, ...], by: str, text: str, rule: str) -> None:
    story, item = at(stage)
    ran = story.refused(rule, *(part.format(item=item, text=text) for part in command), by=by)
    assert PHONE not in ran.err


def test_texts_of_organizations_and_persons(story: Story) -> None:
    story.refused("E-PERSONAL-PHONE", "org", "set", "dzb", "--short-name", f"支部{PHONE}", by="lin")
    story.refused("E-PERSONAL-ID", "person", "add", "qian", "--name", f"钱{ID}4", by="lin")


def test_an_exemption_is_stated_in_the_record(story: Story) -> None:
    session = Session(story.folder, datetime.fromisoformat(story.now))
    release = session.view.release("dzb", "0001")
    session.close()
    assert release is not None
    personnel = next(entry for entry in release.entries if entry.matter == "personnel")
    item = story.propose(entry=personnel.id)
    assert story.show(item)["records"][0]["exemption"] == "personnel"
    assert "exemption: personnel" in story.run("log", item).out
    assert story.show(story.propose())["records"][0]["exemption"] is None
    phone = story.file("phone.md", f"{BODY}\n电话{PHONE}。\n")
    story.refused("E-PERSONAL-PHONE", "revise", item, "--body", phone, by="chen")

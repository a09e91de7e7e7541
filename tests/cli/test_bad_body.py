"""The file of the text: missing, in another encoding, empty, too large, no text at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pdctl.render.body import MAX_CHARACTERS
from tests.cli.refusals import broken_rule, refused
from tests.story import BODY, Story


def proposal(body: str) -> tuple[str, ...]:
    return ("propose", "dzb", "2.5.4", "--title", "题目", "--body", body, "--secrecy", "clear")


def text_of(story: Story, item: str) -> str:
    return story.git("show", f"HEAD:catalogs/dzb/items/2026/{item}/content/body.md")


def test_missing_file(story: Story) -> None:
    refused(story, 2, *proposal("nosuch.md"), says=("nosuch.md",))


def test_folder(story: Story) -> None:
    refused(story, 2, *proposal(str(story.folder)), says=(str(story.folder), "folder"))


def test_gb18030_is_taken_and_said(story: Story) -> None:
    ran = story.run(*proposal(story.file("gb.txt", BODY.encode("gb18030"))), by="chen")
    assert "GB18030" in ran.err
    assert text_of(story, ran.out.strip()) == BODY.strip()


def test_gb18030_beyond_gbk(story: Story) -> None:
    """A rare character of a name takes four bytes."""
    text = "𬭎同志的入党申请。\n"
    ran = story.run(*proposal(story.file("gb.txt", text.encode("gb18030"))), by="chen")
    assert text_of(story, ran.out.strip()) == text.strip()


def test_utf8_with_a_mark_and_crlf(story: Story) -> None:
    data = b"\xef\xbb\xbf" + BODY.replace("\n", "\r\n").encode()
    ran = story.run(*proposal(story.file("windows.txt", data)), by="chen")
    assert "GB18030" not in ran.err
    assert text_of(story, ran.out.strip()) == BODY.strip()


@pytest.mark.parametrize("data", [b"ok\n\xff\xfe\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), b"\x80" * 9])
def test_neither_utf8_nor_gb18030(story: Story, data: bytes) -> None:
    finding = broken_rule(story, "E-TEXT", *proposal(story.file("old.doc", data)), by="chen", says=("old.doc",))
    assert finding["line"] >= 1
    assert finding["fix"]


def test_binary_that_decodes(story: Story) -> None:
    broken_rule(
        story, "E-TEXT", *proposal(story.file("tool", b"MZ\x00\x03\x00")), by="chen", says=("U+0000", "tool:1:3")
    )


@pytest.mark.parametrize(("character", "found"), [("\u202e", "U+202E"), ("\x1b", "U+001B"), ("\u2028", "U+2028")])
def test_hidden_character_with_its_place(story: Story, character: str, found: str) -> None:
    body = story.file("body2.md", f"第一行\n第二{character}行\n")
    finding = broken_rule(story, "E-TEXT", *proposal(body), by="chen", says=("body2.md:2:3",))
    assert (finding["found"], finding["line"], finding["column"]) == (found, 2, 3)


@pytest.mark.parametrize("data", [b"", b"\n \n", "\u3000\n".encode(), b"\xef\xbb\xbf"])
def test_empty(story: Story, data: bytes) -> None:
    broken_rule(story, "E-TEXT", *proposal(story.file("empty.md", data)), by="chen", says=("empty.md",))


def test_50_megabytes(story: Story) -> None:
    body = story.file("big.md", "字".encode() * (50 << 20 >> 1))
    finding = broken_rule(story, "E-LIMIT", *proposal(body), by="chen", says=("big.md", "MB"))
    assert finding["fix"]


def test_text_that_makes_no_notice(story: Story) -> None:
    body = story.file("long.md", "字" * (MAX_CHARACTERS + 1))
    broken_rule(story, "E-LIMIT", *proposal(body), by="chen", says=(str(MAX_CHARACTERS),))


def test_endless_file(story: Story) -> None:
    broken_rule(story, "E-LIMIT", *proposal("/dev/zero"), by="chen")


def test_attachment_that_is_too_large(story: Story) -> None:
    big = Path(story.file("big.bin", b""))
    with big.open("wb") as file:
        file.truncate((50 << 20) + 1)
    broken_rule(story, "E-LIMIT", *proposal(story.file("body.md")), "--attach", str(big), by="chen", says=("51 MB",))


@pytest.mark.parametrize("name", ["con.txt", ".hidden", "附" * 80 + ".pdf", "a\x1bb.pdf", "a\u202efdp.exe", "x:y.pdf"])
def test_attachment_with_an_impossible_name(story: Story, name: str) -> None:
    attachment = story.folder.parent / name
    attachment.write_bytes(b"x")
    broken_rule(story, "E-PATH", *proposal(story.file("body.md")), "--attach", str(attachment), by="chen")


def test_attachment_whose_name_is_no_utf8(story: Story) -> None:
    attachment = os.path.join(os.fsencode(story.folder.parent), "公告.pdf".encode("gbk"))
    Path(os.fsdecode(attachment)).write_bytes(b"x")
    broken_rule(story, "E-PATH", *proposal(story.file("body.md")), "--attach", os.fsdecode(attachment), by="chen")


@pytest.mark.parametrize("second", ["list.pdf", "List.PDF"])
def test_two_attachments_of_one_name(story: Story, second: str) -> None:
    """The second must not silently take the place of the first."""
    other = story.folder.parent / "other"
    other.mkdir()
    (other / second).write_bytes(b"2")
    attachments = ("--attach", story.file("list.pdf", b"1"), "--attach", str(other / second))
    refused(story, 2, *proposal(story.file("body.md")), *attachments, says=(second,))


def test_attachment_with_the_longest_name(story: Story) -> None:
    """A name of many bytes lands, and the work tree follows."""
    attachment = story.file("附" * 60 + ".pdf", b"%PDF-1.7")
    item = story.run(*proposal(story.file("body.md")), "--attach", attachment, by="chen").out.strip()
    folder = story.folder / "catalogs/dzb/items/2026" / item / "content/attachments"
    assert [path.name for path in folder.iterdir()] == ["附" * 60 + ".pdf"]
    assert story.git("status", "--porcelain") == ""

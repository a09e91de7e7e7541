"""A text in Word, from the command line."""

from __future__ import annotations

import docx

from tests.cli.refusals import broken_rule
from tests.story import Story


def proposal(body: str) -> tuple[str, ...]:
    return ("propose", "dzb", "2.5.4", "--title", "题目", "--body", body, "--secrecy", "clear")


def word_file(story: Story) -> str:
    document = docx.Document()
    document.add_heading("基本情况", 1)
    document.add_paragraph("本季度召开支部党员大会一次，").add_run("应到").bold = True
    document.add_table(rows=1, cols=2).cell(0, 0).text = "姓名"
    path = story.file("body.docx", b"")
    document.save(path)
    return path


def test_the_converted_text_is_shown_and_kept(story: Story) -> None:
    ran = story.run(*proposal(word_file(story)), by="chen")
    wanted = "# 基本情况\n\n本季度召开支部党员大会一次，**应到**\n\n| 姓名 |  |\n| --- | --- |"
    for line in filter(None, wanted.split("\n")):
        assert line in ran.err
    assert story.git("show", f"HEAD:catalogs/dzb/items/2026/{ran.out.strip()}/content/body.md") == wanted


def test_a_broken_word_file(story: Story) -> None:
    body = story.file("body.docx", b"PK\x03\x04broken")
    finding = broken_rule(story, "E-TEXT", *proposal(body), by="chen", says=("body.docx", ".docx"))
    assert finding["fix"]


def test_a_word_file_without_text(story: Story) -> None:
    path = story.file("empty.docx", b"")
    docx.Document().save(path)
    broken_rule(story, "E-TEXT", *proposal(path), by="chen", says=("empty.docx",))


def test_another_zip(story: Story) -> None:
    import zipfile

    path = story.file("other.docx", b"")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "text")
    broken_rule(story, "E-TEXT", *proposal(path), by="chen")

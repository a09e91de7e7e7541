"""`pdctl notice` as people call it: formats, red heads, files written whole or not at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.story import Story


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def text(file: Path) -> str:
    reader = PdfReader(BytesIO(file.read_bytes()))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_a_pdf_is_written_beside_and_is_the_same_again(story: Story, tmp_path: Path) -> None:
    item = story.approved()
    first, second = tmp_path / "一.pdf", tmp_path / "二.pdf"
    for target in (first, second):
        ran = story.run("notice", item, "--format", "pdf", "-o", str(target), "--json")
        assert ran.json["file"] == str(target)
        assert ran.json["fonts"]["hei"] == "Noto Sans SC"
    assert first.read_bytes() == second.read_bytes()
    assert item in text(first)
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_red_head_needs_a_registered_number(story: Story, tmp_path: Path) -> None:
    plain = story.approved()
    target = tmp_path / "red.pdf"
    options = ("--format", "pdf", "--layout", "redhead", "-o", str(target))
    refused = story.run("notice", plain, *options, code=1)
    assert "E-RENDER" in refused.err
    assert "--document-number" in refused.err
    assert not target.exists()
    item = story.approved("--document-number", "云党发〔2026〕7号", "--copy-to", "组织人事部", "--to", "各党小组")
    story.run("notice", item, *options)
    shown = text(target)
    for part in ("第一党支部文件", "云党发〔2026〕7号", "各党小组：", "抄送：组织人事部。", "印发"):
        assert part in shown
    assert "云党发" in story.run("notice", item, "--layout", "红头版式", "--format", "html", "-o", "-").out
    word = tmp_path / "x.docx"
    story.run("notice", item, "--format", "docx", "--layout", "redhead", "-o", str(word))
    head = [paragraph.text for paragraph in Document(str(word)).paragraphs[:2]]
    assert head[0].endswith("第一党支部文件")
    assert head[1] == "云党发〔2026〕7号"


def test_a_character_that_no_font_has_stops_the_command(story: Story, tmp_path: Path) -> None:
    item = story.propose("--body", story.file("rocket.md", "第一行。\n\n发射\U0001f680成功。\n"))
    target = tmp_path / "x.pdf"
    ran = story.run("notice", item, "--format", "pdf", "-o", str(target), code=1)
    assert "body.md:3:3" in ran.err
    assert "U+1F680" in ran.err
    assert not list(tmp_path.glob("*.pdf"))


def test_many_notices_go_into_files_with_names_that_people_can_read(story: Story, tmp_path: Path) -> None:
    first = story.published()
    second = story.approved("--title", '关于"甲/乙"：情况<1>的通报\\')
    story.propose()
    folder = tmp_path / "公开栏"
    ran = story.run("notice", "--all", "--org", "dzb", "--format", "pdf", "-o", str(folder), "--json")
    made = {row["item"]: Path(row["file"]) for row in ran.json["notices"]}
    assert set(made) == {first, second}
    assert made[second].name == f"{second} 关于 甲 乙 ：情况 1 的通报.pdf"
    assert sorted(folder.iterdir()) == sorted(made.values())
    single = tmp_path / "one.pdf"
    story.run("notice", second, "--format", "pdf", "-o", str(single))
    assert single.read_bytes() == made[second].read_bytes()
    none = story.run("notice", "--all", "--since", "2027-01-01", "-o", str(folder), "--json")
    assert none.json["notices"] == []


def test_one_that_fails_does_not_keep_the_others(story: Story, tmp_path: Path) -> None:
    good = story.approved()
    bad = story.approved("--body", story.file("rocket.md", "发射\U0001f680成功。\n"))
    ran = story.run("notice", "--all", "--format", "pdf", "-o", str(tmp_path / "x"), code=1)
    assert good in ran.out
    assert bad not in ran.out
    assert f"{bad}/content/body.md:1:3" in ran.err


def test_all_and_one_are_told_apart(story: Story, tmp_path: Path) -> None:
    for args in ((), ("x", "--all"), ("--all",), ("x", "--org", "dzb"), ("--all", "-o", "-")):
        story.run("notice", *args, code=2)
    assert "2026-11-23" in story.run("notice", "--all", "--since", "昨天", "-o", str(tmp_path / "y"), code=2).err


def test_attachments_are_appended_where_they_are_pdf_and_named_where_they_are_not(story: Story, tmp_path: Path) -> None:
    source = story.approved()
    real = tmp_path / "议程.pdf"
    story.run("notice", source, "--format", "pdf", "-o", str(real))
    fake = story.file("假.pdf", "这不是 PDF")
    table = story.file("明细.txt", "甲 100 元\n")
    item = story.propose("--attach", str(real), "--attach", fake, "--attach", table)
    target = tmp_path / "with.pdf"
    ran = story.run("notice", item, "--format", "pdf", "-o", str(target))
    assert "假.pdf is listed but not appended: it is no PDF, whatever its name says" in ran.err
    assert "明细.txt is listed but not appended" in ran.err
    assert "议程.pdf" not in ran.err
    shown = text(target)
    assert shown.count(source) == 1, "the notice inside the attachment"
    assert all(name in shown for name in ("议程.pdf", "假.pdf", "明细.txt"))

"""`pdctl notice` as people call it: formats, red heads, files written whole or not at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
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


def test_a_character_that_no_font_has_stops_the_command(story: Story, tmp_path: Path) -> None:
    item = story.propose("--body", story.file("rocket.md", "第一行。\n\n发射\U0001f680成功。\n"))
    target = tmp_path / "x.pdf"
    ran = story.run("notice", item, "--format", "pdf", "-o", str(target), code=1)
    assert "body.md:3:3" in ran.err
    assert "U+1F680" in ran.err
    assert not list(tmp_path.glob("*.pdf"))

"""A notice opened in a browser and printed: it is what hangs on the board."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.story import Story

PROGRAMS = ("chromium", "pdftotext", "pdfinfo", "qpdf")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = [pytest.mark.system, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]

LONG = "经支部大会讨论，现将有关情况公布如下。\n\n" + "".join(
    f"第{n}项：本季度召开支部党员大会一次，到会党员二十一名。\n\n" for n in range(1, 61)
)


def said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def printed(page: Path, folder: Path) -> Path:
    """The page as a browser prints it."""
    target = folder / "printed.pdf"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'browser'}",
    ]
    said("chromium", *options, f"--print-to-pdf={target}", page.as_uri())
    said("qpdf", "--check", str(target))
    return target


def notice(story: Story, item: str, folder: Path) -> Path:
    page = folder / "notice.html"
    story.run("notice", item, "-o", str(page), by="chen")
    return page


def facts(pdf: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in said("pdfinfo", str(pdf)).splitlines())
    return {key: value.strip() for key, _, value in lines}


def text(pdf: Path) -> str:
    """All characters of a document, without the blanks that its layout brings."""
    return re.sub(r"\s", "", said("pdftotext", "-layout", str(pdf), "-"))


def test_an_approved_notice_prints_on_one_page_of_a4(story: Story, tmp_path: Path) -> None:
    item = story.approved()
    pdf = printed(notice(story, item, tmp_path), tmp_path)
    assert facts(pdf)["Pages"] == "1"
    assert "A4" in facts(pdf)["Page size"]
    assert "“三会一课”制度执行情况" in text(pdf)
    assert "第一党支部" in text(pdf)
    assert item in text(pdf)
    assert "送审稿" not in text(pdf)


def test_each_page_of_a_long_draft_carries_its_mark(story: Story, tmp_path: Path) -> None:
    item = story.propose("--body", story.file("long.md", LONG))
    pdf = printed(notice(story, item, tmp_path), tmp_path)
    pages = int(facts(pdf)["Pages"])
    assert pages > 1
    for number in range(1, pages + 1):
        assert "送审稿" in re.sub(r"\s", "", said("pdftotext", "-f", str(number), "-l", str(number), str(pdf), "-"))
    assert "第60项" in text(pdf)


def test_the_print_holds_fonts_for_every_character(story: Story, tmp_path: Path) -> None:
    pdf = printed(notice(story, story.approved(), tmp_path), tmp_path)
    fonts = said("pdffonts", str(pdf)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "a font is not embedded"


def test_every_printed_page_of_a_form_says_its_code(story: Story, tmp_path: Path) -> None:
    item = story.propose()
    page = tmp_path / "form.html"
    code = story.run("form", item, "-o", str(page), "--json").json["code"]
    pdf = printed(page, tmp_path)
    for number in range(1, int(facts(pdf)["Pages"]) + 1):
        said_there = re.sub(r"\s", "", said("pdftotext", "-f", str(number), "-l", str(number), str(pdf), "-"))
        assert f"版本校验码{code}" in said_there
        assert "送审稿（未经审批不得外传）" in said_there

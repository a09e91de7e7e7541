"""A Word file opened in LibreOffice and printed: what somebody without Word sees of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pdctl.render.body import parse_body
from pdctl.render.notice import render_notice
from pdctl.render.view import notice_view
from tests.render.test_notice import CASES, TEMPLATES

PROGRAMS = ("soffice", "pdftotext", "pdfinfo")
MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
pytestmark = [pytest.mark.system, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]
LONG = "".join(f"第{n}段，" + "这是为了看清每页二十二行的一段文字，" * 12 + "完。\n\n" for n in range(1, 13))
TABLE = "|序号|姓名|\n|-|-|\n" + "".join(f"|{n}|张*三|\n" for n in range(1, 90))


def said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page of a long notice under review."""
    folder: Path = tmp_path_factory.mktemp("word")
    source = replace(CASES["review"], blocks=parse_body(LONG + TABLE))
    (folder / "notice.docx").write_bytes(render_notice(notice_view(source), "docx", TEMPLATES, date(2026, 10, 9)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    said("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "notice.docx"))
    return said("pdftotext", "-layout", str(folder / "notice.pdf"), "-").split("\f")[:-1]


def test_a_full_page_has_22_lines(pages: list[str]) -> None:
    lines = [line for line in pages[1].splitlines() if line.strip()]
    assert len(lines) == 22 + 2  # the marks above, the number below


def test_every_page_has_its_marks_and_its_number(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        lines = [line for line in page.splitlines() if line.strip()]
        assert re.sub(r"\s", "", lines[0]) == "送审稿（未经审批不得外传）党内公开"
        assert re.sub(r"\s", "", lines[-1]) == f"—{number}—"
        indent = len(lines[-1]) - len(lines[-1].lstrip())
        assert (indent > 15) == (number % 2 == 1)


def test_each_page_of_a_long_table_has_its_head(pages: list[str]) -> None:
    assert len([page for page in pages if re.search(r"序号\s+姓名", page)]) >= 3


def test_the_text_is_whole(pages: list[str]) -> None:
    said_all = re.sub(r"\s", "", "".join(pages))
    assert "第12段" in said_all
    assert "89张*三" in said_all
    assert "2026年10月9日" in said_all

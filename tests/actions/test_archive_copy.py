"""An archive copy: what was decided on and by whom, inside the PDF that shows it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.story import Story


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


OPTIONS = ("--format", "pdf", "--attach-evidence")


def test_data_records_and_signed_commits_are_inside(story: Story, tmp_path: Path) -> None:
    item = story.approved("--attach", story.file("明细.txt", "甲 100 元\n"))
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for target in (first, second):
        story.run("notice", item, *OPTIONS, "-o", str(target))
    assert first.read_bytes() == second.read_bytes()
    reader = PdfReader(BytesIO(first.read_bytes()))
    assert all("仅供归档" in "".join(page.extract_text().split()) for page in reader.pages)
    inside = {name: data[0] for name, data in reader.attachments.items()}
    folder = f"catalogs/dzb/items/{item.split('-')[1][:4]}/{item}"
    for path in story.git("-c", "core.quotepath=off", "ls-files", folder).splitlines():
        assert inside[path.removeprefix(f"{folder}/")] == (story.folder / path).read_bytes()
    commits = {name: data for name, data in inside.items() if name.startswith("commits/")}
    assert len(commits) == len(story.show(item)["records"])
    for name, data in commits.items():
        oid = hashlib.sha1(b"commit %d\0" % len(data) + data).hexdigest()
        assert name.endswith(f"-{oid}.commit")
        assert b"gpgsig" in data


def test_none_is_made_of_what_goes_to_society(story: Story, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    options = ("--scope", "society", "--scope-reason", "群众关心", "--channel", "meeting", "--channel", "website")
    item = story.propose(*options)
    ran = story.run("notice", item, *OPTIONS, "-o", str(target), code=1)
    assert "E-SCOPE-LEAK" in ran.err
    assert not target.exists()
    inside = story.propose()
    assert "--format pdf" in story.run("notice", inside, "--attach-evidence", "-o", str(target), code=2).err

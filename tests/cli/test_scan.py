"""`pdctl scan`: what it finds, where, and what it never says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import program
from tests.store.office import PIXEL
from tests.story import Story

PHONE = "13812345678"


def scan(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "pdctl", "scan", *args], capture_output=True, text=True, timeout=60, check=False
    )


def test_findings_have_rule_place_and_mask_and_no_value(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"第一行\n联系电话：{PHONE}。\n")
    done = scan(str(file), "--json")
    document = json.loads(done.stdout)
    (finding,) = document["findings"]
    assert (done.returncode, document["schema"], document["ok"]) == (1, "pdctl/scan/v1", False)
    assert (finding["rule"], finding["file"], finding["line"], finding["column"]) == (
        "E-PERSONAL-PHONE",
        str(file),
        2,
        6,
    )
    assert finding["found"] == "138****5678"
    assert finding["code"] in finding["fix"]
    assert PHONE not in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_no_format_tells_a_value(tmp_path: Path, form: str) -> None:
    values = [
        PHONE,
        "500199196006190603",
        "6222022319487574917",
        "zhang@163.com",
        "E12345678",
        "渝A12345",
        "明月路12号",
    ]
    file = tmp_path / "a.md"
    file.write_text("\n".join(values))
    done = scan(str(file), "--format", form)
    assert done.returncode == 1
    assert not [value for value in values if value in done.stdout + done.stderr]


def test_clean(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("不涉及国家秘密。\n")
    assert scan(str(tmp_path)).returncode == 0
    assert json.loads(scan(str(tmp_path), "--json").stdout)["checked"] == {"files": 1, "unscannable": 0}


def test_what_cannot_be_scanned_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PIXEL)
    done = scan(str(tmp_path / "a.png"), "--json")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (6, False)


def test_hints_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("李某某，15岁。\n")
    done = scan(str(tmp_path), "--json")
    assert (done.returncode, json.loads(done.stdout)["findings"][0]["severity"]) == (0, "warning")


def test_neither_files_nor_item(story: Story) -> None:
    assert program("scan", story=story).code == 2
    assert program("scan", "nothing.md", story=story).code == 2


def test_the_contact_of_the_organization_in_whose_folder_a_file_lies(story: Story) -> None:
    story.run("org", "set", "dzb", "--phone", "023-67890123", by="lin")
    file = story.folder / "catalogs" / "dzb" / "draft.md"
    file.write_text("电话：023-67890123\n")
    assert scan(str(file)).returncode == 0
    other = story.file("draft.md", "电话：023-67890123\n")
    assert scan(other).returncode == 1
    assert story.run("scan", other, "--org", "dzb").code == 0


def test_codes_do_not_tell_the_value_to_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text(f"{PHONE}\n")
    codes = set()
    for home in ("one", "two", "one"):
        monkeypatch.setenv("HOME", str(tmp_path / home))
        codes.add(json.loads(scan(str(tmp_path / "a.md"), "--json").stdout)["findings"][0]["code"])
    assert len(codes) == 2

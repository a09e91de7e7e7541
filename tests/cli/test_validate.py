"""`pdctl validate`: what is wrong is found where it stands, in words, and what commands write is clean."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pdctl.store.data import shipped
from tests.conftest import NOW
from tests.program import program
from tests.story import Ran, Story

CATALOG = "catalogs/dzb/catalog.yaml"
ORGANIZATION = "catalogs/dzb/organization.yaml"


def validate(story: Story, *args: str, code: int | None = None) -> dict[str, Any]:
    ran = story.run("validate", *args, "--format", "json", code=code)
    value = ran.json
    assert value["schema"] == "pdctl/validate/v1"
    assert ran.code == (0 if value["ok"] else 1)
    return value


def found(value: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [(f["rule"], f["file"], f["line"], f["column"]) for f in value["findings"]]


def change(story: Story, path: str, before: str, after: str, count: int = 1) -> None:
    file = story.folder / path
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, count), encoding="utf-8")


def line_of(story: Story, path: str, part: str) -> int:
    lines = (story.folder / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


# What is right --------------------------------------------------------------------------------------------------


def test_what_commands_write_is_clean(story: Story) -> None:
    for org in ("jw", "zzb", "dzb"):
        story.run("org", "set", org, "--responsible-person", "tang", by="lin")
    item = story.published()
    story.run("archive", item, by="xu")
    story.propose("--title", "发展党员公示", entry="2.6.3")
    story.propose("--title", "用房安排", "--off-catalog", "--reason", "群众反映集中", "--scope", "party", entry=None)
    story.run("propose", "dzb", "2.6.3", "--secrecy", "doubt", by="chen")
    value = validate(story)
    assert found(value) == []
    assert value["ok"] is True
    assert value["checked"]["files"] > 20
    assert value["checked"]["item"] == 4


def test_the_demo_is_clean(tmp_path: Path) -> None:
    assert program("demo", str(tmp_path / "demo"), env={"PDCTL_NOW": NOW}).code == 0
    ran = program("-C", str(tmp_path / "demo" / "repository"), "validate", "--format", "json")
    assert (ran.code, ran.json["findings"]) == (0, [])


def test_the_starter_catalogues_are_clean(story: Story) -> None:
    assert validate(story, str(shipped("catalogs")))["findings"] == []


# What is looked at ----------------------------------------------------------------------------------------------


def test_a_file_a_folder_and_the_whole(story: Story) -> None:
    change(story, CATALOG, "scope: party", "scope: partei")
    assert [f[0] for f in found(validate(story))].count("E-SCHEMA") == 1
    assert validate(story, str(story.folder / "catalogs" / "jw"))["ok"]
    assert not validate(story, str(story.folder / "catalogs" / "dzb"))["ok"]
    value = validate(story, str(story.folder / CATALOG), code=1)
    assert found(value) == [("E-SCHEMA", CATALOG, line_of(story, CATALOG, "partei"), 12)]
    assert "party" in value["findings"][0]["fix"]


def test_only_what_changed(story: Story) -> None:
    tip = story.tip()
    assert validate(story, "--since", tip)["checked"]["files"] == 0
    change(story, CATALOG, "scope: party", "scope: partei")
    (story.folder / "calendar" / "2030.yaml").write_text("format: 1\nyear: 2031\n", encoding="utf-8")
    value = validate(story, "--since", tip, code=1)
    assert value["checked"]["files"] == 2
    assert {f[1] for f in found(value)} == {CATALOG, "calendar/2030.yaml"}
    item = story.propose(entry="2.5.4")
    assert validate(story, "--since", "HEAD~1", str(story.folder / "catalogs/dzb/items"))["checked"] == {
        "files": 3, "item": 1, "record": 1, "text": 1,
    }  # fmt: skip
    (story.folder / f"catalogs/dzb/items/2026/{item}/content/body.md").unlink()
    assert "E-PLAN" in {f[0] for f in found(validate(story, "--since", "HEAD"))}


def test_who_loses_a_person_is_looked_at_again(story: Story) -> None:
    people = story.folder / "people.yaml"
    text = people.read_text(encoding="utf-8")
    people.write_text(re.sub(r"  xu:\n(    .*\n)+", "", text), encoding="utf-8")
    value = validate(story, "--since", "HEAD", code=1)
    assert ("E-REF", ORGANIZATION, line_of(story, ORGANIZATION, "- xu"), 7) in found(value)


def test_the_files_of_a_commit(story: Story) -> None:
    base = story.tip()
    item = story.propose()
    subprocess.run(["git", "checkout", "-q", base], cwd=story.folder, check=True)
    value = validate(story, "--since", base, "--commit", "main")
    assert value["checked"] == {"files": 3, "item": 1, "record": 1, "text": 1}
    assert not (story.folder / f"catalogs/dzb/items/2026/{item}").exists()
    clone = story.folder.parent / "bare"
    subprocess.run(["git", "clone", "-q", "--bare", str(story.folder), str(clone)], check=True)
    ran = program("-C", str(clone), "validate", "--format", "json")
    assert ran.json["findings"] == []


@pytest.mark.parametrize("revision", ["nowhere", "", "--all", "a\nb"])
def test_an_unknown_revision_is_wrong_usage(story: Story, revision: str) -> None:
    story.run("validate", f"--since={revision}", code=2)


def test_a_shallow_history_cannot_be_compared(story: Story, tmp_path: Path) -> None:
    first = story.git("rev-list", "--max-parents=0", "HEAD")
    clone = tmp_path / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{story.folder}", str(clone)], check=True)
    assert program("-C", str(clone), "validate", "--since", first).code == 6
    assert program("-C", str(clone), "validate").code == 0


def test_outside_any_repository(tmp_path: Path) -> None:
    assert program("validate", cwd=tmp_path).code == 5
    lone = tmp_path / "catalog.yaml"
    shutil.copy(shipped("catalogs") / "department.yaml", tmp_path / "anything.yaml")
    text = (shipped("catalogs") / "department.yaml").read_text(encoding="utf-8")
    entries = text[text.index("entries:") :].replace("channel: website", "channel: newspaper")
    lone.write_text("format: 1\norg: zzb\n" + entries.replace("scope: society", "scope: party"), encoding="utf-8")
    ran = program("validate", "catalog.yaml", "anything.yaml", "--format", "json", cwd=tmp_path)
    assert {(f["rule"], f["file"]) for f in ran.json["findings"]} == {("E-SCOPE-LEAK", "catalog.yaml")}
    assert ran.json["checked"] == {"files": 2, "catalog": 1, "starter": 1}
    assert program("validate", str(tmp_path), "--format", "json").json["checked"]["files"] == 2


def test_a_copy_without_git_is_a_repository_too(story: Story, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(story.folder, copy, ignore=shutil.ignore_patterns(".git"))
    ran = program("-C", str(copy), "validate", "--format", "json")
    assert ran.json["checked"] == validate(story)["checked"]


def test_several_processes_find_the_same(story: Story) -> None:
    for number in range(600):
        (story.folder / "calendar" / f"{2100 + number}.yaml").write_text(f"format: 1\nyear: {2100 + number % 7}\n")
    one, two = (validate(story, "--jobs", jobs) for jobs in ("1", "2"))
    assert one == two
    assert len(one["findings"]) > 500


# What stands in the way -----------------------------------------------------------------------------------------

ODD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "E-YAML"),
    "blank": (b" \n\n", "E-YAML"),
    "gbk": ("title: 党费\n".encode("gbk"), "E-YAML-CHAR"),
    "utf-16": ("title: 党费\n".encode("utf-16"), "E-YAML-CHAR"),
    "bom": ("title: 党费\n".encode("utf-8-sig"), "E-YAML-CHAR"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "E-YAML-CHAR"),
    "tab": (b"seats:\n\tproposer: x\n", "E-YAML"),
    "huge": (b"a: " + b"x" * (1 << 20), "E-LIMIT"),
    "deep": (b"[" * 5000, "E-LIMIT"),
    "aliases": (b"a: &x 1\nb: *x\n", "E-YAML"),
    "list": (b"- a\n", "E-SCHEMA"),
    "text": (b"hello\n", "E-SCHEMA"),
    "null": (b"~\n", "E-SCHEMA"),
    "half a character": (b'id: "\\ud800"\n', "E-YAML"),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_files_are_findings(story: Story, what: str) -> None:
    data, rule = ODD[what]
    (story.folder / ORGANIZATION).write_bytes(data)
    first = validate(story, str(story.folder / ORGANIZATION), code=1)["findings"][0]
    assert (first["rule"], first["file"]) == (rule, ORGANIZATION)
    assert first["line"] >= 1
    assert first["fix"]


def test_what_is_not_there_or_no_file_is_a_finding(story: Story, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to("nowhere")
    names = ["none.yaml", "pipe.yaml", "link.yaml", str(tmp_path / "a\0b.yaml").replace("\0", "\x01")]
    for name in names:
        value = validate(story, str(tmp_path / name), code=1)
        assert [f["rule"] for f in value["findings"]] == ["E-FILE"], name
    (story.folder / ORGANIZATION).unlink()
    (story.folder / ORGANIZATION).symlink_to(tmp_path)
    assert ("E-MODE", ORGANIZATION) in {f[:2] for f in found(validate(story, code=1))}


def test_a_link_in_a_repository_is_no_file(story: Story) -> None:
    (story.folder / "calendar" / "2040.yaml").symlink_to("2026.yaml")
    assert ("E-MODE", "calendar/2040.yaml") in {f[:2] for f in found(validate(story))}


def test_a_file_that_may_not_be_read(story: Story) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (story.folder / ORGANIZATION).chmod(0)
    assert ("E-FILE", ORGANIZATION) in {f[:2] for f in found(validate(story, code=1))}


def test_a_misplaced_file_is_named_with_its_place(story: Story) -> None:
    (story.folder / "catalogs/dzb/organisation.yaml").write_text("format: 1\n")
    value = validate(story, code=1)
    finding = next(f for f in value["findings"] if f["rule"] == "E-PATH")
    assert "organization.yaml" in finding["fix"]


# How it is told -------------------------------------------------------------------------------------------------


def test_the_line_is_shown_with_a_mark_below(story: Story) -> None:
    change(story, CATALOG, "title: 加强思想政治工作情况", "title: 加强思想政治工作2018817情况")
    ran = story.run("validate", code=1)
    lines = ran.out.splitlines()
    head = next(number for number, line in enumerate(lines) if "E-TEXT-DATE" in line)
    line = line_of(story, CATALOG, "2018817")
    assert lines[head].startswith(f"{CATALOG}:{line}:20: E-TEXT-DATE")
    shown, mark = lines[head + 1 : head + 3]
    assert shown.endswith("title: 加强思想政治工作2018817情况")
    before = shown[: shown.index("2018817")]
    assert mark.index("^") == len(before) + sum(1 for c in before if c > "\u2e80"), "wide characters take two cells"
    assert "remedy: " in lines[head + 5]
    assert lines[-1].endswith("1 errors, 3 warnings.")


@pytest.mark.parametrize("fmt", ["github", "gitlab", "sarif", "junit"])
def test_formats_for_machines_name_the_place(story: Story, fmt: str) -> None:
    change(story, CATALOG, "scope: party", "scope: partei")
    ran = story.run("validate", "--format", fmt, code=1)
    assert CATALOG in ran.out
    assert "E-SCHEMA" in ran.out
    assert str(line_of(story, CATALOG, "partei")) in ran.out
    if fmt == "junit":
        assert f'name="{CATALOG}"' in ran.out


def test_in_chinese(story: Story) -> None:
    change(story, CATALOG, "scope: party", "scope: 向党内公开")
    ran = program("validate", story=story, env={"PDCTL_LANG": "zh"})
    assert "补救" in ran.out or "办法" in ran.out or "应" in ran.out
    assert "是否想写 party" in ran.out or "party" in ran.out


def refused(ran: Ran) -> str:
    return ran.out + ran.err

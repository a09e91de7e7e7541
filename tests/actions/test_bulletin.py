"""The bulletin of a period: exactly what its audience may read, of exactly those organizations, and nothing else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import NOW
from tests.story import SEATS, Story

SCOPES = ("society", "party", "unit", "targeted")
ORGS = ("dzb", "xz")  # xz stands below dzb
FORMATS = ("html", "txt", "md", "pdf")
PERIOD = ("--from", "2026-11-01", "--to", "2026-11-30")


def titled(org: str, scope: str) -> str:
    return f"{org}的{scope}事项"


def secret(org: str, scope: str) -> str:
    """What stands in the text of that item only."""
    return f"正文{org}{scope}到此"


def posted(story: Story, org: str, scope: str, *more: str) -> str:
    """An item of a scope, posted by all its inside channels."""
    audience = ("--audience", "第一小组") if scope == "targeted" else ()
    reason = () if scope == "party" else ("--scope-reason", "经研究")
    body = story.file("posted.md", f"现将{secret(org, scope)}。\n")
    item = story.propose(
        "--title", titled(org, scope), "--body", body, "--scope", scope, *reason, *audience, *more, org=org
    )
    story.reviewed(item)
    story.approve(item)
    for channel in story.show(item)["channels"]:
        story.publish(item, channel)
    return item


@pytest.fixture(scope="module")
def _posted(tmp_path_factory: pytest.TempPathFactory, keys: Path, _founded: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PDCTL_LANG", "en")
        folder = tmp_path_factory.mktemp("posted") / "repository"
        subprocess.run(["cp", "-a", str(_founded), str(folder)], check=True)
        story = Story(folder, keys, NOW)
        story.run("org", "add", "xz", "--name", "第二党小组", "--kind", "basic", "--superior", "dzb", by="lin")
        for seat, persons in SEATS.items():
            story.run("seat", "assign", "xz", seat, persons[0], by="lin")
        for org in ORGS:
            for scope in SCOPES:
                posted(story, org, scope)
        yield folder


@pytest.fixture
def full(tmp_path: Path, keys: Path, _posted: Path) -> Story:
    """A repository with an item of each scope in each of two organizations."""
    subprocess.run(["cp", "-a", str(_posted), str(tmp_path / "repository")], check=True)
    return Story(tmp_path / "repository", keys, NOW)


def sheet(story: Story, *args: str, fmt: str = "html") -> str:
    target = story.folder.parent / f"sheet.{fmt}"
    story.run("bulletin", *args, *PERIOD, "--format", fmt, "-o", str(target))
    made = target.read_bytes()
    if fmt == "pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return made.decode()


def found(text: str) -> set[tuple[str, str]]:
    """The items whose title or text stands on a sheet."""
    bare = re.sub(r"\s", "", text)
    return {(o, s) for o in ORGS for s in SCOPES if titled(o, s) in bare or secret(o, s) in bare}


AUDIENCES = [
    (("dzb",), {("dzb", "society")}),
    (("dzb", "--scope", "society"), {("dzb", "society")}),
    (("dzb", "--scope", "party"), {("dzb", "society"), ("dzb", "party")}),
    (("dzb", "--scope", "unit"), {("dzb", "society"), ("dzb", "unit")}),
    (("dzb", "--tree"), {("dzb", "society"), ("xz", "society")}),
    (("dzb", "--tree", "--scope", "party"), {(o, s) for o in ORGS for s in ("society", "party")}),
    # what is for a unit is for that unit: not for the one above it, and not for the one below
    (("dzb", "--tree", "--scope", "unit"), {("dzb", "society"), ("xz", "society"), ("dzb", "unit")}),
    (("xz", "--tree", "--scope", "unit"), {("xz", "society"), ("xz", "unit")}),
    (("gw", "--tree", "--scope", "unit"), {("dzb", "society"), ("xz", "society")}),
    (("gw", "--tree"), {("dzb", "society"), ("xz", "society")}),
    (("gw",), set()),
]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(("args", "expected"), AUDIENCES)
def test_a_sheet_holds_what_its_audience_may_read(
    full: Story, args: tuple[str, ...], expected: set[tuple[str, str]], fmt: str
) -> None:
    text = sheet(full, *args, fmt=fmt)
    assert found(text) == expected
    for scope, mark in (("party", "党内公开"), ("unit", "本单位公开"), ("targeted", "向特定对象公开")):
        assert (mark in re.sub(r"在本单位公开|向党内公开", "", text)) == any(s == scope for _, s in expected)


@pytest.mark.parametrize("scope", ["targeted", "向特定对象公开"])
def test_items_for_particular_persons_are_on_no_sheet(full: Story, scope: str) -> None:
    ran = full.run("bulletin", "dzb", "--scope", scope, *PERIOD, "-o", "-", code=2)
    assert "only one by one" in ran.err
    assert not ran.out


def test_a_sheet_says_what_it_holds(full: Story, tmp_path: Path) -> None:
    target = tmp_path / "sheet.html"
    said = full.run("bulletin", "dzb", "--scope", "party", *PERIOD, "-o", str(target), "--json").json
    assert said["schema"] == "pdctl/bulletin/v1"
    assert len(said["items"]) == 2
    assert said["file"] == str(target)
    assert titled("dzb", "party") in target.read_text(encoding="utf-8")


def test_the_name_of_the_file_says_its_format(full: Story, tmp_path: Path) -> None:
    target = tmp_path / "sheet.pdf"
    full.run("bulletin", "dzb", *PERIOD, "-o", str(target))
    assert target.read_bytes().startswith(b"%PDF")


# --- the period -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        ("2026-11-23", "2026-11-23", True),
        ("2026-01-01", "2027-12-31", True),
        ("2026-11-24", "2026-12-31", False),
        ("2026-01-01", "2026-11-22", False),
        ("2027-11-23", "2027-11-23", False),
    ],
)
def test_an_item_stands_in_the_period_of_its_first_posting(full: Story, first: str, last: str, there: bool) -> None:
    text = full.run("bulletin", "dzb", "--from", first, "--to", last, "--format", "md", "-o", "-").out
    assert (("dzb", "society") in found(text)) == there


@pytest.mark.parametrize(
    ("period", "problem"),
    [
        (("--from", "2026-12-01", "--to", "2026-11-01"), "ends before it begins"),
        (("--from", "2026-11-31", "--to", "2026-12-01"), "--from is a day"),
        (("--from", "2026-11-01"), "--to is a day"),
        ((), "--from is a day"),
    ],
)
def test_a_period_that_is_none_is_refused(full: Story, period: tuple[str, ...], problem: str) -> None:
    assert problem in full.run("bulletin", "dzb", *period, "-o", "-", code=2).err


def test_an_unknown_organization_is_refused(full: Story) -> None:
    assert "did you mean" in full.run("bulletin", "dzbb", *PERIOD, code=2).err


# --- where an item stands -------------------------------------------------------------------------------


def test_what_is_not_posted_is_on_no_sheet(story: Story) -> None:
    story.propose("--title", "提出而已", "--scope", "society", "--scope-reason", "群众关心")
    story.approved("--title", "批准而已", "--scope", "society", "--scope-reason", "群众关心")
    text = sheet(story, "dzb", "--scope", "party", fmt="txt")
    assert "而已" not in text
    assert "本期没有" in text


def test_a_withdrawn_item_is_left_out_and_named(full: Story) -> None:
    item = full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json").json["items"][0]
    full.run("withdraw", item, "--reason", "内容有误", by="sun")
    said = full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json")
    assert said.json["items"] == []
    assert said.json["left_out"] == [{"item": item, "state": "withdrawn"}]
    assert found(sheet(full, "xz")) == set()


def test_a_superseded_item_gives_way_to_its_successor(full: Story) -> None:
    item = full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json").json["items"][0]
    later = full.propose(
        "--title", "更正后的事项", "--scope", "society", "--scope-reason", "经研究", "--supersedes", item, org="xz"
    )
    full.reviewed(later)
    full.approve(later)
    assert full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json").json["items"] == [item]
    full.publish(later, "meeting")
    said = full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json").json
    assert (said["items"], said["left_out"]) == ([later], [{"item": item, "state": "superseded"}])


def test_an_archived_item_stays_on_the_sheet(full: Story) -> None:
    item = full.run("bulletin", "xz", *PERIOD, "-o", "-", "--json").json["items"][0]
    full.run("archive", item, by="xu")
    assert found(sheet(full, "xz")) == {("xz", "society")}


def test_what_was_taken_down_is_named_without_its_text(story: Story) -> None:
    how = ("--scope", "society", "--scope-reason", "群众关心", "--days", "1", "--title", "期满的事项")
    item = story.propose(*how, "--body", story.file("gone.md", "不再张贴的内容。\n"))
    story.reviewed(item)
    story.approve(item)
    channels = story.show(item)["channels"]
    for channel in channels:
        story.publish(item, channel)
    later = "2026-12-23T15:00:00+08:00"
    for channel in channels:
        assert "不再张贴的内容" in sheet(story, "dzb", fmt="txt")
        story.run("takedown", item, "--channel", channel, "--on", "2026-12-20", by="chen", now=later)
    text = sheet(story, "dzb", fmt="txt")
    assert "期满的事项" in text
    assert "已撤下" in text
    assert "不再张贴的内容" not in text


def test_too_much_for_one_sheet_is_refused(full: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pdctl.actions.bulletin.MAX_CHARACTERS", 3)
    ran = full.run("bulletin", "dzb", *PERIOD, "-o", "-", code=1)
    assert "E-LIMIT" in ran.err
    assert not ran.out


def test_a_sheet_writes_nothing_into_the_repository(full: Story) -> None:
    before = full.tip()
    sheet(full, "dzb")
    assert full.tip() == before
    assert full.git("status", "--porcelain") == ""

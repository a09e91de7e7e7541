"""A new repository: the root commit grants its signer `admin` and nothing else."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pdctl.core.judge.root import parse_introduction
from pdctl.core.words import KIND
from tests.story import Ran, Story

NAMED = (
    "--org",
    "gw",
    "--name",
    "云岭新区党工委",
    "--kind",
    "work-committee",
    "--person",
    "lin",
    "--person-name",
    "林知远",
)


@pytest.fixture
def new(tmp_path: Path, keys: Path) -> Story:
    """Nothing yet: a folder that does not exist, and whoever holds the keys."""
    return Story(tmp_path / "new", keys, "2026-11-23T15:00:00+08:00")


def _init(story: Story, *more: str, code: int = 0) -> Ran:
    story.folder.parent.mkdir(exist_ok=True)
    where = Story(story.folder.parent, story.keys, story.now)
    return where.run("init", story.folder.name, *(more or NAMED), by="lin", code=code)


def test_the_introduction_binds_the_root_commit(new: Story) -> None:
    ran = _init(new)
    introduction = parse_introduction(ran.out)
    assert introduction is not None
    assert introduction.commit == new.tip()
    key = subprocess.run(
        ["ssh-keygen", "-lf", str(new.keys / "lin.pub")], capture_output=True, text=True, check=True
    ).stdout
    assert introduction.fingerprint in key
    assert new.git("rev-list", "--count", "HEAD") == "1"
    assert new.git("status", "--porcelain") == ""
    assert new.git("branch", "--show-current") == "main"


def test_admin_and_nothing_else(new: Story) -> None:
    _init(new)
    assert new.run("org", "show", "gw", "--json").json["seats"] == {"admin": ["lin"]}
    assert [p["person"] for p in new.run("person", "list", "--json").json["people"]] == ["lin"]
    new.refused("E-SOD", "seat", "assign", "gw", "proposer", "lin", by="lin")
    assert [o["id"] for o in new.run("org", "tree", "--json").json["organizations"]] == ["gw"]


def test_it_holds_what_a_repository_holds(new: Story) -> None:
    _init(new, *NAMED, "--title", "新区党务公开")
    files = set(new.git("ls-files").splitlines())
    assert {
        "disclosure.yaml", "people.yaml", ".gitattributes", "calendar/2026.yaml", "catalogs/gw/organization.yaml",
        "catalogs/gw/catalog.yaml", "catalogs/gw/releases/0001.yaml", "schemas/item.schema.json",
    } <= files  # fmt: skip
    assert "title: 新区党务公开" in (new.folder / "disclosure.yaml").read_text(encoding="utf-8")
    first = (new.folder / "people.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schemas/people.schema.json"
    assert (
        (new.folder / "catalogs/gw/releases/0001.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../../../schemas/")
    )


@pytest.mark.parametrize("kind", KIND.keys)
def test_each_kind_may_be_the_root(new: Story, kind: str) -> None:
    _init(new, *NAMED[:5], kind, *NAMED[6:])
    assert new.run("org", "show", "gw", "--json").json["kind"] == kind


def test_as_json(new: Story) -> None:
    value = _init(new, *NAMED, "--json").json
    assert value["schema"] == "pdctl/init/v1"
    assert value["introduction"].startswith(f"pdctl1:{value['commit']}:")


def test_a_sheet_to_keep_on_paper(new: Story, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    introduction = _init(new, *NAMED, "--sheet", str(sheet)).out.strip()
    page = sheet.read_text(encoding="utf-8")
    assert "核验基准" in page
    assert introduction.split(":")[1] in page.replace(" ", "")


def test_dry_run_makes_nothing(new: Story) -> None:
    ran = _init(new, *NAMED, "--dry-run")
    assert not new.folder.exists()
    for text in ("people.yaml", "catalogs/gw/releases/0001.yaml", "建立党务公开库（林知远）"):
        assert text in ran.err
    value = _init(new, *NAMED, "--dry-run", "--json").json
    assert (value["dry_run"], value["commits"]) == (True, [])
    assert "disclosure.yaml" in value["files"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ((*NAMED[:1], "GW", *NAMED[2:]), 2),
        ((*NAMED[:7], "林", *NAMED[8:]), 2),
        ((*NAMED[:5], "club", *NAMED[6:]), 2),
        ((*NAMED[:3], "a\x07b", *NAMED[4:]), 1),
        (NAMED[:8], 2),
    ],
    ids=["org", "person", "kind", "name", "left out"],
)
def test_bad_input_makes_nothing(new: Story, more: tuple[str, ...], code: int) -> None:
    _init(new, *more, code=code)
    assert not new.folder.exists()


def test_a_folder_that_is_not_empty(new: Story) -> None:
    new.folder.mkdir()
    (new.folder / "mine.txt").write_text("mine")
    _init(new, code=5)
    assert [path.name for path in new.folder.iterdir()] == ["mine.txt"]


def test_a_key_that_cannot_sign_leaves_nothing_half_done(new: Story, keys: Path, tmp_path: Path) -> None:
    locked = tmp_path / "keys"
    locked.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret", "-f", str(locked / "lin")], check=True)
    ran = _init(Story(new.folder, locked, new.now), code=4)
    assert "ssh-add" in ran.err
    assert not (new.folder / ".git").exists()
    _init(new)
    assert new.git("rev-list", "--count", "HEAD") == "1"


def test_nothing_of_the_users_git_configuration_matters(new: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path.home() / ".gitconfig").write_text(
        "[init]\n\tdefaultBranch = trunk\n[commit]\n\tgpgsign = true\n[gpg]\n\tformat = x509\n"
    )
    _init(new)
    assert new.git("branch", "--show-current") == "main"
    assert "gpgsig -----BEGIN SSH SIGNATURE-----" in new.git("cat-file", "commit", "HEAD")


def test_a_new_key_for_somebody_who_has_none(story: Story, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    ran = story.run("key", "new", "--out", str(target), "--no-passphrase")
    assert ran.out.startswith("ssh-ed25519 ")
    assert "person add" in ran.err
    assert os.stat(target).st_mode & 0o077 == 0
    story.run("person", "add", "bai", "--name", "白一凡", "--pubkey", f"{target}.pub", by="lin")
    story.run("key", "new", "--out", str(target), "--no-passphrase", code=5)

"""What admins do in trouble: quarantine, a compromised key, a new history after a sealed one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story


def trusted(story: Story) -> str:
    """The introduction of the story's repository, remembered."""
    root = story.git("rev-list", "--max-parents=0", "HEAD")
    import hashlib

    from pdctl.store.sshsig import fingerprint

    people = story.git("show", f"{root}:people.yaml") + "\n"
    seats = story.git("show", f"{root}:catalogs/gw/organization.yaml") + "\n"
    blob = (story.keys / "lin.pub").read_text().split()[1]
    digest = hashlib.sha256((people + seats).encode()).hexdigest()
    introduction = f"pdctl1:{root}:{digest}:{fingerprint(blob)}"
    story.run("trust", introduction)
    return introduction


def unsigned_edit(story: Story, item: str) -> str:
    """A commit that changes a text without a signature; returns its id."""
    body = next(Path(story.folder).glob(f"catalogs/*/items/*/{item}/content/body.md"))
    body.write_text(body.read_text() + "\n另加一句。\n")
    story.git(
        "-c", "user.name=x", "-c", "user.email=x@pdctl.invalid", "-c", "commit.gpgsign=false", "commit", "-qam", "x"
    )
    return story.tip()


def test_a_failing_commit_is_set_aside(story: Story) -> None:
    trusted(story)
    item = story.propose()
    bad = unsigned_edit(story, item)
    assert story.run("verify", code=1).err.count(bad[:12]) >= 1
    story.run("quarantine", bad, "--reason", "未签名的改动", by="lin")
    verdict = story.run("verify", "--full", "--json").json
    assert verdict["ok"]
    assert verdict["quarantined"] == [{"commit": bad, "reason": "未签名的改动"}]
    assert story.run("verify", "--json").json["quarantined"] == verdict["quarantined"]
    assert story.git("status", "--porcelain") == ""
    story.reviewed(item)
    story.run("verify")


def test_a_folder_where_a_file_was_is_put_right(story: Story) -> None:
    """And a file of the user's in it stays, and is named."""
    trusted(story)
    for mine in (False, True):
        story.git("rm", "-q", "calendar/2026.yaml")
        (story.folder / "calendar/2026.yaml").mkdir()
        (story.folder / "calendar/2026.yaml/x").write_bytes(b"x\n")
        story.git("add", "calendar/2026.yaml")
        story.git(
            "-c", "user.name=x", "-c", "user.email=x@x.invalid", "-c", "commit.gpgsign=false", "commit", "-qm", "x"
        )
        if mine:
            (story.folder / "calendar/2026.yaml/mine").write_bytes(b"mine")
        ran = story.run("quarantine", story.tip(), "--reason", "坏的提交", by="lin")
        assert ("your own changes to calendar/2026.yaml" in ran.err) == mine
        assert (story.folder / "calendar/2026.yaml").is_dir() == mine
        assert (story.git("status", "--porcelain") == "") != mine
    assert (story.folder / "calendar/2026.yaml/mine").read_bytes() == b"mine"
    assert story.git("diff", "--cached", "--name-only", "HEAD") == ""


@pytest.mark.parametrize("path", ["people.yaml", "disclosure.yaml", "catalogs/gw/organization.yaml"])
@pytest.mark.parametrize("data", [None, b"[", b"format: 1\n"])
def test_what_says_who_is_admin_was_spoiled(story: Story, path: str, data: bytes | None) -> None:
    """The admin is whom the files name that count, or nobody could put them right again."""
    trusted(story)
    before = (story.folder / path).read_bytes()
    (story.folder / path).unlink()
    if data is not None:
        (story.folder / path).write_bytes(data)
    story.git("add", "-A")
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "-c", "commit.gpgsign=false", "commit", "-qm", "x")
    bad = story.tip()
    assert "E-SIG-NONE" in story.run("verify", code=1).err
    story.run("quarantine", bad, "--reason", "人员文件被删", by="chen", code=None)
    assert story.tip() == bad, "who is no admin before it is none now"
    story.run("quarantine", bad, "--reason", "人员文件被删", by="lin")
    assert (story.folder / path).read_bytes() == before
    assert story.git("status", "--porcelain") == ""
    assert story.run("verify", "--full", "--json").json["ok"]
    story.propose()
    story.run("verify")


def test_only_an_admin_sets_aside_and_only_what_fails(story: Story) -> None:
    trusted(story)
    item = story.propose()
    good = story.tip()
    story.run("quarantine", good, "--reason", "x", by="lin", code=2)
    bad = unsigned_edit(story, item)
    before = story.tip()
    assert "E-SEAT" in story.run("quarantine", bad, "--reason", "x", by="chen", code=None).err
    assert story.tip() == before


def test_a_tried_quarantine_changes_nothing(story: Story) -> None:
    trusted(story)
    bad = unsigned_edit(story, story.propose())
    story.run("quarantine", bad, "--reason", "x", "--dry-run", by="lin")
    assert story.tip() == bad


def test_what_a_compromised_key_signed_since_does_not_count(story: Story) -> None:
    trusted(story)
    sure = story.tip()
    item = story.approved()
    ran = story.run("person", "compromise", "wu", "--since", sure, "--json", by="lin").json
    assert ran["void"] == [f"{item}/0002", f"{item}/0003"]
    assert ran["items"] == {item: "reviewing"}
    assert story.state(item) == "reviewing"
    story.run("review", item, "--aspect", "necessity", "--pass", by="wu", code=4)
    verdict = story.run("verify", "--full", "--json").json
    assert verdict["ok"], verdict


def test_what_a_compromised_key_wrote_in_the_ledger_is_named(story: Story) -> None:
    sure = story.tip()
    story.run("urge", "dzb", "2.6.3", "--by", "2026-11-30", "--reason", "请提出", by="he")
    written = story.tip()
    line = story.git("log", "-1", "--format=%s")
    compromise = ("person", "compromise", "he", "--since", sure)
    assert story.run(*compromise, "--dry-run", "--json", by="lin").json["others"] == [written]
    ran = story.run(*compromise, by="lin")
    assert f"{written[:12]} yourself, it is no step of an item: {line}" in ran.out + ran.err


def test_a_filed_item_comes_back_to_the_list(story: Story) -> None:
    trusted(story)
    sure = story.tip()
    item = story.published()
    story.run("archive", item, by="xu")
    story.run("person", "compromise", "zhao", "--since", sure, by="lin")
    listed = story.run("status", "--json").json["items"]
    assert [row["item"] for row in listed] == [item]
    assert listed[0]["state"] == "reviewing"


def test_a_key_cannot_be_declared_compromised_by_its_owner_or_by_no_admin(story: Story) -> None:
    sure = story.tip()
    story.propose()
    story.refused("E-POLICY", "person", "compromise", "lin", "--since", sure, by="lin")
    story.refused("E-SEAT", "person", "compromise", "wu", "--since", sure, by="chen", code=4)


def test_a_new_history_names_the_sealed_one(story: Story, tmp_path: Path) -> None:
    kept, gone = story.published(), story.propose()
    new = tmp_path / "new"
    arguments = ("--sealed-tip", story.tip(), "--reason", "误录不应公开的内容", "-o", str(new))
    begun = story.run("reseed", "--without", gone, *arguments, "--json", by="lin").json
    again = Story(new, story.keys, story.now)
    assert again.git("rev-list", "--count", "HEAD") == "1"
    assert gone not in again.git("ls-tree", "-r", "--name-only", "HEAD")
    ran = again.run("verify", "--introduction", begun["introduction"], code=6)
    assert story.tip()[:12] in ran.out
    again.run("archive", kept, by="xu")
    assert again.run("verify", "--introduction", begun["introduction"], "--json", code=6).json["findings"] == []
    another = again.approved()
    assert again.publish(another, "meeting").code == 0
    assert again.show(another)["number"] == "2026-002"


def test_only_an_admin_begins_a_new_history(story: Story, tmp_path: Path) -> None:
    item = story.propose()
    arguments = ("--sealed-tip", story.tip(), "--reason", "x", "-o", str(tmp_path / "new"))
    story.run("reseed", "--without", item, *arguments, by="chen", code=4)
    assert not (tmp_path / "new").exists()

"""Files that somebody changed by hand and committed: each fault is named with its place, and nothing breaks."""

from __future__ import annotations

import pytest

from tests.cli.refusals import error_document
from tests.story import Story

ORGANIZATION = "catalogs/dzb/organization.yaml"


def landed(story: Story, path: str, data: bytes) -> None:
    """A commit made by hand, without pdctl."""
    (story.folder / path).write_bytes(data)
    story.git("add", path)
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")


def content(story: Story, path: str) -> bytes:
    return (story.folder / path).read_bytes()


BROKEN = {
    "no YAML": (b"a: [1\n", "E-YAML"),
    "empty": (b"", "E-YAML"),
    "only a comment": (b"# nothing\n", "E-YAML"),
    "several documents": (b"a: 1\n---\nb: 2\n", "E-YAML"),
    "an alias": (b"a: &x 1\nb: *x\n", "E-YAML"),
    "a tag": (b"a: !!python/object:os.system 1\n", "E-YAML"),
    "a key twice": (b"format: 1\nformat: 1\n", "E-YAML-DUP"),
    "GB18030": ("format: 1 # 党务\n".encode("gb18030"), "E-YAML-CHAR"),
    "a NUL": (b"a: \x00\n", "E-YAML-CHAR"),
    "a bidirectional override": ("a: \u202e\n".encode(), "E-YAML-CHAR"),
    "a list": (b"- 1\n", "E-SCHEMA"),
    "a number": (b"1\n", "E-SCHEMA"),
    "another format": (b"format: 99\n", "E-SCHEMA"),
    "a bare date": (b"format: 2026-11-23\n", "E-YAML"),
    "a bomb of brackets": (b"[" * 5000, "E-LIMIT"),
    "two megabytes": (b"# " + b"x" * (2 << 20), "E-LIMIT"),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("path", ["people.yaml", "disclosure.yaml", ORGANIZATION])
def test_broken_file(story: Story, path: str, case: str) -> None:
    item = story.propose()
    data, rule = BROKEN[case]
    landed(story, path, data)
    before = story.tip()
    for command in (("withdraw", item, "--reason", "误发"), ("org", "show", "dzb")):
        ran = story.run(*command, "--json", by="chen", code=1)
        finding = error_document(ran)["findings"][0]
        assert (finding["rule"], finding["file"]) == (rule, path)
        assert f"{path}" in ran.err
    assert story.tip() == before


def test_place_of_a_fault(story: Story) -> None:
    data = content(story, ORGANIZATION).replace(b"kind: basic", b"kind: basik")
    landed(story, ORGANIZATION, data)
    line = data[: data.index(b"basik")].count(b"\n") + 1
    ran = story.run("org", "show", "dzb", "--json", code=1)
    finding = error_document(ran)["findings"][0]
    assert finding["line"] == line
    assert finding["column"] == 7
    assert f"{ORGANIZATION}:{line}:7" in ran.err
    assert "basic" in finding["expected"]
    assert finding["fix"] == "did you mean basic?"


def test_unknown_key_in_people(story: Story) -> None:
    landed(story, "people.yaml", content(story, "people.yaml").replace(b"    name: ", b"    nane: ", 1))
    ran = story.run("todo", by="chen", code=1)
    assert "E-SCHEMA" in ran.err
    assert "name" in ran.err


@pytest.mark.parametrize("name", ["content/item.yaml", "record/0001-propose.yaml"])
def test_broken_item_does_not_hide_itself(story: Story, name: str) -> None:
    """A list that could not read an item must not look complete."""
    item = story.propose()
    path = f"catalogs/dzb/items/2026/{item}/{name}"
    landed(story, path, b"format: 1\n")
    for command in (("show", item), ("status",)):
        ran = story.run(*command, "--json", code=1)
        assert error_document(ran)["findings"][0]["file"] == path


def test_files_that_are_gone(story: Story) -> None:
    item = story.propose()
    story.git("rm", "-q", "people.yaml")
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    error_document(story.run("withdraw", item, "--reason", "误发", "--json", by="chen", code=4))
    story.git("rm", "-q", "disclosure.yaml")
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    error_document(story.run("status", "--json", code=5))


def test_strange_files_among_the_items(story: Story) -> None:
    """Folders and files that no item has are passed over."""
    item = story.propose()
    folder = story.folder / "catalogs/dzb/items/2026"
    for name in ("readme.txt", "not-an-item/content/item.yaml", f"{item}/other/file.txt", "党务/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "link").symlink_to("/etc")
    story.git("add", ".")
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")
    assert [row["item"] for row in story.run("status", "--json").json["items"]] == [item]
    assert story.state(item) == "proposed"

"""`pdctl fmt`: one form, with people's comments, and nothing that is recorded is touched."""

from __future__ import annotations

import os
import stat
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pdctl.store.yaml_form import form
from pdctl.store.yaml_read import YamlFault, load
from pdctl.store.yaml_write import dump
from tests.program import program
from tests.store.test_yaml_properties import _without_merge_keys, documents
from tests.story import Story

ORGANIZATION = "catalogs/dzb/organization.yaml"
BY_HAND = """\ufeff# 本文件由组织委员维护\r
format: 1\r
id: 'dzb'   # 不改\r
name:   "第一党支部"\r


contact: {phone: '023-0000 0000', address: 和畅路1号}  # 对外公布
valid_from: 2026-01-01
seats:
    # 承办
    proposer: [chen, wu]
    registrar:
    - tang    # 兼
    # 以上两席
kind: basic
# 完
"""
CANONICAL = """# 本文件由组织委员维护
format: 1
id: dzb  # 不改
name: 第一党支部

contact:  # 对外公布
  phone: "023-0000 0000"
  address: 和畅路1号
valid_from: "2026-01-01"
seats:
  # 承办
  proposer:
    - chen
    - wu
  registrar:
    - tang  # 兼
    # 以上两席
kind: basic
# 完
"""


def test_the_form_of_a_file_that_was_written_by_hand() -> None:
    assert form(BY_HAND.encode()).decode() == CANONICAL
    assert form(CANONICAL.encode()).decode() == CANONICAL


@settings(max_examples=150, deadline=None)
@given(documents)
def test_what_the_writer_writes_stays(value: dict[str, object]) -> None:
    data = dump(_without_merge_keys(value), "../schemas/x.schema.json")
    assert form(data) == data


@settings(max_examples=100, deadline=None)
@given(documents, st.sampled_from([True, False, None]))
def test_any_other_form_comes_back_to_it(value: dict[str, object], flow: bool | None) -> None:
    value = _without_merge_keys(value)
    yaml, out = YAML(typ="safe", pure=True), StringIO()
    yaml.default_flow_style, yaml.allow_unicode, yaml.sort_base_mapping_type_on_output = flow, True, False
    yaml.dump(value, out)
    try:
        same = load(out.getvalue().encode()) == value
    except YamlFault:
        return  # what other writers hold for YAML, libyaml does not always
    if same:  # another writer leaves numbers of other kinds bare
        assert form(out.getvalue().encode()) == dump(value)


_COMMENTED = st.lists(
    st.sampled_from(["a: 1", "b:", "  - x # y", "  - {c: d}", "# one", "  # two", "    # three", "", "e: |", "  t # no", "f: 'x' # z", "g: [1,", "  2] # w"]),
    max_size=14,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_COMMENTED)
def test_comments_stay_and_the_second_time_nothing_changes(lines: list[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode()
    try:
        value = load(data)
    except YamlFault:
        return
    formed = form(data)
    assert load(formed) == value
    assert form(formed) == formed
    comments = [line.partition("# ")[2] for line in lines if line.lstrip().startswith("# ")]
    assert all(f"# {comment}" in formed.decode() for comment in comments)


# The command ----------------------------------------------------------------------------------------------------


def test_what_commands_wrote_stays(story: Story) -> None:
    item = story.published()
    story.run("archive", item, by="xu")
    assert story.run("fmt", "--check").code == 0
    named = [str(path) for path in story.folder.glob("catalogs/dzb/items/*/*/*/*.yaml")]
    assert story.run("fmt", "--check", *named).code == 0
    assert all(form(Path(name).read_bytes()) == Path(name).read_bytes() for name in named)


def test_check_and_diff_change_nothing(story: Story) -> None:
    path = story.folder / ORGANIZATION
    before = path.read_text(encoding="utf-8").replace("id: dzb", "id: 'dzb'")
    path.write_text(before, encoding="utf-8")
    assert story.run("fmt", "--check", code=1).out.splitlines() == [ORGANIZATION]
    assert story.run("fmt", "--check", "--json", code=1).json["ok"] is False
    assert "-id: 'dzb'\n+id: dzb\n" in story.run("fmt", "--diff").out
    assert story.run("fmt", "--dry-run").code == 0
    assert path.read_text(encoding="utf-8") == before
    path.chmod(0o640)
    told = story.run("fmt", "--json").json
    assert (told["changed"], told["written"], told["ok"]) == ([ORGANIZATION], True, True)
    assert story.git("status", "--porcelain") == ""
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [name for name in os.listdir(path.parent) if "tmp" in name] == []


def test_what_is_recorded_or_under_review_keeps_its_bytes(story: Story) -> None:
    item = story.propose()
    folder = story.folder / f"catalogs/dzb/items/2026/{item}"
    files = [
        folder / "content/item.yaml",
        folder / "record/0001-propose.yaml",
        story.folder / "catalogs/dzb/releases/0001.yaml",
    ]
    for file in files:
        file.write_bytes(b"# x\n\n\n" + file.read_bytes())
    before = [file.read_bytes() for file in files]
    assert story.run("fmt", "--check").out == ""
    ran = story.run("fmt", *map(str, files))
    assert [file.read_bytes() for file in files] == before
    assert ran.err.count("stays as it is") == 3
    new = story.folder / "catalogs/dzb/releases/0002.yaml"
    new.write_bytes(before[2])
    story.run("fmt")
    assert new.read_bytes() == before[2]
    story.run("fmt", str(new))
    assert new.read_bytes() == form(before[2])


@pytest.mark.parametrize("data", [b"a: [b\n", "a: 党\n".encode("gbk"), b"a: &x 1\n", b"", b"a: 1\na: 2\n"])
def test_what_is_no_yaml_is_a_finding_and_stays(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    ran = program("fmt", "x.yaml", cwd=tmp_path)
    assert (ran.code, (tmp_path / "x.yaml").read_bytes()) == (1, data)
    assert "E-YAML" in ran.err
    assert "Traceback" not in ran.err


def test_alone_and_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a:   'b'\n")
    assert program("fmt", "x.yaml", cwd=tmp_path).code == 0
    assert (tmp_path / "x.yaml").read_text() == "a: b\n"
    assert program("fmt", cwd=tmp_path).code == 5
    (tmp_path / "link.yaml").symlink_to("x.yaml")
    assert program("fmt", "link.yaml", cwd=tmp_path).code == 1
    assert program("fmt", "none.yaml", cwd=tmp_path).code == 1

"""The shared options count wherever on the line they stand."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from pdctl.cli import main, options
from tests.program import program
from tests.story import Ran, Story


def run(*args: str) -> Ran:
    """A command line as it stands, without the folder and key that a story adds."""
    options.COMMON.__init__()  # type: ignore[misc]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main.run(args)
    return Ran(code, out.getvalue(), err.getvalue())


def placings(options_: tuple[str, ...], *words: str) -> list[tuple[str, ...]]:
    """A command line with its shared options in front, in the middle and at the end."""
    return [(*words[:at], *options_, *words[at:]) for at in range(len(words) + 1)]


@pytest.mark.parametrize("words", [("status",), ("org", "show", "dzb"), ("org", "tree")])
def test_folder_and_json_anywhere(story: Story, words: tuple[str, ...]) -> None:
    answers = [run(*line) for line in placings(("-C", str(story.folder), "--json"), *words)]
    assert {answer.code for answer in answers} == {0}
    assert len({answer.out for answer in answers}) == 1
    assert answers[0].json["schema"].startswith("pdctl/")


def test_key_anywhere(story: Story) -> None:
    shared = ("-C", str(story.folder), "--key", str(story.keys / "wu"), "--json")
    assert {run(*line).json["person"] for line in placings(shared, "todo")} == {"wu"}


@pytest.mark.parametrize(("option", "word"), [("zh", "没有"), ("en", "there is no")])
def test_language_anywhere(story: Story, option: str, word: str) -> None:
    for line in placings(("-C", str(story.folder), "--lang", option), "show", "nosuch"):
        ran = run(*line)
        assert ran.code == 2
        assert word in ran.err


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"PDCTL_LANG": "zh"}, "没有"),
        ({"PDCTL_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "there is no"),
        ({"PDCTL_LANG": None, "LC_ALL": "zh_CN.UTF-8"}, "没有"),
        ({"PDCTL_LANG": None, "LC_ALL": None, "LANG": "zh_CN.GB18030"}, "没有"),
        ({"PDCTL_LANG": None, "LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "there is no"),
        ({"PDCTL_LANG": "xx", "LC_ALL": None, "LANG": "de_DE.UTF-8"}, "there is no"),
    ],
)
def test_language_of_the_surroundings(story: Story, env: dict[str, str | None], word: str) -> None:
    assert word in program("org", "show", "nosuch", story=story, env=env).err


def test_the_folder_that_holds_the_current_one(story: Story) -> None:
    assert program("org", "show", "dzb", "--json", cwd=story.folder / "catalogs").json["org"] == "dzb"


def test_a_relative_folder(story: Story) -> None:
    ran = program("-C", "repository/catalogs", "status", "--json", cwd=story.folder.parent)
    assert ran.code == 0


def test_relative_files_count_from_the_current_folder(story: Story, tmp_path: Path) -> None:
    """Not from the repository: `-C` says where the repository is, and nothing else."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "text.md").write_text("正文。\n", encoding="utf-8")
    (here / "list.pdf").write_bytes(b"%PDF-1.7")
    args = (
        "propose",
        "dzb",
        "2.5.4",
        "--title",
        "题目",
        "--body",
        "text.md",
        "--attach",
        "list.pdf",
        "--secrecy",
        "clear",
    )
    key = {"PDCTL_KEY": "../keys-of-chen"}
    (tmp_path / "keys-of-chen").symlink_to(story.keys / "chen")
    ran = program("-C", str(story.folder), *args, cwd=here, env=key)
    assert ran.code == 0, ran.err
    assert (ran := program("-C", str(story.folder), "notice", ran.out.strip(), "-o", "n.html", cwd=here)).code == 0, (
        ran.err
    )
    assert (here / "n.html").is_file()


def test_unknown_language() -> None:
    assert run("status", "--lang", "fr").code == 2


def test_no_input_fails_where_an_answer_is_missing(story: Story) -> None:
    ran = story.run("propose", "dzb", "--no-input", by="chen", code=2)
    assert "--secrecy" in ran.err
    ran = story.run("propose", "dzb", "--no-input", "--secrecy", "clear", by="chen", code=2)
    assert "pdctl catalog show dzb" in ran.err
    ran = story.run("propose", "dzb", "2.5.4", "--no-input", "--secrecy", "clear", by="chen", code=2)
    assert "--title" in ran.err or "--body" in ran.err
    assert story.run("do", "--no-input", by="chen").code == 0


def test_a_file_is_found_from_either_folder(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-C` names the repository; files may be named from it or from where one stands, in every command alike."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    (elsewhere / "item.yaml").write_text("format: 1\n", encoding="utf-8")
    for command in ("validate", "fmt --check", "scan", "mask --dry-run"):
        for name in ("people.yaml", "item.yaml"):
            assert "no such file" not in story.run(*command.split(), name, code=None).err
        ran = story.run(*command.split(), "nowhere.yaml", code=None)
        assert ran.code in (1, 2)
        assert "no such file" in ran.out + ran.err
    (elsewhere / "people.yaml").write_text("电话：13812345678\n", encoding="utf-8")
    story.run("validate", "people.yaml")  # there are two: what validates means the repository's
    assert "E-PERSONAL-PHONE" in story.run("scan", "people.yaml", code=1).out

"""stdout is data, stderr is talk; neither holds anything that steers a terminal, and no console brings pdctl down."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata

import pytest

from tests.program import COMMAND, program, surroundings
from tests.story import Story
from tests.terminal import Terminal

ESCAPES = re.compile("\x1b|\x9b")


def landed(story: Story, path: str, data: bytes) -> None:
    """A file that only somebody without pdctl would commit."""
    (story.folder / path).write_bytes(data)
    story.git("add", path)
    story.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "commit", "-q", "-m", "by hand")


def test_data_and_talk_are_apart(story: Story) -> None:
    args = ("--title", "题目", "--body", story.file("text.md"), "--secrecy", "clear")
    ran = program("propose", "dzb", "2.5.4", *args, story=story, by="chen")
    assert re.fullmatch(r"dzb-20261123-[a-z2-7]{4}\n", ran.out), "what a script takes: the id and nothing else"
    assert f"pdctl review {ran.out.strip()} --aspect" in ran.err, "what a person reads: the next command"


@pytest.mark.parametrize(
    "words", [("status",), ("todo",), ("show", "dzb"), ("log", "dzb"), ("org", "show", "dzb"), ("procedure",)]
)
def test_json_is_one_document_of_plain_utf8(story: Story, words: tuple[str, ...]) -> None:
    story.propose()
    done = subprocess.run(
        [*COMMAND, "-C", str(story.folder), *words, "--json"],
        env=surroundings(story, "wu"),
        capture_output=True,
        check=True,
    )
    document = json.loads(done.stdout.decode("utf-8"))
    assert re.fullmatch(r"pdctl/[a-z]+/v1", document["schema"])
    assert b"\\u" not in done.stdout
    assert done.stdout.endswith(b"}\n")


@pytest.mark.parametrize("words", [("status",), ("show", "dzb"), ("doctor",), ("--help",), ("nosuch",), ("procedure",)])
def test_no_escape_codes_off_a_terminal(story: Story, words: tuple[str, ...]) -> None:
    story.propose()
    env = {"TERM": "xterm-256color", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "COLORTERM": "truecolor"}
    ran = program(*words, story=story, by="wu", env=env)
    assert not ESCAPES.search(ran.out + ran.err)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_on_a_terminal_that_wants_none(story: Story, env: dict[str, str]) -> None:
    item = story.propose()
    with Terminal(story, "status", **env) as screen:
        assert screen.end() == 0
        assert item in screen.seen
        assert not ESCAPES.search(screen.seen)


HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\x9b31m"


class TestHostileText:
    """What a file says can neither steer the terminal nor turn the direction of the line."""

    def shown(self, story: Story, *words: str) -> str:
        ran = story.run(*words, code=None)
        return ran.out + ran.err

    def harmless(self, text: str) -> bool:
        return not any(unicodedata.category(c) in ("Cc", "Cf") and c != "\n" for c in text)

    def test_in_a_body(self, story: Story) -> None:
        item = story.propose()
        landed(story, f"catalogs/dzb/items/2026/{item}/content/body.md", HOSTILE.encode())
        text = self.shown(story, "show", item)
        assert "evil" in text
        assert self.harmless(text)
        assert "\\u202e" in text, "what was there is named"

    def test_in_yaml(self, story: Story) -> None:
        item = story.propose()
        path = f"catalogs/dzb/items/2026/{item}/content/item.yaml"
        landed(story, path, f'title: "{HOSTILE}"\n'.encode())
        assert self.harmless(self.shown(story, "show", item))

    def test_in_escapes_of_yaml(self, story: Story) -> None:
        """A quoted `\\e` is plain ASCII in the file and a control character in its value."""
        item = story.propose()
        path = f"catalogs/dzb/items/2026/{item}/content/item.yaml"
        data = story.git("show", f"HEAD:{path}")
        landed(story, path, re.sub(r"title: .*", r'title: "a\\e[31m\\u202Eb"', data).encode())
        assert self.harmless(self.shown(story, "show", item))
        assert self.harmless(self.shown(story, "status"))

    def test_in_arguments(self, story: Story) -> None:
        for words in (
            ("show", HOSTILE),
            ("org", "show", HOSTILE),
            (HOSTILE,),
            ("-C", HOSTILE, "status"),
            ("status", f"--{HOSTILE}"),
        ):
            assert self.harmless(self.shown(story, *words)), words

    def test_in_file_names(self, story: Story) -> None:
        attachment = story.file(HOSTILE.replace("/", ""), b"x")
        args = ("--title", "题目", "--body", attachment, "--secrecy", "clear")
        assert self.harmless(self.shown(story, "propose", "dzb", "2.5.4", *args, "--key", attachment))

    def test_in_a_difference(self, story: Story) -> None:
        item = story.propose()
        story.review(item, "necessity", by="wu")
        story.run("revise", item, "--title", "新题目", by="chen")
        path = f"catalogs/dzb/items/2026/{item}/content/body.md"
        landed(story, path, f"{HOSTILE}\n".encode())
        ran = story.run("review", item, "--aspect", "necessity", "--reconfirm", "--dry-run", by="wu", code=None)
        assert self.harmless(ran.out + ran.err)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp936", "latin-1", "utf-16", "nonsense"])
def test_any_declared_encoding(story: Story, encoding: str) -> None:
    """Off a terminal everything is UTF-8, whatever the surroundings say."""
    item = story.propose("--title", "关于𬭎同志✓的公示")
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    ran = program("show", item, story=story, env=env)
    if encoding == "nonsense":  # Python itself does not start
        return
    assert ran.code == 0, ran.err
    assert "关于𬭎同志✓的公示" in ran.out


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_console_of_another_encoding(story: Story, encoding: str) -> None:
    """On a terminal that cannot show a character it is replaced, never an error."""
    item = story.propose("--title", "关于𬭎同志✓的公示")
    for words in (("show", item), ("status",), ("doctor",), ("show", "nosuch"), ("procedure",)):
        with Terminal(story, *words, PYTHONIOENCODING=encoding, PYTHONUTF8="0", PDCTL_LANG="zh") as screen:
            code = screen.end()
        assert code in (0, 2, 5)
        assert "Traceback" not in screen.seen
        assert "Error" not in screen.seen


def closed(story: Story, redirection: str, *words: str) -> subprocess.CompletedProcess[str]:
    line = f'"$@" {redirection}'
    command = ["sh", "-c", line, "sh", *COMMAND, "-C", str(story.folder), *words]
    return subprocess.run(
        command, env=surroundings(story, "chen"), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("words", [("status",), ("do",), ("--version",), ("--help",), ("show", "nosuch")])
def test_closed_streams(story: Story, redirection: str, words: tuple[str, ...]) -> None:
    done = closed(story, redirection, *words)
    assert done.returncode == (2 if "nosuch" in words else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_reader_that_goes_away(story: Story) -> None:
    for _ in range(12):
        story.propose()
    for words in ("status", "status --json", "procedure", "--help", "org show dzb"):
        line = f"{' '.join(COMMAND)} -C {story.folder} {words} | head -c 10"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line], env=surroundings(story), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, words
        assert done.stderr == "", words


def test_a_step_is_done_though_nobody_listens(story: Story) -> None:
    item = story.propose()
    done = closed(story, ">/dev/full", "withdraw", item, "--reason", "误发")
    assert story.state(item) == "withdrawn"
    assert done.returncode == 5
    assert story.tip()[:12] in done.stderr, "it is said that the step is done"
    item = story.propose()
    assert closed(story, "2>/dev/full", "withdraw", item, "--reason", "误发").returncode == 0
    assert story.state(item) == "withdrawn"


def test_reading_into_a_full_disk(story: Story) -> None:
    story.propose()
    for words in (("status",), ("status", "--json"), ("procedure",), ("--help",), ("--version",)):
        done = closed(story, ">/dev/full", *words)
        assert done.returncode == 5, words
        assert "Traceback" not in done.stderr
        assert "space" in done.stderr


def test_a_folder_that_was_removed(story: Story, tmp_path: os.PathLike[str]) -> None:
    """The shell stands in a folder that is no more."""
    line = f"mkdir -p {tmp_path}/gone && cd {tmp_path}/gone && rmdir {tmp_path}/gone && {' '.join(COMMAND)}"
    for words in ("status", "doctor", "key new --out key"):
        done = subprocess.run(
            ["sh", "-c", f"{line} {words}"], env=surroundings(story), capture_output=True, text=True, check=False
        )
        assert done.returncode in (2, 5), words
        assert "Traceback" not in done.stderr

"""Chinese and English: both complete, each alone, and chosen as people expect.

    PDCTL_BLESS=1 python -m pytest tests/report/test_lang.py

writes the golden talk in `tests/golden/talk` anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from pdctl.report.lang import wanted
from tests.story import Ran, Story
from tools import messages

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "talk"
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uff5e、。《》“”]")
# Two words of ordinary English: no option, no metavar, no key of a vocabulary looks like that.
ENGLISH = re.compile(r"(?<![\w/=:.|<-])[A-Za-z]?[a-z]{2,}[,;:]? [a-z]{2,}(?![\w/=:.|>-])")


# The catalogue ------------------------------------------------------------------------------------------------


def test_every_sentence_is_translated_and_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_catalogue_keeps_nothing_old_or_doubtful() -> None:
    text = messages.PO.read_text(encoding="utf-8")
    assert "#~" not in text
    assert "fuzzy" not in text


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "not translated"),
        ("没有 {org}", "other placeholders"),
        ("没有党务公开方案", "other placeholders"),
        ("没有 {item}，没有 {item}", "other placeholders"),
    ],
)
def test_a_faulty_translation_is_found(said: str, problem: str) -> None:
    catalog = Catalog(locale="zh", fuzzy=False)
    catalog.add("there is no item {item}", said)
    assert [found.partition(":")[0] for found in messages.problems(catalog)] == [problem]


def test_a_doubtful_translation_is_found() -> None:
    catalog = Catalog(locale="zh", fuzzy=False)
    catalog.add("there is no item {item}", "没有 {item}", flags=["fuzzy"])
    assert messages.problems(catalog) == ["not translated: there is no item {item}"]


def test_words_that_never_accuse() -> None:
    """A report says 不一致, 未见 or 无法核对, never that somebody forged or broke rules."""
    text = messages.PO.read_text(encoding="utf-8")
    assert not re.search("伪造|违规|造假|篡改", text)


# Help ---------------------------------------------------------------------------------------------------------

_ALL_HELP = """
import io, json, sys
from pdctl.cli.main import run
from pdctl.cli.table import COMMANDS
pages = {}
def page(path):
    sys.stdout, before = io.StringIO(), sys.stdout
    try:
        assert run([*path, "--help"]) == 0
        pages[" ".join(path)] = sys.stdout.getvalue()
    finally:
        sys.stdout = before
page([])
for name, spec in COMMANDS.items():
    page([name])
    for below in spec.group or {}:
        page([name, below])
print(json.dumps(pages))
"""


@cache
def help_pages(language: str) -> dict[str, str]:
    """The help of every command, as a process in that language prints it."""
    environment = {**os.environ, "PDCTL_LANG": language, "COLUMNS": "82", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", _ALL_HELP], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    pages: dict[str, str] = json.loads(done.stdout)
    return pages


def test_help_is_there_for_every_command() -> None:
    assert {"", "review", "org add", "key new"} < help_pages("zh").keys()
    assert help_pages("zh").keys() == help_pages("en").keys()


def test_help_in_chinese_holds_no_english_sentence() -> None:
    for command, page in help_pages("zh").items():
        usage, _, rest = page.partition("\n")
        assert usage.startswith("用法：pdctl"), page
        assert "选项：" in page
        rest = re.sub(rf"pdctl {command}\b", "", rest) if command else rest
        assert not ENGLISH.findall(rest), (command, ENGLISH.findall(rest))
        assert "[required]" not in rest
        assert "[default" not in rest


def test_help_in_english_is_chinese_only_in_parentheses() -> None:
    for command, page in help_pages("en").items():
        without_labels = re.sub(r"\([^()]*\)", "", page, flags=re.DOTALL)
        assert not CHINESE.search(without_labels), (command, page)


def test_help_fits_the_window() -> None:
    from pdctl.report.layout import width

    for page in (*help_pages("zh").values(), *help_pages("en").values()):
        assert max(width(line) for line in page.splitlines()) <= 80


def test_options_of_a_vocabulary_say_its_labels() -> None:
    assert "保密审查（secrecy）" in re.sub(r"\s", "", help_pages("zh")["review"])
    assert "secrecy(保密审查)" in re.sub(r"\s", "", help_pages("en")["review"])


# Which language -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "environment", "language"),
    [
        (None, {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.GB18030"}, "zh"),
        (None, {"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "de_DE.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C"}, "en"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {}, "en"),
        (None, {"LC_ALL": "C", "PDCTL_LANG": "zh"}, "zh"),
        (None, {"LC_ALL": "zh_CN.UTF-8", "PDCTL_LANG": "en"}, "en"),
        (None, {"LC_ALL": "zh_CN.UTF-8", "PDCTL_LANG": "fr"}, "zh"),
        ("en", {"LC_ALL": "zh_CN.UTF-8", "PDCTL_LANG": "zh"}, "en"),
        ("zh", {"LC_ALL": "C", "PDCTL_LANG": "en"}, "zh"),
    ],
)
def test_which_language(
    option: str | None, environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PDCTL_LANG")
    monkeypatch.delenv("LC_ALL")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wanted(option) == language


def test_the_language_of_a_process(tmp_path: Path) -> None:
    """The whole way: a Chinese locale, no other hint."""

    def talk(*args: str, **environment: str) -> str:
        kept = {key: value for key, value in os.environ.items() if key not in ("PDCTL_LANG", "LC_ALL")}
        command = [sys.executable, "-m", "pdctl", "-C", str(tmp_path), *args]
        return subprocess.run(
            command, env={**kept, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, check=False
        ).stderr.decode()

    assert "不是党务公开库" in talk("status", LC_ALL="zh_CN.UTF-8")
    assert "is not a disclosure repository" in talk("status", LC_ALL="C")
    assert "is not a disclosure repository" in talk("--lang", "en", "status", LC_ALL="zh_CN.UTF-8")
    assert "没有选项 --nothing" in talk("status", "--nothing", "--lang=zh")
    assert "缺少参数 'ITEM'" in talk("show", PDCTL_LANG="zh")


# What stays English -------------------------------------------------------------------------------------------

READING = (("show", "{item}"), ("status",), ("log", "{item}"), ("org", "show", "dzb"), ("procedure",), ("todo",))
# The values in JSON that are sentences for people; all others are the same in every language.
SENTENCES = {"message", "expected", "found", "fix", "gaps", "notes", "provided"}


def without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_sentences(item) for key, item in value.items() if key not in SENTENCES}
    return [without_sentences(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_json_is_the_same_in_both_languages(
    command: tuple[str, ...], story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = story.propose()
    args = [part.format(item=item) for part in command]
    english = story.run(*args, "--json", by="wu")
    monkeypatch.setenv("PDCTL_LANG", "zh")
    chinese = story.run(*args, "--json", by="wu")
    assert without_sentences(chinese.json) == without_sentences(english.json)
    assert "\\u" not in chinese.out


def test_a_refusal_in_json_keeps_rule_and_keys(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    item = story.propose()
    args = ("approve", item, "--level", "head", "--pass", "--json")
    english = story.run(*args, by="sun", code=1)
    monkeypatch.setenv("PDCTL_LANG", "zh")
    chinese = story.run(*args, by="sun", code=1)
    assert without_sentences(chinese.json) == without_sentences(english.json)
    assert chinese.json["findings"][0]["message"] == "必要性审核：未见意见"
    assert "未见意见" in chinese.out
    assert "\\u" not in chinese.out


# Golden talk --------------------------------------------------------------------------------------------------


def told(ran: Ran, item: str) -> str:
    """Both streams; what differs from run to run is made the same."""
    text = f"--- stdout ---\n{ran.out}--- stderr ---\n{ran.err}".replace(item, "dzb-20261123-abcd")
    text = re.sub(r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b", "0000 0000 0000", text)
    return re.sub(r"\b[0-9a-f]{12}\b", "0" * 12, text)


def golden(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("PDCTL_BLESS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def chinese(story: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A story told in Chinese."""
    monkeypatch.setenv("PDCTL_LANG", "zh")
    return story


def test_a_step_that_is_done(chinese: Story) -> None:
    item = chinese.propose()
    golden("done", told(chinese.review(item, "necessity", "accuracy", by="wu"), item))


def test_a_step_that_is_refused(chinese: Story) -> None:
    item = chinese.propose()
    chinese.review(item, "necessity", "accuracy", by="wu")
    golden("refused", told(chinese.approve(item, by="wu", code=4), item))


def test_a_step_by_a_stranger(chinese: Story) -> None:
    item = chinese.propose()
    ran = chinese.review(item, "necessity", by="stranger", code=4)
    text = re.sub(r"SHA256:\S+", "SHA256:…", told(ran, item))
    golden("stranger", re.sub(r'ssh-ed25519 [^\s"]+', "ssh-ed25519 …", text))


def test_a_detached_head(chinese: Story) -> None:
    item = chinese.propose()
    chinese.git("checkout", "--quiet", "--detach")
    golden("detached-head", told(chinese.review(item, "necessity", by="wu", code=5), item))


def test_a_history(chinese: Story) -> None:
    item = chinese.propose()
    chinese.review(item, "necessity", by="wu", more=("--pass", "--opinion", "属于应当公开的事项。"))
    chinese.review(item, "accuracy", by="wu", more=("--return", "--opinion", "请补充参会人数。"))
    chinese.run("revise", item, "--body", chinese.file("new.md", "应到二十人，实到十九人。\n"), by="chen")
    chinese.review(item, "necessity", "accuracy", by="wu")
    chinese.review(item, "legal", "secrecy", by="zhao")
    paper = (
        "--pass",
        "--on-behalf-of",
        "gao",
        "--signed-on",
        "2026-11-23",
        "--evidence",
        chinese.file("form.txt", "扫描件"),
    )
    chinese.approve(item, "principal", *paper, by="tang")
    golden("history", told(chinese.run("log", item), item))
    golden("item", told(chinese.run("show", item), item))
    golden("todo", told(chinese.run("todo", by="chen"), item))

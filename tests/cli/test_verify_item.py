"""`pdctl verify --item` and `--report`: what an auditor reads and prints.

    PDCTL_BLESS=1 python -m pytest tests/cli/test_verify_item.py

writes the golden certificates in `tests/golden/certificate` anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.history import History
from tests.story import Story

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "certificate"
FORBIDDEN = ("伪造", "违规")


@pytest.fixture
def history(story: Story) -> History:
    """A history whose introduction is known."""
    found = History(story.folder, story.keys, NOW)
    found.run("trust", found.introduction)
    return found


def told(history: History) -> str:
    """An item that was returned, revised, approved on paper and published; its id."""
    item = history.propose()
    history.review(item, "necessity", by="wu")
    history.review(item, "legal", by="zhao", more=("--return", "--opinion", "请补充依据。"))
    history.run("revise", item, "--body", history.file("new.md", "应到二十人，实到十九人。\n"), by="chen")
    history.reviewed(item)
    scan = history.file("scan.txt", "扫描件")
    history.approve(
        item, "principal", "--pass", "--on-behalf-of", "gao", "--signed-on", "2026-11-23", "--evidence", scan, by="tang"
    )
    history.publish(item, "meeting")
    return item


def alike(text: str, item: str) -> str:
    """What differs from run to run is made the same."""
    text = text.replace(item, "dzb-20261123-abcd")
    text = re.sub(r"\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b", "0000 0000 0000", text)
    text = re.sub(r"pdctl1:\S+?(?=<|$)", "pdctl1:…", text)
    text = re.sub(r"SHA256:[A-Za-z0-9+/]{43}", "SHA256:…", text)
    return re.sub(r"\b([0-9a-f]{40}|[0-9a-f]{12})\b", "0" * 12, text)


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("PDCTL_BLESS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_certificate_in_both_languages_and_on_paper(
    history: History, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    item = told(history)
    history.run("verify")
    golden("en.txt", alike(history.run("verify", "--item", item).out, item))
    target = tmp_path / "paper.html"
    history.run("verify", "--item", item, "--report", str(target))
    english = target.read_text(encoding="utf-8")
    monkeypatch.setenv("PDCTL_LANG", "zh")
    golden("zh.txt", alike(history.run("verify", "--item", item).out, item))
    history.run("verify", "--item", item, "--report", str(target))
    assert target.read_text(encoding="utf-8") == english, "paper is Chinese, whatever the screen speaks"
    golden("paper.html", alike(english, item))


def test_a_paper_is_never_passed_off_as_a_signature_of_its_signer(history: History) -> None:
    item = told(history)
    said = history.run("verify", "--item", item, "--lang", "zh").out
    assert "依据纸质审批件登记" in said
    assert "不是高秉文（gao）本人的签名" in said
    steps = history.run("verify", "--item", item, "--json").json["certificate"]["steps"]
    approval = next(step for step in steps if step["step"] == "approve")
    assert (approval["on_behalf_of"], approval["signer"], approval["paper"]) == ("gao", "tang", True)
    assert not any(step["paper"] for step in steps if step["step"] != "approve")


def test_stale_opinions_are_named(history: History) -> None:
    item = told(history)
    said = history.run("verify", "--item", item, "--lang", "zh").out
    assert said.count("内容已改，意见失效") == 2


def test_the_certificate_names_commit_and_key_of_each_step(history: History) -> None:
    item = told(history)
    steps = history.run("verify", "--item", item, "--json").json["certificate"]["steps"]
    for step in steps:
        assert item in history.git("show", "--format=%s", "--no-patch", step["commit"])
        assert step["same"]
        assert step["signer"] == step["by"]
        line = (history.keys / f"{step['by']}.pub").read_text()
        assert line.split()[1] in history.raw("show", "HEAD:people.yaml").decode()
        assert step["clause"].startswith("五")


def test_a_record_edited_later_does_not_pass_as_signed(history: History) -> None:
    item = told(history)
    path = next(p for p in history.paths(item) if "/0002-" in p)
    bad = history.forge(files=history.changed(path, opinion="补记"), by="wu")
    ran = history.run("verify", "--item", item, "--lang", "zh", code=1)
    assert "不一致" in ran.out
    assert "E-APPEND" in ran.out
    value = history.run("verify", "--item", item, "--json", code=1).json
    assert [step["seq"] for step in value["certificate"]["steps"] if not step["same"]] == [2]
    assert {found["commit"] for found in value["findings"]} == {bad}


def test_a_finding_elsewhere_is_said_at_the_end(history: History) -> None:
    item = told(history)
    history.forge(files={"templates/x.txt": "x"}, by="chen")
    said = history.run("verify", "--item", item, "--lang", "zh", code=1).out
    assert "涉及本方案" not in said
    assert "不一致" in said.splitlines()[-1]


def test_what_could_not_be_checked_stands_in_the_certificate(history: History, tmp_path: Path) -> None:
    item = told(history)
    shutil.rmtree(Path(os.environ["HOME"]) / ".config")
    target = tmp_path / "paper.html"
    ran = history.run("verify", "--item", item, "--lang", "zh", "--report", str(target), code=6)
    assert ran.out.splitlines()[-1].startswith("无法核对：")
    assert "未见不一致" not in ran.out
    page = target.read_text(encoding="utf-8")
    assert "无法核对" in page
    assert "<p>未见不一致。</p>" not in page


class Outline(HTMLParser):
    """Tags, and every cell of a table's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def period(
    history: History, target: Path, first: str = "2026-11-01", last: str = "2026-11-30", org: str = "dzb", **how: int
) -> str:
    history.run("verify", "--org", org, "--from", first, "--to", last, "--report", str(target), **how)  # type: ignore[arg-type]
    return target.read_text(encoding="utf-8")


def test_the_record_of_a_period(history: History, tmp_path: Path) -> None:
    item, other = told(history), history.propose()
    page = period(history, tmp_path / "p.html")
    for part in (
        item,
        other,
        "第一党支部",
        "2026年11月1日至2026年11月30日",
        history.introduction,
        history.tip(),
        "未见不一致",
    ):
        assert part in page
    assert page.count("依据纸质审批件登记</span>") == 1
    assert page.count("内容已改，意见失效</span>") == 2
    assert not any(word in page for word in FORBIDDEN)


def test_a_page_is_accessible_and_loads_nothing(history: History, tmp_path: Path) -> None:
    told(history)
    tags = Outline(period(history, tmp_path / "p.html")).tags
    names = [tag for tag, _ in tags]
    assert ("html", {"lang": "zh-CN"}) in tags
    assert names.count("h1") == names.count("main") == 1
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not any("src" in attributes or "href" in attributes for _, attributes in tags)


def test_a_title_becomes_no_markup(history: History, tmp_path: Path) -> None:
    history.propose("--title", "<b onclick=x>“制度”</b> {{ 7 * 7 }}", "--scope-reason", "x")
    page = period(history, tmp_path / "p.html")
    assert "&lt;b onclick=x&gt;" in page
    assert "{{ 7 * 7 }}" in page


def test_only_days_of_the_period_and_items_of_the_organization(history: History, tmp_path: Path) -> None:
    item = history.propose()
    history.review(item, "necessity", by="wu", now="2026-11-25T09:00:00+08:00")
    later = period(history, tmp_path / "p.html", "2026-11-25", "2026-11-25")
    assert "0002" in later
    assert 'scope="row">0001' not in later
    assert "本期间未见登记的程序" in period(history, tmp_path / "p.html", "2026-12-01", "2026-12-31")
    assert item not in period(history, tmp_path / "p.html", org="gw")


def test_findings_stand_in_the_record(history: History, tmp_path: Path) -> None:
    item = told(history)
    history.forge(files={next(p for p in history.paths(item) if "/0002-" in p): None}, by="wu")
    page = period(history, tmp_path / "p.html", code=1)
    assert "E-APPEND" in page
    assert "不一致" in page
    assert not any(word in page for word in FORBIDDEN)


@pytest.mark.parametrize(
    "args",
    [
        ("--org", "dzb"),
        ("--org", "dzb", "--from", "2026-11-01", "--to", "2026-11-30"),
        ("--from", "2026-11-01", "--report", "x.html"),
        ("--org", "dzb", "--from", "2026-11-31", "--to", "2026-12-30", "--report", "x.html"),
        ("--org", "dzb", "--from", "2026-12-01", "--to", "2026-11-30", "--report", "x.html"),
        ("--org", "dzx", "--from", "2026-11-01", "--to", "2026-11-30", "--report", "x.html"),
        ("--range", "HEAD~1..HEAD", "--item", "x"),
        ("--item", "nothing"),
    ],
)
def test_options_that_do_not_fit(history: History, args: tuple[str, ...]) -> None:
    history.run("verify", *args, code=2)
    assert not Path("x.html").exists()

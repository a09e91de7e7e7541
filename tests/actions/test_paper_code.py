"""The QR code on a notice: landed approvals only, within policy, and never in the way of a check."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from docx import Document

from tests.actions.conftest import At
from tests.story import Story


def page(story: Story, item: str, *more: str) -> str:
    target = story.folder.parent / "coded.html"
    story.run("notice", item, "-o", str(target), *more)
    return target.read_text(encoding="utf-8")


def coded(text: str) -> bool:
    return '<svg class="code"' in text


def set_policy(story: Story, value: str) -> None:
    """The admin of the root writes the policy by hand, as an editor does."""
    path = story.folder / "disclosure.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(\n  masking: .*)", rf"\1\n  public_code: {value}", text), encoding="utf-8")
    key = story.keys / "lin"
    settings = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={key}", "-c", "user.name=lin", "-c", "user.email=l@e"]
    story.git(*settings, "commit", "-q", "-S", "-a", "-m", "settings")


def public(story: Story) -> str:
    item = story.propose("--scope", "society", "--scope-reason", "群众关心")
    story.reviewed(item)
    story.approve(item)
    return item


def test_an_inside_notice_carries_the_code_of_its_item(at: At) -> None:
    story, item = at("published")
    text = page(story, item)
    assert coded(text)
    said = f"编号：2026-001 方案：{item} 内容校验码：{story.show(item)['subject']}"
    matrix = segno.make(said, error="m", micro=False, encoding="utf-8").matrix
    drawn = [[0] * len(line) for line in matrix]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", text):
        drawn[int(y) - 4][int(x) - 4 : int(x) - 4 + int(length)] = [1] * int(length)
    assert drawn == [list(line) for line in matrix]
    assert not coded(page(story, item, "--no-qr"))


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_a_draft_carries_none(at: At, stage: str) -> None:
    story, item = at(stage)
    assert not coded(page(story, item))
    assert "E-QR" in story.run("notice", item, "--qr", code=1).err


def test_a_withdrawn_item_carries_none(at: At) -> None:
    story, item = at("published")
    story.run("withdraw", item, "--reason", "内容有误", by="sun")
    assert not coded(page(story, item))


def test_a_public_notice_carries_it_when_asked(story: Story) -> None:
    item = public(story)
    assert not coded(page(story, item))
    assert coded(page(story, item, "--qr"))


def test_a_policy_of_always_and_one_of_never(story: Story) -> None:
    item = public(story)
    set_policy(story, "on")
    assert coded(page(story, item))
    assert "E-QR" in story.run("notice", item, "--no-qr", code=1).err


def test_a_policy_of_never(story: Story) -> None:
    item = public(story)
    set_policy(story, "off")
    assert not coded(page(story, item))
    assert "E-QR" in story.run("notice", item, "--qr", code=1).err


def test_only_what_the_protected_branch_has_is_coded(at: At) -> None:
    story, item = at("published")
    story.git("checkout", "-q", "-b", "attempt")
    assert not coded(page(story, item))
    assert "protected branch" in story.run("notice", item, "--qr", code=1).err


def test_in_a_clone_only_what_the_server_has_is_coded(at: At, tmp_path: Path) -> None:
    story, item = at("approved")
    bare = tmp_path / "server.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(story.folder), str(bare)], check=True)
    story.git("remote", "add", "origin", str(bare))
    story.git("fetch", "-q", "origin")
    assert coded(page(story, item))
    story.publish(item, "meeting")
    assert not coded(page(story, item))
    story.git("push", "-q", "origin", "HEAD")
    assert coded(page(story, item))


FORGERIES: dict[str, Callable[[str], str]] = {
    "another code": lambda text: re.sub(r'(<path d="M)(\d+)', r"\g<1>1\2", text),
    "more in the code": lambda text: text.replace("</svg>", "<text>另收费</text></svg>"),
    "a drawing": lambda text: text.replace("</svg>", '<path d="M0 0h9v9z" fill="red"/></svg>'),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_another_drawing_is_never_the_same(at: At, forgery: str) -> None:
    story, item = at("published")
    text = page(story, item)
    assert story.run("check-notice", str(story.folder.parent / "coded.html"), "--json").json["verdict"] == "same"
    forged = story.folder.parent / "forged.html"
    forged.write_text(FORGERIES[forgery](text), encoding="utf-8")
    assert story.run("check-notice", str(forged), "--json", code=None).json["verdict"] in ("differs", "unchecked")


@pytest.mark.parametrize("fmt", ["html", "pdf"])
def test_a_coded_notice_is_known_again(at: At, fmt: str) -> None:
    story, item = at("published")
    target = story.folder.parent / f"coded.{fmt}"
    story.run("notice", item, "--format", fmt, "-o", str(target))
    assert story.run("check-notice", str(target), "--json").json["verdict"] == "same"


def word_file(story: Story, item: str, *more: str) -> Path:
    target = story.folder.parent / "coded.docx"
    story.run("notice", item, "--format", "docx", "-o", str(target), *more)
    return target


def verdict(story: Story, paper: Path) -> str:
    return str(story.run("check-notice", str(paper), "--json", code=None).json["verdict"])


def test_a_word_file_carries_the_code_as_a_picture_that_a_check_knows_again(at: At) -> None:
    story, item = at("published")
    paper = word_file(story, item)
    made = Document(str(paper))
    said = f"编号：2026-001 方案：{item} 内容校验码：{story.show(item)['subject']}"
    drawn = io.BytesIO()
    segno.make(said, error="m", micro=False, encoding="utf-8").save(drawn, kind="png", scale=8, border=4)
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "核对用二维码"
    pictures = [part.blob for part in made.part.package.iter_parts() if part.content_type == "image/png"]
    assert pictures == [drawn.getvalue()]
    assert verdict(story, paper) == "same"
    assert not Document(str(word_file(story, item, "--no-qr"))).inline_shapes


def test_another_code_put_into_a_word_file_is_seen(at: At) -> None:
    story, item = at("published")
    paper, forged = word_file(story, item), story.folder.parent / "forged.docx"
    other = io.BytesIO()
    segno.make("https://example.org").save(other, kind="png", scale=8)
    with zipfile.ZipFile(paper) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, other.getvalue() if name.endswith(".png") else old.read(name))
    assert verdict(story, forged) != "same"

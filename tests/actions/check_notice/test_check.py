"""pdctl check-notice: a paper that comes back, against what the repository says was approved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from pdctl.actions import items
from pdctl.actions.notice import source_of
from pdctl.actions.session import Session
from pdctl.render.notice import render_notice
from pdctl.render.view import notice_view
from tests.actions.conftest import At
from tests.render.test_notice import TEMPLATES
from tests.story import Ran, Story

FORMATS = ("html", "txt", "md", "pdf", "docx")
BODY = "经支部大会讨论，现将有关情况公布如下。\n\n一、基本情况\n\n本季度召开支部党员大会3次，到会21人。\n\n特此公布。\n"


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def notice(story: Story, item: str, fmt: str = "html", name: str = "paper") -> Path:
    target = story.folder.parent / f"{name}.{fmt}"
    story.run("notice", item, "--format", fmt, "-o", str(target))
    return target


def checked(story: Story, what: str | Path, *more: str, code: int | None = None) -> dict[str, object]:
    ran = story.run("check-notice", str(what), *more, "--json", code=code)
    return {**ran.json, "exit": ran.code}


def changed(paper: Path, *pairs: tuple[str, str]) -> Path:
    text = paper.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    target = paper.with_stem("changed")
    target.write_text(text, encoding="utf-8")
    return target


# --- the paper is what was approved -----------------------------------------------------------------------


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("stage", ["approved", "published"])
def test_a_notice_is_word_for_word_what_was_approved(at: At, stage: str, fmt: str) -> None:
    story, item = at(stage)
    said = checked(story, notice(story, item, fmt))
    assert (said["exit"], said["verdict"], said["label"], said["item"]) == (0, "same", "一致", item)
    assert said["differences"] == []
    assert said["marks"] == ["党内公开"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_notice_printed_before_it_was_posted_stays_right(at: At, fmt: str) -> None:
    story, item = at("approved")
    paper = notice(story, item, fmt)
    story.publish(item, "meeting")
    story.publish(item, "bulletin-board")
    story.run("archive", item, by="xu")
    assert checked(story, paper)["verdict"] == "same"


def test_a_notice_printed_days_before_it_was_posted_keeps_its_day(at: At) -> None:
    story, item = at("approved")
    target = story.folder.parent / "early.html"
    story.run("notice", item, "-o", str(target), now="2026-11-25T09:00:00+08:00")
    story.run("publish", item, "--channel", "meeting", "--on", "2026-11-27", "--where", "一楼", by="chen",
              now="2026-11-27T09:00:00+08:00")  # fmt: skip
    assert "2026年11月25日" in target.read_text(encoding="utf-8")
    assert checked(story, target)["verdict"] == "same"
    assert checked(story, changed(target, ("2026年11月25日", "2026年11月29日")))["verdict"] == "differs"
    assert checked(story, changed(target, ("2026年11月25日", "2025年11月25日")))["verdict"] == "differs"


def test_an_organization_that_moved_does_not_make_an_old_notice_wrong(story: Story) -> None:
    story.run("org", "set", "dzb", "--phone", "023-0000 0001", by="lin")
    item = story.propose("--family", "notice", "--days", "5")
    story.reviewed(item)
    story.approve(item)
    paper = notice(story, item)
    assert "0000 0001" in paper.read_text(encoding="utf-8")
    story.run("org", "set", "dzb", "--phone", "023-0000 0002", by="lin")
    assert checked(story, paper)["verdict"] == "same"
    assert checked(story, notice(story, item, name="later"))["verdict"] == "same"
    assert checked(story, changed(paper, ("0000 0001", "0000 0003")))["verdict"] == "differs"


def test_a_page_saved_by_a_browser_is_still_right(at: At) -> None:
    story, item = at("published")
    paper = notice(story, item)
    text = paper.read_text(encoding="utf-8")
    saved = text.replace("<!DOCTYPE html>", "<!DOCTYPE html>\n<!-- saved from url=(0044)https://example.cn -->")
    saved = saved.replace("</p>\n", "</p>").replace("<main>", "\n\n <main >")
    target = paper.with_stem("saved")
    target.write_text(saved, encoding="utf-8")
    assert checked(story, target)["verdict"] == "same"


# --- the paper is altered ---------------------------------------------------------------------------------

FORGED: dict[str, Callable[[str], str]] = {
    "a figure": lambda text: text.replace("3次", "8次"),
    "a figure more": lambda text: text.replace("21人", "121人"),
    "a dropped paragraph": lambda text: text.replace("特此公布。", ""),
    "an added paragraph": lambda text: text.replace("特此公布。", "特此公布。另收取费用。"),
    "the date": lambda text: text.replace("2026年11月23日", "2026年11月24日"),
    "the issuer": lambda text: text.replace("第一党支部", "第二党支部"),
    "the title": lambda text: text.replace("制度执行情况", "制度落实情况"),
    "the code": lambda text: re.sub("([0-9a-f]{4} [0-9a-f]{4} )([0-9a-f]{4})", r"\g<1>0123", text),
    "the mark": lambda text: text.replace("党内公开", ""),
    "the number": lambda text: text.replace("2026-001", "2026-002"),
}


@pytest.mark.parametrize("fmt", ["html", "txt", "md"])
@pytest.mark.parametrize("forgery", FORGED)
def test_each_forgery_is_shown_as_a_difference(story: Story, forgery: str, fmt: str) -> None:
    item = _posted(story)
    paper = notice(story, item, fmt)
    text = paper.read_text(encoding="utf-8")
    forged = FORGED[forgery](text)
    assert forged != text
    paper.write_text(forged, encoding="utf-8")
    said = checked(story, paper, "--item", item)
    assert (said["exit"], said["verdict"]) == (1, "differs")
    assert said["differences"]


def _posted(story: Story) -> str:
    item = story.propose("--body", story.file("told.md", BODY))
    story.reviewed(item)
    story.approve(item)
    story.publish(item, "meeting")
    return item


@pytest.mark.parametrize("forgery", ["a figure", "a dropped paragraph", "an added paragraph"])
def test_a_forged_pdf_is_found(story: Story, forgery: str, tmp_path: Path) -> None:
    """Somebody who has pdctl sets another text and writes the real id and code below it."""
    item = _posted(story)
    view = _view(story, item)
    said = json.loads(FORGED[forgery](json.dumps(view, ensure_ascii=False)))
    paper = tmp_path / "forged.pdf"
    paper.write_bytes(render_notice(said, "pdf", TEMPLATES, date(2026, 11, 23)))
    answer = checked(story, paper)
    assert (answer["verdict"], answer["item"]) == ("differs", item)
    assert answer["differences"]


def _view(story: Story, item: str) -> dict[str, object]:
    session = Session(story.folder, datetime.fromisoformat(story.now))
    try:
        return notice_view(source_of(session, items.load(session, item)))
    finally:
        session.close()


HIDING = {
    "hidden attribute": ("特此公布。", "特此公布。<span hidden>另收费</span>", "differs"),
    "hidden by style": ("特此公布。", '特此公布。<span style="display:none">另收费</span>', "differs"),
    "a hidden paragraph of the text": ("<p>特此公布。</p>", "<p hidden>特此公布。</p>", "differs"),
    "a script": ("</main>", "<script>document.body.textContent='x'</script></main>", "unchecked"),
    "a picture": ("</main>", '<img src="https://example.cn/x.png"></main>', "unchecked"),
    "a frame": ("</main>", '<iframe src="file:///etc/passwd"></iframe></main>', "unchecked"),
    "a style": ("</style>", "main p:last-of-type { display: none }</style>", "unchecked"),
    "text by style": ("</style>", 'h1::after { content: "（作废）" }</style>', "unchecked"),
    "a handler": ("<main>", '<main onclick="x()">', "unchecked"),
}


@pytest.mark.parametrize("trick", HIDING)
def test_what_a_reader_sees_otherwise_is_never_the_same(story: Story, trick: str) -> None:
    old, new, verdict = HIDING[trick]
    said = checked(story, changed(notice(story, _posted(story)), (old, new)))
    assert said["verdict"] == verdict
    assert said["exit"] == {"differs": 1, "unchecked": 6}[verdict]


WORD = {
    "a figure": ("word/document.xml", "3次", "8次", "differs"),
    "the mark": ("word/header", "党内公开", "", "differs"),
    "hidden text": ("word/document.xml", "<w:body>", "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>另收费</w:t></w:r></w:p>", "differs"),
    "added text": ("word/document.xml", "<w:body>", "<w:body><w:p><w:r><w:t>另收费</w:t></w:r></w:p>", "differs"),
    "a deletion to be seen": ("word/document.xml", "<w:body>", "<w:body><w:p><w:del><w:r><w:delText>另收费</w:delText></w:r></w:del></w:p>", "unchecked"),
}  # fmt: skip


@pytest.mark.parametrize("trick", WORD)
def test_an_altered_word_file_is_found(story: Story, trick: str) -> None:
    where, old, new, verdict = WORD[trick]
    paper = notice(story, _posted(story), "docx")
    altered = paper.with_stem("altered")
    with ZipFile(paper) as packed, ZipFile(altered, "w") as target:
        for name in packed.namelist():
            data = packed.read(name)
            target.writestr(name, data.replace(old.encode(), new.encode()) if name.startswith(where) else data)
    assert altered.read_bytes() != paper.read_bytes()
    assert checked(story, altered)["verdict"] == verdict


def test_an_earlier_draft_is_named_as_one(story: Story) -> None:
    item = story.propose("--body", story.file("one.md", BODY))
    draft = notice(story, item)
    story.run("revise", item, "--body", story.file("two.md", BODY.replace("21人", "22人")), by="chen")
    story.reviewed(item)
    story.approve(item)
    said = checked(story, draft)
    assert (said["verdict"], said["marks"]) == ("differs", ["送审稿（未经审批不得外传）", "党内公开"])
    assert "earlier draft" in str(said["reason"])
    assert "22" in json.dumps(said["differences"])


# --- where the item stands --------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["proposed", "reviewed"])
def test_without_approval_nothing_was_approved(at: At, stage: str) -> None:
    story, item = at(stage)
    said = checked(story, notice(story, item))
    assert (said["exit"], said["verdict"], said["label"]) == (1, "unseen", "未见")
    assert said["marks"] == ["送审稿（未经审批不得外传）", "党内公开"]


def test_a_review_copy_of_what_was_approved_later_is_the_same_and_says_so(at: At) -> None:
    story, item = at("reviewed")
    paper = notice(story, item)
    story.approve(item)
    said = checked(story, paper)
    assert said["verdict"] == "same"
    assert "送审稿（未经审批不得外传）" in str(said["notes"])


def test_a_withdrawn_item_is_said_to_be_withdrawn(at: At) -> None:
    story, item = at("published")
    paper = notice(story, item)
    story.run("withdraw", item, "--reason", "内容有误", by="sun")
    said = checked(story, paper)
    assert (said["verdict"], said["state"]) == ("same", "withdrawn")
    assert "withdrawn" in str(said["notes"])
    assert checked(story, notice(story, item))["marks"] == ["已撤回", "党内公开"]


def test_a_superseded_item_names_its_successor(at: At) -> None:
    story, item = at("published")
    paper = notice(story, item)
    later = story.approved("--supersedes", item)
    story.publish(later, "meeting")
    said = checked(story, paper)
    assert (said["verdict"], said["state"]) == ("same", "superseded")
    assert later in str(said["notes"])


# --- which item -------------------------------------------------------------------------------------------


def test_a_paper_without_its_foot_is_known_by_its_title_and_differs(at: At) -> None:
    story, item = at("published")
    text = notice(story, item, "txt").read_text(encoding="utf-8")
    cut = story.folder.parent / "cut.txt"
    cut.write_text(text[: text.index("-----")], encoding="utf-8")
    said = checked(story, cut)
    assert (said["item"], said["verdict"]) == (item, "differs")


def test_a_strange_paper_is_of_no_item(at: At) -> None:
    story, _ = at("published")
    strange = story.file("strange.txt", "关于开展全员培训的通知\n\n请各支部按时参加。\n")
    said = checked(story, strange)
    assert (said["exit"], said["verdict"], said["item"]) == (1, "unseen", None)


def test_an_id_that_does_not_exist_is_unseen(at: At) -> None:
    story, _ = at("published")
    assert checked(story, "dzb-20200101-aaaa 21e5 0f47 430a")["verdict"] == "unseen"
    assert checked(story, "2019-001 21e5 0f47 430a")["verdict"] == "unseen"


# --- typed ------------------------------------------------------------------------------------------------


def test_a_typed_id_and_code(at: At) -> None:
    story, item = at("published")
    code = str(story.show(item)["subject"]).removeprefix("sha256:")
    for text in (
        f"{item} {code[:12]}",
        f"{item.upper()}　{code[:4]} {code[4:8]} {code[8:12]}",
        f"2026-001 {code[:12]}",
        f"{item[-4:]} {code}",
        f"编号：2026-001 方案：{item} 内容校验码：sha256:{code}",
    ):
        said = checked(story, text)
        assert (said["exit"], said["verdict"], said["item"]) == (0, "same", item)
    assert checked(story, item, "--digest", code[:12])["verdict"] == "same"
    assert checked(story, "x", "--item", item, "--digest", code[:12])["verdict"] == "same"


def test_a_typed_code_that_is_another_one(at: At) -> None:
    story, item = at("published")
    said = checked(story, f"{item} 0123 4567 89ab")
    assert (said["exit"], said["verdict"]) == (1, "differs")
    assert checked(story, item, "--digest", "0123456789ab")["verdict"] == "differs"
    assert checked(story, notice(story, item), "--digest", "0123456789ab")["verdict"] == "differs"


def test_an_id_alone_proves_nothing(at: At) -> None:
    story, item = at("published")
    said = checked(story, item)
    assert (said["exit"], said["verdict"], said["label"]) == (6, "unchecked", "无法核对")


@pytest.mark.parametrize("code", ["21e5", "hhhh hhhh hhhh", ""])
def test_what_is_no_code_is_refused(at: At, code: str) -> None:
    story, item = at("published")
    story.run("check-notice", item, "--digest", code or "-", code=2)


@pytest.mark.parametrize("what", ["./nowhere.pdf", "nowhere.html", "", "　", "。。。"])
def test_nothing_is_refused(at: At, what: str) -> None:
    story, _ = at("proposed")
    ran = story.run("check-notice", what, code=2)
    assert "Traceback" not in ran.err


# --- files that cannot be read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("damaged.pdf", b"%PDF-1.7\nnothing of the kind"),
        ("empty.pdf", b"%PDF-1.4\n%%EOF"),
        ("damaged.docx", b"PK\x03\x04 nothing"),
        ("binary.bin", bytes(range(256)) * 4),
        ("empty.html", b"<!DOCTYPE html><html><body><script>x</script></body></html>"),
        ("deep.html", b"<!DOCTYPE html><html>" + b"<div>" * 100_000),
    ],
)
def test_a_file_that_cannot_be_read_is_not_checked(at: At, name: str, data: bytes) -> None:
    story, _ = at("published")
    said = checked(story, story.file(name, data))
    assert (said["exit"], said["verdict"]) == (6, "unchecked")


def test_a_folder_is_refused(at: At, tmp_path: Path) -> None:
    story, _ = at("proposed")
    story.run("check-notice", str(tmp_path), code=2)


def test_a_file_beyond_all_bounds_is_not_checked(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    story, item = at("published")
    monkeypatch.setattr("pdctl.actions.check_notice.run.MAX_FILE", 100)
    assert checked(story, notice(story, item))["verdict"] == "unchecked"


def test_the_verdict_is_said_in_words(at: At) -> None:
    story, item = at("published")

    def said(*args: str) -> Ran:
        return story.run("check-notice", *args, "--lang", "zh", code=None)

    assert said(str(notice(story, item))).out.startswith("一致")
    assert said(str(changed(notice(story, item), ("党员大会一次", "党员大会两次")))).out.startswith("不一致")
    assert "应为" in said(str(changed(notice(story, item), ("党员大会一次", "党员大会两次")))).out
    for word in ("伪造", "违规"):
        assert word not in said(str(story.folder.parent / "changed.html")).out


# --- other looks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_red_head_is_known_again(story: Story, fmt: str) -> None:
    item = story.propose("--document-number", "云岭党支〔2026〕3号", "--body", story.file("told.md", BODY))
    story.reviewed(item)
    story.approve(item)
    paper = story.folder.parent / f"red.{fmt}"
    story.run("notice", item, "--format", fmt, "--layout", "redhead", "-o", str(paper))
    assert checked(story, paper, "--item", item)["verdict"] == "same"
    assert checked(story, notice(story, item, fmt))["verdict"] == "same"
    if fmt in ("html", "txt", "md"):
        forged = changed(paper, ("〔2026〕3号", "〔2026〕5号"))
        assert checked(story, forged, "--item", item)["verdict"] == "differs"


def test_a_copy_for_the_archive_is_known_again(at: At) -> None:
    story, item = at("published")
    paper = story.folder.parent / "archive.pdf"
    story.run("notice", item, "--format", "pdf", "--attach-evidence", "-o", str(paper))
    said = checked(story, paper)
    assert (said["verdict"], said["marks"]) == ("same", ["仅供归档", "党内公开"])


@pytest.mark.parametrize("fmt", ["html", "txt"])
def test_a_template_of_the_repository_is_known_again(at: At, fmt: str) -> None:
    story, item = at("published")
    shipped = (TEMPLATES / f"notice.{fmt}.j2").read_text(encoding="utf-8")
    folder = story.folder / "templates"
    folder.mkdir()
    own = shipped.replace("</style>", "h1 { color: #600; }\n</style>").replace("{{ signature | signed }}", "敬请监督。")
    assert own != shipped
    (folder / f"notice.{fmt}.j2").write_text(own, encoding="utf-8")
    story.git("add", "templates")
    settings = [
        "-c",
        "gpg.format=ssh",
        "-c",
        f"user.signingkey={story.keys / 'lin'}",
        "-c",
        "user.name=l",
        "-c",
        "user.email=l@e",
    ]
    story.git(*settings, "commit", "-q", "-S", "-m", "templates")
    paper = notice(story, item, fmt, "own")
    assert checked(story, paper)["verdict"] == "same"
    assert checked(story, changed(paper, ("党员大会一次", "党员大会两次")))["verdict"] == "differs"

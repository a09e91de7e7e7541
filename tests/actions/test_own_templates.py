"""Templates that a repository brings: from its tip, for one organization or all, within limits."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from pdctl.render import own
from pdctl.render.own import render_apart
from pdctl.render.proof import sample
from pdctl.render.templates import TemplateFault
from pdctl.render.view import notice_view
from tests.story import Ran, Story

SHIPPED = Path(__file__).parents[2] / "templates"
TYPST = (SHIPPED / "notice.typ.j2").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def committed(story: Story, **files: str | bytes) -> None:
    """Templates committed by the admin, as git does it."""
    for name, text in files.items():
        target = story.folder / "templates" / name.replace("__", "/").replace("_", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    story.git("add", "templates")
    key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={story.keys / 'lin'}", "-c", "user.name=lin")
    story.git(*key, "-c", "user.email=lin@example.invalid", "commit", "-q", "-S", "-m", "模板")


def txt(story: Story, item: str) -> str:
    return story.run("notice", item, "--format", "txt", "-o", "-").out


def test_the_tip_decides_and_the_organization_goes_first(story: Story) -> None:
    item = story.approved()
    plain = txt(story, item)
    (story.folder / "templates").mkdir(exist_ok=True)
    (story.folder / "templates" / "notice.txt.j2").write_text("未提交 {{ title }}")
    assert txt(story, item) == plain
    committed(
        story, notice_txt_j2="{{ marks[0].text }}全体 {{ title }}\n", gw__notice_txt_j2="{{ marks[0].text }}党工委\n"
    )
    assert txt(story, item).startswith("党内公开全体 “三会一课”")
    committed(story, dzb__notice_txt_j2="{{ marks[0].text }}支部 {{ title }}\n")
    assert txt(story, item).startswith("党内公开支部 “三会一课”")


def test_a_pdf_from_an_own_template(story: Story, tmp_path: Path) -> None:
    item = story.approved()
    committed(story, notice_typ_j2=TYPST + "\n#par(text({{ '本单位自拟 ' ~ title }}))\n")
    target = tmp_path / "own.pdf"
    story.run("notice", item, "--format", "pdf", "-o", str(target))
    assert "本单位自拟" in PdfReader(BytesIO(target.read_bytes())).pages[-1].extract_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ title", "notice.txt.j2"),
        ("{{ titel }}", "titel"),
        ("{% include 'no.txt.j2' %}", "no.txt.j2"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ title }}", "leaves out the mark"),
    ],
)
def test_a_template_at_fault_is_named(story: Story, text: str, said: str) -> None:
    item = story.propose()
    committed(story, notice_txt_j2=text)
    ran = story.run("notice", item, "--format", "txt", "-o", "-", code=1)
    assert "E-RENDER" in ran.err
    assert said in ran.err
    checks = {row["check"]: row for row in story.run("doctor", "--json", by="lin", code=None).json["checks"]}
    assert checks["template templates/notice.txt.j2"]["state"] == "error"
    assert said in checks["template templates/notice.txt.j2"]["said"]


def apart(name: str, text: str, fmt: str) -> bytes:
    return render_apart(notice_view(sample()), fmt, SHIPPED, {name: text}, sample().signed_on)


@pytest.mark.parametrize(
    ("name", "text", "fmt"),
    [
        ("notice.txt.j2", "{% for a in 'x' * 100000 %}{% for b in 'x' * 100000 %}{% endfor %}{% endfor %}", "txt"),
        ("notice.txt.j2", "{% set ns = 'x' * 4000000000 %}{{ ns }}", "txt"),
        ("notice.txt.j2", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "txt"),
        ("notice.typ.j2", "#for i in range(1000000000) { [x] }", "pdf"),
        ("notice.typ.j2", '#let s = "x"\n#for i in range(60) { s = s + s }\n#s', "pdf"),
        ("notice.typ.j2", '#import "@preview/cetz:0.1.0"', "pdf"),
        ("notice.typ.j2", '#read("/etc/passwd")', "pdf"),
        ("notice.typ.j2", TYPST + "\n#set page(background: none)\n#pagebreak()\n没有标记", "pdf"),
    ],
)
def test_no_template_runs_for_ever_or_takes_all_memory(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, fmt: str
) -> None:
    monkeypatch.setattr(own, "SECONDS", 3)
    monkeypatch.setattr(own, "MEGABYTES", 1024)
    with pytest.raises(TemplateFault) as caught:
        apart(name, text, fmt)
    assert caught.value.template


# --- Word -----------------------------------------------------------------------------------------------


def changed(part: str, old: str, new: str) -> bytes:
    """The shipped Word template with one of its parts changed."""
    with zipfile.ZipFile(SHIPPED / "notice.docx") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in files[part]
    files[part] = files[part].replace(old.encode(), new.encode())
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def word(story: Story, item: str, code: int = 0) -> Ran:
    return story.run("notice", item, "--format", "docx", "-o", str(story.folder.parent / "x.docx"), code=code)


def test_a_word_template_of_the_repository_goes_first(story: Story) -> None:
    item = story.propose()
    committed(story, notice_docx=changed("word/document.xml", "{{ signature.date }}", "于{{ signature.date }}"))
    word(story, item)
    said = [paragraph.text for paragraph in Document(str(story.folder.parent / "x.docx")).paragraphs]
    assert any(text.startswith("于2026年") for text in said)
    checks = {row["check"]: row["state"] for row in story.run("doctor", "--json", by="lin", code=None).json["checks"]}
    assert checks["template templates/notice.docx"] == "ok"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"no zip", "not a Word file"),
        (changed("word/header2.xml", "{{ mark_left }}", ""), "leaves out the mark"),
        (changed("word/document.xml", "{{ title_text }}", "{{ nothing }}"), "nothing"),
        (changed("word/document.xml", "{{ title_text }}", "{% for x in %}"), "notice.docx"),
    ],
    ids=["no file", "mark", "name", "syntax"],
)
def test_a_wrong_word_template_is_named(story: Story, template: bytes, said: str) -> None:
    item = story.propose()
    committed(story, notice_docx=template)
    ran = word(story, item, code=1)
    assert "E-RENDER" in ran.err
    assert said in ran.err
    assert not (story.folder.parent / "x.docx").exists()


@pytest.mark.parametrize("name", ["bulletin_html_j2", "form_docx"])
def test_a_template_that_nothing_uses_is_named(story: Story, name: str) -> None:
    committed(story, **{name: "{{ title }}"})
    rows = story.run("doctor", "--json", by="lin", code=None).json["checks"]
    (found,) = [row for row in rows if row["check"].startswith("template ")]
    assert found["state"] == "warning"
    assert "not used" in str(found)

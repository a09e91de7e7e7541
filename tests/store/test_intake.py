"""What people hand in, read as it was meant or not at all."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path

import pytest

from pdctl.core.findings import Refusal, Stop
from pdctl.store.intake import MAX_BODY, read_attachment, read_attachments, read_body, read_file

TEXT = "第一行\n\n第二行：“引号”、①、〔2026〕\n"


def body(tmp_path: Path, data: bytes, name: str = "text.md") -> bytes:
    path = tmp_path / name
    path.write_bytes(data)
    return read_body(path).data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, ends: str) -> None:
    data = TEXT.replace("\n", ends).encode(encoding)
    assert body(tmp_path, data) == TEXT.encode()


@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n", "\r\n\r\n"])
def test_one_line_end_at_the_end(tmp_path: Path, tail: str) -> None:
    assert body(tmp_path, ("\n\n文" + tail).encode()) == "文\n".encode()


def test_composed_characters(tmp_path: Path) -> None:
    assert body(tmp_path, "e\u0301".encode()) == "é\n".encode()


def test_what_is_plain_needs_no_note(tmp_path: Path) -> None:
    path = tmp_path / "text.md"
    path.write_text(TEXT, encoding="utf-8")
    assert read_body(path).notes == ()
    path.write_bytes(TEXT.encode("gb18030"))
    assert "GB18030" in str(read_body(path).notes[0])


def test_random_bytes_are_text_or_refused(tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(300):
        data = chance.randbytes(chance.randrange(60))
        with suppress(Refusal):
            assert body(tmp_path, data).decode("utf-8").strip()


def test_random_words_named_docx_are_refused(tmp_path: Path) -> None:
    chance = random.Random(6)
    for _ in range(60):
        with pytest.raises(Refusal):
            body(tmp_path, b"PK\x03\x04" + chance.randbytes(chance.randrange(400)), "x.docx")


def test_the_largest_text(tmp_path: Path) -> None:
    assert len(body(tmp_path, b"x" * MAX_BODY)) == MAX_BODY + 1
    with pytest.raises(Refusal) as refusal:
        body(tmp_path, b"x" * (MAX_BODY + 1))
    assert refusal.value.findings[0].rule == "E-LIMIT"


def test_a_pipe_is_read_to_its_limit(tmp_path: Path) -> None:
    """A pipe has no size before it is read."""
    reader, writer = os.pipe()
    os.write(writer, "经管道。\n".encode())
    os.close(writer)
    assert read_body(Path(f"/dev/fd/{reader}")).data == "经管道。\n".encode()
    os.close(reader)
    with pytest.raises(Refusal):
        read_file(Path("/dev/zero"), 1000)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "nosuch", tmp_path, tmp_path / ("x" * 300)):
        with pytest.raises(Stop):
            read_file(path)


@pytest.mark.parametrize(
    "name", ["名单.pdf", "a b.txt", "照片（1）.jpg", "关于　通知.doc", "x" * 120, "字" * 60, "[1].csv", "é.txt"]
)
def test_names_that_can_be_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert read_attachment(tmp_path / name) == (name, b"x")


@pytest.mark.parametrize(
    "name",
    [
        "aux",
        "NUL.txt",
        "com1.pdf",
        ".git",
        "..",
        "a.",
        "a ",
        " a",
        "a:b",
        "a?b",
        "a\\b",
        "x\ny",
        "\u200ba",
        "a\u202eb",
        "字" * 67,
        "x" * 121,
        "\udcff",
        "\ue000",
    ],
)
def test_names_that_cannot(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != "..":
        path.write_bytes(b"x")
    with pytest.raises(Refusal) as refusal:
        read_attachment(path)
    assert refusal.value.findings[0].rule == "E-PATH"


def test_two_files_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    paths = [tmp_path / "list.pdf", tmp_path / "a/LIST.pdf"]
    for path in paths:
        path.write_bytes(b"x")
    with pytest.raises(Stop):
        read_attachments(paths)
    assert list(read_attachments(paths[:1])) == ["list.pdf"]

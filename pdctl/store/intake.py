"""What people hand in: text as Markdown, UTF-8 or GB18030, or Word; attachments and evidence as files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, listing, msg
from pdctl.core.trouble import plainly
from pdctl.store.photos import PhotoFault, without_metadata
from pdctl.store.word import WordFault, markdown
from pdctl.store.yaml_read import BAD_CHARACTER

MAX_BODY = 4 << 20
MAX_FILE = 50 << 20
_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f]{1,120}")
_MAX_NAME = 200  # bytes: file systems take 255, and evidence gets its record's number in front
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_WORD = b"PK\x03\x04"


@dataclass(frozen=True)
class Body:
    """A text as it will be kept (Markdown, UTF-8, LF), with a word on how it was read when that was not plain.

    `skipped` counts the empty lines at its beginning that were left out.
    """

    data: bytes
    notes: tuple[Msg, ...] = ()
    skipped: int = 0


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """The bytes of a file the user named. Raises `Stop` (usage) or `Refusal`."""
    try:
        if path.is_dir():
            raise usage(msg("{file} is a folder", file=str(path)))
        size = path.stat().st_size
        with path.open("rb") as file:
            data = file.read(limit + 1) if size <= limit else b""  # what is no plain file has no size
        if max(size, len(data)) > limit:
            raise Refusal(_too_large(path, limit, max(size, len(data))))
        return data
    except OSError as error:
        raise usage(
            msg(
                "the file {file} cannot be read: {problem}",
                file=str(path),
                problem=plainly(error.strerror or str(error)),
            ),
            msg("check the name; a relative name counts from the current folder"),
        ) from error


def _too_large(path: Path, limit: int, size: int) -> Finding:
    return Finding(
        msg("{file} is too large", file=str(path)),
        rule="E-LIMIT",
        file=str(path),
        expected=msg("at most {size} MB", size=limit >> 20),
        found=msg("{size} MB", size=-(-size >> 20)),
        fix=msg("shorten it, or split it into attachments"),
    )


def read_body(path: Path) -> Body:
    """The text of a disclosure. Raises `Stop` (usage) or `Refusal`."""
    data = read_file(path, MAX_FILE if path.suffix.lower() == ".docx" else MAX_BODY)
    if data.startswith(_WORD):
        return _from_word(path, data)
    return _from_text(path, data)


def _from_text(path: Path, data: bytes) -> Body:
    try:
        text = data.decode("utf-8-sig")
        notes: tuple[Msg, ...] = ()
    except UnicodeDecodeError as error:
        text = _gb18030(path, data, error)
        notes = (msg("{file} is not UTF-8; it was read as GB18030", file=str(path)),)
    return Body(_checked(path, text), notes, len(re.match(r"(?:\r?\n)*", text)[0].replace("\r", "")))  # type: ignore[index]


def _gb18030(path: Path, data: bytes, error: UnicodeDecodeError) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(
            Finding(
                msg("the text is neither UTF-8 nor GB18030"),
                rule="E-TEXT",
                file=str(path),
                line=line,
                expected=msg("a text file, or a Word file (.docx)"),
                found=msg("byte {byte}", byte=f"0x{data[error.start]:02x}"),
                fix=msg("open it in an editor and save it as UTF-8"),
            )
        ) from error


def _checked(path: Path, text: str) -> bytes:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    bad = BAD_CHARACTER.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise Refusal(
            Finding(
                msg("the text holds a character that is not allowed"),
                rule="E-TEXT",
                file=str(path),
                line=line,
                column=bad.start() - text.rfind("\n", 0, bad.start()),
                expected=msg("visible characters"),
                found=f"U+{ord(bad.group()):04X}",
                fix=msg("delete it"),
            )
        )
    if not text.strip():
        raise Refusal(
            Finding(
                msg("the text is empty"), rule="E-TEXT", file=str(path), expected=msg("the text to be disclosed"),
                found=msg("nothing"), fix=msg("write the text, or name another file with --body"),
            )
        )  # fmt: skip
    return (text.strip("\n") + "\n").encode()


def _from_word(path: Path, data: bytes) -> Body:
    try:
        converted = markdown(data)
    except WordFault as fault:
        raise Refusal(
            Finding(
                msg("this is not a Word file that can be read"), rule="E-TEXT", file=str(path), expected=".docx",
                found=str(fault), fix=msg("save it in Word as .docx, or as plain text"),
            )
        ) from fault  # fmt: skip
    text = _checked(path, converted.text)
    notes = [
        msg("{file} was converted from Word; check the result:", file=str(path)),
        msg("{text}", text=text.decode()),
    ]
    if converted.left_out:
        notes.append(msg("what Word shows beside the text is left out: {things}", things=listing(*converted.left_out)))
    return Body(text, tuple(notes))


def read_attachment(path: Path) -> tuple[str, bytes]:
    """The name and bytes of a file that goes with an item; photos lose their metadata."""
    name = unicodedata.normalize("NFC", path.name)
    if not _can_be_kept(name):
        raise Refusal(
            Finding(
                msg("a file cannot have this name in a repository: {name}", name=name), rule="E-PATH",
                expected=msg("letters, figures, Chinese characters, - and _"), found=name, fix=msg("rename the file"),
            )
        )  # fmt: skip
    try:
        return name, without_metadata(read_file(path))
    except PhotoFault as fault:
        raise usage(
            msg("{file} is a damaged picture, so what the camera wrote into it cannot be removed", file=str(path))
            if fault.what == "damaged"
            else msg("{file} is a picture of a kind whose hidden data (place, time) cannot be removed", file=str(path)),
            msg("open it and save it again as JPEG or PNG"),
        ) from fault


def read_attachments(paths: Sequence[Path]) -> dict[str, bytes]:
    """Several files by name. Raises `Stop` where two of them could not lie in one folder on every system."""
    files: dict[str, bytes] = {}
    known: dict[str, str] = {}
    for path in paths:
        name, data = read_attachment(path)
        if known.setdefault(name.casefold(), name) in files:
            raise usage(
                msg("two files have one name: {name}", name=name),
                msg("rename one of them; capitals make no difference"),
            )
        files[name] = data
    return files


def _can_be_kept(name: str) -> bool:
    """Whether every system can hold a file of this name: its characters, its length in bytes, its ends."""
    size = len(name.encode(errors="replace"))
    plain = _NAME.fullmatch(name) and not BAD_CHARACTER.search(name) and name.replace("\u3000", " ").isprintable()
    return bool(plain) and size <= _MAX_NAME and not _RESERVED.fullmatch(name) and name == name.strip(". ")

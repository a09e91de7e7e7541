"""Masked copies of plain text, Markdown, YAML and tables with commas: all else stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy import names
from pdctl.core.privacy.masking import Policy, applied, edits
from pdctl.core.text import msg
from pdctl.store.extract.text import decoded
from pdctl.store.masking.copies import CannotMask, Change, Copy

_ENCODINGS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CELL = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,\t;|，\n]*))')


def copy(name: str, data: bytes, policy: Policy) -> Copy:
    """The masked copy of a text file. Raises `CannotMask`."""
    text = decoded(data)
    if text is None or text.startswith("{\\rtf"):
        raise CannotMask(
            msg("a file of a kind that is not known here"), msg("save it as .docx, .xlsx or plain text, and mask that")
        )
    encoding, mark = _encoding(data)
    text = data[len(mark) :].decode(encoding)
    done = edits(text, policy, _columns(name, text))
    changes = [Change(edit.kind, edit.text, _place(text, edit.start)) for edit in done]
    parts, at = [mark], 0
    for edit in done:  # the bytes between the edits are taken over, never written anew
        parts += [text[at : edit.start].encode(encoding), edit.text.encode(encoding)]
        at = edit.end
    parts.append(text[at:].encode(encoding))
    return Copy(b"".join(parts), tuple(changes))


def _encoding(data: bytes) -> tuple[str, bytes]:
    """The encoding of a text and the mark of it at the beginning."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            return encoding, mark
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8", data[:3]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030", b""
    return "utf-8", b""


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - text.rfind(chr(10), 0, offset)}"


def _columns(name: str, text: str) -> Iterator[tuple[int, int]]:
    """The cells below a head that says 姓名: of Markdown tables, and of files with separated values."""
    separated = name.lower().endswith((".csv", ".tsv"))
    columns: tuple[int, ...] = ()
    at = 0
    for line in text.splitlines(keepends=True):
        cells = list(_cells(line, at)) if separated or "|" in line else []
        heads = tuple(n for n, (start, end) in enumerate(cells) if names.is_head(text[start:end]))
        if not cells:
            columns = ()
        elif heads:
            columns = heads
        else:
            inside = (cells[n] for n in columns if n < len(cells))
            yield from (span for span in inside if names.is_name(text[slice(*span)]))
        at += len(line)


def _cells(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """The spans of the cells of a row, without blanks and quotes."""
    divider = next((c for c in ("|", "\t", ",", ";", "，") if c in line), ",")
    at, quoted, start = 0, False, 0
    for at, character in enumerate(line + divider):
        quoted ^= character == '"' and divider != "|"
        if character == divider and not quoted:
            raw = line[start:at]
            left = len(raw) - len(raw.lstrip(' \t"*'))
            yield offset + start + left, offset + start + max(left, len(raw.rstrip(' \t\r\n"*')))
            start = at + 1


__all__ = ["applied", "copy"]

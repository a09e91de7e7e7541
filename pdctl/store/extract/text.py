"""Plain text in any of the encodings that offices use; YAML with the path of each value."""

from __future__ import annotations

import re
from typing import Any

from pdctl.core.text import msg
from pdctl.store.extract.parts import Extracted, Part, unreadable
from pdctl.store.yaml_place import Document
from pdctl.store.yaml_read import YamlFault, load_marked

_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_TAG = re.compile(r"<[^>]*>")
_REFERENCE = re.compile(r"&#(?:x[0-9A-Fa-f]{1,5}|[0-9]{1,6});|&(?:nbsp|amp|lt|gt|quot);")
_RTF = "{\\rtf"


def decoded(data: bytes) -> str | None:
    """The text of some bytes, or None where they are no text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return _as(data, encoding)
    text = _as(data, "utf-8")
    return text if text is not None else _as(data, "gb18030")


def _as(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError):
        return None
    return None if _BINARY.search(text) else text


def plain(data: bytes) -> Extracted:
    """A text file as it is."""
    text = decoded(data)
    if text is None or text.startswith(_RTF):
        return unreadable(msg("a file of a kind that is not known here"))
    return Extracted((Part(text),))


def tagged(data: bytes) -> Extracted:
    """HTML and XML: as they are written, and as a reader sees them."""
    found = plain(data)
    if found.unread:
        return found
    from html import unescape

    text = found.parts[0].text
    seen = _REFERENCE.sub(lambda reference: unescape(reference[0]), _TAG.sub("", text))
    return Extracted((found.parts[0], Part(seen, msg("the text without tags")))) if seen != text else found


def yaml(data: bytes) -> Extracted:
    """A YAML file: as it is written, comments included, and each value that is written over several lines or escaped."""
    found = plain(data)
    if found.unread:
        return found
    try:
        document = load_marked(data)
    except (YamlFault, RecursionError):
        return found
    text = found.parts[0].text
    starts = _line_starts(text)
    marks = ((node.line, node.column, path) for path, node in document.nodes.items())
    places = sorted((starts[min(line, len(starts)) - 1] + column - 1, _dotted(path)) for line, column, path in marks)
    values = tuple(Part(value, path, lines=False) for path, value in _texts(document, ()) if value not in text)
    return Extracted((Part(text, places=tuple(places)), *values))


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _texts(document: Document, path: tuple[str | int, ...], value: Any = None) -> list[tuple[str, str]]:
    value = document.value if not path else value
    if isinstance(value, str):
        return [(_dotted(path), value)]
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [text for key, item in below for text in _texts(document, (*path, key), item)]


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]

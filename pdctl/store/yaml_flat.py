"""A short cut for the documents that pdctl itself writes most: one mapping, one line a key, nothing nested.

It takes only lines whose meaning is the same for every YAML reader: a plain key, then a quoted text without escapes, an
integer, or a plain text that begins with a letter and holds no character that YAML reads. Whatever else a document
holds goes to the full reader; the two are tested against each other.
"""

from __future__ import annotations

import re

from pdctl.store.yaml_write import PLAIN, WORDS

MOST_BYTES = 8192
_VALUE = r'(?:"([^"\\\n\t]*)"|(0|-?[1-9][0-9]{0,17})|(' + PLAIN + "))"
_LINE = re.compile(r'(?:([a-z_]{1,40})|"([a-z_]{1,40})"): ' + _VALUE + "\n")
_COMMENT = re.compile(r"# yaml-language-server: [ -~]*\n")


def read(text: str) -> dict[str, str | int] | None:
    """The value of a flat document without forbidden characters, or None where the full reader must look."""
    head = _COMMENT.match(text)
    position, end = head.end() if head else 0, len(text)
    value: dict[str, str | int] = {}
    count = 0
    while position < end:
        line = _LINE.match(text, position)
        if line is None:
            return None
        bare, key, quoted, number, plain = line.groups()
        if (bare or plain) and (WORDS.fullmatch(bare or "") or WORDS.fullmatch(plain or "")):
            return None
        value[bare or key] = quoted if quoted is not None else plain if plain is not None else int(number)
        position, count = line.end(), count + 1
    return value if count and len(value) == count else None

"""One value of a template as text of each format: whatever a person typed, it can become markup in none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from pdctl.render.characters import clean

_MD_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~&])")
_MD_AT_LINE_START = re.compile(r"^(\s*)(?:([#+=-])|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)


def html_text(value: object) -> str:
    """A value of an HTML template: escaped by autoescape, cleaned here."""
    return value if isinstance(value, Markup) else clean(str(value))


def plain_text(value: object) -> Markup:
    """A value of a text template: as it is, without characters that steer a terminal."""
    return value if isinstance(value, Markup) else Markup(clean(str(value)))


def markdown_text(value: object) -> Markup:
    """A value of a Markdown template, escaped so that it reads the same as text and is nothing else."""
    if isinstance(value, Markup):
        return value
    text = _MD_ANYWHERE.sub(r"\\\1", clean(str(value)))
    return Markup(_MD_AT_LINE_START.sub(_escape_line_start, text))


def _escape_line_start(match: re.Match[str]) -> str:
    space, mark, number, stop = match.groups()
    return f"{space.lstrip()}\\{mark}" if mark else f"{space.lstrip()}{number}\\{stop}"


def word_text(value: object) -> Markup:
    """A value of a Word template: escaped for XML, and so that docxtpl takes nothing in it for a sign of its own."""
    if isinstance(value, Markup):
        return value
    text = str(escape(clean(str(value))))
    return Markup(text.replace("{_", "{&#95;").replace("_}", "&#95;}").replace("%_", "%&#95;"))


_TYPST_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def typst_literal(value: object) -> Markup:
    """A value of a Typst template as a literal of that language: text in quotes, numbers, arrays, dictionaries."""
    return value if isinstance(value, Markup) else Markup(_literal(value))


def _literal(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            pairs = "".join(f"{_literal(str(key))}: {_literal(item)}, " for key, item in value.items())
            return f"({pairs or ':'})"
        case Sequence() if not isinstance(value, str):
            return f"({''.join(f'{_literal(item)}, ' for item in value)})"
    return f'"{clean(str(value)).translate(_TYPST_ESCAPES)}"'

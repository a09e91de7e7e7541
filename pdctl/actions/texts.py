"""Text that people type: cleaned of what no eye sees, refused where it cannot be kept."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import PurePosixPath

from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.text import msg
from pdctl.store.yaml_read import BAD_CHARACTER

MAX_TITLE, MAX_LINE, MAX_PROSE = 120, 300, 2000


def line(option: str, text: str | None, most: int = MAX_LINE) -> str | None:
    """One line of text given by an option: NFC, without blanks at its ends. Raises `Refusal`."""
    return _checked(option, text, most, lines=False)


def prose(option: str, text: str | None) -> str | None:
    """Text that may have several lines. Raises `Refusal`."""
    return _checked(option, text, MAX_PROSE, lines=True)


def _checked(option: str, text: str | None, most: int, lines: bool) -> str | None:
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    bad = next(
        (c for c in text if BAD_CHARACTER.match(c) or "\ud800" <= c <= "\udfff" or (c in "\n\t" and not lines)), None
    )
    if bad is not None:
        raise Refusal(
            Finding(
                msg("{option} holds a character that is not allowed", option=option), rule="E-YAML-CHAR",
                expected=msg("visible characters"), found=f"U+{ord(bad):04X}", fix=msg("delete it"),
            )
        )  # fmt: skip
    if not any(unicodedata.category(char)[0] in "LNPS" for char in text):  # joiners alone are seen by nobody
        raise usage(msg("{option} is empty", option=option))
    if len(text) > most:
        raise Refusal(
            Finding(
                msg("{option} is too long", option=option), rule="E-SCHEMA",
                expected=msg("at most {most} characters", most=most), found=str(len(text)), fix=msg("shorten it"),
            )
        )  # fmt: skip
    return text


def day(option: str, text: str | None) -> str | None:
    """A day given by an option, YYYY-MM-DD. Raises `Stop` (usage)."""
    if text is None:
        return None
    try:
        return text if date.fromisoformat(text).isoformat() == text else _no_day(option, text)
    except ValueError:
        return _no_day(option, text)


def _no_day(option: str, text: str) -> str:
    raise usage(msg("{option}: there is no such day: {text}", option=option, text=text), msg("write it as 2026-11-23"))


def schema_for(path: str, name: str) -> str:
    """The path of a schema from a file of a repository, for editors."""
    up = len(PurePosixPath(path).parts) - 1
    return "../" * up + f"schemas/{name}.schema.json"

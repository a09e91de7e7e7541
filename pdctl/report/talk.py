"""Output: stdout is data, stderr is talk. Colour and tables only on a terminal that can show them."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from contextlib import suppress
from typing import Any, TextIO

from pdctl.report.lang import show

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What a GBK console cannot print, and what it can.
_PLAIN_MARKS = {"✓": "√", "⚠": "!", "✗": "×", "…": "…", "→": "→"}


def prepare() -> None:
    """Make the streams take any text: what a console cannot show is replaced, never an error."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - the caller had closed it
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            reconfigure(errors="replace", **({"encoding": encoding} if encoding else {}))


def visible(text: str) -> str:
    """Text from files, safe to show: control and bidirectional characters as escapes."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in _HIDDEN else f"\\u{ord(c):04x}" for c in text)


def out(value: Any = "", bold: bool = False) -> None:
    """One line of data."""
    _write(sys.stdout, value, bold)


def say(value: Any = "") -> None:
    """One line of talk. That nobody can hear it is no reason to leave a step half done."""
    with suppress(OSError):
        _write(sys.stderr, value)


def silence() -> None:
    """The reader of stdout went away: nothing more may be written there, not even at the end of the program."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(stream: TextIO, value: Any, bold: bool = False) -> None:
    text = visible(show(value))
    if (stream.encoding or "").lower().replace("-", "") not in ("utf8", ""):
        text = "".join(_PLAIN_MARKS.get(c, c) for c in text)
    stream.write(f"\x1b[1m{text}\x1b[0m\n" if bold else text + "\n")
    stream.flush()


def out_json(name: str, value: dict[str, Any]) -> None:
    """One JSON document: UTF-8, unescaped, with its schema's name."""
    document = {"schema": f"pdctl/{name}/v1", **value}
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def out_bytes(made: bytes) -> None:
    """A whole document: to a terminal as visible text, elsewhere byte for byte."""
    binary = getattr(sys.stdout, "buffer", None)
    if sys.stdout.isatty() or binary is None:
        out(made.decode("utf-8", "replace").rstrip("\n"))
        return
    sys.stdout.flush()
    binary.write(made)
    binary.flush()


def fancy() -> bool:
    """Whether stdout is a terminal that may be decorated."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

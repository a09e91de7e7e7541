"""A paper as it was read."""

from __future__ import annotations

import re
from typing import Literal

from pdctl.core.frozen import dataclass

PaperKind = Literal["page", "pdf", "word", "text"]
What = Literal["unknown", "damaged", "locked", "large", "no-text"]


@dataclass(frozen=True)
class Paper:
    """The text of each page (one for files without pages).

    `unseen` are words for what a reader sees and the text does not tell; `hidden` is text that a reader does not see;
    `style` is the style sheet of a page, `codes` the paths of the QR codes on it.
    """

    kind: PaperKind
    pages: tuple[str, ...]
    unseen: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    style: str = ""
    codes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.pages)


@dataclass(eq=False)
class PaperFault(Exception):
    """A paper that cannot be read, and why."""

    what: What

    def __str__(self) -> str:
        return self.what


_PAGE_NUMBER = re.compile(r"[—–―─\-－\s]{1,6}[0-9]{1,5}[—–―─\-－\s]{1,6}")
_EDGE = 3  # lines at the head and the foot of a page


def without_furniture(page: str, marks: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A page without its number and the marks that are repeated on each, and those marks."""
    lines = [line for line in page.split("\n") if line.strip()]
    found: list[str] = []
    kept: list[str] = []
    for number, line in enumerate(lines):
        at_edge = number < _EDGE or number >= len(lines) - _EDGE
        bare = re.sub(r"\s", "", line)
        shown, rest = _marks_in(bare, marks) if at_edge else ([], bare)
        if shown and not rest:
            found += shown
        elif not (at_edge and _PAGE_NUMBER.fullmatch(line.strip())):
            kept.append(line)
    return "\n".join(kept), tuple(found)


def _marks_in(line: str, marks: tuple[str, ...]) -> tuple[list[str], str]:
    """The marks on a line, the longer ones first, and what else stands there."""
    shown = []
    for mark in sorted(marks, key=len, reverse=True):
        if mark in line:
            shown.append(mark)
            line = line.replace(mark, "")
    return shown, line.strip("【】*")

"""The one environment in which templates run, and the filters that set text for each format.

Every value that a template prints passes `finalize`, which makes it plain text of the format: text can become
markup in none of them. The sandbox keeps templates from Python; it does not bound their time or memory, so
the templates of a repository are trusted as far as its admins are.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Literal

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pdctl.render.blocks import clean, is_wide

Format = Literal["html", "txt", "md"]
LINE = 76  # cells of a line of a text notice: 38 Chinese characters
INDENT = "　　"


@dataclass(eq=False)
class TemplateFault(Exception):
    """A template that is missing, malformed or fails on its data; `line` is 0 where none is known."""

    template: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.template}:{self.line}: {self.what}" if self.line else f"{self.template}: {self.what}"


@lru_cache(maxsize=8)
def environment(fmt: Format, folders: tuple[Path, ...]) -> ImmutableSandboxedEnvironment:
    """The sandbox for one output format; the first folder that holds a template wins."""
    sandbox = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_FINALIZE[fmt],
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sandbox.globals.clear()
    sandbox.filters.update(_FILTERS[fmt])
    return sandbox


def render(sandbox: ImmutableSandboxedEnvironment, name: str, data: Mapping[str, Any]) -> str:
    """A template filled with data; whatever goes wrong inside it is a TemplateFault."""
    try:
        return sandbox.get_template(name).render(dict(data))
    except TemplateNotFound as error:
        raise TemplateFault(str(error.name or name), 0, "not found") from error
    except TemplateSyntaxError as error:
        raise TemplateFault(error.name or name, error.lineno, error.message or "malformed") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise TemplateFault(*_place(error, name), f"{type(error).__name__}: {error}") from error


def _place(error: Exception, name: str) -> tuple[str, int]:
    """The innermost template line that an error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [(Path(frame.filename).name, frame.lineno or 0) for frame in frames if frame.filename.endswith(".j2")]
    return lines[-1] if lines else (name, 0)


# --- one value of a format ------------------------------------------------------------------------------

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


_FINALIZE: dict[Format, Callable[[object], str]] = {
    "html": html_text,
    "txt": plain_text,
    "md": markdown_text,
}


# --- setting plain text ---------------------------------------------------------------------------------

_NEVER_FIRST = "、。，．：；！？）〕】》〉」』”’…—·,.:;!?)]}%‰℃"
_NEVER_LAST = "（〔【《〈「『“‘([{"
_PIECES = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_COMBINING = re.compile("[\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def cells(text: str) -> int:
    """The width of a text on a terminal or in a fixed-width font."""
    return sum(2 if is_wide(char) else 0 if _COMBINING.match(char) else 1 for char in text)


def wrapped(text: str, first: str = INDENT, rest: str = "", width: int = LINE, hanging: int = 2) -> str:
    """Text in lines of a width, by the rules of Chinese punctuation; `first` and `rest` begin its lines.

    One mark of punctuation may hang out beyond the end of a line, by at most `hanging` cells.
    """
    lines: list[str] = []
    for part in clean(str(text)).split("\n"):
        lines += _fold(part, (rest if lines else first, rest), width, hanging)
    return "\n".join(line.rstrip() for line in lines)


def _fold(text: str, begin: tuple[str, str], width: int, hanging: int) -> Iterator[str]:
    line, rest = begin
    for piece in _pieces(text, width - max(map(cells, begin))):
        over = cells(line + piece) - width
        if over <= 0 or (over <= hanging and piece in _NEVER_FIRST):
            line += piece
            continue
        cut = _cut(line, piece)
        yield line[:cut]
        line = rest + line[cut:] + piece.lstrip(" ")
    yield line


def _pieces(text: str, width: int) -> Iterator[str]:
    """Words of other scripts whole where they fit a line, all else character by character."""
    for piece in _PIECES.findall(text):
        yield from (piece[n : n + width] for n in range(0, len(piece), width))


def _cut(line: str, piece: str) -> int:
    """Where to end a line, so that no line begins or ends with the wrong punctuation."""
    cut = len(line)
    if piece in _NEVER_FIRST:
        cut = len(line.rstrip(_NEVER_FIRST)) - 1
    cut = len(line[: max(cut, 0)].rstrip(_NEVER_LAST))
    return cut if line[:cut].strip() else len(line)


def centred(text: str, width: int = LINE) -> str:
    """Lines in the middle of the page."""
    lines = wrapped(text, "", "", width - 8).split("\n")
    return "\n".join(" " * ((width - cells(line)) // 2) + line for line in lines)


def signed(signature: Mapping[str, Any], width: int = LINE) -> str:
    """The issuer over the date, which ends four characters in from the right if the issuer allows it."""
    date, issuer = str(signature["date"]), clean(str(signature["issuer"]))
    middle = min(width - 8 - cells(date) // 2, width - (cells(issuer) + 1) // 2)
    if 2 * middle < width:
        return f"{wrapped(issuer, '', '', width)}\n{' ' * (width - 8 - cells(date))}{date}"
    return "\n".join(" " * (middle - cells(line) // 2) + line for line in (issuer, date))


def prefixed(text: str, first: str, rest: str) -> str:
    """A finished text with something before its first line and before its further ones."""
    lines = str(text).strip("\n").split("\n")
    return "\n".join((rest if n else first) + line if line else "" for n, line in enumerate(lines))


def run_text(runs: Iterable[Mapping[str, Any]]) -> str:
    """The text of some runs, links with their address."""
    return "".join(_run_text(run) for run in runs)


def _run_text(run: Mapping[str, Any]) -> str:
    if run["kind"] == "break":
        return "\n"
    return f"{run['text']}（{run['address']}）" if run["address"] else str(run["text"])


# --- tables in plain text -------------------------------------------------------------------------------

_NARROWEST = 4


def grid(table: Mapping[str, Any], width: int = LINE) -> str:
    """A table drawn with ASCII lines; one too wide for that is set as one line for each cell."""
    rows = [[run_text(cell["runs"]) for cell in row] for row in (table["head"], *table["rows"])]
    room = width - 3 * len(rows[0]) - 1
    if room < _NARROWEST * len(rows[0]):
        return "\n\n".join(_record(rows[0], row) for row in rows[1:])
    widths = _widths(rows, room)
    rule = "+" + "+".join("-" * (n + 2) for n in widths) + "+"
    right = [cell["align"] == "right" for cell in (table["rows"] or [table["head"]])[0]]
    drawn = [_drawn(row, widths, right) for row in rows]
    return "\n".join([rule, drawn[0], rule, *drawn[1:], rule])


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Column widths that fit the room: the widest column gives way first."""
    longest = (max(cells(line) for cell in column for line in cell.split("\n")) for column in zip(*rows, strict=True))
    widths = [min(max(_NARROWEST, width), room) for width in longest]
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _drawn(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    columns = list(zip(row, widths, right, strict=True))
    folded = [_column(cell, width, to_right) for cell, width, to_right in columns]
    blank = [" " * width for width in widths]
    height = max(map(len, folded))
    lines = ([cell[n] if n < len(cell) else blank[c] for c, cell in enumerate(folded)] for n in range(height))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _column(cell: str, width: int, to_right: bool) -> list[str]:
    """One cell as lines of exactly a width."""
    padded = ((line, " " * (width - cells(line))) for line in wrapped(cell, "", "", width, 0).split("\n"))
    return [space + line if to_right else line + space for line, space in padded]


def _record(head: Sequence[str], row: Sequence[str]) -> str:
    return "\n".join(wrapped(f"{name}：{cell}", "", INDENT) for name, cell in zip(head, row, strict=True))


def _finished(setter: Callable[..., str]) -> Callable[..., Markup]:
    """A filter whose result is set text, which `finalize` lets pass."""

    @wraps(setter)
    def filtered(*args: Any, **options: Any) -> Markup:
        return Markup(setter(*args, **options))

    return filtered


# HTML has none of them: there, everything but the templates' own words is escaped.
_FILTERS: dict[Format, dict[str, Callable[..., Markup]]] = {
    "html": {},
    "txt": {f.__name__: _finished(f) for f in (centred, grid, prefixed, run_text, signed, wrapped)},
    "md": {f.__name__: _finished(f) for f in (prefixed,)},
}

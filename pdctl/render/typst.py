"""Typst in this process: a source with literals becomes a PDF, without files, packages or network."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdctl.render.attached import Attached, laid_out
from pdctl.render.fonts import faces
from pdctl.render.templates import TemplateFault, environment, render
from pdctl.render.values import typst_literal

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from typst import Compiler

LIBRARY = "typst/gongwen.typ"
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed with font')


@dataclass(eq=False)
class NoGlyph(Exception):
    """Characters that no font here has."""

    characters: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(f"{text} ({' '.join(f'U+{ord(char):04X}' for char in text)})" for text in self.characters)


def typeset(
    template: str,
    view: Mapping[str, Any],
    templates: tuple[Path, ...],
    day: date,
    attached: Sequence[Attached] = (),
) -> bytes:
    """A template filled and set as PDF/A-2a and PDF/UA-1, dated `day`; as PDF/A-3a where files are attached.

    Raises TemplateFault or NoGlyph.
    """
    source = page_source(template, view, templates)
    if not attached:
        return compiled(source, template, day)
    with tempfile.TemporaryDirectory(prefix="pdctl-") as root:
        source += laid_out(attached, Path(root))
        return compiled(source, template, day, ("a-3a", "ua-1"), root)


def page_source(template: str, view: Mapping[str, Any], templates: tuple[Path, ...]) -> str:
    """The whole Typst source of a template filled: faces, library, and what the template says. Raises TemplateFault."""
    sandbox = environment("typ", templates)
    return _prelude(sandbox) + render(sandbox, template, {**view, "view": view})


def pictures(source: str, ppi: int) -> list[bytes]:
    """The pages of a Typst source as PNG, for tests and for looking at them."""
    made = compiler().compile(source.encode(), format="png", ppi=ppi, root=_empty_folder().name)
    return made if isinstance(made, list) else [made or b""]


def compiled(
    source: str, template: str, day: date, standards: tuple[str, ...] = ("a-2a", "ua-1"), root: str | None = None
) -> bytes:
    """A Typst source as a PDF; the same source gives the same bytes. Raises TemplateFault or NoGlyph.

    It may read what lies below `root`, an empty folder by default.
    """
    from typst import TypstError

    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    try:
        made = compiler().compile(
            source.encode(),
            format="pdf",
            timestamp=stamp,
            pdf_standards=list(standards),  # type: ignore[arg-type]
            root=root or _empty_folder().name,
        )
    except TypstError as error:
        if missing := [_unescaped(text) for text in _NO_GLYPH.findall(error.diagnostic)]:
            raise NoGlyph(tuple(dict.fromkeys(missing))) from error
        raise TemplateFault(template, 0, error.message) from error
    assert isinstance(made, bytes)
    return made


def _unescaped(text: str) -> str:
    """Characters that Typst quotes by their numbers, as themselves: joiners, marks, and others that never stand alone."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _prelude(sandbox: ImmutableSandboxedEnvironment) -> str:
    assert sandbox.loader is not None
    library, _, _ = sandbox.loader.get_source(sandbox, LIBRARY)
    return f"#let faces = {typst_literal(faces().typst())}\n{library}\n"


@cache
def _empty_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="pdctl-")


@cache
def compiler() -> Compiler:
    """One compiler for the process: it sees an empty folder and nothing else."""
    from typst import Compiler

    empty = _empty_folder().name
    return Compiler(root=empty, font_paths=faces().fonts, package_path=empty, package_cache_path=empty)

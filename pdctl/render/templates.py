"""The one environment in which templates run, and the filters that set text for each format.

Every value that a template prints passes `finalize`, which makes it plain text of the format: text can become
markup in none of them. The sandbox keeps templates from Python; it does not bound their time or memory, so
the templates of a repository are trusted as far as its admins are.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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

from pdctl.render.plaintext import centred, grid, prefixed, run_text, signed, wrapped
from pdctl.render.values import html_text, markdown_text, plain_text, typst_literal, word_text

Format = Literal["html", "txt", "md", "typ", "docx"]


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
    with faults_of(name):
        return sandbox.get_template(name).render(dict(data))


@contextmanager
def faults_of(name: str) -> Iterator[None]:
    """Whatever goes wrong in a template, as a TemplateFault with its place."""
    try:
        yield
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


_FINALIZE: dict[Format, Callable[[object], str]] = {
    "html": html_text,
    "txt": plain_text,
    "md": markdown_text,
    "typ": typst_literal,
    "docx": word_text,
}


def _finished(setter: Callable[..., str]) -> Callable[..., Markup]:
    """A filter whose result is set text, which `finalize` lets pass."""

    @wraps(setter)
    def filtered(*args: Any, **options: Any) -> Markup:
        return Markup(setter(*args, **options))

    return filtered


# HTML, Typst and Word have none of them: there, everything but the templates' own words is escaped.
_FILTERS: dict[Format, dict[str, Callable[..., Markup]]] = {
    "html": {},
    "typ": {},
    "docx": {},
    "txt": {f.__name__: _finished(f) for f in (centred, grid, prefixed, run_text, signed, wrapped)},
    "md": {f.__name__: _finished(f) for f in (prefixed,)},
}

"""Help pages as readers of Chinese need them too: measured in cells, every word translated, labels beside keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import click
from typer.core import TyperArgument

from pdctl.cli.options import Word, words
from pdctl.core.text import msg
from pdctl.report.lang import show, tr
from pdctl.report.layout import width, wrap

if TYPE_CHECKING:
    from pdctl.core.words import Vocabulary


C = TypeVar("C", bound=click.Command)


class Formatter(click.HelpFormatter):
    """Click's formatter counts characters; a Chinese one takes two cells and may end a line."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is written."""
        super().write_usage(prog, args, prefix or tr("Usage: "))

    def write_heading(self, heading: str) -> None:
        """The heading of a part."""
        self.write(f"{'':>{self.current_indent}}{show(msg('{label}:', label=heading))}\n")

    def write_text(self, text: str) -> None:
        """A paragraph."""
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms with their explanations; a long term stands on a line of its own."""
        column = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        for term, text in rows:
            lines = wrap(_unstopped(text), self.width - column - self.current_indent)
            fits = width(term) + col_spacing <= column
            first = term + " " * (column - width(term)) + lines.pop(0) if fits else term
            for line in (first, *(" " * column + line for line in lines)):
                self.write(f"{'':>{self.current_indent}}{line.rstrip()}\n")


class Context(click.Context):
    """A context whose help is written by that formatter."""

    formatter_class = Formatter

    def get_help(self) -> str:
        """The help page; options that take one of several words list them with their labels."""
        for param in self.command.params:
            if isinstance(param.type, Word) and isinstance(param, TyperArgument | click.Option):
                param.help = _with_words(param.help or "", param.type.vocabulary)
        return super().get_help()


def readable(command: C) -> C:
    """A command whose help is in the reader's language."""
    command.context_class = Context
    command.options_metavar = tr("[OPTIONS]")
    for param in command.params:
        if isinstance(param.type, click.types.IntParamType):
            param.type.name = tr("whole number")  # else click names it in English in its messages
    if isinstance(command, click.Group):
        command.subcommand_metavar = tr("COMMAND [ARGS]...")
    return command


def _with_words(text: str, vocabulary: Vocabulary) -> str:
    return show(msg("{text} One of: {words}.", text=_unstopped(text), words=words(vocabulary)))


def _unstopped(text: str) -> str:
    """A single Chinese sentence in a list ends without a full stop."""
    return text[:-1] if text.endswith("。") and text.count("。") == 1 else text

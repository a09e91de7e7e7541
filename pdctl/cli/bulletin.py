"""Bulletins."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import bulletin as actions
from pdctl.actions.output import write
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON, Word
from pdctl.cli.session import session
from pdctl.core import text, words
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_bytes, out_json, say

FORMATS = words.Vocabulary("format", {"html": "网页", "pdf": "版式文件", "txt": "文本", "md": "Markdown"})


def bulletin(
    org: Annotated[str, typer.Argument(metavar="ORG", help=_("The organization."), autocompletion=complete_org)],
    first: Annotated[str | None, typer.Option("--from", metavar="D", help=_("From this day on."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help=_("Up to this day."))] = None,
    scope: Annotated[str, typer.Option("--scope", click_type=Word(words.SCOPE), help=_("For whom the sheet is: society; party (with society); unit (with society)."))] = "society",
    tree: Annotated[bool, typer.Option("--tree", help=_("With all organizations below it."))] = False,
    fmt: Annotated[str | None, typer.Option("--format", click_type=Word(FORMATS), help=_("The format; default: as the file's name ends, else html."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output."))] = None,
) -> None:  # fmt: skip
    """Bulletin."""
    fmt = fmt or (output and FORMATS.find(output.suffix.lower().removeprefix("."))) or "html"
    to_stdout = output is not None and str(output) == "-"
    if to_stdout and fmt == "pdf" and sys.stdout.isatty():
        raise usage(msg("a PDF cannot be shown on a terminal"), msg("name a file: -o FILE"))
    with session() as opened:
        made = actions.bulletin(opened, org, first, last, scope, tree, fmt)  # type: ignore[arg-type]
    target = None if to_stdout else output or Path(f"{org}-{first}-{last}.{fmt}")
    if target is not None:
        write(made.made, target)
    _tell(made, target)
    if COMMON.json:
        left = [{"item": item, "state": state} for item, state in made.left_out]
        name = str(target) if target is not None else ""
        out_json(
            "bulletin",
            {"org": org, "scope": scope, "format": fmt, "file": name, "items": list(made.shown), "left_out": left},
        )
    elif target is None:
        out_bytes(made.made)
    else:
        out(str(target))


def _tell(made: actions.Bulletin, target: Path | None) -> None:
    for item, state in made.left_out:
        say(msg("{item} is left out: {state}", item=item, state=text.Word(words.STATE, state)))
    if target is not None:
        say(msg("The bulletin lies in {file}; items on it: {count}.", file=str(target), count=len(made.shown)))

"""Notices."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import notice as actions
from pdctl.actions import output as files
from pdctl.cli.completion import complete_item
from pdctl.cli.options import COMMON, Word
from pdctl.cli.session import session
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.core.words import Vocabulary
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_bytes, out_json, say

FORMATS = Vocabulary(
    "format", {"html": "网页", "pdf": "版式文件", "docx": "Word 文件", "txt": "文本", "md": "Markdown"}
)

LAYOUTS = Vocabulary("layout", {"plain": "普通版式", "redhead": "红头版式"})


def notice(
    item: Annotated[str, typer.Argument(metavar="ITEM", help=_("Any unique part of the item's id."), autocompletion=complete_item)],
    fmt: Annotated[str, typer.Option("--format", metavar="html|pdf|docx|txt|md", help=_("The format."))] = "html",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output."))] = None,
    layout: Annotated[str, typer.Option("--layout", click_type=Word(LAYOUTS), help=_("Under a red head, where the item has a registered number (文号)."))] = "plain",
    seal: Annotated[bool, typer.Option("--seal/--no-seal", help=_("Leave room for a seal over the date, or set the signature without."))] = True,
) -> None:  # fmt: skip
    """Notice."""
    if fmt not in FORMATS:
        raise usage(msg("there is no format {format}", format=fmt), msg("one of: {values}", values=", ".join(FORMATS)))
    to_stdout = output is not None and str(output) == "-"
    if to_stdout and fmt in ("pdf", "docx") and sys.stdout.isatty():
        raise usage(msg("a {format} file cannot be shown on a terminal", format=fmt), msg("name a file: -o FILE"))
    with session() as opened:
        item_id, made = actions.notice(opened, item, fmt, actions.Look(layout, seal))  # type: ignore[arg-type]
    if to_stdout:
        out_bytes(made)
        return
    target = output or Path(f"{item_id}.{fmt}")
    files.write(made, target)
    if COMMON.json:
        out_json("notice", {"item": item_id, "format": fmt, "file": str(target)})
        return
    out(str(target))
    say(msg("The notice lies in {file}.", file=str(target)))

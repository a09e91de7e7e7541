"""Texts to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import bodies as actions
from pdctl.actions import output as files
from pdctl.cli.options import COMMON
from pdctl.core.text import msg
from pdctl.report.lang import tr as _
from pdctl.report.layout import table
from pdctl.report.talk import out, out_json


def body(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help=_("Which text; without one they are listed."))] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; without it to standard output."))] = None,
) -> None:  # fmt: skip
    """文本样式."""
    if name is None:
        if COMMON.json:
            out_json(
                "bodies", {"bodies": [{"name": key, "title": label} for key, label in actions.BODIES.labels.items()]}
            )
        else:
            table([msg("Name"), msg("Title")], list(actions.BODIES.labels.items()))
        return
    text = actions.body(name)
    if output is not None and str(output) != "-":
        files.write(text, output)
    if COMMON.json:
        out_json("body", {"name": actions.BODIES.find(name), "text": text, "file": str(output) if output else None})
    else:
        out(str(output) if output is not None and str(output) != "-" else text.rstrip("\n"))

"""Notices."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import notice as actions
from pdctl.actions import notices as many
from pdctl.actions import output as files
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON, Word
from pdctl.cli.session import session
from pdctl.core.findings import Refusal, usage
from pdctl.core.text import msg
from pdctl.core.words import Vocabulary
from pdctl.report.lang import tr as _
from pdctl.report.progress import progress
from pdctl.report.talk import out, out_bytes, out_json, say

FORMATS = Vocabulary(
    "format", {"html": "网页", "pdf": "版式文件", "docx": "Word 文件", "txt": "文本", "md": "Markdown"}
)
LAYOUTS = Vocabulary("layout", {"plain": "普通版式", "redhead": "红头版式"})


def notice(
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help=_("Any unique part of the item's id."), autocompletion=complete_item)] = None,
    fmt: Annotated[str, typer.Option("--format", metavar="html|pdf|docx|txt|md", help=_("The format."))] = "html",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it; - for standard output; with --all a folder."))] = None,
    layout: Annotated[str, typer.Option("--layout", click_type=Word(LAYOUTS), help=_("Under a red head, where the item has a registered number (文号)."))] = "plain",
    seal: Annotated[bool, typer.Option("--seal/--no-seal", help=_("Leave room for a seal over the date, or set the signature without."))] = True,
    attach_evidence: Annotated[bool, typer.Option("--attach-evidence", help=_("An archive copy (仅供归档): data, records and signed commits inside the PDF."))] = False,
    code: Annotated[bool | None, typer.Option("--qr/--no-qr", help=_("With or without the QR code, as far as the policy lets you choose."))] = None,
    all_items: Annotated[bool, typer.Option("--all", help=_("Every approved item, each in a file of its own."))] = False,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("With --all: only those of this organization."), autocompletion=complete_org)] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help=_("With --all: posted, or else planned, on this day or later."))] = None,
) -> None:  # fmt: skip
    """Notice."""
    if fmt not in FORMATS:
        raise usage(msg("there is no format {format}", format=fmt), msg("one of: {values}", values=", ".join(FORMATS)))
    if all_items == (item is not None):
        raise usage(msg("name one item, or all of them with --all"), "pdctl notice ITEM; pdctl notice --all -o DIR")
    if not all_items and (org or since):
        raise usage(msg("--org and --since go with --all"))
    look = actions.Look(layout, seal, attach_evidence, code=code)
    if all_items:
        _many(org, since, fmt, look, output)
    else:
        _one(item or "", fmt, look, output)


def _one(item: str, fmt: str, look: actions.Look, output: Path | None) -> None:
    to_stdout = output is not None and str(output) == "-"
    if to_stdout and fmt in ("pdf", "docx") and sys.stdout.isatty():
        raise usage(msg("a {format} file cannot be shown on a terminal", format=fmt), msg("name a file: -o FILE"))
    with session() as opened:
        item_id, made = actions.notice(opened, item, fmt, look, say)  # type: ignore[arg-type]
    if to_stdout:
        out_bytes(made)
        return
    target = output or Path(f"{item_id}.{fmt}")
    files.write(made, target)
    if COMMON.json:
        fonts = {"fonts": _fonts_used()} if fmt == "pdf" else {}
        out_json("notice", {"item": item_id, "format": fmt, "file": str(target), **fonts})
        return
    out(str(target))
    say(msg("The notice lies in {file}.", file=str(target)))


def _fonts_used() -> dict[str, str]:
    """The family that draws each role on this machine."""
    from pdctl.render.fonts import faces

    return {role: face.family for role, face in faces().faces.items()}


def _many(org: str | None, since: str | None, fmt: str, look: actions.Look, folder: Path | None) -> None:
    if folder is None or str(folder) == "-":
        raise usage(msg("many notices go into a folder"), msg("name a folder: -o DIR"))
    with session() as opened, progress(msg("notices")) as tell:
        batch = many.notices(opened, org, since, fmt, look, folder, tell)  # type: ignore[arg-type]
    if COMMON.json and not batch.findings:
        rows = [{"item": item, "format": fmt, "file": str(file)} for item, file in batch.files.items()]
        out_json("notices", {"folder": str(folder), "notices": rows})
    elif not COMMON.json:
        for file in batch.files.values():
            out(str(file))
    say(msg("{count} notices lie in {folder}.", count=len(batch.files), folder=str(folder)))
    if batch.findings:
        raise Refusal(*batch.findings)

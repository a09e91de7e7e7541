"""Scanning and masking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdctl.actions import items
from pdctl.actions import scan as actions
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON, FORMATS, Word, beside
from pdctl.cli.session import session
from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.report import scan as report
from pdctl.report.lang import tr as _
from pdctl.store.scan_key import scan_key

if TYPE_CHECKING:
    from pdctl.actions.items import Item
    from pdctl.actions.session import Session


def scan(
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help=_("Files or folders of any kind."), show_default=False)] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help=_("The present content and the records of an item."), autocompletion=complete_item)] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("Whose published contact is allowed."), autocompletion=complete_org)] = None,
    fmt: Annotated[str, typer.Option("--format", click_type=Word(FORMATS), help=_("The format."))] = "text",
) -> int:  # fmt: skip
    """Scan."""
    fmt = "json" if COMMON.json else fmt
    COMMON.json = fmt == "json"
    if bool(files) == bool(item) or (item and org):
        raise usage(msg("give either files or --item"), "pdctl scan FILE… | --item ITEM")
    if item:
        with session() as opened:
            result = of_item(opened, items.load(opened, item))
            report.tell(result, fmt, opened.view.people)
            return result.exit_code
    scanned = _scanned([Path(beside(str(file), repository_first=False)) for file in files or []], org)
    result = report.Result(scanned.files, scanned.findings)
    report.tell(result, fmt, {})
    return result.exit_code


def _scanned(files: list[Path], org: str | None) -> actions.Scanned:
    if org is None:
        return actions.files(files, scan_key())
    with session() as opened:
        contact = actions.contact(opened, items.organization(opened, org).id)
        return actions.files(files, actions.key_of(opened), contact)


def of_item(opened: Session, item: Item) -> report.Result:
    """The scan of an item as the reporter takes it."""
    found = actions.of_item(opened, item)
    known = tuple((finding, said.record, said.given) for finding, said in found.acknowledged)
    return report.Result(found.files, found.open, known, found.exemption, found.item)

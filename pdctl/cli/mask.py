"""Masking."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import items
from pdctl.actions import mask as masking
from pdctl.actions import scan as scanning
from pdctl.cli.completion import complete_org
from pdctl.cli.options import COMMON, Word, beside
from pdctl.cli.session import session
from pdctl.core import words
from pdctl.core.findings import Stop
from pdctl.core.privacy.masking import Policy
from pdctl.report import mask as report
from pdctl.report.lang import tr as _
from pdctl.store.scan_key import scan_key


def mask(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A text, Markdown, YAML, CSV, Word or Excel file."))],
    target: Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help=_("Where the copy goes; default: beside the file, with -masked in its name."))] = None,
    preset: Annotated[str | None, typer.Option("--preset", click_type=Word(words.MASKING), help=_("How much is hidden; default: as the policy says, else common."))] = None,
    name: Annotated[list[str] | None, typer.Option("--name", metavar="NAME", help=_("The name of a private person, to be hidden; may be repeated."))] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("Whose published contact stays."), autocompletion=complete_org)] = None,
) -> None:  # fmt: skip
    """Mask."""
    file = Path(beside(str(file), repository_first=False))
    found, contact, key = _policy(preset, org)
    policy = Policy(found, tuple(name or ()), (*contact, *scanning.published(file)))
    done = masking.mask(file, target, policy, key, COMMON.yes, COMMON.dry_run)
    report.masked(done.source, done.target, done.preset, done.changes, done.left, done.dry_run, COMMON.json)


def _policy(preset: str | None, org: str | None) -> tuple[str, tuple[str, ...], bytes]:
    """The preset and the contact that hold here; without a repository the usual preset, and no contact."""
    try:
        with session() as opened:
            contact = scanning.contact(opened, items.organization(opened, org).id) if org else ()
            return preset or opened.view.settings.policy.masking, contact, scanning.key_of(opened)
    except Stop:
        if org:
            raise
        return preset or "common", (), scan_key()

"""Papers that come back."""

from __future__ import annotations

from typing import Annotated

import typer

from pdctl.actions.check_notice import run as actions
from pdctl.cli.completion import complete_item
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.report import answer as report
from pdctl.report.lang import tr as _


def check_notice(
    what: Annotated[str, typer.Argument(metavar="FILE|TEXT", help=_("A notice as PDF, page, Word file or text; or its id or number and its code, typed."))],
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help=_("The item it should be of; default: the one it names."), autocompletion=complete_item)] = None,
    digest: Annotated[str | None, typer.Option("--digest", metavar="CODE", help=_("The code as printed (内容校验码)."))] = None,
) -> int:  # fmt: skip
    """Check a notice."""
    with session() as opened:
        answer = actions.check(opened, what, item, digest)
    (report.tell_json if COMMON.json else report.tell)(answer)
    return answer.exit_code

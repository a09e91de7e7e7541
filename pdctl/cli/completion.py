"""What the shell proposes while somebody types: ids, found without any noise when there is no repository."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pdctl.cli.options import COMMON
from pdctl.core.findings import Refusal, Stop

# How the scripts of the shells tell this program that they ask.
COMPLETE_VARIABLE = "_PDCTL_COMPLETE"


def _quiet(find: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    def found(incomplete: str) -> list[str]:
        try:
            return find(incomplete)
        except (Refusal, Stop, OSError):
            return []

    return found


def _items(incomplete: str) -> list[str]:
    from pdctl.store.git import Git
    from pdctl.store.index import Index

    git = Git(COMMON.folder or Path.cwd())
    return Index(git, git.tip("HEAD")).find(incomplete)


def _organizations(incomplete: str) -> list[str]:
    from pdctl.store.git import Git
    from pdctl.store.view import View

    git = Git(COMMON.folder or Path.cwd())
    return [name for name in View(git, git.tip("HEAD")).names("catalogs") if name.startswith(incomplete)]


complete_item = _quiet(_items)
complete_org = _quiet(_organizations)


def _know_powershell() -> None:
    """Click answers bash, zsh and fish; only typer knows PowerShell."""
    from click.shell_completion import add_completion_class
    from typer._completion_classes import PowerShellComplete

    for shell in ("powershell", "pwsh"):
        add_completion_class(PowerShellComplete, shell)


def shell_script(shell: str) -> str:
    """What a shell must run to ask pdctl for proposals."""
    import click
    from click.shell_completion import get_completion_class

    _know_powershell()
    found = get_completion_class(shell)
    if found is None:
        raise ValueError(shell)
    script = found(click.Command("pdctl"), {}, "pdctl", COMPLETE_VARIABLE).source()
    return script.replace(f"={shell}_complete", f"=complete_{shell}")  # typer turned click's words round


def prepare() -> None:
    """Get ready for the question of a shell, if this run is one."""
    if os.environ.get(COMPLETE_VARIABLE, "").endswith(("powershell", "pwsh")):
        _know_powershell()

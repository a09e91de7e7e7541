"""Writing the printed 程序核验记录."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pdctl.actions.output import write
from pdctl.core.findings import Finding, Refusal
from pdctl.core.text import msg
from pdctl.render.templates import TemplateFault
from pdctl.render.verification import render_verification
from pdctl.store.data import shipped


def write_paper(view: Mapping[str, Any], target: Path) -> None:
    """Write the page to a file: whole, or not at all. Raises `Refusal` or `Stop`."""
    try:
        text = render_verification(view, shipped("templates"))
    except TemplateFault as fault:
        problem = msg("the record cannot be made: {problem}", problem=fault.what)
        raise Refusal(Finding(problem, rule="E-RENDER", file=f"templates/{fault.template}", line=fault.line)) from fault
    write(text, target)

"""The printed 程序核验记录, from its view."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pdctl.render.templates import environment, render


def render_verification(view: Mapping[str, Any], templates: Path) -> str:
    """The page, from the templates in a folder; raises TemplateFault."""
    return render(environment("html", (templates,)), "verification.html.j2", view)

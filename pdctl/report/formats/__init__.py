"""Reports of findings for machines, one module for each format; text for people stands in `report.verdict`."""

from __future__ import annotations

from collections.abc import Callable

from pdctl.report.formats import github, gitlab, json, junit, sarif
from pdctl.report.formats.report import Report

RENDERERS: dict[str, Callable[[Report], str]] = {
    "json": json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "junit": junit.render,
}

__all__ = ["RENDERERS", "Report"]

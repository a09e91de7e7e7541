"""The tables of a text, checked: totals are the sums of what stands above them, and accounts balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pdctl.core.findings import Finding
from pdctl.core.tables.balances import unbalanced
from pdctl.core.tables.reading import read_tables
from pdctl.core.tables.totals import wrong_totals


def check_tables(text: str) -> Iterator[Finding]:
    """What is wrong with the figures of the tables in a Markdown text, each with its line and column."""
    if "|" not in text:
        return
    for table in read_tables(text):
        found = [*wrong_totals(table), *unbalanced(table)]
        yield from sorted(found, key=lambda finding: (finding.line, finding.column))


def check_entered(text: str) -> Iterator[Finding]:
    """The same for a text that entered already: who brought it said that it is meant so, or nobody asked then."""
    for found in check_tables(text):
        yield replace(found, rule="W-SUM") if found.rule == "E-SUM" else found


__all__ = ["check_entered", "check_tables"]

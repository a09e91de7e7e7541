"""The figures of a text, checked before it enters and shown again to those who decide on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pdctl.actions.items import Item
from pdctl.core.findings import Finding, Refusal
from pdctl.core.tables import check_entered, check_tables
from pdctl.core.text import Msg, msg


def admitted(text: str, file: str, as_written: bool) -> tuple[Msg, ...]:
    """Let a text in, with notes on its figures. Raises `Refusal` for a wrong total that is not said to be meant so."""
    found = [replace(one, file=file) for one in check_tables(text)]
    wrong = [one for one in found if one.severity == "error"]
    if wrong and not as_written:
        fix = msg("correct the figure that is wrong; where all are meant so, add --totals-as-written")
        raise Refusal(*(replace(one, fix=fix) for one in wrong))
    return as_notes(found)


def of_item(item: Item) -> tuple[Finding, ...]:
    """What is wrong with the figures of an item's text."""
    if item.plan.reference:
        return ()
    file = f"{item.folder}/content/body.md"
    return tuple(replace(one, file=file, item=item.id) for one in check_entered(item.body().decode("utf-8", "replace")))


def notes_on(item: Item) -> tuple[Msg, ...]:
    """The same as notes for those who decide."""
    return as_notes(of_item(item))


def as_notes(found: Iterable[Finding]) -> tuple[Msg, ...]:
    """Findings that stop nothing, each as one line."""
    return tuple(
        msg(
            "{rule} {file}:{line}:{column}: {problem} (expected {expected}, found {found})",
            rule=one.rule,
            file=one.file,
            line=one.line,
            column=one.column,
            problem=one.message,
            expected=one.expected,
            found=one.found,
        )
        for one in found
    )

"""Slips of the pen in what a proposer writes: told as soon as it enters, and called errors by `validate`.

They stop nothing here, for the text may quote them; whoever reads them can still revise it before anybody approves.
"""

from __future__ import annotations

from dataclasses import replace

from pdctl.actions.figures import as_notes
from pdctl.core.text import Msg
from pdctl.store.examine import placed_in_text


def slips(text: str, file: str) -> tuple[Msg, ...]:
    """What the rules of text find, each as one line."""
    from pdctl.core.content import check_text  # takes a while to import, and only those who propose need it

    return as_notes(replace(placed_in_text(found, text), file=file) for found in check_text(text))

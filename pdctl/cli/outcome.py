"""From what an action did to what the reporter tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pdctl.actions import items
from pdctl.cli.options import COMMON
from pdctl.core.text import Msg
from pdctl.report.findings import hint_words
from pdctl.report.steps import Written, report_change, report_step

if TYPE_CHECKING:
    from pdctl.actions.landing import Landed
    from pdctl.actions.step import Done


def written(landed: Landed, notes: tuple[Msg, ...] = ()) -> Written:
    """What an action wrote, for a reporter."""
    drafts = landed.drafts
    notes = (*notes, landed.note) if landed.note else notes
    notes = (*notes, *map(hint_words, landed.hints))
    return Written(
        tuple(draft.files for draft in drafts),
        tuple(draft.message for draft in drafts),
        landed.commits,
        landed.dry_run,
        notes,
    )


def tell_step(done: Done) -> None:
    """A step of an item."""
    item = done.item
    what = written(done.landed, done.notes)
    report_step(item.plan, item.course, items.duties(item), what, item.view.people, COMMON.json)


def tell_change(name: str, data: Mapping[str, Any], lines: Sequence[Msg], landed: Landed) -> None:
    """A change that is no step of an item."""
    report_change(name, data, lines, written(landed), COMMON.json)

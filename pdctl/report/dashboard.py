"""From what is due to the words of the overview's pages, which are Chinese whatever the screen speaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdctl.core.text import Msg, msg
from pdctl.report.due import Owed, last_moment, title_of, which, who_words
from pdctl.report.duties import People
from pdctl.report.lang import show, speaking


def row(owed: Owed, people: People) -> dict[str, Any]:
    """One obligation, said."""
    found = owed.obligation
    with speaking("zh"):
        return {
            "org": owed.org,
            "clause": found.entry.clause if found.entry else "",
            "entry": found.entry.id if found.entry else "",
            "title": title_of(found),
            "which": show(which(found)),
            "day": found.deadline.day,
            "moment": last_moment(found),
            "state": found.state,
            "who": show(who_words(owed, people)),
            "item": found.item or "",
            "why": show(found.why),
        }


def rows(owed: Iterable[Owed], people: People) -> list[dict[str, Any]]:
    """All of them."""
    return [row(one, people) for one in owed]


def lies_in(folder: str, pages: int) -> Msg:
    """What is told when the pages are there."""
    return msg(
        "The overview lies in {folder} ({count} pages); open index.html. It is for inside use only.",
        folder=folder,
        count=pages,
    )

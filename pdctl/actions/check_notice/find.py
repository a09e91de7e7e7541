"""Which item a paper is of: by the id that is named, the number, or the title that stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pdctl.actions.session import Session
from pdctl.core.claims import Claim, skeleton
from pdctl.core.findings import usage
from pdctl.core.numbers import item_org
from pdctl.core.text import listing, msg
from pdctl.store.git import Failure
from pdctl.store.paper.sheet import Paper

_ID = r"[a-z][a-z0-9-]{0,31}-[0-9]{8}-[a-z2-7]{4}"
_LABELLED = re.compile(rf"方案(?:编号)?[:：]({_ID})")
_ANY = re.compile(_ID)
_SHORT_LINE, _LONG_LINE, _MOST_LINES = 6, 150, 12


def of_paper(session: Session, paper: Paper) -> list[str]:
    """The items that a paper may be of: those it names, else those whose title stands on it."""
    bare = re.sub(r"\s", "", paper.text)
    labelled = _known(session, _LABELLED.findall(bare))
    return labelled or _known(session, _ANY.findall(bare)) or list(dict.fromkeys(_titled(session, paper.text)))


def of_claim(session: Session, claim: Claim) -> list[str]:
    """The items that somebody typed the id, a part of it or the publication number of."""
    if claim.item:
        wanted = skeleton(claim.item)
        return [item for item in session.index.all_ids() if skeleton(item) == wanted]
    if claim.number:
        return _numbered(session, claim.number)
    parts = [skeleton(part) for part in claim.rest if len(part) >= 3]
    if not parts:
        return []
    return [item for item in session.index.all_ids() if all(part in skeleton(item) for part in parts)]


def only(found: list[str]) -> str | None:
    """The item, None where there is none. Raises `Stop` (usage) where there are several."""
    if len(found) > 1:
        raise usage(
            msg("this names several items: {items}", items=listing(*found[:10])), msg("name one with --item ITEM")
        )
    return found[0] if found else None


def _known(session: Session, ids: list[str]) -> list[str]:
    return [item for item in dict.fromkeys(ids) if session.view.plan(item) is not None]


def _numbered(session: Session, number: str) -> list[str]:
    orgs = {org for item in session.index.all_ids() if (org := item_org(item))}
    year = int(number[:4])
    return [
        item for org in sorted(orgs) for item in session.index.published_in(org, [year]) if _has(session, item, number)
    ]


def _has(session: Session, item: str, number: str) -> bool:
    return any(record.number == number for record in session.view.records(item) if record.step == "publish")


def _titled(session: Session, text: str) -> Iterator[str]:
    """Items with a plan that holds one of the first lines of a paper as its title."""
    lines = [line.strip().lstrip("# ") for line in text.split("\n") if line.strip()][:_MOST_LINES]
    folded = [one + other for one, other in pairwise(lines)]  # a long title takes two lines
    for line in [line for line in (*lines, *folded) if _SHORT_LINE <= len(line) <= _LONG_LINE]:
        options = ("grep", "-l", "-z", "-F", "-e", f"title: {line}", "-e", f'title: "{line}"', "-e", f"title: '{line}'")
        try:
            paths = list(session.git.stream(*options, session.tip or "HEAD", "--", "catalogs"))
        except Failure:  # nothing found
            continue
        for path in paths:
            parts = path.decode("utf-8", "replace").split("/")
            if parts[-1] == "item.yaml" and len(parts) > 3:
                yield parts[-3]

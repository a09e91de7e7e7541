"""What one organization recorded in a period: its items with the steps of those days, for a 程序核验记录."""

from __future__ import annotations

from pdctl.actions import items
from pdctl.actions.session import Session
from pdctl.actions.spans import between
from pdctl.actions.verify.certificate import steps_of
from pdctl.core.numbers import item_org
from pdctl.core.proof import ItemProof, PeriodProof


def period(session: Session, org: str, first: str | None, last: str | None) -> PeriodProof:
    """The items and steps of an organization in a period. Raises `Stop` (usage)."""
    begin, end = (day.isoformat() for day in between(first, last))
    found = items.organization(session, org)
    commits = _commits(session, org)
    recorded = []
    for item_id in (name for name in session.index.all_ids() if item_org(name) == org):
        item = items.load_at(session, item_id, session.view)
        wanted = {r.seq for r in item.course.records if begin <= r.at[:10] <= end}
        if wanted:
            names = {r.seq: commits.get(f"{item.folder}/record/{r.file_name}", "") for r in item.course.records}
            steps = tuple(step for step in steps_of(session, item, names) if step.record.seq in wanted)
            recorded.append(ItemProof(item.plan, item.course, found, steps))
    return PeriodProof(found, begin, end, tuple(recorded))


def _commits(session: Session, org: str) -> dict[str, str]:
    """The commit that added each file of an organization's items, by its path."""
    options = ("--format=%H", "--name-only", "--diff-filter=A")
    found: dict[str, str] = {}
    commit = ""
    for piece in session.git.log(*options, session.tip or "HEAD", "--", f"catalogs/{org}/items"):
        text = piece.decode("utf-8", "replace").strip("\n")
        if "/" in text:
            found.setdefault(text, commit)
        else:
            commit = text
    return found

"""Many notices in one call: each in a file of its own, made one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pdctl.actions import items, output, texts
from pdctl.actions.items import Item
from pdctl.actions.notice import Look, made_of, was_approved
from pdctl.actions.session import Session
from pdctl.core.days import day
from pdctl.core.findings import Finding, Refusal, environment
from pdctl.core.text import msg
from pdctl.core.trouble import plainly
from pdctl.render.notice import NoticeFormat

_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\s]+')
_LONGEST_NAME = 40  # characters of a title in a file name: at most 120 bytes of the 255 that a name may take


@dataclass
class Batch:
    """What was made, by item, and what kept the others from being made."""

    files: dict[str, Path] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def notices(
    session: Session,
    org: str | None,
    since: str | None,
    fmt: NoticeFormat,
    look: Look,
    folder: Path,
    tell: Callable[[int, int], None] | None = None,
) -> Batch:
    """The notices of approved items posted, or else planned, since a day. Raises `Stop`; what fails is told at the end."""
    chosen = list(_chosen(session, org, day(texts.day("--since", since))))
    _prepare(folder)
    batch = Batch()
    for number, item in enumerate(chosen, 1):
        _one(session, item, fmt, look, folder, batch)
        if tell is not None:
            tell(number, len(chosen))
    return batch


def _one(session: Session, item_id: str, fmt: NoticeFormat, look: Look, folder: Path, batch: Batch) -> None:
    item = items.load_at(session, item_id, session.view)
    target = folder / file_name(item, fmt)
    try:
        output.write(made_of(session, item, fmt, look), target)
        batch.files[item_id] = target
    except Refusal as problem:
        batch.findings.extend(problem.findings)
    session.view.forget(item.folder)


def file_name(item: Item, fmt: str) -> str:
    """A name that people can read and every file system takes: the item's id and the beginning of its title."""
    title = _UNSAFE.sub(" ", item.plan.title or "").strip()[:_LONGEST_NAME].rstrip(" .")
    return f"{item.id} {title}.{fmt}" if title else f"{item.id}.{fmt}"


def _chosen(session: Session, org: str | None, since: date | None) -> Iterator[str]:
    """Approved items with a text, in the order of their ids."""
    orgs = [items.organization(session, org).id] if org else list(session.view.organizations)
    for name in orgs:
        years = range(since.year if since else 2000, session.now.year + 2)
        live = (facts.item for facts in session.index.live(name))
        for item_id in sorted({*session.index.published_in(name, years), *live}):
            item = items.load_at(session, item_id, session.view)
            shown = not item.plan.reference and was_approved(item) and (since is None or _day(item) >= since)
            session.view.forget(item.folder)
            if shown:
                yield item_id


def _day(item: Item) -> date:
    """The day of a notice: its first posting, else the planned day, else the day of the proposal."""
    posted = [on for record in item.course.published.values() if (on := day(record.on))]
    proposed = date.fromisoformat(item.id.split("-")[-2])
    return min(posted, default=None) or day(item.plan.publish_on) or proposed


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = plainly(error.strerror or str(error))
        raise environment(
            msg("{file} cannot be written: {problem}", file=str(folder), problem=problem), msg("name a folder: -o DIR")
        ) from error

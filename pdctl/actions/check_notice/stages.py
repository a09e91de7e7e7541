"""The notices that pdctl printed, or would have printed, of an item at each stage of its course."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pdctl.actions import items
from pdctl.actions.appendices import fitting
from pdctl.actions.items import Item
from pdctl.actions.notice import imprint_of, source_of, was_approved
from pdctl.actions.own_templates import own_templates
from pdctl.actions.reading import record_commits
from pdctl.actions.session import Session
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import day
from pdctl.core.replay import replay
from pdctl.render.source import NoticeSource
from pdctl.render.view import FOR_ARCHIVE

_MOST_CHANGES = 50
_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")


@dataclass(frozen=True)
class Stage:
    """What the notice said once a commit had landed, whether that is the approved wording, and from which templates.

    `own` are the templates of the repository, by name; none where the shipped ones were used.
    """

    commit: str
    source: NoticeSource
    approved_wording: bool
    own: tuple[tuple[str, str], ...] = ()


def stages(session: Session, item: Item, said: str, pdf: bool = False) -> list[Stage]:
    """The notices of an item, the likeliest first; `said` is the text of the paper, for the day and the look it was printed in."""
    subject = approved_subject(item)
    found: dict[tuple[NoticeSource, tuple[tuple[str, str], ...]], Stage] = {}
    bare = re.sub(r"\s", "", said)
    for commit, then in _moments(session, item):
        standing = _at(then, item, commit)
        source = source_of(then, standing)
        own = tuple(own_templates(then, item.plan.org).items())
        right = subject is not None and source.digest == subject
        for dated in _dated(session, item, standing, source, said):
            for dressed in _dressed(standing, dated, bare, pdf):
                found.setdefault((dressed, own), Stage(commit, dressed, right, own))
    return sorted(found.values(), key=lambda stage: not stage.approved_wording)


def _dressed(standing: Item, source: NoticeSource, said: str, pdf: bool) -> Iterator[NoticeSource]:
    """A notice in each of its looks that the paper may have: under a red head, as a copy for the archive, with attachments behind it."""
    number = standing.plan.document_number
    looks = [source]
    if number and re.sub(r"\s", "", number) in said:
        looks.insert(0, replace(source, imprint=imprint_of(standing)))
    if FOR_ARCHIVE in said:
        looks = [replace(look, for_archive=True) for look in looks] + looks
    appendices = fitting(standing) if pdf else ()
    if appendices:
        looks = [replace(look, appendices=appendices) for look in looks] + looks
    yield from looks


def approved_subject(item: Item) -> str | None:
    """The digest of the approved content, or None while nothing is approved."""
    return item.course.subject if was_approved(item) else None


def _moments(session: Session, item: Item) -> Iterator[tuple[str, Session]]:
    """The tip, then each commit that changed the item or its organization, newest first."""
    since = f"catalogs/{item.plan.org}/organization.yaml"
    by_record = record_commits(session, item)
    first = next((by_record[r.file_name] for r in item.course.records if r.file_name in by_record), None)
    changes = [session.tip or ""]
    if first:
        names = session.git.log("--format=%H", f"{first}..{session.tip}", "--", since)
        changes += [name.decode().strip() for name in names if name.strip()][:_MOST_CHANGES]
    changes += reversed(list(by_record.values()))
    for commit in dict.fromkeys(changes):
        yield commit, at(session, commit)


def at(session: Session, commit: str) -> Session:
    """The same session, looking at another commit."""
    moved = copy.copy(session)
    moved.tip = commit
    moved.view = session.view.at(commit)
    return moved


def _at(then: Session, item: Item, commit: str) -> Item:
    """The item as it stood; that something took its place is known of the tip only."""
    if commit == item.view.commit:
        return item
    loaded = items.load_at(then, item.id, then.view)
    if not loaded.superseded:
        return loaded
    records, void = then.view.records(item.id), then.view.void(item.id)
    return replace(loaded, course=replay(loaded.plan, loaded.needs, records, void=void), superseded=False)


def _dated(session: Session, item: Item, standing: Item, source: NoticeSource, said: str) -> Iterator[NoticeSource]:
    """A notice with each day that it may carry: that of its posting or its plan, else any on which it was printed."""
    if standing.course.published or standing.plan.publish_on:
        yield source
        return
    records = standing.course.records
    first = (day(records[-1].at) if records else None) or source.signed_on
    later = item.course.records[len(records)] if len(item.course.records) > len(records) else None
    last = (day(later.on) or day(later.at) if later else None) or session.now.date()
    printed = [found for found in dict.fromkeys(_days(said)) if first <= found <= max(first, last)]
    for found in printed or [first]:
        yield replace(source, signed_on=found)


def _days(text: str) -> Iterator[date]:
    """The days that stand in a text."""
    for year, month, number in _DATE.findall(re.sub(r"\s", "", text)):
        found = day(f"{year}-{int(month):02d}-{int(number):02d}")
        if found:
            yield found

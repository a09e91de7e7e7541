"""实施 and 归档: channel by channel within the approved plan, then filed (part five (四), (五))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pdctl.actions import items, step
from pdctl.actions.days import stand_note
from pdctl.actions.decide import evidence_files
from pdctl.actions.items import Item
from pdctl.actions.planning import channel_from
from pdctl.actions.session import Session
from pdctl.actions.step import Done
from pdctl.actions.texts import day, line, prose
from pdctl.core.authority import Ask
from pdctl.core.findings import usage
from pdctl.core.judge.cases import day as as_day
from pdctl.core.model import Channel
from pdctl.core.numbers import archive_class, archive_number, publication_number
from pdctl.core.text import msg


def planned_channel(item: Item, text: str) -> Channel:
    """The channel a text means: the planned one of that name where it is only one, else as it is written."""
    asked = channel_from(text, item.plan.scope)
    if ":" in text.replace("：", ":"):
        return asked
    same = [channel for channel in item.plan.channels if channel.channel == asked.channel]
    if len(same) > 1:
        raise usage(
            msg("the plan has {channel} inside and outside", channel=asked.channel),
            msg("name it {channel}:inside or {channel}:outside", channel=asked.channel),
        )
    return same[0] if same else asked


def publish(
    session: Session,
    part: str,
    channel: str,
    on: str,
    where: str,
    evidence: Sequence[Path] = (),
    direct_reason: str | None = None,
    late_reason: str | None = None,
    provisional_reason: str | None = None,
    dry_run: bool = False,
) -> Done:
    """One channel was used: when and where."""
    item = items.load(session, part)
    posting = planned_channel(item, channel)
    files, named = evidence_files(len(item.course.records) + 1, evidence)
    when = day("--on", on)
    done = step.take(
        session,
        item,
        Ask("publish"),
        dry_run,
        files,
        channel=posting.channel,
        place=posting.place,
        on=when,
        where=line("--where", where),
        direct_reason=prose("--direct-reason", direct_reason),
        late_reason=prose("--late-reason", late_reason),
        provisional_reason=prose("--accept-provisional", provisional_reason),
        number=_next_number(session, item, when),
        evidence=named,
    )
    return _with_period(done, posting)


def _with_period(done: Done, posting: Channel) -> Done:
    """What was done, with the period for which the posting stands."""
    return replace(done, notes=(*done.notes, *stand_note(done.item, posting.name)))


def _next_number(session: Session, item: Item, when: str | None) -> str | None:
    date = as_day(when)
    if item.course.published or date is None:
        return None
    return publication_number(date.year, session.index.highest_number(item.plan.org, date.year) + 1)


def drop(session: Session, part: str, channel: str, reason: str, dry_run: bool = False) -> Done:
    """A planned channel is not used, for a reason."""
    item = items.load(session, part)
    posting = planned_channel(item, channel)
    reason_text = prose("--reason", reason)
    return step.take(
        session, item, Ask("drop"), dry_run, channel=posting.channel, place=posting.place, reason=reason_text
    )


def takedown(
    session: Session, part: str, channel: str, on: str, evidence: Sequence[Path] = (), dry_run: bool = False
) -> Done:
    """A posting was taken down."""
    item = items.load(session, part)
    posting = planned_channel(item, channel)
    files, named = evidence_files(len(item.course.records) + 1, evidence)
    done = step.take(
        session,
        item,
        Ask("takedown"),
        dry_run,
        files,
        channel=posting.channel,
        place=posting.place,
        on=day("--on", on),
        evidence=named,
    )
    return _with_period(done, posting)


def archive(session: Session, part: str, retention: str | None = None, dry_run: bool = False) -> Done:
    """File the item: it gets its archive number. The retention is the entry's unless another one is named."""
    item = items.load(session, part)
    kept = retention or (item.entry.retention if item.entry else "y10")
    org = session.view.organizations[item.plan.org]
    klass = archive_class(org, session.view.organizations, session.now.year, kept)
    number = archive_number(klass, session.index.highest_archive(org.id, klass) + 1)
    return step.take(session, item, Ask("archive"), dry_run, retention=kept, archive_no=number)

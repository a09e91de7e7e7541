"""The plan of an item (公开方案): what the proposer says, else the earlier version, else the entry of the catalogue."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pdctl.actions import items
from pdctl.actions.document_numbers import check_number_free
from pdctl.actions.figures import admitted
from pdctl.actions.items import Item
from pdctl.actions.paperwork import Paperwork, paper_notes, papers, title_of
from pdctl.actions.session import Session
from pdctl.actions.slips import slips
from pdctl.actions.texts import day, line
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Attachment, Channel, Duration, Entry, Plan
from pdctl.core.text import Msg, msg
from pdctl.core.words import CHANNEL, PLACE, PLACED_CHANNELS
from pdctl.store.intake import read_attachments, read_body


@dataclass(frozen=True)
class Wishes:
    """What the proposer says; None where the entry or the earlier version decides."""

    title: str | None = None
    body: Path | None = None
    attach: tuple[Path, ...] = ()
    detach: tuple[str, ...] = ()
    scope: str | None = None
    scope_reason: str | None = None
    audience: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    family: str | None = None
    importance: str | None = None
    importance_reason: str | None = None
    publish_on: str | None = None
    days: int | None = None
    supersedes: str | None = None
    period: str | None = None
    event: str | None = None
    totals_as_written: bool = False
    paper: Paperwork = Paperwork()


def planned(
    session: Session,
    plan: Plan,
    entry: Entry | None,
    wishes: Wishes,
    copy_of: str | None,
    before: Item | None = None,
) -> tuple[Plan, dict[str, bytes], tuple[Msg, ...]]:
    """The full plan and its files: what was said, else the earlier version, else the entry."""
    source = items.load(session, copy_of) if copy_of else before
    plan = _filled(session, plan, entry, wishes, source, before is not None)
    if before is None or plan.document_number != before.plan.document_number:
        check_number_free(session, plan)
    content, notes = _texts(wishes, source)
    attached = {f"attachments/{name}": data for name, data in read_attachments(wishes.attach).items()}
    content = {path: data for path, data in content.items() if path not in _detached(wishes, content)} | attached
    titles = {a.file: a for a in (source.plan.attachments if source else ())}
    files = sorted(path for path in content if path.startswith("attachments/"))
    plan = replace(plan, attachments=tuple(titles.get(file, Attachment(file)) for file in files))
    told = slips(plan.title or "", "--title") if wishes.title is not None else ()
    return plan, content, told + notes + paper_notes(plan)


def _detached(wishes: Wishes, content: Mapping[str, bytes]) -> set[str]:
    names = {f"attachments/{name}" for name in wishes.detach}
    missing = names - content.keys()
    if missing:
        raise usage(msg("there is no attachment {name}", name=min(missing).removeprefix("attachments/")))
    return names


def _texts(wishes: Wishes, source: Item | None) -> tuple[dict[str, bytes], tuple[Msg, ...]]:
    content = content_of(source) if source else {}
    content.pop("item.yaml", None)
    if wishes.body is None:
        if "body.md" not in content:
            raise usage(msg("the text is missing"), msg("name a file: --body FILE (Markdown, text or Word)"))
        return content, ()
    body = read_body(wishes.body)
    text = body.data.decode()
    _check_renderable(wishes.body, text)
    whole, file = "\n" * body.skipped + text, str(wishes.body)
    figures = admitted(whole, file, wishes.totals_as_written)
    return {**content, "body.md": body.data}, (*body.notes, *figures, *slips(whole, file))


def _check_renderable(path: Path, text: str) -> None:
    """A text that no notice could be made of is refused before anybody works on it."""
    from pdctl.render.blocks import BodyFault
    from pdctl.render.body import parse_body

    try:
        parse_body(text)
    except BodyFault as fault:
        raise Refusal(
            Finding(
                msg("no notice can be made of this text: {problem}", problem=str(fault)), rule="E-LIMIT", file=str(path),
                line=fault.line, expected=str(fault.limit), found=str(fault.found),
                fix=msg("shorten it, or split it into attachments"),
            )
        ) from fault  # fmt: skip


def _filled(
    session: Session, plan: Plan, entry: Entry | None, wishes: Wishes, source: Item | None, same_item: bool
) -> Plan:
    old = source.plan if source and not source.plan.reference else None
    scope = wishes.scope or (old.scope if old else None) or (entry.scope if entry else None)
    if scope is None:
        raise usage(msg("an off-catalogue matter needs its scope"), msg("add --scope society|party|unit|targeted"))
    new_title = title_of(wishes.title, wishes.paper)
    title = new_title or (old.title if old else None)
    if title is None:
        raise usage(msg("the title is missing"), msg("add --title TEXT"))
    supersedes = items.find_id(session, wishes.supersedes) if wishes.supersedes else plan.supersedes
    return replace(
        plan,
        title=title,
        family=wishes.family or (old.family if old else None) or (entry.family if entry else "announcement"),
        scope=scope,
        scope_reason=line("--scope-reason", wishes.scope_reason) or (old.scope_reason if old else None),
        audience=_audience(wishes, old, entry, scope),
        importance=wishes.importance
        or (old.importance if old else None)
        or (entry.importance if entry else "ordinary"),
        importance_reason=line("--importance-reason", wishes.importance_reason)
        or (old.importance_reason if old else None),
        publish_on=day("--publish-on", wishes.publish_on) or (plan.publish_on if source else None),
        duration=_duration(wishes, old, entry),
        channels=_channels(wishes, old, entry, scope),
        supersedes=supersedes,
        period=line("--period", wishes.period) or plan.period,
        event=_event(session, wishes) or plan.event,
        round=_round(session, supersedes) if wishes.supersedes else plan.round,
        **papers(wishes.paper, old, new_title is not None, same_item),
    )


def _event(session: Session, wishes: Wishes) -> str | None:
    """The event of the ledger that is meant by a part of its id."""
    from pdctl.actions import ledger

    return ledger.find(session, wishes.event, "event").id if wishes.event else None


def _audience(wishes: Wishes, old: Plan | None, entry: Entry | None, scope: str) -> tuple[str, ...]:
    said = tuple(line("--audience", text) or "" for text in wishes.audience)
    found = said or (old.audience if old else ()) or (entry.audience if entry else ())
    if scope == "targeted" and not found:
        raise usage(msg("the scope targeted needs its audience"), msg("add --audience TEXT, once for each"))
    return found if scope == "targeted" or said else ()


def _duration(wishes: Wishes, old: Plan | None, entry: Entry | None) -> Duration:
    """How long it stays: `--days` counts as the entry counts, in working days for a notice (公示)."""
    default = (old.duration if old else None) or (entry.duration if entry else None) or Duration(workdays=5)
    if wishes.days is None:
        return default
    if wishes.days < 1:
        raise usage(msg("--days must be 1 or more"))
    in_days = default.days is not None
    return Duration(days=wishes.days) if in_days else Duration(workdays=wishes.days)


def _channels(wishes: Wishes, old: Plan | None, entry: Entry | None, scope: str) -> tuple[Channel, ...]:
    if wishes.channels:
        return tuple(channel_from(text, scope) for text in wishes.channels)
    if old and old.scope == scope:
        return old.channels
    default = entry.channels if entry else ()
    fitting = tuple(c for c in default if scope == "society" or not c.society)
    if fitting:
        return fitting
    return (Channel("meeting"), Channel("website")) if scope == "society" else (Channel("meeting"),)


def channel_from(text: str, scope: str | None = None) -> Channel:
    """A channel from `CHANNEL[:inside|:outside]`, by key or label; a board stands outside only for society."""
    name, _, place = text.replace("：", ":").partition(":")
    channel = CHANNEL.find(name)
    if channel is None:
        near = difflib.get_close_matches(name, [*CHANNEL.keys, *CHANNEL.labels.values()], 1)
        fix = (
            msg("did you mean {near}?", near=near[0])
            if near
            else msg("one of: {channels}", channels=", ".join(CHANNEL))
        )
        raise usage(msg("there is no channel {channel}", channel=name), fix)
    where = PLACE.find(place) if place else None
    if place and where is None:
        raise usage(msg("a channel stands inside or outside, not {place}", place=place))
    if channel not in PLACED_CHANNELS:
        if where:
            raise usage(msg("the channel {channel} does not take inside or outside", channel=channel))
        return Channel(channel)
    return Channel(channel, where or ("outside" if scope == "society" else "inside"))


def _round(session: Session, supersedes: str | None) -> int | None:
    plan = session.view.plan(supersedes) if supersedes else None
    return (plan.round or 1) + 1 if plan else None


def content_of(item: Item) -> dict[str, bytes]:
    """The files of an item's content, by their path below `content/`."""
    folder = f"{item.folder}/content"
    return {path: item.view.read(f"{folder}/{path}") or b"" for path in item.view.files(folder)}

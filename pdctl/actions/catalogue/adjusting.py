"""调整: an entry of the working copy added, changed, suspended, resumed or cancelled, each with its reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pdctl.actions import items
from pdctl.actions.catalogue import entries as reading
from pdctl.actions.catalogue.entries import Raw
from pdctl.actions.catalogue.step import CatalogDone, Catalogue, load, take
from pdctl.actions.session import Session
from pdctl.actions.texts import prose, schema_for
from pdctl.core.authority import keepers
from pdctl.core.catalogue_diff import differences
from pdctl.core.digest import catalogue_digest
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, EntryChange
from pdctl.core.text import listing, msg
from pdctl.store import codec
from pdctl.store.yaml_edit import edit

# Hands a text to the user's editor; None where he left it as it was.
Editor = Callable[[str], str | None]


@dataclass(frozen=True)
class Wanted:
    """What is to happen to an entry: `change` None stands for add or change, whichever fits."""

    change: str | None = None
    reason: str | None = None
    settings: tuple[str, ...] = ()
    file: Path | None = None
    like: str | None = None
    item: str | None = None
    editor: Editor | None = None


def adjust(session: Session, org: str, entry: str | None, wanted: Wanted, dry_run: bool = False) -> CatalogDone:
    """Adjust one entry; without one, name every change of the working copy that no record names yet."""
    catalogue = load(session, org)
    before = [dict(one) for one in (session.view.working_copy(org) or {"entries": []})["entries"]]
    if entry is None:
        return _name_all(session, catalogue, before, wanted, dry_run)
    reason = prose("--reason", wanted.reason)
    if reason is None:
        raise usage(msg("an adjustment needs its reason"), msg("add --reason TEXT"))
    after, change = _changed(catalogue, before, entry, wanted)
    reading.check(after, org)
    item = items.find_id(session, wanted.item) if wanted.item else None
    changes = (EntryChange(entry, change, reason, item),)
    return _record(session, catalogue, before, after, changes, dry_run)


def _changed(catalogue: Catalogue, before: list[Raw], entry: str, wanted: Wanted) -> tuple[list[Raw], str]:
    """The entries after the change, and what the change is. Raises `Stop` or `Refusal`."""
    old = next((one for one in before if one["id"] == entry), None)
    change = wanted.change or ("change" if old else "add")
    if change == "add":
        if old is not None:
            raise usage(msg("the catalogue of {org} has an entry {entry} already", org=catalogue.org.id, entry=entry))
        return _inserted(before, _filled(catalogue, before, entry, {}, wanted)), change
    if old is None:
        raise _unknown(catalogue, before, entry)
    if (wanted.settings or wanted.file or wanted.like) and change != "change":
        raise usage(msg("--set, --file and --like go with add and change only"))
    if change == "cancel":
        return [one for one in before if one["id"] != entry], change
    if change in ("suspend", "resume"):
        new = {key: value for key, value in old.items() if key != "suspended"}
        new |= {"suspended": True} if change == "suspend" else {}
    else:
        new = _filled(catalogue, before, entry, old, wanted)
    if new == old:
        raise _nothing(entry)
    return [new if one is old else one for one in before], change


def _unknown(catalogue: Catalogue, before: list[Raw], entry: str) -> Exception:
    near = difflib.get_close_matches(entry, [one["id"] for one in before], 3)
    fix = (
        msg("did you mean {entries}?", entries=listing(*near))
        if near
        else msg("pdctl catalog show {org} lists them", org=catalogue.org.id)
    )
    return usage(msg("the catalogue of {org} has no entry {entry}", org=catalogue.org.id, entry=entry), fix)


def _nothing(entry: str) -> Refusal:
    return Refusal(
        Finding(
            msg("the adjustment changes nothing"), rule="E-STEP", clause="七(二)", expected=msg("a changed entry"),
            found=entry, fix=msg("give --set KEY=VALUE, --file FILE or --edit"),
        )
    )  # fmt: skip


def _filled(catalogue: Catalogue, before: list[Raw], entry: str, old: Raw, wanted: Wanted) -> Raw:
    """The new entry: from a file, like another one, with options over it, at last through the editor."""
    new = dict(old)
    if wanted.file is not None:
        new = reading.from_file(wanted.file)
        if new["id"] != entry:
            raise usage(
                msg("the file holds the entry {found}, not {entry}", found=new["id"], entry=entry),
                msg("name the entry that the file holds"),
            )
    elif wanted.like is not None:
        other = next((one for one in before if one["id"] == wanted.like), None)
        if other is None:
            raise _unknown(catalogue, before, wanted.like)
        new = {key: value for key, value in other.items() if key != "suspended"}
    new = reading.with_options({**new, "id": entry}, wanted.settings)
    if wanted.editor is None:
        return new
    text = wanted.editor(reading.as_text(new, skeleton=not old))
    return new if text is None else {**reading.from_text(text.encode(), entry), "id": entry}


def _inserted(before: Sequence[Raw], new: Raw) -> list[Raw]:
    """The entries with a new one where its number belongs."""
    place = next((n for n, one in enumerate(before) if _order(one["id"]) > _order(new["id"])), len(before))
    return [*before[:place], new, *before[place:]]


def _order(entry: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"[.-]", entry)]


def _name_all(session: Session, catalogue: Catalogue, before: list[Raw], wanted: Wanted, dry_run: bool) -> CatalogDone:
    """Name the changes that came into the working copy otherwise, as by an import."""
    reason = prose("--reason", wanted.reason)
    if reason is None or wanted.change or wanted.settings or wanted.file or wanted.like or wanted.item:
        raise usage(
            msg("without an entry only the reason is given"), msg("pdctl catalog adjust {org} --reason TEXT", org=catalogue.org.id)
        )  # fmt: skip
    release = session.view.release(catalogue.org.id, catalogue.current)
    found = differences(release.entries if release else (), _typed(before))
    named = catalogue.course.named if not catalogue.changed else {}
    changes = tuple(EntryChange(one.entry, one.change, reason) for one in found if one.entry not in named)
    if not changes:
        raise _nothing(catalogue.org.id)
    return _record(session, catalogue, before, before, changes, dry_run)


def _typed(entries: Sequence[Raw]) -> tuple[Entry, ...]:
    return codec.entries_from({"entries": entries})


def _record(
    session: Session,
    catalogue: Catalogue,
    before: list[Raw],
    after: list[Raw],
    changes: tuple[EntryChange, ...],
    dry_run: bool,
) -> CatalogDone:
    org = catalogue.org.id
    path = f"catalogs/{org}/catalog.yaml"
    value = {"format": codec.FORMAT, "org": org, "entries": after}
    new = edit(session.view.read(path), value, schema_for(path, "catalog"))
    files: dict[str, bytes | None] = {"catalog.yaml": new} if after != before else {}
    posts = keepers(org, session.view.organizations)
    subject = catalogue_digest(after)
    return take(session, catalogue, "adjust", posts, files, dry_run, subject=subject, changes=changes)

"""What an import read and changed: entry by entry in words, and every cell that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import BY_KEY
from pdctl.core.sheet.outcome import ABSENT, CHANGED, NEW, REMOVED, SAME, Change, Outcome
from pdctl.core.text import Msg, listing, msg
from pdctl.report.lang import show
from pdctl.report.layout import out_wrapped, table
from pdctl.report.steps import Written
from pdctl.report.talk import out, out_json, say

_MOST = 12  # entries that one line names


@dataclass(frozen=True)
class Read:
    """Where a table was read from."""

    org: str
    file: str
    sheet: str
    head: tuple[int, int]


def report_import(read: Read, outcome: Outcome, written: Written | None, as_json: bool) -> None:
    """The whole report; `written` is None where nothing changes."""
    if as_json:
        out_json("catalog-import", {**_written(written), **import_json(read, outcome)})
        return
    for line in lines(read, outcome):
        out_wrapped(line, 4)
    if outcome.unread:
        out()
        out(msg("Cells that could not be read ({count}):", count=len(outcome.unread)))
        heads = (msg("Cell"), msg("Column"), msg("Entry"), msg("Text"), msg("Why"))
        table(heads, [(f"{u.letters}{u.row}", u.head, u.entry, _short(u.text), u.why) for u in outcome.unread])
    if written is None:
        say(msg("Nothing changes; no commit is made."))
        return
    written.tell()
    if not written.dry_run:
        say(msg("Done: {commits}", commits=listing(*(commit[:12] for commit in written.commits))))
        command = msg("pdctl catalog adjust {org} --reason TEXT", org=read.org)
        say(msg("Next: {command}", command=command))


def _written(written: Written | None) -> Mapping[str, Any]:
    nothing = {"ok": True, "dry_run": False, "commits": [], "files": [], "messages": [], "notes": []}
    return written.json() if written else nothing


def lines(read: Read, outcome: Outcome) -> Iterator[Msg]:
    """The report but for the table of unread cells."""
    count = {kind: sum(1 for c in outcome.changes if c.kind == kind) for kind in (NEW, CHANGED, SAME, ABSENT, REMOVED)}
    top, bottom = read.head
    yield msg(
        "{file}, sheet {sheet}: the head stands in rows {top} to {bottom}",
        file=read.file,
        sheet=read.sheet,
        top=top,
        bottom=bottom,
    )
    yield msg(
        "new: {new}, changed: {changed}, unchanged: {same}", new=count[NEW], changed=count[CHANGED], same=count[SAME]
    )
    for change in outcome.changes:
        yield from _change(change)
    absent = [change.entry for change in outcome.changes if change.kind == ABSENT]
    if absent:
        yield msg(
            "{count} entries of the catalogue are not in the table and stay as they are: {entries}",
            count=len(absent),
            entries=_some(absent),
        )
    yield from _assumed(outcome)
    for remark in outcome.remarks:
        yield msg("Note: {note}", note=remark)


def _change(change: Change) -> Iterator[Msg]:
    if change.kind == REMOVED:
        yield msg("- {entry} {title}: taken out", entry=change.entry, title=change.title)
    elif change.kind == NEW:
        yield msg("+ {entry} {title}", entry=change.entry, title=change.title)
        for key, _, after in change.fields:
            if key not in ("id", "title"):
                yield msg("    {column}: {value}", column=BY_KEY[key].label, value=_short(after))
    elif change.kind == CHANGED:
        yield msg("* {entry} {title}", entry=change.entry, title=change.title)
        for key, before, after in change.fields:
            yield _field(BY_KEY[key].label, _short(before), _short(after))


def _field(column: str, before: str, after: str) -> Msg:
    if not before:
        return msg("    {column}: {value} (was empty)", column=column, value=after)
    if not after:
        return msg("    {column}: empty (was {value})", column=column, value=before)
    return msg("    {column}: {after} (was {before})", column=column, after=after, before=before)


def _assumed(outcome: Outcome) -> Iterator[Msg]:
    """What the table does not say: entries that lack the same columns, from the same source, stand in one line."""
    columns: dict[tuple[str, str], list[str]] = {}
    sources: dict[str, Msg] = {}
    for assumed in outcome.assumed:
        source = show(assumed.source)
        sources[source] = assumed.source
        columns.setdefault((assumed.entry, source), []).append(BY_KEY[assumed.key].label)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (entry, source), labels in columns.items():
        alike.setdefault((source, tuple(dict.fromkeys(labels))), []).append(entry)
    for (source, names), entries in alike.items():
        yield msg(
            "not in the table, assumed from {source}: {columns} ({entries})",
            source=sources[source], columns=listing(*names), entries=_some(entries),
        )  # fmt: skip


def _some(values: list[str]) -> Any:
    return listing(*values[:_MOST], *([msg("{count} in all", count=len(values))] if len(values) > _MOST else []))


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def import_json(read: Read, outcome: Outcome) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "org": read.org,
        "file": read.file,
        "sheet": read.sheet,
        "head_rows": list(read.head),
        "changed": outcome.differs,
        "entries": [
            {
                "entry": c.entry,
                "title": c.title,
                "change": c.kind,
                "fields": [{"field": key, "before": before, "after": after} for key, before, after in c.fields],
            }
            for c in outcome.changes
        ],
        "unread": [
            {
                "cell": f"{u.letters}{u.row}",
                "row": u.row,
                "column": u.letters,
                "head": u.head,
                "text": u.text,
                "why": show(u.why),
                "entry": u.entry or None,
            }
            for u in outcome.unread
        ],
        "assumed": [
            {"entry": a.entry, "field": a.key, "value": a.text, "source": show(a.source)} for a in outcome.assumed
        ],
        "remarks": [show(remark) for remark in outcome.remarks],
    }

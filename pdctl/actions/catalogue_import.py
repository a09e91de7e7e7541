"""A table that an office keeps becomes the working copy of a catalogue: one signed commit, or none where nothing changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pdctl.actions import items
from pdctl.actions.catalogue_table import names_of
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.session import Session
from pdctl.actions.texts import schema_for
from pdctl.core.findings import Finding, Refusal, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Organization
from pdctl.core.sheet.columns import BY_KEY
from pdctl.core.sheet.entries import Base, Merge
from pdctl.core.sheet.grid import Grid
from pdctl.core.sheet.head import Head, find_head
from pdctl.core.sheet.mapping import Guide, defaults, guide_from
from pdctl.core.sheet.outcome import Entry, Outcome
from pdctl.core.sheet.read import Reader
from pdctl.core.sheet.rows import Table
from pdctl.core.text import Msg, listing, msg
from pdctl.core.words import KIND
from pdctl.store import codec
from pdctl.store.data import shipped
from pdctl.store.delimited import read_delimited
from pdctl.store.intake import read_file
from pdctl.store.schema import accepts, faults, read_checked
from pdctl.store.workbook import SheetFault, read_workbook, refuse_others
from pdctl.store.yaml_edit import edit

MAX_MATTERS = 2_000  # more than a catalogue's file takes
_SHOWN = 20  # rows or columns that one remark names


@dataclass(frozen=True)
class Imported:
    """What was read and what came of it; `landed` is None where nothing changes."""

    org: Organization
    file: str
    sheet: str
    head: Head
    outcome: Outcome
    landed: Landed | None


def import_table(
    session: Session,
    file: Path,
    org: str,
    mapping: Path | None = None,
    sheet: str | None = None,
    remove: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Read a table and lay it over the working copy of a catalogue. Raises `Stop` or `Refusal`."""
    found = items.organization(session, org)
    guide = _guide(mapping)
    grids, remarks = _grids(file)
    grid, head = _choose(file, grids, sheet or guide.sheet, guide)
    remarks += [*_aside(grids, grid), *_unused(guide, head)]
    names = names_of(session, found)
    reader = Reader(names, head.own)
    reading = Table(grid, head, reader, guide.words).read()
    if len(reading.drafts) > MAX_MATTERS:
        why = msg(
            "it names {count} matters; a catalogue holds at most {most}", count=len(reading.drafts), most=MAX_MATTERS
        )
        raise _refusal(file, why, msg("split it, one table an organization"), "E-LIMIT")
    path = f"catalogs/{org}/catalog.yaml"
    value = session.view.value(path, "catalog") or {"format": codec.FORMAT, "org": org, "entries": []}
    base = _base(session, found, value["entries"], guide, mapping, Reader(names))
    made = Merge(reading, base, remove).outcome()
    outcome = Outcome(made.entries, made.changes, made.unread, made.assumed, (*remarks, *made.remarks))
    if all(change.kind in ("absent", "removed") for change in outcome.changes):
        raise _refusal(file, msg("no row of the table could be taken as an entry: {why}", why=_why(outcome)))
    ids = [entry["id"] for entry in value["entries"]]
    moved = [entry["id"] for entry in outcome.entries] != ids
    if not outcome.differs and not moved:
        return Imported(found, str(file), grid.name, head, outcome, None)
    landed = _land(session, org, path, {**value, "entries": list(outcome.entries)}, dry_run)
    return Imported(found, str(file), grid.name, head, outcome, landed)


def _why(outcome: Outcome) -> Msg:
    """Why no row is an entry: what is told of single cells goes before what is told of all cells of a row."""
    if not outcome.unread:
        return msg("it has none")
    times = Counter(str(one.why) for one in outcome.unread)
    return min((one.why for one in outcome.unread), key=lambda why: times[str(why)])


def _land(session: Session, org: str, path: str, value: dict[str, Any], dry_run: bool) -> Landed:
    data = edit(session.view.read(path), value, schema_for(path, "catalog"))
    chain = Chain(session)
    actor = session.actor.person
    chain.add(Draft({path: data}, f"导入目录 {org}（{actor.name}）", (("Org", org), ("By", actor.id))))
    return chain.land(dry_run)


# Reading the file ------------------------------------------------------------------------------------------


def _guide(path: Path | None) -> Guide:
    return guide_from(read_checked(read_file(path, 1 << 20), "import-mapping", str(path))) if path else Guide()


def _grids(file: Path) -> tuple[list[Grid], list[Msg]]:
    data = read_file(file)
    if not data.strip():
        raise _refusal(file, msg("the file is empty"))
    try:
        refuse_others(data)
        if data.startswith(b"PK"):
            return read_workbook(data), []
        grid, encoding = read_delimited(data, file.name)
    except SheetFault as fault:
        raise _refusal(file, fault.why, fault.fix, "E-LIMIT" if fault.too_large else "E-SHEET", fault.line) from fault
    return [grid], [] if encoding == "utf-8" else [msg("it was read as {encoding}", encoding=encoding.upper())]


def _refusal(file: Path, why: Msg, fix: Msg | str = "", rule: str = "E-SHEET", line: int = 0) -> Refusal:
    text = msg("{file} cannot be imported: {why}", file=file.name, why=why)
    return Refusal(Finding(text, rule=rule, file=str(file), line=line, fix=fix))


def _choose(file: Path, grids: list[Grid], wanted: str, guide: Guide) -> tuple[Grid, Head]:
    """The sheet that was named, else the only one with a head."""
    names = listing(*(grid.name for grid in grids))
    if wanted:
        named = [grid for grid in grids if grid.name.strip() == wanted.strip()]
        if not named:
            raise usage(msg("there is no sheet {name}", name=wanted), msg("there are: {orgs}", orgs=names))
        grids = named
    heads = [(grid, find_head(grid, guide.columns, guide.head_row, guide.head_rows)) for grid in grids]
    found = [(grid, head) for grid, head in heads if head is not None]
    shown = [(grid, head) for grid, head in found if wanted or not grid.hidden]
    if len(shown) > 1:
        several = listing(*(grid.name for grid, _ in shown))
        raise usage(msg("several sheets hold a table: {names}", names=several), msg("choose one with --sheet"))
    if shown:
        return shown[0]
    if found:
        hidden = found[0][0].name
        raise _refusal(
            file, msg("its table stands in a hidden sheet"), msg("choose it with --sheet {name}", name=hidden)
        )
    raise _refusal(
        file,
        msg("no row of the table looks like its head"),
        msg(
            "name the columns in a mapping (--mapping FILE); known heads are {heads} …",
            heads=listing(*(column.label for column in list(BY_KEY.values())[1:8])),
        ),
    )


def _aside(grids: list[Grid], chosen: Grid) -> list[Msg]:
    """What was not read, or read although it is hidden."""
    others = [grid for grid in grids if grid is not chosen and grid.cells]
    found = [
        msg("the hidden sheet {sheet} was not read: {count} cells", sheet=grid.name, count=len(grid.cells))
        if grid.hidden
        else msg("the sheet {sheet} was not read: {count} cells", sheet=grid.name, count=len(grid.cells))
        for grid in others
    ]
    rows = sorted(chosen.hidden_rows & {row for row, _ in chosen.cells})
    columns = sorted(chosen.hidden_columns & {column for _, column in chosen.cells})
    if chosen.hidden:
        found.append(msg("the sheet {sheet} is hidden; it was read because it was named", sheet=chosen.name))
    if rows:
        found.append(msg("hidden rows were read like the others: {rows}", rows=_some(rows)))
    if columns:
        from pdctl.core.sheet.columns import letters

        found.append(
            msg("hidden columns were read like the others: {columns}", columns=_some(list(map(letters, columns))))
        )
    return found


def _unused(guide: Guide, head: Head) -> list[Msg]:
    """The columns of a mapping that the table does not have."""
    names = [name for name in guide.columns if not any(field.given == name for field in head.fields.values())]
    return [msg("the mapping names columns that the table does not have: {names}", names=_some(names))] if names else []


def _some(values: list[Any]) -> Any:
    shown = [str(value) for value in values[:_SHOWN]]
    return listing(*shown, *(["…"] if len(values) > _SHOWN else []))


# What it is laid over --------------------------------------------------------------------------------------


def _base(
    session: Session, org: Organization, entries: list[Entry], guide: Guide, mapping: Path | None, reader: Reader
) -> Base:
    values, wrong = defaults(guide, reader)
    if wrong:
        key, text, why = wrong[0]
        raise Refusal(
            Finding(
                msg("the default of {column} cannot be read: {why}", column=BY_KEY[key].label, why=why),
                rule="E-SHEET", file=str(mapping), found=text, pointer=("defaults", key),
            )
        )  # fmt: skip
    clauses = {old: reader.read("clause", new).values.get("clause", "") for old, new in guide.by_category.items()}
    return Base(
        entries=entries,
        starters=_starters(org.kind),
        kind=str(list(KIND_NUMBER).index(org.kind) + 1),
        used=frozenset(_used(session, org.id)),
        names=reader.names,
        defaults=values,
        by_category={old: clause for old, clause in clauses.items() if clause},
        check=_check,
    )


# The parts of part three in its order: the first figure of an entry's id.
KIND_NUMBER = ("work-committee", "basic", "discipline", "department")


def _starters(kind: str) -> list[Entry]:
    """The entries of the starter catalogues, those of the own kind first."""
    kinds = sorted(KIND, key=lambda k: k != kind)
    files = (shipped("catalogs") / f"{k}.yaml" for k in kinds)
    return [entry for file in files for entry in read_checked(file.read_bytes(), "starter", file.name)["entries"]]


def _used(session: Session, org: str) -> set[str]:
    """Ids that any release ever gave: they are not given again."""
    names = session.view.names(f"catalogs/{org}/releases")
    releases = (session.view.value(f"catalogs/{org}/releases/{name}", "release") for name in names)
    return {entry["id"] for release in releases if release for entry in release["entries"]}


def _check(entry: Entry) -> Msg | None:
    """Why the schema refuses an entry, or None."""
    value = {"format": codec.FORMAT, "org": "x", "entries": [entry]}
    if accepts(value, "catalog"):
        return None
    found = faults(value, "catalog")
    return msg("the entry would not be valid: {place}", place="/".join(str(part) for part in found[0].path[2:]))

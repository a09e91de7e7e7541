"""What the index keeps of each item, read from git: as much as lists need, and no more than that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pdctl.core.numbers import ITEM, item_folder, item_org
from pdctl.store.git import Failure, Git
from pdctl.store.schema import read_checked

_FOLDERS_A_CALL = 500
_ITEMS_A_BATCH = 256

# The paths below an item's folder, with the ids of their blobs.
Files = dict[str, str]
# item, org, live, published, supersedes, numbered, number, archive_no, facts, off
Row = tuple[Any, ...]


def touched(git: Git, old: str, new: str) -> dict[str, str] | None:
    """The items that differ between two commits, with their folders; None where the old one is gone."""
    if git.tip(old) != old:
        return None
    found: dict[str, str] = {}
    try:
        for name in git.changed(old, new, "catalogs"):
            parts = name.decode("utf-8", "replace").split("/", 5)
            if _is_item(parts):
                found[parts[4]] = "/".join(parts[:5])
    except Failure:
        return None
    return found


def listed(git: Git, commit: str, folders: list[str]) -> Iterator[tuple[str, Files]]:
    """Each item below some folders, with its files."""
    for start in range(0, len(folders), _FOLDERS_A_CALL):
        yield from _listed(git, commit, folders[start : start + _FOLDERS_A_CALL])


def _listed(git: Git, commit: str, folders: list[str]) -> Iterator[tuple[str, Files]]:
    current, files = "", Files()
    for line in git.stream("ls-tree", "-r", "-z", commit, "--", *folders):
        head, _, name = line.partition(b"\t")
        parts = name.decode("utf-8", "replace").split("/", 5)
        if len(parts) == 6 and parts[4] == current:
            files[parts[5]] = head[-40:].decode()
        elif _is_item(parts):
            if files:
                yield current, files
            current, files = parts[4], {parts[5]: head[-40:].decode()}
    if files:
        yield current, files


def _is_item(parts: list[str]) -> bool:
    """Whether a path, taken apart, lies in the folder where its item belongs."""
    return len(parts) == 6 and bool(ITEM.fullmatch(parts[4])) and "/".join(parts[:5]) == item_folder(parts[4])


def rows(git: Git, items: Iterable[tuple[str, Files]], numbered: bool) -> Iterator[Row]:
    """The row of each item that has a plan, those of archived ones with their numbers or without; many at a time."""
    planned = ((item, files) for item, files in items if "content/item.yaml" in files)
    while batch := list(islice(planned, _ITEMS_A_BATCH)):
        plans = git.objects.read_many(files["content/item.yaml"] for _, files in batch)
        data = [found[2] if found else b"" for found in plans]
        filed = [(item, files) for item, files in batch if _filing(files)]
        given = {item: (number, archive_no) for number, archive_no, item in numbers(git, filed if numbered else ())}
        for (item, files), plan in zip(batch, data, strict=True):
            yield _archived(item, files, plan, given.get(item)) if _filing(files) else _live(git, item, files, plan)


def _filing(files: Files) -> str | None:
    """The record by which an item was archived."""
    return next((path for path in files if path.startswith("record/") and path.endswith("-archive.yaml")), None)


def _publications(files: Files) -> list[str]:
    return sorted(path for path in files if path.startswith("record/") and "-publish-" in path)


def _archived(item: str, files: Files, plan: bytes, given: tuple[str | None, str | None] | None) -> Row:
    """Most plans supersede nothing, and need not be parsed to see it."""
    supersedes = _plan(item, plan).get("supersedes") if b"supersedes" in plan else None
    off = b"off_catalog" in plan and "off_catalog" in _plan(item, plan)
    published, numbered = int(bool(_publications(files))), int(given is not None)
    return item, item_org(item), 0, published, supersedes, numbered, *(given or (None, None)), None, int(off)


def _live(git: Git, item: str, files: Files, plan: bytes) -> Row:
    paths = sorted(path for path in files if path.startswith("record/") and path.count("/") == 1)
    records = [_value(git, item, files, path) for path in paths]
    checked = _plan(item, plan)
    published = [record for record in records if record["step"] == "publish"]
    number = published[0].get("number") if published else None
    facts = json.dumps([checked, records], ensure_ascii=False)
    off = int("off_catalog" in checked)
    return item, item_org(item), 1, int(bool(published)), checked.get("supersedes"), 1, number, None, facts, off


def numbers(git: Git, items: Iterable[tuple[str, Files]]) -> Iterator[Row]:
    """Publication number, archive number and id of archived items; their records are asked for many at a time."""
    items = iter(items)
    while batch := list(islice(items, _ITEMS_A_BATCH)):
        wanted = [(item, files, next(iter(_publications(files)), None), _filing(files)) for item, files in batch]
        asked = git.objects.read_many(files[path] for _, files, *paths in wanted for path in paths if path)
        found = iter(list(asked))  # all of them first: a record that is refused must leave no answer of git unread
        for item, _, published, filed in wanted:
            number = _record(item, published, next(found)).get("number") if published else None
            yield number, _record(item, filed, next(found)).get("archive_no") if filed else None, item


def _value(git: Git, item: str, files: Files, path: str) -> dict[str, Any]:
    return _record(item, path, git.objects.read(files[path]))


def _record(item: str, path: str, found: tuple[str, str, bytes] | None) -> dict[str, Any]:
    value: dict[str, Any] = read_checked(found[2] if found else b"", "record", f"{item_folder(item)}/{path}")
    return value


def _plan(item: str, data: bytes) -> dict[str, Any]:
    value: dict[str, Any] = read_checked(data, "item", f"{item_folder(item)}/content/item.yaml")
    return value

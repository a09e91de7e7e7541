"""When items were first posted, and their small files, read for many items in a few streams instead of one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pdctl.core.numbers import item_folder
from pdctl.store.git import Git
from pdctl.store.index_rows import Files, listed
from pdctl.store.schema import read_checked
from pdctl.store.view import View

_A_BATCH = 256


def first_postings(git: Git, commit: str, items: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of the items that was posted, with the day of its first posting."""
    for batch in _batches(items):
        found = list(listed(git, commit, [item_folder(item) for item in batch]))
        wanted = [(item, path, files[path]) for item, files in found for path in sorted(files) if _posting(path)]
        data = git.objects.read_many(blob for _, _, blob in wanted)
        days: dict[str, str] = {}
        for (item, path, _), blob in zip(wanted, data, strict=True):
            on = str(read_checked(blob[2] if blob else b"", "record", f"{item_folder(item)}/{path}")["on"])
            days[item] = min(on, days.get(item, on))
        yield from days.items()


def read_ahead(view: View, items: Iterable[str]) -> None:
    """Let a view read plans, texts and records of items in one go; attachments and evidence stay where they are."""
    if view.commit is None:
        return
    for batch in _batches(items):
        found = listed(view.git, view.commit, [item_folder(item) for item in batch])
        wanted = [(f"{item_folder(item)}/{path}", blob) for item, files in found for path, blob in _small(files)]
        data = view.git.objects.read_many(blob for _, blob in wanted)
        view.keep({path: blob[2] for (path, _), blob in zip(wanted, data, strict=True) if blob})


def _posting(path: str) -> bool:
    return path.startswith("record/") and path.count("/") == 1 and "-publish-" in path


def _small(files: Files) -> Iterator[tuple[str, str]]:
    return ((path, blob) for path, blob in files.items() if path.count("/") == 1)


def _batches(items: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, _A_BATCH)):
        yield batch

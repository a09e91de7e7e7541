"""What deadlines are computed from, kept for a quick second look: publications, ledgers, entries in force, organizations.

Archived items count here as much as open ones, so this is a file apart from the index of items: only `due` and what is
like it pays for it. It follows the branch as that one does.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from pdctl.core.due.titles import spoken
from pdctl.core.ledger import LEDGER_ID, ledger_path
from pdctl.core.numbers import ITEM, item_folder
from pdctl.core.paths import classify
from pdctl.store.follower import Follower, Row
from pdctl.store.git import Failure
from pdctl.store.schema import read_checked

_FOLDERS_A_CALL = 500
_ITEMS_A_BATCH = 256
_INSERT_ITEM = "INSERT OR REPLACE INTO disclosures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# What came to nothing, and what was decided not to be disclosed.
GONE, REFUSED = 1, 2
_RELEASE = re.compile(r"[0-9]{4}\.yaml")
# Paths of files with the ids of their blobs.
Files = dict[str, str]


class DueIndex(Follower):
    """Publications, ledgers and entries of one commit."""

    FILE = "due.sqlite"
    LAYOUT = "2"
    TABLES = """
    CREATE TABLE IF NOT EXISTS disclosures (
        item TEXT PRIMARY KEY, org TEXT, entry TEXT, proposed TEXT, posted TEXT, at TEXT, period TEXT, event TEXT,
        supersedes TEXT, gone INTEGER, live INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS ledger (path TEXT PRIMARY KEY, org TEXT, facts TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS orgs (org TEXT PRIMARY KEY, facts TEXT, entries TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS entries (digest TEXT PRIMARY KEY, facts TEXT) WITHOUT ROWID;
    """

    def disclosures(self, org: str | None = None) -> list[Row]:
        """Item, organization, entry, day proposed, first day public, when recorded, period, event, what it supersedes, gone, live."""
        return self._ask("SELECT * FROM disclosures WHERE ?1 IS NULL OR org = ?1 ORDER BY item", org)

    def ledger(self, org: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        """The records of the ledger, each with its organization."""
        rows = self._ask("SELECT org, facts FROM ledger WHERE ?1 IS NULL OR org = ?1 ORDER BY path", org)
        return [(owner, json.loads(facts)) for owner, facts in rows]

    def organizations(self) -> dict[str, tuple[dict[str, Any], list[tuple[str, str]]]]:
        """Each organization as plain values, and its entries in force: digest and the day since which."""
        rows = self._ask("SELECT org, facts, entries FROM orgs ORDER BY org")
        return {org: (json.loads(facts), json.loads(entries)) for org, facts, entries in rows}

    def entries(self) -> dict[str, dict[str, Any]]:
        """The entries by their digest: those that many organizations share are kept once."""
        return {digest: json.loads(facts) for digest, facts in self._ask("SELECT digest, facts FROM entries")}

    # Keeping up -----------------------------------------------------------------------------------------------

    def refill(self, db: sqlite3.Connection, old: str | None) -> None:
        """Read again what changed; everything where there is no old commit."""
        changed = self._changed(old) if old else None
        if changed is None:
            for table in ("disclosures", "ledger", "orgs", "entries"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608
            folders = ["catalogs"]
        else:
            folders = self._forget(db, changed)
        if self.commit and folders:
            self._read(db, self._listed(folders))

    def _changed(self, old: str) -> list[str] | None:
        try:
            names = self.git.changed(old, self.commit or "", "catalogs")
            return [name.decode("utf-8", "replace") for name in names]
        except Failure:
            return None

    def _forget(self, db: sqlite3.Connection, changed: Iterable[str]) -> list[str]:
        """Drop the rows of what changed; what must be read again, by folder or file."""
        again: set[str] = set()
        for path in changed:
            place = classify(path)
            if place is None:
                continue
            if place.item:
                db.execute("DELETE FROM disclosures WHERE item = ?", (place.item,))
                again.add(item_folder(place.item))
            elif place.kind == "ledger":
                db.execute("DELETE FROM ledger WHERE path = ?", (path,))
                again.add(path)
            elif place.kind in ("organization", "release"):
                db.execute("DELETE FROM orgs WHERE org = ?", (place.org,))
                again |= {f"catalogs/{place.org}/organization.yaml", f"catalogs/{place.org}/releases"}
        return sorted(again)

    def _listed(self, folders: list[str]) -> Iterator[tuple[str, str]]:
        for start in range(0, len(folders), _FOLDERS_A_CALL):
            some = folders[start : start + _FOLDERS_A_CALL]
            for line in self.git.stream("ls-tree", "-r", "-z", self.commit or "", "--", *some):
                head, _, name = line.partition(b"\t")
                yield name.decode("utf-8", "replace"), head[-40:].decode()

    def _read(self, db: sqlite3.Connection, listed: Iterable[tuple[str, str]]) -> None:
        ledgers, organizations, releases = Files(), Files(), defaultdict[str, Files](Files)

        def items() -> Iterator[tuple[str, Files]]:
            """The items, one after the other; what else is met is put aside."""
            current, files = "", Files()
            for path, blob in listed:
                parts = path.split("/", 5)
                if len(parts) == 6 and parts[2] == "items":
                    if parts[4] != current:
                        if files:
                            yield current, files
                        current, files = parts[4], Files()
                    files[parts[5]] = blob
                elif len(parts) == 6 and parts[2] == "ledger":
                    ledgers[path] = blob
                elif len(parts) == 4 and parts[2] == "releases" and _RELEASE.fullmatch(parts[3]):
                    releases[parts[1]][path] = blob
                elif len(parts) == 3 and parts[2] == "organization.yaml":
                    organizations[parts[1]] = blob
            if files:
                yield current, files

        db.executemany(_INSERT_ITEM, self._items(items()))
        db.executemany("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?)", self._ledgers(ledgers))
        self._organizations(db, organizations, releases)

    def _blobs(self, blobs: Iterable[str]) -> Iterator[bytes]:
        return (found[2] if found else b"" for found in self.git.objects.read_many(blobs))

    # Items ----------------------------------------------------------------------------------------------------

    def _items(self, found: Iterable[tuple[str, Files]]) -> Iterator[Row]:
        real = ((item, files) for item, files in found if ITEM.fullmatch(item) and "content/item.yaml" in files)
        while batch := list(islice(real, _ITEMS_A_BATCH)):
            wanted = [(item, path, files[path]) for item, files in batch for path in _needed(files)]
            values: defaultdict[str, dict[str, Any]] = defaultdict(dict)
            for (item, path, _), data in zip(wanted, self._blobs(blob for _, _, blob in wanted), strict=True):
                schema = "item" if path.startswith("content/") else "record"
                values[item][path] = read_checked(data, schema, f"{item_folder(item)}/{path}")
            yield from (_row(item, files, values[item]) for item, files in batch)

    # The ledger -----------------------------------------------------------------------------------------------

    def _ledgers(self, files: Files) -> Iterator[Row]:
        for (path, _), data in zip(files.items(), self._blobs(files.values()), strict=True):
            org = path.split("/")[1]
            value = read_checked(data, "ledger", path)
            if LEDGER_ID.fullmatch(value["id"]) and ledger_path(org, value["id"]) == path:
                yield path, org, json.dumps(value, ensure_ascii=False)

    # Organizations --------------------------------------------------------------------------------------------

    def _organizations(self, db: sqlite3.Connection, files: Files, releases: dict[str, Files]) -> None:
        texts = list(self._blobs(files.values()))  # all at once: releases are asked for in between
        for org, data in zip(files, texts, strict=True):
            facts = read_checked(data, "organization", f"catalogs/{org}/organization.yaml")
            entries = self._in_force(db, releases.get(org, {}))
            row = org, json.dumps(facts, ensure_ascii=False), json.dumps(entries)
            db.execute("INSERT OR REPLACE INTO orgs VALUES (?, ?, ?)", row)

    def _in_force(self, db: sqlite3.Connection, files: Files) -> list[tuple[str, str]]:
        """The entries of the newest release, each with the day of the first one that holds it."""
        since: dict[str, str] = {}
        newest: list[dict[str, Any]] = []
        ordered = sorted(files)
        for path, data in zip(ordered, self._blobs(files[path] for path in ordered), strict=True):
            value = read_checked(data, "release", path)
            newest = value["entries"]
            for entry in newest:
                since.setdefault(entry["id"], value["on"])
        kept = []
        for entry in newest:
            facts = json.dumps(entry, ensure_ascii=False, sort_keys=True)
            digest = hashlib.sha256(facts.encode()).hexdigest()[:32]
            db.execute("INSERT OR IGNORE INTO entries VALUES (?, ?)", (digest, facts))
            kept.append((digest, since[entry["id"]]))
        return kept


def _needed(files: Files) -> list[str]:
    """The plan, and the records that say when something was public or that nothing will be."""
    records = [path for path in files if path.startswith("record/") and path.count("/") == 1]
    posted = [path for path in records if "-publish-" in path]
    decided = [path for path in records if "-approve-" in path or path.endswith("-answer.yaml")]
    kept = posted if posted and _filed(records) else [*posted, *decided]
    return ["content/item.yaml", *kept]


def _filed(records: Iterable[str]) -> bool:
    return any(path.endswith("-archive.yaml") for path in records)


def _row(item: str, files: Files, values: dict[str, dict[str, Any]]) -> Row:
    plan = values["content/item.yaml"]
    records = [path for path in files if path.startswith("record/")]
    posted = sorted((r["on"], r["at"]) for path, r in values.items() if "-publish-" in path and "on" in r)
    filed = _filed(records)
    withdrawn = any(path.endswith("-withdraw.yaml") for path in records)
    refused = any(r.get("decision") == "reject" or r.get("result") == "closed" for r in values.values())
    gone = GONE if withdrawn else REFUSED if refused else GONE if filed and not posted else 0
    day = item.split("-")[-2]
    proposed = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    on, at = posted[0] if posted else (None, None)
    period = plan.get("period") or " ".join(("~", *spoken(plan.get("title", ""))))  # ~ before what only the title says
    return (
        item, plan["org"], plan.get("entry"), proposed, on, at, period, plan.get("event"),
        plan.get("supersedes"), gone, int(not filed),
    )  # fmt: skip

"""An index of items, kept outside the repository: derived data that may be deleted at any time.

It holds one row an item, and follows the branch by the difference of two trees. What an archived item needs to say
is read from its file names; its numbers are read only when somebody asks for them. The file is sealed: whatever else
touched it, it is made anew, so that results with and without it are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdctl.store import index_rows
from pdctl.store.git import Git
from pdctl.store.index_rows import Row
from pdctl.store.places import cache_home
from pdctl.store.seal import discard, intact, seal

# Raise it whenever a row means something else than before.
LAYOUT = "3"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
    item TEXT PRIMARY KEY, org TEXT, live INTEGER, published INTEGER, supersedes TEXT,
    numbered INTEGER, number TEXT, archive_no TEXT, facts TEXT, off INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS live_items ON items (item) WHERE live = 1;
CREATE INDEX IF NOT EXISTS off_items ON items (item) WHERE off = 1;
CREATE INDEX IF NOT EXISTS superseding ON items (supersedes) WHERE supersedes IS NOT NULL;
"""
_INSERT = "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# The ids of an organization lie together, between `org-` and `org.`; comparing `org` tells `a` from `a-b`.
_OF_ORG = "item > ?1 || '-' AND item < ?1 || '.' AND org = ?1"
_TRIES = 3


@dataclass(frozen=True)
class Facts:
    """The parsed files of a live item: the plan, and the records in order."""

    item: str
    plan: dict[str, Any]
    records: list[dict[str, Any]]


class Index:
    """The items of one commit. Any fault of the stored file leads to a new one."""

    def __init__(self, git: Git, commit: str | None, kept: bool = True) -> None:
        self.git = git
        self.commit = commit
        self._mark = f"{LAYOUT} {commit}"
        self._path = _place(git) if kept else None
        self._db = self._open()

    @classmethod
    def aside(cls, git: Git, commit: str) -> Index:
        """The items of any commit, in memory: the kept file goes on following its branch."""
        return cls(git, commit, kept=False)

    def given(self) -> list[Row]:
        """Of each published or archived item: id, organization, publication and archive number, what it superseded."""
        for (org,) in self._ask("SELECT DISTINCT org FROM items"):
            self._complete(org)
        where = "published = 1 OR archive_no IS NOT NULL"
        took = "CASE WHEN published = 1 THEN supersedes END"  # a newer item takes the place once it is published
        return self._ask(f"SELECT item, org, number, archive_no, {took} FROM items WHERE {where} ORDER BY item")  # noqa: S608

    def live(self, org: str | None = None) -> list[Facts]:
        """The items that are not archived."""
        rows = self._ask("SELECT item, facts FROM items WHERE live = 1 AND (?1 IS NULL OR org = ?1) ORDER BY item", org)
        return [Facts(item, *json.loads(facts)) for item, facts in rows]

    def off_catalogue(self, org: str | None = None) -> list[str]:
        """The published items outside the catalogue, archived or not."""
        query = "SELECT item FROM items WHERE off = 1 AND published = 1 AND (?1 IS NULL OR org = ?1) ORDER BY item"
        return [row[0] for row in self._ask(query, org)]

    def find(self, part: str, most: int = 20) -> list[str]:
        """The ids that hold a part."""
        rows = self._ask("SELECT item FROM items WHERE instr(item, ?) > 0 ORDER BY item LIMIT ?", part, most)
        return [row[0] for row in rows]

    def all_ids(self) -> list[str]:
        """Every id."""
        return [row[0] for row in self._ask("SELECT item FROM items ORDER BY item")]

    def superseded_by(self, item: str) -> str | None:
        """A published item that names this one as superseded, or None."""
        rows = self._ask("SELECT item FROM items WHERE supersedes = ? AND published = 1 ORDER BY item", item)
        return rows[0][0] if rows else None

    def superseded(self) -> set[str]:
        """All items in whose place another one was published."""
        rows = self._ask("SELECT supersedes FROM items WHERE supersedes IS NOT NULL AND published = 1")
        return {row[0] for row in rows}

    def highest_number(self, org: str, year: int) -> int:
        """The highest publication number of an organization in a year."""
        return self._highest("number", org, f"{year}-")

    def highest_archive(self, org: str, klass: str) -> int:
        """The highest archive number of a class."""
        return self._highest("archive_no", org, f"{klass}-")

    def published_in(self, org: str, years: Iterable[int]) -> list[str]:
        """The items of an organization that got their publication number in some years."""
        self._complete(org)
        rows = self._ask(f"SELECT item, number FROM items WHERE {_OF_ORG} AND number IS NOT NULL ORDER BY item", org)  # noqa: S608
        starts = tuple(f"{year}-" for year in years)
        return [item for item, number in rows if number.startswith(starts)]

    def _highest(self, column: str, org: str, prefix: str) -> int:
        self._complete(org)
        rows = self._ask(f"SELECT {column} FROM items WHERE {_OF_ORG} AND {column} IS NOT NULL", org)  # noqa: S608
        tails = [text.removeprefix(prefix) for (text,) in rows if text.startswith(prefix)]
        return max((int(tail) for tail in tails if tail.isdigit()), default=0)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # The file -------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        """The stored file brought up to this commit, else a new one in its place, else one in memory."""
        if self._path is not None and not intact(self._path):
            discard(self._path)
        for _ in range(_TRIES):
            try:
                return self._ready()
            except (OSError, sqlite3.DatabaseError) as error:
                if self._path is None:
                    raise
                if _spoilt(error):
                    discard(self._path)
                else:
                    break
        self._path = None
        return self._ready()

    def _ready(self) -> sqlite3.Connection:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self._path or ":memory:", timeout=10, isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = OFF")
            db.executescript(_TABLES)
            self._catch_up(db)
        except BaseException:
            db.close()
            raise
        return db

    def _ask(self, query: str, *values: Any) -> list[Row]:
        """The rows of a query at this commit: another process may have moved the file on since it was opened."""
        for _ in range(_TRIES):
            with suppress(sqlite3.DatabaseError):
                self._catch_up(self._db)
                with _transaction(self._db, "DEFERRED"):
                    if _tip(self._db) == self._mark:
                        return self._db.execute(query, values).fetchall()
        self._leave_file()
        return self._db.execute(query, values).fetchall()

    def _leave_file(self) -> None:
        """Go on in memory: the file cannot be used now."""
        self._db.close()
        self._path = None
        self._db = self._ready()

    # Keeping up -----------------------------------------------------------------------------------------------

    def _catch_up(self, db: sqlite3.Connection) -> None:
        if _tip(db) == self._mark:
            return
        with self._changing(db):  # another process may be catching up too: one after the other
            layout, _, old = _tip(db).partition(" ")
            changed = index_rows.touched(self.git, old, self.commit) if layout == LAYOUT and self.commit else None
            if changed is None:
                db.execute("DELETE FROM items")
                folders = ["catalogs"]
            else:
                db.executemany("DELETE FROM items WHERE item = ?", [(item,) for item in changed])
                folders = sorted(changed.values())
            if self.commit:
                found = index_rows.listed(self.git, self.commit, folders)
                db.executemany(_INSERT, index_rows.rows(self.git, found))
            db.execute("INSERT OR REPLACE INTO meta VALUES ('tip', ?)", (self._mark,))

    def _complete(self, org: str) -> None:
        """Read the numbers of archived items of one organization that were not asked for before."""
        query = f"SELECT item FROM items WHERE {_OF_ORG} AND numbered = 0"  # noqa: S608
        while self.commit and (wanted := {row[0] for row in self._ask(query, org)}):
            found = index_rows.listed(self.git, self.commit, [f"catalogs/{org}/items"])
            rows = [(*index_rows.numbers(self.git, item, files), item) for item, files in found if item in wanted]
            try:
                self._number(rows)
            except sqlite3.DatabaseError:
                self._leave_file()

    def _number(self, rows: list[Row]) -> None:
        with self._changing(self._db):
            if _tip(self._db) == self._mark:  # else another process moved on, and the rows are asked for again
                self._db.executemany("UPDATE items SET number = ?, archive_no = ?, numbered = 1 WHERE item = ?", rows)

    @contextmanager
    def _changing(self, db: sqlite3.Connection) -> Iterator[None]:
        """One change of the file, whole or not at all, and its new seal."""
        with _transaction(db, "IMMEDIATE"):
            yield
        if self._path is not None:
            seal(self._path)


def _place(git: Git) -> Path:
    name = hashlib.sha256(os.fsencode(git.common_dir)).hexdigest()[:24]
    return cache_home() / name / "index.sqlite"


@contextmanager
def _transaction(db: sqlite3.Connection, kind: str) -> Iterator[None]:
    db.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _tip(db: sqlite3.Connection) -> str:
    """The layout and commit that the rows belong to."""
    row = db.execute("SELECT value FROM meta WHERE key = 'tip'").fetchone()
    return row[0] if row else ""


def _spoilt(error: Exception) -> bool:
    """Whether the file itself is at fault, and not that another process holds it or that no space is left."""
    return not isinstance(error, OSError) and not any(word in str(error) for word in ("locked", "full", "disk I/O"))

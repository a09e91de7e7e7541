"""An index of items, kept outside the repository: derived data that may be deleted at any time.

It holds one row an item, and follows the branch by the difference of two trees. What an archived item needs to say
is read from its file names; its numbers are read only when somebody asks for them. The file is sealed: whatever else
touched it, it is made anew, so that results with and without it are the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.numbers import item_org
from pdctl.store import index_rows
from pdctl.store.follower import Follower
from pdctl.store.git import Git
from pdctl.store.index_rows import Row

# Raise it whenever a row means something else than before.
LAYOUT = "3"
_TABLES = """
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


@dataclass(frozen=True)
class Facts:
    """The parsed files of a live item: the plan, and the records in order."""

    item: str
    plan: dict[str, Any]
    records: list[dict[str, Any]]


class Index(Follower):
    """The items of one commit. Any fault of the stored file leads to a new one."""

    FILE = "index.sqlite"
    LAYOUT = LAYOUT
    TABLES = _TABLES

    def __init__(self, git: Git, commit: str | None, kept: bool = True, numbered: bool = False) -> None:
        """`numbered` items are read with their numbers at once, for those who ask for the numbers of all."""
        self._numbered = numbered
        super().__init__(git, commit, kept)

    @classmethod
    def aside(cls, git: Git, commit: str, numbered: bool = False) -> Index:
        """The items of any commit, in memory: the kept file goes on following its branch."""
        return cls(git, commit, kept=False, numbered=numbered)

    def given(self) -> list[Row]:
        """Of each published or archived item: id, organization, publication and archive number, what it superseded."""
        self._complete(None)
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

    def of(self, org: str) -> list[str]:
        """The ids of an organization."""
        return [row[0] for row in self._ask(f"SELECT item FROM items WHERE {_OF_ORG} ORDER BY item", org)]  # noqa: S608

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

    # Keeping up -----------------------------------------------------------------------------------------------

    def refill(self, db: sqlite3.Connection, old: str | None) -> None:
        """Read again the items that changed; all of them where there is no old commit."""
        changed = index_rows.touched(self.git, old, self.commit) if old and self.commit else None
        if changed is None:
            db.execute("DELETE FROM items")
            folders = ["catalogs"]
        else:
            db.executemany("DELETE FROM items WHERE item = ?", [(item,) for item in changed])
            folders = sorted(changed.values())
        if self.commit:
            found = index_rows.listed(self.git, self.commit, folders)
            db.executemany(_INSERT, index_rows.rows(self.git, found, self._numbered))

    def _complete(self, org: str | None) -> None:
        """Read the numbers of archived items that were not asked for before, of one organization or of all."""
        of_org, asked = (f" AND {_OF_ORG}", (org,)) if org else ("", ())
        query = f"SELECT item FROM items WHERE numbered = 0{of_org}"  # noqa: S608 - the condition is a constant of this file
        while self.commit and (wanted := {row[0] for row in self._ask(query, *asked)}):
            folders = sorted({f"catalogs/{item_org(item)}/items" for item in wanted})
            listed = index_rows.listed(self.git, self.commit, folders)
            found = ((item, files) for item, files in listed if item in wanted)
            try:
                self._number(list(index_rows.numbers(self.git, found)))
            except sqlite3.DatabaseError:
                self._leave_file()

    def _number(self, rows: list[Row]) -> None:
        with self._changing(self._db):
            if self.current(self._db):  # else another process moved on, and the rows are asked for again
                self._db.executemany("UPDATE items SET number = ?, archive_no = ?, numbered = 1 WHERE item = ?", rows)

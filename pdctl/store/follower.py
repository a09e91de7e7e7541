"""A file of derived data that follows the branch, kept outside the repository: it may be deleted at any time.

It says what one commit holds, and is brought on by the difference of two trees. It is sealed: whatever else touched
it, it is made anew, so that results with and without it are the same.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

from pdctl.store.git import Git
from pdctl.store.places import cache_home
from pdctl.store.seal import discard, intact, seal

_META = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
_TRIES = 3

Row = tuple[Any, ...]


class Follower:
    """What one commit holds. Any fault of the stored file leads to a new one."""

    FILE: ClassVar[str]
    LAYOUT: ClassVar[str]
    TABLES: ClassVar[str]

    def __init__(self, git: Git, commit: str | None, kept: bool = True) -> None:
        self.git = git
        self.commit = commit
        self._mark = f"{self.LAYOUT} {commit}"
        self._path = _place(git, self.FILE) if kept else None
        self._db = self._open()

    def refill(self, db: sqlite3.Connection, old: str | None) -> None:
        """Bring the rows of an old commit on to the present one; without an old one, make them from nothing."""
        raise NotImplementedError

    def current(self, db: sqlite3.Connection) -> bool:
        """Whether the rows are those of this commit."""
        return _tip(db) == self._mark

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
            db.executescript(_META + self.TABLES)
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
                    if self.current(self._db):
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
        if self.current(db):
            return
        with self._changing(db):  # another process may be catching up too: one after the other
            layout, _, old = _tip(db).partition(" ")
            known = layout == self.LAYOUT and self.commit is not None and self.git.tip(old) == old
            self.refill(db, old if known else None)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('tip', ?)", (self._mark,))

    @contextmanager
    def _changing(self, db: sqlite3.Connection) -> Iterator[None]:
        """One change of the file, whole or not at all, and its new seal."""
        with _transaction(db, "IMMEDIATE"):
            yield
        if self._path is not None:
            seal(self._path)


def _place(git: Git, file: str) -> Path:
    name = hashlib.sha256(os.fsencode(git.common_dir)).hexdigest()[:24]
    return cache_home() / name / file


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

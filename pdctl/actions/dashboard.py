"""The overview of a year for people, written as a folder of static pages: whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pdctl.actions import due as deadlines
from pdctl.actions.overview import overview
from pdctl.actions.session import Session
from pdctl.core.content.clauses import CLAUSES
from pdctl.core.findings import environment, usage
from pdctl.core.text import msg
from pdctl.core.trouble import plainly
from pdctl.render import dashboard as rendering
from pdctl.render.dashboard import Board, Due, Group
from pdctl.report.dashboard import rows

_FIRST, _LAST = 2000, 2100
_MARK = b'<meta name="generator" content="pdctl dashboard">'


def dashboard(session: Session, tree: str | None, year: int | None) -> dict[str, str]:
    """The pages of a year, for a whole tree of organizations or all of them."""
    year = year or session.now.year
    if not _FIRST <= year <= _LAST:
        raise usage(msg("there is no such year: {year}", year=year))
    found = deadlines.due(session, None, tree, f"{year}-01-01", f"{year}-12-31")
    groups = tuple(
        Group(line.org.id, line.org.name, line.org.kind, line.depth, CLAUSES[line.org.kind])
        for line in overview(session, tree)
    )
    due = tuple(Due(**row) for row in rows(found.owed, session.view.people))
    as_of = f"截至{session.now.isoformat(sep=' ')[:16]}"
    board = Board(session.view.settings.title, year, session.now.date(), as_of, groups, due)
    return rendering.pages(board)


def write(pages: dict[str, str], folder: Path) -> None:
    """Put the pages into a folder, in the place of an overview that lies there. Raises `Stop`."""
    if folder.exists() and not _replaceable(folder):
        raise environment(
            msg("the folder {folder} holds something else", folder=str(folder)), msg("name a new or an empty folder")
        )
    fresh, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{what}") for what in ("new", "old"))
    try:
        fresh.mkdir(parents=True)
        for name, text in pages.items():
            (fresh / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        problem = plainly(error.strerror or str(error))
        raise environment(msg("{file} cannot be written: {problem}", file=str(folder), problem=problem)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _replaceable(folder: Path) -> bool:
    """Whether nothing would be lost: the folder is empty, or an overview of ours."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    names = sorted(path.name for path in folder.iterdir())
    if not names:
        return True
    try:
        ours = _MARK in (folder / "index.html").read_bytes()[:2000]
    except OSError:
        return False
    return ours and all(name.endswith(".html") for name in names)

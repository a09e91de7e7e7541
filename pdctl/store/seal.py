"""A checksum beside a file of derived data: what was cut short or touched by anything else is not used again."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path


def intact(file: Path) -> bool:
    """Whether a file is as it was when it was sealed."""
    try:
        return _seal_of(file).read_text(encoding="ascii") == _digest(file)
    except (OSError, UnicodeDecodeError):
        return False


def seal(file: Path) -> None:
    """Remember a file as it is now. Without a seal the file is made anew next time, so a failure is no fault."""
    with suppress(OSError):
        _seal_of(file).write_text(_digest(file), encoding="ascii")


def discard(file: Path) -> None:
    """Remove a file with its seal and whatever SQLite left beside it."""
    for path in (file, _seal_of(file), file.with_name(f"{file.name}-journal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _seal_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.seal")


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()

"""The key of the codes by which findings are acknowledged: made once for a user, and never in any repository.

A code without a key could be tried out: there are only so many telephone numbers. Whoever loses the key (it lies among
derived data) sees other codes from then on, and nothing else changes.
"""

from __future__ import annotations

import os
from pathlib import Path

from pdctl.store.places import cache_home

_NAME, _BYTES = "scan-key", 32


def scan_key(folder: Path | None = None) -> bytes:
    """The key; a user without a home keeps it in a folder beside his repository. Where nothing can be kept, for this run only."""
    for place in (cache_home(), folder):
        found = _kept(place / _NAME) if place is not None else None
        if found is not None:
            return found
    return os.urandom(_BYTES)


def _kept(path: Path) -> bytes | None:
    try:
        return _read(path) or _made(path)
    except OSError:
        return None


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    return data if len(data) == _BYTES else None


def _made(path: Path) -> bytes | None:
    """A new key, written beside and moved into place: two processes at once end with the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(_BYTES))
        if _read(path) is None:
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return _read(path)

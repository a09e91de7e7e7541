"""Files that were read and checked before, kept as JSON outside the repository, so that lists start at once.

A value is found by the digest of the file's bytes and of its schema, and believed only with its own digest in front.
The judge never looks here: what decides is read from the commit itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from pdctl import __version__
from pdctl.store.places import cache_home
from pdctl.store.schema import read_checked, schema_text

# Files that every list needs; records and plans of items are in the index.
_KEPT = frozenset({"disclosure", "people", "organization", "release", "calendar"})


def read_known(data: bytes, schema: str, file: str) -> Any:
    """As `schema.read_checked`, but a file that was accepted before is not taken apart again."""
    if schema not in _KEPT:
        return read_checked(data, schema, file)
    place = _place(data, schema)
    with suppress(OSError, ValueError):
        seal, _, text = place.read_bytes().partition(b"\n")
        if seal == _seal(text):
            return json.loads(text)
    value = read_checked(data, schema, file)
    _keep(place, json.dumps(value, ensure_ascii=False).encode())
    return value


def _place(data: bytes, schema: str) -> Path:
    key = hashlib.sha256(f"{__version__}\0{schema_text(schema)}\0".encode() + data).hexdigest()
    return cache_home() / "values" / key


def _seal(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _keep(place: Path, text: bytes) -> None:
    """Write it whole or not at all; where nothing can be kept, nothing is."""
    temporary = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_seal(text) + b"\n" + text)
        temporary.replace(place)

"""Zip files whose bytes depend on nothing but what they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"  # readers of Office files look for it at the beginning


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files by their names as one zip: in order of their names, without dates, the same each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # else it tells on which system it was made
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return made.getvalue()


def repacked(data: bytes) -> bytes:
    """A zip packed anew."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})

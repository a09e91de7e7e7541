"""Files for people: written whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pdctl.core.findings import environment
from pdctl.core.text import msg
from pdctl.core.trouble import plainly


def write(made: str | bytes, target: Path) -> None:
    """Write what was made to a file. Raises `Stop` where that cannot be done."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(made.encode("utf-8") if isinstance(made, str) else made)
        temporary.replace(target)
    except OSError as error:
        raise environment(
            msg("{file} cannot be written: {problem}", file=str(target), problem=plainly(error.strerror or str(error)))
        ) from error
    finally:
        with suppress(OSError):  # there is none once it has taken its place
            temporary.unlink(missing_ok=True)

"""Files inside a PDF: laid into a folder that Typst sees, and named in its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pdctl.core.frozen import dataclass
from pdctl.render.values import typst_literal


@dataclass(frozen=True)
class Attached:
    """A file inside a PDF; `kind` is how it stands to the page: its source, or data."""

    name: str
    data: bytes
    mime: str
    kind: str
    description: str


def laid_out(files: Sequence[Attached], root: Path) -> str:
    """Write the files below a folder under plain names; returns the Typst source that attaches them."""
    source = []
    for number, file in enumerate(files):
        (root / str(number)).write_bytes(file.data)
        given = (file.name, file.kind, file.mime, file.description)
        name, kind, mime, description = (typst_literal(text) for text in given)
        source.append(
            f'#pdf.attach({name}, read("/{number}", encoding: none), relationship: {kind}, mime-type: {mime}, '
            f"description: {description})"
        )
    return "\n" + "\n".join(source) + "\n" if source else ""

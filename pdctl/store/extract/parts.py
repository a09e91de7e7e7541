"""What is got out of a file: texts with their places, and what could not be read."""

from __future__ import annotations

from bisect import bisect_right

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Part:
    """A text of a file. `name` says which part; `places` name what begins at an offset (cells, YAML values).

    `lines` is False where the lines of the text are no lines of the file.
    """

    text: str
    name: Msg | str = ""
    places: tuple[tuple[int, str], ...] = ()
    lines: bool = True

    def place(self, offset: int) -> str:
        """The name of what stands at an offset of the text, or empty."""
        at = bisect_right(self.places, offset, key=lambda place: place[0]) - 1
        return self.places[at][1] if at >= 0 else ""


@dataclass(frozen=True)
class Extracted:
    """The texts of a file, and a word on everything in it that cannot be read; empty where all was read."""

    parts: tuple[Part, ...] = ()
    unread: tuple[Msg, ...] = ()


def unreadable(*why: Msg) -> Extracted:
    """A file of which nothing can be read."""
    return Extracted((), why)


PICTURE = msg("a picture")
DAMAGED = msg("damaged, or not what its name says")

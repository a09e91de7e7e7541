"""What the system and git say when they fail, in words that can be translated."""

from __future__ import annotations

from pdctl.core.text import Msg, msg

# The phrases of the C library and of git that people meet, each with plain words for it.
_KNOWN: tuple[tuple[str, Msg], ...] = (
    ("No space left on device", msg("no space is left on the disk")),
    ("Permission denied", msg("the rights to it are missing")),
    ("Operation not permitted", msg("the rights to it are missing")),
    ("Read-only file system", msg("the disk can only be read")),
    ("No such file or directory", msg("there is no such file or folder")),
    ("Is a directory", msg("it is a folder, not a file")),
    ("Not a directory", msg("a part of the path is a file, not a folder")),
    ("File name too long", msg("the name is too long")),
    ("not a git repository", msg("no git repository holds this folder")),
    ("dubious ownership", msg("the folder belongs to another user of this machine")),
)


def plainly(text: str) -> Msg | str:
    """A failure in plain words where it is a known one, else as it was said."""
    return next((words for phrase, words in _KNOWN if phrase in text), text)

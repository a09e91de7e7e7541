"""Ctrl-C waits for the few moments in which a branch moves, so that what is said about the step is true."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Pressed:
    """Whether Ctrl-C was pressed meanwhile."""

    def __init__(self) -> None:
        self.yes = False

    def note(self, *_: Any) -> None:
        """Remember it: this is a signal handler."""
        self.yes = True


@contextmanager
def deferred() -> Iterator[Pressed]:
    """Hold Ctrl-C back; whoever asked for that looks at what it yields afterwards."""
    pressed = Pressed()
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # it is ignored, or somebody else's
        yield pressed
        return
    signal.signal(signal.SIGINT, pressed.note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)

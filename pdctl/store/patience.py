"""Reading the answers of a git that is asked one thing after the other, and may owe the end of an answer for ever.

Of a damaged file git gives less than it announced, and then waits for the next question. Whoever waited for the rest
would never ask it. So when nothing comes for a while git is told that there are no more questions: it says whatever
it still has to say and ends, be it slow or the file damaged.
"""

from __future__ import annotations

import os
import select
import subprocess
from contextlib import suppress
from io import BufferedReader, RawIOBase
from typing import IO, Any, cast

_SILENCE_MS = 2_000


class _Patient(RawIOBase):
    """The output of a process, as it comes."""

    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._questions = questions
        self._answers = answers
        self._poll = select.poll()
        self._poll.register(answers, select.POLLIN)

    def readable(self) -> bool:
        """It can be read."""
        return True

    def fileno(self) -> int:
        """The pipe."""
        return self._answers.fileno()

    def readinto(self, buffer: Any) -> int:
        """What is there, or comes; 0 at the end."""
        if not self._questions.closed and not self._poll.poll(_SILENCE_MS):
            with suppress(OSError):
                self._questions.close()
        return os.readv(self._answers.fileno(), [buffer])

    def close(self) -> None:
        """Close the pipe."""
        super().close()
        self._answers.close()


def patient(process: subprocess.Popen[bytes]) -> BufferedReader:
    """The output of a process, to be read so from now on; Windows cannot ask whether a pipe holds something."""
    if process.stdin and process.stdout and os.name == "posix":
        process.stdout = BufferedReader(_Patient(process.stdin, process.stdout))
    return cast("BufferedReader", process.stdout)

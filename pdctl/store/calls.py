"""A call of git: with a scrubbed environment, and without any configuration that a repository or a person might have."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from pdctl.core.findings import ENVIRONMENT, Stop
from pdctl.core.text import msg

# Configuration that a repository or a person might have set and that would change what is read or written.
SAFE_CONFIG = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.filesRefLockTimeout": "2000",
    "core.commitGraph": "false",
    "core.quotePath": "false",
    "gc.auto": "0",
    "gpg.format": "ssh",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.defaultKeyCommand": "",
    "protocol.ext.allow": "never",
    "i18n.commitEncoding": "UTF-8",
}
PLAIN_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}


def safe_options() -> list[str]:
    """The `-c` options of every call."""
    return [part for key, value in SAFE_CONFIG.items() for part in ("-c", f"{key}={value}")]


def clean_environment() -> dict[str, str]:
    """The caller's environment without anything that redirects git."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, **PLAIN_ENVIRONMENT, **_quarantine}


# Where git keeps what is being pushed, until a hook has accepted it.
_QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
_quarantine: dict[str, str] = {}


def admit_quarantine() -> None:
    """In a server's hook: see the objects that are being pushed, as git says where they are."""
    _quarantine.update({name: os.environ[name] for name in _QUARANTINE if name in os.environ})


class NoGit(Stop):
    """Git is not there, or was stopped: that says nothing of what it was asked for."""


def missing() -> Stop:
    """There is no git."""
    return NoGit(ENVIRONMENT, msg("the program git is missing"), msg("install git 2.34 or newer"))


def started(
    command: list[str], folder: Path, stdin: int, stderr: bool = False, index: str | None = None, apart: bool = False
) -> subprocess.Popen[bytes]:
    """A git that runs: with a pipe for its output, `apart` in a group of its own. Raises `NoGit`."""
    variables = {**clean_environment(), "GIT_INDEX_FILE": index} if index else clean_environment()
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if stderr else subprocess.DEVNULL,
            process_group=0 if apart and os.name == "posix" else None,
        )
    except FileNotFoundError as error:
        raise missing() from error


def end_of(process: subprocess.Popen[bytes]) -> int:
    """Say and hear nothing more of a process, and wait for its end; returns its exit code."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    return process.wait()

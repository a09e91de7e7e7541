"""The 内容校验码: what a decision binds to, so that one changed byte makes every earlier opinion stale."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

PREFIX = "sha256:"


def subject_digest(files: Mapping[str, str]) -> str:
    """The digest of an item's content.

    `files` maps each path below `content/` to the SHA-256 (64 hex digits) of its bytes. The digest is taken over the
    lines `100644 SP <sha256> SP <path> LF`, UTF-8, NFC, sorted by bytes.
    """
    lines = sorted(f"100644 {digest} {unicodedata.normalize('NFC', path)}\n".encode() for path, digest in files.items())
    return PREFIX + hashlib.sha256(b"".join(lines)).hexdigest()


def catalogue_digest(entries: Sequence[Mapping[str, Any]]) -> str:
    """The digest of a catalogue's entries, whatever file they stand in: working copy and release have the same one.

    `entries` are the plain values of the file. The digest is taken over them as JSON: UTF-8, keys sorted, no blanks.
    """
    text = json.dumps(list(entries), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()


def seats_digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of people and seats, for an introduction: `people.yaml`, then each `organization.yaml` by its path."""
    seats = sorted(path for path in files if path.endswith("/organization.yaml"))
    return file_digest(b"".join(files.get(path, b"") for path in ("people.yaml", *seats)))


def file_digest(data: bytes) -> str:
    """The SHA-256 of one file's bytes, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def short_digest(subject: str) -> str:
    """The digest as paper shows it: its first twelve digits in groups of four."""
    digits = subject.removeprefix(PREFIX)[:12]
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))

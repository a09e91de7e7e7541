"""Findings as the note of the last verification keeps them: whole, and in no language yet."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pdctl.core.findings import Finding
from pdctl.core.text import Msg, decode, encode

_SHOWN = ("message", "expected", "found", "fix")


def finding_plain(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON."""
    value = {field.name: getattr(finding, field.name) for field in fields(Finding)}
    return {key: encode(item) if key in _SHOWN else item for key, item in value.items()}


def finding_from(value: Any) -> Finding:
    """A finding from its plain form. Raises `ValueError` or `TypeError` where it is odd."""
    if not isinstance(value, dict) or set(value) != {field.name for field in fields(Finding)}:
        raise ValueError
    plain = {key: decode(item) if key in _SHOWN else item for key, item in value.items()}
    plain["who"], plain["pointer"] = tuple(value["who"]), tuple(value["pointer"])
    plain["names"] = tuple((str(person), str(name)) for person, name in value["names"])
    if not isinstance(plain["message"], Msg):
        raise TypeError
    return Finding(**plain)

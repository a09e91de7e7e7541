"""Tracked changes of Word: what was taken out and what was put in instead are two readings, never one text.

Read as one, the old telephone number and the new one behind it would be a row of figures that is no number at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdctl.store.extract.office import local

_TAKEN_OUT, _PUT_IN = "taken out", "put in"
_SIDES = {"del": _TAKEN_OUT, "moveFrom": _TAKEN_OUT, "ins": _PUT_IN, "moveTo": _PUT_IN}


def side(element: Any) -> str:
    """Whether a piece of text was taken out or put in by a tracked change; empty where it was neither."""
    if local(element) in ("delText", "delInstrText"):
        return _TAKEN_OUT
    for above in element.iterancestors():
        if local(above) in _SIDES:
            return _SIDES[local(above)]
        if local(above) == "p":
            break
    return ""


def readings(sides: Sequence[str]) -> list[list[int]]:
    """Which pieces of a text are read together: with every change accepted, and with every change rejected."""
    every = [[n for n, one in enumerate(sides) if one != out] for out in (_TAKEN_OUT, _PUT_IN)]
    return every if any(sides) else every[:1]

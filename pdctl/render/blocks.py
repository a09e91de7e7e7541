"""The blocks of a text, typed: what every output is made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pdctl.core.frozen import dataclass


@dataclass(frozen=True)
class Text:
    """A run of text in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Link:
    """A link, shown as its text and its address; nothing is clickable on paper."""

    text: str
    address: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Break:
    """A line break that the author asked for."""


Inline = Text | Link | Break
Runs = tuple[Inline, ...]
Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True)
class Heading:
    """A heading of official level 1 to 4 (一、 then 一 in brackets, 1., 1 in brackets), number as written."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    runs: Runs


@dataclass(frozen=True)
class ListBlock:
    """A list; the items of a numbered one begin with their number as written."""

    numbered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Table:
    """A table; `unit` is a line such as 单位：元 that stood right above it."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    align: tuple[Align, ...]
    caption: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Rule:
    """A dividing line."""


Block = Heading | Paragraph | ListBlock | Table | Rule


@dataclass(eq=False)
class BodyFault(Exception):
    """A body too large or too deeply nested to be rendered; `line` counts from 1, 0 is the whole body."""

    what: Literal["size", "cells", "depth"]
    limit: int
    found: int
    line: int = 0

    def __str__(self) -> str:
        counted = {"size": "characters", "cells": "table cells", "depth": "lists within lists"}[self.what]
        return f"{self.found} {counted} in the text, at most {self.limit}"


def plain(runs: Iterable[Inline]) -> str:
    """The bare text of some runs, without addresses."""
    return "".join("\n" if isinstance(run, Break) else run.text for run in runs)

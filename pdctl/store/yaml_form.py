"""The canonical form of a file that people wrote: as the writer writes it, with their comments and the gaps between.

A comment belongs to what stands beside or below it, and goes with it. Nothing but the form changes: the value is read
again and compared.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdctl.store.schema import as_text
from pdctl.store.yaml_place import Path
from pdctl.store.yaml_read import decode_text, load, load_marked
from pdctl.store.yaml_write import block, scalar, text_of

_BOM = b"\xef\xbb\xbf"
_INDENT = 2


def form(data: bytes) -> bytes:
    """The canonical bytes of a document. Raises `YamlFault` where it is none."""
    data = data.removeprefix(_BOM)
    value = as_text(load_marked(data).value)
    text = re.sub(r"\r\n?", "\n", decode_text(data))
    made = "".join(f"{line}\n" for line in _with_comments(_lines(value, 0, ()), _notes(text))).encode()
    return made if load(made) == value else data  # a form that says something else is none


# The lines of the canonical form -----------------------------------------------------------------------------------


@dataclass
class _Line:
    """One line of the form: the value it begins, its indent, and the lines of a block behind it."""

    path: Path
    indent: int
    head: str
    rest: tuple[str, ...] = ()


def _lines(value: Any, indent: int, path: Path) -> list[_Line]:
    if isinstance(value, dict) and value:
        return [line for key, item in value.items() for line in _pair(key, item, indent, (*path, key))]
    if isinstance(value, list) and value:
        return [line for number, item in enumerate(value) for line in _member(item, indent, (*path, number))]
    return [_Line(path, indent, _plain(value))]


def _pair(key: str, item: Any, indent: int, path: Path) -> list[_Line]:
    name = text_of(key)
    if isinstance(item, (dict, list)) and item:
        return [_Line(path, indent, f"{name}:"), *_lines(item, indent + _INDENT, path)]
    if isinstance(item, str) and (lines := block(item, indent)) is not None:
        return [_Line(path, indent, f"{name}: {lines[0]}", tuple(lines[1:]))]
    return [_Line(path, indent, f"{name}:" if item is None else f"{name}: {_plain(item)}")]


def _member(item: Any, indent: int, path: Path) -> list[_Line]:
    first, *others = _lines(item, indent + _INDENT, path)
    return [_Line(first.path, indent, f"- {first.head}", first.rest), *others]


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return "{}" if isinstance(value, dict) else "[]"
    return scalar(value)


# What people wrote beside the values -------------------------------------------------------------------------------


@dataclass
class _Notes:
    """Comments by the value that they go with; `gaps` are the values and comments before which a line was left free."""

    above: dict[Path, list[tuple[str, bool]]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    below: dict[Path, list[tuple[str, bool, int]]] = field(default_factory=dict)
    gaps: set[Path] = field(default_factory=set)
    end: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class _Source:
    """Where in the source each value begins, and which stretches are texts, in which a # is no comment."""

    starts: list[tuple[int, Path]] = field(default_factory=list)
    texts: list[tuple[int, int]] = field(default_factory=list)


def _notes(text: str) -> _Notes:
    source = _Reader(text).read()
    notes = _Notes()
    begins = [start for start, _ in source.starts]
    lines = list(_numbered(text))
    seen = False
    for number, (start, line) in enumerate(lines):
        gap = seen and number > 0 and not lines[number - 1][1].strip() and not _inside(source, start - 1)
        seen = seen or bool(line.strip())
        at = _comment(source, start, line)
        first = _first_on(source, begins, start, start + len(line))
        if at is None:
            if first is not None and gap:
                notes.gaps.add(first)
            continue
        comment = line[at:].rstrip()
        if line[:at].strip():
            owner = first if first is not None else _last_before(source, begins, start + at)
            if gap and first is not None:
                notes.gaps.add(first)
            if owner is not None and owner not in notes.beside:
                notes.beside[owner] = comment
                continue
        _place(notes, source, begins, text, start + at, (comment, gap and not line[:at].strip(), at))
    return notes


def _place(
    notes: _Notes, source: _Source, begins: list[int], text: str, index: int, comment: tuple[str, bool, int]
) -> None:
    """A comment on a line of its own goes with what stands below it, or, further in than that, with what stands above."""
    after = bisect_right(begins, index)
    below = source.starts[after] if after < len(begins) else None
    column = below[0] - (text.rfind("\n", 0, below[0]) + 1) if below else 0
    if after and comment[2] > column:
        notes.below.setdefault(source.starts[after - 1][1], []).append(comment)
    elif below:
        notes.above.setdefault(below[1], []).append(comment[:2])
    else:
        notes.end.append(comment[:2])


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _inside(source: _Source, index: int) -> bool:
    at = bisect_right(source.texts, (index, 1 << 60)) - 1
    return at >= 0 and source.texts[at][0] <= index < source.texts[at][1]


def _comment(source: _Source, start: int, line: str) -> int | None:
    """Where the comment of a line begins."""
    for match in re.finditer(r"(?:^|(?<=[ \t]))#", line):
        if not _inside(source, start + match.start()):
            return match.start()
    return None


def _first_on(source: _Source, begins: list[int], start: int, end: int) -> Path | None:
    at = bisect_right(begins, start - 1)
    return source.starts[at][1] if at < len(begins) and begins[at] < end else None


def _last_before(source: _Source, begins: list[int], index: int) -> Path | None:
    at = bisect_right(begins, index) - 1
    return source.starts[at][1] if at >= 0 else None


class _Reader:
    """Goes through the events of a document that was read before, and notes where values begin and texts end."""

    def __init__(self, text: str) -> None:
        from yaml._yaml import CParser

        self.text = text
        self.parser: Any = CParser(text)
        self.source = _Source()

    def read(self) -> _Source:
        """All of it."""
        import yaml

        self.yaml = yaml
        for wanted in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
            assert isinstance(self.parser.get_event(), wanted)
        self._node(self.parser.get_event(), ())
        self.parser.dispose()
        return self.source

    def _node(self, event: Any, path: Path) -> None:
        if isinstance(event, self.yaml.MappingStartEvent):
            self._mapping(path)
        elif isinstance(event, self.yaml.SequenceStartEvent):
            self._sequence(path)
        else:
            self._text(event)

    def _mapping(self, path: Path) -> None:
        while not isinstance(key := self.parser.get_event(), self.yaml.MappingEndEvent):
            below = (*path, key.value)
            self._begins(key, below)
            self._text(key)
            self._node(self.parser.get_event(), below)

    def _sequence(self, path: Path) -> None:
        number = 0
        while not isinstance(item := self.parser.get_event(), self.yaml.SequenceEndEvent):
            below = (*path, number)
            if isinstance(item, self.yaml.ScalarEvent):
                self._begins(item, below)
            self._node(item, below)
            number += 1

    def _begins(self, event: Any, path: Path) -> None:
        self.source.starts.append((event.start_mark.index, path))

    def _text(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):
            start = min(self.text.find("\n", start) + 1 or end, end)
        if start < end:
            self.source.texts.append((start, end))


def _with_comments(lines: list[_Line], notes: _Notes) -> Iterator[str]:
    began = False
    for line in lines:
        pad = " " * line.indent
        for comment, gap in notes.above.pop(line.path, ()):
            if gap and began:
                yield ""
            yield pad + comment
            began = True
        if line.path in notes.gaps and began:
            yield ""
        beside = notes.beside.pop(line.path, None)
        yield pad + line.head + (f"  {beside}" if beside else "")
        yield from line.rest
        began = True
        for comment, gap, column in notes.below.pop(line.path, ()):
            if gap:
                yield ""
            yield " " * min(line.indent, column // _INDENT * _INDENT) + comment
    left = [(comment, False) for comments in notes.above.values() for comment, _ in comments]
    for comment, gap in (*left, *((c, False) for c in notes.beside.values()), *notes.end):
        if gap and began:
            yield ""
        yield comment
        began = True

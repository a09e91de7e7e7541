"""The strict YAML reader: libyaml's events, safe by construction, with the line and column of every node.

Refused: anchors, aliases, tags, merge keys, duplicate and non-text keys, several documents, control and bidirectional
characters, deep nesting, large files. Numbers are plain decimal integers; a bare date is no text and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pdctl.core.findings import Finding
from pdctl.core.text import Msg, msg
from pdctl.store import yaml_canonical
from pdctl.store.yaml_place import Document, Node

MAX_BYTES = 1 << 20
MAX_DEPTH = 32
MAX_NODES = 100_000

# C0 without tab, LF, CR; DEL and C1 (NEL among them); LS, PS; bidirectional controls; BOM; non-characters.
BAD_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# Plain text here, a number to other readers of YAML 1.1 or 1.2: 0012, 1.10, 1_000, 0x1F, 1e3, 12:30, .inf.
OTHER_NUMBER = re.compile(
    r"[-+]?(?:0[0-7_]+|0o[0-7]+|0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+"
    r"|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
# Plain text here, true or false to readers of YAML 1.1.
OTHER_WORD = re.compile(r"(?i:yes|no|on|off)")
_DOUBTFUL_FIRST = frozenset("+-.0123456789yYnNoO")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_BARE_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?")
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")


class BareDate:
    """An unquoted date: the schema accepts dates as text only, so it can tell what is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


class YamlFault(Exception):
    """A document that cannot be taken; `finding` says which rule, and where."""

    def __init__(self, rule: str, message: Msg, line: int = 0, column: int = 0, fix: Msg | str = "") -> None:
        super().__init__(str(message))
        self.finding = Finding(message, rule=rule, line=line, column=column, fix=fix)


def load(data: bytes) -> Any:
    """The value of one document. Raises `YamlFault`."""
    return load_text(decode_text(data))[0]


def load_text(text: str) -> tuple[Any, bool]:
    """The value of a decoded document, and whether some plain text in it may be meant otherwise (`Document.odd`)."""
    quick = yaml_canonical.read(text) if len(text) <= yaml_canonical.MOST_CHARACTERS else None
    if quick is not None:
        return quick, False
    reader = _Reader(text, None)
    return reader.document(), reader.odd


def load_marked(data: bytes) -> Document:
    """The value of one document with the place of every node. Raises `YamlFault`."""
    document = Document(None, text=decode_text(data))
    document.value = _Reader(document.text, document).document()
    return document


def decode_text(data: bytes, most: int = MAX_BYTES) -> str:
    """UTF-8 text without forbidden characters. Raises `YamlFault`."""
    if len(data) > most:
        fix = msg("shorten it, or split it")
        raise YamlFault("E-LIMIT", msg("the file is larger than {limit} bytes", limit=most), 1, 1, fix)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        known = msg("save it as UTF-8") if _is_gb18030(data) else ""
        raise YamlFault("E-YAML-CHAR", msg("the file is not UTF-8"), line, 1, known) from error
    bad = BAD_CHARACTER.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        name = f"U+{ord(bad.group()):04X}"
        raise YamlFault("E-YAML-CHAR", msg("the character {character} is not allowed", character=name), line, column)
    return text


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


class _Reader:
    def __init__(self, text: str, document: Document | None) -> None:
        self.text = text
        self.marked = document
        self.nodes = 0
        self.odd = False

    def document(self) -> Any:
        import yaml
        from yaml._yaml import CParser

        self.yaml = yaml
        parser = CParser(self.text)
        try:
            return self._stream(parser)
        except yaml.YAMLError as error:
            quoted = "quoted scalar" in str(
                getattr(error, "context", "")
            )  # where it was opened says more than where it ends
            mark = getattr(error, "context_mark" if quoted else "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = getattr(error, "problem", None) or str(error)
            if "nesting depth" in problem:
                raise _too_deep(line, column) from error
            raise YamlFault("E-YAML", msg("this is not YAML: {problem}", problem=problem), line, column) from error
        finally:
            parser.dispose()

    def _stream(self, parser: Any) -> Any:
        events = self._events(parser)
        next(events)  # stream start
        start = next(events)
        if isinstance(start, self.yaml.StreamEndEvent):
            raise YamlFault("E-YAML", msg("the file is empty"), 1, 1)
        value = self._node(next(events), events, (), 0)
        next(events)  # document end
        more = next(events)
        if not isinstance(more, self.yaml.StreamEndEvent):
            raise self._fault(more, msg("the file holds several documents"))
        return value

    def _events(self, parser: Any) -> Iterator[Any]:
        while parser.check_event():
            yield parser.get_event()

    def _fault(self, event: Any, message: Msg, rule: str = "E-YAML", fix: Msg | str = "") -> YamlFault:
        mark = event.start_mark
        return YamlFault(rule, message, mark.line + 1, mark.column + 1, fix)

    def _node(self, event: Any, events: Iterator[Any], path: tuple[str | int, ...], depth: int) -> Any:
        self._guard(event, depth)
        if self.marked is not None:
            style = getattr(event, "style", None) or ""
            self.marked.nodes[path] = Node(*self._place(event), event.start_mark.index, style)
        if isinstance(event, self.yaml.ScalarEvent):
            value = self._scalar(event)
            if not event.style and (isinstance(value, BareDate) or _doubtful(event)):
                self._note(path)
            return value
        if isinstance(event, self.yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        return self._sequence(events, path, depth)

    @staticmethod
    def _place(event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _note(self, path: tuple[str | int, ...]) -> None:
        self.odd = True
        if self.marked is not None:
            self.marked.odd.append(path)

    def _guard(self, event: Any, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise _too_deep(*self._place(event))
        if isinstance(event, self.yaml.AliasEvent) or event.anchor is not None:
            raise self._fault(event, msg("anchors and aliases are not allowed"))  # the fix depends on what was meant
        if event.tag is not None:
            raise self._fault(event, msg("tags are not allowed"))

    def _mapping(self, events: Iterator[Any], path: tuple[str | int, ...], depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in events:
            if isinstance(event, self.yaml.MappingEndEvent):
                break
            self._guard(event, depth + 1)
            if not isinstance(event, self.yaml.ScalarEvent) or not isinstance(key := self._scalar(event), str):
                raise self._fault(event, msg("a key must be text"), fix=msg("put the key in quotes"))
            if key == "<<":
                raise self._fault(event, msg("merge keys are not allowed"), fix=msg("write the keys out"))
            if key in values:
                raise self._fault(
                    event, msg("the key {key} stands twice", key=key), "E-YAML-DUP", msg("keep one of the two")
                )
            if self.marked is not None:
                self.marked.keys[*path, key] = self._place(event)
            values[key] = self._node(next(events), events, (*path, key), depth + 1)
        return values

    def _sequence(self, events: Iterator[Any], path: tuple[str | int, ...], depth: int) -> list[Any]:
        values: list[Any] = []
        for event in events:
            if isinstance(event, self.yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, (*path, len(values)), depth + 1))
        return values

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style:  # quoted or a block
            return text
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if _INTEGER.fullmatch(text):
            return int(text)
        if _BARE_DATE.fullmatch(text):
            return BareDate(text)
        return text


def _too_deep(line: int, column: int) -> YamlFault:
    fix = msg("write fewer levels, or split the file")
    return YamlFault("E-LIMIT", msg("the file is nested too deeply or has too many values"), line, column, fix)


def _doubtful(event: Any) -> bool:
    """Whether a plain text may be meant otherwise: a number or a word to other readers, or lines that ran together."""
    text: str = event.value
    if event.start_mark.line != event.end_mark.line:
        return True
    return text[:1] in _DOUBTFUL_FIRST and (OTHER_NUMBER.fullmatch(text) or OTHER_WORD.fullmatch(text)) is not None


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    try:
        return len(text) == len("2026-01-01") and bool(date.fromisoformat(text))
    except ValueError:
        return False

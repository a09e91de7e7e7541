"""The Markdown body of an item as typed blocks: one parse that every output shares.

Nothing that a person typed may vanish or change on the way: numbers stay as written, a cell beyond the last
column is kept, and the asterisks of masked names (张*三, 138****1234) are text, not emphasis. What Markdown
would swallow or decode (code blocks, quotes, references, entities, HTML) is switched off and stands as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_cjk_friendly import cjk_friendly  # type: ignore[import-untyped]

MAX_CHARACTERS = 100_000
MAX_CELLS = 100_000  # lines times columns of the widest table
MAX_DEPTH = 8  # lists within lists
MAX_HEADING = 30  # characters of a numbered line that can be a heading
MAX_CAPTION = 40


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


def parse_body(source: str) -> tuple[Block, ...]:
    """The blocks of a Markdown body; raises BodyFault beyond the limits and nothing else."""
    text = clean(source)
    _check_size(text)
    lines = [protect_masks(line) for line in text.split("\n")]
    tokens = _reader().parse("\n".join(lines))
    _check_depth(tokens)
    blocks = list(_blocks(SyntaxTreeNode(tokens).children, lines))
    return tuple(_with_headings(_with_captions(blocks)))


def plain(runs: Iterable[Inline]) -> str:
    """The bare text of some runs, without addresses."""
    return "".join("\n" if isinstance(run, Break) else run.text for run in runs)


# --- characters -----------------------------------------------------------------------------------------

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control characters, invisible format characters (bidirectional overrides, tags, byte order mark) and
# noncharacters. The joiners U+200C and U+200D stay: emoji and some scripts need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Text without what steers a screen or a printer; line ends become LF, lone surrogates U+FFFD."""
    return _SURROGATES.sub("\ufffd", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def is_wide(char: str) -> bool:
    """Whether a character takes the width of a Chinese one."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·"


# --- asterisks that are text ----------------------------------------------------------------------------

_MARKS = re.compile(r"\\.|<[^<>\s]*>|\*+|_+")
_LIST_PREFIX = re.compile(r"[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")
_STAR_RULE = re.compile(r"[ \t]*\*(?:[ \t]*\*){2,}[ \t]*")
_CANNOT_FOLLOW_OPENER = "、，。；：！？）》〉】」』”’…,.;:!?)]|"
_CANNOT_PRECEDE_CLOSER = "（《〈【「『“‘([|"
_LONGEST_WORD = 20
_Span = tuple[int, int]


def protect_masks(line: str) -> str:
    """A line with every asterisk and underscore escaped that is not clearly one of a pair around emphasis.

    In notices most asterisks mask a name or a number; losing one would change what was approved, while an
    emphasis that is not recognised is seen at once.
    """
    if _STAR_RULE.fullmatch(line):
        return line
    prefix = _LIST_PREFIX.match(line)
    found = _MARKS.finditer(line, prefix.end() if prefix else 0)
    spans = [match.span() for match in found if match[0][0] in "*_"]
    paired = set(_pairs(line, spans))
    parts, done = [], 0
    for begin, end in spans:
        run = line[begin:end]
        parts += [line[done:begin], run if begin in paired else re.sub("(.)", r"\\\1", run)]
        done = end
    return "".join(parts) + line[done:]


def _pairs(line: str, spans: Sequence[_Span]) -> Iterator[int]:
    waiting: dict[str, _Span] = {}
    masked: set[str] = set()
    for span in spans:
        run = line[span[0] : span[1]]
        word = _word_before(line, 0, span)
        if run not in ("*", "**", "_") or _within_word(line, span) or word in masked:
            continue
        opener = waiting.pop(run, None)
        if opener and _closes(line, span):
            if word := _mask(line, opener, span):
                masked.add(word)
            else:
                yield from (opener[0], span[0])
        elif _opens(line, span):
            waiting[run] = span


def _within_word(line: str, span: _Span) -> bool:
    before, after = line[span[0] - 1 : span[0]], line[span[1] : span[1] + 1]
    joined = before.isalnum() and after.isalnum()
    return joined and (span[1] - span[0] == 1 or (before.isascii() and after.isascii()))


def _opens(line: str, span: _Span) -> bool:
    after = line[span[1] : span[1] + 1]
    return bool(after.strip()) and after not in _CANNOT_FOLLOW_OPENER


def _closes(line: str, span: _Span) -> bool:
    before = line[span[0] - 1 : span[0]]
    return bool(before.strip()) and before not in _CANNOT_PRECEDE_CLOSER


def _mask(line: str, opener: _Span, closer: _Span) -> str:
    """The kind of word that two runs follow when they mask, not emphasise, as in 张**的申请、李**的申请."""
    first, second = _word_before(line, 0, opener), _word_before(line, opener[1], closer)
    return first if first == second else ""


def _word_before(line: str, begin: int, span: _Span) -> str:
    """The word right before a run, set off by what stands before it; "?" for any single character."""
    end = start = span[0]
    while start > begin and end - start <= _LONGEST_WORD and line[start - 1].isalnum():
        start -= 1
    set_off = start == 0 or not (line[start - 1].isalnum() or line[start - 1] == "*")
    return "" if not set_off else "?" if end - start == 1 else line[start:end]


# --- from Markdown to blocks ----------------------------------------------------------------------------


class _Markdown(MarkdownIt):
    def normalizeLink(self, url: str) -> str:
        """Addresses stay as written: they are printed, never followed."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """Addresses stay as written."""
        return link


@cache
def _reader() -> MarkdownIt:
    reader = _Markdown("commonmark", {"html": False, "maxNesting": 4 * MAX_DEPTH}).use(cjk_friendly)
    reader.disable(["blockquote", "code", "fence", "html_block", "lheading", "reference"])
    return reader.disable(["backticks", "entity", "html_inline"]).enable("table")


def _check_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise BodyFault("size", MAX_CHARACTERS, len(text))
    # Every row of a table is filled up to its widest, so a short text can stand for very many cells.
    lines = text.split("\n")
    cells = len(lines) * max(line.count("|") for line in lines)
    if cells > MAX_CELLS:
        raise BodyFault("cells", MAX_CELLS, cells)


def _check_depth(tokens: Sequence[Token]) -> None:
    # The parser drops what lies deeper than maxNesting without a word, so it must not come to that.
    for token in tokens:
        depth = token.level // 2 + 1
        if token.type in ("bullet_list_open", "ordered_list_open") and depth > MAX_DEPTH:
            raise BodyFault("depth", MAX_DEPTH, depth, token.map[0] + 1 if token.map else 0)


def _blocks(nodes: Iterable[SyntaxTreeNode], lines: Sequence[str]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "paragraph":
                yield from (Paragraph(runs) for runs in _paragraphs(node) if runs)
            case "heading":
                if runs := _joined(_lines(node)):
                    yield Heading(number_level(plain(runs)) or min(int(node.tag[1]), 4), runs)
            case "bullet_list" | "ordered_list":
                yield _list(node, lines)
            case "table":
                yield _table(node, lines)
            case _:
                yield Rule()


def _list(node: SyntaxTreeNode, lines: Sequence[str]) -> ListBlock:
    items = (list(_blocks(item.children, lines)) for item in node.children)
    if node.type == "bullet_list":
        return ListBlock(False, tuple(tuple(item) for item in items))
    markers = (f"{item.info}{item.markup}" for item in node.children)
    return ListBlock(True, tuple(_numbered(*pair) for pair in zip(markers, items, strict=True)))


def _numbered(marker: str, item: list[Block]) -> tuple[Block, ...]:
    if not item or not isinstance(item[0], Paragraph):
        return Paragraph((Text(marker),)), *item
    text = plain(item[0].runs)
    gap = "" if is_wide(text[0]) else " "
    return Paragraph(_tidy((Text(marker + gap), *item[0].runs))), *item[1:]


def _table(node: SyntaxTreeNode, lines: Sequence[str]) -> Table:
    first, *others = [row for part in node.children for row in part.children]
    head = _cells(first)
    rows = [_cells(row) + _surplus(lines[row.map[0] if row.map else 0], len(head)) for row in others]
    width = max(len(row) for row in (head, *rows))
    align = [_align(cell) for cell in first.children] + [_NATURAL] * (width - len(head))
    return Table(_filled(head, width), tuple(_filled(row, width) for row in rows), tuple(align))


def _cells(row: SyntaxTreeNode) -> tuple[Runs, ...]:
    return tuple(_joined(_lines(cell)) for cell in row.children)


def _surplus(line: str, width: int) -> tuple[Runs, ...]:
    """The cells beyond the columns of the head, which Markdown leaves out."""
    cells = re.split(r"(?<!\\)\|", line.strip())
    cells = cells[1 if not cells[0] else 0 : -1 if not cells[-1] else None]
    parsed = (_reader().parseInline(cell.strip().replace("\\|", "|")) for cell in cells[width:])
    return tuple(_joined(_lines(SyntaxTreeNode(tokens))) for tokens in parsed)


def _filled(row: tuple[Runs, ...], width: int) -> tuple[Runs, ...]:
    return row + ((),) * (width - len(row))


_NATURAL: Align = ""
_ALIGNS: tuple[Align, ...] = ("left", "center", "right")


def _align(cell: SyntaxTreeNode) -> Align:
    style = str(cell.attrs.get("style", ""))
    return next((align for align in _ALIGNS if style == f"text-align:{align}"), _NATURAL)


# --- inline text ----------------------------------------------------------------------------------------


def _lines(node: SyntaxTreeNode) -> list[list[Inline]]:
    """The runs below a node, one list for each line as typed."""
    lines: list[list[Inline]] = [[]]
    for run in _inline(node.children, Text("")):
        if run is None:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _inline(nodes: Iterable[SyntaxTreeNode], style: Text) -> Iterator[Inline | None]:
    """Runs in order; None stands for a line end that is no wanted break."""
    for node in nodes:
        match node.type:
            case "inline":
                yield from _inline(node.children, style)
            case "strong":
                yield from _inline(node.children, replace(style, strong=True))
            case "em":
                yield from _inline(node.children, replace(style, emphasis=True))
            case "link":
                yield _link(node, style)
            case "softbreak":
                yield None
            case "hardbreak":
                yield Break()
            case _:
                yield replace(style, text=_node_text(node))


def _link(node: SyntaxTreeNode, style: Text) -> Link:
    text = "".join(_node_text(child) for child in node.children)
    title = str(node.attrs.get("title", ""))
    written = clean(f"{node.attrs['href']} {title}").replace("\n", " ").strip()
    address = written.removeprefix("mailto:")
    shown = "" if text in ("", written, address) else address
    return Link(text or address, shown, style.strong, style.emphasis)


def _node_text(node: SyntaxTreeNode) -> str:
    inner = "".join(_node_text(child) for child in node.children)
    if node.type == "image":
        return f"[图：{inner}]"
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return inner or node.content.replace("\t", " ")


def _paragraphs(node: SyntaxTreeNode) -> Iterator[Runs]:
    """The paragraphs that somebody who knows no Markdown meant by the lines of one Markdown paragraph."""
    together: list[list[Inline]] = []
    for line in _lines(node):
        text = plain(line)
        alone = bool(together) and bool(heading_level(plain(_tidy(together[-1]))))
        if together and (alone or text.startswith("\u3000") or number_level(text)):
            yield _joined(together)
            together = []
        together.append(line)
    yield _joined(together)


def _joined(lines: Iterable[list[Inline]]) -> Runs:
    """Lines as one text: Chinese joins without a space, other text with one."""
    runs: list[Inline] = []
    for line in lines:
        before, after = plain(runs[-1:])[-1:], plain(line[:1])[:1]
        if before.strip() and after.strip() and not (is_wide(before) and is_wide(after)):
            runs.append(Text(" "))
        runs += line
    return _tidy(runs)


def _tidy(runs: Iterable[Inline]) -> Runs:
    """Runs with neighbours of one style merged and the outer blanks removed."""
    merged: list[Inline] = []
    for run in runs:
        last = merged[-1] if merged else None
        if isinstance(run, Text) and isinstance(last, Text) and replace(last, text=run.text) == run:
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    return _trimmed(merged)


def _trimmed(runs: list[Inline]) -> Runs:
    while runs and not plain(runs[:1]).strip():
        runs.pop(0)
    while runs and not plain(runs[-1:]).strip():
        runs.pop()
    if runs and isinstance(runs[0], Text):
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
    if runs and isinstance(runs[-1], Text):
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)


# --- official structure: headings and captions ----------------------------------------------------------

_CHINESE = "[一二三四五六七八九十百]{1,4}"
_NUMBERS = (
    re.compile(f"{_CHINESE}、"),
    re.compile(f"[（(]{_CHINESE}[）)]"),
    re.compile(r"\d{1,2}(?:[.．](?!\d)|、)"),
    re.compile(r"[（(]\d{1,2}[）)]"),
)
# 一、公示时间： may head what follows; 1.联系电话： does not.
_NO_HEADING_ENDS = (
    "",
    "。；;，,、！!？?…",
    "。；;，,、！!？?…",
    "。；;，,、！!？?…：:",
    "。；;，,、！!？?…：:",
)
_CAPTION = re.compile(rf"附?表(?:\s*(?:\d+|{_CHINESE})|[：:])")
_UNIT = re.compile(r"[（(]?(?:计量)?单位[：:]")


def number_level(text: str) -> int:
    """The official level of the number that a text begins with, or 0."""
    return next((level for level, number in enumerate(_NUMBERS, 1) if number.match(text)), 0)


def heading_level(text: str) -> int:
    """The level of a line that has the shape of a heading: numbered, short, one line, no sentence; or 0."""
    level = number_level(text)
    number = _NUMBERS[level - 1].match(text) if level else None
    if not number or len(text) > MAX_HEADING or "\n" in text:
        return 0
    return level if text[number.end() :].strip() and text[-1] not in _NO_HEADING_ENDS[level] else 0


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Numbered lines made headings where they head something: a plain enumeration stays one."""
    shapes = [_shape(block) for block in blocks]
    levels = [level for level, _ in shapes]
    for index, (level, runs) in enumerate(shapes):
        sibling = index > 0 and levels[index - 1] == level
        heads = index + 1 < len(blocks) and not 0 < levels[index + 1] <= level
        yield Heading(level, runs) if level and heads and not sibling else blocks[index]


def _shape(block: Block) -> tuple[int, Runs]:
    if isinstance(block, Heading):
        return 0, block.runs
    if isinstance(block, ListBlock) and block.numbered and len(block.items) == len(block.items[0]) == 1:
        block = block.items[0][0]
    return (heading_level(plain(block.runs)), block.runs) if isinstance(block, Paragraph) else (0, ())


def _with_captions(blocks: Iterable[Block]) -> list[Block]:
    """Tables with the caption and the unit that stood right above them."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            unit = _taken(out, _UNIT)
            out.append(replace(block, unit=unit, caption=_taken(out, _CAPTION)))
        else:
            out.append(block)
    return out


def _taken(blocks: list[Block], pattern: re.Pattern[str]) -> str:
    last = blocks[-1] if blocks else None
    text = plain(last.runs) if isinstance(last, Paragraph) else ""
    if not pattern.match(text) or len(text) > MAX_CAPTION or "\n" in text:
        return ""
    blocks.pop()
    return text

"""The Markdown body of an item as typed blocks: one parse that every output shares.

Nothing that a person typed may vanish or change on the way: numbers stay as written, a cell beyond the last
column is kept, and the asterisks of masked names (张*三, 138****1234) are text, not emphasis. What Markdown
would swallow or decode (code blocks, quotes, references, entities, HTML) is switched off and stands as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_cjk_friendly import cjk_friendly  # type: ignore[import-untyped]

from pdctl.render.blocks import Align, Block, BodyFault, Heading, ListBlock, Paragraph, Rule, Runs, Table, Text, plain
from pdctl.render.characters import clean, is_wide
from pdctl.render.inline import joined, lines_of, paragraphs, tidy
from pdctl.render.masks import protect_masks
from pdctl.render.structure import number_level, with_captions, with_headings

# 2,000 pages of 22 lines of 28 characters; as PDF they take some 15 seconds and 0.8 GB.
MAX_CHARACTERS = 1_250_000
# Lines times columns of the widest table: 10,000 rows of ten columns; as PDF 5 columns take some 20 seconds and 1 GB.
MAX_CELLS = 100_000
MAX_DEPTH = 8  # lists within lists


def parse_body(source: str) -> tuple[Block, ...]:
    """The blocks of a Markdown body; raises BodyFault beyond the limits and nothing else."""
    text = clean(source)
    _check_size(text)
    lines = [protect_masks(line) for line in text.split("\n")]
    tokens = _reader().parse("\n".join(lines))
    _check_depth(tokens)
    blocks = list(_blocks(SyntaxTreeNode(tokens).children, lines))
    return tuple(with_headings(with_captions(blocks)))


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
                yield from (Paragraph(runs) for runs in paragraphs(node) if runs)
            case "heading":
                if runs := joined(lines_of(node)):
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
    return Paragraph(tidy((Text(marker + gap), *item[0].runs))), *item[1:]


def _table(node: SyntaxTreeNode, lines: Sequence[str]) -> Table:
    first, *others = [row for part in node.children for row in part.children]
    head = _cells(first)
    rows = [_cells(row) + _surplus(lines[row.map[0] if row.map else 0], len(head)) for row in others]
    width = max(len(row) for row in (head, *rows))
    align = [_align(cell) for cell in first.children] + [_NATURAL] * (width - len(head))
    return Table(_filled(head, width), tuple(_filled(row, width) for row in rows), tuple(align))


def _cells(row: SyntaxTreeNode) -> tuple[Runs, ...]:
    return tuple(joined(lines_of(cell)) for cell in row.children)


def _surplus(line: str, width: int) -> tuple[Runs, ...]:
    """The cells beyond the columns of the head, which Markdown leaves out."""
    cells = re.split(r"(?<!\\)\|", line.strip())
    cells = cells[1 if not cells[0] else 0 : -1 if not cells[-1] else None]
    parsed = (_reader().parseInline(cell.strip().replace("\\|", "|")) for cell in cells[width:])
    return tuple(joined(lines_of(SyntaxTreeNode(tokens))) for tokens in parsed)


def _filled(row: tuple[Runs, ...], width: int) -> tuple[Runs, ...]:
    return row + ((),) * (width - len(row))


_NATURAL: Align = ""
_ALIGNS: tuple[Align, ...] = ("left", "center", "right")


def _align(cell: SyntaxTreeNode) -> Align:
    style = str(cell.attrs.get("style", ""))
    return next((align for align in _ALIGNS if style == f"text-align:{align}"), _NATURAL)

"""Inline Markdown as runs of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from pdctl.render.blocks import Break, Inline, Link, Runs, Text, plain
from pdctl.render.characters import clean, is_wide
from pdctl.render.structure import heading_level, number_level


def lines_of(node: SyntaxTreeNode) -> list[list[Inline]]:
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


def paragraphs(node: SyntaxTreeNode) -> Iterator[Runs]:
    """The paragraphs that somebody who knows no Markdown meant by the lines of one Markdown paragraph."""
    together: list[list[Inline]] = []
    for line in lines_of(node):
        text = plain(line)
        alone = bool(together) and bool(heading_level(plain(tidy(together[-1]))))
        if together and (alone or text.startswith("\u3000") or number_level(text)):
            yield joined(together)
            together = []
        together.append(line)
    yield joined(together)


def joined(lines: Iterable[list[Inline]]) -> Runs:
    """Lines as one text: Chinese joins without a space, other text with one."""
    runs: list[Inline] = []
    for line in lines:
        before, after = plain(runs[-1:])[-1:], plain(line[:1])[:1]
        if before.strip() and after.strip() and not (is_wide(before) and is_wide(after)):
            runs.append(Text(" "))
        runs += line
    return tidy(runs)


def tidy(runs: Iterable[Inline]) -> Runs:
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

"""Masked copies of Word files: the runs of every paragraph are edited in place, in all parts of the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdctl.core.privacy import names
from pdctl.core.privacy.masking import Edit, Policy, heads_of
from pdctl.core.privacy.masks import STAR
from pdctl.core.text import Msg
from pdctl.store.extract.office import Package, local
from pdctl.store.extract.tracked import readings, side
from pdctl.store.extract.word import GAPS, TITLES, WRITTEN
from pdctl.store.masking.copies import Change, Copy, told
from pdctl.store.masking.packing import edit_attributes, edit_nodes, edit_plain, packed, put, written

_STYLING = ("style", "font", "latentStyles", "lsdException")


@dataclass(eq=False)
class _Gap:
    """What stands between two runs or cells and is no text of theirs: seen while masking, never written."""

    text: str
    tag: str = "gap"


def copy(data: bytes, package: Package, policy: Policy) -> Copy:
    """The masked copy of a Word file."""
    changed: dict[str, bytes] = {}
    changes: list[Change] = []
    for name in package.names:
        if not name.endswith((".xml", ".rels", ".vml")) or name == "[Content_Types].xml":
            continue
        root = package.xml(name)
        flowing = name.startswith("word/") and not name.endswith(".rels")
        done = _flowing(root, policy, _title(name)) if flowing else told(edit_plain(root, policy), _title(name))
        if done:
            changed[name] = written(root)
            changes += done
    return Copy(packed(data, changed), tuple(changes))


def _title(name: str) -> Msg | str:
    return next((title for prefix, title in TITLES if name.startswith(prefix)), name)


def _flowing(root: Any, policy: Policy, title: Msg | str) -> list[Change]:
    """Mask the paragraphs and rows of a part, the names in its tables, and what its attributes say."""
    done = []
    for table in root.iter("{*}tbl"):
        columns: set[int] = set()
        above = ""
        for row in (row for row in table.iter("{*}tr") if _owner(row, "tbl") is table):
            cells = [_cell(cell) for cell in row if local(cell) == "tc"]
            heads, spans = _names_of(cells, columns)
            row_text = heads_of("".join(node.text or "" for node in cell) for cell in cells)
            nodes = [_Gap(above), *(node for cell in cells for node in (*cell, _Gap("|")))]
            done += _edit(nodes, policy, [(a + len(above), b + len(above)) for a, b in spans], len(above))
            above += row_text
            columns = heads or columns
    for paragraph in root.iter("{*}p"):
        owner = _owner(paragraph, "tc", "txbxContent")
        if owner is None or local(owner) != "tc":  # those of cells are done with their row
            done += _edit(list(_nodes(paragraph)), policy)
    for element in root.iter():
        if isinstance(element.tag, str) and local(element) not in _STYLING:
            done += edit_attributes(element, policy)
    return told(done, title)


def _edit(nodes: list[Any], policy: Policy, more: Sequence[tuple[int, int]] = (), after: int = 0) -> list[Edit]:
    """Mask what some nodes hold together: with tracked changes, what stands in either reading, and names told by a table."""
    sides = ["" if isinstance(node, _Gap) else side(node) for node in nodes]
    if not any(sides):
        return edit_nodes(nodes, policy, more, after)
    old = [node.text or "" for node in nodes]
    new, found = list(old), list[Edit]()
    whole = [(range(len(nodes)), more)] if more else []
    for reading, told_names in (*whole, *((each, ()) for each in readings(sides))):
        for node, text in zip(nodes, old, strict=True):
            node.text = text
        part = [nodes[n] for n in reading]
        found += [one for one in edit_nodes(part, policy, told_names, after) if one not in found]
        for n in reading:
            new[n] = _stricter(old[n], new[n], nodes[n].text)
    put(nodes, new)
    return list({(one.kind, one.text): one for one in found}.values())


def _stricter(old: str, one: str, other: str) -> str:
    """A text that was masked in two ways: what either hides."""
    if old in (one, other):
        return other if one == old else one
    if len(one) == len(other):
        return "".join(a if a == b else STAR for a, b in zip(one, other, strict=True))
    return STAR * len(old)


def _owner(element: Any, *kinds: str) -> Any:
    """The nearest element above that is of some kinds, or None."""
    return next((above for above in element.iterancestors() if local(above) in kinds), None)


def _cell(cell: Any) -> list[Any]:
    """The text nodes of a cell, its paragraphs a blank apart; tables within it come by themselves."""
    own = (p for p in cell.iter("{*}p") if _owner(p, "tc", "txbxContent") is cell)
    return [node for paragraph in own for node in (*_nodes(paragraph), _Gap(" "))]


def _nodes(paragraph: Any) -> Iterator[Any]:
    """The text nodes of a paragraph and the gaps between them, without those of text boxes in it."""
    for node in paragraph.iter():
        name = local(node)
        if name in WRITTEN and _owner(node, "p") is paragraph:
            yield node
        elif name in GAPS and _owner(node, "p") is paragraph:
            yield _Gap(GAPS[name])


def _names_of(cells: list[list[Any]], columns: set[int]) -> tuple[set[int], list[tuple[int, int]]]:
    """The columns that a row of heads names 姓名, and the spans of names in a row: below such a head, or behind one."""
    texts = ["".join(node.text or "" for node in cell) for cell in cells]
    heads = {at for at, text in enumerate(texts) if names.is_head(text)}
    wanted = {at + 1 for at in heads} - heads if heads else columns
    spans, start = [], 0
    for at, text in enumerate(texts):
        core = text.strip()
        if at in wanted and names.is_name(core):
            spans.append((start + text.index(core), start + text.index(core) + len(core)))
        start += len(text) + 1
    return heads, spans

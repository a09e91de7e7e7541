"""Masked copies of workbooks: only the cells that are hidden change; widths, styles, formulas and sheets stay."""

from __future__ import annotations

import copy as copying
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdctl.core.privacy import names
from pdctl.core.privacy.masking import Edit, Policy, applied, edits, heads_of, spread
from pdctl.core.text import msg
from pdctl.store.extract.office import Package, local
from pdctl.store.extract.sheet import advanced, number_text, sheet_titles
from pdctl.store.masking.copies import Change, Copy, told
from pdctl.store.masking.packing import edit_nodes, edit_plain, packed, put, written

_STRINGS = "xl/sharedStrings.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass
class _Strings:
    """The strings that cells share; an edited one is a new string, for other cells may keep the old."""

    root: Any
    items: list[Any]
    used: set[int] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    changed: bool = False

    def edited(self, at: int, done: list[Edit]) -> int:
        """The number of a string with edits made."""
        new = copying.deepcopy(self.items[at])
        nodes = _nodes(new)
        put(nodes, spread([node.text or "" for node in nodes], done))
        self.replaced.add(at)
        self.root.append(new)
        self.items.append(new)
        self.changed = True
        return len(self.items) - 1


def copy(data: bytes, package: Package, policy: Policy) -> Copy:
    """The masked copy of a workbook."""
    strings = _strings(package)
    titles = sheet_titles(package)
    changed: dict[str, bytes] = {}
    changes: list[Change] = []
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            root = package.xml(name)
            done = _sheet(root, titles.get(name, name), strings, policy)
        elif name.endswith((".xml", ".rels", ".vml")) and not name.startswith(
            ("[Content_Types]", _STRINGS, "xl/styles", "xl/theme", "xl/workbook.xml")
        ):
            root = package.xml(name)
            done = _other(root, name, policy)
        else:
            continue
        if done:
            changed[name] = written(root)
            changes += done
    changes += _rest(strings, policy)
    if strings.changed:
        strings.root.attrib.pop("uniqueCount", None)
        changed[_STRINGS] = written(strings.root)
    return Copy(packed(data, changed), tuple(changes))


def _strings(package: Package) -> _Strings:
    if _STRINGS not in package.names:
        return _Strings(None, [])
    root = package.xml(_STRINGS)
    return _Strings(root, [item for item in root if local(item) == "si"])


def _nodes(element: Any) -> list[Any]:
    """The text nodes of a string, without the reading aids of its characters."""
    return [node for node in element.iter("{*}t") if not any(local(above) == "rPh" for above in node.iterancestors())]


def _sheet(root: Any, title: str, strings: _Strings, policy: Policy) -> list[Change]:
    """Mask the cells of a sheet, a row at a time, so that a label beside a value counts."""
    changes: list[Change] = []
    columns: set[str] = set()
    above = ""
    for row in root.iter("{*}row"):
        cells = [(cell, _value(cell, strings)) for cell in row]
        heads = {_column(cell) for cell, text in cells if names.is_head(text)}
        changes += _row(cells, set() if heads else columns, (title, above), strings, policy)
        columns = heads or columns
        above += heads_of(_padded(cells))
    for element in root.iter("{*}headerFooter", "{*}dataValidation", "{*}hyperlink"):
        changes += told(edit_plain(element, policy), msg("sheet {name}", name=title))
    for formula in root.iter("{*}f"):
        changes += told(edit_nodes([formula], policy), title) if formula.text else []
    return changes


def _padded(cells: list[tuple[Any, str]]) -> Iterator[str]:
    """The texts of a row with those of the blank cells that it leaves out."""
    column = 0
    for cell, value in cells:
        column, gap = advanced(cell, column)
        yield from ("",) * gap
        yield value


def _row(
    cells: list[tuple[Any, str]], columns: set[str], around: tuple[str, str], strings: _Strings, policy: Policy
) -> list[Change]:
    title, text = around
    after, column, starts, spans = len(text), 0, [], []
    for cell, value in cells:
        column, gap = advanced(cell, column)
        text += "|" * gap
        starts.append(len(text))
        if _column(cell) in columns and names.is_name(value.strip()):
            spans.append((len(text) + len(value) - len(value.lstrip()), len(text) + len(value.rstrip())))
        text += value + "|"
    done = [edit for edit in edits(text, policy, spans) if edit.start >= after]
    changes = []
    for (cell, value), start in zip(cells, starts, strict=True):
        own = [
            Edit(e.kind, e.start - start, e.end - start, e.text) for e in done if start <= e.start < start + len(value)
        ]
        if own:
            _set(cell, value, own, strings)
            changes += told(own, f"{title}!{cell.get('r', '')}")
        elif cell.get("t") == "s" and value:
            strings.used.add(int(_plain(cell)))
    return changes


def _column(cell: Any) -> str:
    return str(cell.get("r", "")).rstrip("0123456789")


def _plain(cell: Any) -> str:
    return next((child.text or "" for child in cell if local(child) == "v"), "")


def _value(cell: Any, strings: _Strings) -> str:
    kind, text = cell.get("t", "n"), _plain(cell)
    if kind == "inlineStr":
        return "".join(node.text or "" for node in _nodes(cell))
    if kind == "s":
        known = text.isdecimal() and int(text) < len(strings.items)
        return "".join(node.text or "" for node in _nodes(strings.items[int(text)])) if known else ""
    return number_text(text) if kind == "n" and text else text


def _set(cell: Any, value: str, done: list[Edit], strings: _Strings) -> None:
    """Give a cell its masked value; a number becomes a text, its style stays."""
    kind = cell.get("t", "n")
    if kind == "s":
        found = next(child for child in cell if local(child) == "v")
        found.text = str(strings.edited(int(found.text), done))
    elif kind == "inlineStr":
        nodes = _nodes(cell)
        put(nodes, spread([node.text or "" for node in nodes], done))
    elif kind == "n":
        for child in list(cell):
            if local(child) in ("v", "f"):
                cell.remove(child)
        cell.set("t", "inlineStr")
        inline = cell.makeelement(_MAIN + "is", {})
        node = cell.makeelement(_MAIN + "t", {})
        node.text = applied(value, done)
        inline.append(node)
        cell.insert(0, inline)
    else:
        next(child for child in cell if local(child) == "v").text = applied(value, done)


def _rest(strings: _Strings, policy: Policy) -> list[Change]:
    """Strings that a masked one replaced everywhere are emptied; the others are masked as they are."""
    changes: list[Change] = []
    for at, item in enumerate(strings.items):
        nodes = _nodes(item)
        if at in strings.replaced - strings.used:
            put(nodes, [""] * len(nodes))
            continue
        done = edit_nodes(nodes, policy)
        strings.changed |= bool(done)
        changes += told(done, msg("texts that no cell shows"))
    return changes


def _other(root: Any, name: str, policy: Policy) -> list[Change]:
    if name.startswith("xl/comments"):
        done = [edit for comment in root.iter("{*}comment") for edit in edit_nodes(_nodes(comment), policy)]
        authors = root.find("{*}authors")
        done += edit_plain(authors, policy) if authors is not None else []
        return told(done, msg("comments"))
    paragraphs = [p for p in root.iter("{*}p") if any(local(node) == "t" for node in p.iter())]
    done = [edit for paragraph in paragraphs for edit in edit_nodes(_nodes(paragraph), policy)]
    return told([*done, *edit_plain(root, policy)], name)

"""Workbooks, every part of them: hidden sheets, comments, names, headers, properties, and numbers as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from pdctl.core.sheet.columns import number_of
from pdctl.core.text import Msg, msg
from pdctl.store.extract.office import Package, all_text, links, local
from pdctl.store.extract.parts import Extracted, Part

_SILENT = ("xl/styles", "xl/theme", "xl/calcChain", "xl/metadata", "[Content_Types]", "xl/richData")
_NAMES: tuple[tuple[str, Msg], ...] = (
    ("xl/comments", msg("comments")),
    ("xl/threadedComments", msg("comments")),
    ("xl/persons", msg("authors")),
    ("xl/workbook", msg("names of sheets and cells")),
    ("xl/drawings", msg("drawings")),
    ("xl/charts", msg("charts")),
    ("xl/tables", msg("columns of tables")),
    ("docProps/", msg("properties")),
    ("customXml/", msg("data inside")),
)
# Excel keeps fifteen figures of a number; what is longer has lost its end.
_KEPT_FIGURES = 15
_REFERENCE, _MOST_BLANK = re.compile("[A-Z]{1,3}"), 60


def extract(package: Package) -> Extracted:
    """The whole text of a workbook."""
    shared = _shared(package)
    titles = sheet_titles(package)
    parts: list[Part] = []
    lost: list[Msg] = []
    used: set[int] = set()
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheet = package.xml(name)
            title = titles.get(name, name.rpartition("/")[2])
            parts.append(_cells(sheet, title, shared, used, lost))
            parts.append(Part("\n".join(_beside(sheet)), msg("sheet {name}", name=title), lines=False))
        elif name.endswith(".rels"):
            parts.append(Part(links(package, name), msg("links"), lines=False))
        elif name.endswith((".xml", ".vml")) and not name.startswith((*_SILENT, "xl/sharedStrings")):
            parts += _other(package, name)
    parts.append(
        Part(
            "\n".join(text for at, text in enumerate(shared) if at not in used),
            msg("texts that no cell shows"),
            lines=False,
        )
    )
    return Extracted(tuple(part for part in parts if part.text.strip()), (*lost, *package.unread()))


def _shared(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    return [_written(item) for item in package.xml("xl/sharedStrings.xml") if local(item) == "si"]


def _written(element: Any) -> str:
    """The text of a string, without the reading aids of its characters."""
    inside = (t for t in element.iter("{*}t") if not any(local(above) == "rPh" for above in t.iterancestors()))
    return "".join(t.text or "" for t in inside)


def sheet_titles(package: Package) -> dict[str, str]:
    """The names of sheets by their members."""
    relations = "xl/_rels/workbook.xml.rels"
    if "xl/workbook.xml" not in package.names or relations not in package.names:
        return {}
    targets = {r.get("Id"): "xl/" + r.get("Target", "").removeprefix("/xl/") for r in package.xml(relations)}
    sheets = package.xml("xl/workbook.xml").iter("{*}sheet")
    pairs = ((next((v for k, v in sheet.items() if k.endswith("}id")), ""), sheet.get("name", "")) for sheet in sheets)
    return {targets[key]: name for key, name in pairs if key in targets}


def _cells(sheet: Any, title: str, shared: list[str], used: set[int], lost: list[Msg]) -> Part:
    """The cells of a sheet, a row a line; each place knows its cell."""
    text: list[str] = []
    places: list[tuple[int, str]] = []
    length = 0
    for row in sheet.iter("{*}row"):
        column = 0
        for cell in row:
            column, gap = advanced(cell, column)
            value = _value(cell, shared, used)
            if gap or not value:  # a cell keeps its place in the row, so that the head of its column is known
                text.append("|" * (gap + (not value)))
                length += len(text[-1])
            if not value:
                continue
            name = f"{title}!{cell.get('r', '')}"
            places.append((length, name))
            text.append(value.replace("\n", " ") + "|")
            length += len(text[-1])
            if (
                cell.get("t", "n") == "n"
                and len(value.lstrip("-")) > _KEPT_FIGURES
                and value.isdigit()
                and len(value) <= 19
            ):
                lost.append(msg("{cell}: a number whose last figures are lost", cell=name))
        text.append("\n")
        length += 1
    return Part("".join(text), places=tuple(places), lines=False)


def advanced(cell: Any, column: int) -> tuple[int, int]:
    """The column of a cell that follows one in `column`, and how many blank ones lie between; far ones count less."""
    found = _REFERENCE.match(cell.get("r", ""))
    here = number_of(found[0]) if found else column + 1
    return here, max(0, min(here - column - 1, _MOST_BLANK))


def _value(cell: Any, shared: list[str], used: set[int]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _written(cell)
    value = next((child.text or "" for child in cell if local(child) == "v"), "")
    if kind == "s" and value.isdecimal() and int(value) < len(shared):
        used.add(int(value))
        value = shared[int(value)]
    elif kind == "n" and value:
        value = number_text(value)
    formula = next((child.text or "" for child in cell if local(child) == "f"), "")
    return f"{value}|{formula}" if formula else value


def number_text(text: str) -> str:
    """A number as people read it: whole numbers without exponent."""
    try:
        number = Decimal(text)
        return (
            f"{number:.0f}"
            if number.is_finite() and abs(number) < Decimal(10) ** 24 and number == number.to_integral_value()
            else text
        )
    except (InvalidOperation, ValueError):
        return text


def _beside(sheet: Any) -> Iterator[str]:
    """What a sheet holds beside its cells: page heads, tips, conditions."""
    for element in sheet.iter("{*}headerFooter", "{*}dataValidation", "{*}hyperlink", "{*}cfRule"):
        yield all_text(element)
        yield from (
            value
            for key, value in element.items()
            if key in ("promptTitle", "prompt", "error", "errorTitle", "tooltip", "display", "location")
        )


def _other(package: Package, name: str) -> Iterator[Part]:
    root = package.xml(name)
    title = next((title for prefix, title in _NAMES if name.startswith(prefix)), name)
    if name.startswith("xl/comments"):
        text = "\n".join(f"{_written(c)}" for c in root.iter("{*}comment"))
        text += "\n" + all_text(root.find("{*}authors")) if root.find("{*}authors") is not None else ""
    else:
        text = all_text(root)
    names = (
        element.get("name", "") for element in root.iter("{*}sheet", "{*}definedName", "{*}tableColumn", "{*}person")
    )
    described = (v for e in root.iter() for k, v in e.items() if k in ("descr", "displayName", "title"))
    yield Part("\n".join((text, *names, *described)), title, lines=False)

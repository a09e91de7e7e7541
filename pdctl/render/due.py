"""The list of what is due on a page and in a spreadsheet: rows of text, as they were said."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from pdctl.render.templates import environment, render
from pdctl.store.data import shipped

_WIDTHS = (22, 9, 9, 30, 10, 16, 17, 9, 12, 18, 14, 24, 60, 28)
_DAYS = (6, 8)  # the columns that hold days
_WHOLE = (1, 2, 4, 6, 7, 8)  # the columns of a page whose cells are not broken


def page(
    title: str, as_of: str, heads: Sequence[str], rows: Sequence[Sequence[str]], tally: Sequence[tuple[str, int]]
) -> str:
    """One page that stands by itself: no script, no address outside."""
    view = {"title": title, "as_of": as_of, "heads": list(heads), "rows": [[{"text": cell, "whole": int(n in _WHOLE)} for n, cell in enumerate(row)] for row in rows],
            "tally": [{"label": label, "count": count} for label, count in tally]}  # fmt: skip
    return render(environment("html", (shipped("templates"),)), "due.html.j2", view)


def workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], now: datetime) -> bytes:
    """A spreadsheet: text cells, days as days, a head that stays and filters."""
    from openpyxl import Workbook
    from openpyxl.cell import Cell, WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, "pdctl"
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    sheet = book.create_sheet(title[:31])
    for number, width in enumerate(_WIDTHS[: len(heads)], 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")

    def cell(text: str, number: int, head: bool = False) -> Cell:
        made = WriteOnlyCell(sheet)
        if not head and number in _DAYS and _is_day(text):
            made.value, made.number_format = date.fromisoformat(text), "yyyy-mm-dd"
        else:
            made.value = "".join(c for c in text if c >= " " or c == "\n")
            made.data_type = "s"  # a text that begins with = is no formula
        made.alignment = wrapped
        if head:
            made.font = bold
        return made

    sheet.append([cell(text, number, head=True) for number, text in enumerate(heads)])
    for row in rows:
        sheet.append([cell(text, number) for number, text in enumerate(row)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False

"""The table of a catalogue as CSV for spreadsheets: UTF-8 with its mark, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
import re

from pdctl.render.catalogue import CatalogueView

# A spreadsheet takes a cell that begins so for a formula; with an apostrophe before it, it stays text.
_FORMULA = re.compile(r"'*[=+\-@\t＝＋－＠]")


def catalogue_csv(view: CatalogueView) -> bytes:
    """The table: one row of heads, and every cell written out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column["label"] for column in view["columns"])
    writer.writerows([safe(cell["text"]) for cell in row] for row in view["rows"])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if _FORMULA.match(text) else text

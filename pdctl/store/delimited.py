"""Tables as text: CSV and TSV in UTF-8, UTF-16 as Excel writes it, or GB18030, with commas, tabs or semicolons."""

from __future__ import annotations

import csv
import io
import re

from pdctl.core.sheet.grid import Cell, Grid
from pdctl.core.text import msg
from pdctl.store.workbook import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, SheetFault

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What `render.catalogue_csv` puts before a text that a spreadsheet would compute.
_GUARDED = re.compile(r"'(?='*[=+\-@\t＝＋－＠])")
_MOST_SEEN = 100_000  # characters looked at to find out what stands between the cells


def read_delimited(data: bytes, name: str) -> tuple[Grid, str]:
    """The one sheet of a text file, and its encoding. Raises `SheetFault`."""
    text, encoding = _decoded(data)
    separator, text = _separator(text, name)
    cells: dict[tuple[int, int], Cell] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or len(cells) > MAX_CELLS:
                why = msg("it has more than {rows} rows or {columns} columns", rows=MAX_ROWS, columns=MAX_COLUMNS)
                raise SheetFault(why, msg("keep only the catalogue"), True)
            for column, value in enumerate(row, 1):
                if value.strip():
                    cells[number, column] = Cell(
                        number, column, _GUARDED.sub("", value, count=1) if _GUARDED.match(value) else value
                    )
    except csv.Error as error:
        why = msg("the quotes do not come in pairs, or a cell is too long: {problem}", problem=str(error))
        raise SheetFault(why, msg("save it as .xlsx, or put the quotes right"), line=reader.line_num) from error
    return Grid(name, cells), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _without_mark(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = msg("it is no text in UTF-8, UTF-16 or GB18030: byte {byte}", byte=f"0x{data[error.start]:02x}")
        raise SheetFault(why, msg("save it as .xlsx or as CSV UTF-8"), line=line) from error
    if "\0" in text:
        raise SheetFault(msg("it is no text: it holds zero bytes"), msg("save it as .xlsx or as CSV UTF-8"))
    return text, encoding.removesuffix("-sig")


def _without_mark(data: bytes) -> str:
    """The encoding of a text that does not say it; in UTF-16 the right order of bytes gives separators."""
    if data.count(0) >= 4 and not len(data) % 2:
        counts = {name: _separators(data, name) for name in ("utf-16-le", "utf-16-be")}
        best = max(counts, key=lambda name: counts[name])
        if counts[best] >= 2:
            return best
    try:
        data.decode()
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _separators(data: bytes, encoding: str) -> int:
    """How often cells and rows end, when the bytes are read so."""
    return len(re.findall(r"[,;\t\n]", data[: 2 * _MOST_SEEN].decode(encoding, "replace")))


def _separator(text: str, name: str) -> tuple[str, str]:
    """What stands between the cells: as Excel's first line says, by the name, else what most lines have equally often."""
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        return said[1], text[said.end() :]
    counts = {s: _columns(text[:_MOST_SEEN], s) for s in "\t,;"}
    if name.lower().endswith((".tsv", ".tab")) and counts["\t"] > 1:
        return "\t", text
    return max(counts, key=lambda s: counts[s]), text


def _columns(text: str, separator: str) -> int:
    """The most cells that one row has with this separator."""
    try:
        return max((len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)), default=0)
    except csv.Error:
        return 0

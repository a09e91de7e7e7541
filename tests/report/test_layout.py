"""Text in cells: Chinese characters take two, lines break where they may, tables fit their window."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdctl.report.layout import width, wrap

ROOT = Path(__file__).resolve().parents[2]
TEXTS = st.text(alphabet="党务公开方案审核（）《》“”，。、；：abcde XYZ(),.-", max_size=120)


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("党务", 4), ("（a）", 5), ("e\u0301", 1), ("", 0)])
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@given(TEXTS, st.integers(12, 60))
def test_wrap_loses_nothing_but_blanks(text: str, cells: int) -> None:
    assert "".join("".join(wrap(text, cells)).split()) == "".join(text.split())


@given(TEXTS, st.integers(12, 60))
def test_a_line_never_begins_with_closing_punctuation(text: str, cells: int) -> None:
    assert not any(line[:1] in tuple("，。、；：）》”") for line in wrap("公" + text.replace(" ", ""), cells)[1:])


@given(st.text(alphabet="党务公开方案审核实施", max_size=200), st.integers(12, 60))
def test_chinese_without_blanks_fills_its_lines(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert all(width(line) >= cells - 1 for line in lines[:-1])


def on_terminal(*args: str, columns: int, program: tuple[str, ...] = ("-m", "pdctl")) -> str:
    """What a command prints on a terminal of so many columns."""
    reader, writer = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "PDCTL_LANG": "zh", "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, *program, *args], env=environment, stdout=writer, stderr=writer, stdin=subprocess.DEVNULL
    ) as process:
        os.close(writer)
        text = b""
        while data := _read(reader):
            text += data
    os.close(reader)
    assert process.returncode == 0
    return text.decode().replace("\r\n", "\n")


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # Linux says so when the last writer is gone
        return b""


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_a_table_fits_its_terminal(columns: int) -> None:
    lines = on_terminal("procedure", columns=columns).splitlines()
    assert lines[0].startswith("\x1b[1m程序"), lines[0]
    assert all(width(line.replace("\x1b[1m", "").replace("\x1b[0m", "")) <= columns for line in lines)


COLUMN = (
    "from pdctl.report.layout import table; table(['甲', '说明', '乙'], [['一', '很长的说明' * 12, '二']], beneath=1)"
)


@pytest.mark.parametrize(
    ("columns", "lines"), [(80, ["甲  乙", "-" * 6, "一  二", "    很长"]), (140, ["甲  说明", "-" * 128, "一  很长"])]
)
def test_a_column_goes_below_its_row_where_the_window_is_narrow(columns: int, lines: list[str]) -> None:
    found = (
        on_terminal(columns=columns, program=("-c", COLUMN)).replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    )
    assert [line.startswith(start) for line, start in zip(found, lines, strict=False)] == [True] * len(lines), found
    assert all(width(line) < columns for line in found)


def test_off_a_terminal_each_row_is_one_line() -> None:
    from pdctl.core.procedure import TABLE

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    command = [sys.executable, "-m", "pdctl", "procedure"]
    text = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    table = text.split("\n\n", maxsplit=1)[0]
    assert len(table.splitlines()) == 1 + len(TABLE)

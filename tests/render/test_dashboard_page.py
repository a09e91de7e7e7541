"""The overview in a real browser: accessible in light and dark, readable on a phone, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pdctl.render.dashboard import pages
from tests.browser import AXE, CHROMIUM, Browser, browser
from tests.render.test_dashboard import board, due

MISSING = [name for name, found in (("chromium", CHROMIUM), ("axe-core", AXE.exists())) if not found]
pytestmark = [pytest.mark.system, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]
PAGES = ("index.html", "org-dzb.html", "month-2026-10.html", "month-2026-03.html")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    states = ("overdue", "done", "done-late", "exempt", "due", "due")
    days = (
        date(2026, 10, 9),
        date(2026, 5, 9),
        date(2026, 6, 1),
        date(2026, 6, 2),
        date(2026, 11, 25),
        date(2026, 12, 31),
    )
    found = [due(state, day, clause=f"三(二){n}") for n, (state, day) in enumerate(zip(states, days, strict=True), 1)]
    for name, text in pages(board(*found)).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible(shown: Browser, site: Path, name: str, width: int, dark: bool) -> None:
    shown.open(site / name, width, dark)
    assert shown.faults() == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(shown: Browser, site: Path, name: str) -> None:
    shown.open(site / name, 320)
    assert shown.run(OVERFLOW) == 0


def test_no_script_is_needed_and_nothing_is_fetched(shown: Browser, site: Path) -> None:
    shown.open(site / "index.html")
    assert shown.run("performance.getEntriesByType('resource').length + document.scripts.length") == 0

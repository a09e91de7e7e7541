"""The measures of notices, as ratios in one run: `python benchmarks/render.py`.

Anchors: Chromium printing the same page (`chromium`), Typst compiling the same source in a process of its own, and
WeasyPrint rendering the same pages in one process (`tools/prepare_anchors.sh`; it needs Pango: libpangoft2-1.0-0).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from make_repository import NOW, repository
from measuring import Figure, environment, machine, noise, pairs, pdctl, table, took, used

from pdctl.actions.items import load
from pdctl.actions.notice import source_of
from pdctl.actions.session import Session
from pdctl.render.fonts import faces
from pdctl.render.typst import page_source
from pdctl.render.view import notice_view
from pdctl.store.data import shipped

MANY = 500
ANCHORS = Path(__file__).resolve().parent.parent / ".venv-anchors" / "bin" / "python"
_BARE = """
import datetime, sys, typst
from pylopdf_fonts_zh_cn import serif_path
source, target = sys.argv[1:]
typst.compile(source, output=target, font_paths=[str(serif_path().parent)], pdf_standards=["a-2a", "ua-1"],
              timestamp=datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))
"""
_WEASYPRINT = """
import sys, pathlib, weasyprint
for page in sorted(pathlib.Path(sys.argv[1]).glob("*.html")):
    weasyprint.HTML(filename=str(page)).write_pdf(page.with_suffix(".weasy.pdf"))
"""


class Place:
    """A repository with notices, and somewhere to put what is made."""

    def __init__(self, made: Path, cache: Path, scratch: Path) -> None:
        self.folder = made / "repository"
        self.env = environment(cache)
        self.scratch = scratch
        session = Session(self.folder, NOW)
        self.item = session.index.all_ids()[-1]
        source = page_source(
            "notice.typ.j2", notice_view(source_of(session, load(session, self.item))), (shipped("templates"),)
        )
        session.close()
        (scratch / "bare.typ").write_text(source, encoding="utf-8")
        self.pdctl("notice", self.item, "-o", str(scratch / "page.html"))

    def pdctl(self, *args: str) -> float:
        """How long a command of pdctl takes here."""
        return took([*pdctl(), *args], self.folder, self.env)

    def one(self) -> float:
        """One notice as PDF."""
        return self.pdctl("notice", self.item, "--format", "pdf", "-o", str(self.scratch / "one.pdf"))

    def browser(self) -> float:
        """The same page printed by Chromium."""
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        options += [f"--user-data-dir={self.scratch / 'browser'}", f"--print-to-pdf={self.scratch / 'browser.pdf'}"]
        return took(["chromium", *options, (self.scratch / "page.html").as_uri()], self.scratch, dict(os.environ))

    def beyond(self) -> float:
        """The processor's milliseconds of one notice beyond those of Typst alone: waiting for others does not count."""
        return 1000 * (_worked(self.one) - _worked(self.bare))

    def bare(self) -> float:
        """The same source compiled by Typst alone."""
        python = Path(pdctl()[0]).parent / "python"
        command = [str(python), "-c", _BARE, str(self.scratch / "bare.typ"), str(self.scratch / "bare.pdf")]
        return took(command, self.scratch, self.env)

    def many(self, folder: str, fmt: str = "pdf", since: str = "2024-01-01") -> tuple[float, float, int]:
        """Many notices in one call: the seconds, the peak of memory in MB, how many."""
        command = [*pdctl(), "notice", "--all", "--since", since, "--format", fmt, "-o", str(self.scratch / folder)]
        found = used([*command, "--json"], self.folder, self.env)
        return found.passed, found.megabytes, len(json.loads(found.out)["notices"])


def _worked(run: Callable[[], float]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def figures(place: Place) -> Iterator[Figure]:
    """All figures; those whose anchor is not there are left out, and it is said."""
    if shutil.which("chromium"):
        yield Figure("one notice, cold: pdctl / Chromium", 0.6, pairs(place.one, place.browser, 5))
    apart = tuple(place.beyond() for _ in range(8))[1:]
    yield Figure("one notice, cold: pdctl - Typst alone", 300, apart, "ms")
    seconds, peak, made = place.many("all")
    _, less, few = place.many("few", since=date(2026, 6, 1).isoformat())
    print(f"{made} notices in {seconds:.1f} s, {peak:.0f} MB at most; {few} in {less:.0f} MB")
    yield Figure(f"peak of memory: {made} notices / {few}", 1.2, (peak / less,))
    if ANCHORS.exists():
        place.many("pages", "html")
        there = took([str(ANCHORS), "-c", _WEASYPRINT, str(place.scratch / "pages")], place.scratch, dict(os.environ))
        print(f"WeasyPrint: {there:.1f} s")
        yield Figure(f"{made} notices in one call: pdctl / WeasyPrint", 0.1, (seconds / there,))
    else:
        print("WeasyPrint is not there: run tools/prepare_anchors.sh")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "pdctl-benchmarks")
    given = parser.parse_args()
    faces()
    made = repository(given.cache, MANY, 0, print)
    print(machine())
    print(noise())
    with tempfile.TemporaryDirectory() as scratch:
        print(table(list(figures(Place(made, given.cache, Path(scratch))))))


if __name__ == "__main__":
    main()

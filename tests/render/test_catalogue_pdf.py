"""The table of a catalogue as PDF: across the page, its head on every page, nothing lost, text as the text it is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from pdctl.core.words import KIND
from pdctl.render.catalogue import CatalogueView, Edition, catalogue_view
from pdctl.render.typst import typeset
from pdctl.store.data import shipped
from tests.render.test_catalogue import NAMES, NASTY, RELEASE, entries, view
from tests.render.test_pdf import ATTACKS


@pytest.fixture(autouse=True)
def _fonts_that_are_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDCTL_FONTS", "packaged")


def pdf(shown: CatalogueView) -> bytes:
    return typeset("catalogue.typ.j2", shown, (shipped("templates"),), date(2026, 1, 12))


def pages(made: bytes) -> list[str]:
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(made)).pages]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", KIND.keys)
@pytest.mark.parametrize("published", [True, False])
def test_the_table_is_whole_and_each_page_has_its_head(kind: str, published: bool) -> None:
    shown = view(published, entries(kind))
    made = pdf(shown)
    assert made == pdf(shown)
    printed = pages(made)
    assert len(printed) > 1
    labels = [bare(head["text"]) for row in shown["heads"] for head in row]
    for number, text in enumerate(printed, 1):
        assert all(label in text for label in labels)
        assert f"第{number}页共{len(printed)}页" in text
    found = Counter("".join(printed))
    for row in shown["rows"]:
        assert not Counter(bare("".join(cell["text"] for cell in row if cell["rows"]))) - found


def test_the_page_lies_across() -> None:
    box = PdfReader(BytesIO(pdf(view()))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def changed(**values: Any) -> CatalogueView:
    return view(found=[{**entries()[0], **values}])


@pytest.mark.parametrize("nasty", [*NASTY, *ATTACKS])
def test_what_people_typed_is_text(nasty: str) -> None:
    assert bare(nasty) in "".join(pages(pdf(changed(title=nasty))))


def test_a_cell_longer_than_a_page_is_printed_to_its_end() -> None:
    made = pdf(changed(note="甲" * 3000 + "终"))
    printed = pages(made)
    assert len(printed) > 2
    assert sum(text.count("甲") for text in printed) == 3000
    assert "终" in printed[-1]
    for page in PdfReader(BytesIO(made)).pages:
        heights: list[float] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, h=heights: (
                h.append(tm[5] * cm[3] + cm[5]) if text.strip() else None
            )
        )
        assert min(heights) >= 0


def test_a_working_copy_says_on_every_page_that_it_is_one() -> None:
    printed = pages(pdf(catalogue_view(NAMES, Edition(), entries(), True)))
    assert all("编制中" in text for text in printed)
    assert not any("编制中" in text for text in pages(pdf(catalogue_view(NAMES, RELEASE, entries(), True))))

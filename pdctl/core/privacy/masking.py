"""A text with what is private in it hidden: which spans, by what, and what was done, told without telling it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pdctl.core.frozen import dataclass
from pdctl.core.privacy import names, phone
from pdctl.core.privacy.hits import Hit
from pdctl.core.privacy.masks import STAR, masked
from pdctl.core.privacy.registry import DETECTORS, Sight, find

KINDS = frozenset({"id", "phone", "card", "document", "email", "account", "plate", "address", "name"})


@dataclass(frozen=True)
class Policy:
    """How to mask: the preset, names of private persons, and what the organization publishes of itself."""

    preset: str = "common"
    names: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edit:
    """One span of a text and what stands there afterwards."""

    kind: str
    start: int
    end: int
    text: str


def edits(text: str, policy: Policy, more: Iterable[tuple[int, int]] = ()) -> list[Edit]:
    """What is to be hidden in a text, in its order; `more` are spans of names that a table tells."""

    def named(plain: str) -> Iterator[Hit]:
        yield from names.labelled(plain)
        yield from names.given(plain, policy.names)

    sights = [s for s in find(text, policy.allowed, (*DETECTORS, named)) if s.kind in KINDS]
    found = [_edit(text, sight, policy.preset) for sight in sights]
    taken = {place for edit in found for place in range(edit.start, edit.end)}
    for start, end in more:
        if taken.isdisjoint(range(start, end)):
            found.append(Edit("name", start, end, masked("name", text[start:end], policy.preset)))
    return sorted(found, key=lambda edit: edit.start)


def heads_of(cells: Iterable[str]) -> str:
    """A row of a table as what is seen above the next ones: its heads of telephone numbers, or nothing."""
    row = ["".join(cell.split()) if phone.is_head(cell) else "" for cell in cells]
    return "|".join(row) + "\n" if any(row) else ""


def _edit(text: str, sight: Sight, preset: str) -> Edit:
    value = text[sight.start : sight.end]
    hidden = masked(sight.kind, value, preset)
    if any(again.kind == sight.kind for again in find(hidden)):  # whatever still reads like one goes whole
        hidden = "".join(STAR if character.isalnum() else character for character in value)
    return Edit(sight.kind, sight.start, sight.end, hidden)


def applied(text: str, done: Sequence[Edit]) -> str:
    """The text with its edits made."""
    pieces, at = [], 0
    for edit in done:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def spread(pieces: Sequence[str], done: Sequence[Edit]) -> list[str]:
    """The pieces of a text (its runs) with the edits made that were found in the whole: each piece keeps its share.

    A mask as long as its value falls on the same characters; another one stands where the value began.
    """
    text = "".join(pieces)
    cells = list(text)
    for edit in done:
        same = len(edit.text) == edit.end - edit.start
        for at in range(edit.start, edit.end):
            cells[at] = edit.text[at - edit.start] if same else edit.text if at == edit.start else ""
    out, at = [], 0
    for piece in pieces:
        out.append("".join(cells[at : at + len(piece)]))
        at += len(piece)
    return out

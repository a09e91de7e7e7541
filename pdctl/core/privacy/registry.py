"""The detectors, and what each kind of finding means: its rule, and whether it may be acknowledged."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from pdctl.core.frozen import dataclass
from pdctl.core.privacy import address, card, document, identity, marks, minors, numbers, online, phone, plate, written
from pdctl.core.privacy.hits import Hit
from pdctl.core.privacy.masks import masked
from pdctl.core.privacy.plain import Plain

_BREAK = re.compile(r"\s*\n\s*")
Detector = Callable[[str], Iterable[Hit]]


def _numbers(text: str) -> Iterator[Hit]:
    return numbers.find(text, (identity.at, card.at, phone.at))


# Where two of them claim the same characters, the earlier one has them.
DETECTORS: tuple[Detector, ...] = (
    marks.find,
    online.find,
    _numbers,
    written.find,
    document.find,
    plate.find,
    address.find,
    minors.find,
)


@dataclass(frozen=True)
class Sight:
    """One thing found: `start` and `end` in the text as it was written, `value` without separators (never shown)."""

    kind: str
    start: int
    end: int
    line: int
    column: int
    value: str = field(repr=False)
    shown: str
    sure: bool = True


def find(text: str, allowed: Iterable[str] = (), detectors: tuple[Detector, ...] = DETECTORS) -> list[Sight]:
    """What stands in a text, in its order; what is `allowed` (an own published contact) is left out by exact match."""
    plain = Plain(text)
    hits = _apart([hit for detector in detectors for hit in detector(plain.text)])
    return [_sight(plain, hit) for hit in hits if not _is_allowed(plain.text, hit, tuple(allowed))]


def _apart(hits: list[Hit]) -> list[Hit]:
    """The hits without those that overlap an earlier detector's, by their place."""
    taken: list[tuple[int, int]] = []
    kept = []
    for hit in hits:
        at = bisect_left(taken, (hit.start, hit.end))
        free = (at == len(taken) or taken[at][0] >= hit.end) and (at == 0 or taken[at - 1][1] <= hit.start)
        if free:
            insort(taken, (hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _is_allowed(text: str, hit: Hit, allowed: tuple[str, ...]) -> bool:
    if hit.kind not in ("phone", "email", "address"):
        return False
    figures = "".join(c for c in hit.value if c.isdigit())
    for given in allowed:
        same = Plain(given).text.strip()
        if hit.kind == "phone" and figures == "".join(c for c in same if c.isdigit()):
            return True
        if hit.kind == "email" and hit.value == same.lower():
            return True
        if hit.kind == "address" and _covered(text, hit, same):
            return True
    return False


def _covered(text: str, hit: Hit, allowed: str) -> bool:
    """Whether an address stands inside the allowed one, as it is written in full."""
    place = text.find(allowed, max(0, hit.start - len(allowed)), hit.end + len(allowed)) if allowed else -1
    return place >= 0 and place <= hit.start and hit.end <= place + len(allowed)


def _sight(plain: Plain, hit: Hit) -> Sight:
    start, end = plain.span(hit.start, hit.end)
    line, column = plain.line_column(start)
    shown = masked(hit.kind, plain.text[hit.start : hit.end], "common" if hit.kind == "address" else "strict")
    shown = _BREAK.sub("", shown)  # a number that the end of a line cut in two is told in one line
    return Sight(hit.kind, start, end, line, column, hit.value, shown, hit.sure)


def hidden(text: str) -> str:
    """A text with every private value in it masked: for names of files, and for what a refusal repeats."""
    pieces, at = [], 0
    for sight in find(text):
        if not sight.kind.endswith(("mark", "word", "minor")):
            pieces += [text[at : sight.start], sight.shown]
            at = sight.end
    return "".join([*pieces, text[at:]])

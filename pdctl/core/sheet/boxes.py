"""Cells of channels: ticked boxes, with glyphs that were lost on the way and with nothing between them, or plain lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.aliases import CHANNEL, PLACES
from pdctl.core.sheet.tidy import half
from pdctl.core.words import CHANNEL as CHANNELS
from pdctl.core.words import PLACED_CHANNELS

_TICKED, _BLANK = "■☑☒√✓✔●◆▣", "□☐○◇▢×✗"
# Glyphs of symbol fonts that became letters: only directly before the name of a box are they boxes.
_LOST_TICKED, _LOST_BLANK = "tTþRP", "口o¨£"
_NAMES = {**{half(label): key for key, label in CHANNELS.labels.items()}, **CHANNEL}
_NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_PLACE = "|".join(re.escape(name) for name in sorted(PLACES, key=len, reverse=True))
_BOX = re.compile(rf"[{_TICKED}{_BLANK}{_LOST_TICKED}{_LOST_BLANK}](?=(?:{_NAME}))|[{_TICKED}{_BLANK}]")
_ITEM = re.compile(rf"(?P<name>{_NAME})(?:\((?P<place>{_PLACE})\))?")
_BETWEEN = re.compile(r"(?:[、,;:/\\。.+|和及与等]|或者?|以及)*")


@dataclass(frozen=True)
class Channels:
    """What a cell says: channels with the place it names (None: not said), and the names without a counterpart."""

    found: tuple[tuple[str, str | None], ...]
    unknown: tuple[str, ...]


def channels(text: str) -> Channels:
    """The channels of a cell; `unknown` holds every part that is none."""
    plain = half(text)
    boxes = list(_BOX.finditer(plain))
    unknown: list[str] = []
    if boxes and boxes[0].start() and boxes[-1].end() < len(plain) and boxes[0].group() in _TICKED + _BLANK:
        unknown.append(plain[: boxes[0].start()])
        plain = plain[boxes[0].start() :]
        boxes = list(_BOX.finditer(plain))
    if boxes and boxes[0].start() == 0:
        ends = [box.start() for box in boxes[1:]] + [len(plain)]
        parts = [plain[b.end() : end] for b, end in zip(boxes, ends, strict=True) if _ticked(b.group())]
    elif boxes and boxes[-1].end() == len(plain):
        starts = [0] + [box.end() for box in boxes[:-1]]
        parts = [plain[start : b.start()] for start, b in zip(starts, boxes, strict=True) if _ticked(b.group())]
    else:
        parts = [plain]
    found: dict[tuple[str, str | None], None] = {}
    for part in parts:
        for channel, place, rest in _scan(part):
            if rest:
                unknown.append(rest)
            else:
                found.setdefault((channel, place))
    return Channels(tuple(found), tuple(unknown))


def ticked(text: str, names: Iterable[str] = ()) -> tuple[str, ...] | None:
    """The texts of the ticked boxes of a cell; None where it has no boxes. `names` may follow a lost glyph."""
    plain = half(text)
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    lost = rf"|[{_LOST_TICKED}{_LOST_BLANK}](?=(?:{known}))" if known else ""
    found = list(re.finditer(rf"[{_TICKED}{_BLANK}]{lost}", plain))
    if not found or found[0].start():
        return None
    ends = [box.start() for box in found[1:]] + [len(plain)]
    parts = ((box, plain[box.end() : end].strip("、,;/")) for box, end in zip(found, ends, strict=True))
    return tuple(part for box, part in parts if _ticked(box.group()) and part)


def _ticked(glyph: str) -> bool:
    return glyph in _TICKED + _LOST_TICKED


def _scan(text: str) -> Iterator[tuple[str, str | None, str]]:
    """Channels one after the other; what is none comes as the third value."""
    place, left = 0, ""
    while place < len(text):
        item = _ITEM.match(text, place)
        key = _NAMES[item["name"]] if item else ""
        if item and key and not left:
            where = PLACES[item["place"]] if item["place"] and key in PLACED_CHANNELS else None
            if item["place"] and key not in PLACED_CHANNELS:
                yield "", None, item.group()
            else:
                yield key, where, ""
            place = item.end()
        elif item and not key and not left:
            yield "", None, item.group()
            place = item.end()
        else:
            left, place = left + text[place], place + 1
        between = _BETWEEN.match(text, place)
        if between and (between.end() > place or place == len(text)):
            if left:
                yield "", None, left
                left = ""
            place = between.end()
    if left:
        yield "", None, left

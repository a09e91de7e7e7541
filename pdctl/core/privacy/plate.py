"""Plates of cars, the longer ones of new-energy cars included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy.hits import Hit

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领] ?[A-Z] ?[·•・.\-]? ?"
    r"((?:[0-9A-HJ-NP-Z]{4}[0-9A-HJ-NP-Z挂学警港澳使领]|[A-HJK][0-9A-HJ-NP-Z][0-9]{4}|[0-9]{5}[A-HJK]))"
    r"(?![0-9A-Za-z*·-])"
)


def find(text: str) -> Iterator[Hit]:
    """Every plate; most of it is figures, else it is a word in letters."""
    for found in _PLATE.finditer(text):
        if sum(character.isdigit() for character in found[1]) >= 2 and found[0][1:].lstrip()[0] not in "IO":
            yield Hit("plate", *found.span(), re.sub("[ ·•・.-]", "", found[0]))

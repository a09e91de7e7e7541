"""The code on an approval form (版本校验码): it binds the paper to one version of one item, and can be typed.

Nine characters of 31 that nobody mistakes for another, the last of them a check: any one character mistyped and any
two changed about are noticed, for 31 is a prime and the weights differ.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
LENGTH = 8  # characters before the check: about 40 bits
_BETWEEN = re.compile(r"[\s\-\u00b7\u2010-\u2015\u2212_.]+")


def form_code(item: str, subject: str) -> str:
    """The code of the form of a version: `subject` is its digest."""
    number = int.from_bytes(hashlib.sha256(f"pdctl-form\n{item}\n{subject}\n".encode()).digest())
    places = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        places.append(place)
    return _grouped("".join(ALPHABET[place] for place in (*places, _check(places))))


def read_code(text: str) -> str | None:
    """The code as printed from what somebody typed; None where it is mistyped."""
    typed = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    places = [ALPHABET.find(char) for char in typed]
    if len(places) != LENGTH + 1 or min(places) < 0 or _check(places[:LENGTH]) != places[LENGTH]:
        return None
    return _grouped(typed)


def _check(places: list[int]) -> int:
    return sum(weight * place for weight, place in enumerate(places, 2)) % len(ALPHABET)


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 3] for at in range(0, len(code), 3))

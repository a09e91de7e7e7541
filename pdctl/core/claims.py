"""What somebody types from a notice: its id or number and its 内容校验码, however it was read and typed."""

from __future__ import annotations

import re
import unicodedata

from pdctl.core.frozen import dataclass

SHORTEST_CODE = 12
_WHOLE_CODES = (SHORTEST_CODE, 64)  # as a notice prints it, and as a QR code or a page holds it
# Letters of other scripts, dashes and circles that look like what is meant.
_LIKE = str.maketrans("аеорсхуіѕԁοαι—–‐‑‒―−﹣〇○", "aeopcxyisdoai--------00")
# In a code there are only figures and a to f, so anything else was misread.
_FIGURES = str.maketrans("oilszq|", "0115291")
# In an id there are no 0, 1 among its letters and no letters in its day: what looks alike is taken for one.
_SKELETON = str.maketrans("01i", "oll")
_ITEM = re.compile(r"[a-z][a-z0-9-]{0,31}-[0-9oli]{8}-[a-z0-9]{4}(?![a-z0-9-])")
_NUMBER = re.compile(r"(?<![a-z0-9-])([12][0-9ol]{3})-([0-9ol]{3,})(?![a-z0-9-])")
_CODE_LIKE = re.compile(r"[0-9a-foilszq|]+")


@dataclass(frozen=True)
class Claim:
    """What was typed: an id or a part of one, a publication number, figures of the code; empty where there is none."""

    item: str = ""
    number: str = ""
    code: str = ""
    rest: tuple[str, ...] = ()


def read_claim(text: str) -> Claim:
    """What a typed or scanned text claims."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_LIKE).replace("sha256:", " ")
    text = re.sub(r"\s*-\s*", "-", text)
    item, text = _taken(_ITEM, text)
    number, text = _taken(_NUMBER, text)
    words = re.findall(r"[a-z0-9|-]+", text)
    parts = [word.replace("-", "") if _CODE_LIKE.fullmatch(word.replace("-", "")) else "" for word in words]
    if not (item or number) and all(parts) and len("".join(parts[1:])) in _WHOLE_CODES:
        parts[0] = ""  # a code alone names no item: what stands before a whole one is the part of an id
    code = "".join(parts).translate(_FIGURES)
    if len(code) < SHORTEST_CODE:
        return Claim(item, number.translate(_FIGURES), "", tuple(words))
    return Claim(item, number.translate(_FIGURES), code, tuple(w for w, p in zip(words, parts, strict=True) if not p))


def read_code(text: str) -> str:
    """The figures of a code given by an option, as far as they can be figures."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_LIKE).replace("sha256:", "")
    return re.sub(r"[\s:.·_-]", "", text).translate(_FIGURES)


def skeleton(item: str) -> str:
    """An id with letters and figures that are taken for each other made one."""
    return item.translate(_SKELETON)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (found[0], f"{text[: found.start()]} {text[found.end() :]}") if found else ("", text)

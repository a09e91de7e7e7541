"""How a value is hidden, by the two presets of the policy."""

from __future__ import annotations

import re
from collections.abc import Callable

STAR = "*"


def masked(kind: str, text: str, preset: str = "common") -> str:
    """A value hidden: `text` as it was written, its separators kept; figures of any width count."""
    strict = preset == "strict"
    return _WAYS[kind](text, strict) if kind in _WAYS else text


def _hidden(text: str, first: int, last: int) -> str:
    """All letters and figures but the first and last few as stars."""
    places = [at for at, character in enumerate(text) if character.isalnum() or character == "×"]
    keep = {*places[:first], *(places[-last:] if last else ())} if len(places) > first + last else set()
    stars = set(places) - keep
    return "".join(STAR if at in stars else character for at, character in enumerate(text))


def _identity(text: str, strict: bool) -> str:
    return _hidden(text, 2, 3) if strict else _hidden(text, 6, 4)


def _phone(text: str, strict: bool) -> str:
    figures = [character for character in text if character.isdigit()]
    cut = re.search(r"[ ,，]?(?:转|分机|[Ee]xt)", text)
    if cut:  # the extension goes whole
        extension = "".join(STAR if c.isdigit() else c for c in text[cut.start() :])
        return _phone(text[: cut.start()], strict) + extension
    mobile = len(figures) >= 11 and "".join(figures).lstrip("0").removeprefix("86")[:1] == "1" and figures[0] != "0"
    if mobile or (len(figures) > 11 and figures[0] == "0"):
        return _hidden(text, len(figures) - 8, 4)
    return _hidden(text, max(0, len(figures) - 4), 0)


def _card(text: str, strict: bool) -> str:
    return _hidden(text, 0 if strict else 4, 4)


def _document(text: str, strict: bool) -> str:
    return _hidden(text, 1, 0 if strict else 2)


def _email(text: str, strict: bool) -> str:
    local, at, domain = re.split(r" ?([@＠]|[(（\[［{]at[)）\]］}]) ?", text, maxsplit=1, flags=re.IGNORECASE)
    return f"{'' if strict else local[:1]}***{at}{domain}"


def _account(text: str, strict: bool) -> str:
    return _hidden(text, 0 if strict else 2, 0)


def _plate(text: str, strict: bool) -> str:
    return _hidden(text, 2, 0 if strict else 1)


def _address(text: str, strict: bool) -> str:
    if strict:
        return STAR * 4
    figures = re.compile(
        r"[0-9０-９一二三四五六七八九十百〇零]+(?=[之\-－—#]|号|栋|幢|座|单元|室|房|户|弄|楼|层|组|队|社|$)|(?<=[-－—#])[0-9０-９]+|[A-ZＡ-Ｚ](?=座|栋|幢)"
    )
    return figures.sub(lambda found: STAR * len(found[0]), text)


def _name(text: str, strict: bool) -> str:
    if len(text) < 2:
        return STAR
    if strict or len(text) == 2:
        return text[0] + STAR * (len(text) - 1)
    return text[0] + STAR * (len(text) - 2) + text[-1]


_WAYS: dict[str, Callable[[str, bool], str]] = {
    "id": _identity,
    "phone": _phone,
    "card": _card,
    "document": _document,
    "email": _email,
    "account": _account,
    "plate": _plate,
    "address": _address,
    "name": _name,
}

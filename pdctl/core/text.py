"""Text for people as data: a template in English and its values, translated only where it is shown."""

from __future__ import annotations

from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.words import Vocabulary, vocabulary


@dataclass(frozen=True)
class Msg:
    """A sentence with named values; `template` is the key of its translation."""

    template: str
    values: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        """The English sentence, for logs and tests; people get it through `report.lang`."""
        return self.template.format(**{key: plain(value) for key, value in self.values})


@dataclass(frozen=True)
class Word:
    """A key of a vocabulary inside a sentence: its label where the reader reads Chinese."""

    vocabulary: Vocabulary
    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True)
class Listing:
    """Several values inside a sentence, joined as the language joins them."""

    items: tuple[Any, ...]

    def __str__(self) -> str:
        return ", ".join(plain(item) for item in self.items)


def msg(template: str, **values: Any) -> Msg:
    """A sentence for people. Translators find it by this function's name."""
    return Msg(template, tuple(values.items()))


def listing(*items: Any) -> Listing:
    """Several values as one."""
    return Listing(items)


def encode(value: Any) -> Any:
    """A shown value as plain JSON, so that it can be kept and shown in another language later."""
    if isinstance(value, Msg):
        return {"msg": value.template, "values": {key: encode(item) for key, item in value.values}}
    if isinstance(value, Word):
        return {"word": value.key, "of": value.vocabulary.name}
    if isinstance(value, Listing):
        return {"list": [encode(item) for item in value.items]}
    return value if isinstance(value, (int, str)) or value is None else str(value)


def decode(value: Any) -> Any:
    """A shown value from its plain form. Raises `ValueError` where it is odd."""
    if not isinstance(value, dict):
        return value
    if set(value) == {"msg", "values"}:
        return Msg(str(value["msg"]), tuple((key, decode(item)) for key, item in value["values"].items()))
    if set(value) == {"word", "of"}:
        return Word(vocabulary(str(value["of"])), str(value["word"]))
    if set(value) == {"list"}:
        return Listing(tuple(decode(item) for item in value["list"]))
    raise ValueError(sorted(value))


def plain(value: Any) -> str:
    """A value as English text."""
    return "" if value is None else str(value)

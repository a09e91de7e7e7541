"""An entry of a catalogue in the words of its table: each cell can be read, edited and understood again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pdctl.core import words
from pdctl.core.frozen import dataclass
from pdctl.core.sheet.lists import joined

Value = Mapping[str, Any]
COMMA = "、"


@dataclass(frozen=True)
class Names:
    """How organizations are called: the own one, and the others by their ids."""

    own: str
    others: Mapping[str, str]

    def written(self, org: str | None) -> str:
        """The words for a responsible organization; None is the catalogue's own."""
        if org is None:
            return self.own
        text = f"{self.others[org]}（{org}）" if org in self.others else org
        if text != self.own:
            return text
        return org if org != self.own else f"（{org}）"

    def read(self, text: str) -> tuple[bool, str | None]:
        """Whether a text names an organization, and which (None: the own one)."""
        if text == self.own:
            return True, None
        inside = re.fullmatch(r".*（([a-z][a-z0-9-]{0,31})）", text)
        if inside:
            return True, inside[1]
        if re.fullmatch(r"[a-z][a-z0-9-]{0,31}", text):
            return True, text
        found = [org for org, name in self.others.items() if name == text]
        return (True, found[0]) if len(found) == 1 else (False, None)


def day_words(text: str) -> str:
    """A date as people write it: 2018年8月17日."""
    year, month, day = text.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def due_words(due: Value) -> str:
    """By when something must appear."""
    start = words.DUE_FROM.label(due["from"])
    if "workdays" in due:
        return f"{start}之日起{due['workdays']}个工作日内"
    if "days" in due:
        return f"{start}之日起{due['days']}天内"
    if "hours" in due:
        return f"{start}起{due['hours']}小时内"
    return f"{start}第{due['month']}个月{due['day']}日前"


def duration_words(duration: Value) -> str:
    """How long it stays."""
    if "workdays" in duration:
        return f"{duration['workdays']}个工作日"
    if "days" in duration:
        return f"{duration['days']}天"
    return words.DURATION_UNTIL.label(duration["until"])


def rhythm_words(entry: Value) -> str:
    """The period, the stages, or how often it is looked at again."""
    if "period" in entry:
        return words.PERIOD.label(entry["period"])
    if "stages" in entry:
        return joined(entry["stages"])
    return f"每{entry['recheck_months']}个月复核" if "recheck_months" in entry else ""


def note_words(note: Value) -> str:
    """A note of an import: the column's head and what stood there."""
    return f"{note['column']}：{note['text']}"


def _channel(channel: Value) -> str:
    return words.channel_label(channel["channel"], channel.get("place"))


def _label(vocabulary: words.Vocabulary, key: str) -> Callable[[Value], str]:
    return lambda entry: vocabulary.label(entry[key]) if key in entry else ""


def _labels(vocabulary: words.Vocabulary, key: str) -> Callable[[Value], str]:
    return lambda entry: COMMA.join(map(vocabulary.label, entry.get(key, ())))


def _text(key: str) -> Callable[[Value], str]:
    return lambda entry: str(entry.get(key, ""))


def _list(key: str) -> Callable[[Value], str]:
    return lambda entry: joined(entry[key]) if entry.get(key) else ""


_WRITE: dict[str, Callable[[Value], str]] = {
    **{key: _text(key) for key in ("category", "title", "department", "note", "id", "clause")},
    **{key: _list(key) for key in ("elements", "basis", "audience")},
    "scope": _label(words.SCOPE, "scope"),
    "frequency": _label(words.FREQUENCY, "frequency"),
    "rhythm": rhythm_words,
    "due": lambda entry: due_words(entry["due"]) if "due" in entry else "",
    "duration": lambda entry: duration_words(entry["duration"]) if "duration" in entry else "",
    "channels": lambda entry: COMMA.join(map(_channel, entry.get("channels", ()))),
    "importance": _label(words.IMPORTANCE, "importance"),
    "matter": _label(words.MATTER, "matter"),
    "approval": _labels(words.LEVEL, "approval"),
    "superior_by": _label(words.SUPERIOR_BY, "superior_by"),
    "reviews": _labels(words.ASPECT, "reviews"),
    "family": _label(words.FAMILY, "family"),
    "retention": _label(words.RETENTION, "retention"),
    "suspended": lambda entry: ("暂停" if entry["suspended"] else "照常") if "suspended" in entry else "",
    "wording_as_of": lambda entry: day_words(entry["wording_as_of"]) if "wording_as_of" in entry else "",
    "import_notes": lambda entry: joined([note_words(note) for note in entry.get("import_notes", ())]),
}  # fmt: skip


def cell(entry: Value, key: str, names: Names, order: int = 0) -> str:
    """The text of one cell: an entry (as its file has it) in the column of a key."""
    if key == "order":
        return str(order)
    return names.written(entry.get("responsible")) if key == "responsible" else _WRITE[key](entry)

"""The text of one cell as values of an entry, by its column; or why it cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import field
from typing import Any

from pdctl.core import words
from pdctl.core.frozen import dataclass
from pdctl.core.sheet import aliases, boxes, split
from pdctl.core.sheet.aliases import find, labels_of
from pdctl.core.sheet.lists import taken_apart
from pdctl.core.sheet.terms import duration, terms
from pdctl.core.sheet.tidy import FORBIDDEN, day, half, one_line, tidy, trimmed, without_number
from pdctl.core.sheet.write import Names
from pdctl.core.text import Msg, listing, msg

MAX_TITLE, MAX_LINE, MAX_PASSAGE = 120, 300, 2000
_ID = re.compile(r"[1-4]\.[1-9][0-9]?\.[1-9][0-9]?")
_CLAUSE = re.compile(r"(?:第?三(?:部分)?)?\(([一二三四])\)第?([1-9][0-9]?)项?")


@dataclass(frozen=True)
class Read:
    """What a cell says: values by their keys, why it or a part of it could not be read, and what had to be assumed."""

    values: dict[str, Any] = field(default_factory=dict)
    problem: Msg | None = None
    assumed: tuple[tuple[str, Msg], ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads cells; `own` is a table that pdctl wrote, whose texts are taken to the letter."""

    names: Names
    own: bool = False

    def read(self, key: str, text: str) -> Read:
        """The values of a cell in the column of a key."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        bad = FORBIDDEN.search(text if self.own else tidy(text))
        if bad:
            return Read(problem=msg("a character that is not allowed: {character}", character=f"U+{ord(bad[0]):04X}"))
        if key in _TEXTS:
            return self._text(key, text)
        if key in _LISTS:
            return self._list(key, text)
        if key in _WORDS or key in _TIMES:
            chosen = boxes.ticked(text, (*_WORDS[key][0], *labels_of(_WORDS[key][1])) if key in _WORDS else ())
            if chosen is not None and len(chosen) != 1:
                return Read(problem=msg("several boxes are ticked") if chosen else msg("no box is ticked"))
            text = chosen[0] if chosen else text
        if key in _WORDS:
            table, vocabulary = _WORDS[key]
            found = find(table, text, vocabulary)
            return Read({key: found}) if found else _unknown(vocabulary)
        return _SPECIAL[key](self, text)

    def _text(self, key: str, text: str) -> Read:
        plain = text.strip() if self.own else trimmed(one_line(text))
        plain = plain if self.own or key == "department" else without_number(plain)
        most = MAX_TITLE
        if len(plain) > most:
            return Read(problem=msg("longer than {most} characters", most=most))
        if "\n" in plain:
            return Read(problem=msg("more than one line"))
        return Read({key: plain}) if plain else Read()

    def _list(self, key: str, text: str) -> Read:
        if self.own:
            found = taken_apart(text)
        elif key == "basis":
            found = split.laws(text)
        else:
            found = split.items(text)
        if any(len(item) > MAX_LINE for item in found):
            return Read(problem=msg("a part of it is longer than {most} characters", most=MAX_LINE))
        return Read({key: list(found)}) if found else Read()

    def audience(self, text: str) -> Read:
        """公开对象: in the tables of others often the scope itself."""
        if not self.own:
            scope = find(aliases.SCOPE, text, words.SCOPE)
            if scope and scope != "targeted":
                return Read({"scope": scope})
            parts = [p for line in tidy(text).split("\n") for p in re.split(r"[、，,;；]", line)]
            found = tuple(dict.fromkeys(filter(None, map(trimmed, parts))))
            if any(len(part) > MAX_LINE for part in found):
                return Read(problem=msg("a part of it is longer than {most} characters", most=MAX_LINE))
            if scope == "targeted" or not found:
                return Read({"scope": "targeted", "audience": list(found)} if found else {})
            return Read({"audience": list(found)})
        return self._list("audience", text)

    def rhythm(self, text: str) -> Read:
        """The period, the stages, or how often it is looked at again."""
        period = find(aliases.PERIOD, text, words.PERIOD)
        if period:
            return Read({"period": period})
        found = terms(text) if not re.match(r"1\. ", text) else None
        if found and found.recheck and not found.due:
            return Read({"recheck_months": found.recheck})
        if found and not self.own:
            return self.times(text)
        stages = taken_apart(text) if self.own else split.items(re.sub(r"[、，,]|→|—+>?", "\n", tidy(text)))
        if len(stages) > 1 and all(len(stage) <= MAX_TITLE for stage in stages):
            return Read({"stages": list(stages)})
        return Read(problem=msg("neither a period nor two or more stages"))

    def times(self, text: str) -> Read:
        """How often and by when, in one cell or in two."""
        found = terms(text)
        if found is None:
            return Read(problem=msg("not understood as a time of disclosure"))
        values: dict[str, Any] = {}
        assumed: list[tuple[str, Msg]] = []
        if found.frequency:
            values["frequency"] = found.frequency
        if found.period:
            values["period"] = found.period
        if found.recheck:
            values["recheck_months"] = found.recheck
        if found.due:
            values["due"] = dict(found.due)
            if found.loose and "from" in found.due:
                assumed.append(("due", msg("of two beginnings the first one")))
        return Read(values, assumed=tuple(assumed))

    def lasts(self, text: str) -> Read:
        """How long a posting stays."""
        found = duration(text)
        return Read({"duration": found}) if found else Read(problem=msg("not understood as a length of time"))

    def responsible(self, text: str) -> Read:
        """The organization that discloses; any other name is the department that does the work."""
        known, org = self.names.read(text.strip() if self.own else one_line(text))
        if known:
            return Read({"responsible": org})
        if self.own:
            return Read(problem=msg("no organization of this repository"))
        found = self._text("department", text)
        return Read({"department": found.values["department"]}) if found.values else found

    def channels(self, text: str) -> Read:
        """The channels; boards stand where the cell says, else it is left open."""
        found = boxes.channels(text)
        value = [{"channel": c, **({"place": p} if p else {})} for c, p in found.found]
        problem = msg("no channel of this system: {names}", names=listing(*found.unknown)) if found.unknown else None
        if not value and problem is None:
            problem = msg("no box is ticked")
        return Read({"channels": value} if value else {}, problem)

    def note(self, text: str) -> Read:
        """备注."""
        plain = text if self.own else tidy(text)
        if len(plain) > MAX_PASSAGE:
            return Read(problem=msg("longer than {most} characters", most=MAX_PASSAGE))
        return Read({"note": plain}) if plain.strip() else Read()

    def id(self, text: str) -> Read:
        """The entry's id."""
        plain = half(text)
        return Read({"id": plain}) if _ID.fullmatch(plain) else Read(problem=msg("not written as an id such as 2.6.3"))

    def clause(self, text: str) -> Read:
        """The clause of part three."""
        found = _CLAUSE.fullmatch(half(text))
        if not found:
            return Read(problem=msg("not written as a clause such as 三(二)6"))
        return Read({"clause": f"三({found[1]}){found[2]}"})

    def wording(self, text: str) -> Read:
        """The day of the wording."""
        found = day(text)
        return Read({"wording_as_of": found}) if found else Read(problem=msg("no date"))

    def suspended(self, text: str) -> Read:
        """Whether the matter is suspended."""
        plain = half(text)
        if plain in ("暂停", "暂停公开", "已暂停", "是"):
            return Read({"suspended": True})
        if plain in ("照常", "正常", "恢复", "否"):
            return Read({"suspended": False})
        return Read(problem=msg("none of: {values}", values=listing("暂停", "照常")))

    def several(self, key: str, text: str) -> Read:
        """Levels or aspects, in their order."""
        table, vocabulary = _SEVERAL[key]
        parts = [part for part in re.split(r"[、，,;；/\n→]|—+>?", unicodedata.normalize("NFC", text)) if part.strip()]
        found = [find(table, without_number(part.strip()), vocabulary) for part in parts]
        if not found or None in found:
            return _unknown(vocabulary)
        return Read({key: list(dict.fromkeys(found))})

    def import_notes(self, text: str) -> Read:
        """Notes of an earlier import."""
        notes = []
        for line in taken_apart(text):
            column, colon, rest = line.partition("：")
            if not (colon and column.strip() and rest.strip()) or len(column) > MAX_TITLE or len(rest) > MAX_PASSAGE:
                return Read(problem=msg("not written as: head：text"))
            notes.append({"column": column.strip(), "text": rest.strip()})
        return Read({"import_notes": notes}) if notes else Read()


def _unknown(vocabulary: words.Vocabulary) -> Read:
    return Read(problem=msg("none of: {values}", values=listing(*vocabulary.labels.values())))


_TEXTS = frozenset(("category", "title", "department"))
_LISTS = frozenset(("elements", "basis"))
_WORDS: dict[str, tuple[dict[str, str], words.Vocabulary]] = {
    "scope": (aliases.SCOPE, words.SCOPE),
    "importance": (aliases.IMPORTANCE, words.IMPORTANCE),
    "matter": (aliases.MATTER, words.MATTER),
    "superior_by": (aliases.SUPERIOR_BY, words.SUPERIOR_BY),
    "family": (aliases.FAMILY, words.FAMILY),
    "retention": (aliases.RETENTION, words.RETENTION),
}
# Cells of times in which boxes may be ticked, too.
_TIMES = frozenset(("frequency", "due", "duration"))
_SEVERAL = {"approval": (aliases.LEVEL, words.LEVEL), "reviews": (aliases.ASPECT, words.ASPECT)}
_SPECIAL: dict[str, Callable[[Reader, str], Read]] = {
    "audience": Reader.audience,
    "frequency": Reader.times,
    "rhythm": Reader.rhythm,
    "due": Reader.times,
    "duration": Reader.lasts,
    "responsible": Reader.responsible,
    "channels": Reader.channels,
    "note": Reader.note,
    "id": Reader.id,
    "clause": Reader.clause,
    "wording_as_of": Reader.wording,
    "approval": lambda reader, text: reader.several("approval", text),
    "reviews": lambda reader, text: reader.several("reviews", text),
    "import_notes": Reader.import_notes,
    "suspended": Reader.suspended,
}
# Columns whose words are few: by them it shows whether a row has slipped.
CODED = frozenset(
    ("scope", "frequency", "due", "duration", "channels", "importance", "approval", "family", "retention")
)

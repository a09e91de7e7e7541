"""A calendar feed (RFC 5545) of what is still due, for Outlook and for phones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from pdctl.core.text import Word, msg
from pdctl.core.words import DUE_STATE
from pdctl.report.due import Owed, title_of, which
from pdctl.report.lang import show

_LINE = 75  # octets, without the line's end
_ALARM = {True: "-PT2H", False: "-PT15H"}  # two hours before a moment; at nine o'clock of the day before a day


def feed(owed: Iterable[Owed], name: str, now: datetime, seed: str) -> bytes:
    """The feed: one event for each obligation that is not done. `seed` keeps the ids of two repositories apart."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pdctl//due//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}"]  # fmt: skip
    for one in owed:
        if not one.obligation.settled:
            lines += _event(one, now, seed)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(one: Owed, now: datetime, seed: str) -> Iterator[str]:
    found = one.obligation
    uid = hashlib.sha256(f"{seed}\0{found.id}".encode()).hexdigest()[:32]
    summary = msg(
        "{state}: {matter} ({which})", state=Word(DUE_STATE, found.state), matter=title_of(found), which=which(found)
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@pdctl.invalid"
    yield f"DTSTAMP:{_moment(now)}"
    yield from _when(found.deadline.day, found.deadline.instant)
    yield f"SUMMARY:{escaped(show(summary))}"
    yield f"DESCRIPTION:{escaped(show(found.why))}"
    yield f"CATEGORIES:{escaped(one.org)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(show(summary))}"
    yield f"TRIGGER:{_ALARM[found.deadline.instant is not None]}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _when(day: date, instant: datetime | None) -> Iterator[str]:
    if instant is not None:
        yield f"DTSTART:{_moment(instant)}"  # without an end, it ends at that very moment
        return
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends are escaped, other control characters left out."""
    for char, code in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(char, code)
    return "".join(char for char in text if char >= " " and char != "\x7f")


def folded(line: str) -> bytes:
    """A line of at most 75 octets, folded between characters, with its end."""
    pieces: list[bytes] = []
    current = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(current) + len(octets) > _LINE:
            pieces.append(current)
            current = b" "  # counts as the first octet of the next line
        current += octets
    return b"\r\n".join([*pieces, current]) + b"\r\n"

"""What was signed on a form, as the registrar types it: `secrecy=zhao:2026-11-23,principal=he:2026-11-24:return`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import field

from pdctl.actions import items
from pdctl.actions.session import Session
from pdctl.actions.texts import day, prose
from pdctl.core.authority import Ask
from pdctl.core.findings import Stop, usage
from pdctl.core.frozen import dataclass
from pdctl.core.text import listing, msg
from pdctl.core.words import ASPECT, DECISION, LEVEL

_WIDE = str.maketrans("＝：，；、", "=:,,,")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DECISIONS = {"同意公开": "pass", "修改": "return", "退回": "return", "不同意": "reject"}
_SAMPLE = "secrecy=PERSON:2026-11-23"


@dataclass(frozen=True)
class Signed:
    """One box that was signed: which, by whom, when, with which decision, and what was written into it."""

    ask: Ask
    person: str
    on: str
    decision: str = "pass"
    opinion: str | None = None
    detail: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The aspect or level."""
        return self.ask.aspect or self.ask.level or ""


def read_signed(
    session: Session, text: str, opinions: Sequence[str] = (), details: Sequence[str] = ()
) -> tuple[Signed, ...]:
    """The boxes of one form. Raises `Stop` (usage) for what cannot be understood."""
    parts = [part.strip() for part in text.translate(_WIDE).split(",") if part.strip()]
    if not parts:
        raise _unreadable("--signed", text, _SAMPLE)
    said, told = _opinions(opinions), _details(details)
    boxes = tuple(_box(session, part, said, told) for part in parts)
    keys = [box.key for box in boxes]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise usage(msg("the box {box} is given twice", box=twice), msg("one person signs a box"))
    stray = (said.keys() | told.keys()) - set(keys)
    if stray:
        raise usage(msg("the box {box} is not among those signed", box=min(stray)), msg("name it in --signed too"))
    return boxes


def _box(session: Session, part: str, said: dict[str, str], told: dict[str, dict[str, str]]) -> Signed:
    name, sign, rest = part.partition("=")
    person, _, when = rest.partition(":")
    on, _, decision = when.partition(":")
    if not sign or not person.strip() or not on.strip():
        raise _unreadable("--signed", part, _SAMPLE)
    key = box_key(name)
    ask = Ask("review", key) if key in ASPECT else Ask("approve", level=key)
    return Signed(
        ask,
        _person(session, person.strip()),
        day("--signed", _iso(on.strip())) or "",
        _decision(decision.strip()),
        prose("--opinion", said.get(key)),
        told.get(key, {}),
    )


def box_key(text: str) -> str:
    """The aspect or level meant by a key or a label. Raises `Stop` (usage)."""
    text = text.strip()
    found = ASPECT.find(text) or LEVEL.find(text)
    if found is not None:
        return found
    known = [word for words in (ASPECT, LEVEL) for pair in words.labels.items() for word in pair]
    near = difflib.get_close_matches(text, known, 1)
    fix = (
        msg("did you mean {near}?", near=near[0]) if near else msg("one of: {values}", values=listing(*ASPECT, *LEVEL))
    )
    raise usage(msg("a form has no box {box} that can be registered", box=text), fix)


def _person(session: Session, text: str) -> str:
    """A person by id, or by a name that only one has."""
    named = [person.id for person in session.view.people.values() if person.name == text]
    if text not in session.view.people and len(named) == 1:
        return named[0]
    if text not in session.view.people and named:
        raise usage(
            msg("several persons are called {name}: {people}", name=text, people=listing(*named)),
            msg("give the person's id"),
        )
    return items.person(session, text)


def _iso(text: str) -> str:
    found = _CHINESE_DAY.fullmatch(text)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else text


def _decision(text: str) -> str:
    found = DECISION.find(text) or _DECISIONS.get(text) if text else "pass"
    if found is None:
        raise usage(
            msg("there is no decision {decision}", decision=text), msg("one of: {values}", values=listing(*DECISION))
        )
    return found


def _opinions(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, value = _pair("--opinion", text, "secrecy=TEXT")
        if found.setdefault(box_key(name), value) != value:
            raise usage(msg("the box {box} is given twice", box=name))
    return found


def _details(texts: Sequence[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        name, value = _pair("--detail", text, "risk-stability:合法性=TEXT")
        box, colon, point = name.replace("：", ":").partition(":")
        if not colon or not point.strip():
            raise _unreadable("--detail", text, "risk-stability:合法性=TEXT")
        found.setdefault(box_key(box), {})[point.strip()] = prose("--detail", value) or ""
    return found


def _pair(option: str, text: str, sample: str) -> tuple[str, str]:
    name, sign, value = text.replace("＝", "=", 1).partition("=")
    if not sign or not value.strip():
        raise _unreadable(option, text, sample)
    return name.strip(), value.strip()


def _unreadable(option: str, text: str, sample: str) -> Stop:
    return usage(
        msg("{option} cannot be read: {text}", option=option, text=text), msg("write it as {sample}", sample=sample)
    )

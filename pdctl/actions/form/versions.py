"""Which version a form is of: the present one, or an earlier one, with what was changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields

from pdctl.actions.decide import changes_since
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal
from pdctl.core.form_code import form_code, read_code
from pdctl.core.model import Plan, Record
from pdctl.core.replay import CONTENT_STEPS
from pdctl.core.text import Msg, listing, msg
from pdctl.store import codec
from pdctl.store.paper import PaperFault, read_paper
from pdctl.store.schema import read_checked
from pdctl.store.yaml_read import YamlFault

_CODE = re.compile(r"(?<![0-9A-Za-z-])(?:[2-9A-HJKMNP-Z]{3}-){2}[2-9A-HJKMNP-Z]{3}(?![0-9A-Za-z-])")
_MOST_TEXT = 200_000  # characters: a form says its code on every page


def check_code(session: Session, item: Item, typed: str) -> str:
    """The code as printed, where it is that of the present version. Raises `Refusal` (E-PAPER) saying what it is of.

    A refusal never tells the present code: whoever types it must have it from the paper.
    """
    code = read_code(typed)
    if code == form_code(item.id, item.course.subject):
        return code
    if code is None:
        raise _refused(
            item,
            msg("this is no code of a form: a character is wrong or missing"),
            msg("nine letters and figures, as printed on the form"),
            typed,
            msg("type it again from the paper"),
        )
    raise _refused(
        item,
        _whose(session, item, code),
        msg("a form of the present version"),
        code,
        msg("print the form of this version and have it signed: pdctl form {item}", item=item.id),
    )


def check_scans(session: Session, item: Item, code: str, scans: Iterable[bytes]) -> None:
    """A scan in which a code can be read carries this one. Raises `Refusal` (E-PAPER); pictures of paper say nothing."""
    for data in scans:
        found = _codes_in(data)
        if found and code not in found:
            other = found[0]
            whose = msg("the scan does not carry this code: {problem}", problem=_whose(session, item, other))
            fix = msg("register the scan of the form that was signed")
            raise _refused(item, whose, msg("a form of the present version"), other, fix)


def _codes_in(data: bytes) -> list[str]:
    """The codes of forms in a text that can be read."""
    try:
        text = read_paper(data).text
    except PaperFault:
        return []
    found = (read_code(match[0]) for match in _CODE.finditer(text[:_MOST_TEXT]))
    return list(dict.fromkeys(code for code in found if code))


def _refused(item: Item, text: Msg, expected: Msg, found: str, fix: Msg) -> Refusal:
    return Refusal(
        Finding(text, rule="E-PAPER", clause="五(三)", item=item.id, expected=expected, found=found, fix=fix)
    )


def _whose(session: Session, item: Item, code: str) -> Msg:
    for record in reversed(item.course.records):
        if record.step in CONTENT_STEPS and form_code(item.id, record.subject) == code:
            return _former(session, item, record)
    other = _other_item(session, code)
    if other is None:
        return msg("the form is of no version of this item")
    return msg("the form is of another item: {item}", item=other)


def _former(session: Session, item: Item, record: Record) -> Msg:
    changed = _changes(session, item, record)
    return msg(
        "the form is of an earlier version, of {date} (record {seq}); changed since: {changes}",
        date=record.at[:10],
        seq=f"{record.seq:04d}",
        changes=listing(*changed) if changed else msg("nothing that can be shown"),
    )


def _changes(session: Session, item: Item, record: Record) -> list[Msg]:
    found: list[Msg] = []
    for path, then, now in changes_since(session, item, record):
        if path == "item.yaml":
            found += _plan_changes(item.plan, then)
        elif path == "body.md":
            found.append(msg("the text"))
        else:
            found.append(_file_change(path.removeprefix("attachments/"), then, now))
    return found


def _file_change(name: str, then: bytes | None, now: bytes | None) -> Msg:
    if then is None:
        return msg("attachment {name} (new)", name=name)
    return msg("attachment {name} (left out)", name=name) if now is None else msg("attachment {name}", name=name)


# What people call the parts of a plan; anything else in it goes under one name.
_PARTS = {
    "title": msg("the title"),
    "family": msg("the kind of document"),
    "scope": msg("the scope"),
    "audience": msg("the audience"),
    "importance": msg("the importance"),
    "publish_on": msg("the planned day"),
    "duration": msg("the duration"),
    "channels": msg("the channels"),
}


def _plan_changes(now: Plan, then: bytes | None) -> list[Msg]:
    try:
        before = codec.plan_from(read_checked(then or b"", "item", "item.yaml"))
    except (YamlFault, Refusal):
        return [msg("the plan")]
    names = [f.name for f in fields(Plan) if getattr(before, f.name) != getattr(now, f.name)]
    return list(dict.fromkeys(_PARTS.get(name, msg("the plan")) for name in names if name != "attachments"))


def _other_item(session: Session, code: str) -> str | None:
    """The open item that a code is of."""
    for facts in session.index.live():
        subjects = {r["subject"] for r in facts.records if r.get("step") in CONTENT_STEPS}
        if any(form_code(facts.item, subject) == code for subject in subjects):
            return facts.item
    return None

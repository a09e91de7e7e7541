"""The gate that everything people write goes through before any of it reaches git: the scan of a commit to be.

It stands where commits are made, not where texts come in, so that no command can go round it. A mark of secrecy stops
the commit, whatever is said; personal data stops it until each finding is acknowledged with a reason, which the record
then keeps. The detectors are loaded only for text in which one of them could find something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pdctl.actions import scan
from pdctl.actions.reasons import Reasons
from pdctl.actions.texts import MAX_LINE, line, schema_for
from pdctl.core.findings import Finding, Refusal
from pdctl.core.frozen import dataclass
from pdctl.core.model import Acknowledgement, Record
from pdctl.core.words import EXEMPTION
from pdctl.store import yaml_read, yaml_write

if TYPE_CHECKING:
    from pdctl.core.privacy.found import Found
    from pdctl.store.view import View

Files = Mapping[str, bytes | None]

# What pdctl itself puts into a repository; all else is written by people.
_OWN_FILES = ("schemas/", "templates/", ".github/", ".gitlab", ".forgejo/", ".gitea/", ".gitattributes")
# Values that are words of a vocabulary, ids, dates or digests.
_MACHINE = frozenset(
    ["format", "item", "seq", "step", "by", "seat", "org", "at", "subject", "secrecy", "aspect", "level", "decision", "reconfirms", "on_behalf_of", "signed_on", "sha256", "on", "channel", "place", "retention", "archive_no", "date", "chair", "present", "in_favour", "against", "abstain", "form_code", "id", "kind", "release", "entry", "clause", "wording_as_of", "scope", "importance", "frequency", "publish_on", "family", "state", "added", "retired", "public", "superior", "superior_discipline", "valid_from", "valid_to", "root", "rules", "branch", "timezone", "policy", "acknowledged", "unscanned", "exemption", "seats", "approval", "reviews", "matter", "period", "from", "until", "workdays", "days", "supersedes", "round", "responsible", "responsible_person", "due", "duration", "follows", "answers", "revokes", "via", "again", "time", "commit", "tip", "void", "compromised_since", "reviews_by", "form"]
)  # fmt: skip
_NUMBERED = re.compile(r"evidence/[0-9]{4}-")
_LONG_NUMBER = re.compile("[0-9]{7}")
_SHORT_NUMBER = re.compile(r"[0-9-]{1,10}")
# Something of this stands wherever a detector could find anything.
_WORTH = re.compile(
    r"\d(?:\D{0,3}\d){4}|[①-⓿²³¹⁰-⁹₀-₉]|[A-Za-zＡ-Ｚａ-ｚ]|[@＠密]|内部|注意保|外传|外泄|扩散|收回|退回|销毁|公开(?=[^\n]{0,6}$)|妥善保管|即焚|商业秘密|"
    r"微信|扣扣|[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11}|[号室栋幢岁]|单元|小学|幼儿园|初中|中学|高中",
    re.MULTILINE,
)
_HOMES = re.compile(r"catalogs/[^/]+/(?:items/[0-9]+/[^/]+/record|ledger/[0-9]+/[^/]+|catalog-record)/[^/]+\.yaml")
_SCHEMAS = (("/items/", "record"), ("/ledger/", "ledger"))
_ITEM = re.compile(r"(catalogs/([^/]+)/items/[0-9]+/([^/]+))/(.*)")
_EVIDENCE = "record/evidence/"


@dataclass(frozen=True)
class Passed:
    """A commit to be as it goes on: its files, with what was acknowledged in its record; and hints worth telling."""

    files: dict[str, bytes | None]
    hints: tuple[Finding, ...] = ()


def passed(files: Files, base: View | None, key: Callable[[], bytes], reasons: Reasons) -> Passed:
    """Let a commit through, or raise `Refusal`. `base` is what it is laid over; the key is asked for when it is needed."""
    found, unread = _found(files, base)
    home = next((path for path in sorted(files) if files[path] is not None and _HOMES.fullmatch(path)), None)
    exemption = _exemption(files, base, home)
    if not found and not unread and exemption is None:
        return Passed(dict(files))
    hints = tuple(_finding(one) for one in found if one.hint)
    given = _given([one for one in found if not one.hint], files, base, home, key, reasons)
    more = {"acknowledged": [vars(one) for one in given], "unscanned": unread, "exemption": exemption}
    return Passed({**files, **_kept(files, home, more)}, hints)


def _found(files: Files, base: View | None) -> tuple[list[Found], list[str]]:
    """What stands in the new bytes of a commit, and the evidence that nobody can scan."""
    found: list[Found] = []
    unread: list[str] = []
    for path, data in sorted(files.items()):
        if data is None or path.startswith(_OWN_FILES) or not _is_worth(path, data):
            continue
        looked = scan.look(path, data, _allowed(path, files, base))
        if _EVIDENCE in path:
            blind = [one for one in looked if one.kind == "unscannable"]
            unread += [path.partition("/record/")[2] for _ in blind]
            looked = [one for one in looked if one not in blind]
        found += looked
    return found, unread


def _is_worth(path: str, data: bytes) -> bool:
    """Whether a file could hold anything that a detector finds."""
    if path.endswith(".yaml"):
        try:
            texts = list(_texts(yaml_read.load(data)))
        except (yaml_read.YamlFault, RecursionError):
            return True
        return any(_WORTH.search(text) for text in texts)
    if path.endswith("/content/body.md"):
        return bool(_WORTH.search(data.decode("utf-8", "replace")))
    return True


def _texts(value: Any, key: str = "") -> Iterator[str]:
    """What people wrote in a YAML file: every text but the values that are chosen, computed or counted."""
    if isinstance(value, dict):
        for name, item in value.items():
            if not name.isascii() or _LONG_NUMBER.search(name):
                yield name
            if name not in _MACHINE:
                yield from _texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, str):
        text = _NUMBERED.sub("", value) if key == "file" else value
        if not _SHORT_NUMBER.fullmatch(text):
            yield text.removeprefix("attachments/")


def _allowed(path: str, files: Files, base: View | None) -> tuple[str, ...]:
    """What the organization of a file publishes of itself, as this commit leaves it."""
    parts = path.split("/")
    if parts[0] != "catalogs" or len(parts) < 3:
        return ()
    own = files.get(f"catalogs/{parts[1]}/organization.yaml")
    if own is not None:
        try:
            contact = yaml_read.load(own).get("contact", {})
        except (yaml_read.YamlFault, AttributeError):
            return ()
        return tuple(value for value in contact.values() if isinstance(value, str))
    organizations = base.organizations if base is not None else {}
    return tuple(organizations[parts[1]].contact.values()) if parts[1] in organizations else ()


def _exemption(files: Files, base: View | None, home: str | None) -> str | None:
    """The lawful exemption that a new version of an item falls under: its matter names persons by law."""
    if home is None or base is None or "/record/" not in home:
        return None
    record = yaml_read.load(files[home] or b"")
    plan = files.get(f"{home.partition('/record/')[0]}/content/item.yaml")
    if record.get("step") not in ("propose", "revise") or plan is None:
        return None
    value = yaml_read.load(plan)
    release = base.release(value.get("org", ""), value.get("release", "")) if value.get("entry") else None
    entry = release.entry(value["entry"]) if release else None
    return entry.matter if entry and entry.matter in EXEMPTION else None


def _given(
    found: list[Found], files: Files, base: View | None, home: str | None, key: Callable[[], bytes], reasons: Reasons
) -> list[Acknowledgement]:
    """The acknowledgement of each finding. Raises `Refusal` with all that have none."""
    if not found:
        return []
    known = _stated(files, home) | _earlier(found, base, home)
    secret = key()
    if any(one.final for one in found):
        raise Refusal(*(_finding(one) for one in found if one.final))
    given: dict[tuple[str, str, str], Acknowledgement] = {}
    open_: list[Found] = []
    for one in found:
        place = (one.kind, one.shown, _short(one.file))
        reason = known.get(place) or (
            _reason(one, secret, reasons, home) if place not in given else given[place].reason
        )
        if reason is None:
            open_.append(one)
        else:
            given[place] = Acknowledgement(*place, reason)
    if open_:
        raise Refusal(*(_finding(one, one.code(secret) if home else "") for one in open_))
    return list(given.values())


def _reason(one: Found, secret: bytes, reasons: Reasons, home: str | None) -> str | None:
    """The reason that was said for a finding, or is asked for now."""
    code = one.code(secret)
    if home is None:
        return None
    if code not in reasons.said and reasons.ask is not None:
        answer = reasons.ask(_finding(one, code))
        if answer:
            reasons.said = {**reasons.said, code: answer}
    text = reasons.said.get(code)
    if text is None:
        return None
    reasons.used.add(code)
    return _clean(line("--acknowledge", text, MAX_LINE) or "")


def _clean(reason: str) -> str:
    """A reason goes into the record too: it says why, and does not repeat what it speaks of."""
    from pdctl.core.privacy import registry
    from pdctl.core.privacy.found import Found

    found = [Found(s.kind, "--acknowledge", s.shown, s.value, 1, s.column, sure=s.sure) for s in registry.find(reason)]
    if any(not one.hint for one in found):
        raise Refusal(*(_finding(one) for one in found if not one.hint))
    return reason


def _stated(files: Files, home: str | None) -> dict[tuple[str, str, str], str]:
    """What the record of this commit acknowledges already: it was made before, and is made again on another tip."""
    value = yaml_read.load(files[home] or b"") if home else {}
    pieces = value.get("acknowledged", ()) if isinstance(value, dict) else ()
    return {(p["kind"], p.get("shown", ""), p["file"]): p["reason"] for p in pieces}


def _earlier(found: Iterable[Found], base: View | None, home: str | None) -> dict[tuple[str, str, str], str]:
    """What was acknowledged for an earlier version and stood in it, to the letter."""
    item = _ITEM.fullmatch(home or "")
    if item is None or base is None:
        return {}
    records: tuple[Record, ...] = base.records(item[3]) if base.plan(item[3]) else ()
    said = {place: one.given.reason for place, one in scan.acknowledged(records).items() if place[2]}
    if not said:
        return {}
    folder = item[1]
    before: set[tuple[str, str, str]] = set()
    for path in {one.file for one in found}:
        data = base.read(path)
        before |= {(one.kind, one.value, path) for one in scan.look(path, data)} if data is not None else set()
    places = (
        (one.kind, one.shown, one.file.removeprefix(f"{folder}/"))
        for one in found
        if (one.kind, one.value, one.file) in before
    )
    return {place: said[place] for place in places if place in said}


def _short(path: str) -> str:
    """A path below the folder of its item, else whole."""
    item = _ITEM.fullmatch(path)
    return item[4] if item else path


def _finding(one: Found, code: str = "") -> Finding:
    from pdctl.core.privacy.found import finding

    item = _ITEM.fullmatch(one.file)
    return finding(one, code, item[3] if item else "")


def _kept(files: Files, home: str | None, more: Mapping[str, Any]) -> dict[str, bytes | None]:
    """The record with what the scan adds to it."""
    added = {key: value for key, value in more.items() if value}
    if home is None or not added:
        return {}
    value = {**yaml_read.load(files[home] or b""), **added}
    schema = next((name for part, name in _SCHEMAS if part in home), "catalog-record")
    return {home: yaml_write.dump(value, schema_for(home, schema))}

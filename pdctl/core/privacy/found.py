"""What a scan found, with its place in a file, and how it is told without telling it."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from dataclasses import field

from pdctl.core.findings import Finding, Shown
from pdctl.core.frozen import dataclass
from pdctl.core.privacy.registry import hidden
from pdctl.core.text import Msg, msg

_CLAUSE = "七(三)"
_CODE_LETTERS = 8


@dataclass(frozen=True)
class Found:
    """One thing found in a file. `where` names the value of a YAML file, the cell, or the part of a document."""

    kind: str
    file: str
    shown: str
    value: str = field(repr=False)
    line: int = 0
    column: int = 0
    where: Shown = ""
    sure: bool = True
    why: Shown = ""

    def code(self, key: bytes) -> str:
        """A short name of kind and value. It tells nothing to whoever lacks the key, which never leaves the machine."""
        digest = hmac.new(key, f"{self.kind}\0{self.value}".encode("utf-8", "replace"), hashlib.sha256).digest()
        return b32encode(digest).decode().lower()[:_CODE_LETTERS]

    @property
    def rule(self) -> str:
        """The rule it breaks."""
        return RULES[self.kind]

    @property
    def final(self) -> bool:
        """Whether no reason lets it in: a mark of secrecy."""
        return self.kind in ("secret-mark", "internal-mark")

    @property
    def hint(self) -> bool:
        """Whether it is only pointed out."""
        return self.rule.startswith("W-")


RULES = {
    "id": "E-PERSONAL-ID",
    "document": "E-PERSONAL-ID",
    "phone": "E-PERSONAL-PHONE",
    "card": "E-PERSONAL-CARD",
    "email": "E-PERSONAL-ACCOUNT",
    "account": "E-PERSONAL-ACCOUNT",
    "plate": "E-PERSONAL-PLATE",
    "address": "E-PERSONAL-ADDRESS",
    "minor": "W-PERSONAL-MINOR",
    "secret-mark": "E-SECRET-MARK",
    "internal-mark": "E-SECRET-MARK",
    "internal-word": "E-SECRET-WORD",
    "unscannable": "E-UNSCANNABLE",
}
_SAYS = {
    "id": msg("an ID number stands here"),
    "document": msg("the number of a passport or permit stands here"),
    "phone": msg("a telephone number stands here that is no published contact of the organization"),
    "card": msg("the number of a bank card stands here"),
    "email": msg("an e-mail address stands here that is no published contact of the organization"),
    "account": msg("an account of WeChat or QQ stands here"),
    "plate": msg("the plate of a car stands here"),
    "address": msg("an address stands here that leads to a door"),
    "minor": msg("this may tell of a minor"),
    "secret-mark": msg("a mark of secrecy stands here"),
    "internal-mark": msg("a mark of inner use stands here"),
    "internal-word": msg("a paper of inner use is spoken of here"),
    "unscannable": msg("this file, or a part of it, cannot be scanned"),
}
_EXPECTED = {
    "secret-mark": msg("a text that bears no mark of secrecy or of inner use"),
    "internal-mark": msg("a text that bears no mark of secrecy or of inner use"),
    "internal-word": msg("nothing that is for inner use"),
    "unscannable": msg("a file whose text can be read"),
    "minor": msg("nothing by which a minor is known"),
}


def finding(found: Found, code: str = "", item: str = "") -> Finding:
    """A finding for people and machines; the value stays out. `code` is by which it may be acknowledged."""
    shown = msg("{shown} (seems mistyped)", shown=found.shown) if not found.sure else found.shown
    return Finding(
        _SAYS[found.kind], rule=found.rule, clause=_CLAUSE, file=_hidden_path(found.file), line=found.line, column=found.column, field=found.where,
        expected=_EXPECTED.get(found.kind, msg("nothing by which a private person is reached or known")),
        found=found.why or shown, fix=_fix(found, code), item=item, code=code if not (found.final or found.hint) else "",
    )  # fmt: skip


def _hidden_path(path: str) -> str:
    """A path whose names tell no value."""
    return "/".join(map(hidden, path.split("/")))


def _fix(found: Found, code: str) -> Msg:
    if found.final:
        return msg(
            "if the matter may be secret: --secrecy doubt, a reference without title and text; nothing overrides this"
        )
    if found.hint:
        return msg("leave out whatever makes a minor known: name, school, picture")
    if found.kind == "unscannable":
        return (
            msg("look at it yourself; then: --acknowledge {code}=REASON", code=code)
            if code
            else msg("look at it yourself, or hand in a file whose text can be read")
        )
    if not code:
        return msg("leave it out, or mask it: pdctl mask FILE")
    return msg("leave it out, or mask it: pdctl mask FILE; if it has to stay: --acknowledge {code}=REASON", code=code)
